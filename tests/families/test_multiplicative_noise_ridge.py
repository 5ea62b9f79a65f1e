"""Multiplicative noise: errors that the second method notices, and what the draw promises."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest

from probgen import bank, sampling, shelf
from probgen.family import Disagreement
from probgen.stream import Stream

from .cases import module

NAME = "multiplicative_noise_ridge"
LAWS: dict[str, tuple[Any, ...]] = {
    "normal": (3, 2), "uniform": (1, 4), "two_point": (3, Fraction(1, 4), 1), "laplace": (2, 3), "exponential": (2,),
    "bernoulli": (3, Fraction(1, 4)),
}  # fmt: skip
PLANTED: list[tuple[str, Callable[[Any], Any]]] = [
    ("the second moment as variance", lambda s: s._replace(variance=s.second_moment)),
    ("the deviation as variance", lambda s: s._replace(variance=Fraction(s.deviation))),
    ("a slip in the formula of the law", lambda s: s._replace(variance=s.law_slip)),
    ("the mean squared", lambda s: s._replace(mean=s.mean**2)),
    ("the second moment in the penalty", lambda s: s._replace(penalty=s.penalty_second_moment)),
    ("a penalty left out", lambda s: s._replace(expected=s.fit)),
    ("a strength without a square", lambda s: s._replace(strength=s.strength_unsquared)),
]


@pytest.mark.parametrize("law", LAWS)
@pytest.mark.parametrize(("error", "change"), PLANTED, ids=[error for error, _ in PLANTED])
def test_verify_refuses_a_planted_error_for_every_law(law: str, error: str, change: Callable[[Any], Any]) -> None:
    family = module(NAME)
    params = family.Params(law, LAWS[law])
    right = family.solve(params)
    family.verify(params, right)
    with pytest.raises(Disagreement):
        family.verify(params, change(right))


@pytest.mark.parametrize("law", LAWS)
def test_mean_and_variance_of_every_drawn_law_are_told_apart(law: str) -> None:
    template = bank.find(NAME, [shelf.shipped()])
    for seed in range(20):
        scope = sampling.draw(template, Stream(NAME, seed), knobs={"law": law}).scope
        assert 0 < scope["mean"] != 1
        assert scope["variance"] not in (scope["mean"], 1)
        assert scope["strength"] == Fraction(scope["variance"]) / scope["mean"] ** 2


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"law": "cauchy"}, "one of normal"),
        ({"numbers": (1,)}, "mean, standard deviation"),
        ({"numbers": (1, 0)}, "must be positive"),
        ({"law": "uniform", "numbers": (2, 1)}, "below the upper"),
        ({"law": "bernoulli", "numbers": (2, 1)}, "between 0 and 1"),
        ({"y": (1,)}, "a target"),
        ({"x": ((1, 2),) * 4, "y": (1, 2, 3, 4)}, "at most 6"),
    ],
)
def test_senseless_numbers_are_refused_with_a_sentence(given: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        module(NAME).Params(**{"law": "normal", "numbers": (3, 2), **given})
