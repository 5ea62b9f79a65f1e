"""`probgen solve`: the user's own numbers, solved and proved."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from .. import checking, family, strict_yaml, variant
from ..document import View
from ..errors import ProbgenError, Where
from ..exact import Formula, Value, given_value, is_number
from ..sampling.instance import Instance
from ..sets import summary
from ..writers import text
from . import finding
from .show import fresh_seed, keys, proof


def run(
    id: str, given: str, seed: str | None, knobs: Mapping[str, str], banks: Sequence[Path], *, as_json: bool
) -> str:
    """Return answers and steps as text, or answers and all solved values as JSON."""
    template = finding.template(id, banks)
    numbers = read_given(given)
    seed = seed or fresh_seed()
    made = variant.make(template, checking.stream(seed, id), knobs=finding.knobs(template, knobs), given=numbers)
    instance, problem = made.instance, made.problem
    if as_json:
        content = {
            "id": id,
            "params": jsonable(instance.params),
            "answers": keys(problem),
            "values": {name: jsonable(value) for name, value in solved(instance).items()},
            "proof": summary.proof(problem),
            "skipped": list(instance.skipped),
        }
        return json.dumps(content, indent=1, ensure_ascii=False)
    lines = [text.problem(problem, View.SOLUTION), "", proof(problem)]
    if instance.skipped:
        lines.append(f"not checked, as the drawn values they need are unknown: {'; '.join(instance.skipped)}")
    return "\n".join(lines)


def read_given(source: str) -> dict[str, Value]:
    """Return the values of a YAML file, or of standard input for `-`.

    Raises:
        ProbgenError: it is no mapping of names to values.
    """
    name = "standard input" if source == "-" else source
    documents = strict_yaml.read_text(_input(), name) if source == "-" else strict_yaml.read(Path(source))
    if len(documents) != 1 or not isinstance(documents[0].data, dict):
        what = "needs one mapping of parameter names to values"
        raise ProbgenError.of(what, where=Where(name), hint="such as `signal: [1, 4, 0, -2, 3]`")
    return {str(name): given_value(value) for name, value in documents[0].data.items()}


def _input() -> str:
    if sys.stdin is None:
        raise ProbgenError.of("is closed", where=Where("standard input"), hint="pipe YAML into it, or name a file")
    try:
        return sys.stdin.read(strict_yaml.SIZE + 1)
    except UnicodeDecodeError as fault:
        raise ProbgenError.of("is not written in UTF-8", where=Where("standard input")) from fault


def solved(instance: Instance) -> dict[str, Value]:
    """Return what the family's solver and the bank's `derive:` found, figures left out."""
    template = instance.template
    names = [*template.derive, *(family.gives(family.find(template.family)) if template.family else ())]
    known = ((name, instance.scope[name]) for name in names if name in instance.scope)
    return {name: value for name, value in known if jsonable(value) is not ...}


def jsonable(value: Value) -> Any:
    """Return a value for JSON: formulas and exact numbers that are not whole as text, `...` for a figure."""
    match value:
        case None | bool() | int() | float() | str():
            return value
        case _ if is_number(value) or isinstance(value, Formula):
            return str(value)
        case tuple() if hasattr(value, "_asdict"):
            return {name: jsonable(item) for name, item in value._asdict().items()}
        case tuple():
            return [jsonable(item) for item in value]
        case Mapping():
            return {name: jsonable(item) for name, item in value.items()}
        case _:
            return ...
