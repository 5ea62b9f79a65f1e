"""Dropout as a ridge penalty: errors that the second method notices, and what the draw promises."""

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

NAME = "dropout_as_ridge"
PLANTED: list[tuple[str, Callable[[Any], Any]]] = [
    ("second moments that are squared means", lambda s: s._replace(moments=s.moments_uniform)),
    ("norms that are not squared", lambda s: s._replace(penalty=s.penalty_unsquared)),
    ("the second moment in place of the variance", lambda s: s._replace(penalty=s.penalty_second_moment)),
    ("a penalty left out of the sum", lambda s: s._replace(expected=s.fit)),
    ("odds turned upside down", lambda s: s._replace(gamma=s.gamma_inverted)),
    ("odds without a root", lambda s: s._replace(gamma=s.gamma_unrooted)),
    ("columns multiplied", lambda s: s._replace(transformed=s.transformed_wrong_way)),
    ("a change of sign of all", lambda s: s._replace(gamma=tuple(-g for g in s.gamma))),
    ("norms before the change", lambda s: s._replace(column_norms=s.norms)),
    ("weights not divided", lambda s: s._replace(dropout_weights=s.tikhonov_weights)),
    ("a penalty turned upside down", lambda s: s._replace(dropout_weights=s.inverted_weights)),
    ("a penalty without squared norms", lambda s: s._replace(dropout_weights=s.unsquared_penalty_weights)),
    ("a strength that grows", lambda s: s._replace(falls=False)),
    ("dropout in place of decay", lambda s: s._replace(ridge_weights=s.dropout_weights)),
]


@pytest.mark.parametrize(("error", "change"), PLANTED, ids=[error for error, _ in PLANTED])
def test_verify_refuses_a_planted_error(error: str, change: Callable[[Any], Any]) -> None:
    family = module(NAME)
    params = family.Params(keep=Fraction(4, 5), targets=(3, 1), fit_keep=Fraction(1, 3))
    right = family.solve(params)
    family.verify(params, right)
    with pytest.raises(Disagreement):
        family.verify(params, change(right))


@pytest.mark.parametrize("name", module(NAME).solve(module(NAME).Params()).forms._fields)
def test_verify_refuses_a_formula_that_is_another(name: str) -> None:
    family = module(NAME)
    params = family.Params()
    right = family.solve(params)
    found = getattr(right.forms, name)
    wrong = found[::-1] if isinstance(found, tuple) else Formula(f"2*({found})", found.symbols)
    with pytest.raises(Disagreement):
        family.verify(params, right._replace(forms=right.forms._replace(**{name: wrong})))


def test_every_draw_has_columns_of_whole_norm_and_whole_targets() -> None:
    template = bank.find(NAME, [shelf.shipped()])
    for seed in range(40):
        scope = sampling.draw(template, Stream(NAME, seed)).scope
        assert all(isinstance(norm, int) for norm in scope["norms"])
        assert scope["norms"][0] != scope["norms"][1]
        assert len(set(scope["column_norms"])) == 1
        assert all(Fraction(target).denominator == 1 for target in scope["targets"])
        assert all(isinstance(weight, int) for weight in scope["tikhonov_weights"])


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"y": (1,)}, "a target for each"),
        ({"x": ((3, 0, 0),) * 3, "y": (1, 2, 3)}, "at most 8 entries"),
        ({"w": (1,)}, "2 weights"),
        ({"keep": 1}, "between 0 and 1"),
        ({"keep": Fraction(1, 3)}, "must be positive fractions"),
        ({"x": ((1, 0), (1, 5))}, "must be positive fractions"),
    ],
)
def test_senseless_numbers_are_refused_with_a_sentence(given: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        module(NAME).Params(**given)
