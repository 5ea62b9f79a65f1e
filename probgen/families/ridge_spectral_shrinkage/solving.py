"""Costs, bounds, gains and the window by their formulas."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import inf
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ... import handwork
from ...exact import Exact, decimal_places, plain, shortest
from ...family import Effort, NotWellPosed
from .formulas import Forms, forms

Row = tuple[Exact, ...]
Matrix = tuple[Row, ...]
Ends = tuple[Exact | None, Exact | None]  # of an interval of lambda; None where it goes on forever

NAMES = "ABCD"  # of the encoders


@dataclass(frozen=True, slots=True)
class Params:
    """The numbers of the parts, which are independent; each has the smallest example as its default.

    `data` m by n with `encoders` m by m, of which number `favored` (from 0) is asked about; `axes` m by m, whose
    columns are orthogonal and equally long, with `singular_values` and `decay`; a decreasing `spectrum` of which the
    first `keep_first` gains must reach `keep_at_least` and the others may not exceed `rest_at_most`.
    """

    data: Matrix = ((2, 1), (0, 1))
    encoders: tuple[Matrix, ...] = (((1, 0), (0, 1)), ((1, 0), (0, 0)))
    favored: int = 1
    axes: Matrix = ((1, -1), (1, 1))
    singular_values: Row = (2, 1)
    decay: Exact = 1
    spectrum: Row = (2, 1)
    keep_first: int = 1
    keep_at_least: Exact = Fraction(3, 4)
    rest_at_most: Exact = Fraction(1, 2)

    def __post_init__(self) -> None:
        m = len(self.data)
        if len({len(row) for row in self.data}) != 1:
            raise ValueError("the rows of the data must be equally long")
        if any(len(row) != m for encoder in self.encoders for row in (*encoder, encoder)):
            raise ValueError(f"every encoder must be {m} by {m}, like the data have {m} rows")
        if not 0 <= self.favored < len(self.encoders) <= len(NAMES):
            raise ValueError(f"one of 1 to {len(NAMES)} encoders must be asked about")
        columns = list(zip(*self.axes, strict=True))
        products = {dot(a, b) for i, a in enumerate(columns) for b in columns[:i]}
        if products - {0} or len({dot(a, a) for a in columns}) != 1 or len(self.axes) != len(columns):
            raise ValueError("the axes must be the columns of a square matrix, orthogonal and equally long")
        if len(self.singular_values) != len(columns) or min(*self.singular_values, self.decay) <= 0:
            raise ValueError("each axis needs a positive singular value, and the decay must be positive")
        if any(a <= b for a, b in zip(self.spectrum, (*self.spectrum[1:], 0), strict=True)):
            raise ValueError("the spectrum must be positive and strictly decreasing")
        if not 1 <= self.keep_first < len(self.spectrum):
            raise ValueError("at least one direction must be kept and one must be left")
        if not (0 < self.keep_at_least < 1 and 0 < self.rest_at_most < 1):
            raise ValueError("the bounds of the gains must lie between 0 and 1")


class Encoder(NamedTuple):
    """One encoder with what it costs."""

    name: str
    matrix: Matrix
    residual: Matrix  # X - W X
    reconstruction: Exact
    penalty: Exact  # without lambda


class Rival(NamedTuple):
    """The comparison with another encoder: the favored one is at least as good where lambda * saved >= extra."""

    name: str
    extra: Exact  # reconstruction loss of the favored encoder minus the rival's
    saved: Exact  # penalty of the rival minus the favored encoder's
    bound: Exact | None  # extra / saved, None where both penalties are the same


class Solution(NamedTuple):
    """The tables, intervals and matrices of the parts, and what known mistakes lead to."""

    candidates: tuple[Encoder, ...]
    rivals: tuple[Rival, ...]
    favored_range: Ends
    wrong_way: Ends  # below the lower bound
    penalty_forgotten: tuple[Exact, float]  # as if the favored encoder paid no penalty
    forms: Forms
    gains: Row
    minimizer: Matrix
    scale_squared: Exact  # squared length of the columns of `axes`
    unsquared_gains: Row
    swapped: Matrix  # U^T diag U
    critical: tuple[Exact, Exact]
    window: tuple[Exact, Exact]
    window_extremes: tuple[Exact, Exact]
    window_unsquared: tuple[Exact, Exact]
    window_inverted: tuple[Exact, Exact]


def solve(params: Params) -> Solution:
    """Return squared Frobenius norms and the bounds of lambda from them, the minimizer by its gains, the window.

    Raises:
        NotWellPosed: the favored encoder is never the best, or no lambda meets both bounds of the gains.
    """
    data = _array(params.data)
    candidates = tuple(_encoder(name, w, data) for name, w in zip(NAMES, params.encoders, strict=False))
    favored = candidates[params.favored]
    rivals, (low, high) = best_range(candidates, params.favored)
    axes, squares = _array(params.axes), _array(params.singular_values) ** 2
    scale_squared = (axes[:, 0] * axes[:, 0]).sum()
    gains = squares / (squares + Fraction(params.decay))
    scaled = gains / Fraction(scale_squared)
    window = _window(params, 2)
    if window[0] > window[1]:
        raise NotWellPosed("some lambda meets both bounds of the gains")
    free = favored._replace(penalty=0)
    return Solution(
        candidates=candidates,
        rivals=rivals,
        favored_range=(low, high),
        wrong_way=(0, low),
        # an end as a number, for the value of a mistake is printed as a row
        penalty_forgotten=(_range(tuple(_rival(free, other) for other in candidates if other is not favored))[0], inf),
        forms=forms(),
        gains=_row(gains),
        minimizer=_matrix(axes * scaled @ axes.T),
        scale_squared=scale_squared,
        unsquared_gains=_row([Fraction(s) / (s + params.decay) for s in params.singular_values]),
        swapped=_matrix(axes.T * scaled @ axes),
        critical=(params.spectrum[params.keep_first - 1], params.spectrum[params.keep_first]),
        window=window,
        window_extremes=_window(params, 2, -1, 0),
        window_unsquared=_window(params, 1),
        window_inverted=_window(params, 2, odds=-1),
    )


def best_range(candidates: Sequence[Encoder], favored: int) -> tuple[tuple[Rival, ...], Ends]:
    """Return the comparisons of an encoder with the others, and the lambda for which it is the best.

    Raises:
        NotWellPosed: it never is.
    """
    own = candidates[favored]
    rivals = tuple(_rival(own, other) for place, other in enumerate(candidates) if place != favored)
    low, high = _range(rivals)
    if any(low * rival.saved < rival.extra for rival in rivals):
        raise NotWellPosed("the favored encoder is the best for some lambda")
    return rivals, (low, high)


def effort(params: Params, solution: Solution) -> Effort:
    """Return the work of each part: squared entries and their sums; comparisons; gains and the matrix; inequalities."""
    squared = sum(_squares(c.residual) + _squares(c.matrix) for c in solution.candidates)
    bounds = sum(2 + handwork.quotient(r.extra, r.saved) for r in solution.rivals if r.saved)
    bounds += 1.0 * sum(not r.saved for r in solution.rivals)
    gains = sum(handwork.product(s, s) + handwork.quotient(s * s, s * s + params.decay) for s in params.singular_values)
    matrix = sum(
        handwork.product(a, g, b) for row in params.axes for a, g in zip(row, solution.gains, strict=True) for b in row
    )
    window = sum(2 + handwork.product(s, s) for s in solution.critical) + sum(map(handwork.weight, solution.window))
    return {"a": squared, "b": bounds, "c": 4.0, "d": gains + matrix, "e": 8.0, "f": 4.0 + window}


def _squares(matrix: Matrix) -> float:
    return handwork.dot(*[[x for row in matrix for x in row]] * 2)


def _encoder(name: str, encoder: Matrix, data: NDArray[Any]) -> Encoder:
    matrix = _array(encoder)
    residual = data - matrix @ data
    return Encoder(name, encoder, _matrix(residual), _short((residual**2).sum()), _short((matrix**2).sum()))


def _rival(favored: Encoder, other: Encoder) -> Rival:
    extra = Fraction(favored.reconstruction) - Fraction(other.reconstruction)
    saved = Fraction(other.penalty) - Fraction(favored.penalty)
    return Rival(other.name, _short(extra), _short(saved), _short(extra / saved) if saved else None)


def _range(rivals: tuple[Rival, ...]) -> tuple[Exact, Exact | None]:
    """Return the bounds that the comparisons set to lambda >= 0."""
    low = max([0, *(r.bound for r in rivals if r.bound is not None and r.saved > 0)])
    high = min((r.bound for r in rivals if r.bound is not None and r.saved < 0), default=None)
    return low, high


def _window(params: Params, power: int, rest: int | None = None, kept: int | None = None, odds: int = 1) -> Any:
    """Return [s_rest^2 (1-h)/h, s_kept^2 (1-f)/f], by default with the neighbors of the split."""
    low = params.spectrum[params.keep_first if rest is None else rest]
    high = params.spectrum[params.keep_first - 1 if kept is None else kept]
    f, h = Fraction(params.keep_at_least), Fraction(params.rest_at_most)
    return _short(low**power * ((1 - h) / h) ** odds), _short(high**power * ((1 - f) / f) ** odds)


def _array(values: Any) -> NDArray[Any]:
    return np.array([[Fraction(x) for x in v] if isinstance(v, tuple) else Fraction(v) for v in values], dtype=object)


def dot(left: Row, right: Row) -> Any:
    """Return the sum of the products of entries at the same place."""
    return sum(a * b for a, b in zip(left, right, strict=True))


def _short(value: Any) -> Any:
    """Return a whole number as an int, a terminating ratio as a decimal, any other as a fraction."""
    return shortest(plain(Fraction(value)))


def _row(values: Any) -> Row:
    (row,) = _matrix([values])
    return row


def _matrix(values: Any) -> Matrix:
    """Return the values, none as a decimal where another is a fraction."""
    exact: Matrix = plain([[Fraction(x) for x in line] for line in values])
    if any(decimal_places(x) is None for line in exact for x in line):
        return exact
    return tuple(tuple(map(shortest, line)) for line in exact)
