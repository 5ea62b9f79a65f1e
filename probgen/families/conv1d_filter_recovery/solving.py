"""The filter by exact elimination, and the way to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ... import handwork
from ...exact import Exact, Value, plain
from ...family import Effort, NotWellPosed
from .elimination import Combination, Equation, Found, by_hand, whole_equations


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
    equations = whole_equations(windows, params.output)
    combinations, found = by_hand(equations)
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


def follow(params: Params, solution: Solution, wanted: str, earlier: Mapping[str, Value]) -> Value | None:
    """Return the next output of a student's own filter."""
    own = earlier.get("filter")
    if wanted != "next_output" or own is None or not params.further:
        return None
    return plain(sum(w * x for w, x in zip(own, solution.next_window, strict=True)))


def effort(params: Params, solution: Solution) -> Effort:
    """Return the work of each part: equations written down and combined, taps read off; one dot product; statements."""
    written = sum(handwork.weight(t) + 0.5 * (t < 0) for e in solution.equations for t in e.taps if t)
    combined = sum(_combined(c) for c in solution.combinations)
    found = 0.0
    for tap in solution.found:
        known = handwork.dot(tap.known, tap.values) if tap.known else 0.0
        found += 1 + known + handwork.quotient(tap.rest, tap.coefficient) + 0.5 * handwork.negative((tap.value,))
        found += 2.0 * handwork.fractional((tap.value,))
    ahead = handwork.dot(solution.next_window, solution.filter) if solution.next_window else 0.0
    return {"a": written + combined + found, "b": ahead, "c": 4.0}


def _combined(made: Combination) -> float:
    """Return the work of a combination: for each number both multiples, the sum, and perhaps a division."""
    numbers = [t for t in (*made.taps, made.out) if t]
    multiplied = (made.times > 1) + (made.factor > 1) + (made.divisor > 1)
    return sum((1 + multiplied) * handwork.weight(number) + 0.5 * (number < 0) for number in numbers) + 2.0


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
