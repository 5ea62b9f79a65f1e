"""The table of layouts: each makes sheets of an exam, which are all that the writer knows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from ...document import Exam, LayoutName
from . import handouts, locked
from .slots import Sheet

_LAYOUTS: Mapping[LayoutName, Callable[[Exam], tuple[Sheet, ...]]] = {
    "exam": locked.sheets,
    "homework": handouts.homework,
    "assignment": handouts.assignment,
    "practice": handouts.practice,
}


def sheets(exam: Exam) -> tuple[Sheet, ...]:
    """Return the sheets of one variant; they hold its TeX in place of its tree."""
    head = replace(exam, sections=())
    return tuple(replace(sheet, exam=head) for sheet in _LAYOUTS[exam.style.layout](exam))
