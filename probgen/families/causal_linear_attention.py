"""Causal attention through a feature map, by running sums.

With features phi of C entries, values of M entries and a decay g (1: none), position i puts out
V'_i = phi(Q_i)^T S_i / phi(Q_i)^T Z_i, where S_i = g S_{i-1} + phi(K_i) V_i^T and Z_i = g Z_{i-1} + phi(K_i)
(Katharopoulos et al., 2020; with a decay: Sun et al., 2023). S and Z hold C M + C numbers, whatever the position.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import count
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from .. import handwork
from ..exact import Exact, Value, plain, shortest
from ..family import Disagreement, Effort, NotWellPosed

Row = tuple[Exact, ...]
Matrix = tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Params:
    """Features of queries and keys (N by C) and values (N by M); the sizes of a large layer.

    The large layer has heads of `width` entries for queries, keys and values, and `features` features.
    """

    queries: Matrix
    keys: Matrix
    values: Matrix
    decay: Exact = 1
    width: int = 64
    features: int = 256

    def __post_init__(self) -> None:
        if not len(self.queries) == len(self.keys) == len(self.values) >= 1:
            raise ValueError("there must be as many queries, keys and values")
        if len({len(row) for row in (*self.queries, *self.keys)}) != 1 or len({len(row) for row in self.values}) != 1:
            raise ValueError("features must have one length, and values must have one length")
        if min(min(row) for row in (*self.queries, *self.keys)) < 0:
            raise ValueError("features must not be negative")
        if not 0 < self.decay <= 1 or min(self.width, self.features) < 1:
            raise ValueError("the decay must be positive and at most 1, and sizes at least 1")


class Step(NamedTuple):
    """One position: what is added, the sums after it, numerator and denominator of its output."""

    query: Row
    key: Row
    value: Row
    added: Matrix  # C by M
    s: Matrix  # C by M
    z: Row
    above: Row
    below: Exact
    output: Row


class Solution(NamedTuple):
    """Similarities, sums and outputs, the sizes of states, and what known mistakes lead to."""

    masked: Matrix  # N by N
    steps: tuple[Step, ...]
    z: Matrix  # N by C
    last_s: Matrix  # C by M
    outputs: Matrix  # N by M
    state: int  # numbers in S and Z
    cached: int  # numbers in the cache of softmax attention, for each position
    longer: int  # the first length at which the cache is larger
    unmasked: Matrix  # similarities without a mask
    strict: Matrix  # similarities that leave out the position itself
    keys_alone: Matrix  # as Z, never added up
    last_added: Matrix
    all_keys: Matrix  # outputs without a mask
    averaged: Matrix  # divided by the position
    over_all: Matrix  # masked above, not masked below


def solve(params: Params) -> Solution:
    """Return the running sums of every position and its output.

    Raises:
        NotWellPosed: a denominator is zero.
    """
    q, k, v = _array(params.queries), _array(params.keys), _array(params.values)
    g = Fraction(params.decay)
    s, z = np.zeros((k.shape[1], v.shape[1]), dtype=object), np.zeros(k.shape[1], dtype=object)
    steps = []
    for query, key, value in zip(q, k, v, strict=True):
        added = np.outer(key, value)
        s, z = g * s + added, g * z + key
        if query @ z == 0:
            raise NotWellPosed("no denominator is zero")
        above, below = query @ s, query @ z
        rows = (_row(query), _row(key), _row(value), _matrix(added), _matrix(s), _row(z), _row(above), _short(below))
        steps.append(Step(*rows, _row(above / below)))
    similar = q @ k.T
    powers = np.array([[g ** abs(i - j) for j in range(len(k))] for i in range(len(q))], dtype=object)
    masked, totals = np.tril(similar * powers), similar.sum(axis=1)
    per_layer, cached = params.features * (params.width + 1), 2 * params.width
    return Solution(
        masked=_matrix(masked),
        steps=tuple(steps),
        z=tuple(step.z for step in steps),
        last_s=steps[-1].s,
        outputs=tuple(step.output for step in steps),
        state=per_layer,
        cached=cached,
        longer=per_layer // cached + 1,
        unmasked=_matrix(similar * powers),
        strict=_matrix(np.tril(similar * powers, -1)),
        keys_alone=_matrix(k),
        last_added=steps[-1].added,
        all_keys=_matrix(similar @ v / totals[:, None]),
        averaged=_matrix(masked @ v / np.arange(1, len(q) + 1, dtype=object)[:, None]),
        over_all=_matrix(masked @ v / totals[:, None]),
    )


def follow(params: Params, solution: Solution, wanted: str, earlier: Mapping[str, Value]) -> Value | None:
    """Return the outputs with a student's own sums: Z in all denominators, S in the last numerator."""
    if wanted != "outputs":
        return None
    sums = (*(step.s for step in solution.steps[:-1]), earlier.get("last_s", solution.last_s))
    q, z = _array(params.queries), _array(earlier.get("z", solution.z))
    return _matrix(np.array([row @ _array(s) / (row @ below) for row, s, below in zip(q, sums, z, strict=True)]))


def verify(params: Params, solution: Solution) -> None:
    """Average the values with masked similarities, sum from each position backwards, and let a cache grow step by step.

    Raises:
        Disagreement: a similarity, a sum, an output or a size is another.
    """
    g, n = Fraction(params.decay), len(params.keys)
    weights = [[g ** (i - j) * _dot(q, params.keys[j]) for j in range(i + 1)] for i, q in enumerate(params.queries)]
    masked = tuple(tuple(row) + (0,) * (n - len(row)) for row in weights)
    if solution.masked != masked:
        raise Disagreement(f"the masked similarities are {masked}, not {solution.masked}")
    for i, row in enumerate(solution.unmasked):
        both = tuple(_dot(q, params.keys[j]) * g ** max(i - j, j - i) for j in range(n) for q in (params.queries[i],))
        if row != both:
            raise Disagreement(f"without a mask the similarities of position {i + 1} are {both}, not {row}")
    width = range(len(params.values[0]))
    outputs = tuple(
        tuple(sum(w * params.values[j][m] for j, w in enumerate(row)) / sum(row) for m in width) for row in weights
    )
    if solution.outputs != outputs or tuple(step.output for step in solution.steps) != outputs:
        raise Disagreement(f"averages with the masked weights are {outputs}, not {solution.outputs}")
    entries = range(len(params.keys[0]))
    for i, step in enumerate(solution.steps):
        past = [(g ** (i - j), params.keys[j], params.values[j]) for j in range(i, -1, -1)]
        z = tuple(sum(w * k[c] for w, k, _ in past) for c in entries)
        s = tuple(tuple(sum(w * k[c] * v[m] for w, k, v in past) for m in width) for c in entries)
        if (step.z, solution.z[i], step.s) != (z, z, s):
            raise Disagreement(f"after {i + 1} positions the sums are {s} and {z}")
    if solution.last_s != solution.steps[-1].s or not len(solution.steps) == len(solution.z) == n:
        raise Disagreement(f"the last sum is {solution.steps[-1].s}")
    state = sum(1 for _ in range(params.features) for _ in range(params.width)) + params.features
    first = next(length for length in count(1) if sum((2 * params.width,) * length) > state)
    if (solution.state, solution.cached, solution.longer) != (state, 2 * params.width, first):
        raise Disagreement(f"{state} numbers are in the state, and the cache is larger from {first} positions on")


def effort(params: Params, solution: Solution) -> Effort:
    """Return the work of each part: similarities, sums and outputs in numbers; formulas, the same for all."""
    n = len(params.keys)
    scores = sum(handwork.dot(params.queries[i], params.keys[j]) for i in range(n) for j in range(i + 1))
    decayed = sum(2.0 * handwork.weight(params.decay) for _ in range(n - 1)) * (params.decay != 1)
    sums = sum(_step_sums(step) for step in solution.steps) + decayed
    outputs = sum(_step_output(step) for step in solution.steps)
    state = handwork.product(params.features, params.width + 1)
    return {"a": 4.0, "b": 6.0, "c": scores, "d": sums, "e": outputs, "f": 4.0 + state / 2, "g": 8.0, "h": 6.0}


def _step_sums(step: Step) -> float:
    """Return the work of what a position adds to both sums."""
    added = sum(handwork.product(k, v) for k in step.key for v in step.value)
    return added + sum(handwork.weight(entry) for row in step.s for entry in row) + sum(map(handwork.weight, step.z))


def _step_output(step: Step) -> float:
    """Return the work of numerator, denominator and quotient."""
    above = sum(handwork.dot(step.query, column) for column in zip(*step.s, strict=True))
    quotients = sum(handwork.quotient(entry, step.below) for entry in step.above)
    return above + handwork.dot(step.query, step.z) + quotients


def _dot(q: Row, k: Row) -> Fraction:
    return sum((Fraction(x) * y for x, y in zip(q, k, strict=True)), Fraction(0))


def _array(rows: Matrix) -> NDArray[Any]:
    return np.array([[Fraction(x) for x in row] for row in rows], dtype=object)


def _short(value: Any) -> Exact:
    """Return a whole number as an int, a ratio of up to three decimals as a decimal, any other as a fraction."""
    exact = Fraction(value)
    found: Exact = plain(shortest(exact) if exact.denominator > 1 and 1000 % exact.denominator == 0 else exact)
    return found


def _row(values: Any) -> Row:
    return tuple(_short(value) for value in values)


def _matrix(values: Any) -> Matrix:
    return tuple(_row(row) for row in values)
