"""Random features: errors that the second method notices, and which covariance of the frequencies is right."""

from __future__ import annotations

from collections.abc import Callable
from math import exp
from typing import Any

import numpy as np
import pytest

from probgen.exact import Formula
from probgen.family import Disagreement

from .cases import module

NAME = "random_feature_attention"


def first(draws: tuple[Any, ...], **fields: Any) -> tuple[Any, ...]:
    return (draws[0]._replace(**fields), *draws[1:])


PLANTED: list[tuple[str, Callable[[Any], Any]]] = [
    ("a width that is not the scale", lambda s: s._replace(bandwidth=Formula("2*sqrt(D)"))),
    (
        "a factor with the wrong sign",
        lambda s: s._replace(factor=Formula("exp(-norm(q)**2/(2*sqrt(D)))", s.factor.symbols)),
    ),
    (
        "a kernel without its half",
        lambda s: s._replace(kernel=Formula("exp(-norm(q - k)**2/sqrt(D))", s.kernel.symbols)),
    ),
    ("the kernel alone", lambda s: s._replace(product=s.kernel)),
    (
        "two entries without the key's factor",
        lambda s: s._replace(product_of_two=Formula("exp((q1**2 + q2**2)/(2*sqrt(D)))")),
    ),
    ("a mean that grows", lambda s: s._replace(mean_cosine=Formula("exp(v*delta**2/2)"))),
    ("the covariance turned over", lambda s: s._replace(frequency_variance=Formula("sigma**2"))),
    ("the deviation", lambda s: s._replace(frequency_variance=Formula("1/sigma"))),
    ("frequencies of the wrong width", lambda s: s._replace(softmax_variance=Formula("sqrt(D)"))),
    (
        "a kernel without its half, of a number",
        lambda s: s._replace(kernel_of_number=Formula("exp(-delta**2/sigma**2)")),
    ),
    ("exponents without halves", lambda s: s._replace(exponents=s.whole_exponents)),
    ("exponents without signs", lambda s: s._replace(exponents=s.unsigned_exponents)),
    ("another squared length", lambda s: s._replace(squares=(s.squares[0] + 1, *s.squares[1:]))),
    ("another inner product", lambda s: s._replace(dot=s.dot + 1)),
    ("another exponent of the similarity", lambda s: s._replace(exponent=s.exponent + 1)),
    ("another scale", lambda s: s._replace(scale=s.scale + 1)),
    ("a sum for an average", lambda s: s._replace(estimate=s.total)),
    ("another written average", lambda s: s._replace(average=Formula("1/3"))),
    ("sines for cosines", lambda s: s._replace(estimate=s.sine)),
    ("a cosine that is another", lambda s: s._replace(draws=first(s.draws, cosine=Formula("1/3")))),
    ("an angle that is another", lambda s: s._replace(draws=first(s.draws, angle=Formula("pi/5")))),
    ("a frequency that is another", lambda s: s._replace(draws=first(s.draws, frequency=Formula("pi/5")))),
    ("a root said to be a ratio", lambda s: s._replace(draws=first(s.draws, irrational=not s.draws[0].irrational))),
    ("another cosine as a number", lambda s: s._replace(cosines=(s.cosines[0] + 1, *s.cosines[1:]))),
    ("another difference", lambda s: s._replace(gap=-s.gap)),
    ("the kernel of the covariance turned over", lambda s: s._replace(exact=s.inverted)),
    ("other factors", lambda s: s._replace(factors=s.factors + 1)),
    ("one factor alone", lambda s: s._replace(similarity=s.half_similarity)),
    ("no factor at all", lambda s: s._replace(half_similarity=s.estimate)),
    ("a slip with its half", lambda s: s._replace(unhalved=s.exact)),
    ("a slip that is not turned over", lambda s: s._replace(inverted=s.exact)),
    ("the estimate as the true similarity", lambda s: s._replace(true_similarity=s.similarity)),
    ("one feature for each frequency", lambda s: s._replace(products=s.fewer)),
    ("scores alone", lambda s: s._replace(softmax=s.scores)),
    ("other sums", lambda s: s._replace(sums=s.sums + 1)),
    ("the last length at which the softmax is cheaper", lambda s: s._replace(crossover=s.crossover - 1)),
    ("another border", lambda s: s._replace(border=s.border - 1)),
]


@pytest.mark.parametrize(("error", "change"), PLANTED, ids=[error for error, _ in PLANTED])
def test_verify_refuses_a_planted_error(error: str, change: Callable[[Any], Any]) -> None:
    family = module(NAME)
    params = family.Params((1, 0, 2, 1), (0, 1, -1, 2), (1, -2, 3), q=2, k=1)
    right = family.solve(params)
    family.verify(params, right)
    with pytest.raises(Disagreement):
        family.verify(params, change(right))


def test_frequencies_of_the_inverse_covariance_give_the_kernel_and_those_of_the_covariance_do_not() -> None:
    sigma2, x = 4, np.array([1.0, -1.0, 0.5])
    drawn = np.random.default_rng(7).normal(size=(200_000, 3))
    right, wrong = (float(np.cos(drawn @ x * scale).mean()) for scale in (0.5, 2.0))
    kernel = exp(-float(x @ x) / (2 * sigma2))
    assert right == pytest.approx(kernel, abs=0.005)
    assert wrong == pytest.approx(exp(-float(x @ x) * sigma2 / 2), abs=0.005)
    assert abs(wrong - kernel) > 0.5
