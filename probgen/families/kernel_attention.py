"""Attention with a similarity in place of the softmax: which are safe, the polynomial kernel, its features.

V'_i = sum_j sim(q_i, k_j) V_j / sum_j sim(q_i, k_j) needs a positive denominator for every query. The kernel
(q.k + c)^p is the inner product of the features sqrt(p! / (a_0! a_1! ... a_D!) c^a_0) x_1^a_1 ... x_D^a_D over all
a_0 + ... + a_D = p (multinomial theorem), of which there are binomial(D + p, p).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import comb, cos, exp, factorial, hypot, isqrt, prod, sqrt
from typing import Any, NamedTuple

import numpy as np

from .. import handwork
from ..exact import Exact, Formula, Record, Value, plain
from ..family import Disagreement, Effort, NotWellPosed
from ..symbolic.evaluation import Evaluation

Vector = tuple[int, ...]
Similarity = Callable[[Vector, Vector], float]

_CLOSE = 1e-9
_GRID = tuple(product((-2, -1, 0, 1, 2), repeat=2))  # queries and keys among which counterexamples are sought
_SAFE = frozenset({
    "exponential", "gaussian", "elu", "positive_random", "softplus", "square_plus_one", "feature_exponential",
})  # fmt: skip
_SIMILARITIES: Mapping[str, Similarity] = {
    "exponential": lambda q, k: exp(_dot(q, k)),
    "shifted_square": lambda q, k: (_dot(q, k) + 1.0) ** 2,
    "square": lambda q, k: _dot(q, k) ** 2.0,
    "gaussian": lambda q, k: exp(-sum((x - y) ** 2 for x, y in zip(q, k, strict=True)) / 2),
    "elu": lambda q, k: _featured(q, k, lambda x: x + 1.0 if x > 0 else exp(x)),
    "dot": lambda q, k: float(_dot(q, k)),
    "cosine": lambda q, k: _dot(q, k) / ((hypot(*q) * hypot(*k)) or 1),
    "relu": lambda q, k: _featured(q, k, lambda x: max(0.0, x)),
    "absolute": lambda q, k: float(abs(_dot(q, k))),
    "fourier": lambda q, k: sum(cos(w * (q[0] - k[0])) for w in (0.7, 1.3)) / 2,
    "positive_random": lambda q, k: sum(
        exp(w * q[0] + v * q[1]) * exp(w * k[0] + v * k[1]) for w, v in ((0.7, -1.1), (-0.4, 1.3))
    ),
    "shifted_exponential": lambda q, k: exp(_dot(q, k)) - 1,
    "softplus": lambda q, k: float(np.logaddexp(0, _dot(q, k))),
    "square_plus_one": lambda q, k: _dot(q, k) ** 2 + 1.0,
    "shifted_dot": lambda q, k: _dot(q, k) + 1.0,
    "cube": lambda q, k: (_dot(q, k) + 1.0) ** 3,
    "feature_exponential": lambda q, k: _featured(q, k, exp),
}


@dataclass(frozen=True, slots=True)
class Params:
    """Candidates, as records with a `name` of the table, `item` and `why`; vectors, `c` and `degree` of the kernel.

    `query`, `keys` (n of them) and `values` have entries that are whole numbers; `width` is the D of a large model.
    """

    candidates: tuple[Record, ...]
    query: Vector = (1, 2)
    keys: tuple[Vector, ...] = ((1, 0), (0, 1))
    values: tuple[Vector, ...] = ((1, 0), (0, 1))
    c: int = 1
    degree: int = 2
    width: int = 8

    def __post_init__(self) -> None:
        for row in self.candidates:
            if row.get("name") not in _SIMILARITIES:
                raise ValueError(f"'{row.get('name')}' is none of the similarities {', '.join(_SIMILARITIES)}")
        if {len(key) for key in self.keys} != {len(self.query)} or len(self.keys) != len(self.values):
            raise ValueError("every key needs as many entries as the query, and a value")
        if len({len(value) for value in self.values}) != 1:
            raise ValueError("values must have one length")
        if self.c < 1 or not 1 <= self.degree <= 4 or not 1 <= self.width <= 1000:
            raise ValueError("the constant must be positive, the degree 1 to 4, the width 1 to 1000")
        if not 1 <= len(self.query) <= 4:
            raise ValueError("vectors have 1 to 4 entries")


class Candidate(NamedTuple):
    """A similarity with the verdict."""

    name: str
    item: str
    why: str
    safe: str


class Feature(NamedTuple):
    """A monomial: its powers, how it is written, the square of its coefficient."""

    powers: Vector
    monomial: Formula
    square: int


class Match(NamedTuple):
    """A key with its inner product, similarity and value."""

    key: Vector
    value: Vector
    dot: int
    similarity: int


class Solution(NamedTuple):
    """Verdicts, the kernel and its features, the output, and what known mistakes lead to."""

    table: tuple[Candidate, ...]
    verdicts: tuple[str, ...]
    features: tuple[Feature, ...]
    phi: tuple[Formula, ...]  # the features with their coefficients
    squares: Vector
    number: int  # of features
    wide: int  # the number for the large width
    matches: tuple[Match, ...]
    similarities: Vector
    total: int
    weighted: Vector
    output: tuple[Exact, ...]
    unrooted: Vector  # coefficients without multinomials
    without_constant: Vector  # similarities without c
    homogeneous: int  # number of the features of degree p alone
    ordered: int  # products in every order
    unnormalized: Vector
    dotted: tuple[Exact, ...]  # the inner products as weights


def solve(params: Params) -> Solution:
    """Return the verdicts of the table, the multinomial expansion and the weighted mean of the values.

    Raises:
        NotWellPosed: the denominator is zero.
    """
    d, p = len(params.query), params.degree
    features = tuple(
        Feature(powers, _monomial(powers), _multinomial(powers, p) * params.c ** (p - sum(powers)))
        for powers in sorted(_powers(d, p), key=lambda a: (sum(a), max(a) < sum(a), [-x for x in a]))
    )
    dots = [_dot(params.query, key) for key in params.keys]
    similarities = [(dot + params.c) ** p for dot in dots]
    total = sum(similarities)
    if total == 0:
        raise NotWellPosed("the denominator is not zero")
    weighted = np.array(similarities, dtype=object) @ np.array(params.values, dtype=object)
    rows = tuple(Candidate(r.name, r.item, r.why, "yes" if r.name in _SAFE else "no") for r in params.candidates)
    matches = zip(params.keys, params.values, dots, similarities, strict=True)
    by_dots = np.array(dots, dtype=object) @ np.array(params.values, dtype=object)
    return Solution(
        table=rows,
        verdicts=tuple(row.safe for row in rows),
        features=features,
        phi=tuple(_entry(f) for f in features),
        squares=tuple(f.square for f in features),
        number=len(features),
        wide=comb(params.width + p, p),
        matches=tuple(Match(*match) for match in matches),
        similarities=tuple(similarities),
        total=total,
        weighted=plain(weighted),
        output=_row(Fraction(x, total) for x in weighted),
        unrooted=tuple(params.c ** (p - sum(f.powers)) for f in features),
        without_constant=tuple(dot**p for dot in dots),
        homogeneous=comb(params.width + p - 1, p),
        ordered=params.width**p,
        unnormalized=plain(weighted),
        dotted=_row(Fraction(x, sum(dots) or 1) for x in by_dots),
    )


def follow(params: Params, solution: Solution, wanted: str, earlier: Mapping[str, Value]) -> Value | None:
    """Return the mean of the values with a student's own similarities as weights."""
    own = earlier.get("similarities")
    if wanted != "output" or own is None:
        return None
    weights = [Fraction(weight) for weight in own]
    columns = zip(*params.values, strict=True)
    return _row(sum(w * v for w, v in zip(weights, column, strict=True)) / sum(weights) for column in columns)


def verify(params: Params, solution: Solution) -> None:
    """Search a grid for counterexamples, compare inner products of features with the kernel, count monomials.

    Raises:
        Disagreement: a verdict, a coefficient, a count, a similarity or an output is another.
    """
    for row, given in zip(solution.table, params.candidates, strict=True):
        found = "yes" if all(_SIMILARITIES[given.name](q, k) > _CLOSE for q in _GRID for k in _GRID) else "no"
        if row != Candidate(given.name, given.item, given.why, found):
            raise Disagreement(f"{given.name}: on a grid of queries and keys the verdict is {found}")
    if solution.verdicts != tuple(row.safe for row in solution.table):
        raise Disagreement(f"the verdicts of the table are not {solution.verdicts}")
    _verify_features(params, solution)
    p = params.degree
    roll = [1] + [0] * p  # monomials by degree, one variable at a time
    for _ in range(params.width + 1):
        for degree in range(1, p + 1):
            roll[degree] += roll[degree - 1]
    if solution.wide != roll[p]:
        raise Disagreement(f"{params.width} variables have {roll[p]} monomials, not {solution.wide}")
    _verify_output(params, solution)


def _verify_features(params: Params, solution: Solution) -> None:
    """Compare inner products of features with the kernel on small vectors."""
    d, p = len(params.query), params.degree
    words = {tuple(sorted(word)) for word in product(range(d + 1), repeat=p)}  # d itself is the constant
    if not len(words) == solution.number == len(solution.features) == len(solution.squares):
        raise Disagreement(f"there are {len(words)} monomials, not {solution.number}")
    if any(
        f.square != s or f.monomial != _monomial(f.powers)
        for f, s in zip(solution.features, solution.squares, strict=True)
    ):
        raise Disagreement("the features are not those of the squares")
    phi = {
        x: [_evaluated(f, x) for f in solution.phi] for x in (*params.keys, params.query, *product((1, 2), repeat=d))
    }
    for x, y in product(phi, repeat=2):
        if abs(_dot(phi[x], phi[y]) - (_dot(x, y) + params.c) ** p) > _CLOSE * (1 + _dot(phi[x], phi[x]) * p):
            raise Disagreement(f"at {x} and {y} the features {solution.phi} give {_dot(phi[x], phi[y])}")
    for x, y in product(product(range(-1, 3), repeat=d), (*params.keys, params.query)):
        inner = sum(f.square * _value(f, x) * _value(f, y) for f in solution.features)
        if inner != (sum(a * b for a, b in zip(x, y, strict=True)) + params.c) ** p:
            raise Disagreement(f"at {x} and {y} the features give {inner}")


def _verify_output(params: Params, solution: Solution) -> None:
    """Compute the output through sums of features, as attention in linear time does."""
    phi = {key: [sqrt(f.square) * _value(f, key) for f in solution.features] for key in (*params.keys, params.query)}
    found = [sum(x * y for x, y in zip(phi[params.query], phi[key], strict=True)) for key in params.keys]
    if len(solution.similarities) != len(found) or any(
        abs(x - y) > _CLOSE * (1 + abs(y)) for x, y in zip(solution.similarities, found, strict=True)
    ):
        raise Disagreement(f"the features give the similarities {found}, not {solution.similarities}")
    z = [sum(phi[key][f] for key in params.keys) for f in range(len(solution.features))]
    below = sum(x * y for x, y in zip(phi[params.query], z, strict=True))
    columns = list(zip(*params.values, strict=True))
    s = [[sum(phi[k][f] * v for k, v in zip(params.keys, c, strict=True)) for f in range(len(z))] for c in columns]
    output = [sum(x * y for x, y in zip(phi[params.query], column, strict=True)) / below for column in s]
    if len(output) != len(solution.output) or any(
        abs(x - y) > _CLOSE * (1 + abs(y)) for x, y in zip(solution.output, output, strict=True)
    ):
        raise Disagreement(f"the sums of features give the output {output}, not {solution.output}")


def effort(params: Params, solution: Solution) -> Effort:
    """Return the work of each part: candidates, similarities, features with their roots, the weighted mean."""
    scores = sum(
        handwork.dot(params.query, key) + _powered(params, m)
        for key, m in zip(params.keys, solution.matches, strict=True)
    )
    roots = sum(1 + 2.0 * (feature.square > 1) for feature in solution.features)
    mixed = sum(handwork.dot(solution.similarities, column) for column in zip(*params.values, strict=True))
    mixed += sum(handwork.quotient(entry, solution.total) for entry in solution.weighted if solution.total)
    return {
        "a": 2.0 * len(params.candidates),
        "b": 4.0,
        "c": scores,
        "d": roots + len(solution.features),
        "e": 6.0 + handwork.product(params.width + 1, params.width + 2) / 2,
        "f": mixed + handwork.total(solution.similarities),
    }


def _powered(params: Params, match: Match) -> float:
    """Return the work of adding c and raising to the power."""
    base = match.dot + params.c
    return handwork.total((match.dot, params.c)) + handwork.product(*[base] * params.degree)


def _powers(d: int, p: int) -> Sequence[Vector]:
    return [powers for powers in product(range(p + 1), repeat=d) if sum(powers) <= p]


def _multinomial(powers: Vector, p: int) -> int:
    return factorial(p) // prod(factorial(a) for a in (*powers, p - sum(powers)))


def _value(feature: Feature, x: Vector) -> int:
    return prod(v**a for v, a in zip(x, feature.powers, strict=True))


def _monomial(powers: Vector) -> Formula:
    return Formula("*".join(f"x{i}" + (f"**{a}" if a > 1 else "") for i, a in enumerate(powers, 1) if a) or "1")


def _entry(feature: Feature) -> Formula:
    """Return the monomial with its coefficient, whose root is drawn where it is whole."""
    root = isqrt(feature.square)
    coefficient = str(root) if root * root == feature.square else f"sqrt({feature.square})"
    if not any(feature.powers):
        return Formula(coefficient)
    return feature.monomial if coefficient == "1" else Formula(f"{coefficient}*{feature.monomial}")


def _evaluated(entry: Formula, x: Vector) -> float:
    return float(Evaluation(entry.source, {f"x{i}": Fraction(v) for i, v in enumerate(x, 1)}).value)


def _dot(q: Sequence[Any], k: Sequence[Any]) -> Any:
    return sum(x * y for x, y in zip(q, k, strict=True))


def _featured(q: Vector, k: Vector, feature: Callable[[float], float]) -> float:
    return sum(feature(x) * feature(y) for x, y in zip(q, k, strict=True))


def _row(values: Any) -> tuple[Exact, ...]:
    return tuple(plain(Fraction(value)) for value in values)
