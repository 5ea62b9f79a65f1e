"""Slots: the pieces that TeX sets one by one. And sheets: what a run sets and ships of one variant."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ...document import Exam, Problem, View
from ...errors import Where
from ..footnotes import footnotes
from .layout import BLOCK_WIDTH, Unit
from .paper import Paper


@dataclass(frozen=True, slots=True)
class Slot:
    """A piece of a paper: its TeX in both views, and whose fault it is if TeX cannot set it.

    A box to work in has no TeX in the exam; it is at least `space` bp high, and `pad` bp higher than its solution.
    """

    name: str
    width: float
    exam: str
    solution: str
    label: str  # "question 3, part b"
    where: Where
    space: float = 0.0
    pad: float = 0.0


@dataclass(frozen=True, slots=True)
class Sheet:
    """One variant as slots. `front`, `bodies` and `back` are alike in all variants of one structure.

    All `files` have the same pages, which is how an exam and its solution share their places.
    """

    exam: Exam
    files: tuple[tuple[str, View], ...]
    slots: tuple[Slot, ...]
    bodies: tuple[tuple[Unit, ...], ...]  # each begins a page
    front: tuple[str, ...] = ()  # slots of the cover, from top to foot
    back: tuple[str, ...] = ()  # slots that have a page to themselves
    flowing: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all slots: the structure."""
        return tuple(slot.name for slot in self.slots)

    @property
    def views(self) -> tuple[View, ...]:
        """The views of its files."""
        return tuple(view for _, view in self.files)


def whole(name: str, text: str, label: str = "") -> Slot:
    """Return a slot over the whole width, alike in both views, that belongs to no problem."""
    return Slot(name, BLOCK_WIDTH, text, text, label or name, Where())


def notes(content: Any, label: str, where: Where, *, prefix: str = "", solved: bool = False) -> Iterator[Slot]:
    """Yield a slot for each footnote of some blocks; those of a solution are `solved`, and empty in the exam."""
    for note in footnotes(content):
        text = rf"\pgnote{{{note.number}}}{{{Paper().text(note.content)}}}"
        yield Slot(f"{prefix}note {note.number}", BLOCK_WIDTH, "" if solved else text, text, label, where)


def at(problem: Problem) -> Where:
    """Return where a problem stands in its bank."""
    return Where(problem.source, problem.line, 0, problem.id)
