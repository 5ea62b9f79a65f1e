"""`probgen exam` and `probgen replay`: sets of papers."""

from __future__ import annotations

import dataclasses
import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .. import exam as exams
from .. import terminal
from ..document import Exam, Exams, packed
from ..errors import ExitCode, Fault, ProbgenError, Where
from ..exam import blueprint, copies
from ..exam.bands import Bands
from ..exam.plan import Plan
from ..executor import Executor, Local
from ..fairness import Spread
from ..roster import Order, Student, reading
from ..sets import manifest as record
from ..sets.manifest import Manifest
from . import drawing, finding, papers
from .papers import Done

OUTPUTS = ("key", "latex", "pdf")


@dataclass(frozen=True)
class Request:
    """Which papers are asked for, for whom, what is written, and who does the work."""

    blueprint: str  # a file, or the name of a shipped one
    variants: int = 1
    seed: str | None = None
    knobs: Mapping[str, str] = field(default_factory=dict)  # by `id.knob`
    banks: Sequence[Path] = ()
    published: bool = False  # with the numbers of the source
    locked: bool = True  # all variants have the same places
    unproved: bool = False  # keys without a second proof are taken too
    roster: Path | None = None  # a paper for each student in it, in place of so many variants
    order: Order = "seating"
    out: Path | None = None
    pdf: bool = True
    html: bool = False
    joined: bool = False  # files to print; a roster has them in any case
    replace: bool = False
    resume: bool = False
    jobs: int = 0  # processes, 0 for one on each processor
    cluster: str = ""  # the address of a scheduler whose workers do it

    def kept(self) -> dict[str, Any]:
        """Return what a run that goes on must have been begun with."""
        return {
            "blueprint": self.blueprint, "variants": self.variants, "roster": bool(self.roster),
            "knobs": dict(self.knobs), "published": self.published, "locked": self.locked,
        }  # fmt: skip

    def outputs(self) -> tuple[str, ...]:
        """Return the names of the writers."""
        further = {"print": self.joined or self.roster is not None, "html": self.html}
        return _outputs((*OUTPUTS, *(name for name, wanted in further.items() if wanted)), pdf=self.pdf)

    def executor(self) -> Executor:
        """Return who does the work."""
        if self.cluster:
            from .. import cluster

            return cluster.connect(self.cluster, tex=self.pdf)
        return Local(self.jobs)


def run(request: Request) -> Done:
    """Make the set of a blueprint: so many variants, or a paper for each student of a roster.

    Raises:
        ProbgenError: blueprint, bank or roster are at fault, there is nothing to resume, the cluster cannot be
            used, or as `papers.publish`.
    """
    students = reading.read(request.roster) if request.roster else ()
    plan = _plan(request, students)
    place = request.out or papers.folder(plan.blueprint.name)
    seed = papers.seed_aside(place, request.kept(), request.seed) if request.resume else request.seed
    seed = seed or plan.blueprint.seed or secrets.token_hex(16)
    with request.executor() as executor:
        manifest, warnings = _drawn(plan, seed, students, request, executor)
        done = papers.publish(
            manifest,
            place,
            request.outputs(),
            replace=request.replace,
            resume=request.resume,
            request=request.kept(),
            executor=executor,
        )
    return dataclasses.replace(done, warnings=(*warnings, *done.warnings))


def _plan(request: Request, students: Sequence[Student]) -> Plan:
    plan = blueprint.load(request.blueprint, request.banks)
    if students and plan.blueprint.style.layout == "practice":
        raise ProbgenError.of("a paper for practice belongs to nobody", hint="leave --roster out", code=ExitCode.USAGE)
    return plan if request.locked else _unlocked(plan)


def _drawn(
    plan: Plan, seed: str, students: Sequence[Student], request: Request, executor: Executor
) -> tuple[Manifest, tuple[Fault, ...]]:
    """Return the drawn set, and what is to be said of its keys and of its effort."""
    known = {template.id: template for item in plan.every_item() for template in item.templates}
    wishes = exams.Wishes(finding.knobs_by_id(known, request.knobs), published=request.published)
    bands = Bands(seed, plan.blueprint.band)
    names = copies.variants(students) if students else exams.variant_names(request.variants)
    with terminal.progress("drawn") as progress:
        drawn = drawing.drawn(plan, seed, names, wishes, bands, progress, executor)
    manifest = Manifest(
        blueprint=plan.blueprint.name,
        seed=seed,
        exams=_handed_out(drawn, students, seed, request.order) if students else drawn,
        sources=plan.sources,
        spreads=bands.spreads,
        limits=plan.blueprint.limits,
    )
    return manifest, (*papers.unproved(drawn, allowed=request.unproved), *_strays(bands.spreads))


def _unlocked(plan: Plan) -> Plan:
    """Return a plan whose variants have places of their own."""
    style = dataclasses.replace(plan.blueprint.style, locked=False)
    return dataclasses.replace(plan, blueprint=dataclasses.replace(plan.blueprint, style=style))


def _handed_out(drawn: Sequence[Exam], students: Sequence[Student], seed: str, order: Order) -> Exams:
    """Return each variant with the copies of its students."""
    made = {one.head.variant: one for one in packed(drawn)}
    heads = copies.handed_out({name: one.head for name, one in made.items()}, students, seed, order)
    return Exams([made[head.variant]._replace(head=head) for head in heads])


def _strays(spreads: Iterable[Spread]) -> Iterator[Fault]:
    """Yield a warning for each problem of which variants lie outside of their band of effort."""
    for spread in spreads:
        if missed := spread.missed:
            worst = max(missed.values())
            what = f"the effort of '{spread.problem}' lies up to {worst:.0%} from the median in {', '.join(missed)}"
            yield Fault(Where(), what, hint="widen `band:`, or what the problem draws from")


def replay(path: Path, *, out: Path | None, pdf: bool, replace: bool) -> Done:
    """Make the set of a manifest again: what it had, and the PDFs also where it was made without TeX."""
    manifest = record.read(path)
    had = manifest.outputs or OUTPUTS
    outputs = _outputs(had if "html" in had else dict.fromkeys((*had, "pdf")), pdf=pdf)
    place = out or papers.folder(f"{manifest.blueprint}-replayed")
    with Local() as executor:
        return papers.publish(manifest, place, outputs, replace=replace, executor=executor)


def _outputs(wanted: Iterable[str], *, pdf: bool) -> tuple[str, ...]:
    """Return the outputs to write; sources where nothing is left without PDFs."""
    left = tuple(name for name in wanted if pdf or name not in ("pdf", "print"))
    return left or tuple(name for name in OUTPUTS if name != "pdf")
