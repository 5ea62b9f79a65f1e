"""Inputs multiplied by random numbers as a ridge penalty, for several laws of these numbers.

For independent masks of mean m and variance v, E |y - (R*X) w|^2 = |y - m X w|^2 + v sum_j |X_j|^2 w_j^2 with the
columns X_j. With u = m w the penalty has the factor v/m^2.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import isclose, sqrt
from typing import Any, NamedTuple

import numpy as np

from .. import handwork
from ..exact import Exact, Value, shortest
from ..family import Disagreement, Effort, NotWellPosed

Row = tuple[Exact, ...]
Matrix = tuple[Row, ...]
Nodes = list[tuple[float, float]]  # value, weight

# law -> its parameters
LAWS: Mapping[str, str] = {
    "normal": "mean, standard deviation",
    "uniform": "lower end, upper end",
    "two_point": "first value, its probability, second value",
    "laplace": "mean, scale",
    "exponential": "rate",
    "bernoulli": "value, its probability; zero otherwise",
}
_POSITIVE = {"normal": 1, "laplace": 1, "exponential": 0}  # which parameter must be positive
_MOST = 6  # entries of X, for each of which all nodes of a quadrature are tried
_CLOSE = 1e-9


@dataclass(frozen=True, slots=True)
class Params:
    """A law of `LAWS` with its `numbers`, data `x` n by d, targets `y`, and weights `w` to insert."""

    law: str
    numbers: Row
    x: Matrix = ((1, 2), (0, 1))
    y: Row = (1, 1)
    w: Row = (1, 1)

    def __post_init__(self) -> None:
        if self.law not in LAWS:
            raise ValueError(f"the law must be one of {', '.join(LAWS)}")
        if len(self.numbers) != len(LAWS[self.law].partition(";")[0].split(",")):
            raise ValueError(f"the law '{self.law}' has the parameters {LAWS[self.law]}")
        if self.law in _POSITIVE and self.numbers[_POSITIVE[self.law]] <= 0:
            raise ValueError("standard deviation, scale and rate must be positive")
        if self.law == "uniform" and self.numbers[0] >= self.numbers[1]:
            raise ValueError("the lower end must lie below the upper end")
        if self.law in ("two_point", "bernoulli") and not 0 < self.numbers[1] < 1:
            raise ValueError("the probability must lie between 0 and 1")
        if len(self.x) != len(self.y) or any(len(row) != len(self.w) for row in self.x):
            raise ValueError("each row needs a target, and each column a weight")
        if len(self.x) * len(self.w) > _MOST:
            raise ValueError(f"the data may have at most {_MOST} entries")


class Solution(NamedTuple):
    """Moments of the law, terms of the loss, and what known mistakes lead to."""

    mean: Exact  # scale of the fit
    variance: Exact  # scale of the penalty
    second_moment: Exact
    deviation: float
    law_slip: Exact  # variance by a formula that is nearly right
    mean_output: Row
    squared_norms: Row
    fit: Exact
    penalty: Exact
    expected: Exact
    penalty_second_moment: Exact
    strength: Exact  # v/m^2
    strength_unsquared: Exact  # v/m


def solve(params: Params) -> Solution:
    """Return mean and variance by the formulas of the law, and both terms of the loss.

    Raises:
        NotWellPosed: the mean is zero, so that the weights cannot be rescaled, or the variance is.
    """
    mean, variance, slip = _law(params)
    if mean == 0 or variance == 0:
        raise NotWellPosed("mean and variance of the masks are not zero")
    x, y, w = (np.array(v, dtype=object) for v in (params.x, params.y, params.w))
    output, squares = mean * (x @ w), (x * x).sum(axis=0)
    fit, energy = ((y - output) ** 2).sum(), (squares * w * w).sum()
    return Solution(
        mean=_short(mean),
        variance=_short(variance),
        second_moment=_short(mean**2 + variance),
        deviation=sqrt(variance),
        law_slip=_short(slip),
        mean_output=tuple(_short(v) for v in output),
        squared_norms=tuple(_short(v) for v in squares),
        fit=_short(fit),
        penalty=_short(variance * energy),
        expected=_short(fit + variance * energy),
        penalty_second_moment=_short((mean**2 + variance) * energy),
        strength=_short(variance / mean**2),
        strength_unsquared=_short(variance / mean),
    )


def follow(params: Params, solution: Solution, wanted: str, earlier: Mapping[str, Value]) -> Value | None:
    """Return a term of the loss, their sum, or the strength of the penalty for a student's own two scales."""
    mean, variance = earlier.get("mean", solution.mean), earlier.get("variance", solution.variance)
    outputs = (mean * sum(v * w for v, w in zip(row, params.w, strict=True)) for row in params.x)
    fit = sum((target - output) ** 2 for target, output in zip(params.y, outputs, strict=True))
    penalty = variance * sum(s * w * w for s, w in zip(solution.squared_norms, params.w, strict=True))
    strength = Fraction(variance) / Fraction(mean) ** 2 if wanted == "strength" else None
    return {"fit": fit, "penalty": penalty, "expected": fit + penalty, "strength": strength}.get(wanted)


def verify(params: Params, solution: Solution) -> None:
    """Integrate the loss by Gaussian quadrature over every entry, for several weights.

    Raises:
        Disagreement: a scale, a term or the strength of the penalty is another.
    """
    nodes = _nodes(params)
    squares = [sum(v * v for v in column) for column in zip(*params.x, strict=True)]
    second = sum(weight * value**2 for value, weight in nodes)
    if not isclose(second, float(solution.second_moment), rel_tol=_CLOSE) or tuple(squares) != solution.squared_norms:
        raise Disagreement(f"the second moment is {second}, the squared norms are {squares}")
    for weights in (params.w, *product((-1, 0, 2), repeat=len(params.w))):
        outputs = [solution.mean * sum(v * w for v, w in zip(row, weights, strict=True)) for row in params.x]
        fit = sum((t - o) ** 2 for t, o in zip(params.y, outputs, strict=True))
        penalty = solution.variance * sum(s * w * w for s, w in zip(squares, weights, strict=True))
        integral = _integral(params, nodes, weights)
        if not isclose(float(fit + penalty), integral, rel_tol=_CLOSE, abs_tol=_CLOSE):
            raise Disagreement(f"at {weights} the expected loss is {integral}, by the two scales {fit + penalty}")
        if weights is params.w and tuple(outputs) != solution.mean_output:
            raise Disagreement(f"the mean outputs are {outputs}, not {solution.mean_output}")
        if weights is params.w and (fit, penalty, fit + penalty) != (solution.fit, solution.penalty, solution.expected):
            raise Disagreement(f"the terms are {fit} and {penalty}, not {solution.fit} and {solution.penalty}")
    # the same loss in the weights u / mean
    u = [float(v) for v in params.w]
    rescaled = _integral(params, nodes, [v / float(solution.mean) for v in u])
    fit_u = sum(
        (t - sum(v * w for v, w in zip(row, u, strict=True))) ** 2 for t, row in zip(params.y, params.x, strict=True)
    )
    ridge = float(solution.strength) * sum(s * v * v for s, v in zip(squares, u, strict=True))
    if not isclose(rescaled, float(fit_u) + ridge, rel_tol=_CLOSE, abs_tol=_CLOSE):
        raise Disagreement(f"with rescaled weights the loss is {rescaled}, with the strength {float(fit_u) + ridge}")


def effort(params: Params, solution: Solution) -> Effort:
    """Return the work of each part: words and a derivation; moments; both terms of the loss; the strength."""
    moments = (solution.mean, solution.variance)
    named = 2.0 if params.law == "normal" else 5.0  # other moments are not printed but computed
    residuals = [Fraction(y) - Fraction(o) for y, o in zip(params.y, solution.mean_output, strict=True)]
    outputs = sum(handwork.dot(row, params.w) for row in params.x)
    outputs += sum(
        handwork.product(solution.mean, 2) + handwork.total((y, -o))
        for y, o in zip(params.y, solution.mean_output, strict=True)
    )
    columns = [tuple(row[j] for row in params.x) for j in range(len(params.w))]
    norms = sum(handwork.dot(column, column) for column in columns)
    weighted = sum(handwork.product(w, w, s) for w, s in zip(params.w, solution.squared_norms, strict=True))
    penalty = norms + weighted + handwork.weight(solution.variance)
    square = handwork.product(solution.mean, solution.mean)
    return {
        "a": 2.0,
        "b": 2.0,
        "c": 8.0,
        "d": 3.0,
        "e": named + sum(map(handwork.weight, (*params.numbers, *moments))) + 2.0 * handwork.fractional(moments),
        "f": outputs + handwork.dot(residuals, residuals) + penalty + handwork.total((solution.fit, solution.penalty)),
        "g": square + handwork.quotient(solution.variance, solution.mean * solution.mean),
    }


def _law(params: Params) -> tuple[Fraction, Fraction, Fraction]:
    """Return mean, variance, and the variance by a slip that is common for the law."""
    numbers = tuple(Fraction(v) for v in params.numbers)
    match params.law, numbers:
        case "normal", (mean, deviation):
            return mean, deviation**2, mean**2
        case "uniform", (low, high):
            return (low + high) / 2, (high - low) ** 2 / 12, ((high - low) / 2) ** 2
        case "laplace", (mean, scale):
            return mean, 2 * scale**2, scale**2
        case "exponential", (rate,):
            return 1 / rate, 1 / rate**2, rate**2
        case _:
            value, chance, other = (*numbers, Fraction(0))[:3]
            mean = chance * value + (1 - chance) * other
            return mean, chance * (1 - chance) * (value - other) ** 2, chance * (1 - chance)


def _nodes(params: Params) -> Nodes:
    """Return values and weights of a sum that is the mean of every cubic polynomial of a mask."""
    numbers = [float(v) for v in params.numbers]
    points, weights = np.polynomial.laguerre.laggauss(2)
    match params.law:
        case "normal":
            points, weights = np.polynomial.hermite_e.hermegauss(2)
            points, weights = numbers[0] + numbers[1] * points, weights / sqrt(2 * np.pi)
        case "uniform":
            points, weights = np.polynomial.legendre.leggauss(2)
            points = numbers[0] + (numbers[1] - numbers[0]) * (points + 1) / 2
            weights = weights / 2
        case "laplace":
            points = np.concatenate([numbers[0] + numbers[1] * points, numbers[0] - numbers[1] * points])
            weights = np.concatenate([weights, weights]) / 2
        case "exponential":
            points = points / numbers[0]
        case _:
            other = numbers[2] if len(numbers) == 3 else 0.0
            points, weights = np.array([numbers[0], other]), np.array([numbers[1], 1 - numbers[1]])
    return list(zip(points.tolist(), weights.tolist(), strict=True))


def _integral(params: Params, nodes: Nodes, weights: Any) -> float:
    """Return the expected loss: the rows have masks of their own, so each is integrated alone."""
    total = 0.0
    for row, target in zip(params.x, params.y, strict=True):
        for choice in product(nodes, repeat=len(row)):
            output = sum(mask * float(v) * float(w) for (mask, _), v, w in zip(choice, row, weights, strict=True))
            chance = float(np.prod([weight for _, weight in choice]))
            total += chance * (float(target) - output) ** 2
    return total


def _short(value: Any) -> Any:
    """Return a whole number as an int, a ratio of up to four decimals as a decimal, any other as a fraction."""
    exact = Fraction(value)
    if exact.denominator == 1:
        return exact.numerator
    return shortest(exact) if 10_000 % exact.denominator == 0 else exact
