"""Exams that take little room: a lecture hall's worth of trees is held as bytes, and unpacked one at a time."""

from __future__ import annotations

import pickle
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any, NamedTuple, overload

from .exam import Exam
from .figure import Figure


class Packed(NamedTuple):
    """An exam whose questions are bytes, a twentieth of what they take as a tree."""

    head: Exam  # the exam without its questions
    body: bytes
    unproved: tuple[str, ...]  # ids of problems with a key that has no second proof

    @staticmethod
    def of(exam: Exam) -> Packed:
        """Return an exam in little room."""
        body = zlib.compress(pickle.dumps(exam.sections, protocol=5), level=1)
        problems = (problem for question in exam.questions for problem in question.problems)
        unproved = dict.fromkeys(problem.id for problem in problems if problem.proof.state == "unproved")
        return Packed(replace(exam, sections=()), body, tuple(unproved))

    @property
    def exam(self) -> Exam:
        """The whole exam, made anew."""
        return replace(self.head, sections=pickle.loads(zlib.decompress(self.body)))  # noqa: S301 - our own bytes


class Exams(Sequence[Exam]):
    """Packed exams, which are unpacked as they are asked for."""

    def __init__(self, packed: Sequence[Packed]) -> None:
        self.packed = packed

    def __len__(self) -> int:
        return len(self.packed)

    @overload
    def __getitem__(self, place: int) -> Exam: ...
    @overload
    def __getitem__(self, place: slice) -> Exams: ...
    def __getitem__(self, place: int | slice) -> Any:
        return Exams(self.packed[place]) if isinstance(place, slice) else self.packed[place].exam


def packed(exams: Sequence[Exam]) -> Iterator[Packed]:
    """Yield exams as values to send; nothing is unpacked for it."""
    return iter(exams.packed) if isinstance(exams, Exams) else map(Packed.of, exams)


def heads(exams: Sequence[Exam]) -> Iterator[Exam]:
    """Yield exams without their questions; nothing is unpacked for it."""
    return (one.head for one in exams.packed) if isinstance(exams, Exams) else (replace(e, sections=()) for e in exams)


def once(draw: Callable[[Figure], str]) -> Callable[[Figure], str]:
    """Let figures be drawn once each, told apart by all that they show: 0.5 and 0.50 are equal and not alike."""

    @lru_cache(maxsize=256)
    def drawn(figure: bytes) -> str:
        return draw(pickle.loads(figure))  # noqa: S301 - our own bytes

    return lambda figure: drawn(pickle.dumps(figure, protocol=5))
