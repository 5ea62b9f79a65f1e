"""Attention that returns the value of the single key with the largest score, and how firmly it decides.

Score s_i = q . k_i. A rival i draws level with the winner b on the plane (k_i - k_b) . (q + delta) = 0; the
shortest delta is (s_b - s_i) / |k_i - k_b|^2 (k_i - k_b), of squared length (s_b - s_i)^2 / |k_i - k_b|^2.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import exp
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from .. import handwork
from ..exact import Exact, plain
from ..family import Disagreement, Effort, NotWellPosed

Row = tuple[Exact, ...]

_CLOSE = 1e-9  # to the hard output, for softmax at a high inverse temperature


@dataclass(frozen=True, slots=True)
class Params:
    """One head: `keys` and `values` n by d, `query` of length d; exact numbers."""

    keys: tuple[Row, ...]
    values: tuple[Row, ...]
    query: Row

    def __post_init__(self) -> None:
        if len(self.keys) < 2:
            raise ValueError("there must be at least two keys")
        if len(self.values) != len(self.keys):
            raise ValueError(f"each key needs a value: there are {len(self.keys)} keys and {len(self.values)} values")
        if any(len(key) != len(self.query) for key in self.keys):
            raise ValueError(f"every key must have as many entries as the query, {len(self.query)}")
        if any(len(value) != len(self.query) for value in self.values):
            raise ValueError(f"every value must have as many entries as the query, {len(self.query)}")


class Rival(NamedTuple):
    """A key that lost, and the shortest change of the query that lets it draw level; `number` counts from 1."""

    number: int
    gap: Exact  # between the winner's score and this one
    difference: Row  # this key minus the winning key
    squared_norm: Exact  # of the difference
    squared_step: Exact  # squared length of the shortest change


class Solution(NamedTuple):
    """Scores, winner and output; the nearest rival; what known mistakes lead to."""

    scores: Row
    winner: int  # counted from 0
    onehot: tuple[int, ...]
    output: Row
    margin: Exact  # to the second score
    runner_up: int  # number of the key with the second score, counted from 1
    rivals: tuple[Rival, ...]
    nearest: Rival
    flip_step: Row  # the shortest change of the query that lets the nearest rival draw level
    longest: int  # key of largest norm, counted from 0
    best_value: int  # value of largest product with the query, counted from 0
    mean_value: Row
    weighted_value: Row  # values weighted with the raw scores


def solve(params: Params) -> Solution:
    """Return the argmax of K q, its value, and the projection of q onto each rival's plane.

    Raises:
        NotWellPosed: two keys share the largest score, or two rivals are equally near.
    """
    keys, values, query = (_array(x) for x in (params.keys, params.values, params.query))
    scores = keys @ query
    order = sorted(range(len(scores)), key=lambda i: scores[i], reverse=True)
    winner, second = order[0], order[1]
    if scores[winner] == scores[second]:
        raise NotWellPosed("one key has a larger score than any other")
    rivals = tuple(_rival(i, keys, scores, winner) for i in range(len(scores)) if i != winner)
    nearest = min(rivals, key=lambda rival: rival.squared_step)
    if [rival.squared_step for rival in rivals].count(nearest.squared_step) > 1:
        raise NotWellPosed("one rival is nearer than any other")
    ratio = nearest.gap / Fraction(nearest.squared_norm)
    return Solution(
        scores=plain(scores),
        winner=winner,
        onehot=tuple(int(i == winner) for i in range(len(scores))),
        output=plain(values[winner]),
        margin=plain(scores[winner] - scores[second]),
        runner_up=second + 1,
        rivals=rivals,
        nearest=nearest,
        flip_step=plain(ratio * _array(nearest.difference)),
        longest=_first_largest((keys * keys).sum(axis=1)),
        best_value=_first_largest(values @ query),
        mean_value=plain(values.sum(axis=0) / Fraction(len(values))),
        weighted_value=plain(scores @ values),
    )


def verify(params: Params, solution: Solution) -> None:
    """Let softmax attention grow sharp, and search many directions for a shorter change.

    Raises:
        Disagreement: another output, or a shorter change of the query that flips the winner.
    """
    scores = [_polarised(params.query, key) for key in params.keys]
    if tuple(scores) != solution.scores:
        raise Disagreement(f"the scores are {scores} by polarisation, {solution.scores} by products")
    beta = 1.0
    while (weights := _softmax(scores, beta))[solution.winner] < 1 - _CLOSE / 1000 and beta < 2.0**60:
        beta *= 2
    soft = [
        sum(w * float(v) for w, v in zip(weights, column, strict=True)) for column in zip(*params.values, strict=True)
    ]
    largest = max(1.0, *(abs(float(x)) for row in params.values for x in row))
    if any(abs(s - float(o)) > _CLOSE * largest for s, o in zip(soft, solution.output, strict=True)):
        raise Disagreement(f"softmax attention tends to {soft}, the output is {solution.output}")
    if solution.onehot != tuple(round(w) for w in weights):
        raise Disagreement(f"the weights tend to {weights}, the one-hot vector is {solution.onehot}")
    second = max(s for i, s in enumerate(scores) if i != solution.winner)
    if solution.margin != scores[solution.winner] - second:
        raise Disagreement(f"the margin is {scores[solution.winner] - second}, the solution says {solution.margin}")
    _verify_flip(params, solution)


def effort(params: Params, solution: Solution) -> Effort:
    """Return the hand work of the scores and of telling the largest, of the explanation, and of the rivals' steps."""
    scores = sum(handwork.dot(params.query, key) for key in params.keys)
    return {"a": scores + handwork.closeness(solution.margin), "b": 4.0, "c": sum(map(_flip_work, solution.rivals))}


def _flip_work(rival: Rival) -> float:
    """Return the work of a difference of keys, its squared norm, the squared lead, and their quotient."""
    squares = handwork.dot(rival.difference, rival.difference) + handwork.product(rival.gap, rival.gap)
    quotient = handwork.quotient(rival.gap * rival.gap, rival.squared_norm)
    return len(rival.difference) + squares + quotient


def _array(values: Any) -> NDArray[Any]:
    return np.array(values, dtype=object)


def _rival(place: int, keys: NDArray[Any], scores: NDArray[Any], winner: int) -> Rival:
    gap, difference = scores[winner] - scores[place], keys[place] - keys[winner]
    squared_norm = difference @ difference
    return Rival(
        place + 1, plain(gap), plain(difference), plain(squared_norm), plain(Fraction(gap * gap) / squared_norm)
    )


def _first_largest(values: Any) -> int:
    """Return the place of the first largest value."""
    return max(range(len(values)), key=lambda i: values[i])


def _polarised(left: Row, right: Row) -> Exact:
    """Return the dot product as (|a + b|^2 - |a - b|^2) / 4."""
    longer = sum((a + b) ** 2 for a, b in zip(left, right, strict=True))
    shorter = sum((a - b) ** 2 for a, b in zip(left, right, strict=True))
    result: Exact = plain(Fraction(longer - shorter, 4))
    return result


def _softmax(scores: list[Exact], beta: float) -> list[float]:
    top = max(scores)
    weights = [exp(beta * float(score - top)) for score in scores]
    return [weight / sum(weights) for weight in weights]


def _verify_flip(params: Params, solution: Solution) -> None:
    """Walk from the query in many directions, the straight ones to each rival among them, to the first tie."""
    best, step = params.keys[solution.winner], solution.flip_step
    moved = tuple(q + s for q, s in zip(params.query, step, strict=True))
    gaps = {i: _dot(best, moved) - _dot(key, moved) for i, key in enumerate(params.keys) if i != solution.winner}
    length = _dot(step, step)
    if gaps[solution.nearest.number - 1] != 0 or min(gaps.values()) < 0 or length != solution.nearest.squared_step:
        raise Disagreement(f"after the step {step} the winner leads by {gaps}, its squared length is {length}")
    ahead = {
        i: (tuple(a - b for a, b in zip(key, best, strict=True)), _dot(best, params.query) - _dot(key, params.query))
        for i, key in enumerate(params.keys) if i != solution.winner
    }  # fmt: skip
    directions = {tuple(x) for x in product((-1, 0, 1), repeat=len(params.query))} | {d for d, _ in ahead.values()}
    for direction in directions:
        for i, (difference, gap) in ahead.items():
            # the walk t * direction meets the plane at t = gap / speed
            speed = _dot(difference, direction)
            if speed > 0 and gap * gap * _dot(direction, direction) < length * speed * speed:
                raise Disagreement(f"key {i + 1} draws level sooner, in the direction {direction}")
            if speed > 0 and i != solution.nearest.number - 1 and difference == direction:
                _check_rival(solution.rivals, i, Fraction(gap * gap) / speed)


def _check_rival(rivals: tuple[Rival, ...], place: int, squared_step: Fraction) -> None:
    rival = next((r for r in rivals if r.number == place + 1), None)
    if rival is None or rival.squared_step != squared_step:
        raise Disagreement(f"key {place + 1} draws level at squared length {squared_step}, the solution says {rival}")


def _dot(left: tuple[Exact, ...], right: tuple[Exact, ...]) -> Exact:
    return sum((a * b for a, b in zip(left, right, strict=True)), start=0)
