"""What keeps the variants of a paper alike: bands of hand work, and the limits that an audit holds a set to."""

from __future__ import annotations

from collections.abc import Mapping
from math import inf
from typing import Any, NamedTuple

from .sampling.instance import Instance

BAND = 0.1  # of the median effort, where a blueprint says nothing
PILOT = 40  # draws that tell what effort is usual
_ROUNDING = 1e-9


class Limits(NamedTuple):
    """How unlike the papers of a set may be, as shares."""

    copying: float = 0.5  # of all points, earned by whoever copies the answers of the most similar paper
    effort: float = 0.1  # by which the effort of a paper may leave the median paper's


class Band(NamedTuple):
    """The effort that a variant of one problem may take, told by a pilot sample of the same problem.

    `parts` are the bank's labels of the parts that the paper asks, `pilot` the efforts of the pilot draws in rising
    order, `share` how far from their middle a variant may lie.
    """

    parts: tuple[str, ...]
    pilot: tuple[float, ...]
    share: float

    @property
    def middle(self) -> float:
        """The median; of two middle draws the lower one, so that some draw has just this effort."""
        return self.pilot[(len(self.pilot) - 1) // 2]

    def deviation(self, instance: Instance) -> float:
        """Return how far the effort of an instance lies from the middle, as a share of the middle."""
        return deviation(effort(instance, self.parts), self.middle)

    def holds(self, deviation: float) -> bool:
        """Tell whether a deviation lies within the band."""
        return deviation <= self.share + _ROUNDING


def effort(instance: Instance, parts: tuple[str, ...]) -> float:
    """Return the effort of the parts that a paper asks."""
    return sum(float(instance.effort.get(label, 0)) for label in parts)


def deviation(found: float, middle: float) -> float:
    """Return |found - middle| as a share of the middle; infinite where the middle is 0 and the other is not."""
    if found == middle:
        return 0.0
    return abs(found - middle) / middle if middle else inf


class Spread(NamedTuple):
    """What the band of one problem did in a set: the pilot's efforts, and each variant's effort by its name."""

    problem: str  # its key in the exam
    pilot: tuple[float, ...]  # in rising order
    share: float
    taken: Mapping[str, float]

    @property
    def middle(self) -> float:
        """The pilot's median."""
        return Band((), self.pilot, self.share).middle

    @property
    def missed(self) -> dict[str, float]:
        """The variants that lie outside of the band, each with its deviation."""
        band = Band((), self.pilot, self.share)
        found = {name: deviation(value, band.middle) for name, value in self.taken.items()}
        return {name: off for name, off in found.items() if not band.holds(off)}

    def plain(self) -> dict[str, Any]:
        """Return the spread as what JSON can hold."""
        return {**self._asdict(), "pilot": list(self.pilot), "taken": dict(self.taken)}

    @classmethod
    def read(cls, data: Mapping[str, Any]) -> Spread:
        """Return the spread that `plain` made."""
        return cls(data["problem"], tuple(data["pilot"]), data["share"], data["taken"])
