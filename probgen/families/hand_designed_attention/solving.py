"""Designs, weights and outputs in exact numbers."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import log
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ... import handwork
from ...document import Heatmap
from ...exact import Exact, plain
from ...family import Effort, NotWellPosed
from .figures import weight_map

Row = tuple[int, ...]
Matrix = tuple[Row, ...]
Ratios = tuple[Exact, ...]

_MOST = 4096  # sequences of contents, all of which are tried


@dataclass(frozen=True, slots=True)
class Params:
    """Contents of the tokens, counted from 1, with a `payload` of each kind; what is `wanted`, and a `place` from 1.

    A token that is selected weighs `ratio` times as much as another; selected tokens shall have the `share` of all
    weight. `x` (n by 2), `w_query`, `w_key` and the `change` (2 by 2) belong to a head that is given.
    """

    tokens: Row
    payload: Row
    wanted: int = 1
    place: int = 2
    ratio: int = 9
    share: Exact = Fraction(9, 10)
    x: Matrix = ((1, 0), (0, 1))
    w_query: Matrix = ((1, 0), (0, 1))
    w_key: Matrix = ((1, 0), (0, 1))
    change: Matrix = ((1, 1), (0, 1))

    def __post_init__(self) -> None:
        kinds, length = len(self.payload), len(self.tokens)
        if not all(1 <= c <= kinds for c in (*self.tokens, self.wanted)) or not 1 <= self.place <= length:
            raise ValueError(f"contents are 1 to {kinds}, places 1 to {length}")
        if length < 2 or kinds**length > _MOST:
            raise ValueError(f"there must be two tokens, and at most {_MOST} sequences of contents")
        if self.ratio < 2 or not 0 < self.share < 1:
            raise ValueError("the ratio must be at least 2, the share between 0 and 1")
        squares = (self.w_query, self.w_key, self.change)
        if {len(row) for row in self.x} != {2} or any([len(row) for row in w] != [2, 2] for w in squares):
            raise ValueError("tokens need two entries, and matrices two rows and columns")


class Solution(NamedTuple):
    """Designs, weights and outputs, scores and changed matrices, and what known mistakes lead to."""

    content_key: Row
    position_key: Row
    carried: Row  # the payload of each token
    matches: Row  # positions, from 1
    others: int
    content_weights: Ratios
    content_output: Exact
    position_weights: Ratios
    position_output: Exact
    odds: Exact  # exp of the gap
    gap: float  # the factor g for the share
    previous: Matrix
    previous_output: Ratios
    queries: Matrix
    keys: Matrix
    scores: Matrix
    winners: Row  # from 1
    new_query: Matrix
    inverse: Matrix  # of the change
    new_key: Matrix
    hard_weights: Ratios
    hard_output: Exact
    mean_output: Exact
    next_one: Matrix
    transposed: Matrix
    key_by_inverse: Matrix  # Wk A^-1
    key_by_change: Matrix  # Wk A
    backward: Row  # the tokens from the last to the first
    backward_map: Heatmap  # the weights of the head for content on these, without numbers
    content_map: Heatmap
    position_map: Heatmap


def solve(params: Params) -> Solution:
    """Return the designs and what they put out.

    Raises:
        NotWellPosed: nothing or everything is selected, two keys tie, or the change has no whole inverse.
    """
    kinds, length = len(params.payload), len(params.tokens)
    hits = np.array([c == params.wanted for c in params.tokens])
    n = int(hits.sum())
    if n in (0, length):
        raise NotWellPosed("some tokens have the wanted content, and some have not")
    carried = np.array([params.payload[c - 1] for c in params.tokens], dtype=object)
    places = np.arange(1, length + 1) == params.place
    by_content, by_place = _weights(hits, params.ratio), _weights(places, params.ratio)
    mean = Fraction(int(carried.sum()), length)
    odds = Fraction(params.share) / (1 - Fraction(params.share)) * Fraction(length - n, n)
    (a, b), (c, d) = params.change
    if abs(a * d - b * c) != 1:
        raise NotWellPosed("the change has an inverse of whole numbers")
    inverse = np.array([[d, -b], [-c, a]]) * (a * d - b * c)
    x, wq, wk, change = (np.array(m) for m in (params.x, params.w_query, params.w_key, params.change))
    scores = x @ wq @ (x @ wk).T
    if any(sorted(row)[-1] == sorted(row)[-2] for row in scores.tolist()):
        raise NotWellPosed("every query has one largest score")
    return Solution(
        content_key=tuple(int(i == params.wanted - 1) for i in range(kinds + length)),
        position_key=tuple(int(i == kinds + params.place - 1) for i in range(kinds + length)),
        carried=plain(carried),
        matches=plain(np.flatnonzero(hits) + 1),
        others=length - n,
        content_weights=plain(by_content),
        content_output=plain(by_content @ carried),
        position_weights=plain(by_place),
        position_output=plain(by_place @ carried),
        odds=plain(odds),
        gap=log(odds),
        previous=plain(np.eye(length, k=-1, dtype=int)),
        previous_output=(plain(mean), *plain(carried[:-1])),
        queries=plain(x @ wq),
        keys=plain(x @ wk),
        scores=plain(scores),
        winners=plain(scores.argmax(axis=1) + 1),
        new_query=plain(wq @ change),
        inverse=plain(inverse),
        new_key=plain(wk @ inverse.T),
        hard_weights=tuple(plain(Fraction(int(hit), n)) for hit in hits),
        hard_output=plain(Fraction(int(carried[hits].sum()), n)),
        mean_output=plain(mean),
        next_one=plain(np.eye(length, k=1, dtype=int)),
        transposed=plain(scores.T),
        key_by_inverse=plain(wk @ inverse),
        key_by_change=plain(wk @ change),
        backward=params.tokens[::-1],
        backward_map=weight_map(plain(by_content[::-1]), plain(hits[::-1]), numbers=False),
        content_map=weight_map(plain(by_content), plain(hits)),
        position_map=weight_map(plain(by_place), plain(places)),
    )


def effort(params: Params, solution: Solution) -> Effort:
    """Return the work of each part: entries to choose; weights and outputs; scores of a head; changed matrices."""
    length = len(params.tokens)
    content = handwork.dot(solution.content_weights, solution.carried) + 0.5 * length
    position = handwork.dot(solution.position_weights, solution.carried) + 0.5 * length
    odds = handwork.quotient(params.share, 1 - Fraction(params.share)) + handwork.product(
        solution.odds, solution.others
    )
    before = sum(handwork.quotient(sum(solution.carried[: i + 1]), i + 1) for i in range(length))
    mapped = sum(
        handwork.dot(row, c) for w in (params.w_query, params.w_key) for row in params.x for c in zip(*w, strict=True)
    )
    scores = sum(handwork.dot(q, k) for q in solution.queries for k in solution.keys)
    return {
        "a": 4.0,
        "b": 4.0 + content,
        "c": 4.0 + position,
        "d": 4.0 + odds,
        "e": length + before / length,
        "f": mapped + scores,
        "g": 12.0
        + sum(
            handwork.weight(v) + 0.5 * (v < 0) for m in (solution.new_query, solution.new_key) for row in m for v in row
        ),
        "h": 5.0,
        "i": 6.0,
    }


def _weights(hits: NDArray[np.bool_], ratio: int) -> NDArray[Any]:
    """Return the weights where selected tokens count `ratio` times as much."""
    odds = [ratio if hit else 1 for hit in hits]
    return np.array([Fraction(x, sum(odds)) for x in odds], dtype=object)
