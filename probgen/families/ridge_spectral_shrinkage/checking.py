"""The second method: sums entry by entry, losses at many lambda, and the gradient at the minimizer."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from ...exact import Exact
from ...family import Disagreement
from .formulas import verify_forms
from .solving import NAMES, Matrix, Params, Rival, Solution, dot

_NEARBY = Fraction(1, 10**6)  # relative distance at which a bound must fail
_GRID = [Fraction(2) ** power for power in range(-12, 13)]


def verify(params: Params, solution: Solution) -> None:
    """Sum entry by entry, compare losses at many lambda, test the gradient and all gains, in fractions.

    Raises:
        Disagreement: a cost, an end of an interval, a gain or an entry of the minimizer is another.
    """
    verify_forms(solution.forms)
    costs = [(name, *_costs(params.data, w)) for name, w in zip(NAMES, params.encoders, strict=False)]
    found = [(c.name, c.reconstruction, c.penalty) for c in solution.candidates]
    if costs != found or tuple(c.matrix for c in solution.candidates) != params.encoders:
        raise Disagreement(f"reconstruction and penalty are {costs} entry by entry, {found} by matrices")
    if any(c.residual != _residual(params.data, w) for c, w in zip(solution.candidates, params.encoders, strict=True)):
        raise Disagreement("what an encoder leaves is another, entry by entry")
    others = [cost for i, cost in enumerate(costs) if i != params.favored]
    _verify_rivals(costs[params.favored], others, solution.rivals)

    def best(decay: Fraction) -> bool:
        _, reconstruction, penalty = costs[params.favored]
        return all(reconstruction + decay * penalty <= r + decay * p for _, r, p in others)

    def best_for_free(decay: Fraction) -> bool:
        return all(costs[params.favored][1] <= r + decay * p for _, r, p in others if p)

    _verify_ends("the favored encoder is best", best, *solution.favored_range)
    _verify_ends("it is, if it pays no penalty", best_for_free, solution.penalty_forgotten[0], None)

    def meets(decay: Fraction) -> bool:
        gains = [s * s / (s * s + decay) for s in map(Fraction, params.spectrum)]
        kept, rest = gains[: params.keep_first], gains[params.keep_first :]
        return all(g >= params.keep_at_least for g in kept) and all(g <= params.rest_at_most for g in rest)

    _verify_ends("all gains keep their bounds", meets, *solution.window)
    if solution.critical != (min(params.spectrum[: params.keep_first]), max(params.spectrum[params.keep_first :])):
        raise Disagreement(f"the split does not lie between {solution.critical}")
    _verify_minimizer(params, solution)


def _residual(data: Matrix, encoder: Matrix) -> Matrix:
    """Return what the encoder leaves of each entry, by plain loops."""
    return tuple(
        tuple(x - sum(Fraction(w) * row[j] for w, row in zip(line, data, strict=True)) for j, x in enumerate(data[i]))
        for i, line in enumerate(encoder)
    )


def _costs(data: Matrix, encoder: Matrix) -> tuple[Fraction, Fraction]:
    """Return the reconstruction loss and the squared norm of the encoder by plain loops."""
    loss, penalty = (
        sum((Fraction(x) ** 2 for line in matrix for x in line), Fraction(0))
        for matrix in (_residual(data, encoder), encoder)
    )
    return loss, penalty


def _verify_rivals(favored: Any, others: list[Any], rivals: tuple[Rival, ...]) -> None:
    """Let both losses be equal at the bound, and the sign of what is saved be that of the penalties."""
    _, reconstruction, penalty = favored
    for (name, r, p), rival in zip(others, rivals, strict=True):
        level = rival.bound is None or reconstruction + rival.bound * penalty == r + rival.bound * p
        if (rival.name, rival.extra, rival.saved) != (name, reconstruction - r, p - penalty) or not level:
            raise Disagreement(f"the comparison with {name} is not {rival}")


def _verify_ends(what: str, holds: Any, low: Exact | None, high: Exact | None) -> None:
    """Let the condition hold at the ends and between them, and fail closely outside and far away."""
    if low is None:
        raise Disagreement(f"{what} from {low} on")
    inside, outside = [Fraction(low)], []
    if high is not None:
        inside.append(Fraction(high))
        outside.append(high * (1 + _NEARBY))
    if low:
        outside.append(low * (1 - _NEARBY))
    for decay in (*_GRID, Fraction(0)):
        within = decay >= low and (high is None or decay <= high)
        (inside if within else outside).append(decay)
    wrong = [str(x) for x in inside if not holds(x)] + [str(x) for x in outside if holds(x)]
    if wrong:
        raise Disagreement(f"{what} for lambda from {low} to {high}, but not so at {', '.join(wrong)}")


def _verify_minimizer(params: Params, solution: Solution) -> None:
    """Test that the gradient 2 (W - I) X X^T + 2 lambda W vanishes and that each axis is stretched by its gain."""
    columns = [tuple(map(Fraction, column)) for column in zip(*params.axes, strict=True)]
    length, sides = dot(columns[0], columns[0]), range(len(columns))
    if length != solution.scale_squared or len(solution.gains) != len(columns):
        raise Disagreement(f"the columns of the axes have squared length {length}, not {solution.scale_squared}")
    gram = [
        [sum(s * s * c[i] * c[j] for s, c in zip(params.singular_values, columns, strict=True)) / length for j in sides]
        for i in sides
    ]
    for i, line in enumerate(solution.minimizer):
        for j in sides:
            pull = sum((line[k] - (i == k)) * gram[k][j] for k in sides) + params.decay * line[j]
            if pull != 0:
                raise Disagreement(f"the gradient at {solution.minimizer} is not zero in place {(i + 1, j + 1)}")
    for gain, column in zip(solution.gains, columns, strict=True):
        image = tuple(dot(line, column) for line in solution.minimizer)
        if image != tuple(gain * x for x in column):
            raise Disagreement(f"the minimizer maps the axis {column} to {image}, which is not {gain} times the axis")
