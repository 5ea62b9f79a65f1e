"""The second method: residuals, null-space parts, differences over all masks, and a run of Adam."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations, product
from math import gcd, isclose, sqrt
from typing import Any

from ...exact import Exact
from ...family import Disagreement
from ...symbolic.evaluation import Evaluation
from .solving import Params, Row, Solution

_STEPS = 1500  # of a simulated Adam run
_HARDLY = Fraction(999, 1000)  # a keep probability close to 1


def verify(params: Params, solution: Solution) -> None:
    """Test residuals and null-space parts, differentiate the loss over all masks, run Adam.

    Raises:
        Disagreement: weights, a loss, a ratio or a limit is another.
    """
    x, y = [Fraction(v) for v in params.x], Fraction(params.y)
    zero = [Fraction(0)] * len(x)
    _verify_reached("the least squares solution", x, y, solution.min_norm, zero)
    _verify_reached("the limit of gradient descent", x, y, solution.limit, list(params.start) or zero)
    steps = (_dot(x, x), y - _dot(x, list(params.start) or zero), 1 / Fraction(params.keep) - 1)
    if steps != (solution.squared_norm, solution.start_residual, solution.odds):
        raise Disagreement(f"squared norm, error at the start and odds are {steps}")
    minors = [a * a * b * b - (a * b) ** 2 for a, b in combinations(x, 2)]  # of x x^T, on the diagonal
    if solution.gram_rank != 1 + any(minors) or solution.reaches_min_norm != (not any(_across(x, solution.limit))):
        raise Disagreement(f"the rank is {1 + any(minors)}, or {solution.limit} is not where it is said to be")
    _verify_rates(x, solution.rates)
    _verify_dropout(params, solution)
    _verify_story(params, solution)
    _verify_whole(x, y, solution)
    _verify_adam(x, y, solution.adam)


def _across(x: list[Fraction], weights: Row) -> list[Fraction]:
    """Return what of the weights is orthogonal to x."""
    share = Fraction(_dot(x, weights)) / _dot(x, x)
    return [w - share * v for v, w in zip(x, weights, strict=True)]


def _verify_whole(x: list[Fraction], y: Fraction, solution: Solution) -> None:
    """Test that the whole weights contribute equally and share no divisor."""
    parts = [v * w for v, w in zip(x, solution.whole_weights, strict=True)]
    if len(set(parts)) != 1 or gcd(*solution.whole_weights) != 1 or min(solution.whole_weights) < 1:
        raise Disagreement(f"the weights {solution.whole_weights} contribute {parts}")
    if (solution.whole_output, solution.whole_loss) != (sum(parts), (sum(parts) - y) ** 2):
        raise Disagreement(f"together they put out {sum(parts)}")


def _expected(params: Params, weights: Row, keep: Fraction) -> tuple[Fraction, list[Fraction]]:
    """Return the expected loss and its gradient, summed over all masks."""
    loss, gradient = Fraction(0), [Fraction(0)] * len(params.x)
    for kept in product((False, True), repeat=len(params.x)):
        chance = Fraction(1)
        for keeps in kept:
            chance *= keep if keeps else 1 - keep
        seen = [v / keep if keeps else Fraction(0) for v, keeps in zip(params.x, kept, strict=True)]
        error = _dot(seen, weights) - params.y
        loss += chance * error**2
        gradient = [g + 2 * chance * error * v for g, v in zip(gradient, seen, strict=True)]
    return loss, gradient


def _verify_reached(what: str, x: list[Fraction], y: Fraction, weights: Row, start: list[Any]) -> None:
    """Test that the weights fit y and differ from the start by nothing that x does not see."""
    moved = [w - s for w, s in zip(weights, start, strict=True)]
    unseen = [i for i, j in combinations(range(len(x)), 2) if x[j] * moved[i] != x[i] * moved[j]]
    if _dot(x, weights) != y or unseen:
        raise Disagreement(f"{what} {weights} gives {_dot(x, weights)} for {y}, or moves where no gradient points")


def _verify_rates(x: list[Fraction], rates: tuple[Exact, Exact]) -> None:
    """Take one step with three learning rates: the residual must shrink, keep its size, grow."""
    low, high = rates

    def growth(rate: Fraction) -> Fraction:
        step = [2 * rate * v for v in x]  # from zero with the target 1
        return abs(1 - sum((a * b for a, b in zip(x, step, strict=True)), Fraction(0)))

    shrinks = all(growth(Fraction(high) * share / 100) < 1 for share in range(1, 100))
    if low != 0 or not shrinks or growth(Fraction(high)) != 1:
        raise Disagreement(f"gradient descent does not converge for just the rates between {low} and {high}")


def _verify_dropout(params: Params, solution: Solution) -> None:
    loss, gradient = _expected(params, solution.weights, Fraction(params.keep))
    if any(gradient) or loss != solution.floor:
        raise Disagreement(f"at {solution.weights} the expected loss is {loss} with the gradient {gradient}")
    if {v * w for v, w in zip(params.x, solution.weights, strict=True)} != {solution.share}:
        raise Disagreement(f"not every feature contributes {solution.share}")
    _verify_by_keep(params, solution)
    d, k = len(params.x), Fraction(params.keep)
    by_count: dict[int, list[tuple[Exact, Exact]]] = {n: [] for n in range(d, -1, -1)}
    for mask in solution.masks:
        row = [v / k * keep for v, keep in zip(params.x, mask.kept, strict=True)]
        if list(mask.row) != row:
            raise Disagreement(f"the mask {mask.kept} lets the model see {row}, not {mask.row}")
        output = _dot(row, solution.weights)
        if output != solution.outputs[d - sum(mask.kept)]:
            raise Disagreement(f"the output for {mask.kept} is {output}")
        by_count[sum(mask.kept)].append((mask.probability, (params.y - output) ** 2))
    found = list(zip(solution.chances, solution.losses, strict=True))
    for (chance, value), cases in zip(found, by_count.values(), strict=True):
        if any(case != value for _, case in cases) or sum(p for p, _ in cases) != chance:
            raise Disagreement(f"losses and their probabilities are {cases} over the masks, {found} by formula")
    if sum(chance * value for chance, value in found) != loss or sum(solution.chances) != 1:
        raise Disagreement(f"the losses {solution.losses} do not have the mean {loss}")
    if solution.prediction != _dot(params.x, solution.weights):
        raise Disagreement(f"without dropout the prediction is {_dot(params.x, solution.weights)}")


def _verify_by_keep(params: Params, solution: Solution) -> None:
    """Test that the formulas give the minimum at several keep probabilities."""
    for keep in (Fraction(1, 5), Fraction(2, 3), Fraction(params.keep)):
        values = [Evaluation(formula.source, {"kappa": keep}).value for formula in solution.keep_formulas]
        weights = tuple(value for value in values if isinstance(value, Fraction))
        if len(weights) != len(params.x) or any(_expected(params, weights, keep)[1]):
            raise Disagreement(f"at the keep probability {keep} the formulas give no minimum, but {values}")


def _verify_story(params: Params, solution: Solution) -> None:
    """Take ratios of the weights themselves; test each pull alone; let dropout become rare."""
    plain, dropped, (a, b) = solution.min_norm, solution.weights, params.x[:2]
    ratios = (Fraction(plain[0]) / plain[1], Fraction(a * plain[0]) / (b * plain[1]))
    if ratios != (solution.weight_ratio, solution.contribution_ratio):
        raise Disagreement(f"the ratios without dropout are {ratios}")
    ratios = (Fraction(dropped[1]) / dropped[0], Fraction(a * dropped[0]) / (b * dropped[1]))
    if ratios != (solution.dropout_weight_ratio, solution.dropout_contribution_ratio):
        raise Disagreement(f"the ratios with dropout are {ratios}")
    scaled = [Fraction(v) / params.keep for v in params.x]
    alone = [v * w for v, w in zip(scaled, solution.pulls, strict=True)]
    output = sum(alone)
    if set(alone) != {params.y} or (output, (output - params.y) ** 2) != (solution.joint_output, solution.joint_loss):
        raise Disagreement(f"the weights {solution.pulls} alone give {alone}, together {output}")
    if any(v * w != params.y for v, w in zip(params.x, solution.unscaled_pulls, strict=True)):
        raise Disagreement(f"a feature that is not scaled up does not fit alone with {solution.unscaled_pulls}")
    _, gradient = _expected(params, solution.vanishing, _HARDLY)
    if _dot(params.x, solution.vanishing) != params.y:
        raise Disagreement(f"rare dropout ends at a solution, {solution.vanishing} is none")
    for i, j in combinations(range(len(scaled)), 2):
        if params.x[j] * gradient[i] != params.x[i] * gradient[j]:
            raise Disagreement(f"along the solutions, rare dropout pulls away from {solution.vanishing}")


def _verify_adam(x: list[Fraction], y: Fraction, found: Row) -> None:
    """Run Adam from zero with a shrinking learning rate."""
    features, target = [float(v) for v in x], float(y)
    weights, first, second = ([0.0] * len(x) for _ in range(3))
    rate = target / sum(features)
    for step in range(1, _STEPS):
        error = sum(v * w for v, w in zip(features, weights, strict=True)) - target
        for i, v in enumerate(features):
            gradient = 2 * error * v
            first[i] = 0.9 * first[i] + 0.1 * gradient
            second[i] = 0.999 * second[i] + 0.001 * gradient * gradient
            size = sqrt(second[i] / (1 - 0.999**step))
            weights[i] -= rate * 0.05 * 0.995**step * first[i] / (1 - 0.9**step) / size if size else 0.0
    if _dot(x, found) != y or any(not isclose(a, float(b), rel_tol=0.02) for a, b in zip(weights, found, strict=True)):
        raise Disagreement(f"Adam reaches {weights}, not {found}")


def _dot(left: Any, right: Any) -> Any:
    return sum(a * b for a, b in zip(left, right, strict=True))
