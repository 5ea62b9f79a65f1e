"""Mean, variance and scale of the dot product of two random vectors, and what softmax makes of its spread.

With independent entries, q_i of mean a_i and deviation s, k_i of mean b_i and deviation t, independent of each other:
E q.k = a.b and Var q.k = n s^2 t^2 + s^2 |b|^2 + t^2 |a|^2. For means of zero the deviation is s t sqrt(d), by which
Vaswani et al. (2017) divide the scores (with s = t = 1).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import comb, exp, isqrt, log
from typing import NamedTuple

import numpy as np

from .. import handwork
from ..exact import Exact, Value, plain, shortest
from ..family import Disagreement, Effort, NotWellPosed

_MOST = 5  # entries of a vector, all of whose signs are enumerated
_CLOSE = 1e-9


@dataclass(frozen=True, slots=True)
class Params:
    """The means of a small query and key, their deviations, and the dimension `d` of vectors with mean zero.

    `target` is the variance that the scaled score shall have.
    """

    query_mean: tuple[int, ...]
    key_mean: tuple[int, ...]
    query_spread: Exact = 1
    key_spread: Exact = 1
    d: int = 64
    target: Exact = 1

    def __post_init__(self) -> None:
        if len(self.query_mean) != len(self.key_mean) or not 1 <= len(self.query_mean) <= _MOST:
            raise ValueError(f"query and key need the same number of entries, 1 to {_MOST}")
        if min(self.query_spread, self.key_spread, self.target) <= 0 or self.d < 1:
            raise ValueError("deviations, dimension and the variance aimed at must be positive")


class Solution(NamedTuple):
    """Moments of both settings, the scale, the weights of two scores, and what known mistakes lead to."""

    products: tuple[int, ...]  # of the means, entry by entry
    mean: int
    query_norm: int  # squared norm of the mean
    key_norm: int
    noise: Exact  # n s^2 t^2
    query_noise: Exact  # s^2 |b|^2
    key_noise: Exact  # t^2 |a|^2
    variance: Exact
    self_mean: Exact  # of q.q
    raw_variance: Exact  # in d dimensions, means of zero
    deviation: Exact
    scale: Exact
    loser: float  # weight of the smaller of two scores that lie a deviation apart
    scaled_loser: float  # the same after division by the scale
    mean_with_noise: Exact
    crossed: Exact  # each mean with its own deviation
    squared_scale: Exact  # the variance in place of the deviation
    inverse_scale: Exact


def solve(params: Params) -> Solution:
    """Return the moments from the closed forms.

    Raises:
        NotWellPosed: the scale is no ratio.
    """
    a, b = np.array(params.query_mean, dtype=object), np.array(params.key_mean, dtype=object)
    s, t, n = Fraction(params.query_spread) ** 2, Fraction(params.key_spread) ** 2, len(a)
    raw = params.d * s * t
    deviation, aim = _root(raw), _root(Fraction(params.target))
    if deviation is None or aim is None:
        raise NotWellPosed("the deviations before and after scaling are ratios")
    scale = deviation / aim
    noises = (n * s * t, s * (b @ b), t * (a @ a))
    return Solution(
        products=plain(a * b),
        mean=int(a @ b),
        query_norm=int(a @ a),
        key_norm=int(b @ b),
        noise=_short(noises[0]),
        query_noise=_short(noises[1]),
        key_noise=_short(noises[2]),
        variance=_short(sum(noises)),
        self_mean=_short(n * s + a @ a),
        raw_variance=_short(raw),
        deviation=_short(deviation),
        scale=_short(scale),
        loser=float(1 / (1 + np.exp(float(deviation)))),
        scaled_loser=float(1 / (1 + np.exp(float(aim)))),
        mean_with_noise=_short(a @ b + n * Fraction(params.query_spread) * params.key_spread),
        crossed=_short(n * s * t + s * (a @ a) + t * (b @ b)),
        squared_scale=_short(scale * scale),
        inverse_scale=_short(1 / scale),
    )


def follow(params: Params, solution: Solution, wanted: str, earlier: Mapping[str, Value]) -> Value | None:
    """Return the weight of the smaller score after division by a student's own scale."""
    scale = earlier.get("scale", solution.scale)
    weights = {"loser": solution.loser, "scaled_loser": 1 / (1 + exp(solution.deviation / scale))}
    return weights.get(wanted)


def verify(params: Params, solution: Solution) -> None:
    """Sum over vectors whose entries lie a deviation above or below their means, all signs being equally likely.

    Such entries have the mean and the variance of the Gaussian ones, and nothing else enters.

    Raises:
        Disagreement: a moment, the scale or a weight is another.
    """
    queries = list(_signed(params.query_mean, Fraction(params.query_spread)))
    keys = list(_signed(params.key_mean, Fraction(params.key_spread)))
    scores = [_dot(q, k) for q in queries for k in keys]
    mean = sum(scores) / len(scores)
    variance = sum((score - mean) ** 2 for score in scores) / len(scores)
    norm = sum(_dot(q, q) for q in queries) / len(queries)
    if (solution.mean, solution.variance, solution.self_mean) != (mean, variance, norm):
        raise Disagreement(f"over all signs mean and variance are {mean} and {variance}, the squared norm {norm}")
    _verify_noises(params, solution)
    if solution.squared_scale * params.target != solution.raw_variance:
        raise Disagreement(f"the squared scale is not {solution.squared_scale}")
    step = Fraction(params.query_spread) * params.key_spread
    walks = ((comb(params.d, ups), step * (2 * ups - params.d)) for ups in range(params.d + 1))
    raw = sum(count * score * score for count, score in walks) / 2**params.d
    if (solution.raw_variance, solution.scale**2 * params.target, solution.deviation**2) != (raw, raw, raw):
        raise Disagreement(f"over all signs the variance in {params.d} dimensions is {raw}")
    if solution.scale <= 0 or solution.deviation <= 0:
        raise Disagreement("a scale and a deviation are positive")
    for weight, gap in (
        (solution.loser, solution.deviation),
        (solution.scaled_loser, solution.deviation / solution.scale),
    ):
        if not 0 < weight < 1 or abs(log(1 - weight) - log(weight) - gap) > _CLOSE * (1 + gap):
            raise Disagreement(f"the odds of the weights {1 - weight} and {weight} are not exp({gap})")


def _verify_noises(params: Params, solution: Solution) -> None:
    """Switch off the means, or one of the spreads: what is left of the variance is one summand."""
    zero = tuple(0 for _ in params.query_mean)
    for said, a, s, b, t in (
        (solution.noise, zero, params.query_spread, zero, params.key_spread),
        (solution.query_noise, zero, params.query_spread, params.key_mean, 0),
        (solution.key_noise, params.query_mean, 0, zero, params.key_spread),
    ):
        scores = [_dot(q, k) for q in _signed(a, Fraction(s)) for k in _signed(b, Fraction(t))]
        left = sum(score * score for score in scores) / len(scores) - (sum(scores) / len(scores)) ** 2
        if said != left:
            raise Disagreement(f"with means {a} and {b}, spreads {s} and {t} the variance is {left}, not {said}")


def effort(params: Params, solution: Solution) -> Effort:
    """Return the work of each part: moments of the small example, the scale, weights of two scores."""
    n = len(params.query_mean)
    mean = handwork.dot(params.query_mean, params.key_mean)
    norms = handwork.dot(params.query_mean, params.query_mean) + handwork.dot(params.key_mean, params.key_mean)
    s2, t2 = params.query_spread * params.query_spread, params.key_spread * params.key_spread
    spread = handwork.product(params.query_spread, params.query_spread) + handwork.product(
        params.key_spread, params.key_spread
    )
    terms = (
        handwork.product(n, s2, t2)
        + handwork.product(s2, solution.key_norm)
        + handwork.product(t2, solution.query_norm)
    )
    terms += handwork.total((solution.noise, solution.query_noise, solution.key_noise))
    own = handwork.dot(params.query_mean, params.query_mean) + handwork.product(n, s2)
    root = handwork.weight(solution.raw_variance) + 2.0 * handwork.fractional((solution.deviation,))
    return {
        "a": 4.0 + mean,
        "b": 6.0 + norms + spread + terms,
        "c": 3.0 + own + handwork.total((solution.query_norm, n * s2)),
        "d": 4.0 + handwork.product(params.d, s2, t2) + root,
        "e": 8.0 + handwork.weight(solution.scale),
        "f": 6.0,
    }


def _signed(mean: tuple[int, ...], spread: Fraction) -> Iterator[tuple[Fraction, ...]]:
    for signs in product((-1, 1), repeat=len(mean)):
        yield tuple(m + sign * spread for m, sign in zip(mean, signs, strict=True))


def _dot(q: tuple[Fraction, ...], k: tuple[Fraction, ...]) -> Fraction:
    return sum((x * y for x, y in zip(q, k, strict=True)), Fraction(0))


def _root(value: Fraction) -> Fraction | None:
    """Return the square root where it is a ratio."""
    root = Fraction(isqrt(value.numerator), isqrt(value.denominator))
    return root if root * root == value else None


def _short(value: object) -> Exact:
    exact: Exact = plain(shortest(plain(value)))
    return exact
