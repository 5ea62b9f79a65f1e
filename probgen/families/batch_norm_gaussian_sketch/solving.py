"""Means, deviations and covariances behind the layer, with their figures."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import atan2, degrees, isqrt, sqrt
from typing import Any, NamedTuple

import numpy as np

from ... import handwork
from ...document import Plot
from ...exact import Exact, Real, shortest
from ...family import Effort
from .figures import Cloud, density_grid, input_contours, input_density, output_contours, output_density

Pair = tuple[Exact, Exact]
Reals = tuple[Real, Real]
Square = tuple[Pair, Pair]

LAWS = ("gaussian", "uniform")


@dataclass(frozen=True, slots=True)
class Params:
    """A scalar input of a `law` ("gaussian" or "uniform") with its layer; a Gaussian cloud in the plane with another.

    The cloud has a `center`, standard deviations `spreads` and the correlation `rho`; its layer has no epsilon.
    """

    mean: Exact = 0
    variance: Exact = 1
    gamma: Exact = 1
    beta: Exact = 0
    epsilon: Exact = 0
    law: str = "gaussian"
    center: Pair = (0, 0)
    spreads: Pair = (2, 1)
    rho: Exact = 0
    gammas: Pair = (1, 1)
    betas: Pair = (0, 0)

    def __post_init__(self) -> None:
        if min(self.variance, *self.spreads) <= 0 or self.epsilon < 0:
            raise ValueError("variances must be positive, and epsilon must not be negative")
        if 0 in (self.gamma, *self.gammas):
            raise ValueError("no gamma may be 0, or all outputs are equal")
        if not -1 < self.rho < 1:
            raise ValueError("the correlation must lie between -1 and 1")
        if self.law not in LAWS:
            raise ValueError(f"the law must be one of {', '.join(LAWS)}")


class Solution(NamedTuple):
    """The outputs' moments in one and in two dimensions, steps, figures, and what known mistakes lead to."""

    shape: str  # the law of the outputs
    out_mean: Exact
    deviation: Real  # of the inputs
    divisor: Real  # sqrt(variance + epsilon)
    out_deviation: Real
    one_sd: Reals  # the outputs so many standard deviations below and above their mean
    two_sd: Reals
    three_sd: Reals
    out_center: Pair
    covariance: Square  # of the inputs
    out_covariance: Square
    circles: bool  # the contours of the outputs
    semi_axes: Reals  # of the contour at one standard deviation, the longer first
    angle: float  # degrees from the first axis to the longer semi-axis, from -90 to 90; 0 for circles
    undo_gamma: Pair
    undo_beta: Pair
    not_centered: Real  # the mean where the inputs' mean is not subtracted
    not_divided: Real  # the deviation where the inputs' deviation is not divided by
    root_of_gamma: Real  # the deviation where gamma is taken for a variance
    whitened: Square  # the covariance where the correlation is removed
    by_variance: Square  # the covariance where the inputs are divided by their variances
    input_density: Plot
    density_grid: Plot
    output_density: Plot
    input_contours: Plot
    output_contours: Plot


def solve(params: Params) -> Solution:
    """Return the images of mean, deviation and covariance under the affine map of the layer.

    Raises:
        NotWellPosed: the figures have no grid of reasonable size.
    """
    deviation, divisor = root(params.variance), root(Fraction(params.variance) + params.epsilon)
    scale = Fraction(params.gamma) / divisor
    spread = _short(abs(scale) * deviation)
    covariance = _covariance(params.spreads, params.rho)
    outer = _covariance(params.gammas, params.rho)
    semi_axes, angle = _semi_axes(outer)
    one, two = (Fraction(g) / s for g, s in zip(params.gammas, params.spreads, strict=True))
    before, after = Cloud(params.center, covariance), Cloud(params.betas, outer)

    def around(count: int) -> Reals:
        return _short(params.beta - count * spread), _short(params.beta + count * spread)

    return Solution(
        shape=params.law,
        out_mean=params.beta,
        deviation=deviation,
        divisor=divisor,
        out_deviation=spread,
        one_sd=around(1),
        two_sd=around(2),
        three_sd=around(3),
        out_center=params.betas,
        covariance=covariance,
        out_covariance=outer,
        circles=semi_axes[0] == semi_axes[1],
        semi_axes=semi_axes,
        angle=angle,
        undo_gamma=params.spreads,
        undo_beta=params.center,
        not_centered=_short(params.beta + scale * params.mean),
        not_divided=_short(abs(params.gamma) * deviation),
        root_of_gamma=root(abs(Fraction(params.gamma))),
        whitened=_covariance(params.gammas, 0),
        by_variance=_covariance((one, two), params.rho),
        input_density=input_density(params.law, params.mean, deviation),
        density_grid=density_grid(params.beta, spread),
        output_density=output_density(params.law, params.beta, spread),
        input_contours=input_contours(before, after),
        output_contours=output_contours(before, after),
    )


def effort(params: Params, solution: Solution) -> Effort:
    """Return the work of each part.

    Part a counts the root, the quotient, the product and the marks on the axis; part c for each axis the product and
    the marks, more for a correlation, whose ellipse is tilted; the others are read off.
    """
    root = handwork.weight(solution.deviation)
    if params.epsilon:
        root += handwork.total((params.variance, params.epsilon)) + handwork.quotient(
            solution.deviation, solution.divisor
        )
    scale = handwork.weight(params.gamma) * (abs(params.gamma) != 1) + 0.5 * (params.gamma < 0)
    marks = (*solution.one_sd, *(solution.two_sd if params.law == "gaussian" else ()))
    axes = sum(_axis_work(*axis) for axis in zip(params.gammas, params.betas, solution.semi_axes, strict=True))
    return {
        "a": 4.0 + root + scale + _marks_work(marks),
        "b": 1.0,
        "c": 3.0 + axes + 5.0 * (params.rho != 0) + solution.circles * -1.0,
        "d": 1.0,
        "e": 2.0,
    }


def _marks_work(marks: Reals) -> float:
    """Return the work of finding places on an axis: those between the lines of the grid take longer."""
    return len(marks) + 0.5 * handwork.fractional(marks) + 0.25 * handwork.negative(marks)


def _axis_work(gamma: Exact, beta: Exact, semi: Real) -> float:
    """Return the work of one coordinate: its center and half width."""
    return 1.0 + 0.5 * (gamma < 0) + 0.5 * (abs(gamma) != 1) + 0.5 * (beta != 0) + 0.5 * handwork.fractional((semi,))


def root(value: Exact) -> Any:
    """Return the square root, exact where it is rational."""
    exact = Fraction(value)
    above, below = isqrt(exact.numerator), isqrt(exact.denominator)
    return _short(Fraction(above, below)) if Fraction(above, below) ** 2 == exact else sqrt(exact)


def _covariance(deviations: Pair, rho: Exact) -> Square:
    """Return the covariance of two coordinates; the sign of a deviation is that of its coordinate."""
    one, two = deviations
    mixed = _short(Fraction(rho) * one * two)
    return (_short(Fraction(one) ** 2), mixed), (mixed, _short(Fraction(two) ** 2))


def _semi_axes(covariance: Square) -> tuple[Reals, float]:
    """Return the roots of the eigenvalues, the larger first, and the direction of its eigenvector in degrees."""
    (one, mixed), (_, two) = covariance
    if mixed == 0:
        axes = root(max(one, two)), root(min(one, two))
        return axes, 90.0 if two > one else 0.0
    values, vectors = np.linalg.eigh(np.array([[one, mixed], [mixed, two]], dtype=float))
    across, up = (float(x) for x in vectors[:, 1] * np.copysign(1.0, vectors[0, 1]))
    return (sqrt(values[1]), sqrt(values[0])), degrees(atan2(up, across))


def _short(value: Real) -> Any:
    """Return a fraction as a whole number or as a decimal where it is one."""
    if isinstance(value, float):
        return value
    exact = Fraction(value)
    return exact.numerator if exact.denominator == 1 else shortest(exact)
