"""All papers of a kind as one file to print: `print-exams.pdf` and `print-solutions.pdf`.

Each paper begins on a new sheet of paper when both sides are printed. Papers on larger paper make files of their own.
Fonts are the same in all papers, so a file has each of them once.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import pikepdf

from ..document import Exam, View, heads
from . import Context

_KINDS = {View.EXAM: "exams", View.SOLUTION: "solutions"}


def write(exams: Sequence[Exam], folder: Path, context: Context) -> None:
    """Join the papers that the writer of PDFs has left in the folder, in the order of their ranks."""
    copies = sorted(
        ((copy.rank, exam, copy) for exam in heads(exams) for copy in exam.printed), key=lambda entry: entry[0]
    )
    for view in View:
        for large in sorted({copy.large for _, _, copy in copies}):
            files = [
                folder / f"{exam.named(name, copy)}.pdf"
                for _, exam, copy in copies
                if copy.large == large
                for name, its in exam.papers
                if its is view
            ]
            if files:
                _join(files, folder / f"print-{_KINDS[view]}{'-large' * large}.pdf", context)


def _join(files: Sequence[Path], joined: Path, context: Context) -> None:
    with pikepdf.new() as target:
        fonts: dict[str, pikepdf.Object] = {}
        for done, file in enumerate(files, 1):
            with pikepdf.open(file) as paper:
                _append(paper, target, fonts)
            context.progress(joined.name, done, len(files), len(target.pages))
        target.docinfo["/Title"] = joined.stem
        target.save(joined, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)


def _append(paper: pikepdf.Pdf, target: pikepdf.Pdf, fonts: dict[str, pikepdf.Object]) -> None:
    """Add the pages of a paper, and a blank one behind an odd number; a font that is there already is not copied."""
    names: list[dict[str, str]] = []
    known: dict[tuple[int, int], str] = {}
    for page in paper.pages:
        own = page.obj.Resources.get("/Font", pikepdf.Dictionary())
        names.append({})
        for name, font in own.items():
            if font.objgen not in known:
                known[font.objgen] = _identity(font)
                if known[font.objgen] not in fonts:
                    fonts[known[font.objgen]] = target.copy_foreign(font)
            names[-1][str(name)] = known[font.objgen]
        page.obj.Resources.Font = pikepdf.Dictionary()
    start = len(target.pages)
    target.pages.extend(paper.pages)
    for page, theirs in zip(target.pages[start:], names, strict=True):
        page.obj.Resources.Font = pikepdf.Dictionary({name: fonts[key] for name, key in theirs.items()})
    if len(names) % 2:
        blank = target.add_blank_page()
        blank.obj.MediaBox = target.pages[-2].MediaBox


def _identity(font: pikepdf.Object) -> str:
    """Return a digest of a font: its names, widths and glyphs."""
    descriptor = font.FontDescriptor
    parts = pikepdf.Array([font.get("/Encoding", ""), font.get("/Widths", ""), font.BaseFont, font.FirstChar])
    return hashlib.sha256(parts.unparse(resolved=True) + descriptor.FontFile.read_raw_bytes()).hexdigest()
