"""The linear autoencoder: errors that the second method notices, and what the entry says about frameworks."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest

from probgen import bank, sampling, shelf
from probgen.exact import Formula
from probgen.family import Disagreement
from probgen.stream import Stream

from .cases import module

NAME = "linear_autoencoder"
PLANTED: list[tuple[str, Callable[[Any], Any]]] = [
    ("ridge gains as squares", lambda s: s._replace(squares=s.gains)),
    ("squares as singular values", lambda s: s._replace(singular_values=s.squares)),
    ("a factor 2 too many", lambda s: s._replace(squares=s.squares_doubled)),
    ("the loss without a penalty", lambda s: s._replace(least_loss=s.lost)),
    ("the square for the singular value", lambda s: s._replace(value_formula=Formula("1 - lam/sigma**2"))),
    ("a formula without the factor 2", lambda s: s._replace(decay_formula=Formula("lam/m"))),
    ("the penalty of one matrix", lambda s: s._replace(direction_penalty=Formula("s**2"))),
    ("the penalty of equal singular values", lambda s: s._replace(direction_penalty=Formula("2*s**2"))),
    ("another minimizer of it", lambda s: s._replace(direction_value=2)),
    ("another minimum of it", lambda s: s._replace(direction_least=1)),
    ("a direction given up too early", lambda s: s._replace(death=s.death / 2)),
    ("a weight decay that is not divided", lambda s: s._replace(weight_decay=s.undivided)),
    ("a weight decay without the factor 2", lambda s: s._replace(weight_decay=s.unhalved)),
    ("the singular value of the encoder", lambda s: s._replace(decoder_value=s.inverted_value)),
    ("the penalty of orthonormal columns", lambda s: s._replace(balance=Fraction(17, 100))),
]


@pytest.mark.parametrize(("error", "change"), PLANTED, ids=[error for error, _ in PLANTED])
def test_verify_refuses_a_planted_error(error: str, change: Callable[[Any], Any]) -> None:
    family = module(NAME)
    params = family.Params(
        (5, 3, 1), 2, Fraction(3, 10), coordinates=100, encoder_decay=Fraction(16, 100), decoder_decay=Fraction(1, 100)
    )
    right = family.solve(params)
    family.verify(params, right)
    with pytest.raises(Disagreement):
        family.verify(params, change(right))


def test_the_published_example_has_these_singular_values() -> None:
    family = module(NAME)
    solution = family.solve(family.Params((5, 3, 1, Fraction(1, 2)), 2, Fraction(3, 10)))
    assert solution.singular_values == pytest.approx((0.9695359714832658, 0.9486832980505138))


def test_the_penalized_autoencoder_needs_two_layers_squared_error_weight_decay_and_plain_descent() -> None:
    template = bank.find(NAME, [shelf.shipped()])
    found = []
    for seed in range(60):
        scope = sampling.draw(template, Stream(NAME, seed)).scope
        goal = scope["goal"]
        if "x_i - W_2 W_1 x_i \\rVert_2^2 + \\lambda" in goal.formula:
            ticked = {row.item for row in scope["shown"] if row.right == "yes"}
            found.append((goal.layers, goal.loss, ticked))
    assert found
    assert all(goal == (2, "nn.MSELoss", {"weight decay", "the plain SGD optimizer"}) for goal in found)


def test_every_direction_of_the_code_is_used_and_its_square_is_a_short_decimal() -> None:
    template = bank.find(NAME, [shelf.shipped()])
    for seed in range(40):
        scope = sampling.draw(template, Stream(NAME, seed)).scope
        assert all(0 < 1000 * square == int(1000 * square) for square in scope["squares"])
        assert len(scope["squares"]) == scope["k"] < len(scope["eigenvalues"])


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"eigenvalues": (1, 2)}, "strictly decreasing"),
        ({"k": 3}, "1 to 2 numbers"),
        ({"decay": 0}, "must be positive"),
        ({"reduction": "median"}, "'mean' or 'sum'"),
    ],
)
def test_senseless_numbers_are_refused_with_a_sentence(given: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        module(NAME).Params(**given)
