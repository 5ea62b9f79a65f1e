"""Densities and contours after batch normalization: errors that the second method notices, and the figures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from math import sqrt
from typing import Any

import pytest

from probgen import bank, sampling, shelf
from probgen.document import Gaussian, Plot
from probgen.exact import Dec
from probgen.family import Disagreement, NotWellPosed
from probgen.stream import Stream

from .cases import module

NAME = "batch_norm_gaussian_sketch"
FAMILY = module(NAME)
PARAMS = FAMILY.Params(
    mean=Dec("1.5"), variance=Dec("0.16"), gamma=-2, beta=3, epsilon=Dec("0.09"), center=(3, 2), spreads=(2, 1),
    rho=Dec("0.6"), gammas=(1, 2), betas=(0, 1),
)  # fmt: skip
KNOBS: list[dict[str, Any]] = [
    {}, {"law": "uniform"}, {"stabilizer": "visible"}, {"rho": -0.8}, {"layer": "scaled", "rho": 0.6}
]  # fmt: skip


def redrawn(name: str, place: int = 0, **fields: Any) -> Callable[[Any], Any]:
    """Return the change that gives a curve of a figure other fields."""

    def change(solution: Any) -> Any:
        plot = getattr(solution, name)
        curves = (*plot.curves[:place], replace(plot.curves[place], **fields), *plot.curves[place + 1 :])
        return solution._replace(**{name: replace(plot, curves=curves)})

    return change


PLANTED: list[tuple[str, Callable[[Any], Any]]] = [
    ("a mean that is not subtracted", lambda s: s._replace(out_mean=s.not_centered)),
    ("an epsilon forgotten", lambda s: s._replace(out_deviation=2)),
    ("a deviation that is kept", lambda s: s._replace(out_deviation=s.not_divided)),
    ("another law", lambda s: s._replace(shape="uniform")),
    ("an epsilon beside the root", lambda s: s._replace(divisor=Dec("0.49"))),
    ("a variance for a deviation", lambda s: s._replace(deviation=Dec("0.16"))),
    ("marks at twice the distance", lambda s: s._replace(one_sd=s.two_sd)),
    ("marks at half the distance", lambda s: s._replace(two_sd=s.one_sd)),
    ("marks too near", lambda s: s._replace(three_sd=s.two_sd)),
    ("a center that stays", lambda s: s._replace(out_center=(3, 2))),
    ("full whitening", lambda s: s._replace(out_covariance=s.whitened)),
    ("a cloud divided by variances", lambda s: s._replace(out_covariance=s.by_variance)),
    ("a correlation for a covariance", lambda s: s._replace(covariance=((4, Dec("0.6")), (Dec("0.6"), 1)))),
    ("circles", lambda s: s._replace(circles=True)),
    ("variances as semi-axes", lambda s: s._replace(semi_axes=tuple(a * a for a in s.semi_axes))),
    ("the other diagonal", lambda s: s._replace(angle=-s.angle)),
    ("a layer that divides again", lambda s: s._replace(undo_gamma=(Fraction(1, 2), 1))),
    ("a layer that subtracts again", lambda s: s._replace(undo_beta=(-3, -2))),
    ("a density around another mean", redrawn("output_density", mean=2)),
    ("a density too wide", redrawn("output_density", variance=2)),
    ("contours that are whitened", redrawn("output_contours", 1, covariance=((1, 0), (0, 4)))),
    ("contours at three deviations", redrawn("output_contours", 1, radii=(1, 3))),
    ("outputs left out", lambda s: s._replace(output_contours=s.input_contours)),
    ("outputs given away", lambda s: s._replace(input_contours=s.output_contours)),
    ("inputs elsewhere", redrawn("input_contours", center=(2, 3))),
]


@pytest.mark.parametrize(("error", "change"), PLANTED, ids=[error for error, _ in PLANTED])
def test_verify_refuses_a_planted_error(error: str, change: Callable[[Any], Any]) -> None:
    right = FAMILY.solve(PARAMS)
    FAMILY.verify(PARAMS, right)
    with pytest.raises(Disagreement):
        FAMILY.verify(PARAMS, change(right))


@pytest.mark.parametrize(("stretch", "height"), [(Fraction(1, 2), 1), (1, Fraction(1, 2))])
def test_verify_refuses_a_rectangle_of_the_wrong_size(stretch: Fraction, height: Fraction) -> None:
    params = replace(PARAMS, law="uniform")
    right = FAMILY.solve(params)
    FAMILY.verify(params, right)
    points = tuple((3 + (x - 3) * float(stretch), y * float(height)) for x, y in right.output_density.curves[0].points)
    with pytest.raises(Disagreement):
        FAMILY.verify(params, redrawn("output_density", points=points)(right))


@pytest.mark.parametrize("knobs", KNOBS, ids=str)
def test_the_blank_grid_is_the_same_whatever_the_outputs_are(knobs: dict[str, Any]) -> None:
    """Else its numbers would tell where the density and the contours belong."""
    template = bank.find(NAME, [shelf.shipped()])
    scopes = [sampling.draw(template, Stream("grid", seed), knobs=knobs).scope for seed in range(20)]
    assert len({scope["density_grid"] for scope in scopes}) == 1
    assert len({(scope["input_contours"].x, scope["input_contours"].y) for scope in scopes}) == 1
    assert scopes[0]["density_grid"].curves == ()


def test_the_overlay_lies_on_the_axes_of_the_grid() -> None:
    solution = FAMILY.solve(PARAMS)
    assert solution.density_grid.x == solution.output_density.x
    assert (solution.input_contours.x, solution.input_contours.y) == (
        solution.output_contours.x,
        solution.output_contours.y,
    )

    def lines(plot: Plot) -> float:
        return float(plot.y.high) / float(plot.y.step)

    assert lines(solution.density_grid) == lines(solution.output_density)
    assert solution.density_grid.y.length == solution.output_density.y.length


def test_the_drawn_outputs_are_dotted_at_one_and_two_deviations() -> None:
    solution = FAMILY.solve(PARAMS)
    bell, *marks = solution.output_density.curves
    assert bell == Gaussian(3, solution.out_deviation**2)
    assert {mark.points[0][0] for mark in marks} == {*solution.one_sd, *solution.two_sd}


def test_numbers_beyond_the_usual_grid_get_a_coarser_one() -> None:
    assert FAMILY.solve(replace(PARAMS, beta=40)).density_grid.x.step == 5


def test_a_root_that_is_no_fraction_is_a_float() -> None:
    params = FAMILY.Params(variance=2, gamma=3, epsilon=1)
    solution = FAMILY.solve(params)
    FAMILY.verify(params, solution)
    assert solution.out_deviation == pytest.approx(3 * sqrt(Fraction(2, 3)))


def test_numbers_beyond_all_grids_are_refused() -> None:
    with pytest.raises(NotWellPosed, match="fit a grid"):
        FAMILY.solve(FAMILY.Params(beta=10**5))


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"variance": 0}, "variances must be positive"),
        ({"epsilon": -1}, "must not be negative"),
        ({"gammas": (1, 0)}, "no gamma may be 0"),
        ({"rho": 1}, "between -1 and 1"),
        ({"law": "cauchy"}, "one of gaussian, uniform"),
    ],
)
def test_senseless_numbers_are_refused_with_a_sentence(given: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        FAMILY.Params(**given)
