"""The figures: losses of training with dropout; the weights over the keep probability, and their jump at its end."""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor, log10

from ...document import Axis, Math, Plot, Polyline, Str
from ...exact import Dec, Exact, Real
from .training import losses

_POINTS = 40
_HEIGHTS = (Fraction(1, 2), Fraction(1), Fraction(2), Fraction(5), Fraction(10))
_LINES = 6  # of the grid, at most
_SINGLE, _BATCHED = 100, 200  # steps of a run that are drawn
_PLACES = 3  # of a loss


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
    step = next((s for s in _HEIGHTS if s * _LINES >= highest), _HEIGHTS[-1])
    return Plot(
        Axis(0, 1, Dec("0.25"), (Math(r"\kappa"),)),
        Axis(0, step * ceil(highest / step), step, length=150.0),
        f"{len(x)} rising curves over the keep probability, with a jump of each at its end",
        tuple(curves),
    )


def single_losses(x: tuple[Exact, ...], y: Exact, keep: Exact) -> Plot:
    """Return the loss of each step on a single mask."""
    found = losses(x, y, keep, steps=_SINGLE, batch=1, rate=float(keep) ** 2 / 8)
    alt = (
        f"The loss over {_SINGLE} steps on one mask each. It starts at {_shown(found[0])} and jumps up and "
        f"down to the end, between {_shown(min(found))} and {_shown(max(found))}."
    )
    return _loss_plot(found, alt)


def batch_losses(x: tuple[Exact, ...], y: Exact, keep: Exact, *, batch: int, least: Exact) -> Plot:
    """Return the mean loss of each step on so many masks, over the smallest expected loss."""
    found = losses(x, y, keep, steps=_BATCHED, batch=batch, rate=float(keep) / 2)
    alt = (
        f"The loss over {_BATCHED} steps on {batch} masks each. It falls from {_shown(found[0])} and then stays near "
        f"the dashed line at {_shown(least)}."
    )
    return _loss_plot(found, alt, Polyline(((0, least), (_BATCHED, least)), style="dashed"))


def _loss_plot(found: list[float], alt: str, *bounds: Polyline) -> Plot:
    steps = len(found)
    curve = Polyline(tuple((step, round(loss, _PLACES)) for step, loss in enumerate(found)))
    ten = Fraction(10) ** floor(log10(max(found) / _LINES))
    line = next(step for step in (2 * ten, 5 * ten, 10 * ten) if ceil(max(found) / step) <= _LINES)
    return Plot(
        Axis(0, steps, steps // 10, (Str("step"),), length=300.0),
        Axis(0, line * ceil(max(found) / line), line, (Str("loss"),), length=100.0),
        alt,
        (curve, *bounds),
    )


def _shown(loss: Real) -> str:
    return f"{round(float(loss), 1):g}"
