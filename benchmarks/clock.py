"""Rounds: contenders take turns, so that a machine that slows down slows all of them."""

from __future__ import annotations

import resource
import time
from collections.abc import Callable, Mapping
from statistics import median
from typing import NamedTuple


class Took(NamedTuple):
    """Seconds of one go: on the wall, and of the processors in child processes that have ended."""

    wall: float
    children: float


def took(work: Callable[[], object]) -> Took:
    """Return what a piece of work took."""
    before, start = _of_children(), time.perf_counter()
    work()
    return Took(time.perf_counter() - start, _of_children() - before)


def _of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def rounds(contenders: Mapping[str, Callable[[], object]], most: int, seconds: float) -> dict[str, list[Took]]:
    """Return what each contender took in each round: at least one, at most `most`, about so many seconds in all.

    Every other round runs backwards, so that nobody always follows the same other one.
    """
    found: dict[str, list[Took]] = {name: [] for name in contenders}
    start = time.perf_counter()
    for number in range(1, most + 1):
        for name in list(contenders)[:: 1 if number % 2 else -1]:
            found[name].append(took(contenders[name]))
        if (time.perf_counter() - start) / number * (number + 1) > seconds:
            break
    return found


def wall(found: Mapping[str, list[Took]], name: str) -> float:
    """Return the median of a contender's seconds on the wall."""
    return median(one.wall for one in found[name])


def ratio(found: Mapping[str, list[Took]], slow: str, fast: str) -> float:
    """Return the median over the rounds of how many times longer one took than the other."""
    return median(a.wall / b.wall for a, b in zip(found[slow], found[fast], strict=True))
