"""How much hand work each paper asks, and which problems make one easier than another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import median
from typing import NamedTuple

from ..document import Exam
from ..fairness import Spread, deviation
from .agreement import by_key

_REASONS = 3  # problems that are named for a paper


class ProblemEffort(NamedTuple):
    """The efforts of one problem: of a pilot sample without a band (None without one), and of the papers."""

    problem: str
    middle: float  # of the papers
    before: tuple[float, float] | None  # lowest and highest
    after: tuple[float, float]
    share: float | None  # width of the band, None without one
    missed: tuple[str, ...]  # variants outside of it


class PaperEffort(NamedTuple):
    """The effort of one paper, its distance from the median paper, and the problems that make most of it."""

    variant: str
    effort: float
    deviation: float  # signed, as a share of the median
    reasons: tuple[tuple[str, float, float], ...]  # problem, its effort here, its median


def problems(exams: Sequence[Exam], spreads: Sequence[Spread]) -> tuple[ProblemEffort, ...]:
    """Return the efforts of all problems that have one, in the order of the first paper."""
    known = {spread.problem: spread for spread in spreads}
    found = []
    for name, values in _by_problem(exams).items():
        spread = known.get(name)
        before = (spread.pilot[0], spread.pilot[-1]) if spread else None
        after = (min(values.values()), max(values.values()))
        share, missed = (spread.share, tuple(spread.missed)) if spread else (None, ())
        if spread or after[1]:
            found.append(ProblemEffort(name, median(values.values()), before, after, share, missed))
    return tuple(found)


def papers(exams: Sequence[Exam]) -> tuple[PaperEffort, ...]:
    """Return the effort of each paper, in the order of the exams."""
    by_problem = _by_problem(exams)
    middles = {name: median(values.values()) for name, values in by_problem.items()}
    totals = {exam.variant: sum(values.get(exam.variant, 0) for values in by_problem.values()) for exam in exams}
    middle = median(totals.values())
    return tuple(
        PaperEffort(
            name, total, _signed(total, middle), _reasons(name, 1 if total >= middle else -1, by_problem, middles)
        )
        for name, total in totals.items()
    )


def _reasons(
    variant: str, sign: int, by_problem: Mapping[str, Mapping[str, float]], middles: Mapping[str, float]
) -> tuple[tuple[str, float, float], ...]:
    found = [(name, values[variant], middles[name]) for name, values in by_problem.items() if variant in values]
    found = [(name, value, middle) for name, value, middle in found if sign * (value - middle) > 0]
    return tuple(sorted(found, key=lambda reason: -abs(reason[1] - reason[2]))[:_REASONS])


def _signed(found: float, middle: float) -> float:
    """Return the deviation with its sign; 0 where the median is nothing to measure by."""
    if not middle:
        return 0.0
    return deviation(found, middle) * (1 if found >= middle else -1)


def _by_problem(exams: Sequence[Exam]) -> dict[str, dict[str, float]]:
    """Return the effort by problem and variant."""
    found: dict[str, dict[str, float]] = {}
    for exam in exams:
        for name, problem in by_key(exam).items():
            found.setdefault(name, {})[exam.variant] = float(sum(problem.effort.values()))
    return found
