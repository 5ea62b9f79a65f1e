"""Exams with other keys: whatever differs in their exam papers has told something of the key."""

from __future__ import annotations

from dataclasses import replace

from probgen.document import (
    Blocks,
    Cell,
    ChooseMany,
    ChooseOne,
    Exam,
    Inlines,
    Math,
    Matrix,
    Number,
    Part,
    Question,
    Response,
    Sequence,
    Table,
    Tick,
    Ticks,
    Vector,
)
from tests.papers import para, text

WORDS = "sentinel"
_FLIPPED: dict[Tick, Tick] = {"yes": "no", "no": "either", "either": "yes"}


def with_other_keys(exam: Exam) -> Exam:
    """Return the exam with every key, worked solution, rubric and slip replaced."""
    sections = tuple(replace(section, questions=tuple(map(_question, section.questions))) for section in exam.sections)
    return replace(exam, sections=sections)


def _question(old: Question) -> Question:
    return replace(old, problems=tuple(replace(one, parts=tuple(map(_part, one.parts))) for one in old.problems))


def _part(old: Part) -> Part:
    return replace(
        old,
        answers=tuple(replace(a, response=_response(a.response), shown=_shown(a.shown)) for a in old.answers),
        solution=_blocks(old.solution),
        rubric=tuple(replace(line, text=text(WORDS)) for line in old.rubric),
        mistakes=tuple(replace(slip, shown=text("$7$"), feedback=_blocks(slip.feedback)) for slip in old.mistakes),
    )


def _shown(old: Inlines) -> Inlines:
    return (Math(r"\Psi"),) if old else ()


def _blocks(old: Blocks) -> Blocks:
    return (para(WORDS),) if old else ()


def _response(old: Response) -> Response:
    """Return a response of the same kind and shape with another key."""
    match old:
        case Number():
            return replace(old, key=123456)
        case Vector(key):
            return replace(old, key=tuple(7 for _ in key))
        case Matrix(key):
            return replace(old, key=tuple(tuple(7 for _ in row) for row in key))
        case Sequence():
            return Sequence(("another", "sentence"))
        case ChooseOne(options):
            return ChooseOne(tuple(replace(option, right=not option.right) for option in options))
        case ChooseMany(options):
            return ChooseMany(tuple(replace(option, right=not option.right) for option in options))
        case Ticks(_, rows):
            return replace(old, rows=tuple(replace(row, ticks=tuple(_FLIPPED[t] for t in row.ticks)) for row in rows))
        case Table(_, _, rows):
            return replace(old, rows=tuple(tuple(map(_cell, row)) for row in rows))
        case _:
            return old


def _cell(old: Cell) -> Cell:
    return replace(old, shown=text(WORDS), key=7) if old.blank else old
