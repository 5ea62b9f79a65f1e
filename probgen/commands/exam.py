"""`probgen exam` and `probgen replay`: sets of papers."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from .. import exam as exams
from .. import terminal, writers
from ..document import Exam
from ..errors import ExitCode, Fault, ProbgenError
from ..exact import Value
from ..exam import blueprint
from ..exam.plan import Plan
from ..sets import manifest as record
from ..sets import publish
from ..sets.manifest import Manifest
from . import finding

OUT = Path("out")
OUTPUTS = ("key", "latex", "pdf")


@dataclass(frozen=True)
class Done:
    """What became of the command."""

    folder: Path
    unchanged: bool
    lines: tuple[str, ...] = ()
    warnings: tuple[Fault, ...] = field(default=())


def run(
    name: str,
    variants: int,
    seed: str | None,
    knobs: Mapping[str, str],
    banks: Sequence[Path],
    *,
    out: Path | None,
    pdf: bool,
    unproved: bool,
    replace: bool,
    published: bool = False,
) -> Done:
    """Make the set of a blueprint."""
    plan = blueprint.load(name, banks)
    seed = seed or plan.blueprint.seed or secrets.token_hex(16)
    wishes = exams.Wishes(_knobs(knobs, plan), published=published)
    made = tuple(exams.assemble(plan, seed, letter, wishes) for letter in exams.variant_names(variants))
    if not unproved:
        _refuse_unproved(made[0])
    manifest = Manifest(blueprint=plan.blueprint.name, seed=seed, exams=made, sources=plan.sources)
    return _publish(manifest, out or _folder(plan.blueprint.name), pdf=pdf, replace=replace)


def replay(path: Path, *, out: Path | None, pdf: bool, replace: bool) -> Done:
    """Make the set of a manifest again."""
    manifest = record.read(path)
    return _publish(manifest, out or _folder(f"{manifest.blueprint}-replayed"), pdf=pdf, replace=replace)


def _folder(name: str) -> Path:
    """Return the folder of a set by its name, which must not lead out of `out`."""
    if not record.names_a_file(name):
        what = f"'{name}' cannot be the name of a folder"
        raise ProbgenError.of(what, hint="--out FOLDER names another one", code=ExitCode.USAGE)
    return OUT / name


def _publish(manifest: Manifest, folder: Path, *, pdf: bool, replace: bool) -> Done:
    outputs = OUTPUTS if pdf else tuple(name for name in OUTPUTS if name != "pdf")
    with terminal.progress("papers") as progress:
        context = writers.Context(progress=progress, layout=manifest.layout)
        done = publish.publish(manifest, folder, outputs, context, replace_old=replace)
    return Done(done.folder, done.unchanged, _lines(manifest.exams, folder, pdf=pdf), tuple(context.warnings))


def _lines(made: Sequence[Exam], folder: Path, *, pdf: bool) -> tuple[str, ...]:
    """Return where the papers lie, one line each."""
    first = made[0]
    counts = ((len(first.questions), "question"), (first.points, "point"), (len(made), "variant"))
    head = f"{first.title}: " + ", ".join(f"{count} {noun}{'s' * (count != 1)}" for count, noun in counts)
    where, end = (folder, ".pdf") if pdf else (folder / "tex", ".tex")
    papers = ("".join(f"  {where / name}{end}" for name, _ in exam.papers) for exam in made)
    rest = f"  {folder / 'key.csv'}  {folder / record.NAME}" + (f"  {folder / 'tex'}/" if pdf else "")
    return (head, *papers, rest)


def _knobs(pairs: Mapping[str, str], plan: Plan) -> dict[str, dict[str, Value]]:
    """Return knob values by problem id from `ID.KNOB=VALUE`."""
    chosen: dict[str, dict[str, Value]] = {}
    known = {template.id: template for item in plan.every_item() for template in item.templates}
    for pair, value in pairs.items():
        id, _, knob = pair.partition(".")
        if id not in known or not knob:
            what = f"--set {pair}={value}: no problem of this exam is called '{id}'"
            raise ProbgenError.of(what, hint=f"it has {', '.join(sorted(known))}", code=ExitCode.USAGE)
        shown = f"--set {id}.{{knob}}={{value}}"
        chosen.setdefault(id, {}).update(finding.knobs(known[id], {knob: value}, shown))
    return chosen


def _refuse_unproved(exam: Exam) -> None:
    """Refuse problems whose key was found only once."""
    problems = (problem for question in exam.questions for problem in question.problems)
    unproved = [problem for problem in problems if problem.proof.state == "unproved"]
    if unproved:
        names = ", ".join(problem.id for problem in unproved)
        hint = "give each computed part a `check:`, or a family that verifies; or take them with --allow-unproved"
        raise ProbgenError.of(f"no second method proves the key of {names}", hint=hint)
