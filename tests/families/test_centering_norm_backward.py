"""The backward pass of a centering layer: errors that the second method notices, and the limit of a large batch."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest

from probgen.family import Disagreement
from probgen.symbolic import formula

from .cases import module

NAME = "centering_norm_backward"
PLANTED: list[tuple[str, Callable[[Any], Any]]] = [
    ("a fixed mean", lambda s: s._replace(dx=s.frozen)),
    ("the own outputs alone", lambda s: s._replace(dx=s.own_path)),
    ("a sum in place of the mean", lambda s: s._replace(dx=s.summed)),
    ("the mean of the batch where it is fixed", lambda s: s._replace(frozen=s.dx)),
    ("a single example that learns", lambda s: s._replace(single=s.frozen[0])),
    ("inputs that are not centered", lambda s: s._replace(dgamma=s.uncentered_dgamma)),
    ("a shift that acts once", lambda s: s._replace(dbeta=s.mean_g)),
    ("a wrong mean of the gradients", lambda s: s._replace(mean_g=s.mean_g + 1)),
    ("differences from another mean", lambda s: s._replace(differences=s.dx)),
    ("a wrong mean", lambda s: s._replace(mu=s.mu + 1)),
    ("inputs that were centered elsewhere", lambda s: s._replace(centered=s.y)),
    ("a direct way alone", lambda s: s._replace(own=formula("gamma"))),
    ("a sign of the other way", lambda s: s._replace(other=formula("gamma/n"))),
    ("a formula of the direct way", lambda s: s._replace(dx1=formula("gamma*g1"))),
    ("growth to another limit", lambda s: s._replace(growing=formula("4*(1 - 1/n)"))),
    ("a mean that vanishes", lambda s: s._replace(limit=s.naive_limit)),
    ("a general limit without a mean", lambda s: s._replace(general_limit=s.limit_if_mean_vanishes)),
    ("a mean that does not vanish", lambda s: s._replace(limit_if_mean_vanishes=formula("gamma*g - 1"))),
]


@pytest.mark.parametrize(("error", "change"), PLANTED, ids=[error for error, _ in PLANTED])
def test_verify_refuses_a_planted_error(error: str, change: Callable[[Any], Any]) -> None:
    family = module(NAME)
    params = family.Params(gamma=2, g=(1, 2, 6), x=(2, 0, 7), beta=5, first=4, rest=-1)
    right = family.solve(params)
    family.verify(params, right)
    with pytest.raises(Disagreement):
        family.verify(params, change(right))


def test_bounded_gradients_with_a_mean_of_two_never_come_near_the_claim_that_the_mean_can_be_ignored() -> None:
    family = module(NAME)
    for n in (2, 20, 200):
        solution = family.solve(family.Params(gamma=Fraction(1, 2), g=(3, 1) * (n // 2), x=tuple(range(n))))
        assert solution.dx == (Fraction(1, 2), Fraction(-1, 2)) * (n // 2)
        assert solution.frozen[0] == Fraction(3, 2)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"gamma": 2, "g": (), "x": ()}, "at least one"),
        ({"gamma": 2, "g": (1, 2), "x": (1,)}, "as many inputs"),
        ({"gamma": 0, "g": (1,), "x": (1,)}, "must not be zero"),
    ],
)
def test_senseless_numbers_are_refused_with_a_sentence(given: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        module(NAME).Params(**given)
