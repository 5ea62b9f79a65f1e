"""Exact, bounded arithmetic: the operators that expressions and the arithmetic in texts share.

Whatever a stranger's bank writes ends soon: a number has at most 4096 bits, a string or a nested
list at most 10 000 entries, an exponent is at most 256, lists are nested at most 10 deep. Every operator
raises ValueError, TypeError or ZeroDivisionError with a sentence that can be shown to an author.
"""

from __future__ import annotations

import ast
import math
import operator
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import TypeGuard

from ..exact import Dec, Real, Record, Value, is_number, shortest

MAX_SIZE = 10_000  # entries of a list (nested ones count), characters of a string
_MAX_DEPTH = 10  # lists in lists; what prints, compares and hashes them calls itself
_MAX_BITS = 4096
_MAX_EXPONENT = 256
_LIMIT = 1 << _MAX_BITS


def bounded(number: Value) -> Value:
    """Return the number in its plainest type: an int where it is whole and no decimal places are kept.

    Raises:
        ValueError: it has more than 4096 bits, or is a float that is not finite.
    """
    if type(number) is int:
        if -_LIMIT < number < _LIMIT:
            return number
    elif isinstance(number, Fraction):
        if -_LIMIT < number.numerator < _LIMIT and number.denominator < _LIMIT:
            return number.numerator if number.denominator == 1 and not getattr(number, "places", 0) else number
    elif isinstance(number, float):
        if math.isfinite(number):
            return number
    else:
        raise TypeError(f"{shown(number)} is no real number")
    raise ValueError("a number becomes too large")


def size(value: Value) -> int:
    """Return the number of entries of a list, those of the lists in it included; counting ends beyond MAX_SIZE."""
    total = 0
    pending = [value]
    while pending and total <= MAX_SIZE:
        item = pending.pop()
        total += len(item)
        pending += [inner for inner in item if isinstance(inner, tuple)]
    return total


def sized(value: Value) -> Value:
    """Return the list or string; ValueError where it is too long or nested too deeply."""
    if len(value) > MAX_SIZE or (isinstance(value, tuple) and size(value) > MAX_SIZE):
        raise ValueError(f"a list or text becomes longer than {MAX_SIZE} entries")
    level = [value] if isinstance(value, tuple) else []
    for _ in range(_MAX_DEPTH):
        level = [inner for item in level for inner in item if isinstance(inner, tuple)]
        if not level:
            return value
    raise ValueError(f"lists are nested deeper than {_MAX_DEPTH}")


def shown(value: Value) -> str:
    """Return the value as an author would write it, cut where it is long."""
    if isinstance(value, tuple) and not hasattr(value, "_fields"):
        text = "[" + ", ".join(shown(item) for item in value[:8]) + (", ...]" if len(value) > 8 else "]")
    elif isinstance(value, str):
        text = f"'{value}'"
    elif value is None:
        text = "nothing"
    elif isinstance(value, Record):
        text = "{" + ", ".join(f"{name}: {shown(entry)}" for name, entry in value.items()) + "}"
    else:
        text = str(value)
    return text if len(text) <= 60 else text[:57] + "..."


def add(left: Value, right: Value) -> Value:
    """Return the sum of two numbers, or one list or text behind the other."""
    if _numbers(left, right):
        return bounded(left + right)
    if isinstance(left, tuple) and isinstance(right, tuple):
        return sized(left + right)
    if isinstance(left, str) and isinstance(right, str):
        return sized(left + right)
    raise _unfit("add", left, right)


def subtract(left: Value, right: Value) -> Value:
    """Return the difference of two numbers."""
    if _numbers(left, right):
        return bounded(left - right)
    raise _unfit("subtract", left, right)


def multiply(left: Value, right: Value) -> Value:
    """Return the product of two numbers, or a list or text repeated."""
    if _numbers(left, right):
        return bounded(left * right)
    if isinstance(right, tuple | str):
        left, right = right, left
    if isinstance(left, tuple | str) and is_number(right):
        times = max(0, whole(right))
        entries = size(left) if isinstance(left, tuple) else len(left)
        if entries * times > MAX_SIZE:
            raise ValueError(f"a list or text becomes longer than {MAX_SIZE} entries")
        return left * times
    raise _unfit("multiply", left, right)


def divide(left: Value, right: Value) -> Value:
    """Return the exact quotient of two numbers."""
    if not _numbers(left, right):
        raise _unfit("divide", left, right)
    if type(left) is int and type(right) is int:
        return bounded(Fraction(left, right))
    return bounded(left / right)


def floor_divide(left: Value, right: Value) -> Value:
    """Return the whole number below the quotient of two numbers."""
    if _numbers(left, right):
        return bounded(left // right)
    raise _unfit("divide", left, right)


def remainder(left: Value, right: Value) -> Value:
    """Return what is left of `left` by whole steps of `right`; it has the sign of `right`."""
    if not _numbers(left, right):  # Python's `%` would also format texts, to any length
        raise _unfit("take the remainder of", left, right)
    rest = left % right
    return bounded(shortest(rest) if isinstance(left, Dec) or isinstance(right, Dec) else rest)


def power(base: Value, exponent: Value) -> Value:
    """Return the exact power; a float where the exponent is not whole and the root not rational."""
    if not _numbers(base, exponent):
        raise _unfit("raise", base, exponent)
    if isinstance(exponent, Fraction) and exponent.denominator == 2:
        return power(square_root(base), exponent.numerator)
    if not isinstance(exponent, int | Fraction) or exponent.denominator != 1:
        return bounded(float(base) ** float(exponent))
    exponent = int(exponent)
    bits = max(base.numerator.bit_length(), base.denominator.bit_length()) if not isinstance(base, float) else 0
    if abs(exponent) > _MAX_EXPONENT or (bits - 1) * abs(exponent) > _MAX_BITS:
        raise ValueError(f"the power {shown(base)}**{shown(exponent)} is too large")
    return bounded((Fraction(base) if type(base) is int and exponent < 0 else base) ** exponent)


def square_root(value: Value) -> Value:
    """Return the square root, exact where it is rational, otherwise a float."""
    if not is_number(value) or value < 0:
        raise ValueError(f"{shown(value)} has no square root")
    if isinstance(value, float):
        return math.sqrt(value)
    above, below = math.isqrt(value.numerator), math.isqrt(value.denominator)
    if above**2 == value.numerator and below**2 == value.denominator:
        root = Fraction(above, below)
        return bounded(shortest(root) if isinstance(value, Dec) else root)
    return math.sqrt(value)


def negative(value: Value) -> Value:
    """Return the number with the other sign."""
    if not is_number(value):
        raise TypeError(f"{shown(value)} has no sign")
    return -value


def whole(value: Value) -> int:
    """Return a number that is whole, in any type, as an int; TypeError for all others."""
    if type(value) is int:
        return value
    if isinstance(value, int | Fraction) and not isinstance(value, bool) and value.denominator == 1:
        return int(value)
    raise TypeError(f"{shown(value)} is no whole number")


def _numbers(left: Value, right: Value) -> TypeGuard[Real]:
    return is_number(left) and is_number(right)


def _unfit(verb: str, left: Value, right: Value) -> TypeError:
    truths = [value for value in (left, right) if isinstance(value, bool)]
    if truths:
        return TypeError(f"the truth value {truths[0]} is no number; `count(...)` counts the true ones")
    return TypeError(f"cannot {verb} {shown(left)} and {shown(right)}")


BINARY: Mapping[type[ast.operator], Callable[[Value, Value], Value]] = {
    ast.Add: add,
    ast.Sub: subtract,
    ast.Mult: multiply,
    ast.Div: divide,
    ast.FloorDiv: floor_divide,
    ast.Mod: remainder,
}


def contains(item: Value, items: Value) -> bool:
    """Tell whether a list holds the item, or a text a text."""
    if isinstance(items, tuple) or (isinstance(items, str) and isinstance(item, str)):
        return item in items
    raise TypeError(f"{shown(items)} is no list")


COMPARISONS: Mapping[type[ast.cmpop], Callable[[Value, Value], bool]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.In: contains,
    ast.NotIn: lambda item, items: not contains(item, items),
}
