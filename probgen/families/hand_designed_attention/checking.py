"""The second method: designs run on every sequence, exponentials, and matrices entry by entry."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from math import exp, log
from typing import Any

from ...document import Heatmap
from ...exact import Exact
from ...family import Disagreement
from .solving import Matrix, Params, Row, Solution

_CLOSE = 1e-9
_ROUNDED = 0.005 + _CLOSE  # of a number in a heat map


def verify(params: Params, solution: Solution) -> None:
    """Run the designs on every sequence, soften them with exponentials, and multiply matrices entry by entry.

    Raises:
        Disagreement: a design selects other tokens, or a weight, an output or a matrix is another.
    """
    kinds, length = len(params.payload), len(params.tokens)
    for key in (solution.content_key, solution.position_key):
        if len(key) != kinds + length or sorted(key) != [0] * (kinds + length - 1) + [1]:
            raise Disagreement(f"{key} has not one 1 and else 0")
    for contents in product(range(1, kinds + 1), repeat=length):
        by_content = _selected([_met(solution.content_key, c, i, kinds) for i, c in enumerate(contents)])
        if params.wanted in contents and by_content != [i for i, c in enumerate(contents) if c == params.wanted]:
            raise Disagreement(f"in {contents} the key {solution.content_key} selects {by_content}")
        by_place = _selected([_met(solution.position_key, c, i, kinds) for i, c in enumerate(contents)])
        if by_place != [params.place - 1]:
            raise Disagreement(f"in {contents} the key {solution.position_key} selects {by_place}")
    _verify_tokens(params, solution)
    _verify_previous(params, solution)
    for key, weights, output in (
        (solution.content_key, solution.content_weights, solution.content_output),
        (solution.position_key, solution.position_weights, solution.position_output),
    ):
        soft = _softmax([log(params.ratio) * _met(key, c, i, kinds) for i, c in enumerate(params.tokens)])
        mixed = sum(w * params.payload[c - 1] for w, c in zip(soft, params.tokens, strict=True))
        if not _near(weights, soft) or not _near((output,), [mixed]):
            raise Disagreement(f"softmax gives the weights {soft} and the output {mixed}")
        _verify_map(solution.content_map if key == solution.content_key else solution.position_map, soft)
        if key == solution.content_key:
            _verify_map(solution.backward_map, soft[::-1])
    soft = _softmax([solution.gap * (c == params.wanted) for c in params.tokens])
    share = sum(w for w, c in zip(soft, params.tokens, strict=True) if c == params.wanted)
    if not _near((share,), [float(params.share)]):
        raise Disagreement(f"with {solution.gap} the share is {share}")
    _verify_given(params, solution)


def _verify_tokens(params: Params, solution: Solution) -> None:
    """Look at each token for the wanted content, and read the tokens from the end."""
    hits = tuple(i for i, c in enumerate(params.tokens, 1) if c == params.wanted)
    if (solution.matches, solution.others) != (hits, sum(c != params.wanted for c in params.tokens)):
        raise Disagreement(f"the positions {hits} have the wanted content, {solution.others} others are told")
    if tuple(reversed(solution.backward)) != params.tokens:
        raise Disagreement(f"{solution.backward} read from the end is not {params.tokens}")


def _verify_previous(params: Params, solution: Solution) -> None:
    length = len(params.tokens)
    if [len(row) for row in solution.previous] != [length] * length or any(solution.previous[0]):
        raise Disagreement("the first position has nothing before it")
    carried = [params.payload[c - 1] for c in params.tokens]
    expected: list[Exact] = [Fraction(sum(carried), length)]
    for i, row in enumerate(solution.previous[1:], 1):
        if sorted(row) != [0] * (length - 1) + [1] or _selected(row) != [i - 1]:
            raise Disagreement(f"position {i + 1} selects {_selected(row)}")
        expected.append(carried[i - 1])
    if list(solution.previous_output) != expected:
        raise Disagreement(f"the payloads before are {expected}")


def _verify_given(params: Params, solution: Solution) -> None:
    def form(x: Row, y: Row, left: Matrix, right: Matrix) -> int:
        indices = product(range(2), repeat=3)
        return sum(x[i] * left[i][k] * right[j][k] * y[j] for i, j, k in indices)

    scores = tuple(tuple(form(x, y, params.w_query, params.w_key) for y in params.x) for x in params.x)
    winners = tuple(_selected(row)[0] + 1 for row in scores)
    if (solution.scores, solution.winners) != (scores, winners):
        raise Disagreement(f"the scores are {scores}, the largest at {winners}")
    units: Matrix = ((1, 0), (0, 1))
    query = tuple(tuple(sum(w[k] * params.change[k][j] for k in range(2)) for j in range(2)) for w in params.w_query)
    pairs = list(product(units, repeat=2))
    before = [form(x, y, params.w_query, params.w_key) for x, y in pairs]
    if solution.new_query != query or [form(x, y, query, solution.new_key) for x, y in pairs] != before:
        raise Disagreement(f"with {query} and {solution.new_key} the scores change")


def _verify_map(heatmap: Heatmap, soft: list[float]) -> None:
    """Compare every row of a heat map with the weights, and its targets with the largest of them."""
    for row in heatmap.values:
        if len(row) != len(soft) or any(abs(x - y) > _ROUNDED for x, y in zip(row, soft, strict=True)):
            raise Disagreement(f"the heat map has the row {row}, softmax gives {soft}")
    targets = {(i, j) for i in range(len(soft)) for j in _selected([round(x, 9) for x in soft])}
    if set(heatmap.targets) != targets:
        raise Disagreement(f"the heat map outlines {heatmap.targets}, not {targets}")


def _met(key: Row, content: int, position: int, kinds: int) -> int:
    """Return the product of the key vector with a token."""
    return key[content - 1] + key[kinds + position]


def _selected(scores: Any) -> list[int]:
    return [i for i, score in enumerate(scores) if score == max(scores)]


def _softmax(scores: list[float]) -> list[float]:
    return [exp(score) / sum(map(exp, scores)) for score in scores]


def _near(exact: Any, floats: list[float]) -> bool:
    return len(exact) == len(floats) and all(
        abs(x - y) < _CLOSE * (1 + abs(y)) for x, y in zip(exact, floats, strict=True)
    )
