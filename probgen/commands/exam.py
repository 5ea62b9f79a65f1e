"""`probgen exam` and `probgen replay`: sets of papers."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from .. import exam as exams
from ..exam import blueprint
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
    made = tuple(exams.assemble(plan, seed, letter, wishes) for letter in exams.variant_names(variants))
    if not unproved:
        papers.refuse_unproved(made[0])
    manifest = Manifest(blueprint=plan.blueprint.name, seed=seed, exams=made, sources=plan.sources)
    outputs = _outputs((*OUTPUTS, "html") if html else OUTPUTS, pdf=pdf)
    return papers.publish(manifest, out or papers.folder(plan.blueprint.name), outputs, replace=replace)


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
