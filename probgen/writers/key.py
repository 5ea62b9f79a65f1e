"""`key.csv`: one line for each thing that is marked, for spreadsheets and scripts.

A key in words that begins with `=`, `+`, `-` or `@` has an apostrophe before it, so that no spreadsheet computes it.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import accumulate, pairwise
from pathlib import Path
from typing import NamedTuple, assert_never

from ..document import (
    Answer,
    ChooseMany,
    ChooseOne,
    Derivation,
    Drawing,
    Essay,
    Exam,
    Form,
    GraphLabeling,
    Interval,
    Matrix,
    Number,
    Packed,
    Problem,
    Program,
    Question,
    Response,
    Symbolic,
    Table,
    Ticks,
    Tolerance,
    Vector,
    packed,
)
from ..document import Sequence as Words
from ..exact import shortest
from ..executor import batches
from ..typography import plain
from . import Context
from .text import inlines

_BATCH = 8  # exams in one task
_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # how a cell begins that a spreadsheet computes
_NUMBER = re.compile(r"[-+]?(?:\d+(?:\.\d+)?(?:e[-+]?\d+)?|\d+/\d+|inf)(?: %)?", re.IGNORECASE)


class Line(NamedTuple):
    """A line of the key; `options` are numbered from 1 in the order of the paper, letters as (a), (b).

    `points` are those of the answer, of a table's cell its share of them: they add up to the points of the paper.
    """

    variant: str
    code: str
    question: int
    part: str
    problem: str
    answer: str
    kind: str
    key: str
    tolerance: str
    points: str
    proof: str
    student: str = ""
    name: str = ""


def lines(exams: Sequence[Exam]) -> Iterator[Line]:
    """Yield the key of all copies in the order of the papers; what is marked by its rubric has an empty key."""
    for exam in exams:
        own = [
            line for question in exam.questions for problem in question.problems for line in of(exam, question, problem)
        ]
        for copy in exam.printed:
            yield from (line._replace(student=copy.id, name=copy.name) for line in own)


def of(exam: Exam, question: Question, problem: Problem) -> Iterator[Line]:
    """Yield the key of one problem of a question."""
    for part in problem.parts:
        proof = part.proof.state if part.proof else ""
        filled = [(answer, entry) for answer in part.answers for entry in entries(answer)]
        counts = Counter(answer.name for answer, _ in filled)
        shares = _rounded([part.worth(answer) / counts[answer.name] for answer, _ in filled])
        for (answer, (name, key, tolerance)), points in zip(filled, shares, strict=True):
            head = (exam.variant, exam.code, question.number, part.label, problem.id, name)
            yield Line(*head, type(answer.response).__name__.lower(), key, tolerance, points, proof)


def _rounded(shares: Sequence[Fraction]) -> Iterator[str]:
    """Yield shares with three decimals, each rounded so that those up to it keep their sum."""
    sums = [Fraction(0), *accumulate(shares)]
    for before, after in pairwise(sums):
        yield plain(shortest(round(after, 3) - round(before, 3)))


def write(exams: Sequence[Exam], folder: Path, context: Context) -> None:
    """Write `key.csv` into the folder, without the column `proof` for a set that was made before there was one."""
    told = any(part.proof for question in exams[0].questions for part in question.parts)
    places = [place for place, name in enumerate(Line._fields) if told or name != "proof"]
    with (folder / "key.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(Line._fields[place] for place in places)
        for rows in context.executor.run(_rows, batches(packed(exams), _BATCH)):
            writer.writerows([row[place] for place in places] for row in rows)


def _rows(batch: Sequence[Packed]) -> list[list[str]]:
    return [[guarded(cell) for cell in line] for line in lines([one.exam for one in batch])]


def guarded(cell: object) -> str:
    """Return a cell that no spreadsheet takes for a formula: words that begin like one get an apostrophe before them.

    Numbers, also -3, -1/2 and -0.5 %, are what they are: an apostrophe would make them text.
    """
    text = str(cell)
    return f"'{text}" if text.startswith(_FORMULA) and not _NUMBER.fullmatch(text) else text


def entries(answer: Answer) -> Iterator[tuple[str, str, str]]:
    """Yield name, key and tolerance of what is filled in: a table has an entry for each of its blanks."""
    if isinstance(answer.response, Table):
        for place, row in enumerate(answer.response.rows, 1):
            for column, cell in enumerate(row, 1):
                if cell.blank:
                    yield f"{answer.name}[{place},{column}]", plain(cell.key), ""
    else:
        yield answer.name, *_key(answer.response)


def _key(response: Response) -> tuple[str, str]:
    match response:
        case Number(key, tolerance) | Vector(key, tolerance) | Matrix(key, tolerance):
            return plain(key), _tolerance(tolerance)
        case Words(key):
            return plain(key), ""
        case Interval(low, high, low_closed, high_closed, tolerance):
            ends = ("[" if low_closed else "(", "]" if high_closed else ")")
            text = f"{'-inf' if low is None else plain(low)}, {'inf' if high is None else plain(high)}"
            return text.join(ends), _tolerance(tolerance)
        case ChooseOne(options) | ChooseMany(options):
            right = [(number, option) for number, option in enumerate(options, 1) if option.right]
            return "; ".join(f"{number}: {inlines(option.text)}" for number, option in right), ""
        case Ticks(_, rows):
            return "; ".join(" ".join(row.ticks) for row in rows), ""
        case Symbolic(key):
            return plain(key), "up to a constant" if key.up_to_constant else ""
        case GraphLabeling(_, _, keys):
            return "; ".join(f"{place}: {plain(key)}" for place, key in keys), ""
        case Table() | Derivation() | Drawing() | Essay() | Program() | Form():
            return "", ""
        case _:
            assert_never(response)


def _tolerance(tolerance: Tolerance) -> str:
    return f"{plain(tolerance.size * 100)} %" if tolerance.relative else plain(tolerance.size)
