"""Recover the filter of a one-dimensional convolution from a signal and what the layer wrote.

The layer has no bias, pads nothing and does not flip its filter: with stride s,
y_i = sum_j w_j x_(s i + j). As many outputs as taps make a square system of linear equations.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import permutations, product
from math import gcd, prod
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..exact import Exact, plain
from ..family import Disagreement, Effort, NotWellPosed

_SEARCHED = 20_000  # filters that the exhaustive search may visit


@dataclass(frozen=True, slots=True)
class Params:
    """The data: `signal` of length k + stride (k - 1), `output` of length k, and what the signal goes on with."""

    signal: tuple[Exact, ...]
    output: tuple[Exact, ...]
    stride: int = 1
    further: tuple[Exact, ...] = ()  # `stride` values, or none: then no next output is predicted

    def __post_init__(self) -> None:
        taps = len(self.output)
        if taps < 1 or self.stride < 1:
            raise ValueError("there must be at least one output and a stride of at least 1")
        if self.stride > taps:
            raise ValueError(f"a stride of {self.stride} skips values that a filter of length {taps} never sees")
        if len(self.signal) != taps + self.stride * (taps - 1):
            raise ValueError(
                f"{taps} outputs of a filter with {taps} taps and stride {self.stride} need"
                f" {taps + self.stride * (taps - 1)} signal values, found {len(self.signal)}"
            )
        if len(self.further) not in (0, self.stride):
            raise ValueError(f"the signal must go on with {self.stride} values, found {len(self.further)}")


class Equation(NamedTuple):
    """A linear equation between the taps; `number` is what the worked solution calls it."""

    number: int
    taps: tuple[int, ...]
    out: int


class Combination(NamedTuple):
    """The equation `number` = (`times` x `kept` + `sign` x `factor` x `pivot`) / `divisor`; `times`, `factor` > 0."""

    number: int
    kept: int
    times: int
    sign: int
    factor: int
    pivot: int
    divisor: int
    taps: tuple[int, ...]
    out: int


class Found(NamedTuple):
    """A tap read off the equation `number`: `coefficient` x tap = `rest`, the other taps being known."""

    number: int
    tap: int  # counted from 1
    coefficient: int
    rest: Exact
    value: Exact


class Solution(NamedTuple):
    """The filter and the way to it."""

    filter: tuple[Exact, ...]
    determinant: Exact
    equations: tuple[Equation, ...]
    combinations: tuple[Combination, ...]
    found: tuple[Found, ...]
    next_window: tuple[Exact, ...]
    next_output: Exact | None


def solve(params: Params) -> Solution:
    """Return the filter by exact elimination on the windows of the signal.

    Raises:
        NotWellPosed: the windows are linearly dependent.
    """
    taps = len(params.output)
    signal = np.array([Fraction(x) for x in params.signal], dtype=object)
    windows = np.array([signal[params.stride * i : params.stride * i + taps] for i in range(taps)], dtype=object)
    determinant, recovered = _gauss(windows, np.array([Fraction(y) for y in params.output], dtype=object))
    equations = _whole_equations(windows, params.output)
    combinations, found = _by_hand(equations)
    following: tuple[Exact, ...] = ()
    if params.further:
        following = params.signal[params.stride * taps :] + params.further
    return Solution(
        filter=plain(recovered),
        determinant=plain(determinant),
        equations=equations,
        combinations=combinations,
        found=found,
        next_window=following,
        next_output=plain(np.dot(np.array(following, dtype=object), recovered)) if following else None,
    )


def verify(params: Params, solution: Solution) -> None:
    """Search all small whole-number filters, expand the determinant by permutations, and convolve again.

    Raises:
        Disagreement: the filter does not reproduce the output, or is not the only one.
    """
    taps = len(params.output)
    windows = [params.signal[params.stride * i : params.stride * i + taps] for i in range(taps)]
    determinant = sum(_sign(p) * prod(windows[i][p[i]] for i in range(taps)) for p in permutations(range(taps)))
    if not determinant or determinant != solution.determinant:
        raise Disagreement(f"the determinant is {determinant} by permutations, {solution.determinant} by elimination")
    if len(solution.filter) != taps or not _writes(solution.filter, windows, params.output):
        raise Disagreement(f"the filter {solution.filter} does not write the output {params.output}")
    for step in solution.found:
        if step.value != solution.filter[step.tap - 1]:
            raise Disagreement(f"the written elimination finds {step.value} for tap {step.tap} of {solution.filter}")
    bound = max([4, *(abs(int(w)) for w in solution.filter)])
    if all(w == int(w) for w in solution.filter) and (2 * bound + 1) ** taps <= _SEARCHED:
        values = range(-bound, bound + 1)
        fitting = [w for w in product(values, repeat=taps) if _writes(w, windows, params.output)]
        if fitting != [tuple(solution.filter)]:
            raise Disagreement(f"the search finds the filters {fitting}, elimination finds {solution.filter}")
    _verify_next(params, solution)


def effort(params: Params, solution: Solution) -> Effort:
    """Return the products and sums of each part, with 1 more for a negative and 2 more for a fractional value.

    Part a counts the terms of each equation, four operations per term of a combination, and the taps found;
    part b the terms of one dot product; part c is marked by its statements alone.
    """
    operations = sum(1 for e in solution.equations for t in e.taps if t)
    operations += sum(4 * (1 + sum(1 for t in c.taps if t)) for c in solution.combinations)
    slips = sum((f.value < 0) + 2 * (Fraction(f.value).denominator > 1) for f in solution.found)
    known = sum(1 for x in solution.next_window if x)
    negative = sum(1 for x, w in zip(solution.next_window, solution.filter, strict=False) if x * w < 0)
    return {"a": float(operations + 2 * len(solution.found) + slips), "b": float(2 * known + negative), "c": 4.0}


def _gauss(windows: NDArray[Any], output: NDArray[Any]) -> tuple[Fraction, NDArray[Any]]:
    """Return determinant and solution of the square system, by Gauss and Jordan on fractions."""
    size = len(output)
    system = np.column_stack([windows, output])
    determinant = Fraction(1)
    for column in range(size):
        pivots = np.flatnonzero(system[column:, column])
        if not len(pivots):
            raise NotWellPosed("the windows of the signal are linearly independent")
        chosen = column + int(pivots[0])
        if chosen != column:
            system[[column, chosen]] = system[[chosen, column]]
            determinant = -determinant
        determinant *= system[column, column]
        system[column] = system[column] / system[column, column]
        for row in range(size):
            if row != column:
                system[row] = system[row] - system[row, column] * system[column]
    return determinant, system[:, -1]


def _whole_equations(windows: NDArray[Any], output: tuple[Exact, ...]) -> tuple[Equation, ...]:
    """Return one equation with whole-number coefficients for each output, numbered from 1."""
    equations = []
    for number, (window, out) in enumerate(zip(windows, output, strict=True), start=1):
        values = [*window, Fraction(out)]
        scale = int(np.lcm.reduce([v.denominator for v in values]))
        *taps, right = (int(v * scale) for v in values)
        equations.append(Equation(number, tuple(taps), right))
    return tuple(equations)


def _by_hand(equations: tuple[Equation, ...]) -> tuple[tuple[Combination, ...], tuple[Found, ...]]:
    """Return an elimination without fractions as a person would do it: where the fewest and smallest terms are."""
    left, unknown = list(equations), list(range(len(equations)))
    combinations: list[Combination] = []
    order: list[tuple[Equation, int]] = []
    while left:
        pivot, tap = min(
            ((e, t) for e in left for t in unknown if e.taps[t]),
            key=lambda choice: _work(choice[0], choice[1], left),
        )
        left.remove(pivot)
        unknown.remove(tap)
        order.append((pivot, tap))
        for place, equation in enumerate(left):
            if equation.taps[tap]:
                step = _combine(equation, pivot, tap, len(equations) + len(combinations) + 1)
                combinations.append(step)
                left[place] = Equation(step.number, step.taps, step.out)
    return tuple(combinations), _substitute(order)


def _work(pivot: Equation, tap: int, left: list[Equation]) -> tuple[int, int, int, int]:
    """Return how much work it is to eliminate `tap` by `pivot`: new equations, terms, size; then the order."""
    others = sum(1 for e in left if e is not pivot and e.taps[tap])
    return others, sum(1 for t in pivot.taps if t), abs(pivot.taps[tap]), pivot.number


def _combine(kept: Equation, pivot: Equation, tap: int, number: int) -> Combination:
    common = gcd(kept.taps[tap], pivot.taps[tap])
    times, factor = pivot.taps[tap] // common, kept.taps[tap] // common
    if times < 0:
        times, factor = -times, -factor
    taps = [times * a - factor * b for a, b in zip(kept.taps, pivot.taps, strict=True)]
    out = times * kept.out - factor * pivot.out
    divisor = gcd(*taps, out) * (1 if next(t for t in taps if t) > 0 else -1)  # a positive term leads
    return Combination(
        number=number,
        kept=kept.number,
        times=times,
        sign=-1 if factor > 0 else 1,
        factor=abs(factor),
        pivot=pivot.number,
        divisor=divisor,
        taps=tuple(t // divisor for t in taps),
        out=out // divisor,
    )


def _substitute(order: list[tuple[Equation, int]]) -> tuple[Found, ...]:
    """Return the taps in the order in which they are found, from the last equation back."""
    values: dict[int, Fraction] = {}
    found = []
    for equation, tap in reversed(order):
        rest = equation.out - sum((equation.taps[t] * v for t, v in values.items()), start=Fraction(0))
        values[tap] = rest / equation.taps[tap]
        found.append(Found(equation.number, tap + 1, equation.taps[tap], plain(rest), plain(values[tap])))
    return tuple(found)


def _writes(candidate: tuple[Exact, ...], windows: list[tuple[Exact, ...]], output: tuple[Exact, ...]) -> bool:
    """Tell whether the filter writes the output, term by term."""
    return all(
        sum(w * x for w, x in zip(candidate, window, strict=True)) == y
        for window, y in zip(windows, output, strict=True)
    )


def _verify_next(params: Params, solution: Solution) -> None:
    """Slide over the longer signal and compare its last output with the predicted one."""
    if not params.further:
        return
    longer, taps = params.signal + params.further, len(params.output)
    predicted = sum(w * longer[len(longer) - taps + j] for j, w in enumerate(solution.filter))
    if predicted != solution.next_output:
        raise Disagreement(f"the next output is {predicted} on the longer signal, {solution.next_output} by the window")


def _sign(permutation: tuple[int, ...]) -> int:
    inversions = sum(a > b for i, a in enumerate(permutation) for b in permutation[i + 1 :])
    return -1 if inversions % 2 else 1
