"""What is given, and the answers from their formulas."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from math import exp, floor, isqrt
from typing import Any, NamedTuple

import numpy as np

from ... import handwork
from ...document import Axis, Math, Plot, Polyline, Str
from ...exact import Dec, Exact, Formula, plain, shortest
from ...family import Effort, NotWellPosed
from .formulas import angle, cosine, forms

_SIDE = 5  # how far the figure goes to both sides
_POINTS = 20  # of a curve, for each unit


@dataclass(frozen=True, slots=True)
class Params:
    """A temperature, a query and a key of D entries; numbers `q`, `k` with frequencies; the sizes of a layer.

    `query` and `key` have D entries, D being a square. The numbers `q` and `k` are vectors with one entry, of the
    similarity exp(q k / `spread`); their frequencies are pi/6 times `turns`. The layer has `length` positions, queries
    and keys of `width` and values of `value_width` entries, and `frequencies` frequencies.
    """

    query: tuple[int, ...]
    key: tuple[int, ...]
    turns: tuple[int, ...]
    q: int = 2
    k: int = 1
    spread: Exact = 2
    temperature: Exact = 1
    length: int = 4096
    width: int = 64
    value_width: int = 64
    frequencies: int = 128

    def __post_init__(self) -> None:
        if len(self.query) != len(self.key) or isqrt(len(self.query)) ** 2 != len(self.query) or not self.query:
            raise ValueError("query and key need the same number of entries, 1, 4, 9 or another square")
        if not self.turns:
            raise ValueError("there must be a frequency")
        if min(self.spread, self.temperature, self.length, self.width, self.value_width, self.frequencies) <= 0:
            raise ValueError("the spread, the temperature and all sizes must be positive")


class Draw(NamedTuple):
    """A frequency w, the angle w (q - k) and its cosine."""

    frequency: Formula
    angle: Formula
    cosine: Formula
    irrational: bool  # its cosine is


class Solution(NamedTuple):
    """Formulas, the exponents of an example, an estimate, counts, and what known mistakes lead to."""

    bandwidth: Formula
    factor: Formula
    kernel: Formula
    product: Formula
    product_of_two: Formula
    mean_cosine: Formula
    frequency_variance: Formula
    softmax_variance: Formula
    kernel_of_number: Formula
    scale: Exact  # t sqrt(D) of the example
    dot: int
    squares: tuple[int, ...]  # |q|^2, |q - k|^2, |k|^2
    exponents: tuple[Exact, ...]  # of g(q), K and g(k)
    exponent: Exact  # of the similarity
    gap: int  # between the two numbers
    draws: tuple[Draw, ...]
    cosines: tuple[float, ...]
    average: Formula  # of the cosines
    estimate: float
    exact: float  # the kernel that is estimated
    factors: float  # g(q) g(k) of the numbers
    similarity: float  # as estimated
    true_similarity: float
    curves: Plot
    arguments: int  # products w.x
    sums: int
    reading: int
    products: int  # all multiplications through features
    softmax: int
    border: Exact
    crossover: int  # the first length at which features are cheaper
    whole_exponents: tuple[Exact, ...]  # without the halves
    unsigned_exponents: tuple[Exact, ...]
    total: float  # of the cosines
    doubled: float  # twice their mean
    sine: float  # the mean of the sines
    inverted: float  # the kernel of frequencies with the variance `spread`
    unhalved: float
    half_similarity: float  # with one of the two factors
    fewer: int  # one feature for each frequency
    scores: int


def solve(params: Params) -> Solution:
    """Return the closed forms, the estimate and the counts.

    Raises:
        NotWellPosed: query and key, or the two numbers, are equal.
    """
    q, k = np.array(params.query), np.array(params.key)
    if params.q == params.k or params.query == params.key:
        raise NotWellPosed("query and key differ")
    scale = Fraction(params.temperature) * isqrt(len(q))
    squares = (int(q @ q), int((q - k) @ (q - k)), int(k @ k))
    exponents = tuple(_short(sign * square / (2 * scale)) for sign, square in zip((1, -1, 1), squares, strict=True))
    return Solution(
        **forms(params.temperature)._asdict(),
        scale=_short(scale),
        dot=int(q @ k),
        squares=squares,
        exponents=exponents,
        exponent=_short(int(q @ k) / scale),
        curves=_curves(params),
        whole_exponents=tuple(_short(2 * Fraction(x)) for x in exponents),
        unsigned_exponents=tuple(_short(abs(Fraction(x))) for x in exponents),
        **_estimated(params),
        **_counted(params),
    )


def effort(params: Params, solution: Solution) -> Effort:
    """Return the work of each part: formulas, the same for all; exponents, an estimate from cosines, counts."""
    squares = [params.query, params.key, [q - k for q, k in zip(params.query, params.key, strict=True)]]
    exponents = sum(handwork.dot(v, v) for v in squares) + sum(
        handwork.quotient(s, 2 * solution.scale) for s in solution.squares
    )
    angles = sum(
        handwork.product(n, solution.gap) + 2 + 2.0 * d.irrational
        for n, d in zip(params.turns, solution.draws, strict=True)
    )
    per_position = handwork.product(params.frequencies // 2, params.width) + handwork.product(
        params.frequencies, params.value_width
    )
    return {
        "a": 8.0,
        "b": 6.0 + exponents + handwork.total(solution.exponents),
        "c": 8.0,
        "d": 12.0,
        "e": 14.0 + angles,
        "f": 8.0,
        "g": 6.0 + per_position,
        "h": 6.0,
    }


def _estimated(params: Params) -> dict[str, Any]:
    """Return the estimate of the kernel between the two numbers, of their similarity, and what mistakes make of it."""
    gap, spread = params.q - params.k, float(params.spread)
    angles = np.array(params.turns) * gap * np.pi / 6
    cosines, exact = np.cos(angles), exp(-(gap**2) / (2 * spread))
    factors = exp((params.q**2 + params.k**2) / (2 * spread))
    estimate = _rounded(cosines.mean())
    return {
        "gap": gap,
        "draws": tuple(Draw(angle(n), angle(n * gap), (c := cosine(n * gap)), "sqrt" in str(c)) for n in params.turns),
        "cosines": tuple(_rounded(x) for x in cosines),
        "average": Formula(f"({' + '.join(str(cosine(n * gap)) for n in params.turns)})/{len(params.turns)}"),
        "estimate": estimate,
        "exact": exact,
        "factors": factors,
        "similarity": factors * estimate,
        "true_similarity": exp(params.q * params.k / spread),
        "total": _rounded(cosines.sum()),
        "doubled": 2 * estimate,
        "sine": _rounded(np.sin(angles).mean()),
        "inverted": exp(-(gap**2) * spread / 2),
        "unhalved": exp(-(gap**2) / spread),
        "half_similarity": exp(params.q**2 / (2 * spread)) * estimate,
    }


def _counted(params: Params) -> dict[str, Any]:
    """Return the multiplications of both kinds of attention, and the length at which they are as many."""
    n, d, m, r = params.length, params.width, params.value_width, params.frequencies
    border = Fraction(2 * r * (d + 2 * m + 1), d + m)
    return {
        "arguments": 2 * n * r * d,
        "sums": 2 * n * r * m,
        "reading": 2 * n * r * (m + 1),
        "products": 2 * n * r * (d + 2 * m + 1),
        "softmax": n * n * (d + m),
        "border": _short(border),
        "crossover": floor(border) + 1,
        "fewer": n * r * (2 * d + 2 * m + 1),
        "scores": n * n * d,
    }


def _curves(params: Params) -> Plot:
    """Return the kernel and its estimate over the difference of two numbers."""
    places = [n / _POINTS for n in range(-_SIDE * _POINTS, _SIDE * _POINTS + 1)]
    frequencies, spread = np.array(params.turns) * np.pi / 6, float(params.spread)

    def curve(height: Callable[[float], float], name: str, style: Any) -> Polyline:
        return Polyline(tuple((x, height(x)) for x in places), (Str(name),), style)

    return Plot(
        Axis(-_SIDE, _SIDE, 1, (Math("x"),), length=280.0),
        Axis(-1, 1, Dec("0.5"), length=100.0),
        f"A Gaussian kernel of width {params.spread} and, dashed, the mean of {len(params.turns)} cosines",
        (
            curve(lambda x: exp(-x * x / (2 * spread)), "kernel", "solid"),
            curve(lambda x: float(np.cos(frequencies * x).mean()), "estimate", "dashed"),
        ),
    )


def _short(value: Any) -> Exact:
    """Return a whole number as an int, a ratio of up to three decimals as a decimal, any other as a fraction."""
    exact: Exact = plain(Fraction(value))
    return shortest(exact) if 1000 % exact.denominator == 0 else exact


def _rounded(value: Any) -> float:
    """Return a float without the error of a cosine of 90 degrees, which is 0 and not 6e-17."""
    return float(np.round(value, 14)) + 0.0
