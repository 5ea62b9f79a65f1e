"""What the curves show at their ends, and the two figures."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from ... import handwork
from ...document import Axis, LineStyle, Plot, Polyline, Str
from ...exact import Exact, plain
from ...family import Disagreement, Effort
from ...typography import plain as shown

Row = tuple[Exact, ...]

_STYLES: tuple[LineStyle, ...] = ("solid", "dashed", "dotted")
_WIDTH, _HEIGHT = 300.0, 120.0
_PERCENT = 100


@dataclass(frozen=True, slots=True)
class Params:
    """`dropout_rates` from 0 on, and for each the accuracies, in percent, at step 0 and after `every` so many steps."""

    dropout_rates: Row
    training: tuple[Row, ...]
    validation: tuple[Row, ...]
    every: int = 5

    def __post_init__(self) -> None:
        if not 2 <= len(self.dropout_rates) <= len(_STYLES):
            raise ValueError(f"there must be 2 to {len(_STYLES)} rates")
        if self.dropout_rates[0] != 0 or any(
            a >= b for a, b in zip(self.dropout_rates, self.dropout_rates[1:], strict=False)
        ):
            raise ValueError("the rates must increase from 0")
        if not len(self.dropout_rates) == len(self.training) == len(self.validation):
            raise ValueError("each rate needs a curve for training and one for validation data")
        if len({len(curve) for curve in (*self.training, *self.validation)}) != 1 or len(self.training[0]) < 2:
            raise ValueError("all curves must have the same number of points, at least 2")
        if not all(0 <= value <= _PERCENT for curve in (*self.training, *self.validation) for value in curve):
            raise ValueError("accuracies lie between 0 and 100 percent")
        if min(min(curve) for curve in (*self.training, *self.validation)) == _PERCENT:
            raise ValueError("some accuracy must lie below 100 percent")
        if self.every < 1:
            raise ValueError("steps must be positive")


class Solution(NamedTuple):
    """The ends of the curves, rate by rate, and the figures."""

    training_ends: Row
    validation_ends: Row
    gaps: Row  # training minus validation, at the end
    best: Row  # the largest accuracy on validation data
    training_curves: Plot
    validation_curves: Plot


def solve(params: Params) -> Solution:
    """Return the ends, their differences and the plots."""
    training, validation = (np.array(curves, dtype=object) for curves in (params.training, params.validation))
    return Solution(
        training_ends=plain(training[:, -1]),
        validation_ends=plain(validation[:, -1]),
        gaps=plain(training[:, -1] - validation[:, -1]),
        best=plain(validation.max(axis=1)),
        training_curves=_plot(params, params.training, "training"),
        validation_curves=_plot(params, params.validation, "validation"),
    )


def verify(params: Params, solution: Solution) -> None:
    """Read the ends and the highest points off the curves of the figures.

    Raises:
        Disagreement: an end, a gap or a largest accuracy is another.
    """
    ends = []
    for plot, drawn in ((solution.training_curves, params.training), (solution.validation_curves, params.validation)):
        curves = [curve.points for curve in _lines(plot)]
        if [[height for _, height in points] for points in curves] != [list(heights) for heights in drawn]:
            raise Disagreement("the figure shows other accuracies than those measured")
        if any(step != place * params.every for points in curves for place, (step, _) in enumerate(points)):
            raise Disagreement("the figure shows accuracies at other steps")
        ends.append([max(points)[1] for points in curves])  # the point farthest to the right
    highest = [sorted(height for _, height in curve.points)[-1] for curve in _lines(solution.validation_curves)]
    found = (solution.training_ends, solution.validation_ends, solution.gaps, solution.best)
    expected = (*ends, [a - b for a, b in zip(*ends, strict=True)], highest)
    if [list(row) for row in found] != [list(row) for row in expected]:
        raise Disagreement(f"the figures show {expected}, the solution says {found}")


def effort(params: Params, solution: Solution) -> Effort:
    """Return the work of each part: a curve read at its end, more between the lines of tens; close gaps compared."""
    ends = (*solution.training_ends, *solution.validation_ends)
    read = sum(1 + 0.5 * (end % 10 != 0) for end in ends)
    differences = sum(
        handwork.total((t, -v)) for t, v in zip(solution.training_ends, solution.validation_ends, strict=True)
    )
    gaps = sorted(solution.gaps)
    close = sum(handwork.closeness(b - a) for a, b in pairwise(gaps))
    return {"a": read, "b": differences + close}


def _lines(plot: Plot) -> list[Polyline]:
    return [curve for curve in plot.curves if isinstance(curve, Polyline)]


def _plot(params: Params, curves: tuple[Row, ...], data: str) -> Plot:
    last = params.every * (len(curves[0]) - 1)
    everything = [value for curve in (*params.training, *params.validation) for value in curve]
    low = int(min(everything)) // 10 * 10
    drawn = tuple(
        Polyline(
            tuple((place * params.every, value) for place, value in enumerate(curve)),
            (Str(f"rate {shown(rate)}"),),
            style,
        )
        for rate, curve, style in zip(params.dropout_rates, curves, _STYLES, strict=False)
    )
    ends = ", ".join(
        f"{shown(curve[-1])} % for {shown(rate)}" for rate, curve in zip(params.dropout_rates, curves, strict=True)
    )
    return Plot(
        Axis(0, last, max(1, last // 10), (Str("step"),), length=_WIDTH),
        Axis(low, _PERCENT, 10, (Str("%"),), length=_HEIGHT),
        f"Accuracy on {data} data over {last} steps, a curve for each dropout rate. At the end it is {ends}.",
        drawn,
    )
