"""The closed form of the gradient, the steps that lead to it, and a program with a planted fault."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import isclose, isqrt, sqrt
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ... import handwork
from ...document import Graph
from ...exact import Exact, Formula, Real, decimal_places, shortest
from ...family import Effort, NotWellPosed
from ...symbolic import formula
from . import graph
from .graph import Arrow, Words
from .program import FAULTS, Run, run

Row = tuple[Real, ...]

_LOCAL = {"x_i": "real", "mu": "real", "v": "positive", "eps": "positive", "n": "size"}
_FEATURES, _EXAMPLES = 2, 3  # of the batch in which single entries are changed


@dataclass(frozen=True, slots=True)
class Params:
    """One feature `x` of a batch with upstream gradients `dy`, both of n numbers; scale, shift and `epsilon`.

    `fault` is planted in the program (a name of `program.FAULTS`). `drawn` are arrows that the graph shows, such as
    X-mu, and `wrong` is one that does not belong there. Of a batch of 3 examples with 2 features `changed` are entries
    that are altered, and `watched` a mean, a variance, an entry of Z and one of Y, such as mu1, v2, Z31, Y12.
    """

    x: tuple[Exact, ...] = (1, 1, 5, 5)
    dy: tuple[Exact, ...] = (1, 2, 3, 6)
    gamma: Exact = 2
    beta: Exact = 0
    epsilon: Exact = 0
    fault: str = "lost_factor"
    drawn: Words = ()
    wrong: str = "gamma-Z"
    changed: Words = ("X21", "gamma1", "beta2")
    watched: Words = ("mu1", "v2", "Z31", "Y12")

    def __post_init__(self) -> None:
        if len(self.x) != len(self.dy) or len(self.x) < 2:
            raise ValueError("there must be as many inputs as upstream gradients, at least two")
        if self.gamma == 0 or self.epsilon < 0:
            raise ValueError("the scale must not be zero, and epsilon must not be negative")
        if self.fault not in FAULTS:
            raise ValueError(f"the fault must be one of {', '.join(FAULTS)}")
        if not {graph.arrow(text) for text in self.drawn} <= {*graph.ARROWS} - {*graph.NEUTRAL}:
            raise ValueError("the arrows that are drawn must belong to the graph, and mu-sigma2 must not be among them")
        if graph.arrow(self.wrong) in graph.ARROWS:
            raise ValueError("the wrong arrow must not belong to the graph")
        if tuple(graph.kind(entry)[0] for entry in self.watched) != ("mu", "v", "Z", "Y"):
            raise ValueError("a mean, a variance, an entry of Z and one of Y are watched")
        for entry in (*self.changed, *self.watched):
            name, indices = graph.kind(entry)
            limits = {"X": 2, "Z": 2, "Y": 2, "epsilon": 0}.get(name, 1)
            bounds = (_EXAMPLES, _FEATURES)[2 - limits :]
            fits = len(indices) == limits and all(1 <= i <= most for i, most in zip(indices, bounds, strict=True))
            if name not in ("X", "Z", "Y", "mu", "v", "gamma", "beta", "epsilon") or not fits:
                raise ValueError(f"'{entry}' is no entry of a layer with 3 examples and 2 features")


class Reach(NamedTuple):
    """A changed entry, and which of the watched ones change with it: yes or no, and those that do."""

    item: str
    mu: str
    v: str
    z: str
    y: str
    seen: Words


class Test(NamedTuple):
    """A quick test of a gradient, and whether the faulty program passes it."""

    item: str
    passed: str


class Solution(NamedTuple):
    """Graph, steps, gradients, and what the faulty program and known mistakes lead to."""

    edges: tuple[Arrow, ...]
    neutral_edges: tuple[Arrow, ...]
    unfinished: Graph
    complete: Graph
    watched_tex: Words
    reach: tuple[Reach, ...]
    z_by_x: Formula
    z_by_mu: Formula
    z_by_v: Formula
    mu_by_x: Formula
    v_by_x: Formula
    v_by_mu: Exact
    closed: Formula
    dx1: Formula
    mu: Real
    deviations: Row
    v: Real
    root: Real  # sqrt(v + epsilon)
    z: Row
    y: Row
    mean_d: Real
    mean_dz: Real  # mean of d z
    centered_d: Row
    along_z: Row  # z mean(d z)
    rest: Row  # d - mean d - z mean(d z)
    factor: Real  # gamma over the root
    dx: Row
    dgamma: Real
    dbeta: Real
    fault_line: int
    right: Run
    faulty: Run
    faulty_dx: Row
    tests: tuple[Test, ...]
    direct: Row  # gamma/root d
    without_variance: Row
    without_mean: Row
    unrooted: Row  # divided by v + epsilon
    uncentered_dgamma: Real  # sum d x
    unnormalized_dgamma: Real  # sum d (x - mu)


def solve(params: Params) -> Solution:
    """Return the closed form and all steps.

    Raises:
        NotWellPosed: all inputs are equal and epsilon is zero, or the planted fault does not show.
    """
    x, d, gamma = _array(params.x), _array(params.dy), Fraction(params.gamma)
    n, mu = len(x), x.sum() / len(x)
    v = ((x - mu) ** 2).sum() / n
    root = _root(v + params.epsilon)
    if not root:
        raise NotWellPosed("the inputs differ, or epsilon is positive")
    z = (x - mu) / root
    mean_d, mean_dz = d.sum() / n, (d * z).sum() / n
    dx = gamma / root * (d - mean_d - z * mean_dz)
    right, faulty = run(x - mu, root, gamma, d), run(x - mu, root, gamma, d, params.fault)
    if _zero(faulty.dx - dx):
        raise NotWellPosed("the fault changes the gradient")
    drawn = tuple(map(graph.arrow, params.drawn))
    return Solution(
        edges=graph.ARROWS,
        neutral_edges=graph.NEUTRAL,
        unfinished=graph.unfinished((*drawn, graph.arrow(params.wrong))),
        complete=graph.complete(drawn),
        watched_tex=tuple(map(graph.tex, params.watched)),
        reach=tuple(_reach(entry, params.watched) for entry in params.changed),
        **_formulas(n),
        v_by_mu=0,
        mu=_short(mu),
        deviations=_row(x - mu),
        v=_short(v),
        root=_short(root),
        z=_row(z),
        y=_row(gamma * z + params.beta),
        mean_d=_short(mean_d),
        mean_dz=_short(mean_dz),
        centered_d=_row(d - mean_d),
        along_z=_row(z * mean_dz),
        rest=_row(d - mean_d - z * mean_dz),
        factor=_short(gamma / root),
        dx=_row(dx),
        dgamma=_short((d * z).sum()),
        dbeta=_short(d.sum()),
        fault_line=FAULTS[params.fault],
        right=_written(right),
        faulty=_written(faulty),
        faulty_dx=_row(faulty.dx),
        tests=_tests(params, x - mu, root, faulty),
        direct=_row(gamma / root * d),
        without_variance=_row(gamma / root * (d - mean_d)),
        without_mean=_row(gamma / root * (d - z * mean_dz)),
        unrooted=_row(dx / root),
        uncentered_dgamma=_short((d * x).sum()),
        unnormalized_dgamma=_short((d * (x - mu)).sum()),
    )


def effort(params: Params, solution: Solution) -> Effort:
    """Return the work of each part: 1 for an arrow or tick, formulas, the passes in numbers, tests of gradients."""
    n = len(params.x)
    statistics = handwork.total(params.x) + handwork.quotient(sum(params.x), n) + handwork.weight(solution.root)
    statistics += handwork.dot(solution.deviations, solution.deviations) + n
    forward = sum(handwork.quotient(d, solution.root) for d in solution.deviations)
    means = handwork.total(params.dy) + handwork.dot(params.dy, solution.z) + 2 * handwork.quotient(sum(params.dy), n)
    parts = sum(handwork.product(z, solution.mean_dz) + handwork.total((c, -a)) for z, c, a in _terms(solution))
    scaled = sum(handwork.product(solution.factor, r) + handwork.fractional((r,)) for r in solution.rest)
    again = sum(handwork.weight(v) + 0.5 * (v < 0) for v in solution.faulty_dx)
    return {
        "a": float(len(graph.ARROWS) - len(params.drawn)),
        "b": 4.0 * len(params.changed),
        "c": 12.0,
        "d": 20.0,
        "e": statistics + forward + means + parts + scaled,
        "f": 4.0 + 4 * n + again,
        "g": 3.0 * n,
    }


def _terms(solution: Solution) -> Iterator[tuple[Real, Real, Real]]:
    yield from zip(solution.z, solution.centered_d, solution.along_z, strict=True)


def _formulas(n: int) -> dict[str, Formula]:
    """Return the local derivatives, and the gradient in short and written out for n examples."""
    d, x = [[f"{letter}{k}" for k in range(1, n + 1)] for letter in "dx"]
    products = " + ".join(f"{a}*({b} - mu)" for a, b in zip(d, x, strict=True))
    dx1 = f"gamma/sqrt(v + eps)*(d1 - ({' + '.join(d)})/{n} - (x1 - mu)/({n}*(v + eps))*({products}))"
    named = {"gamma": "real", "v": "positive", "eps": "positive"}
    return {
        "z_by_x": formula("1/sqrt(v + eps)", _LOCAL),
        "z_by_mu": formula("-1/sqrt(v + eps)", _LOCAL),
        "z_by_v": formula("-(x_i - mu)/(2*(v + eps)**(3/2))", _LOCAL),
        "mu_by_x": formula("1/n", _LOCAL),
        "v_by_x": formula("2*(x_i - mu)/n", _LOCAL),
        "closed": formula(
            "gamma/sqrt(v + eps)*(d_i - d_bar - z_i*c)",
            {**named, **dict.fromkeys(("d_i", "d_bar", "z_i", "c"), "real")},
        ),
        "dx1": formula(dx1, {**named, "mu": "real", **dict.fromkeys((*d, *x), "real")}),
    }


def _reach(entry: str, watched: Words) -> Reach:
    seen = tuple(target for target in watched if graph.reaches(entry, target))
    mu, v, z, y = ("yes" if target in seen else "no" for target in watched)
    return Reach(graph.tex(entry), mu, v, z, y, tuple(map(graph.tex, seen)))


def _tests(params: Params, deviations: NDArray[Any], root: Real, faulty: Run) -> tuple[Test, ...]:
    """Return the tests that the right gradient passes; orthogonality to z holds without epsilon only."""
    ones = np.array([Fraction(1)] * len(deviations), dtype=object)
    constant = run(deviations, root, Fraction(params.gamma), ones, params.fault).dx
    passed = {
        "The entries of the gradient add up to zero.": _zero([faulty.dx.sum()]),
        "The gradient is zero if all $d_i$ are equal.": _zero(constant),
    }
    if not params.epsilon:
        passed["The sum of $z_i\\, \\partial L/\\partial x_i$ over all $i$ is zero."] = _zero(
            [(deviations * faulty.dx).sum()]
        )
    return tuple(Test(item, "yes" if right else "no") for item, right in passed.items())


def _zero(values: Any) -> bool:
    return all(isclose(value, 0, abs_tol=1e-9) if isinstance(value, float) else value == 0 for value in values)


def _root(value: Fraction) -> Real:
    """Return the square root, exact where it is a fraction."""
    root = Fraction(isqrt(value.numerator), isqrt(value.denominator))
    return root if root * root == value else sqrt(value)


def _array(values: Any) -> NDArray[Any]:
    return np.array([Fraction(v) for v in values], dtype=object)


def _short(value: Any) -> Any:
    """Return a whole number as an int, a ratio of up to three decimals as a decimal, another as it is."""
    if isinstance(value, float):
        return value
    exact = Fraction(value)
    if exact.denominator == 1:
        return exact.numerator
    return shortest(exact) if 1000 % exact.denominator == 0 else exact


def _row(values: Any) -> Row:
    """Return the values, none as a decimal where another is a fraction."""
    row = tuple(_short(v) for v in values)
    if any(isinstance(v, Fraction) and decimal_places(v) is None for v in row):
        return tuple(Fraction(v) if isinstance(v, Fraction) else v for v in row)
    return row


def _written(done: Run) -> Run:
    return Run(_row(done.dz), _short(done.dv), _short(done.dmu), _row(done.dx))
