"""When two answers count as the same: tolerances as their rules say, formulas by what they are worth."""

from __future__ import annotations

import math
from collections.abc import Iterable
from fractions import Fraction

from .document import Interval, Matrix, Number, Response, Tolerance, Vector
from .exact import Dec, Formula, Real, Value, decimal_places, is_number
from .model import ToleranceRule
from .symbolic import equivalence

_NOISE = 1e-9  # by which floats of equal numbers may differ


def tolerance(rule: ToleranceRule | None, numbers: Iterable[Real]) -> Tolerance:
    """Return the tolerance of a key; without a rule: none for whole numbers and decimals, else half of a hundredth.

    `digits` counts significant digits of the smallest number that is not zero.
    """
    values: list[Real] = [number for number in numbers if number != 0]
    if rule is None:
        exact = all(not isinstance(n, float) and decimal_places(Fraction(n)) is not None for n in values)
        return Tolerance(0 if exact else Dec("0.005"))
    match rule.kind:
        case "absolute":
            return Tolerance(rule.amount)
        case "relative":
            return Tolerance(rule.amount, relative=True)
        case "decimals":
            return Tolerance(Dec(Fraction(1, 2 * 10 ** int(rule.amount))))
        case "digits":
            leading = min((math.floor(math.log10(abs(float(value)))) for value in values), default=0)
            return Tolerance(Fraction(1, 2) * Fraction(10) ** (leading - int(rule.amount) + 1))


def equal(left: Value, right: Value, within: Tolerance = Tolerance()) -> bool:
    """Tell whether two answers count as the same: numbers within the tolerance, tuples by entry, formulas by value.

    Raises:
        NoFormula: one of them is a formula, the other cannot be read as one.
    """
    if isinstance(left, tuple) and isinstance(right, tuple):
        return len(left) == len(right) and all(equal(a, b, within) for a, b in zip(left, right, strict=True))
    if is_number(left) and is_number(right):
        allowed = room(right, within)
        return bool(-allowed <= left - right <= allowed or left == right)  # infinity less infinity is no number
    left, right = alike(left, right), alike(right, left)
    if isinstance(left, Formula) and isinstance(right, Formula):
        return equivalence.equivalent(left, right)
    return bool(left == right)


def room(key: Real, within: Tolerance) -> Real:
    """Return how far a number may lie from a key."""
    return within.size * (key if key > 0 else -key) if within.relative else within.size


def same(left: Value, right: Value) -> bool:
    """Tell whether two answers are equal without any tolerance but that of computing with floats."""
    if isinstance(left, tuple) and isinstance(right, tuple):
        return len(left) == len(right) and all(map(same, left, right))
    if is_number(left) and is_number(right):
        floats = isinstance(left, float) or isinstance(right, float)
        return bool(math.isclose(left, right, rel_tol=_NOISE, abs_tol=_NOISE)) if floats else bool(left == right)
    return equal(left, right)


def alike(value: Value, key: Value) -> Value:
    """Return what is compared with a key: where the key is a formula, text and numbers become formulas."""
    if isinstance(key, Formula) and (isinstance(value, str) or (is_number(value) and not isinstance(value, float))):
        return Formula(str(value), key.symbols, key.up_to_constant)
    return value


def tolerance_of(response: Response) -> Tolerance:
    """Return the tolerance of a response kind that has one, else none at all."""
    match response:
        case Number() | Vector() | Matrix() | Interval():
            return response.tolerance
        case _:
            return Tolerance()
