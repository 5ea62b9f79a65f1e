"""What a paper asks, thing by thing, and the names of the columns in which responses stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import NamedTuple

from ..document import (
    Answer,
    Derivation,
    Drawing,
    Essay,
    Exam,
    Form,
    GraphLabeling,
    Part,
    Problem,
    Program,
    Question,
    Table,
    Ticks,
)
from ..exact import Formula, Value
from ..symbolic import syntax

UNLISTED = "positive"  # the domain of a symbol that no list names
BY_HAND = (Derivation, Drawing, Essay, Program, Form)  # a person marks them; the column holds points


class ItemKey(NamedTuple):
    """A part of a problem wherever it stands on the papers: `use` counts its uses in one exam, `place` its parts."""

    problem: str
    use: int
    place: int


@dataclass(frozen=True)
class Asked:
    """One answer of one paper; `worth` are its points, its share of its part's."""

    name: str  # "3b", or "3b.filter" where the part has several answers
    alias: str  # "3b.answer": the lone answer with its name
    problem: Problem
    part: Part
    answer: Answer
    item: ItemKey

    @cached_property
    def worth(self) -> Fraction:
        """The points of the answer."""
        return self.part.worth(self.answer)

    @cached_property
    def symbols(self) -> tuple[tuple[str, str], ...]:
        """The symbols, with their domains, of known mistakes and of all cells or places: the question has them all."""
        values = [m.value for m in self.part.mistakes if m.answer == self.answer.name]
        found = {name: domain for value in values if isinstance(value, Formula) for name, domain in value.symbols}
        for key in self._labels():
            found |= dict(key.symbols) or dict.fromkeys(syntax.names(key.source) - syntax.CONSTANTS, UNLISTED)
        return tuple(sorted(found.items()))

    def _labels(self) -> Iterator[Formula]:
        """Yield the formulas to write into a table or a figure."""
        match self.answer.response:
            case Table(_, _, rows):
                keys: list[Value] = [cell.key for row in rows for cell in row if cell.blank]
            case GraphLabeling(_, _, places):
                keys = [key for _, key in places]
            case _:
                keys = []
        yield from (key for key in keys if isinstance(key, Formula))

    @property
    def by_hand(self) -> bool:
        """Whether a person marks it."""
        return isinstance(self.answer.response, BY_HAND)

    @cached_property
    def entries(self) -> tuple[str, ...]:
        """What stands behind the name in the column of each entry: [2,3], [hidden-1], or nothing."""
        match self.answer.response:
            case Table(_, _, rows):
                cells = ((r, c, cell) for r, row in enumerate(rows, 1) for c, cell in enumerate(row, 1))
                return tuple(f"[{row},{column}]" for row, column, cell in cells if cell.blank)
            case Ticks(_, rows):
                return tuple(f"[{row}]" for row in range(1, len(rows) + 1))
            case GraphLabeling(_, _, keys):
                return tuple(f"[{''.join(place.split())}]" for place, _ in keys)
            case _:
                return ("",)

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of its entries."""
        return tuple(self.name + entry for entry in self.entries)


class PartAsked(NamedTuple):
    """A part of a paper: its label with the question's number, and the places of its answers among all asked."""

    name: str
    item: ItemKey
    part: Part
    places: tuple[int, ...]


class Paper:
    """One variant with all that it asks, and where a column's entry belongs."""

    def __init__(self, exam: Exam) -> None:
        self.exam = exam
        self.asked = tuple(_all(exam))
        self.places: Mapping[str, tuple[int, int]] = {
            column: (number, entry)
            for number, one in enumerate(self.asked)
            for name in (one.alias, one.name)
            for entry, column in enumerate(name + suffix for suffix in one.entries)
        }

    @cached_property
    def parts(self) -> tuple[PartAsked, ...]:
        """All parts in their order."""
        places: dict[ItemKey, list[int]] = {}
        for place, one in enumerate(self.asked):
            places.setdefault(one.item, []).append(place)
        firsts = ((item, self.asked[its[0]], its) for item, its in places.items())
        return tuple(
            PartAsked(one.alias.removesuffix(f".{one.answer.name}"), item, one.part, tuple(its))
            for item, one, its in firsts
        )

    @cached_property
    def worth(self) -> Fraction:
        """The points of all parts that are not optional."""
        return sum((one.worth for one in self.asked if not one.part.optional), start=Fraction(0))


def columns(papers: Sequence[Paper]) -> tuple[str, ...]:
    """Return the columns of all papers in their order, each once; what a person marks for no points has none."""
    found: dict[str, dict[str, None]] = {}
    for one in (one for paper in papers for one in paper.asked if one.worth or not one.by_hand):
        found.setdefault(one.name, {}).update(dict.fromkeys(one.columns))  # variants may have other blanks in a table
    return tuple(column for its in found.values() for column in its)


def _all(exam: Exam) -> Iterator[Asked]:
    uses: Counter[str] = Counter()
    for question in exam.questions:
        for problem in question.problems:
            for place, part in enumerate(problem.parts):
                yield from _of(question, problem, part, ItemKey(problem.id, uses[problem.id], place))
            uses[problem.id] += 1


def _of(question: Question, problem: Problem, part: Part, item: ItemKey) -> Iterator[Asked]:
    base = f"{question.number}{part.label}"
    for answer in part.answers:
        full = f"{base}.{answer.name}"
        yield Asked(base if len(part.answers) == 1 else full, full, problem, part, answer, item)
