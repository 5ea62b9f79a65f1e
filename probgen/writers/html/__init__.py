"""A paper as web pages that stand alone: `exam-A.html` and `solution-A.html`, in practice layout `practice-A.html`.

Formulas are set by KaTeX, which each page holds with its fonts; figures are SVG inside the page; a page asks no network
for anything. The exam's page holds no key: what is not shown is not in the file. Extra and doodle pages are for paper.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from ...document import Exam, View
from .. import Context, katex
from . import views
from .shell import render as fill


def write(exams: Sequence[Exam], folder: Path, context: Context) -> None:
    """Write the pages of every exam.

    Raises:
        ProbgenError: this installation has no KaTeX, or a figure does not fit a page.
    """
    katex.load()
    for done, exam in enumerate(exams, 1):
        for name, page in pages(exam):
            (folder / f"{name}-{exam.stem}.html").write_text(page, encoding="utf-8")
        context.progress("pages", done, len(exams), 0)


def pages(exam: Exam) -> Iterator[tuple[str, str]]:
    """Yield the stem of each file's name and its content."""
    if exam.style.layout == "practice":
        yield "practice", _page(views.practice(exam))
    else:
        for view in View:
            yield view.value, render(exam, view)


def render(exam: Exam, view: View) -> str:
    """Return one view of a paper as a page.

    Raises:
        ProbgenError: this installation has no KaTeX, or a figure does not fit a page.
    """
    return _page(views.paper(exam, view))


def _page(page: views.Page) -> str:
    return fill("html/page.html.j2", page=page, exam=page.exam, katex=katex.load())
