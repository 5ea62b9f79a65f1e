"""The second method: sums over all masks, losses before and after each change of variables, differences at minima."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import product
from typing import Any

from ...exact import Exact
from ...family import Disagreement
from .formulas import verify_forms
from .solving import Matrix, Params, Row, Solution


def verify(params: Params, solution: Solution) -> None:
    """Sum over all masks, compare the losses before and after each change of variables, take differences at the minima.

    Raises:
        Disagreement: a term, an entry or a weight is another.
    """
    verify_forms(solution.forms)
    p = Fraction(params.keep)
    moments = _moments(params.x, p)
    if solution.moments != moments:
        raise Disagreement(f"over all masks the second moments are {moments}, not {solution.moments}")
    _verify_steps(params, solution)
    loss = _expected(params.x, params.y, p)
    outputs = [sum(p * v * w for v, w in zip(row, params.w, strict=True)) for row in params.x]
    fit = sum((t - o) ** 2 for t, o in zip(params.y, outputs, strict=True))
    if tuple(outputs) != solution.mean_output:
        raise Disagreement(f"the mean outputs are {outputs}, not {solution.mean_output}")
    if (fit, loss(params.w) - fit, loss(params.w)) != (solution.fit, solution.penalty, solution.expected):
        raise Disagreement(f"over all masks the expected loss is {loss(params.w)}, of which the fit is {fit}")
    # two quadratic functions of w that agree here agree everywhere
    for point in product((-1, 0, 1, 2), repeat=len(params.w)):
        u = [p * v for v in point]
        v = [g * z for g, z in zip(solution.gamma, u, strict=True)]
        tikhonov = _ridge(params.x, params.y, Fraction(1), u, v)
        ridge = _ridge(solution.transformed, params.y, Fraction(1), v, v)
        if not loss(point) == tikhonov == ridge:
            raise Disagreement(f"at {point} the losses are {loss(point)}, {tikhonov} and {ridge}")
    if min(solution.gamma) <= 0 or any(
        n < 0 or n * n != sum(v * v for v in c)
        for n, c in zip(solution.column_norms, zip(*solution.transformed, strict=True), strict=True)
    ):
        raise Disagreement(f"the columns of {solution.transformed} do not have the norms {solution.column_norms}")
    with_masks = _expected(params.design, params.targets, Fraction(params.fit_keep))
    _verify_flat("dropout", with_masks, solution.dropout_weights)
    decay = Fraction(params.decay)
    _verify_flat(
        "weight decay", lambda w: _ridge(params.design, params.targets, decay, w, w), solution.ridge_weights
    )  # fmt: skip
    _verify_trend(solution)
    scaled = tuple(Fraction(params.fit_keep) * w for w in solution.dropout_weights)
    if scaled != solution.tikhonov_weights:
        raise Disagreement(f"the weights times the keep probability are {scaled}")


def _verify_trend(solution: Solution) -> None:
    """Fit one feature of norm 1 to the target 1: the weight p w = 1/(1 + strength) grows as the strength falls."""
    fitted = []
    for p in (Fraction(1, 4), Fraction(1, 2), Fraction(3, 4)):
        loss = _expected(((1,),), (1,), p)
        slopes = [loss([w + 1]) - loss([w]) for w in (0, 1)]  # of a quadratic function
        fitted.append(p * (Fraction(1, 2) - slopes[0] / (slopes[1] - slopes[0])))
    if solution.falls != (fitted == sorted(fitted)):
        raise Disagreement(f"the fitted weights are {fitted}")


def _masked(x: Matrix, p: Fraction) -> Iterator[tuple[int, list[list[Exact]]]]:
    """Yield every masked matrix with its probability times `_whole`, an integer, which sums are faster with."""
    n, d = len(x), len(x[0])
    for mask in product((0, 1), repeat=n * d):
        kept = sum(mask)
        chance = p.numerator**kept * (p.denominator - p.numerator) ** (n * d - kept)
        yield chance, [[mask[i * d + j] * x[i][j] for j in range(d)] for i in range(n)]


def _whole(x: Matrix, p: Fraction) -> int:
    return int(p.denominator ** (len(x) * len(x[0])))


def _moments(x: Matrix, p: Fraction) -> Matrix:
    sides, whole = range(len(x[0])), _whole(x, p)
    total: list[list[Exact]] = [[0 for _ in sides] for _ in sides]
    for chance, rows in _masked(x, p):
        for i, j in product(sides, repeat=2):
            total[i][j] += chance * sum(row[i] * row[j] for row in rows)
    return tuple(tuple(Fraction(entry) / whole for entry in line) for line in total)


def _expected(x: Matrix, y: Row, p: Fraction) -> Callable[[Any], Fraction]:
    """Return the expected loss as a function of the weights, the sum over all masks."""
    masked, whole = list(_masked(x, p)), _whole(x, p)
    return lambda w: Fraction(sum(chance * _squares(rows, y, w) for chance, rows in masked)) / whole


def _squares(x: Any, y: Row, weights: Any) -> Exact:
    """Return |y - x weights|^2."""
    errors = (t - sum(v * w for v, w in zip(row, weights, strict=True)) for t, row in zip(y, x, strict=True))
    total: Exact = sum((e * e for e in errors), start=0)
    return total


def _ridge(x: Any, y: Row, decay: Fraction, weights: Any, penalized: Any) -> Fraction:
    """Return |y - x weights|^2 + decay |penalized|^2."""
    return _squares(x, y, weights) + decay * sum(Fraction(v) ** 2 for v in penalized)


def _verify_steps(params: Params, solution: Solution) -> None:
    """Find the printed matrices and norms again: nothing is dropped where the keep probability is 1."""
    for x, gram, squares in (
        (params.x, solution.gram, solution.squared_norms),
        (params.design, solution.design_gram, solution.design_squares),
    ):
        whole = _moments(x, Fraction(1))
        if gram != whole or squares != tuple(line[i] for i, line in enumerate(whole)):
            raise Disagreement(f"the products of the columns of {x} are {whole}")
    roots = [*zip(solution.norms, solution.squared_norms, strict=True), (solution.root, 1 / Fraction(params.keep) - 1)]
    if any(root < 0 or root * root != square for root, square in roots):
        raise Disagreement(f"some of {roots} are no roots")
    correlation = tuple(
        sum(v * t for v, t in zip(column, params.targets, strict=True)) for column in zip(*params.design, strict=True)
    )
    if correlation != solution.correlation or solution.odds != 1 / Fraction(params.fit_keep) - 1:
        raise Disagreement(f"the right-hand side is {correlation}")


def _verify_flat(what: str, loss: Callable[[Any], Fraction], weights: Row) -> None:
    """Test that a convex quadratic loss is the same on both sides of the weights."""
    for i in range(len(weights)):
        ahead, behind = ([w + step * (i == j) for j, w in enumerate(weights)] for step in (1, -1))
        if loss(ahead) != loss(behind):
            raise Disagreement(f"with {what} the loss has a slope at {weights} in coordinate {i + 1}")
