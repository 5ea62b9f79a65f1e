"""`probgen exam` and `probgen replay`: sets of papers."""

from __future__ import annotations

import dataclasses
import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

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
    html: bool = False,
    published: bool = False,
    roster: Path | None = None,
    order: Order = "seating",
    print_: bool = False,
    locked: bool = True,
    resume: bool = False,
    jobs: int = 0,
    cluster: str = "",
) -> Done:
    """Make the set of a blueprint: so many variants, or a paper for each student of a roster.

    The work is done by so many processes, 0 for one on each processor, or by the workers of a cluster at an address.

    Raises:
        ProbgenError: blueprint, bank or roster are at fault, there is nothing to resume, the cluster cannot be
            used, or as `papers.publish`.
    """
    students = reading.read(roster) if roster else ()
    plan = blueprint.load(name, banks)
    if not locked:
        plan = _unlocked(plan)
    if students and plan.blueprint.style.layout == "practice":
        raise ProbgenError.of("a paper for practice belongs to nobody", hint="leave --roster out", code=ExitCode.USAGE)
    place = out or papers.folder(plan.blueprint.name)
    request = {
        "blueprint": name, "variants": variants, "roster": bool(roster), "knobs": dict(knobs), "published": published,
        "locked": locked,
    }  # fmt: skip
    if resume:
        seed = papers.seed_aside(place, request, seed)
    seed = seed or plan.blueprint.seed or secrets.token_hex(16)
    known = {template.id: template for item in plan.every_item() for template in item.templates}
    wishes = exams.Wishes(finding.knobs_by_id(known, knobs), published=published)
    bands = Bands(seed, plan.blueprint.band)
    names = copies.variants(students) if students else exams.variant_names(variants)
    wanted = (*OUTPUTS, *(["print"] if print_ or students else []), *(["html"] if html else []))
    with _executor(jobs, cluster, tex=pdf) as executor:
        with terminal.progress("drawn") as progress:
            drawn = drawing.drawn(plan, seed, names, wishes, bands, progress, executor)
        warnings = (*papers.unproved(drawn.unproved, allowed=unproved), *_strays(bands.spreads))
        manifest = Manifest(
            blueprint=plan.blueprint.name,
            seed=seed,
            exams=_handed_out(drawn.exams, students, seed, order) if students else drawn.exams,
            sources=plan.sources,
            spreads=bands.spreads,
            limits=plan.blueprint.limits,
        )
        done = papers.publish(
            manifest,
            place,
            _outputs(wanted, pdf=pdf),
            replace=replace,
            resume=resume,
            request=request,
            executor=executor,
        )
    return dataclasses.replace(done, warnings=(*warnings, *done.warnings))


def _unlocked(plan: Plan) -> Plan:
    """Return a plan whose variants have places of their own."""
    style = dataclasses.replace(plan.blueprint.style, locked=False)
    return dataclasses.replace(plan, blueprint=dataclasses.replace(plan.blueprint, style=style))


def _executor(jobs: int, address: str, *, tex: bool) -> Executor:
    if address:
        from .. import cluster

        return cluster.connect(address, tex=tex)
    return Local(jobs)


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
