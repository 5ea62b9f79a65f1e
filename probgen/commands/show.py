"""`probgen show`: one problem in the terminal."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from .. import checking, variant
from ..document import Problem, Proof, View
from ..sets import codec
from ..writers import key, text
from . import finding, reasons

_WAYS = {
    "verified": "verified: {}",
    "checked": "checked: {}",
    "stated": "stated by the author",
    "unproved": "UNPROVED: no second method has found it",
}


def run(
    id: str,
    seed: str | None,
    name: str,
    knobs: Mapping[str, str],
    banks: Sequence[Path],
    *,
    solution: bool,
    as_json: bool,
    why: bool = False,
) -> str:
    """Return the problem as text, or its tree as JSON; `why`: with what was demanded of its numbers."""
    template = finding.template(id, banks)
    seed = seed or fresh_seed()
    made = variant.make(template, checking.stream(seed, id, name), knobs=finding.knobs(template, knobs))
    if as_json:
        content: dict[str, Any] = {"seed": seed, "variant": name, "problem": codec.encode(made.problem)}
        if why:
            content["why"] = reasons.data(made)
        return json.dumps(content, indent=1)
    shown = text.problem(made.problem, View.SOLUTION if solution else View.EXAM)
    demanded = f"\n\n{reasons.text(made)}" if why else ""
    return f"{shown}{demanded}\n\nseed {seed}, variant {name}; {proof(made.problem)}"


def fresh_seed() -> str:
    """Return a seed for looking at problems; short, since it guards nothing."""
    return str(secrets.randbelow(10**6))


def proof(problem: Problem) -> str:
    """Return the sentence that says how the keys were proved, with the parts of each way where there are several."""
    if problem.proof.state == "nothing to prove":
        return "marked by its rubric"
    ways: dict[Proof, list[str]] = {}
    for part in problem.parts:
        if part.keyed:
            ways.setdefault(part.proof or problem.proof, []).append(part.label)
    said = [(_WAYS[way.state].format(way.method), ", ".join(parts)) for way, parts in ways.items()]
    return f"key {'; '.join(f'of {parts} {way}' if len(said) > 1 else way for way, parts in said)}"


def keys(problem: Problem) -> dict[str, Any]:
    """Return the printed key of each answer, by part and answer."""
    entries = ((part, answer) for part in problem.parts for answer in part.answers)
    return {
        f"{part.label}.{name}".lstrip("."): found for part, answer in entries for name, found, _ in key.entries(answer)
    }
