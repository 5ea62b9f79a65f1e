"""Weights, losses and ratios from the normal equations."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import gcd, lcm
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ... import handwork
from ...document import Plot
from ...exact import Exact, Formula, shortest
from ...family import Effort
from ...symbolic import formula, substitution
from .drawing import batch_losses, single_losses, weights_by_keep

Row = tuple[Exact, ...]
_MOST = 4  # features: every mask is a row of the worked solution
_LARGEST_BATCH = 1024  # whose masks are drawn one by one


@dataclass(frozen=True, slots=True)
class Params:
    """One example: features `x`, target `y`; keep probability `keep`; `start` of gradient descent, () for zero.

    A step of training takes one mask, or the mean over a `batch` of masks.
    """

    x: Row
    y: Exact
    keep: Exact
    start: Row = ()
    batch: int = 64

    def __post_init__(self) -> None:
        if not 2 <= len(self.x) <= _MOST:
            raise ValueError(f"there must be 2 to {_MOST} features")
        if min(*self.x, self.y) <= 0:
            raise ValueError("features and target must be positive")
        if not 0 < self.keep < 1:
            raise ValueError("the keep probability must lie between 0 and 1")
        if not 1 <= self.batch <= _LARGEST_BATCH:
            raise ValueError(f"a batch has 1 to {_LARGEST_BATCH} masks")
        if self.start and len(self.start) != len(self.x):
            raise ValueError(f"gradient descent must start with {len(self.x)} weights")


class Mask(NamedTuple):
    """One way to drop features, with the row that the model then sees."""

    kept: tuple[int, ...]
    row: Row
    probability: Exact


class Solution(NamedTuple):
    """Weights and losses of the parts, and what known mistakes lead to."""

    squared_norm: Exact
    gram_rank: int  # of the matrix x x^T
    min_norm: Row
    limit: Row  # of gradient descent
    reaches_min_norm: bool  # whether it ends there
    start_residual: Exact  # y - x.start
    rates: tuple[Exact, Exact]  # learning rates that converge lie strictly between
    odds: Exact  # (1 - k)/k
    share: Exact  # y/(d + odds), what every feature contributes
    masks: tuple[Mask, ...]
    weights: Row  # with dropout
    losses: Row  # at these weights, with all features kept first and none last
    outputs: Row  # likewise
    chances: Row  # of so many kept features
    floor: Exact  # expected loss
    prediction: Exact  # without dropout, at these weights
    weight_ratio: Exact  # first to second, without dropout
    contribution_ratio: Exact
    dropout_weight_ratio: Exact  # second to first, with dropout
    dropout_contribution_ratio: Exact
    pulls: Row  # where a feature's weight fits y alone
    joint_output: Exact  # of all features with these weights
    joint_loss: Exact
    keep_formulas: tuple[Formula, ...]  # the weights with dropout, by the keep probability kappa
    vanishing: Row  # limit of the weights for ever rarer dropout
    adam: Row
    unscaled: Row  # dropout weights without the division by k
    equally_likely: Row  # dropout weights with all masks equally likely
    unscaled_pulls: Row
    whole_weights: tuple[int, ...]  # the smallest whole weights whose contributions are equal
    whole_output: Exact  # of all features with them, not divided by k
    whole_loss: Exact
    first_alone: Row
    curves: Plot  # the weights over the keep probability
    single_losses: Plot  # of a run with one mask for each step
    batch_losses: Plot


def solve(params: Params) -> Solution:
    """Return pseudo-inverse solutions, and the solution of the normal equations that dropout leads to."""
    x, y, k = _array(params.x), Fraction(params.y), Fraction(params.keep)
    d, squared_norm = len(x), (x * x).sum()
    start = _array(params.start) if params.start else x * 0
    residual = y - (x * start).sum()
    odds = (1 - k) / k
    share = y / (d + odds)
    weights = share / x
    masks = tuple(_masks(params))
    counts = range(d, -1, -1)
    outputs = [share * n / k for n in counts]
    floor = sum(m.probability * (y - (_array(m.row) * weights).sum()) ** 2 for m in masks)
    joint = lcm(*(v.numerator for v in x)) / Fraction(gcd(*(v.denominator for v in x)))
    limit = start + x * (residual / squared_norm)
    chance = {n: sum(m.probability for m in masks if sum(m.kept) == n) for n in counts}
    return Solution(
        squared_norm=_short(squared_norm),
        gram_rank=int(np.linalg.matrix_rank(np.outer(x, x).astype(float))),
        min_norm=_row(x * (y / squared_norm)),
        limit=_row(limit),
        reaches_min_norm=bool((limit == x * (y / squared_norm)).all()),
        start_residual=_short(residual),
        rates=(0, _short(1 / squared_norm)),
        odds=_short(odds),
        share=_short(share),
        masks=masks,
        weights=_row(weights),
        losses=_row([(y - output) ** 2 for output in outputs]),
        outputs=_row(outputs),
        chances=_row([chance[n] for n in counts]),
        floor=_short(floor),
        prediction=_short((x * weights).sum()),
        weight_ratio=_short(x[0] / x[1]),
        contribution_ratio=_short((x[0] / x[1]) ** 2),
        dropout_weight_ratio=_short(weights[1] / weights[0]),
        dropout_contribution_ratio=_short(x[0] * weights[0] / (x[1] * weights[1])),
        pulls=_row(k * y / x),
        joint_output=_short(d * y),
        joint_loss=_short(((d - 1) * y) ** 2),
        keep_formulas=tuple(_by_keep(Fraction(y), v, d) for v in x),
        vanishing=_row(y / d / x),
        adam=_row([y / x.sum()] * d),
        unscaled=_row(weights / k),
        equally_likely=_row(2 * k * y / (d + 1) / x),
        unscaled_pulls=_row(y / x),
        whole_weights=tuple(int(w) for w in joint / x),
        whole_output=_short(d * joint),
        whole_loss=_short((y - d * joint) ** 2),
        first_alone=_row([y / x[0]] + [Fraction(0)] * (d - 1)),
        curves=weights_by_keep(params.x, params.y),
        single_losses=single_losses(params.x, params.y, params.keep),
        batch_losses=batch_losses(params.x, params.y, params.keep, batch=params.batch, least=floor),
    )


def effort(params: Params, solution: Solution) -> Effort:
    """Return the work of each part: the arithmetic of weights, masks and losses; explanations, the same for all."""
    norm = handwork.dot(params.x, params.x)
    start = handwork.dot(params.x, params.start) + 2 * len(params.x) if params.start else 0.0
    masks = sum(1.0 + handwork.fractional((mask.probability,)) for mask in solution.masks)
    shares = handwork.quotient(params.y, len(params.x) + solution.odds) + handwork.weight(solution.odds)
    weights = sum(handwork.quotient(solution.share, x) for x in params.x if x)
    losses = handwork.dot(solution.chances, solution.losses) + sum(map(handwork.weight, solution.losses))
    return {
        "a": norm
        + sum(handwork.product(params.y, x) + _stays(w) for x, w in zip(params.x, solution.min_norm, strict=True)),
        "b": norm + start + 3,
        "c": masks + shares + weights + sum(map(_stays, solution.weights)),
        "d": losses + handwork.weight(solution.prediction) + sum(map(_stays, (solution.floor, solution.prediction))),
        "e": 8.0,
        "f": 2.0 * len(params.x) + 6,
        "g": 5.0,
        "h": 5.0,
        "i": 5.0,
        "j": sum(handwork.quotient(params.y, len(params.x) * x) for x in params.x if x),
        "k": 4.0 + sum(map(_stays, solution.adam[:1])),
    }


def _stays(value: Exact) -> float:
    """Return the work of a fraction that stays: to be reduced, and carried along."""
    return 2.0 * handwork.fractional((value,)) + handwork.weight(value) / 2


def _by_keep(y: Fraction, feature: Fraction, d: int) -> Formula:
    """Return the weight of a feature as a formula in the keep probability."""
    general = formula("y/(x*(d + (1 - kappa)/kappa))", {"kappa": "probability"})
    return substitution.put(general, {"y": y, "x": feature, "d": d})


def _masks(params: Params) -> Iterator[Mask]:
    k = Fraction(params.keep)
    for kept in product((1, 0), repeat=len(params.x)):
        row = tuple(_short(v / k) if keep else 0 for v, keep in zip(params.x, kept, strict=True))
        yield Mask(kept, row, _short(k ** sum(kept) * (1 - k) ** (len(kept) - sum(kept))))


def _array(values: Row) -> NDArray[Any]:
    return np.array([Fraction(v) for v in values], dtype=object)


def _short(value: Any) -> Any:
    """Return a whole number as an int, a ratio of up to three decimals as a decimal, any other as a fraction."""
    exact = Fraction(value)
    if exact.denominator == 1:
        return exact.numerator
    return shortest(exact) if 1000 % exact.denominator == 0 else exact


def _row(values: Any) -> Row:
    """Return the values, none as a decimal where another is a fraction."""
    exact = [Fraction(v) for v in values]
    if all(1000 % v.denominator == 0 for v in exact):
        return tuple(_short(v) for v in exact)
    return tuple(v.numerator if v.denominator == 1 else v for v in exact)
