"""The figures: densities and contours before and after the layer, and the grids to draw on."""

from __future__ import annotations

from fractions import Fraction
from math import ceil, exp, floor, sqrt
from typing import NamedTuple

from ...document import Axis, Contours, Gaussian, Math, Plot, PlotCurve, Polyline, Str
from ...exact import Exact, Real
from ...family import NotWellPosed
from ...typography import plain

Pair = tuple[Real, Real]


class Cloud(NamedTuple):
    """A center and a covariance in the plane."""

    center: Pair
    covariance: tuple[Pair, Pair]


_LINE = (-12, 14)  # of the grid for a density, in its steps
_PLANE = 8  # steps from the middle of the plane to its sides
_STEPS = (1, 2, 5, 10, 20, 50, 100)
_INPUT, _GRID = (260.0, 84.0), (388.0, 110.0)  # width and height in bp
_SIDE = 224.0  # of the plane
_LINES = 4  # of a grid above the axis of a density, whose height has no unit
_SHARE = 0.85  # of this height that the density takes
_TAIL = 4  # standard deviations that must lie on the axis


def input_density(law: str, mean: Exact, deviation: Real) -> Plot:
    """Return the density of the inputs on an axis of its own."""
    low, high = floor(mean - _TAIL * deviation) - 1, ceil(mean + _TAIL * deviation) + 1
    axis = Axis(low, high, ceil((high - low) / 20), (Math("x"),), length=_INPUT[0])
    alt = f"The density of the inputs x: {_shape(law)} with its middle at {plain(mean)}."
    return _density(axis, _INPUT[1], law, (mean, deviation), alt)


def density_grid(mean: Exact, deviation: Real) -> Plot:
    """Return the empty grid for the density of the outputs; its axis is the same for all usual numbers."""
    axis = _grid_axis(mean, deviation)
    alt = f"A blank grid; the axis y is numbered from {axis.low} to {axis.high}, the height has no numbers."
    return Plot(axis, Axis(0, _LINES, length=_GRID[1], numbers=False), alt)


def output_density(law: str, mean: Exact, deviation: Real) -> Plot:
    """Return the density of the outputs on the same grid, dotted at one and two standard deviations."""
    alt = f"On the grid: {_shape(law)} with the mean {plain(mean)} and the standard deviation {plain(deviation)}."
    return _density(_grid_axis(mean, deviation), _GRID[1], law, (mean, deviation), alt, marks=True)


def input_contours(inputs: Cloud, outputs: Cloud) -> Plot:
    """Return the ellipses of the inputs, dashed, on a plane that has room for those of the outputs."""
    return _plane(inputs, outputs, f"A grid with dashed contours, {_ellipses(inputs)}", ())


def output_contours(inputs: Cloud, outputs: Cloud) -> Plot:
    """Return the ellipses of the outputs on the same plane."""
    alt = f"The grid with the dashed contours, and solid ones, {_ellipses(outputs)}"
    return _plane(inputs, outputs, alt, (Contours(outputs.center, outputs.covariance),))


def half_width(deviation: Real) -> float:
    """Return half the width of a uniform law: its variance is a twelfth of the squared width."""
    return sqrt(3) * float(deviation)


def _density(
    axis: Axis, height: float, law: str, moments: tuple[Exact, Real], alt: str, *, marks: bool = False
) -> Plot:
    mean, deviation = moments
    wide = half_width(deviation)
    bell = Gaussian(mean, deviation * deviation)
    peak = bell.peak if law == "gaussian" else 1 / (2 * wide)
    left, right = mean - wide, mean + wide
    curve: PlotCurve = bell if law == "gaussian" else Polyline(((left, 0), (left, peak), (right, peak), (right, 0)))
    step = ceil(peak / _SHARE / _LINES * 10**6)  # in millionths: an axis is exact
    up = Axis(0, Fraction(_LINES * step, 10**6), Fraction(step, 10**6), length=height, numbers=False)
    return Plot(axis, up, alt, (curve, *(_marks(law, mean, deviation, peak) if marks else ())))


def _marks(law: str, mean: Exact, deviation: Real, peak: float) -> tuple[Polyline, ...]:
    """Return dotted lines from the axis to the density, at those standard deviations where it is not zero."""
    heights = {1: exp(-1 / 2), 2: exp(-2)} if law == "gaussian" else {1: 1.0}
    return tuple(
        Polyline(((mean + sign * k * deviation, 0), (mean + sign * k * deviation, peak * share)), style="dotted")
        for k, share in heights.items()
        for sign in (-1, 1)
    )


def _grid_axis(mean: Exact, deviation: Real) -> Axis:
    step = _step(max((mean - _TAIL * deviation) / _LINE[0], (mean + _TAIL * deviation) / _LINE[1]))
    return Axis(_LINE[0] * step, _LINE[1] * step, step, (Math("y"),), length=_GRID[0])


def _plane(inputs: Cloud, outputs: Cloud, alt: str, curves: tuple[PlotCurve, ...]) -> Plot:
    clouds = (inputs, outputs)
    reach = max(abs(float(cloud.center[i])) + 2 * sqrt(cloud.covariance[i][i]) for cloud in clouds for i in (0, 1))
    step = _step(reach / _PLANE)
    one, two = (Axis(-_PLANE * step, _PLANE * step, step, (Str(name),), length=_SIDE) for name in ("first", "second"))
    before = Contours(inputs.center, inputs.covariance, style="dashed")
    return Plot(one, two, alt, (before, *curves))


def _ellipses(cloud: Cloud) -> str:
    (one, mixed), (_, two) = cloud.covariance
    return (
        f"at one and at two standard deviations around ({plain(cloud.center[0])}, {plain(cloud.center[1])}); "
        f"the variances are {plain(one)} and {plain(two)}, the covariance is {plain(mixed)}."
    )


def _step(needed: Real) -> int:
    """Return the smallest step of a grid that is at least as long as needed.

    Raises:
        NotWellPosed: there is none.
    """
    for step in _STEPS:
        if step >= needed:
            return step
    raise NotWellPosed("the figures fit a grid of at most 1000 units")


def _shape(law: str) -> str:
    return "a bell curve" if law == "gaussian" else "a rectangle"
