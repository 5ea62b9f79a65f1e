"""Whose papers a set holds: variants as students share them, with a copy for each student."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from ..document import Copy, Exam
from ..roster import Order, Student, ordered
from . import token


def variants(students: Sequence[Student]) -> tuple[str, ...]:
    """Return the names of all variants that are to be drawn, in the order of the roster."""
    return tuple(dict.fromkeys(student.variant for student in students))


def handed_out(made: Mapping[str, Exam], students: Sequence[Student], seed: str, order: Order) -> Iterator[Exam]:
    """Yield each variant with the copies of its students; those with extra space have it at places of their own.

    `made` holds the variants by name. A copy's rank is its place in a file to print.
    """
    ranks = {student.id: rank for rank, student in enumerate(ordered(students, order))}
    groups: dict[tuple[str, bool], list[Student]] = {}
    for student in students:
        groups.setdefault((student.variant, student.extra_space), []).append(student)
    for (name, extra_space), theirs in groups.items():
        exam = made[name]
        copies = tuple(_copy(student, seed, ranks[student.id]) for student in theirs)
        yield replace(exam, copies=copies, style=replace(exam.style, extra_space=extra_space))


def _copy(student: Student, seed: str, rank: int) -> Copy:
    return Copy(
        file=student.file,
        token=token(seed, f"for student {student.id}"),
        id=student.id,
        name=student.name,
        section=student.section,
        room=student.room,
        seat=student.seat,
        large=student.large_print,
        rank=rank,
    )
