"""Vanishing and exploding gradients: what is measured, planted errors, and what the draw promises."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest

from probgen import bank, sampling, shelf
from probgen.exact import Record
from probgen.families.vanishing_exploding_remedies import experiment
from probgen.family import Disagreement
from probgen.stream import Stream

from .cases import module

NAME = "vanishing_exploding_remedies"
SKIP = Record({"name": "skip_connections", "item": "Skip connections", "why": "The identity."})
PLANTED: list[tuple[str, Callable[[Any], Any]]] = [
    ("a mark too many", lambda s: s._replace(table=(s.table[0]._replace(explode="yes"),), marks=(("yes", "yes"),))),
    ("a mark missing", lambda s: s._replace(table=(s.table[0]._replace(vanish="no"),), marks=(("no", "no"),))),
    ("another remedy", lambda s: s._replace(table=(s.table[0]._replace(item="Skips"),))),
    ("the growth upside down", lambda s: s._replace(growth=s.inverse)),
    ("a sum of factors", lambda s: s._replace(growth=s.added)),
    ("a variance without the width", lambda s: s._replace(growth=s.bare_variance)),
    ("half of Xavier's variance", lambda s: s._replace(xavier=s.xavier_single)),
    ("He's variance without the two", lambda s: s._replace(he=s.lecun)),
    ("He's variance of the outputs", lambda s: s._replace(he=s.he_out)),
]


@pytest.mark.parametrize(("error", "change"), PLANTED, ids=[error for error, _ in PLANTED])
def test_verify_refuses_a_planted_error(error: str, change: Callable[[Any], Any]) -> None:
    family = module(NAME)
    params = family.Params(remedies=(SKIP,))
    with pytest.raises(Disagreement):
        family.verify(params, change(family.solve(params)))


def test_every_measure_of_the_pool_can_be_measured() -> None:
    pool = bank.find(NAME, [shelf.shipped()]).pools["measures"]
    assert {row.name for row in pool} == set(experiment.REMEDIES)


@pytest.mark.parametrize(
    ("network", "slope"),
    [
        (experiment.Network(), 0.0),  # ReLU keeps half of twice the variance
        (experiment.Network(activation="none"), 1.0),
    ],
)
def test_a_gradient_follows_the_power_law_of_the_variance(network: experiment.Network, slope: float) -> None:
    """Four times the variance multiplies the squared norm of the gradient by four at each layer."""
    growth = [experiment._growth(network, scale) for scale in (2.0, 8.0)]
    assert 10 ** (2 * (growth[1] - growth[0]) / experiment._DEPTH) == pytest.approx(4)
    assert 10 ** (2 * growth[0] / experiment._DEPTH) == pytest.approx(2**slope, rel=0.1)


def test_an_orthogonal_network_keeps_the_gradient_exactly() -> None:
    network = experiment.Network(activation="none", orthogonal=True)
    assert experiment._growth(network, 1.0) == pytest.approx(0, abs=1e-12)


def test_something_is_ticked_and_something_left_open_and_the_growth_is_a_power() -> None:
    template = bank.find(NAME, [shelf.shipped()])
    for seed in range(40):
        scope = sampling.draw(template, Stream(NAME, seed)).scope
        assert any(row.explode == "yes" for row in scope["table"])
        assert {row.vanish for row in scope["table"]} == {"yes", "no"}
        growth = Fraction(1)
        for _ in range(scope["layers"]):
            growth *= scope["width"] * scope["variance"]
        assert growth == scope["growth"]


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"remedies": (Record({"name": "prayer", "item": "", "why": ""}),)}, "'prayer' is none of the remedies"),
        ({"remedies": (SKIP,), "gain": 0}, "the gain positive"),
        ({"remedies": (SKIP,), "fan_in": 0}, "at least 1"),
    ],
)
def test_senseless_numbers_are_refused_with_a_sentence(given: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        module(NAME).Params(**given)
