"""The pages of a run, cut into papers: a file for each copy, and the same pages give the same bytes."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path

import pikepdf

from ...document import Copy, Exam, View
from .jobs import Setting
from .layout import Pages
from .positions import Field
from .stamps import stamp

Fields = Sequence[Sequence[Field]]  # page by page


def count(pdf: Path) -> int:
    """Return how many pages a run made, 0 for none."""
    if not pdf.is_file():
        return 0
    with pikepdf.open(pdf) as run:
        return len(run.pages)


def cut(pdf: bytes, chunk: Sequence[tuple[Setting, Fields]], folder: Path) -> list[dict[str, str]]:
    """Write the papers of a run into a folder; return for each sheet its files with their digests."""
    written: list[dict[str, str]] = []
    with pikepdf.open(BytesIO(pdf)) as run:
        start = 0
        for one, fields in chunk:
            files: dict[str, str] = {}
            exam, done = one.sheet.exam, 0
            for place, (name, view) in enumerate(one.sheet.files, 1):
                length = len(one.pages) if place < len(one.sheet.files) else len(fields) - done  # with appended pages
                own = fields[done : done + length]
                for copy in exam.printed:
                    file = folder / f"{exam.named(name, copy)}.pdf"
                    _write(run.pages[start : start + length], copy, own, exam, title=_title(exam, view), file=file)
                    files[file.name] = _digest(file)
                start, done = start + length, done + length
            written.append(files)
    return written


def _write(pages: Sequence[pikepdf.Page], copy: Copy, fields: Fields, exam: Exam, *, title: str, file: Path) -> None:
    with pikepdf.new() as paper:
        paper.pages.extend(pages)
        paper.docinfo["/Title"] = title
        if copy.token or copy.personal or copy.large:
            stamp(paper, copy, fields, exam.style.paper)
        paper.save(file, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)


def stand(files: Mapping[str, str], folder: Path) -> bool:
    """Tell whether all these files lie in a folder, as they were written."""
    return all((folder / name).is_file() and _digest(folder / name) == sha for name, sha in files.items())


def digest(pages: Pages) -> str:
    """Return the SHA-256 of a layout."""
    return hashlib.sha256(repr(pages).encode()).hexdigest()


def _digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def _title(exam: Exam, view: View) -> str:
    title = f"{exam.title}, version {exam.variant}"
    return f"{title}: solutions" if view is View.SOLUTION and exam.style.layout != "practice" else title
