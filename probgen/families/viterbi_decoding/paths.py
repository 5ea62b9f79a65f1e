"""Sequences of a bigram model with their probabilities: the best ones, and what greedy decoding writes."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...exact import Exact, plain, shortest
from ...family import NotWellPosed
from .trellis import Params, Words

Array = NDArray[Any]


class Path(NamedTuple):
    """A sequence with its probability, the product of `factors`."""

    words: Words
    probability: Exact
    factors: tuple[Exact, ...]


def array(law: Sequence[Exact]) -> Array:
    """Return probabilities as fractions, shape (N,)."""
    return np.array([Fraction(p) for p in law], dtype=object)


def exact(value: Any) -> Exact:
    """Return a whole number as an int, a terminating ratio as a decimal, any other as a fraction."""
    found: Exact = plain(shortest(Fraction(value)))
    return found


def greedy_of(start: Array, moves: Array, steps: int) -> list[int]:
    """Return the likeliest first word, and after each word the likeliest next one; of equal ones the first."""
    places = [int(np.argmax(start))]
    while len(places) < steps:
        places.append(int(np.argmax(moves[places[-1]])))
    return places


def best_of(start: Array, moves: Array, steps: int) -> list[int]:
    """Return the sequence with the largest product; of equal ones the first that the recursion meets."""
    ends = [(p, [i]) for i, p in enumerate(start)]
    for _ in range(steps - 1):
        ends = [
            max(((p * moves[w[-1], j], [*w, j]) for p, w in ends), key=lambda end: end[0]) for j in range(len(start))
        ]
    return max(ends, key=lambda end: end[0])[1]


def named(params: Params, places: Sequence[int]) -> Words:
    """Return the words at these places."""
    return tuple(params.words[i] for i in places)


def path_of(params: Params, places: Sequence[int]) -> Path:
    """Return the sequence of words at these places with its probability."""
    moves = (params.transition[i][j] for i, j in pairwise(places))
    factors = (params.start[places[0]], *moves)
    return Path(named(params, places), exact(np.prod(array(factors))), factors)


def second_of(deltas: list[Array], moves: Array, params: Params) -> Exact:
    """Return the probability of the second best sequence, from the two best ends of every word and step.

    Raises:
        NotWellPosed: it is as probable as the best one.
    """
    ends = [[p] for p in deltas[0]]
    for _ in range(params.T - 1):
        reached = ([p * moves[i, j] for i, best in enumerate(ends) for p in best] for j in range(len(ends)))
        ends = [sorted(found, reverse=True)[:2] for found in reached]
    first, second = sorted((p for best in ends for p in best), reverse=True)[:2]
    if first == second:
        raise NotWellPosed("one sequence is more probable than any other")
    return exact(second)
