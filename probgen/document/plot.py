"""Plots by their meaning: axes and curves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import pi, sqrt
from typing import Literal, TypeAlias

from ..exact import Exact, Real
from .graph import Place
from .inline import Inlines

LineStyle: TypeAlias = Literal["solid", "dashed", "dotted"]


@dataclass(frozen=True)
class Axis:
    """An axis from `low` to `high` with a line of the grid at each multiple of `step`; `length` is in bp."""

    low: Exact
    high: Exact
    step: Exact = 1
    label: Inlines = ()
    length: float = 240.0
    numbers: bool = True

    def __post_init__(self) -> None:
        if not self.low < self.high or self.step <= 0:
            raise ValueError("an axis runs upwards and has a positive step")

    def holds(self, *values: Real) -> bool:
        """Tell whether all values lie on the axis, up to a thousandth of its length."""
        slack = float(self.high - self.low) / 1000
        return all(self.low - slack <= value <= self.high + slack for value in values)


@dataclass(frozen=True)
class Gaussian:
    """The density of a normal distribution, with a thin line at its mean."""

    mean: Real
    variance: Real
    label: Inlines = ()
    style: LineStyle = "solid"

    def __post_init__(self) -> None:
        if self.variance <= 0:
            raise ValueError("a variance is positive")

    @property
    def peak(self) -> float:
        """The density at the mean."""
        return 1 / sqrt(2 * pi * self.variance)


@dataclass(frozen=True)
class Polyline:
    """A curve through points, by straight lines: a measured or simulated series."""

    points: tuple[Place, ...]
    label: Inlines = ()
    style: LineStyle = "solid"


@dataclass(frozen=True)
class Contours:
    """Ellipses at so many standard deviations around a center, which is marked with a dot."""

    center: Place
    covariance: tuple[tuple[Real, Real], tuple[Real, Real]]
    label: Inlines = ()
    radii: tuple[Real, ...] = (1, 2)
    style: LineStyle = "solid"

    def __post_init__(self) -> None:
        (var_x, above), (below, var_y) = self.covariance
        if above != below or var_x <= 0 or var_x * var_y < above * below:
            raise ValueError("a covariance is symmetric, with positive variances and a correlation from -1 to 1")


PlotCurve: TypeAlias = Gaussian | Polyline | Contours


@dataclass(frozen=True)
class Plot:
    """Axes on a grid with curves; without any it is a grid to draw on, and with them the overlay for the same grid.

    For circles to look round, both axes need the same length for each unit.
    """

    x: Axis
    y: Axis
    alt: str
    curves: tuple[PlotCurve, ...] = ()

    def __post_init__(self) -> None:
        for curve in self.curves:
            for x, y in _extremes(curve):
                if not (self.x.holds(x) and self.y.holds(y)):
                    raise ValueError(f"a curve reaches ({float(x):g}, {float(y):g}), which lies outside the axes")


def _extremes(curve: PlotCurve) -> Iterator[Place]:
    """Yield points that must lie inside the axes; of a density the tails may leave at the sides."""
    match curve:
        case Gaussian(mean):
            yield mean, curve.peak
        case Polyline(points):
            yield from points
        case Contours((x, y), ((var_x, _), (_, var_y))):
            wide, high = max(curve.radii) * sqrt(var_x), max(curve.radii) * sqrt(var_y)
            yield from ((x - wide, y - high), (x + wide, y + high))
