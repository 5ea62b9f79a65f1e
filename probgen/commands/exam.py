"""`probgen exam` and `probgen replay`: sets of papers."""

from __future__ import annotations

import dataclasses
import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from .. import exam as exams
from ..errors import Fault, Where
from ..exam import blueprint
from ..exam.bands import Bands
from ..fairness import Spread
from ..sets import manifest as record
from ..sets.manifest import Manifest
from . import finding, papers
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
) -> Done:
    """Make the set of a blueprint."""
    plan = blueprint.load(name, banks)
    seed = seed or plan.blueprint.seed or secrets.token_hex(16)
    known = {template.id: template for item in plan.every_item() for template in item.templates}
    wishes = exams.Wishes(finding.knobs_by_id(known, knobs), published=published)
    bands = Bands(seed, plan.blueprint.band)
    made = tuple(exams.assemble(plan, seed, letter, wishes, bands) for letter in exams.variant_names(variants))
    if not unproved:
        papers.refuse_unproved(made[0])
    manifest = Manifest(
        blueprint=plan.blueprint.name,
        seed=seed,
        exams=made,
        sources=plan.sources,
        spreads=bands.spreads,
        limits=plan.blueprint.limits,
    )
    outputs = _outputs((*OUTPUTS, "html") if html else OUTPUTS, pdf=pdf)
    done = papers.publish(manifest, out or papers.folder(plan.blueprint.name), outputs, replace=replace)
    return dataclasses.replace(done, warnings=(*_strays(bands.spreads), *done.warnings))


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
    left = tuple(name for name in wanted if pdf or name != "pdf")
    return left or tuple(name for name in OUTPUTS if name != "pdf")
