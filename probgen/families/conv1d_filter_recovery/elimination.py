"""Elimination as a person does it: on whole numbers, where the fewest and smallest terms are."""

from __future__ import annotations

from fractions import Fraction
from math import gcd
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...exact import Exact, plain


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
    """A tap read off the equation `number`: `coefficient` x tap = `out` - `known` . `values` = `rest`."""

    number: int
    tap: int  # counted from 1
    coefficient: int
    out: int
    known: tuple[int, ...]  # coefficients, other than 0, of the taps found before
    values: tuple[Exact, ...]  # of these taps
    rest: Exact
    value: Exact


def whole_equations(windows: NDArray[Any], output: tuple[Exact, ...]) -> tuple[Equation, ...]:
    """Return one equation with whole-number coefficients for each output, numbered from 1."""
    equations = []
    for number, (window, out) in enumerate(zip(windows, output, strict=True), start=1):
        values = [*window, Fraction(out)]
        scale = int(np.lcm.reduce([v.denominator for v in values]))
        *taps, right = (int(v * scale) for v in values)
        equations.append(Equation(number, tuple(taps), right))
    return tuple(equations)


def by_hand(equations: tuple[Equation, ...]) -> tuple[tuple[Combination, ...], tuple[Found, ...]]:
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
        known = {t: v for t, v in sorted(values.items()) if equation.taps[t]}
        coefficients = tuple(equation.taps[t] for t in known)
        rest = equation.out - sum(equation.taps[t] * v for t, v in known.items())
        values[tap] = Fraction(rest) / equation.taps[tap]
        found.append(
            Found(
                equation.number,
                tap + 1,
                equation.taps[tap],
                equation.out,
                coefficients,
                plain(tuple(known.values())),
                plain(rest),
                plain(values[tap]),
            )
        )
    return tuple(found)
