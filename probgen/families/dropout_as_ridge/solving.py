"""The terms of the formula, the changes of variables, and the normal equations."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import isqrt
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ... import handwork
from ...exact import Exact, shortest
from ...family import Effort, NotWellPosed
from .formulas import Forms, forms

Row = tuple[Exact, ...]
Matrix = tuple[Row, ...]

_MOST = 8  # entries of a matrix, whose masks are all summed


@dataclass(frozen=True, slots=True)
class Params:
    """Two regressions, which are independent; each has the smallest example as its default.

    `x` n by d with columns of rational norm, `y`, the weights `w` to insert and the keep probability `keep`, whose odds
    have a rational root; `design` with `targets`, to be fitted with the keep probability `fit_keep` and with `decay`.
    """

    x: Matrix = ((3, 0), (4, 5))
    y: Row = (1, 2)
    w: Row = (1, -1)
    keep: Exact = Fraction(1, 2)
    design: Matrix = ((1, 1), (0, 1))
    targets: Row = (3, 2)
    fit_keep: Exact = Fraction(1, 2)
    decay: Exact = 1

    def __post_init__(self) -> None:
        for matrix, targets in ((self.x, self.y), (self.design, self.targets)):
            if len(matrix) != len(targets) or len({len(row) for row in matrix}) != 1:
                raise ValueError("a matrix needs rows of one length, and a target for each of them")
            if len(matrix) * len(matrix[0]) > _MOST:
                raise ValueError(f"a matrix may have at most {_MOST} entries")
        if len(self.w) != len(self.x[0]):
            raise ValueError(f"there must be {len(self.x[0])} weights, one for each column")
        if not (0 < self.keep < 1 and 0 < self.fit_keep < 1 and self.decay > 0):
            raise ValueError("keep probabilities must lie between 0 and 1, and the decay must be positive")
        squares = [(1 - Fraction(self.keep)) / self.keep, *(sum(v * v for v in c) for c in zip(*self.x, strict=True))]
        if 0 in squares or any(_root(Fraction(s)) is None for s in squares):
            raise ValueError("the norms of the columns and the root of (1-p)/p must be positive fractions")


class Solution(NamedTuple):
    """Losses, matrices and weights of the parts, and what known mistakes lead to."""

    mean_output: Row  # p X w
    fit: Exact
    squared_norms: Row
    penalty: Exact
    expected: Exact
    moments: Matrix  # E (R*X)^T (R*X)
    gram: Matrix
    norms: Row
    root: Exact  # of the odds
    gamma: Row
    transformed: Matrix
    column_norms: Row
    odds: Exact  # of the second regression, (1-p)/p
    design_gram: Matrix
    design_squares: Row
    correlation: Row  # A^T b
    tikhonov_weights: Row  # p w
    dropout_weights: Row
    ridge_weights: Row
    forms: Forms
    falls: bool  # whether the strength of the penalty falls as more is kept
    penalty_unsquared: Exact
    penalty_second_moment: Exact  # p in place of p (1-p)
    moments_uniform: Matrix  # p^2 everywhere
    gamma_inverted: Row
    gamma_unrooted: Row
    transformed_wrong_way: Matrix  # X G
    inverted_weights: Row  # with p/(1-p)
    unsquared_penalty_weights: Row  # without the squared norms


def solve(params: Params) -> Solution:
    """Return the terms of the formula, the changes of variables, and the solutions of the normal equations.

    Raises:
        NotWellPosed: a column of the design is zero, so that its weight is free.
    """
    p, x, w = Fraction(params.keep), _array(params.x), _array(params.w)
    output, squares, gram = p * (x @ w), (x * x).sum(axis=0), x.T @ x
    fit = ((_array(params.y) - output) ** 2).sum()
    penalty = p * (1 - p) * (squares * w * w).sum()
    norms, root = np.array([_root(s) for s in squares], dtype=object), _root((1 - p) / p)
    gamma = norms * root
    a, b, q = _array(params.design), _array(params.targets), Fraction(params.fit_keep)
    energies, odds = (a * a).sum(axis=0), (1 - q) / q
    if 0 in energies:
        raise NotWellPosed("no column of the design is zero")
    correlation = a.T @ b
    tikhonov = _solved(a.T @ a + np.diag(odds * energies), correlation)
    identity = np.diag([Fraction(1)] * len(energies))
    return Solution(
        mean_output=_row(output),
        fit=_short(fit),
        squared_norms=_row(squares),
        penalty=_short(penalty),
        expected=_short(fit + penalty),
        moments=_matrix(p * p * gram + np.diag(p * (1 - p) * squares)),
        gram=_matrix(gram),
        norms=_row(norms),
        root=_short(root),
        gamma=_row(gamma),
        transformed=_matrix(x / gamma),
        column_norms=_row(norms / gamma),
        odds=_short(odds),
        design_gram=_matrix(a.T @ a),
        design_squares=_row(energies),
        correlation=_row(correlation),
        tikhonov_weights=_row(tikhonov),
        dropout_weights=_row(tikhonov / q),
        ridge_weights=_row(_solved(a.T @ a + params.decay * identity, correlation)),
        forms=forms(),
        falls=True,  # it is 1/p - 1
        penalty_unsquared=_short(p * (1 - p) * (norms * w * w).sum()),
        penalty_second_moment=_short(p * (squares * w * w).sum()),
        moments_uniform=_matrix(p * p * gram),
        gamma_inverted=_row(norms / root),
        gamma_unrooted=_row(gamma * root),
        transformed_wrong_way=_matrix(x * gamma),
        inverted_weights=_row(_solved(a.T @ a + np.diag(energies / odds), correlation) / q),
        unsquared_penalty_weights=_row(_solved(a.T @ a + odds * identity, correlation) / q),
    )


def effort(params: Params, solution: Solution) -> Effort:
    """Return the work of each part: formulas whose length follows from the shape, and the arithmetic of the numbers."""
    columns = _columns(params.x)
    return {
        "a": 10.0,
        "b": 8.0,
        "c": sum(handwork.dot(u, v) for u in columns for v in columns) + _scaled(solution.gram, params.keep),
        "d": _losses(params, solution),
        "e": 3.0 + _diagonal(columns, solution),
        "f": 6.0,
        "g": 2.0 + _shrunk(params, solution) + handwork.weight(solution.column_norms[0]),
        "h": 5.0,
        "i": 8.0 + _fitted(params, solution.dropout_weights, params.fit_keep),
        "j": 1.0,
        "k": 4.0 + _fitted(params, solution.ridge_weights, params.decay),
        "l": 5.0,
    }


def _columns(matrix: Matrix) -> list[Row]:
    return [tuple(row[j] for row in matrix) for j in range(len(matrix[0]))]


def _scaled(matrix: Matrix, factor: Exact) -> float:
    return sum(handwork.product(factor, entry) for row in matrix for entry in row)


def _diagonal(columns: list[Row], solution: Solution) -> float:
    """Return the work of the columns' norms, each times the root of the odds."""
    norms = sum(handwork.dot(column, column) for column in columns) + sum(map(handwork.weight, solution.norms))
    return norms + sum(handwork.product(solution.root, norm) for norm in solution.norms)


def _losses(params: Params, solution: Solution) -> float:
    """Return the work of both terms of the loss and their sum."""
    outputs = sum(handwork.dot(row, params.w) + handwork.product(params.keep, 2) for row in params.x)
    residuals = [Fraction(y) - Fraction(o) for y, o in zip(params.y, solution.mean_output, strict=True)]
    fit = handwork.dot(residuals, residuals)
    fit += sum(map(handwork.total, zip(params.y, solution.mean_output, strict=True)))
    terms = [handwork.product(w, w, s) for w, s in zip(params.w, solution.squared_norms, strict=True)]
    return outputs + fit + sum(terms) + handwork.total((solution.fit, solution.penalty))


def _shrunk(params: Params, solution: Solution) -> float:
    """Return the work of dividing every column by its entry of the diagonal."""
    return sum(handwork.quotient(entry, g) for row in params.x for entry, g in zip(row, solution.gamma, strict=True))


def _fitted(params: Params, weights: Row, strength: Exact) -> float:
    """Return the work of the normal equations of the second regression and of their solution."""
    columns = _columns(params.design)
    equations = sum(handwork.dot(u, v) for u in columns for v in columns)
    equations += sum(handwork.dot(u, params.targets) + handwork.product(strength, 2) for u in columns)
    return equations + sum(3 + handwork.weight(w) + handwork.fractional((w,)) for w in weights)


def _solved(matrix: NDArray[Any], right: NDArray[Any]) -> NDArray[Any]:
    """Solve a positive definite system by elimination in fractions."""
    rows = np.column_stack([matrix, right])
    for i in range(len(rows)):
        rows[i] = rows[i] / rows[i, i]
        for j in range(len(rows)):
            if j != i:
                rows[j] = rows[j] - rows[j, i] * rows[i]
    return np.array(rows[:, -1], dtype=object)


def _root(value: Fraction) -> Fraction | None:
    """Return the square root where it is a fraction."""
    root = Fraction(isqrt(value.numerator), isqrt(value.denominator))
    return root if root * root == value else None


def _array(values: Any) -> NDArray[Any]:
    return np.array([[Fraction(x) for x in v] if isinstance(v, tuple) else Fraction(v) for v in values], dtype=object)


def _short(value: Any) -> Any:
    """Return a whole number as an int, a ratio of up to three decimals as a decimal, any other as a fraction."""
    exact = Fraction(value)
    if exact.denominator == 1:
        return exact.numerator
    return shortest(exact) if 1000 % exact.denominator == 0 else exact


def _row(values: Any) -> Row:
    (row,) = _matrix([values])
    return row


def _matrix(values: Any) -> Matrix:
    """Return the values, none as a decimal where another is a fraction."""
    exact = [[Fraction(v) for v in line] for line in values]
    if all(1000 % v.denominator == 0 for line in exact for v in line):
        return tuple(tuple(_short(v) for v in line) for line in exact)
    return tuple(tuple(v.numerator if v.denominator == 1 else v for v in line) for line in exact)
