"""What a measurement finds: numbers, some of which have a goal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Finding:
    """A number that was measured, beside what it ought to be."""

    what: str
    value: float
    unit: str = "times"
    goal: float | None = None
    better: Literal["more", "less"] = "more"
    note: str = ""

    @property
    def met(self) -> bool | None:
        """Whether the goal is reached, None without one."""
        if self.goal is None:
            return None
        return self.value >= self.goal if self.better == "more" else self.value <= self.goal


@dataclass(frozen=True, slots=True)
class Skipped:
    """A number that cannot be had here, and why."""

    what: str
    why: str


@dataclass(frozen=True, slots=True)
class Plan:
    """How much is measured: rounds at most, seconds at most for one table of contenders, and sizes of sets."""

    rounds: int
    seconds: float
    sizes: tuple[int, ...]  # of sets of papers, ascending
    pairs: int  # that the baseline is measured on, instead of the largest set
    draws: float  # seconds of drawing for a problem


FULL = Plan(5, 60.0, (1, 10, 50, 300), 6, 0.25)
QUICK = Plan(1, 1.0, (1, 2, 4), 2, 0.02)
