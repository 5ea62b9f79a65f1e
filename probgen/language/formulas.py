"""What an expression can do with a formula: put numbers in, and tell whether it says the same as another."""

from __future__ import annotations

from ..exact import Formula, Value, is_number
from ..symbolic import equivalence, substitution
from .arithmetic import shown


def put(formula: Value, *pairs: Value) -> Formula:
    """Return a formula with numbers in place of symbols: "c*q**n" with "c", 3, "n", 2 behind it is 3*q**2."""
    if len(pairs) % 2:
        raise TypeError("`put` takes a formula, then names and numbers in turn")
    values = dict(zip(pairs[::2], pairs[1::2], strict=True))
    for name, value in values.items():
        if not isinstance(name, str) or not is_number(value) or isinstance(value, float):
            raise TypeError(f"`put` cannot put {shown(value)} in for {shown(name)}")
    return substitution.put(_formula(formula), values)


def equivalent(formula: Value, other: Value) -> bool:
    """Tell whether two formulas have the same value for all values of their symbols."""
    return equivalence.equivalent(_formula(formula), _formula(other))


def _formula(value: Value) -> Formula:
    if isinstance(value, str):
        return Formula(value)
    if isinstance(value, Formula):
        return value
    raise TypeError(f"{shown(value)} is no formula")
