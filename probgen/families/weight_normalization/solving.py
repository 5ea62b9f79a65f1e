"""Outputs and gradients by their formulas."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from math import dist, isqrt, sqrt
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ... import handwork
from ...document import Edge, Graph, Math, Node
from ...exact import Exact, Formula, Real, decimal_places, plain, shortest
from ...family import Effort, NotWellPosed
from ...symbolic import formula

Row = tuple[Exact, ...]
Reals = tuple[Real, ...]

_DEFINITE = 1e-9  # least eigenvalue of a covariance
_REACH, _APART = 68.0, 22.0  # of the figure, in bp: its longest coordinate, and the least distance of two labels


@dataclass(frozen=True, slots=True)
class Params:
    """A direction `u` of d entries, scale `gamma`, shift `beta`, an input `x`, and a covariance of other inputs.

    `grad_w` is the gradient of the loss with respect to the effective weights, `rate` the learning rate of one step,
    `stretch` a factor by which the direction is made longer.
    """

    u: Row
    gamma: Exact
    grad_w: Row
    x: Row
    beta: Exact = 0
    covariance: tuple[Row, ...] = ()
    rate: Exact = Fraction(1, 2)
    stretch: Exact = 2

    def __post_init__(self) -> None:
        d = len(self.u)
        if not any(self.u) or len(self.grad_w) != d or len(self.x) != d:
            raise ValueError("the direction must not be zero, and input and gradient need as many entries")
        c = self.covariance
        if c and (len(c) != d or any(len(row) != d for row in c) or tuple(zip(*c, strict=True)) != c):
            raise ValueError(f"the covariance must be symmetric, {d} by {d}")
        if self.gamma == 0 or self.rate <= 0 or self.stretch <= 0:
            raise ValueError("the scale must not be zero, and rate and stretch must be positive")

    @property
    def colored(self) -> tuple[Row, ...]:
        """The covariance of the other inputs; white where none is given."""
        return self.covariance or tuple(tuple(int(i == j) for j in range(len(self.u))) for i in range(len(self.u)))


class Solution(NamedTuple):
    """Formulas, outputs, gradients, and what known mistakes lead to."""

    mean_y: Exact
    variance: Formula
    normalized: Formula
    gradient: Formula
    length_gradient: Formula
    sd_y: Formula  # written out in the entries, for white inputs
    y_hat: Formula
    s_formula: Formula
    grad_u1: Formula
    norm: Real
    squared_norm: Exact
    s: Real  # gamma over the norm
    w: Reals
    y: Exact
    output: Real
    covariance_times_u: Row
    colored_variance: Exact
    colored_sd: Real
    colored_output: Real
    inner: Exact  # u^T g
    share: Exact  # u^T g over the squared norm
    along: Row  # the part of g along u
    across: Row  # the rest
    grad_u: Reals
    grad_gamma: Real
    orthogonality: Exact  # u^T grad_u
    after: Exact  # squared norm of u after a step
    squared_gradient: Exact
    stretched_gradient: Reals
    turning: Exact  # how much less a stretched direction turns
    plane: Graph | None  # of two dimensions
    pictured: bool
    unnormalized: Exact
    over_variance: Real
    uncorrelated_sd: Real  # from the diagonal of the covariance alone
    unprojected: Reals
    removed: Reals
    unscaled: Row
    divided_twice: Row
    undivided_share: Reals
    shrunk: Exact
    undivided_length_gradient: Exact


def solve(params: Params) -> Solution:
    """Return the closed forms above.

    Raises:
        NotWellPosed: the covariance is not positive definite.
    """
    u, g, x, c = map(_array, (params.u, params.grad_w, params.x, params.colored))
    gamma, beta, rate = Fraction(params.gamma), Fraction(params.beta), Fraction(params.rate)
    square, y, variance = u @ u, u @ x, u @ c @ u
    if np.linalg.eigvalsh(c.astype(float)).min() < _DEFINITE:
        raise NotWellPosed("the covariance is positive definite")
    norm, sd = _root(square), _root(variance)
    s, share = gamma / norm, (u @ g) / square
    across = g - share * u
    plane = _plane(u, g, across) if len(u) == 2 else None
    steep = gamma**2 / square * (across @ across)  # squared norm of the gradient
    return Solution(
        **_formulas(len(u)),
        mean_y=0,
        norm=_short(norm),
        squared_norm=_short(square),
        s=_short(s),
        w=_row(s * u),
        y=_short(y),
        output=_short(s * y + beta),
        covariance_times_u=_row(c @ u),
        colored_variance=_short(variance),
        colored_sd=_short(sd),
        colored_output=_short(gamma * y / sd + beta),
        inner=_short(u @ g),
        share=_short(share),
        along=_row(share * u),
        across=_row(across),
        grad_u=_row(s * across),
        grad_gamma=_short(u @ g / norm),
        orthogonality=0,
        after=_short(square + rate**2 * steep),
        squared_gradient=_short(steep),
        stretched_gradient=_row(s / Fraction(params.stretch) * across),
        turning=_short(Fraction(params.stretch) ** 2),
        plane=plane,
        pictured=plane is not None,
        unnormalized=_short(gamma * y + beta),
        over_variance=_short(gamma * y / square + beta),
        uncorrelated_sd=_short(_root((u * u * c.diagonal()).sum())),
        unprojected=_row(s * g),
        removed=_row(s * share * u),
        unscaled=_row(gamma * across),
        divided_twice=_row(gamma / square * across),
        undivided_share=_row(s * (g - (u @ g) * u)),
        shrunk=_short(square - rate**2 * steep),
        undivided_length_gradient=_short(u @ g),
    )


def effort(params: Params, solution: Solution) -> Effort:
    """Return the work of each part: formulas, the same for all; the arithmetic of norm, projection and step."""
    square = handwork.dot(params.u, params.u) + handwork.weight(solution.norm)
    inputs = handwork.dot(params.u, params.x)
    scaled = handwork.quotient(params.gamma, solution.norm) + sum(handwork.product(solution.s, u) for u in params.u)
    colored = sum(handwork.dot(row, params.u) for row in params.covariance)
    colored += handwork.dot(params.u, solution.covariance_times_u) if params.covariance else 0.0
    share = handwork.dot(params.u, params.grad_w) + handwork.quotient(solution.inner, solution.squared_norm)
    along = sum(handwork.product(solution.share, u) + 1 for u in params.u)
    across = sum(handwork.product(solution.s, entry) + handwork.fractional((entry,)) for entry in solution.across)
    return {
        "a": 8.0,
        "b": 3.0 + square + scaled + inputs,
        "c": 5.0 + colored + handwork.weight(solution.colored_sd),
        "d": 12.0,
        "e": share + along + across,
        "f": 4.0 + handwork.product(params.rate, params.rate) + len(params.u) + handwork.weight(solution.after),
        "g": 4.0 + handwork.product(params.stretch, params.stretch) + 2.0 * len(params.u),
    }


def _formulas(d: int) -> dict[str, Formula]:
    """Return the formulas of vectors, and those written out for d entries."""
    vectors = {"u": "[d]", "gamma": "real"}
    u, x, g = ([f"{letter}{i}" for i in range(1, d + 1)] for letter in "uxg")
    square = " + ".join(f"{name}**2" for name in u)
    y, inner = (" + ".join(f"{a}*{b}" for a, b in zip(u, other, strict=True)) for other in (x, g))
    entries = dict.fromkeys(("gamma", "beta", *u, *x, *g), "real")
    return {
        "variance": formula("u.T @ C @ u", {"u": "[d]", "C": "[d, d, symmetric]"}),
        "normalized": formula("gamma*(u.T @ x)/norm(u) + beta", {**vectors, "x": "[d]", "beta": "real"}),
        "gradient": formula("gamma/norm(u)*(g - u*(u.T @ g)/norm(u)**2)", {**vectors, "g": "[d]"}),
        "length_gradient": formula("(u.T @ g)/norm(u)", {"u": "[d]", "g": "[d]"}),
        "sd_y": formula(f"sqrt({square})", entries),
        "y_hat": formula(f"gamma*({y})/sqrt({square}) + beta", entries),
        "s_formula": formula(f"gamma/sqrt({square})", entries),
        "grad_u1": formula(f"gamma/sqrt({square})*(g1 - u1*({inner})/({square}))", entries),
    }


def _plane(u: NDArray[Any], g: NDArray[Any], across: NDArray[Any]) -> Graph | None:
    """Return the line along u, the gradient g, and its part across the line; none where they lie too close together."""
    reach = float(max(*map(abs, g), *map(abs, across)))
    unit = _REACH / reach
    shares = {"0": np.zeros(2), "g": g, "r": across, "u": u * (reach / float(max(map(abs, u))))}
    ends = {name: (float(first), float(second)) for name, (first, second) in shares.items()}
    if min(dist(a, b) for a, b in combinations(ends.values(), 2)) * unit < _APART:
        return None
    nodes = (
        *(Node(f"n{name}", at, (Math(name),)) for name, at in ends.items()),
        Node("back", (-ends["u"][0], -ends["u"][1]), (Math("-u"),)),
    )
    edges = (Edge("n0", "nu"), Edge("n0", "back", dashed=True), Edge("n0", "ng"), Edge("n0", "nr", marked=True))
    alt = "From the origin arrows lead along u, to the gradient g, and to its part r across u."
    return Graph(nodes, (*edges, Edge("ng", "nr", dashed=True)), alt, step=(unit, unit))


def _root(value: Fraction) -> Real:
    """Return the square root, exact where it is a fraction."""
    root = Fraction(isqrt(value.numerator), isqrt(value.denominator))
    return root if root * root == value else sqrt(value)


def _array(values: Any) -> NDArray[Any]:
    return np.array([[Fraction(x) for x in v] if isinstance(v, tuple) else Fraction(v) for v in values], dtype=object)


def _short(value: Any) -> Any:
    """Return a whole number as an int, a ratio of up to four decimals as a decimal, another as it is."""
    if isinstance(value, float):
        return value
    exact = plain(Fraction(value))
    return shortest(exact) if 10_000 % exact.denominator == 0 else exact


def _row(values: Any) -> Any:
    """Return the values, none as a decimal where another is a fraction."""
    row = tuple(_short(v) for v in values)
    if any(isinstance(v, Fraction) and decimal_places(v) is None for v in row):
        return tuple(Fraction(v) if isinstance(v, Fraction) else v for v in row)
    return row
