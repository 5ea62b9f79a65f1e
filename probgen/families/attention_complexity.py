"""What attention costs: products and numbers stored, by softmax and by features, and the cache of a language model.

N positions, queries and keys of D entries, values of M. Softmax attention takes N^2 (D + M) products and stores N^2
scores. With C features it takes N C M products for the sums over the keys, and N C M + N C to read them. For D = M and
C = D^2 both are about equal at N = D^2 (Katharopoulos et al., 2020).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import prod
from typing import NamedTuple

import numpy as np

from .. import handwork
from ..exact import Exact, plain
from ..family import Disagreement, Effort

_MIB = 2**20
_SMALL = ((1, 2, 3), (1, 2), (1, 2), (1, 2))  # sizes N, D, M, C at which products are counted one by one


@dataclass(frozen=True, slots=True)
class Params:
    """`length` N, `width` D, `value_width` M and the `degree` p, which makes D^p features; a language model.

    The model has `layers` layers with `heads` heads of `head_width` entries, of which `groups` groups share keys and
    values, and stores numbers in `size` bytes (2 or 4) for `tokens` tokens.
    """

    length: int = 1024
    width: int = 16
    value_width: int = 16
    degree: int = 2
    layers: int = 32
    heads: int = 32
    groups: int = 8
    head_width: int = 128
    size: int = 2
    tokens: int = 4096

    def __post_init__(self) -> None:
        sizes = (self.length, self.width, self.value_width, self.degree, self.layers, self.groups, self.head_width)
        if min(*sizes, self.tokens) < 1 or self.size not in (2, 4):
            raise ValueError("sizes must be at least 1, and a number has 2 or 4 bytes")
        if self.heads % self.groups:
            raise ValueError("the groups must divide the heads")


class Solution(NamedTuple):
    """Counts of products, crossover, bytes, and what known mistakes lead to."""

    features: int
    scores: int  # N^2 D
    mixing: int  # N^2 M
    softmax: int
    summing: int  # N C M
    reading: int  # N C M + N C
    kernel: int
    border: Exact  # the length at which both take the same
    crossover: int  # the first length at which features are cheaper
    stored_scores: int
    stored_sums: int  # C M + C
    score_mib: Exact  # scores of all heads of a layer
    token_bytes: int  # of the cache
    cache_mib: Exact
    shared: int  # how many times as large without groups
    full_mib: Exact
    thin: int  # with D features
    one_head_mib: Exact


def solve(params: Params) -> Solution:
    """Return the counts from their formulas."""
    n, d, m = params.length, params.width, params.value_width
    c = d**params.degree
    border = Fraction(c * (2 * m + 1), d + m)
    token = 2 * params.layers * params.groups * params.head_width * params.size
    score_bytes = n * n * params.size
    cache, shared = Fraction(token * params.tokens, _MIB), Fraction(params.heads, params.groups)
    return Solution(
        features=c,
        scores=n * n * d,
        mixing=n * n * m,
        softmax=n * n * (d + m),
        summing=n * c * m,
        reading=n * c * m + n * c,
        kernel=n * c * (2 * m + 1),
        border=plain(border),
        crossover=int(border) + 1,
        stored_scores=n * n,
        stored_sums=c * m + c,
        score_mib=plain(Fraction(params.heads * score_bytes, _MIB)),
        token_bytes=token,
        cache_mib=plain(cache),
        shared=plain(shared),
        full_mib=plain(cache * shared),
        thin=n * d * (2 * m + 1),
        one_head_mib=plain(Fraction(score_bytes, _MIB)),
    )


def verify(params: Params, solution: Solution) -> None:
    """Count products one by one at small sizes and extrapolate the polynomial; measure arrays.

    Raises:
        Disagreement: a count, the crossover or a number of bytes is another.
    """
    c = prod([params.width] * params.degree)
    sizes = (params.length, params.width, params.value_width, c)
    counts = _extrapolated(sizes)
    if counts != (solution.scores, solution.mixing, solution.summing, solution.reading) or solution.features != c:
        raise Disagreement(f"counted products are {counts} with {c} features")
    if solution.softmax != sum(counts[:2]) or solution.kernel != sum(counts[2:]):
        raise Disagreement(f"counted products are {sum(counts[:2])} and {sum(counts[2:])}")

    def surplus(length: int) -> int:
        scores, mixing, summing, reading = _extrapolated((length, *sizes[1:]))
        return scores + mixing - summing - reading

    if surplus(solution.crossover) <= 0 or (solution.crossover > 1 and surplus(solution.crossover - 1) > 0):
        raise Disagreement(f"{solution.crossover} is not the first length at which features are cheaper")
    if (solution.stored_scores, solution.stored_sums) != (
        _entries(params.length, params.length),
        _entries(c, params.value_width + 1),
    ):
        raise Disagreement("the arrays of scores and sums have other sizes")
    number = np.float16(0) if params.size == 2 else np.float32(0)
    scores = np.broadcast_to(number, (params.heads, params.length, params.length)).nbytes
    shape = (params.layers, 2, params.groups, params.head_width)
    token, cache = np.broadcast_to(number, shape).nbytes, np.broadcast_to(number, (*shape, params.tokens)).nbytes
    full = np.broadcast_to(number, (params.layers, 2, params.heads, params.head_width, params.tokens)).nbytes
    found = (solution.score_mib * _MIB, solution.token_bytes, solution.cache_mib * _MIB, solution.full_mib * _MIB)
    if found != (scores, token, cache, full) or solution.shared * cache != full:
        raise Disagreement(f"the arrays take {scores}, {token}, {cache} and {full} bytes")


def effort(params: Params, solution: Solution) -> Effort:
    """Return the work of each part: formulas and counts, whose factors are powers of two, by their exponents."""
    cache = (params.layers, params.groups, params.head_width, params.size, params.tokens)
    powers = handwork.weight(params.length.bit_length()) + handwork.weight(params.width.bit_length())
    odd = sum(size & (size - 1) != 0 for size in (params.length, params.width, params.value_width))
    odd_cache = sum(size & (size - 1) != 0 for size in cache)
    return {
        "a": 6.0 + powers + 2.0 * odd,
        "b": 6.0 + params.degree + 2.0 * odd,
        "c": 12.0 + params.degree + handwork.fractional((solution.border,)),
        "d": 6.0,
        "e": 4.0,
        "f": 4.0 + len(cache) + 2.0 * odd_cache,
        "g": 6.0,
    }


def _counted(n: int, d: int, m: int, c: int) -> tuple[int, int, int, int]:
    """Run both kinds of attention over indices and count the products of scores, mixing, sums and reading."""
    scores = sum(1 for _ in product(range(n), range(n), range(d)))
    mixing = sum(1 for _ in product(range(n), range(n), range(m)))
    summing = sum(1 for _ in product(range(n), range(c), range(m)))  # phi(K_j) V_j; the other sum has no products
    reading = sum(1 for _ in product(range(n), range(m), range(c))) + sum(1 for _ in product(range(n), range(c)))
    return scores, mixing, summing, reading


def _extrapolated(at: Sequence[int]) -> tuple[int, ...]:
    """Return at large sizes the polynomials that agree with the counts at all small ones (Lagrange)."""
    totals = [Fraction(0)] * 4
    for nodes, counts in _COUNTS.items():
        weight = Fraction(1)
        for node, size, others in zip(nodes, at, _SMALL, strict=True):
            weight *= Fraction(prod(size - x for x in others if x != node), prod(node - x for x in others if x != node))
        totals = [total + weight * count for total, count in zip(totals, counts, strict=True)]
    return tuple(int(total) for total in totals)


_COUNTS = {nodes: _counted(*nodes) for nodes in product(*_SMALL)}


def _entries(*shape: int) -> int:
    return np.broadcast_to(np.int8(0), shape).size
