"""Convolution against fully connected layer: planted errors, and what the pools and draws promise."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from probgen import bank, compose, sampling, shelf
from probgen.document import ChooseMany, Ticks
from probgen.family import Disagreement
from probgen.stream import Stream

from .cases import module

NAME = "conv_inductive_bias"
PLANTED: list[tuple[str, Callable[[Any], Any]]] = [
    ("one output map", lambda s: s._replace(dense=s.one_map)),
    ("outputs without positions", lambda s: s._replace(dense=s.channels_alone)),
    ("filters over one channel", lambda s: s._replace(shared=s.flat_filters)),
    ("windows that are not shared", lambda s: s._replace(shared=s.windowed)),
    ("the factor of sharing alone", lambda s: s._replace(factor=s.by_sharing)),
    ("the two effects exchanged", lambda s: s._replace(by_windows=s.by_sharing, by_sharing=s.by_windows)),
    ("inputs and outputs exchanged", lambda s: s._replace(inputs=s.outputs, outputs=s.inputs)),
]


@pytest.mark.parametrize(("error", "change"), PLANTED, ids=[error for error, _ in PLANTED])
def test_verify_refuses_a_planted_error(error: str, change: Callable[[Any], Any]) -> None:
    family = module(NAME)
    params = family.Params(height=15, width=10, channels=3, filters=4, kernel=5)
    with pytest.raises(Disagreement):
        family.verify(params, change(family.solve(params)))


def test_the_saving_is_the_square_of_the_pixels_over_the_window() -> None:
    template = bank.find(NAME, [shelf.shipped()])
    for seed in range(40):
        scope = sampling.draw(template, Stream(NAME, seed)).scope
        pixels = scope["height"] * scope["width"]
        assert scope["factor"] * scope["kernel"] ** 2 == pixels**2
        assert pixels % scope["kernel"] ** 2 == 0


def test_every_kind_of_data_is_asked_for_and_some_statements_are_wrong() -> None:
    template = bank.find("conv_inductive_bias_symmetry", [shelf.shipped()])
    for seed in range(40):
        instance = sampling.draw(template, Stream(NAME, seed))
        problem = compose.problem(instance, Stream("composed", seed))
        table, options = (part.answers[0].response for part in problem.parts)
        assert isinstance(table, Ticks)
        assert isinstance(options, ChooseMany)
        assert {("yes", "yes"), ("yes", "no"), ("no", "no")} == {row.ticks for row in table.rows}
        assert {option.right for option in options.options} == {True, False}


@pytest.mark.parametrize(
    ("given", "sentence"),
    [({"kernel": 2}, "must be odd"), ({"channels": 0}, "must be at least 1")],
)
def test_senseless_numbers_are_refused_with_a_sentence(given: dict[str, int], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        module(NAME).Params(**{"height": 8, "width": 8, "channels": 3, "filters": 4, "kernel": 3, **given})
