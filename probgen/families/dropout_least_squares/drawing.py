"""The figure: the weights over the keep probability, and their jump where dropout ends."""

from __future__ import annotations

from fractions import Fraction
from math import ceil

from ...document import Axis, Math, Plot, Polyline
from ...exact import Dec, Exact

_POINTS = 40
_STEPS = (Fraction(1, 2), Fraction(1), Fraction(2), Fraction(5), Fraction(10))
_LINES = 6  # of the grid, at most


def weights_by_keep(x: tuple[Exact, ...], y: Exact) -> Plot:
    """Return the curves w_i = y / (x_i (d + 1/k - 1)), and dashed lines from their ends to y x_i / |x|^2."""
    keeps = [Fraction(n, _POINTS) for n in range(1, _POINTS + 1)]
    norm = sum(v * v for v in x)
    curves = []
    for place, v in enumerate(x, 1):
        points = tuple((k, Fraction(y) / (v * (len(x) + 1 / k - 1))) for k in keeps)
        curves.append(Polyline(points, label=(Math(f"w_{place}"),)))
        curves.append(Polyline((points[-1], (Fraction(1), Fraction(y) * v / norm)), style="dashed"))
    highest = max(height for curve in curves for _, height in curve.points)
    step = next((s for s in _STEPS if s * _LINES >= highest), _STEPS[-1])
    return Plot(
        Axis(0, 1, Dec("0.25"), (Math(r"\kappa"),)),
        Axis(0, step * ceil(highest / step), step, length=150.0),
        f"{len(x)} rising curves over the keep probability, with a jump of each at its end",
        tuple(curves),
    )
