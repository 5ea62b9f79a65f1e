"""Weight normalization: errors that the second method notices, and what repeated steps do to the direction."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from probgen.family import Disagreement
from probgen.symbolic import formula

from .cases import module

NAME = "weight_normalization"
PLANTED: list[tuple[str, Callable[[Any], Any]]] = [
    ("a variance in place of the deviation", lambda s: s._replace(output=s.over_variance)),
    ("an output that is not normalized", lambda s: s._replace(output=s.unnormalized)),
    ("a negative norm", lambda s: s._replace(norm=-s.norm)),
    ("a wrong product", lambda s: s._replace(y=s.y + 1)),
    ("weights as long as the direction", lambda s: s._replace(w=tuple(a / 2 for a in s.w))),
    ("weights that point backwards", lambda s: s._replace(w=tuple(-a for a in s.w), s=-s.s)),
    ("the deviation of white inputs", lambda s: s._replace(colored_sd=s.norm)),
    ("a deviation without correlations", lambda s: s._replace(colored_sd=s.uncorrelated_sd)),
    ("the variance of white inputs", lambda s: s._replace(colored_variance=s.squared_norm)),
    ("the output of white inputs", lambda s: s._replace(colored_output=s.output)),
    ("a product with another covariance", lambda s: s._replace(covariance_times_u=s.across)),
    ("a mean", lambda s: s._replace(mean_y=1)),
    ("no projection", lambda s: s._replace(grad_u=s.unprojected)),
    ("the part that is removed", lambda s: s._replace(grad_u=s.removed)),
    ("the factor gamma", lambda s: s._replace(grad_u=s.unscaled)),
    ("a norm too many", lambda s: s._replace(grad_u=s.divided_twice)),
    ("a share that is not divided", lambda s: s._replace(grad_u=s.undivided_share)),
    ("a gradient of the length without the norm", lambda s: s._replace(grad_gamma=s.undivided_length_gradient)),
    ("parts exchanged", lambda s: s._replace(along=s.across, across=s.along)),
    ("a share", lambda s: s._replace(share=s.inner)),
    ("an inner product", lambda s: s._replace(inner=s.share)),
    ("a gradient along the direction", lambda s: s._replace(orthogonality=s.inner)),
    ("a direction that gets shorter", lambda s: s._replace(after=s.shrunk)),
    ("the gradient's norm", lambda s: s._replace(squared_gradient=s.after)),
    ("the same gradient for a longer direction", lambda s: s._replace(stretched_gradient=s.grad_u)),
    ("a share that shrinks like the gradient", lambda s: s._replace(turning=3)),
    ("the variance as a matrix", lambda s: s._replace(variance=formula("u.T @ u"))),
    ("the output with a variance", lambda s: s._replace(normalized=formula("gamma*(u.T @ x)/norm(u)**2 + beta"))),
    ("a gradient that is not projected", lambda s: s._replace(gradient=formula("gamma/norm(u)*g"))),
    ("a gradient of the length", lambda s: s._replace(length_gradient=formula("u.T @ g"))),
    ("a deviation written out", lambda s: s._replace(sd_y=formula("u1**2 + u2**2"))),
    ("an output written out", lambda s: s._replace(y_hat=formula("gamma*(u1*x1 + u2*x2) + beta"))),
    ("a factor written out", lambda s: s._replace(s_formula=formula("gamma"))),
    ("a gradient written out", lambda s: s._replace(grad_u1=formula("gamma*g1/sqrt(u1**2 + u2**2)"))),
]


@pytest.mark.parametrize(("error", "change"), PLANTED, ids=[error for error, _ in PLANTED])
def test_verify_refuses_a_planted_error(error: str, change: Callable[[Any], Any]) -> None:
    family = module(NAME)
    params = family.Params(
        (3, 4), 10, (1, 2), x=(2, 3), beta=1, covariance=((1, -1), (-1, 4)), rate=Fraction(1, 2), stretch=3
    )
    right = family.solve(params)
    family.verify(params, right)
    with pytest.raises(Disagreement):
        family.verify(params, change(right))


@pytest.mark.parametrize("name", ["n0", "ng", "nr", "nu", "back"])
def test_verify_refuses_a_picture_with_an_arrow_that_ends_elsewhere(name: str) -> None:
    family = module(NAME)
    params = family.Params((3, 4), 10, (1, 7), (1, 1))
    right = family.solve(params)
    assert right.pictured
    nodes = tuple(replace(node, at=(5.0, 1.0)) if node.name == name else node for node in right.plane.nodes)
    with pytest.raises(Disagreement):
        family.verify(params, right._replace(plane=replace(right.plane, nodes=nodes)))


def test_a_norm_that_is_no_fraction_is_solved_and_verified_within_rounding() -> None:
    family = module(NAME)
    params = family.Params((1, 2, 3), 2, (1, -1, 4), (1, 1, 1), covariance=((2, 1, 0), (1, 3, 1), (0, 1, 1)), stretch=3)
    solution = family.solve(params)
    family.verify(params, solution)
    assert solution.s == pytest.approx(2 / 14**0.5)
    assert sum(a * b for a, b in zip(solution.grad_u, params.u, strict=True)) == pytest.approx(0)


def test_each_of_many_steps_makes_the_direction_longer() -> None:
    family = module(NAME)
    u: tuple[Fraction, ...] = (Fraction(3), Fraction(4))
    lengths = []
    for _ in range(5):
        solution = family.solve(family.Params(u, 10, (1, 2), (1, 1), rate=Fraction(1, 10)))
        lengths.append(float(solution.squared_norm))
        u = tuple(a - Fraction(b) / 10 for a, b in zip(u, solution.grad_u, strict=True))
    assert lengths == sorted(set(lengths))


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"u": (0, 0)}, "must not be zero"),
        ({"grad_w": (1,)}, "need as many entries"),
        ({"x": (1, 2, 3)}, "need as many entries"),
        ({"covariance": ((1, 2), (0, 1))}, "must be symmetric, 2 by 2"),
        ({"gamma": 0}, "the scale must not be zero"),
        ({"rate": 0}, "must be positive"),
    ],
)
def test_senseless_numbers_are_refused_with_a_sentence(given: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        module(NAME).Params(**{"u": (3, 4), "gamma": 10, "grad_w": (1, 2), "x": (1, 1), **given})
