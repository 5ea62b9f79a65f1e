"""`probgen exam` and `probgen replay`: sets of papers."""

from __future__ import annotations

import dataclasses
import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from .. import exam as exams
from .. import terminal
from ..errors import ExitCode, Fault, ProbgenError, Where
from ..exam import blueprint, copies
from ..exam.bands import Bands
from ..fairness import Spread
from ..roster import Order, reading
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
) -> Done:
    """Make the set of a blueprint: so many variants, or a paper for each student of a roster.

    Raises:
        ProbgenError: blueprint, bank or roster are at fault, there is nothing to resume, or as `papers.publish`.
    """
    students = reading.read(roster) if roster else ()
    plan = blueprint.load(name, banks)
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
    with terminal.progress("drawn") as progress:
        drawn = drawing.drawn(plan, seed, names, wishes, bands, progress)
    warnings = (*papers.unproved(drawn, allowed=unproved), *_strays(bands.spreads))
    if not locked:
        drawn = tuple(dataclasses.replace(exam, style=dataclasses.replace(exam.style, locked=False)) for exam in drawn)
    if students:
        drawn = tuple(copies.handed_out({exam.variant: exam for exam in drawn}, students, seed, order))
    manifest = Manifest(
        blueprint=plan.blueprint.name,
        seed=seed,
        exams=drawn,
        sources=plan.sources,
        spreads=bands.spreads,
        limits=plan.blueprint.limits,
    )
    wanted = (*OUTPUTS, *(["print"] if print_ or students else []), *(["html"] if html else []))
    done = papers.publish(manifest, place, _outputs(wanted, pdf=pdf), replace=replace, resume=resume, request=request)
    return dataclasses.replace(done, warnings=(*warnings, *done.warnings))


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
    return papers.publish(manifest, out or papers.folder(f"{manifest.blueprint}-replayed"), outputs, replace=replace)


def _outputs(wanted: Iterable[str], *, pdf: bool) -> tuple[str, ...]:
    """Return the outputs to write; sources where nothing is left without PDFs."""
    left = tuple(name for name in wanted if pdf or name not in ("pdf", "print"))
    return left or tuple(name for name in OUTPUTS if name != "pdf")
