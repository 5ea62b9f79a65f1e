"""The linear autoencoder with weight decay: how a framework trains it, and what its minimum looks like.

The loss is tr (I - W2 W1) C (I - W2 W1)^T + l (|W1|^2 + |W2|^2) with the covariance C of eigenvalues e_1 > e_2 > ...
and a code of k numbers. Along each of the first k eigenvectors both matrices have the same singular value s with
s^2 = max(0, 1 - l/e_i); the remaining directions are lost. With the decays a of the encoder and b of the decoder and a
product that is kept at 1, the singular value s of the decoder minimizes b s^2 + a/s^2, so s^4 = a/b.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import isclose, isqrt, sqrt
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from .. import handwork
from ..exact import Exact, Formula, Real, Value, shortest
from ..family import Disagreement, Effort, NotWellPosed
from ..symbolic import formula, syntax
from ..symbolic.evaluation import Evaluation

Row = tuple[Exact, ...]

_ROUNDS = 1000  # of alternating least squares, at most
_STILL = 1e-10  # change of a round that ends them
_CLOSE = 1e-6
_NEAR = 0.005  # as squares are read
_SCALES = [Fraction(n, 20) for n in range(1, 100)]  # multiples of a minimizer that are tried


@dataclass(frozen=True, slots=True)
class Params:
    """Three settings, which are independent; each has the smallest example as its default.

    Decreasing `eigenvalues` with code size `k` and decay `decay`; a framework whose squared error is the `reduction`
    ("mean" or "sum") over `coordinates`, for the decay `wanted`; the decays of encoder and decoder for the balance.
    """

    eigenvalues: Row = (2, 1)
    k: int = 1
    decay: Exact = Fraction(1, 2)
    coordinates: int = 2
    wanted: Exact = 1
    reduction: str = "mean"
    encoder_decay: Exact = 1
    decoder_decay: Exact = 1

    def __post_init__(self) -> None:
        if any(a <= b for a, b in zip(self.eigenvalues, (*self.eigenvalues[1:], 0), strict=True)):
            raise ValueError("the eigenvalues must be positive and strictly decreasing")
        if not 1 <= self.k <= len(self.eigenvalues):
            raise ValueError(f"the code has 1 to {len(self.eigenvalues)} numbers")
        if min(self.decay, self.wanted, self.encoder_decay, self.decoder_decay, self.coordinates) <= 0:
            raise ValueError("decays and coordinates must be positive")
        if self.reduction not in ("mean", "sum"):
            raise ValueError("the reduction must be 'mean' or 'sum'")


class Solution(NamedTuple):
    """Singular values, losses and options of the parts, and what known mistakes lead to."""

    squares: Row  # of the singular values of both matrices
    singular_values: tuple[Real, ...]
    kept_losses: Row  # what each code direction costs, penalty included
    lost: Exact  # sum of the eigenvalues of the directions without code
    least_loss: Exact
    death: Exact  # decay from which on the last code direction is unused
    value_formula: Formula  # singular value of a direction with the eigenvalue sigma^2
    decay_formula: Formula  # the framework's weight decay for lambda
    direction_penalty: Formula  # over lambda, of a direction with the singular value s in the decoder
    direction_value: Real  # its minimizer
    direction_least: Real  # its minimum
    weight_decay: Exact
    factor: int  # by which the framework's loss is too small
    decoder_value: Real
    encoder_value: Real
    balance: Real  # least penalty of a direction
    gains: Row  # ridge gains e/(e + l)
    squares_doubled: Row  # 1 - 2 l/e
    undivided: Exact  # 2 l
    unhalved: Exact  # l/m, without the factor 2
    inverted_value: Real


def solve(params: Params) -> Solution:
    """Return the closed forms above; singular values are floats where they are irrational.

    Raises:
        NotWellPosed: a direction is just about to be given up.
    """
    if params.decay in params.eigenvalues[: params.k]:
        raise NotWellPosed("the decay is none of the eigenvalues with a code")
    values, decay = [Fraction(e) for e in params.eigenvalues], Fraction(params.decay)
    squares = [max(Fraction(0), 1 - decay / e) for e in values[: params.k]]
    costs = [e * (1 - p) ** 2 + 2 * decay * p for e, p in zip(values, squares, strict=False)]
    lost = sum(values[params.k :], Fraction(0))
    factor = params.coordinates if params.reduction == "mean" else 1
    quotient = Fraction(params.encoder_decay) / params.decoder_decay
    decoder = _root(_root(quotient))
    return Solution(
        squares=_row(squares),
        singular_values=tuple(_root(p) for p in squares),
        kept_losses=_row(costs),
        lost=_short(lost),
        least_loss=_short(sum(costs) + lost),
        death=_short(values[params.k - 1]),
        value_formula=formula("sqrt(1 - lam/sigma**2)", {"lam": "positive", "sigma": "positive"}),
        decay_formula=formula(
            "2*lam/m" if params.reduction == "mean" else "2*lam",
            {"lam": "positive"} | ({"m": "size"} if params.reduction == "mean" else {}),
        ),
        direction_penalty=formula("s**2 + 1/s**2", {"s": "positive"}),
        direction_value=1,
        direction_least=2,
        weight_decay=_short(2 * Fraction(params.wanted) / factor),
        factor=factor,
        decoder_value=decoder,
        encoder_value=_short(Fraction(1) / decoder),
        balance=_short(2 * _root(Fraction(params.encoder_decay) * params.decoder_decay)),
        gains=_row([e / (e + decay) for e in values[: params.k]]),
        squares_doubled=_row([max(Fraction(0), 1 - 2 * decay / e) for e in values[: params.k]]),
        undivided=_short(2 * Fraction(params.wanted)),
        unhalved=_short(Fraction(params.wanted) / factor),
        inverted_value=_short(Fraction(1) / decoder),
    )


def follow(params: Params, solution: Solution, wanted: str, earlier: Mapping[str, Value]) -> Value | None:
    """Return the least loss with a student's own squares, or own singular values.

    The bound depends on neither; a factor 2 that is missing in the squares is missing in it as well.
    """
    squares = earlier.get("squares", solution.squares)
    if "squares" not in earlier and "singular_values" in earlier:
        squares = tuple(value * value for value in earlier["singular_values"])
    kept = params.eigenvalues[: params.k]
    costs = (e * (1 - p) ** 2 + 2 * params.decay * p for e, p in zip(kept, squares, strict=True))
    doubled = np.allclose(np.array(squares, dtype=float), np.array(solution.squares_doubled, dtype=float), atol=_NEAR)
    death = _short(Fraction(solution.death) / 2) if doubled else solution.death
    return {"least_loss": sum(costs) + solution.lost, "death": death}.get(wanted)


def verify(params: Params, solution: Solution) -> None:
    """Train by alternating least squares, take differences of both losses, try many balances.

    Raises:
        Disagreement: a singular value, a loss, the weight decay or the balance is another.
    """
    encoder, decoder = _trained(params)
    for name, matrix in (("encoder", encoder), ("decoder", decoder)):
        found = np.linalg.svd(matrix, compute_uv=False)
        expected = [float(s) for s in solution.singular_values]
        if len(found) != len(expected) or not np.allclose(found, expected, atol=_CLOSE):
            raise Disagreement(f"the trained {name} has the singular values {found}, not {expected}")
    covariance = np.diag([float(e) for e in params.eigenvalues])
    rest = np.eye(len(covariance)) - decoder @ encoder
    # C is diagonal, so the loss falls apart into the coordinates
    costs = (rest**2 @ covariance).sum(axis=0) + float(params.decay) * (
        (encoder**2).sum(axis=0) + (decoder**2).sum(axis=1)
    )
    expected = [*(float(c) for c in solution.kept_losses), *(float(e) for e in params.eigenvalues[params.k :])]
    if not np.allclose(costs, expected, rtol=_CLOSE):
        raise Disagreement(f"the trained directions cost {costs}, not {expected}")
    least, lost = float(solution.least_loss), float(solution.lost)
    if not (isclose(costs.sum(), least, rel_tol=_CLOSE) and isclose(costs[params.k :].sum(), lost, abs_tol=_CLOSE)):
        raise Disagreement(f"the trained loss is {costs.sum()}, not {solution.least_loss}, or {lost} is not lost")
    for square, value in zip(solution.squares, solution.singular_values, strict=True):
        if not isclose(float(value) ** 2, float(square), rel_tol=_CLOSE, abs_tol=_CLOSE):
            raise Disagreement(f"the square of {value} is not {square}")
    _verify_formulas(params, solution)
    _verify_death(params, solution)
    _verify_framework(params, solution)
    _verify_balance(params, solution)


def effort(params: Params, solution: Solution) -> Effort:
    """Return the work of each part; a to c, e and f are words and one derivation, the same whatever is drawn."""
    kept = params.eigenvalues[: params.k]
    squares = sum(handwork.quotient(params.decay, e) + handwork.total((1, -params.decay / Fraction(e))) for e in kept)
    roots = sum(3.0 * isinstance(s, float) + handwork.weight(s) for s in solution.singular_values)
    losses = sum(handwork.product(e, s) + 1 for e, s in zip(kept, solution.squares, strict=True))
    ratio = Fraction(params.encoder_decay) / Fraction(params.decoder_decay)
    wanted = handwork.product(params.wanted, solution.factor) if params.reduction == "sum" else 0.0
    return {
        "a": 1.0,
        "b": 1.0,
        "c": 4.0,
        "d": 3.0 + handwork.quotient(params.wanted, params.coordinates) * (params.reduction == "mean") + wanted,
        "e": 2.0,
        "f": 10.0,
        "g": 5.0,
        "h": squares + roots,
        "i": losses + handwork.total((*solution.kept_losses, *params.eigenvalues[params.k :])),
        "j": 4.0 + handwork.quotient(params.encoder_decay, params.decoder_decay) + handwork.weight(ratio),
    }


def _trained(params: Params) -> tuple[NDArray[Any], NDArray[Any]]:
    """Solve for decoder and encoder in turn until neither changes."""
    values, decay, k = np.array([float(e) for e in params.eigenvalues]), float(params.decay), params.k
    encoder: NDArray[Any] = 0.3 * np.ones((k, len(values))) + np.eye(k, len(values))
    covariance, identity = np.diag(values), np.eye(k)
    decoder = encoder.T
    for _ in range(_ROUNDS):
        before = encoder
        decoder = np.linalg.solve(encoder @ covariance @ encoder.T + decay * identity, encoder @ covariance).T
        # the encoder's equation D^T D W C + l W = D^T C falls apart into the columns of W, since C is diagonal
        systems = values[:, None, None] * (decoder.T @ decoder) + decay * identity
        encoder = np.linalg.solve(systems, (values[:, None] * decoder)[..., None])[..., 0].T
        # of all factors of the same product those that share its singular values have the smallest penalty
        left, shared, right = np.linalg.svd(decoder @ encoder)
        root = np.sqrt(shared[:k])
        decoder, encoder = left[:, :k] * root, root[:, None] * right[:k]
        if np.abs(encoder - before).max() < _STILL:
            break
    return encoder, decoder


def _verify_formulas(params: Params, solution: Solution) -> None:
    """Evaluate the formulas at the numbers of the parts, and the penalty of a direction beside its minimizer."""
    lam, coordinates = Fraction(params.decay), Fraction(params.coordinates)
    for eigenvalue, value in zip(params.eigenvalues, solution.singular_values, strict=False):
        point = {"lam": lam, "sigma": Fraction(sqrt(eigenvalue))}
        found = float(Evaluation(solution.value_formula.source, point).value) if value else 0.0
        if not isclose(found, float(value), rel_tol=_CLOSE):
            raise Disagreement(f"{solution.value_formula} is {found}, not {value}")
    decay = Evaluation(solution.decay_formula.source, {"lam": Fraction(params.wanted), "m": coordinates}).value
    if {name for name, _ in solution.decay_formula.symbols} != syntax.names(solution.decay_formula.source):
        raise Disagreement(f"{solution.decay_formula} has other symbols than {solution.decay_formula.symbols}")
    if decay != solution.weight_decay:
        raise Disagreement(f"{solution.decay_formula} is {decay}, not {solution.weight_decay}")
    column = np.array([[3.0], [-4.0]]) / 5 * 1.7  # one column with the singular value 1.7
    both = (column**2).sum() + (np.linalg.pinv(column) ** 2).sum()

    def penalty(value: Fraction) -> float:
        return float(Evaluation(solution.direction_penalty.source, {"s": value}).value)

    best = Fraction(solution.direction_value)
    least = min(penalty(best * scale) for scale in _SCALES)
    if not (isclose(penalty(Fraction(17, 10)), both) and penalty(best) == least == solution.direction_least):
        raise Disagreement(f"{solution.direction_penalty} is {both} at 1.7, and {least} at its minimum")


def _verify_death(params: Params, solution: Solution) -> None:
    """Try whether a little of the last code direction pays, closely below and above the bound."""
    value = Fraction(params.eigenvalues[params.k - 1])

    def pays(decay: Fraction) -> bool:
        square = Fraction(1, 10**6)
        return value * (1 - square) ** 2 + 2 * decay * square < value

    if not pays(solution.death * Fraction(999, 1000)) or pays(solution.death * Fraction(1001, 1000)):
        raise Disagreement(f"the last direction is not given up at {solution.death}")


def _verify_framework(params: Params, solution: Solution) -> None:
    """Compare differences of the wanted loss in one weight with the framework's gradient, at several weights."""
    targets = [(c % 2 + 1, c % 3 + 1) for c in range(params.coordinates)]

    def error(weight: int) -> Fraction:
        return Fraction(sum((target - weight * feature) ** 2 for target, feature in targets))

    def slope(loss: Callable[[int], Fraction], weight: int) -> Fraction:
        return (loss(weight + 1) - loss(weight - 1)) / 2

    scale = params.coordinates if params.reduction == "mean" else 1
    ratios = set()
    for weight in (3, -2):
        wanted = slope(lambda w: error(w) + params.wanted * w * w, weight)
        step = slope(lambda w: error(w) / scale, weight) + solution.weight_decay * weight
        ratios.add(wanted / step)
    if ratios != {Fraction(solution.factor)}:
        raise Disagreement(f"with the decay {solution.weight_decay} the steps are shorter by the factors {ratios}")


def _verify_balance(params: Params, solution: Solution) -> None:
    """Try many other singular values of the decoder."""
    a, b = float(params.encoder_decay), float(params.decoder_decay)

    def penalty(value: float) -> float:
        return b * value**2 + a / value**2

    value = float(solution.decoder_value)
    if value <= 0 or not isclose(value * float(solution.encoder_value), 1, rel_tol=_CLOSE):
        raise Disagreement(f"the singular values {value} and {solution.encoder_value} do not have the product 1")
    least = penalty(value)
    if any(penalty(value * float(scale)) < least - _CLOSE * least for scale in _SCALES):
        raise Disagreement(f"{value} is not the best singular value of the decoder")
    if not isclose(least, float(solution.balance), rel_tol=_CLOSE):
        raise Disagreement(f"the penalty at {value} is {least}, not {solution.balance}")


def _root(value: Real) -> Any:
    """Return the square root, exact where it is a fraction."""
    if isinstance(value, float):
        return sqrt(value)
    exact = Fraction(value)
    root = Fraction(isqrt(exact.numerator), isqrt(exact.denominator))
    return _short(root) if root * root == exact else sqrt(exact)


def _short(value: Any) -> Any:
    """Return a whole number as an int, a ratio of up to six decimals as a decimal, else a fraction; leave floats."""
    if isinstance(value, float):
        return value
    exact = Fraction(value)
    if exact.denominator == 1:
        return exact.numerator
    return shortest(exact) if 10**6 % exact.denominator == 0 else exact


def _row(values: Any) -> Row:
    return tuple(_short(v) for v in values)
