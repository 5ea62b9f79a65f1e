"""`probgen practice`: a fresh set of problems on some topics."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from .. import bank, proof
from .. import exam as exams
from ..errors import ExitCode, ProbgenError
from ..exam import practice
from ..model import Template
from ..sets.manifest import Manifest
from ..shelf import Summary
from . import finding, papers
from .papers import Done
from .show import fresh_seed

_AROUND = frozenset({"front matter", "administration", "form", "notebook"})  # what needs an exam or course around it


def run(
    words: Sequence[str],
    count: int,
    seed: str | None,
    knobs: Mapping[str, str],
    banks: Sequence[Path],
    *,
    out: Path | None,
    html: bool,
    unproved: bool,
    replace_old: bool,
) -> Done:
    """Make a practice set of the problems that the words name.

    Raises:
        ProbgenError: a word names nothing, nothing can be practiced, or a bank is at fault.
    """
    templates = _templates(words, banks)
    chosen = finding.knobs_by_id({template.id: template for template in templates}, knobs)
    seed = seed or fresh_seed()
    plan = practice.plan(templates, count, seed)
    made = replace(exams.assemble(plan, seed, "A", exams.Wishes(chosen)), seed_note=f"seed {seed}")
    warnings = papers.unproved(proof.unproved(made), allowed=unproved)
    manifest = Manifest(blueprint=plan.blueprint.name, seed=seed, exams=(made,), sources=plan.sources)
    place = out or papers.folder(plan.blueprint.name)
    done = papers.publish(manifest, place, ("html" if html else "pdf",), replace=replace_old)
    given = [word for name, value in knobs.items() for word in ("--set", f"{name}={value}")]
    given += [word for bank_ in banks for word in ("--banks", str(bank_))]
    again = ["probgen", "practice", *words, "-n", str(count), "--seed", seed, *given, *(["--html"] if html else [])]
    lines = (*done.lines, *_said(again, seed, len(made.questions), count))
    return replace(done, lines=lines, warnings=(*warnings, *done.warnings))


def _templates(words: Sequence[str], banks: Sequence[Path]) -> list[Template]:
    """Return the templates that the words name, by id; forms, front matter and notebooks only if named by their id."""
    found = {line.id: line for line in finding.problems(words, banks) if _teaches(line) or line.id in words}
    if not found:
        what = f"{', '.join(words)} holds nothing to practice by itself"
        raise ProbgenError.of(what, hint="name a problem by its id to have it all the same", code=ExitCode.USAGE)
    return [bank.find(id, (Path(line.file),)) for id, line in sorted(found.items())]


def _teaches(line: Summary) -> bool:
    return not _AROUND & {line.topic, *line.tags} and set(line.kinds) != {"form"}


def _said(again: Sequence[str], seed: str, got: int, wanted: int) -> Iterator[str]:
    """Yield why the set is smaller than wished, and how to have it again."""
    if got < wanted:
        yield f"{got} of {wanted} problems: those that match draw no numbers, so none is repeated"
    yield f"seed {seed}; the same set again with: {shlex.join(again)}"
