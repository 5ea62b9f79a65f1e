"""The second method: samples with exact moments are pushed through the layer with the statistics of their batch."""

from __future__ import annotations

from math import exp, isclose, pi, sqrt
from typing import Any

import numpy as np
from numpy.polynomial.hermite_e import hermegauss
from numpy.polynomial.legendre import leggauss
from numpy.typing import NDArray

from ...document import Contours, Gaussian, PlotCurve, Polyline
from ...family import Disagreement
from .solving import Params, Solution

Array = NDArray[np.float64]

_CLOSE = 1e-9
_NODES = 8  # integrate polynomials up to degree 15
_DIRECTIONS = 1440
_FOURTH = {"gaussian": 3.0, "uniform": 1.8}  # standardized moment, which tells the two laws apart


def verify(params: Params, solution: Solution) -> None:
    """Push samples with the inputs' moments through the layer, with the statistics of their own batch.

    Raises:
        Disagreement: a moment, a mark, a contour or a curve of a figure is another.
    """
    _verify_line(params, solution)
    _verify_plane(params, solution)


def layer(batch: Array, weights: Array, scale: Any, shift: Any, epsilon: float = 0.0) -> Array:
    """Return the normalized batch; examples run along the first axis, `weights` are their shares."""
    mean = np.tensordot(weights, batch, axes=1)
    variance = np.tensordot(weights, (batch - mean) ** 2, axes=1)
    return np.asarray(scale * (batch - mean) / np.sqrt(variance + epsilon) + shift)


def _verify_line(params: Params, solution: Solution) -> None:
    nodes, weights = hermegauss(_NODES) if params.law == "gaussian" else leggauss(_NODES)
    weights = weights / weights.sum()
    mean, spread = float(params.mean), sqrt(params.variance) * (1 if params.law == "gaussian" else sqrt(3))
    batch = mean + spread * nodes
    outputs = layer(batch, weights, float(params.gamma), float(params.beta), float(params.epsilon))
    found = float(weights @ outputs)
    deviation = sqrt(weights @ (outputs - found) ** 2)
    skewness, fourth = (float(weights @ ((outputs - found) / deviation) ** power) for power in (3, 4))
    _same("the mean of the outputs", found, solution.out_mean)
    _same("their standard deviation", deviation, solution.out_deviation)
    if solution.shape not in _FOURTH or not isclose(fourth, _FOURTH[solution.shape]) or abs(skewness) > _CLOSE:
        raise Disagreement(f"the outputs have the standardized moments {skewness} and {fourth}: {solution.shape}?")
    _same("the divisor", float(solution.divisor) ** 2, params.variance + params.epsilon)
    _same("the deviation of the inputs", float(solution.deviation) ** 2, params.variance)
    slope = (outputs[-1] - outputs[0]) / (nodes[-1] - nodes[0]) / (1 if params.law == "gaussian" else sqrt(3))
    for count, marks in enumerate((solution.one_sd, solution.two_sd, solution.three_sd), 1):
        ends = sorted((found - count * slope, found + count * slope))  # the inputs at mean -+ count deviations
        for end, mark in zip(ends, marks, strict=True):
            _same(f"an output at {count} standard deviations", end, mark)
    _verify_curve(params, solution, slope)


def _verify_curve(params: Params, solution: Solution, slope: float) -> None:
    """Check the drawn density by the change of variables: it is that of the inputs divided by the slope."""
    curve = solution.output_density.curves[0]
    stretch = abs(slope) / sqrt(params.variance)  # d output / d input
    match curve:
        case Gaussian(middle, variance):
            for place in (-1.5, 0.0, 0.5, 2.0):
                before = exp(-(place**2) / 2) / sqrt(2 * pi * params.variance)
                at = float(params.beta) + place * slope
                drawn = exp(-((at - middle) ** 2) / (2 * variance)) / sqrt(2 * pi * variance)
                _same("the drawn density", before / stretch, drawn)
        case Polyline(points):
            ends = sorted(float(params.beta) + sign * sqrt(3) * slope for sign in (-1, 1))
            for corner, at in zip(points, (ends[0], *ends, ends[1]), strict=True):
                _same("a corner of the drawn density", at, corner[0])
            _same("the area below it", 1.0, (points[2][0] - points[1][0]) * points[1][1])
        case _:
            raise Disagreement(f"the density is drawn as {curve}")


def _verify_plane(params: Params, solution: Solution) -> None:
    """Four points at sqrt 2 times the columns of a root of the covariance have this covariance."""
    one, two = (float(s) for s in params.spreads)
    rho = float(params.rho)
    columns = np.array([[one, 0.0], [rho * two, sqrt(1 - rho * rho) * two]]).T * sqrt(2)
    center, weights = _array(params.center), np.full(4, 0.25)
    batch = center + np.concatenate([columns, -columns])
    outputs = layer(batch, weights, _array(params.gammas), _array(params.betas))
    mean, covariance = outputs.mean(axis=0), np.cov(outputs.T, bias=True)
    for name, expected, found in (
        ("the center of the outputs", mean, solution.out_center),
        ("their covariance", covariance, solution.out_covariance),
        ("the covariance of the inputs", np.cov(batch.T, bias=True), solution.covariance),
    ):
        if not np.allclose(expected, _array(found), atol=_CLOSE):
            raise Disagreement(f"{name} is {expected.tolist()} in a sample, not {found}")
    _verify_axes(covariance, solution)
    back, again = _array(solution.undo_gamma), _array(solution.undo_beta)
    undone = layer(batch, weights, back, again)
    if not np.allclose(undone, batch, atol=_CLOSE):
        raise Disagreement(f"gamma {solution.undo_gamma} and beta {solution.undo_beta} do not give the inputs back")
    _verify_contours(solution, (center, np.cov(batch.T, bias=True)), (mean, covariance))


def _verify_contours(solution: Solution, before: tuple[Array, Array], after: tuple[Array, Array]) -> None:
    for plot, clouds in ((solution.input_contours, (before,)), (solution.output_contours, (before, after))):
        pairs = zip(plot.curves, clouds, strict=False)
        if len(plot.curves) != len(clouds) or not all(_drawn(curve, *cloud) for curve, cloud in pairs):
            raise Disagreement(f"the contours are drawn as {plot.curves}")


def _drawn(curve: PlotCurve, center: Array, covariance: Array) -> bool:
    return (
        isinstance(curve, Contours)
        and curve.radii == (1, 2)
        and np.allclose(_array(curve.center), center)
        and np.allclose(_array(curve.covariance), covariance)
    )


def _verify_axes(covariance: Array, solution: Solution) -> None:
    """Measure the standard deviation in many directions: the extremes are the semi-axes of the contour."""
    angles = np.radians(np.linspace(-90, 90, _DIRECTIONS + 1))
    directions = np.stack([np.cos(angles), np.sin(angles)], axis=1)
    spreads = np.sqrt(np.einsum("ni,ij,nj->n", directions, covariance, directions))
    longest, shortest = float(spreads.max()), float(spreads.min())
    if not np.allclose([float(a) for a in solution.semi_axes], [longest, shortest], rtol=1e-4):
        raise Disagreement(f"the outputs spread by {shortest} to {longest}, not by {solution.semi_axes}")
    if solution.circles != isclose(longest, shortest, rel_tol=_CLOSE):
        raise Disagreement(f"the contours are circles: {solution.circles}; they spread by {shortest} to {longest}")
    if not -90 < solution.angle <= 90 or (solution.circles and solution.angle):
        raise Disagreement(f"an axis has no direction of {solution.angle} degrees, a circle has none at all")
    turn = np.radians(solution.angle)
    along = np.array([np.cos(turn), np.sin(turn)])
    _same("the spread along the longer semi-axis", sqrt(along @ covariance @ along), solution.semi_axes[0])


def _array(values: Any) -> Array:
    return np.array(values, dtype=float)


def _same(what: str, expected: float, found: Any) -> None:
    if not isclose(expected, float(found), rel_tol=_CLOSE, abs_tol=_CLOSE):
        raise Disagreement(f"{what} is {expected} in a sample, not {found}")
