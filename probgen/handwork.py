"""What arithmetic costs by hand; families count their `effort` with it.

The unit is one product or one sum of two digits. A number weighs its digits, a fraction those of numerator and
denominator. What is seen at a glance costs a quarter, a sign, a carry or a point a half. These conventions
are to order two variants of one problem as a person does (`tests/effort`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from functools import lru_cache
from math import log10

from .exact import Real, decimal_places

_GLANCE = 0.25  # a factor 0 or 1, a summand 0
_SIGN = 0.5
_CARRY = 0.5
_POINT = 0.5  # to place, for each decimal factor
_REDUCE = 1.0  # a fraction that is not written as a decimal, to be reduced or expanded
_ROUNDED = 3.0  # digits of a number that has to be rounded
_PLACES = 12
_TRIVIAL = (0, 1, -1)


def weight(value: Real) -> float:
    """Return the digits that count in a number: 2 for 0.45 and for 450, 3 for 11/3, 0 for 0."""
    if isinstance(value, float):
        if not value.is_integer():
            return _ROUNDED
        value = int(value)
    return _digits(abs(value.numerator), value.denominator)


def fractional(values: Iterable[Real]) -> int:
    """Return how many numbers are not whole."""
    return sum(not v.is_integer() if isinstance(v, float) else v.denominator != 1 for v in values)


def negative(values: Iterable[Real]) -> int:
    """Return how many numbers are below zero."""
    return sum(value < 0 for value in values)


def product(*factors: Real) -> float:
    """Return the work of multiplying numbers from left to right; zeros and ones are seen at a glance."""
    work, so_far = 0.0, factors[0]
    for factor in factors[1:]:
        trivial = so_far in _TRIVIAL or factor in _TRIVIAL
        work += _GLANCE if trivial else weight(so_far) * weight(factor) + _POINT * fractional((so_far, factor))
        so_far = so_far * factor
        if so_far:
            work += _SIGN * (factor < 0) + _REDUCE * (not trivial and _odd(so_far))
    return work


def quotient(dividend: Real, divisor: Real) -> float:
    """Return the work of dividing: that of a product, more for a decimal result, most for one that does not end."""
    if not dividend or abs(divisor) == 1:
        return _GLANCE + _SIGN * (divisor < 0)
    rounded = isinstance(dividend, float) or isinstance(divisor, float)
    result = dividend / divisor if rounded else Fraction(dividend) / Fraction(divisor)
    uneven = _REDUCE if rounded or _odd(result) else _POINT * fractional((result,))
    return weight(dividend) * weight(divisor) + uneven + _SIGN * (divisor < 0)


def total(terms: Sequence[Real]) -> float:
    """Return the work of adding numbers up: digits and carries, signs to watch, denominators to expand."""
    present = [term for term in terms if term]
    if not present:
        return _GLANCE
    work, so_far = _GLANCE * (len(terms) - len(present)), present[0]
    for term in present[1:]:
        work += (
            max(weight(so_far), weight(term)) + _CARRY * _carries(so_far, term) + _SIGN * ((so_far < 0) != (term < 0))
        )
        work += _REDUCE * _unlike(so_far, term)
        so_far = so_far + term
    return work


def dot(left: Sequence[Real], right: Sequence[Real]) -> float:
    """Return the work of a dot product."""
    pairs = list(zip(left, right, strict=True))
    return sum(product(a, b) for a, b in pairs) + total([a * b for a, b in pairs])


def closeness(gap: Real, unit: Real = 1) -> float:
    """Return the work of telling two numbers apart by `gap`: 2 for a tenth of a unit, 1 for a unit, 0 from ten on."""
    return max(0.0, 1 - log10(abs(float(gap)) / float(unit))) if gap else 3.0


@lru_cache(maxsize=4096)
def _digits(numerator: int, denominator: int) -> float:
    """Return the digits that count in a ratio in lowest terms, without sign."""
    places = decimal_places(Fraction(1, denominator))
    if places is None:
        return float(len(str(numerator)) + len(str(denominator)))
    return float(len(str(numerator * 10**places // denominator).strip("0")))


def _odd(value: Real) -> bool:
    """Tell whether a number is a fraction that no decimal writes."""
    return not isinstance(value, float) and decimal_places(value) is None


def _unlike(left: Real, right: Real) -> bool:
    denominators = [1 if isinstance(value, float) else value.denominator for value in (left, right)]
    return denominators[0] != denominators[1] and (_odd(left) or _odd(right))


def _carries(left: Real, right: Real) -> int:
    """Return the carries of a sum, or the borrows of a difference, in decimal columns."""
    if isinstance(left, float) or isinstance(right, float):
        return 0
    lefts, rights = decimal_places(left), decimal_places(right)
    if lefts is None or rights is None:
        return 0
    places = max(lefts, rights)
    if places > _PLACES:
        return 0
    one, other = (abs(value.numerator) * 10**places // value.denominator for value in (left, right))
    if (left.numerator < 0) == (right.numerator < 0):
        return (_digit_sum(one) + _digit_sum(other) - _digit_sum(one + other)) // 9
    return (_digit_sum(abs(one - other)) + _digit_sum(min(one, other)) - _digit_sum(max(one, other))) // 9


def _digit_sum(number: int) -> int:
    return sum(map(int, str(number)))
