"""Attention designed by hand: planted errors that are likely slips, and senseless numbers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from probgen.family import Disagreement

from .cases import module

NAME = "hand_designed_attention"
GIVEN: dict[str, Any] = {
    "tokens": (2, 1, 2, 3),
    "payload": (4, 1, 10),
    "wanted": 2,
    "place": 4,
    "x": ((1, 0), (0, 1), (2, 1)),
    "w_query": ((1, 2), (0, 1)),
    "w_key": ((1, 1), (1, 3)),
    "change": ((2, 1), (1, 1)),
}
PLANTED: list[tuple[str, Callable[[Any], Any]]] = [
    ("the two designs exchanged", lambda s: s._replace(content_key=s.position_key, position_key=s.content_key)),
    ("a place that leaks into the content", lambda s: s._replace(content_key=(0, 1, 0, 0, 0, 0, 1))),
    ("hard weights", lambda s: s._replace(content_weights=s.hard_weights)),
    ("the plain mean", lambda s: s._replace(content_output=s.mean_output)),
    ("a gap without the logarithm", lambda s: s._replace(gap=float(s.odds))),
    ("the token after", lambda s: s._replace(previous=s.next_one)),
    ("scores with keys as rows", lambda s: s._replace(scores=s.transposed)),
    ("a map of the other head", lambda s: s._replace(content_map=s.position_map)),
    ("a map of the sequence from the front", lambda s: s._replace(backward_map=s.content_map)),
    ("a map that outlines the rest", lambda s: s._replace(position_map=replace(s.position_map, targets=((0, 0),)))),
    ("a key matrix with the change itself", lambda s: s._replace(new_key=s.key_by_change)),
]


@pytest.mark.parametrize(("error", "change"), PLANTED, ids=[error for error, _ in PLANTED])
def test_verify_refuses_a_planted_error(error: str, change: Callable[[Any], Any]) -> None:
    family = module(NAME)
    params = family.Params(**GIVEN)
    solution = family.solve(params)
    assert change(solution) != solution
    with pytest.raises(Disagreement):
        family.verify(params, change(solution))


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"wanted": 4}, "contents are 1 to 3"),
        ({"place": 5}, "places 1 to 4"),
        ({"ratio": 1}, "at least 2"),
        ({"change": ((1, 0),)}, "two rows and columns"),
    ],
)
def test_senseless_numbers_are_refused_with_a_sentence(given: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        module(NAME).Params(**{**GIVEN, **given})
