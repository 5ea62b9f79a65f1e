"""Papers of single problems with numbers that are given, and the cases worked by hand in `cases/`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from probgen import bank, shelf, variant
from probgen.document import (
    ChooseMany,
    ChooseOne,
    Course,
    Exam,
    GraphLabeling,
    Interval,
    PageStyle,
    Problem,
    Question,
    Section,
    Table,
    Ticks,
)
from probgen.exact import Value, given_value
from probgen.grading.asked import Asked
from probgen.grading.following import Follower
from probgen.grading.grades import Graded, Grades, grade
from probgen.grading.numerals import decimal
from probgen.grading.reading import blanks
from probgen.grading.responses import Row, Sheet
from probgen.model import Template
from probgen.stream import Stream
from probgen.strict_yaml.source import read
from probgen.typography import plain

FOLDER = Path(__file__).parent
BANK = FOLDER / "bank.yaml"


class Case(NamedTuple):
    """What a student wrote, and what it is worth by hand."""

    file: str
    exam: Exam
    written: Mapping[str, str]
    expected: Mapping[str, Any]


def template(id: str) -> Template:
    return bank.find(id, (BANK, *shelf.folders()))


def problem(id: str, given: Mapping[str, Any] | None = None, **options: Any) -> Problem:
    values = {name: given_value(value) for name, value in (given or {}).items()}
    return variant.make(template(id), Stream("1", "A", id), given=values, **options).problem


def exam(*problems: Problem, name: str = "A") -> Exam:
    """Return a paper on which each problem is a question."""
    questions = tuple(
        Question(number, one.title, (one,), sum(part.points for part in one.parts))
        for number, one in enumerate(problems, 1)
    )
    return Exam("Test", Course(), 30, name, f"{name}-QQQQ", None, PageStyle(), (Section("", (), questions),))


def follower(*ids: str) -> Follower:
    """Return a follower for sets that were made from the banks as they are."""
    return Follower({f"{id}.yaml": template(id).digest for id in ids}, (BANK,))


def sheet(rows: Sequence[Mapping[str, str]]) -> Sheet:
    columns = tuple(dict.fromkeys(column for row in rows for column in row))
    return Sheet("responses.csv", columns, tuple(Row(line, row) for line, row in enumerate(rows, 2)))


def marked(paper: Exam, written: Mapping[str, str], *ids: str) -> tuple[Graded, Grades]:
    """Return the row of one student, and the grading."""
    done = grade((paper,), sheet([{"student": "s", "variant": paper.variant, **written}]), follower(*ids))
    return done.rows[0], done


def points(row: Graded) -> dict[str, Fraction]:
    """Return the points by the label of the part."""
    assert row.paper is not None
    return {part.part.label: its for part, its in zip(row.paper.parts, row.points, strict=True)}


def verdicts(row: Graded) -> dict[str, str]:
    assert row.paper is not None
    return {one.name: mark.verdict for one, mark in zip(row.paper.asked, row.marks, strict=True)}


@cache
def cases() -> tuple[Case, ...]:
    """Return all cases of all files."""
    found = []
    for file in sorted((FOLDER / "cases").glob("*.yaml")):
        (document,) = read(file)
        content = document.data
        options = {name: content[name] for name in ("knobs", "labels") if name in content}
        paper = exam(problem(content["use"], content.get("given"), **options))
        found += [Case(file.stem, paper, case["written"], case) for case in content["cases"]]
    return tuple(found)


def right(asked: Asked) -> tuple[str, ...]:
    """Return the key of an answer as a student would write it, entry by entry; of what a person marks all points."""
    if asked.by_hand:
        return (decimal(asked.worth, 2),) if asked.worth else ("",)
    match asked.answer.response:
        case Table() as table:
            return tuple(plain(cell.key) for _, cell in blanks(table))
        case Ticks(_, rows):
            return tuple(_numbers(tick == "yes" for tick in row.ticks) for row in rows)
        case GraphLabeling(_, _, keys):
            return tuple(plain(key) for _, key in keys)
        case ChooseOne(options) if any(str(option.value).isdigit() for option in options):
            return ("abcdefgh"[next(place for place, option in enumerate(options) if option.right)],)
        case ChooseOne(options) | ChooseMany(options):
            return (_numbers(option.right for option in options),)
        case Interval(low, high, low_closed, high_closed):
            ends = ("-inf" if low is None else exact(low), "inf" if high is None else exact(high))
            return (f"{'[' if low_closed else '('}{'; '.join(ends)}{']' if high_closed else ')'}",)
        case response:
            return (exact(response.key),)  # type: ignore[union-attr]


def exact(value: Value) -> str:
    """Return a value as text, floats with all their digits."""
    if isinstance(value, float):
        return repr(value)
    if isinstance(value, tuple) and not all(isinstance(item, str) for item in value):
        return f"({', '.join(map(exact, value))})"
    return plain(value)


def _numbers(chosen: Iterable[bool]) -> str:
    return ", ".join(str(number) for number, one in enumerate(chosen, 1) if one) or "none"
