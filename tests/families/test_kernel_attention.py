"""Attention with a kernel: verdicts agree with a search, and slips in the features are noticed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from probgen import bank, shelf
from probgen.exact import Record
from probgen.family import Disagreement

from .cases import module

NAME = "kernel_attention"
ONE = (Record({"name": "relu", "item": "ReLU", "why": "zero"}),)
PLANTED: list[tuple[str, Callable[[Any], Any]]] = [
    ("coefficients without multinomials", lambda s: s._replace(squares=s.unrooted)),
    ("similarities without the constant", lambda s: s._replace(similarities=s.without_constant)),
    ("features of the highest degree alone", lambda s: s._replace(wide=s.homogeneous)),
    ("products in every order", lambda s: s._replace(wide=s.ordered)),
    ("features out of order", lambda s: s._replace(phi=(s.phi[1], s.phi[1], *s.phi[2:]))),
    ("no denominator", lambda s: s._replace(output=s.unnormalized)),
    ("another verdict", lambda s: s._replace(table=(s.table[0]._replace(safe="yes"),), verdicts=("yes",))),
]


@pytest.mark.parametrize(("error", "change"), PLANTED, ids=[error for error, _ in PLANTED])
def test_verify_refuses_a_planted_error(error: str, change: Callable[[Any], Any]) -> None:
    family = module(NAME)
    params = family.Params(ONE)
    with pytest.raises(Disagreement):
        family.verify(params, change(family.solve(params)))


def test_a_search_confirms_the_verdict_on_every_function_of_the_pool() -> None:
    family = module(NAME)
    params = family.Params(bank.find(NAME, [shelf.shipped()]).pools["functions"])
    solution = family.solve(params)
    family.verify(params, solution)
    assert solution.verdicts.count("yes") == 7


def test_an_unknown_function_is_refused_with_a_sentence() -> None:
    with pytest.raises(ValueError, match="'hope' is none of the similarities"):
        module(NAME).Params((Record({"name": "hope", "item": "", "why": ""}),))


def test_a_kernel_without_a_constant_is_refused_with_a_sentence() -> None:
    with pytest.raises(ValueError, match="the constant must be positive"):
        module(NAME).Params(ONE, c=0)


def test_vectors_without_entries_are_refused_with_a_sentence() -> None:
    with pytest.raises(ValueError, match="1 to 4 entries"):
        module(NAME).Params(ONE, query=(), keys=((), ()))
