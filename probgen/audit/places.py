"""Whether papers agree in their pages and in the place of every box, as far as the layout and the PDFs tell."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import pikepdf

from ..sets.manifest import Manifest
from ..writers.pdf import positions
from ..writers.pdf.layout import Layout, Pages
from ..writers.pdf.sheets import sheets


class Places(NamedTuple):
    """How many papers share the most common pages, and whose files have another number of pages than planned."""

    shared: bool  # whether papers of this style are to share their places at all
    pages: tuple[int, int]  # fewest and most of a file
    papers: int
    alike: int  # that have the most common places
    others: tuple[str, ...]  # variants with places of their own, though without extra space
    broken: tuple[str, ...]  # files

    @property
    def sound(self) -> bool:
        """Whether nothing is amiss."""
        return not self.broken and (not self.shared or not self.others)


def places(manifest: Manifest, folder: Path) -> Places | None:
    """Return how the pages agree; None for a set without a layout."""
    if not manifest.layout or not any(name.endswith(".pdf") for name in manifest.files):
        return None
    layout = Layout.read(manifest.layout)
    planned = _planned(manifest, layout)
    found = {name: _pages(folder / name) for name in manifest.files if name in planned}
    further = _appended(manifest, folder)
    broken = tuple(name for name, count in found.items() if count != len(planned[name]) + further.get(name, 0))
    of_variant = {
        exam.variant: planned[f"{exam.named(exam.papers[0][0], exam.printed[0])}.pdf"] for exam in manifest.exams
    }
    (common, alike), *_ = Counter(of_variant.values()).most_common(1)
    roomy = {exam.variant for exam in manifest.exams if exam.style.extra_space}  # as their students were promised
    others = tuple(name for name, structure in of_variant.items() if structure != common and name not in roomy)
    shared = manifest.exams[0].style.layout == "exam"
    return Places(shared, (min(found.values()), max(found.values())), len(of_variant), alike, others, broken)


def _planned(manifest: Manifest, layout: Layout) -> Mapping[str, Pages]:
    """Return the pages that each PDF is to have; where there is one layout, no slot need be known."""
    if len(layout.papers) == 1:
        pages = {name: layout.papers[0] for exam in manifest.exams for name, _ in exam.papers}
    else:
        known = layout.by_slots()
        pages = {
            name: known[frozenset(sheet.names)]
            for exam in manifest.exams
            for sheet in sheets(exam)
            for name, _ in sheet.files
        }
    copies = [(exam, copy, name) for exam in manifest.exams for copy in exam.printed for name, _ in exam.papers]
    return {f"{exam.named(name, copy)}.pdf": pages[name] for exam, copy, name in copies}


def _appended(manifest: Manifest, folder: Path) -> Mapping[str, int]:
    """Return how many pages each solution has behind those of the layout."""
    file = folder / positions.FILE
    layouts = json.loads(file.read_text(encoding="utf-8"))["layouts"] if file.is_file() else []
    pages = {name: rest["pages"] for layout in layouts for name, rest in layout.get("appended", {}).items()}
    copies = [(exam, copy, name) for exam in manifest.exams for copy in exam.printed for name, _ in exam.papers]
    return {f"{exam.named(name, copy)}.pdf": pages[name] for exam, copy, name in copies if name in pages}


def _pages(file: Path) -> int:
    with pikepdf.open(file) as paper:
        return len(paper.pages)
