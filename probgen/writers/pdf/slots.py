"""Slots: the pieces that TeX sets one by one. And sheets: what a run sets and ships of one variant."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from ...document import Exam, Problem, View
from ...errors import Where
from ..footnotes import footnotes
from .layout import BLOCK_WIDTH, Unit
from .paper import Paper


@dataclass(frozen=True, slots=True)
class Slot:
    """A piece of a paper: its TeX in both views, and whose fault it is if TeX cannot set it.

    A box to work in has no TeX in the exam; it is at least `space` bp high, and `pad` bp higher than its solution,
    or exactly `space` bp where it is `fixed`. In one that is `alike` the views differ in what fills blanks alone,
    which takes no room.
    """

    name: str
    width: float
    exam: str
    solution: str
    label: str  # "question 3, part b"
    where: Where
    space: float = 0.0
    pad: float = 0.0
    fixed: bool = False
    alike: bool = False


@dataclass(frozen=True)
class Sheet:
    """One variant as slots. `front`, `bodies` and `back` are alike in all variants of one structure.

    All `files` have the same pages, which is how an exam and its solution share their places.
    """

    exam: Exam  # without its questions
    files: tuple[tuple[str, View], ...]
    slots: tuple[Slot, ...]
    bodies: tuple[tuple[Unit, ...], ...]  # each begins a page
    front: tuple[str, ...] = ()  # slots of the cover, from top to foot
    back: tuple[str, ...] = ()  # slots that have a page to themselves
    flowing: bool = False
    prefix: str = ""  # of the names of its slots, where these have places of their own

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all slots: the structure."""
        return tuple(slot.name for slot in self.slots)

    @property
    def bare(self) -> tuple[str, ...]:
        """The names of all slots as they are where nothing sets the sheet apart."""
        return tuple(self.bare_name(name) for name in self.names)

    def bare_name(self, name: str) -> str:
        """Return the name of a slot without what sets the sheet apart."""
        return name.removeprefix(self.prefix)

    @property
    def views(self) -> tuple[View, ...]:
        """The views of its files."""
        return tuple(view for _, view in self.files)

    @cached_property
    def digest(self) -> str:
        """The SHA-256 of all that TeX is told of it, and of what is laid over its pages."""
        exam = self.exam
        said = (exam.title, exam.course, exam.code, exam.handout.notice, exam.seed_note, exam.style, exam.copies)
        slots = [(s.name, s.width, s.exam, s.solution, s.space, s.pad, s.fixed) for s in self.slots]
        return hashlib.sha256(repr((said, self.files, slots)).encode()).hexdigest()

    def sharing(self, known: dict[Any, Any]) -> Sheet:
        """Return the sheet with the equal parts of others, as far as these are `known`, in place of its own."""
        return replace(
            self,
            slots=tuple(known.setdefault(slot, slot) for slot in self.slots),
            bodies=known.setdefault(self.bodies, self.bodies),
        )

    def apart(self, prefix: str) -> Sheet:
        """Return the sheet with other names for all of its slots, so that it shares its places with no other."""
        bodies = tuple(tuple(unit.apart(prefix) for unit in body) for body in self.bodies)
        return replace(
            self,
            prefix=prefix,
            slots=tuple(replace(slot, name=prefix + slot.name) for slot in self.slots),
            bodies=bodies,
            front=tuple(prefix + name for name in self.front),
            back=tuple(prefix + name for name in self.back),
        )


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
