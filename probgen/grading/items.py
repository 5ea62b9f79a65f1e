"""How the parts of a set did: facility, discrimination, and whether the variants differ by more than chance."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .asked import ItemKey
from .grades import Graded, Grades
from .marking import WAITING

_FEWEST = 5  # students of a variant for whom a difference is tested
_LEVEL = 0.05  # of all tests of a set together

Floats = NDArray[np.float64]


class Item(NamedTuple):
    """A part in one variant, or in all of them (`variant` is "").

    `facility` is the mean share of its points, `discrimination` the correlation of the points with those of all other
    parts; None where nothing varies. `p` is that of the test whether variants differ; None where it was not tested.
    """

    problem: str
    part: str  # as the papers call it; "2a, 3a" where they differ
    variant: str
    students: int
    facility: float
    discrimination: float | None
    p: float | None = None
    warning: str = ""


class _Score(NamedTuple):
    variant: str
    share: float
    rest: float


def items(grades: Grades) -> list[Item]:
    """Return each part in all variants, followed by the part in each variant that several students have.

    Parts without points, and students whose part is still to be marked, do not count.
    """
    scores, names = _scores(grades.rows)
    order = dict.fromkeys(one.item for paper in grades.papers for one in paper.asked)
    pairs = [(key, _p(scores[key])) for key in order if key in scores]
    warned = _significant({key: p for key, p in pairs if p is not None})
    found: list[Item] = []
    for key, p in pairs:
        by_variant: dict[str, list[_Score]] = defaultdict(list)
        for score in scores[key]:
            by_variant[score.variant].append(score)
        part = ", ".join(dict.fromkeys(names[key].values()))
        warning = _differ(by_variant) if key in warned else ""
        found.append(_item(key, part, "", scores[key], p)._replace(warning=warning))
        if len(grades.papers) > 1:
            several = sorted((name, its) for name, its in by_variant.items() if len(its) > 1)
            found += [_item(key, names[key][name], name, its, None) for name, its in several]
    return found


def _scores(rows: Sequence[Graded]) -> tuple[dict[ItemKey, list[_Score]], dict[ItemKey, dict[str, str]]]:
    """Return the scores of each item, and what each variant calls it."""
    scores: dict[ItemKey, list[_Score]] = defaultdict(list)
    names: dict[ItemKey, dict[str, str]] = defaultdict(dict)
    for row in rows:
        if row.paper is None:
            continue
        variant, total = row.paper.exam.variant, float(row.total)
        for part, exact in zip(row.paper.parts, row.points, strict=True):
            if part.part.points and all(row.marks[place].verdict != WAITING for place in part.places):
                points = float(exact)
                rest = total if part.part.optional else total - points
                scores[part.item].append(_Score(variant, points / float(part.part.points), rest))
                names[part.item][variant] = part.name
    return scores, names


def _item(key: ItemKey, part: str, variant: str, scores: Sequence[_Score], p: float | None) -> Item:
    shares = np.array([score.share for score in scores])
    rests = np.array([score.rest for score in scores])
    return Item(key.problem, part, variant, len(scores), float(shares.mean()), _correlation(shares, rests), p)


def _correlation(left: Floats, right: Floats) -> float | None:
    if len(left) < 3 or np.ptp(left) < 1e-12 or np.ptp(right) < 1e-12:
        return None
    return float(np.corrcoef(left, right)[0, 1])


def _p(scores: Sequence[_Score]) -> float | None:
    """Return the p-value of "the variants are equally hard", None where a variant has too few students.

    The sum of squares between k variants, as a share of the total and times n - 1, has the mean k - 1 over all
    permutations of the n students, and tends to a chi-square law of k - 1 degrees of freedom. For right or wrong
    answers this is Pearson's chi-square, but for the factor (n - 1)/n.
    """
    groups: dict[str, list[float]] = defaultdict(list)
    for score in scores:
        groups[score.variant].append(score.share)
    if len(groups) < 2 or min(map(len, groups.values())) < _FEWEST:
        return None
    every = np.array([score.share for score in scores])
    total = float(((every - every.mean()) ** 2).sum())
    if total < 1e-12:
        return None
    between = sum(len(group) * (float(np.mean(group)) - float(every.mean())) ** 2 for group in groups.values())
    return tail((len(every) - 1) * between / total, len(groups) - 1)


def tail(statistic: float, degrees: int) -> float:
    """Return the probability that a chi-square variable exceeds the statistic, by the recurrence over its degrees."""
    half = statistic / 2
    if half <= 0:
        return 1.0
    found = math.erfc(math.sqrt(half)) if degrees % 2 else math.exp(-half)
    for lower in range(1 + (degrees % 2 == 0), degrees - 1, 2):
        found += math.exp(lower / 2 * math.log(half) - half - math.lgamma(lower / 2 + 1))
    return min(found, 1.0)


def _significant(ps: dict[ItemKey, float]) -> set[ItemKey]:
    """Return the items whose difference is more than chance, all tests of the set taken together (Holm)."""
    found: set[ItemKey] = set()
    for tested, (key, p) in enumerate(sorted(ps.items(), key=lambda pair: pair[1])):
        if p * (len(ps) - tested) > _LEVEL:
            break
        found.add(key)
    return found


def _differ(by_variant: dict[str, list[_Score]]) -> str:
    means = {name: float(np.mean([score.share for score in its])) for name, its in by_variant.items()}
    hard, easy = min(means, key=lambda name: means[name]), max(means, key=lambda name: means[name])
    return f"variants differ by more than chance: {hard} has {means[hard]:.0%}, {easy} {means[easy]:.0%}"
