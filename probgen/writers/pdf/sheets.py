"""The table of layouts: each makes sheets of an exam, which are all that the writer knows."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ...document import Exam, LayoutName
from . import flow, locked
from .slots import Sheet

_LAYOUTS: Mapping[LayoutName, Callable[[Exam], tuple[Sheet, ...]]] = {
    "exam": locked.sheets,
    "homework": flow.homework,
    "assignment": flow.assignment,
    "practice": flow.practice,
}


def sheets(exam: Exam) -> tuple[Sheet, ...]:
    """Return the sheets of one variant."""
    return _LAYOUTS[exam.style.layout](exam)
