"""What any two papers of a set have in common: parameters, answers, places of right options, points for copying."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from ..document import ChooseMany, ChooseOne, Derivation, Drawing, Essay, Exam, Form, Part, Problem, Program, Ticks
from ..writers import key
from ..writers.text import inlines

T = TypeVar("T")


class Shares(NamedTuple):
    """Shares of what every two papers have in common, shape (papers, papers) each; NaN where there is nothing to share.

    `copying` is the share of all points that the one paper's answers earn on the other; it counts as copied what has
    the same key or, in a choice, its ticks at the same places, and work marked by a rubric whose solution is the same.
    """

    params: NDArray[np.float64]
    answers: NDArray[np.float64]
    letters: NDArray[np.float64]
    copying: NDArray[np.float64]
    problems: dict[str, NDArray[np.float64]]  # points copied by problem, as shares of the problem's points


class _Entry(NamedTuple):
    """One thing that is marked: what is right, at which places the ticks stand, the points it is worth."""

    name: str
    content: str
    letters: str  # "" where nothing is ticked
    points: Fraction


def shares(exams: Sequence[Exam]) -> Shares:
    """Return what every two papers have in common."""
    count = len(exams)
    params, answers, letters = (_Tally(count) for _ in range(3))
    points: dict[str, NDArray[np.float64]] = {}
    worth: dict[str, float] = {}
    for name, instances in _by_problem(exams).items():
        for column in _columns([dict(p.params) if p else {} for p in instances]):
            params.add(_equal([None if value is None else repr(value) for value in column]))
        marked = [{entry.name: entry for entry in _entries(p)} if p else {} for p in instances]
        points[name] = np.zeros((count, count))
        for entries in _columns(marked):
            right = _equal([entry and entry.content for entry in entries])
            placed = _equal([(entry and entry.letters) or None for entry in entries])
            answers.add(right)
            if any(entry and entry.letters for entry in entries):
                letters.add(placed)
            each = np.array([float(entry.points) if entry else 0.0 for entry in entries])
            points[name] += (right | placed) * each[:, None]
        worth[name] = max(sum(float(e.points) for e in of.values()) for of in marked)
    total = np.array([float(exam.points) or 1.0 for exam in exams])
    copied = sum(points.values(), start=np.zeros((count, count))) / total[:, None]
    by_problem = {name: earned / worth[name] for name, earned in points.items() if worth[name]}
    return Shares(params.share, answers.share, letters.share, copied, by_problem)


class _Tally:
    """How many of some columns agree in each pair."""

    def __init__(self, count: int) -> None:
        self.equal = np.zeros((count, count))
        self.columns = 0

    def add(self, equal: NDArray[np.bool_]) -> None:
        self.equal += equal
        self.columns += 1

    @property
    def share(self) -> NDArray[np.float64]:
        return self.equal / self.columns if self.columns else np.full_like(self.equal, np.nan)


def _equal(column: Sequence[str | None]) -> NDArray[np.bool_]:
    """Return which pairs have the same value, None being like nothing; values become numbers by their hash first."""
    codes: dict[str, int] = {}
    numbers = np.array(
        [-1 - place if value is None else codes.setdefault(value, len(codes)) for place, value in enumerate(column)]
    )
    equal: NDArray[np.bool_] = numbers[:, None] == numbers[None, :]
    return equal


def _columns(rows: Sequence[Mapping[str, T]]) -> Iterator[list[T | None]]:
    for name in dict.fromkeys(name for row in rows for name in row):
        yield [row.get(name) for row in rows]


def by_key(exam: Exam) -> dict[str, Problem]:
    """Return the problems of an exam by id; the second of one id is called `id#2`, as in a blueprint."""
    found: dict[str, Problem] = {}
    for question in exam.questions:
        for problem in question.problems:
            uses = sum(name.partition("#")[0] == problem.id for name in found)
            found[f"{problem.id}#{uses + 1}" if uses else problem.id] = problem
    return found


def _by_problem(exams: Sequence[Exam]) -> dict[str, list[Problem | None]]:
    papers = [by_key(exam) for exam in exams]
    return {name: [paper.get(name) for paper in papers] for name in dict.fromkeys(n for p in papers for n in p)}


def _entries(problem: Problem) -> Iterator[_Entry]:
    for place, part in enumerate(problem.parts):
        found = list(_of_part(part))
        for name, content, letters in found:
            points = Fraction(0) if part.optional else Fraction(part.points) / len(found)
            yield _Entry(f"{place}.{name}", content, letters, points)


def _of_part(part: Part) -> Iterator[tuple[str, str, str]]:
    """Yield name, content and places of each thing in a part that another student's paper could answer."""
    for answer in part.answers:
        match answer.response:
            case ChooseOne(options) | ChooseMany(options):
                right = [(n, inlines(option.text)) for n, option in enumerate(options) if option.right]
                yield (
                    answer.name,
                    "\n".join(sorted(text for _, text in right)),
                    ",".join(str(n) for n, _ in right) or "-",
                )
            case Ticks(_, rows):
                for n, row in enumerate(rows):
                    yield f"{answer.name}[{n}]", f"{inlines(row.item)}: {row.ticks}", " ".join(row.ticks)
            case Form():
                pass  # nothing that is right or wrong
            case Essay() | Derivation() | Program() if not part.solution:
                pass  # the student's own
            case Essay() | Derivation() | Program():
                yield answer.name, repr(part.solution), ""
            case Drawing(_, overlay):
                yield answer.name, repr(overlay), ""
            case _:
                yield from ((name, found, "") for name, found, _ in key.entries(answer))
