"""Transposed convolution: what the draw promises, and errors that the second method notices."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from probgen import bank, sampling, shelf
from probgen.family import Disagreement
from probgen.stream import Stream

from .cases import module

NAME = "transposed_conv2d"
PLANTED: list[tuple[str, Callable[[Any], Any]]] = [
    ("a flipped kernel", lambda s: s._replace(output=s.flipped)),
    ("overwritten overlaps", lambda s: s._replace(output=s.overwritten)),
    ("the ordinary convolution", lambda s: s._replace(output=s.shrunk)),
    ("a copy at the wrong place", lambda s: s._replace(stamps=(s.stamps[1], *s.stamps[1:]))),
    ("a product forgotten", lambda s: s._replace(line=("a*x", "a*y", "a*z", *s.line[3:]))),
    ("letters exchanged", lambda s: s._replace(line=s.line[::-1])),
    ("one step of the stride too many", lambda s: s._replace(side_once=s.side_sparse)),
    ("a filter written backwards", lambda s: s._replace(matrix=s.matrix_flipped)),
    ("rows without the stride", lambda s: s._replace(matrix=s.matrix_dense)),
]


@pytest.mark.parametrize(("error", "change"), PLANTED, ids=[error for error, _ in PLANTED])
def test_verify_refuses_a_planted_error(error: str, change: Callable[[Any], Any]) -> None:
    family = module(NAME)
    params = family.Params()
    with pytest.raises(Disagreement):
        family.verify(params, change(family.solve(params)))


def test_overlaps_add_up_and_a_flipped_kernel_would_be_noticed() -> None:
    template = bank.find(NAME, [shelf.shipped()])
    for seed in range(60):
        scope = sampling.draw(template, Stream(NAME, seed)).scope
        assert scope["flipped"] != scope["output"] != scope["overwritten"]
        # the kernel is moved over the input, so the sums of all entries multiply
        total = sum(map(sum, scope["input"])) * sum(map(sum, scope["filter"]))
        assert sum(map(sum, scope["output"])) == total


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"input": ((1, 2), (3,))}, "must be a matrix"),
        ({"filter": ()}, "must be a matrix"),
        ({"stride": 0}, "a stride is at least 1"),
        ({"taps": ("a", "y", "z")}, "must differ"),
        ({"numbers": (1, 2)}, "a number for each letter"),
    ],
)
def test_senseless_numbers_are_refused_with_a_sentence(given: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        module(NAME).Params(**given)
