"""The second method: quadrature, inner products of features, arrays."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from math import cos, exp, isqrt, sin, sqrt

import numpy as np

from ...exact import Formula
from ...family import Disagreement
from ...symbolic import equivalence, formula
from ...symbolic.evaluation import Evaluation
from .solving import Params, Solution

_CLOSE = 1e-9
_NODES, _WEIGHTS = np.polynomial.hermite_e.hermegauss(80)  # of a standard normal law


def verify(params: Params, solution: Solution) -> None:
    """Integrate cosines over frequencies, take inner products of features, and count the entries of arrays.

    Raises:
        Disagreement: a formula, an exponent, the estimate or a count is another.
    """
    _verify_rewriting(params, solution)
    _verify_law(solution)
    _verify_exponents(params, solution)
    _verify_estimate(params, solution)
    _verify_counts(params, solution)


def _verify_rewriting(params: Params, solution: Solution) -> None:
    """Compare the product with the exponential, and a factor with the similarity of a query with itself."""
    s, t = solution, f"({Fraction(params.temperature)})*sqrt(D)"
    vectors = {"q": "[D]", "k": "[D]"}
    pairs = (
        (s.bandwidth, formula(t, {"D": "size"})),
        (s.product, formula(f"exp(q.T @ k/({t}))", vectors)),
        (s.product_of_two, formula(f"exp((q1*k1 + q2*k2)/({t}))")),
        (formula(f"({s.factor})**2", {"q": "[D]"}), formula(f"exp(q.T @ q/({t}))", {"q": "[D]"})),
        (s.kernel, formula(f"exp(-norm(q - k)**2/(2*({s.bandwidth})))", vectors)),
    )
    for found, expected in pairs:
        if not equivalence.equivalent(found, expected):
            raise Disagreement(f"{found} is not {expected}")


def _verify_law(solution: Solution) -> None:
    """Integrate cos(w x) over normal frequencies w."""
    for x, size in product((0.4, 1.1), (Fraction(4), Fraction(9))):
        spread = float(_value(solution.bandwidth, D=size))
        sigma = float(size) ** 0.25
        found = (
            _value(solution.mean_cosine, v=Fraction(size), delta=Fraction(x)),
            _value(solution.kernel_of_number, sigma=Fraction(sigma), delta=Fraction(x)),
            exp(-x * x / (2 * sigma**2)),
            exp(-x * x / (2 * spread)),
        )
        expected = (
            _mean_cosine(x, float(size)),
            _mean_cosine(x, _value(solution.frequency_variance, sigma=Fraction(sigma))),
            _mean_cosine(x, _value(solution.frequency_variance, sigma=Fraction(sigma))),
            _mean_cosine(x, _value(solution.softmax_variance, D=size)),
        )
        if not np.allclose(found, expected, rtol=0, atol=_CLOSE):
            raise Disagreement(f"at {x} the means of the cosines are {expected}, not {found}")


def _verify_exponents(params: Params, solution: Solution) -> None:
    """Take the exponents of the factors from the similarities of the query and of the key with themselves."""
    scale = Fraction(params.temperature) * isqrt(len(params.query))
    own = [sum(Fraction(x * x) for x in vector) / scale / 2 for vector in (params.query, params.key)]
    both = sum(Fraction(x * y) for x, y in zip(params.query, params.key, strict=True)) / scale
    exponents = (own[0], both - own[0] - own[1], own[1])
    if solution.exponents != exponents or solution.exponent != both or solution.scale != scale:
        raise Disagreement(
            f"the exponents are {exponents} and {both}, not {solution.exponents} and {solution.exponent}"
        )
    lengths = tuple(abs(x) * 2 * scale for x in exponents)
    if solution.squares != lengths or solution.dot != both * scale:
        raise Disagreement(f"the squared lengths are {lengths}, not {solution.squares}")


def _verify_estimate(params: Params, solution: Solution) -> None:
    """Take the inner product of the features of both numbers, with their factors, and integrate over frequencies."""
    spread = float(params.spread)
    frequencies = [_value(draw.frequency) for draw in solution.draws]
    if not np.allclose(frequencies, [n * np.pi / 6 for n in params.turns]):
        raise Disagreement(f"the frequencies are {frequencies}")
    phi = [
        [exp(x * x / (2 * spread)) * f(w * x) / sqrt(len(frequencies)) for w in frequencies for f in (cos, sin)]
        for x in (params.q, params.k)
    ]
    similarity = sum(x * y for x, y in zip(*phi, strict=True))
    norms = [sqrt(sum(x * x for x in vector)) for vector in phi]
    gap = params.q - params.k
    kernel = _mean_cosine(gap, 1 / spread)
    found = (
        _value(solution.average),
        solution.estimate,
        solution.similarity,
        solution.factors,
        solution.exact,
        solution.true_similarity,
        solution.half_similarity,
        solution.unhalved,
        solution.inverted,
    )
    both = norms[0] * norms[1]
    # a kernel of frequencies whose variance is so many times as large is a power
    slips = (similarity / norms[1], kernel**2, kernel ** (spread**2))
    expected = (similarity / both, similarity / both, similarity, both, kernel, both * kernel, *slips)
    if not np.allclose(found, expected, rtol=_CLOSE, atol=_CLOSE):
        raise Disagreement(f"the features give {expected}, not {found}")
    for w, draw, value in zip(frequencies, solution.draws, solution.cosines, strict=True):
        if abs(_value(draw.angle) - w * gap) > _CLOSE:
            raise Disagreement(f"{draw.angle} is not {w * gap}")
        if max(abs(_value(draw.cosine) - cos(w * gap)), abs(value - cos(w * gap))) > _CLOSE:
            raise Disagreement(f"the cosine of {draw.angle} is {cos(w * gap)}, not {draw.cosine}")
        if draw.irrational == (2 * value == round(2 * value)):
            raise Disagreement(f"{value} and twice it are no whole numbers")
    if solution.gap != gap:
        raise Disagreement(f"the numbers differ by {gap}")


def _verify_counts(params: Params, solution: Solution) -> None:
    """Count the products as entries of arrays with an axis for each index."""
    n, d, m, r = params.length, params.width, params.value_width, params.frequencies
    arguments, sums = _entries(2, n, r, d), _entries(n, 2 * r, m)
    reading, softmax = _entries(n, m, 2 * r) + _entries(n, 2 * r), _entries(n, n, d) + _entries(n, n, m)
    if (solution.arguments, solution.sums, solution.reading) != (arguments, sums, reading):
        raise Disagreement(f"the arrays have {arguments}, {sums} and {reading} products")
    if (solution.products, solution.softmax) != (arguments + sums + reading, softmax):
        raise Disagreement(f"the arrays have {arguments + sums + reading} and {softmax} products")

    def surplus(length: int) -> int:
        return length * length * (d + m) - length * (arguments + sums + reading) // n

    first = solution.crossover
    if surplus(first) <= 0 or (first > 1 and surplus(first - 1) > 0) or not first - 1 <= solution.border < first:
        raise Disagreement(f"{first} is not the first length at which features are cheaper")


def _mean_cosine(x: float, variance: float) -> float:
    return float(_WEIGHTS @ np.cos(sqrt(variance) * x * _NODES) / _WEIGHTS.sum())


def _value(found: Formula, **point: Fraction) -> float:
    return float(Evaluation(found.source, point).value)


def _entries(*shape: int) -> int:
    return np.broadcast_to(np.int8(0), shape).size
