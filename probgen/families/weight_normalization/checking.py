"""The second method: sums over a law with the wanted covariance, differences of the loss, and its geometry."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise, product
from math import ceil, hypot, isclose
from typing import Any

import numpy as np

from ...exact import Formula, Real
from ...family import Disagreement
from ...symbolic.evaluation import Evaluation
from .solving import Params, Row, Solution

_STEP = 1e-5  # of a difference, relative to the norm


def verify(params: Params, solution: Solution) -> None:
    """Sum over random inputs with these covariances, take differences of the loss, look at the gradient's direction.

    Raises:
        Disagreement: a moment, an output, a gradient or a formula is another.
    """
    _verify_outputs(params, solution)
    _verify_gradient(params, solution)
    _verify_lengths(params, solution)
    _verify_formulas(params, solution)
    _verify_picture(params, solution)


def _verify_outputs(params: Params, solution: Solution) -> None:
    """Normalize the output of the input among those of all others."""
    d = len(params.u)
    white = tuple(tuple(int(i == j) for j in range(d)) for i in range(d))
    gamma, beta = params.gamma, Fraction(params.beta)
    for covariance, variance, sd, output in (
        (white, solution.squared_norm, solution.norm, solution.output),
        (params.colored, solution.colored_variance, solution.colored_sd, solution.colored_output),
    ):
        outputs = [(chance, _dot(params.u, x)) for chance, x in _law(covariance)]
        mean = sum(chance * y for chance, y in outputs)
        found = sum(chance * (y - mean) ** 2 for chance, y in outputs)
        _same("mean and variance of the output", (solution.mean_y, variance), (mean, found))
        _same("the square of the deviation", sd**2, found)
        _same("the normalized output", (output - beta) * sd, gamma * (_dot(params.u, params.x) - mean))
        if sd <= 0:
            raise Disagreement(f"the deviation {sd} is not positive")
    images = [_dot(row, params.u) for row in params.colored]
    _same("the product with the covariance", solution.covariance_times_u, images)
    _same("the output", solution.y, _dot(params.u, params.x))
    _same("the output with the effective weights", _dot(solution.w, params.x) + beta, solution.output)


def _law(covariance: Sequence[Row]) -> Iterator[tuple[Fraction, list[Fraction]]]:
    """Yield random vectors of mean zero and this covariance, with their probabilities.

    With C = L D L^T and independent z_k that are k, 0 or -k, of variance D_k, L z has the covariance C.
    """
    d = len(covariance)
    lower = [[Fraction(int(i == j)) for j in range(d)] for i in range(d)]
    pivots: list[Fraction] = []
    for j in range(d):
        pivots.append(Fraction(covariance[j][j]) - sum(lower[j][k] ** 2 * pivots[k] for k in range(j)))
        if pivots[j] <= 0:
            raise Disagreement(f"{covariance} is no covariance, since a part of it is not positive")
        for i in range(j + 1, d):
            rest = covariance[i][j] - sum(lower[i][k] * lower[j][k] * pivots[k] for k in range(j))
            lower[i][j] = rest / pivots[j]
    sides = [ceil(pivot) for pivot in pivots]  # then the chance pivot/side^2 is at most one
    for signs in product((-1, 0, 1), repeat=d):
        chance = Fraction(1)
        for sign, pivot, side in zip(signs, pivots, sides, strict=True):
            edge = pivot / side**2
            chance *= edge / 2 if sign else 1 - edge
        z = [sign * side for sign, side in zip(signs, sides, strict=True)]
        yield chance, [_dot(row, z) for row in lower]


def _verify_gradient(params: Params, solution: Solution) -> None:
    """Check that w has the direction u and the length gamma, and the gradient against differences and geometry."""
    u, g, gamma = params.u, params.grad_w, Fraction(params.gamma)
    _same("the length of the weights", _dot(solution.w, solution.w), gamma**2)
    _same("the factor", [solution.s * a for a in u], solution.w)
    _parallel("weights", solution.w, u)
    if (_dot(solution.w, u) > 0) != (gamma > 0):
        raise Disagreement(f"{solution.w} points the wrong way")
    for direction, gradient in (
        (u, solution.grad_u),
        (tuple(params.stretch * a for a in u), solution.stretched_gradient),
    ):
        slopes = _slopes(lambda v: float(gamma) / hypot(*v) * _dot(g, v), [float(a) for a in direction])
        scale = max(map(abs, map(float, g))) * abs(float(gamma)) / hypot(*map(float, direction))
        if not np.allclose(np.array(gradient, dtype=float), slopes, rtol=0, atol=1e-7 * scale):
            raise Disagreement(f"differences at {direction} are {slopes}, not {gradient}")
        _same("orthogonality", _dot(gradient, u), 0)
    # only one vector is orthogonal to u and differs from s g by a multiple of u
    _parallel("what the gradient lacks", [solution.s * a - b for a, b in zip(g, solution.grad_u, strict=True)], u)
    _same(
        "the gradient of the stretched direction",
        [params.stretch * a for a in solution.stretched_gradient],
        solution.grad_u,
    )
    _same("the gradient of the length", solution.grad_gamma * gamma, _dot(g, solution.w))
    _same("both parts together", [a + b for a, b in zip(solution.along, solution.across, strict=True)], g)
    _same("the part across", _dot(solution.across, u), 0)
    _same("the part along", solution.along, [solution.share * a for a in u])
    _same("the inner product", solution.inner, _dot(g, u))
    _same("the value at orthogonality", solution.orthogonality, _dot(solution.grad_u, u))


def _verify_lengths(params: Params, solution: Solution) -> None:
    """Take the step, entry by entry; compare how far the stretched direction turns."""
    if any(isinstance(v, float) for v in solution.grad_u):
        found: Real = sum(
            (float(a) - float(params.rate) * b) ** 2 for a, b in zip(params.u, solution.grad_u, strict=True)
        )
    else:
        found = sum((a - params.rate * b) ** 2 for a, b in zip(params.u, solution.grad_u, strict=True))
    _same("the squared norm after the step", solution.after, found)
    _same("the squared norm of the gradient", solution.squared_gradient, _dot(solution.grad_u, solution.grad_u))
    for before, after, a in zip(solution.grad_u, solution.stretched_gradient, params.u, strict=True):
        if before and a:
            relative = [before / a, after / (params.stretch * a)]
            _same("how much less it turns", relative[1] * solution.turning, relative[0])
    if not any(solution.grad_u):
        _same("how much less it turns", solution.turning, Fraction(params.stretch) ** 2)


def _verify_formulas(params: Params, solution: Solution) -> None:
    """Insert numbers, as vectors and written out."""
    gamma, beta = Fraction(params.gamma), Fraction(params.beta)
    rows = {"u": params.u, "x": params.x, "g": params.grad_w}
    vectors: dict[str, Any] = {name: np.array([[float(v)] for v in row]) for name, row in rows.items()}
    vectors |= {"gamma": gamma, "beta": beta, "C": np.array(params.colored, dtype=float)}
    entries = {f"{name}{i}": Fraction(v) for name, row in rows.items() for i, v in enumerate(row, start=1)}
    entries |= {"gamma": gamma, "beta": beta}
    for rule, point, expected in (
        (solution.variance, vectors, solution.colored_variance),
        (solution.normalized, vectors, solution.output),
        (solution.length_gradient, vectors, solution.grad_gamma),
        (solution.sd_y, entries, solution.norm),
        (solution.y_hat, entries, solution.output),
        (solution.s_formula, entries, solution.s),
        (solution.grad_u1, entries, solution.grad_u[0]),
    ):
        if not isclose(_inserted(rule, point), expected, rel_tol=1e-9, abs_tol=1e-9):
            raise Disagreement(f"{rule} is not {expected}")
    found = np.ravel(_inserted(solution.gradient, vectors))
    if not np.allclose(found, np.array(solution.grad_u, dtype=float)):
        raise Disagreement(f"{solution.gradient} is {found}, not {solution.grad_u}")


def _verify_picture(params: Params, solution: Solution) -> None:
    """Look where the arrows end; whether there is room for a picture is a choice."""
    if solution.pictured != (solution.plane is not None):
        raise Disagreement(f"that there is a picture is {not solution.pictured}")
    at = {node.name: node.at for node in solution.plane.nodes} if solution.plane else {}
    for name, end in (("n0", (0, 0)), ("ng", params.grad_w), ("nr", solution.across)):
        _same(f"the place of {name}", at.get(name, end), tuple(map(float, end)))
    _parallel("the line", at.get("nu", params.u), params.u)
    _parallel("its other side", at.get("back", params.u), params.u)
    if at and not _dot(at["nu"], params.u) > 0 > _dot(at["back"], params.u):
        raise Disagreement(f"the direction is drawn from {at['back']} to {at['nu']}")


def _slopes(loss: Callable[[Sequence[float]], float], point: list[float]) -> list[float]:
    """Return central differences."""
    step = _STEP * hypot(*point)

    def moved(place: int, way: float) -> list[float]:
        return [v + way * (i == place) for i, v in enumerate(point)]

    return [(loss(moved(i, step)) - loss(moved(i, -step))) / (2 * step) for i in range(len(point))]


def _parallel(what: str, row: Sequence[Real], u: Row) -> None:
    for (a, b), (p, q) in zip(pairwise(row), pairwise(u), strict=True):
        _same(f"{what} along u", a * q, b * p)


def _inserted(rule: Formula, point: Mapping[str, Any]) -> Any:
    return Evaluation(rule.source, point).value


def _dot(one: Sequence[Real], other: Sequence[Real]) -> Any:
    return sum((_number(a) * _number(b) for a, b in zip(one, other, strict=True)), Fraction(0))


def _number(value: Real) -> Any:
    return value if isinstance(value, float) else Fraction(value)


def _same(what: str, solved: Any, found: Any) -> None:
    if not _alike(solved, found):
        raise Disagreement(f"{what}: {solved} and {found} should be equal")


def _alike(one: Any, other: Any) -> bool:
    """Tell whether numbers, or sequences of them, are equal, within rounding where one of them is irrational."""
    if isinstance(one, Sequence):
        return len(one) == len(other) and all(_alike(a, b) for a, b in zip(one, other, strict=True))
    if isinstance(one, float) or isinstance(other, float):
        return isclose(one, other, rel_tol=1e-9, abs_tol=1e-9)
    return bool(one == other)
