"""The backward pass of a layer that centers a batch, y_i = gamma (x_i - mean x) + beta.

Every input moves the mean, so dy_j/dx_i = gamma ([i = j] - 1/n), and with g_j = dL/dy_j the chain rule gives
dL/dx_i = gamma (g_i - mean g) (the centering part of Ioffe and Szegedy, 2015). A mean that does not depend on the
batch leaves gamma g_i.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from .. import handwork
from ..document import Edge, Graph, Math, Node
from ..exact import Exact, Formula, shortest
from ..family import Disagreement, Effort
from ..symbolic import formula
from ..symbolic.evaluation import Evaluation

Row = tuple[Exact, ...]

_LARGE = 10**6  # size of a batch that is nearly its limit
_BATCHES = (1, 2, 3, 10)


@dataclass(frozen=True, slots=True)
class Params:
    """A batch `x` with upstream gradients `g`, both of n numbers, scale `gamma` and shift `beta`; and a growing batch.

    In the growing batch the first upstream gradient is `first` and all others are `rest`, whatever the size.
    """

    gamma: Exact
    g: Row
    x: Row
    beta: Exact = 0
    first: Exact = 1
    rest: Exact = 1

    def __post_init__(self) -> None:
        if not self.g or len(self.x) != len(self.g):
            raise ValueError("there must be as many inputs as upstream gradients, at least one")
        if self.gamma == 0:
            raise ValueError("the scale must not be zero")


class Solution(NamedTuple):
    """Outputs and gradients, formulas and their limits, and what known mistakes lead to."""

    mu: Exact
    centered: Row
    y: Row
    mean_g: Exact
    differences: Row  # g_i - mean g
    dx: Row
    dgamma: Exact
    dbeta: Exact
    single: Exact  # dL/dx of a batch that is the first example alone
    frozen: Row  # dL/dx where the mean does not depend on the batch
    own: Formula  # dy_1/dx_1
    other: Formula  # dy_2/dx_1
    dx1: Formula
    growing: Formula  # dL/dx_1 of the growing batch, in its size n
    limit: Exact
    naive_limit: Exact  # gamma times the first upstream gradient
    general_limit: Formula  # in g and the limit of the mean, gbar
    limit_if_mean_vanishes: Formula
    own_path: Row  # (1 - 1/n) gamma g_i
    summed: Row  # gamma (g_i - sum g)
    unscaled: Row
    uncentered_dgamma: Exact  # sum g x
    paths: Graph


def solve(params: Params) -> Solution:
    """Return the closed forms above."""
    x, g, gamma = _array(params.x), _array(params.g), Fraction(params.gamma)
    n, first, rest = len(g), Fraction(params.first), Fraction(params.rest)
    mu, mean_g = x.sum() / n, g.sum() / n
    names = [f"g{i}" for i in range(1, n + 1)]
    symbols = {"gamma": "real", **dict.fromkeys(names, "real")}
    factor = gamma * (first - rest)
    return Solution(
        mu=_short(mu),
        centered=_row(x - mu),
        y=_row(gamma * (x - mu) + params.beta),
        mean_g=_short(mean_g),
        differences=_row(g - mean_g),
        dx=_row(gamma * (g - mean_g)),
        dgamma=_short((g * (x - mu)).sum()),
        dbeta=_short(g.sum()),
        single=_short(gamma * (g[0] - g[:1].sum())),
        frozen=_row(gamma * g),
        own=formula("gamma*(1 - 1/n)", {"gamma": "real", "n": "size"}),
        other=formula("-gamma/n", {"gamma": "real", "n": "size"}),
        dx1=formula(f"gamma*(g1 - ({' + '.join(names)})/{n})", symbols),
        growing=formula(f"({factor})*(1 - 1/n)", {"n": "size"}),
        limit=_short(factor),
        naive_limit=_short(gamma * first),
        general_limit=formula("gamma*(g - gbar)", dict.fromkeys(("gamma", "g", "gbar"), "real")),
        limit_if_mean_vanishes=formula("gamma*g", dict.fromkeys(("gamma", "g"), "real")),
        own_path=_row(gamma * (n - 1) / n * g),
        summed=_row(gamma * (g - g.sum())),
        unscaled=_row(g - mean_g),
        uncentered_dgamma=_short((g * x).sum()),
        paths=_paths(n),
    )


def verify(params: Params, solution: Solution) -> None:
    """Change one input at a time, run the layer again and take differences of the loss that has these gradients.

    Raises:
        Disagreement: an output, a gradient, a formula or a limit is another.
    """
    gamma, beta = Fraction(params.gamma), Fraction(params.beta)
    outputs = _layer(params.x, gamma, beta)
    if solution.y != tuple(outputs):
        raise Disagreement(f"the layer puts out {outputs}, not {solution.y}")
    plain = _layer(params.x, Fraction(1), Fraction(0))
    if solution.centered != tuple(plain) or solution.mu != params.x[0] - plain[0]:
        raise Disagreement(f"without scale and shift the layer puts out {plain}, not {solution.centered}")
    found = _slopes(lambda x: _loss(params.g, _layer(x, gamma, beta)), params.x)
    if solution.dx != tuple(found):
        raise Disagreement(f"differences of the loss are {found}, not {solution.dx}")
    (dgamma,) = _slopes(lambda v: _loss(params.g, _layer(params.x, v[0], beta)), (gamma,))
    (dbeta,) = _slopes(lambda v: _loss(params.g, _layer(params.x, gamma, v[0])), (beta,))
    if (solution.dgamma, solution.dbeta) != (dgamma, dbeta):
        raise Disagreement(f"differences in scale and shift are {dgamma} and {dbeta}")
    _verify_means(params, solution)
    _verify_formulas(params, solution)
    _verify_growth(params, solution)


def effort(params: Params, solution: Solution) -> Effort:
    """Return the work of each part: formulas, the same for all; a forward and a backward pass; single gradients."""
    n = len(params.g)
    forward = _centered_work(params.x, solution.centered, params.gamma)
    forward += sum(handwork.total((params.beta, y - params.beta)) for y in solution.y) * (params.beta != 0)
    backward = _centered_work(params.g, solution.differences, params.gamma)
    sums = handwork.total(params.g) + handwork.dot(params.g, solution.centered)
    return {
        "a": 4.0,
        "b": 8.0,
        "c": forward + backward + sums,
        "d": 2.0 * n + sum(handwork.product(params.gamma, g) for g in params.g),
        "e": 1.0 + 2 * n,
        "f": 4.0 + handwork.product(params.gamma, params.first - params.rest),
        "g": 5.0,
    }


def _centered_work(values: Row, centered: Row, factor: Exact) -> float:
    """Return the work of a mean, of the distances from it, and of multiplying them."""
    mean = handwork.total(values) + handwork.quotient(sum(values), len(values))
    return mean + len(values) + sum(handwork.product(factor, c) + handwork.fractional((c,)) for c in centered)


def _layer(x: Row, gamma: Exact, beta: Exact) -> list[Fraction]:
    """Run the layer: the mean is that of the batch."""
    mean = sum(map(Fraction, x)) / Fraction(len(x))
    return [gamma * (v - mean) + beta for v in x]


def _loss(g: Row, outputs: list[Fraction]) -> Fraction:
    """Return a loss whose gradients with respect to the outputs are g."""
    return sum((slope * v for slope, v in zip(g, outputs, strict=True)), Fraction(0))


def _slopes(loss: Callable[[Row], Fraction], point: Row) -> list[Fraction]:
    """Return central differences, which are exact for a linear loss."""

    def moved(place: int, step: int) -> Row:
        return tuple(v + step * (i == place) for i, v in enumerate(point))

    return [(loss(moved(i, 1)) - loss(moved(i, -1))) / 2 for i in range(len(point))]


def _verify_means(params: Params, solution: Solution) -> None:
    """Run the layer on the first example alone, and with a mean that is kept; find the steps from differences."""
    gamma, beta = Fraction(params.gamma), Fraction(params.beta)
    single = _slopes(lambda x: _loss(params.g[:1], _layer(x, gamma, beta)), params.x[:1])
    kept = Fraction(7, 3)  # any number
    frozen = _slopes(lambda x: _loss(params.g, [gamma * (v - kept) + beta for v in x]), params.x)
    if [solution.single] != single or solution.frozen != tuple(frozen):
        raise Disagreement(f"differences for one example are {single}, for a kept mean {frozen}")
    # what stays of the gradient of the identity is its mean
    centered = _layer(params.g, Fraction(1), Fraction(0))
    if solution.differences != tuple(centered) or solution.mean_g != params.g[0] - centered[0]:
        raise Disagreement(f"the centered upstream gradients are {centered}")


def _verify_formulas(params: Params, solution: Solution) -> None:
    """Insert numbers in the formulas and compare with differences of the outputs and of the loss."""
    gamma = Fraction(params.gamma)
    point = {"gamma": gamma, **{f"g{i}": Fraction(v) for i, v in enumerate(params.g, start=1)}}
    if _value(solution.dx1, point) != solution.dx[0]:
        raise Disagreement(f"{solution.dx1} is not {solution.dx[0]}")
    for n in _BATCHES[1:]:
        x = tuple(range(n))
        steps = [_slopes(lambda v, j=j: _layer(v, gamma, Fraction(0))[j], x)[0] for j in (0, 1)]  # type: ignore[misc]
        found = [_value(f, {"gamma": gamma, "n": Fraction(n)}) for f in (solution.own, solution.other)]
        if found != steps:
            raise Disagreement(f"for {n} examples the first two outputs have the slopes {steps}, not {found}")


def _verify_growth(params: Params, solution: Solution) -> None:
    """Take differences for some sizes of the growing batch; at a million nothing but one millionth may be left."""
    gamma = Fraction(params.gamma)
    for n in _BATCHES:
        g = (params.first, *(params.rest,) * (n - 1))
        slope = _slopes(lambda x, g=g: _loss(g, _layer(x, gamma, Fraction(0))), (0,) * n)[0]  # type: ignore[misc]
        if _value(solution.growing, {"n": Fraction(n)}) != slope:
            raise Disagreement(f"for {n} examples the first slope is {slope}, not that of {solution.growing}")
    mean = (Fraction(params.first) + (_LARGE - 1) * Fraction(params.rest)) / _LARGE
    gradient = gamma * (params.first - mean)
    if abs(gradient - solution.limit) * _LARGE > abs(gamma * (Fraction(params.first) - params.rest)):
        raise Disagreement(f"for {_LARGE} examples the first slope is {gradient}, not nearly {solution.limit}")
    limits = (
        (solution.general_limit, Fraction(params.rest), solution.limit),
        (solution.limit_if_mean_vanishes, Fraction(0), solution.naive_limit),
    )
    for limit, mean, expected in limits:
        point = {"gamma": gamma, "g": Fraction(params.first), "gbar": mean}
        if _value(limit, point) != expected:
            raise Disagreement(f"{limit} is not {expected}")


def _value(rule: Formula, point: dict[str, Fraction]) -> Any:
    return Evaluation(rule.source, point).value


def _paths(n: int) -> Graph:
    """Return which number acts on which: the first input directly on the first output, and by the mean on all."""
    nodes, edges = [Node("mu", (1.5, (n - 1) / 2), (Math(r"\mu"),), "circle")], []
    for i in range(n):
        row = n - 1 - i
        nodes += [Node(f"x{i}", (0, row), (Math(f"x_{i + 1}"),)), Node(f"y{i}", (3, row), (Math(f"y_{i + 1}"),))]
        edges += [Edge(f"x{i}", "mu", marked=i == 0), Edge("mu", f"y{i}", marked=True)]
        around = (30, 150) if 2 * row == n - 1 else None  # the mean lies in this row
        edges.append(Edge(f"x{i}", f"y{i}", curve=around, marked=i == 0))
    alt = f"Each of {n} inputs has an arrow to the mean and one to its output; the mean has an arrow to every output."
    return Graph(tuple(nodes), tuple(edges), alt, step=(54.0, 34.0))


def _array(values: Row) -> NDArray[Any]:
    return np.array([Fraction(v) for v in values], dtype=object)


def _short(value: Any) -> Any:
    """Return a whole number as an int, a ratio of up to three decimals as a decimal, any other as a fraction."""
    exact = Fraction(value)
    if exact.denominator == 1:
        return exact.numerator
    return shortest(exact) if 1000 % exact.denominator == 0 else exact


def _row(values: Any) -> Row:
    """Return the values, none as a decimal where another is a fraction."""
    row = tuple(_short(v) for v in values)
    if all(1000 % Fraction(v).denominator == 0 for v in row):
        return row
    return tuple(v if isinstance(v, int) else Fraction(v) for v in row)
