"""Exact values: what parameters, answers and expressions are made of.

A whole number is an `int`, a ratio a `Fraction`, a decimal a `Dec`, which is a Fraction that
remembers how many places it is written with. Sequences are tuples; a record is a `Record` or a
NamedTuple. A `float` appears only where the mathematics is irrational. numpy arrays never leave
the function that computed with them.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Any, TypeAlias, TypeGuard, Union

Exact: TypeAlias = Union[int, Fraction]  # noqa: UP007 - Dec is a Fraction; bool never counts as a number
Real: TypeAlias = Union[int, Fraction, float]  # noqa: UP007
Value: TypeAlias = Any  # None | bool | Real | str | Formula | tuple[Value, ...] | Record | NamedTuple | Figure


class Dec(Fraction):
    """A decimal that remembers its places: 0.60 stays 0.60.

    Sums keep the larger number of places, products and quotients the fewest that are exact;
    a quotient that does not terminate is a plain Fraction.
    """

    __slots__ = ("places",)
    places: int

    def __new__(cls, value: Exact | str, places: int | None = None) -> Dec:
        """Return the decimal with at least the places that write it exactly; ValueError where none do."""
        self = super().__new__(cls, value)
        needed = decimal_places(self)
        if needed is None:
            raise ValueError(f"{value} has no finite decimal expansion")
        if places is None:
            places = written_places(value) if isinstance(value, str) else needed
        self.places = max(places, needed)
        return self

    def __str__(self) -> str:
        scaled = abs(self.numerator) * 10**self.places // self.denominator
        digits = str(scaled).rjust(self.places + 1, "0")
        sign = "-" if self.numerator < 0 else ""
        if not self.places:
            return sign + digits
        return f"{sign}{digits[: -self.places]}.{digits[-self.places :]}"

    def __format__(self, spec: str) -> str:
        return super().__format__(spec) if spec else str(self)  # from Python 3.13 on Fraction's own would say 3/5

    @classmethod
    def from_float(cls, f: float) -> Fraction:  # type: ignore[override]
        """Return the exact value of a float: Fraction calls this on our class when it compares with floats."""
        return Fraction(f)

    def __repr__(self) -> str:
        return f"Dec('{self}')"

    def __reduce__(self) -> tuple[Any, ...]:
        return Dec, (str(self),)

    def __copy__(self) -> Dec:
        return self

    def __deepcopy__(self, memo: object) -> Dec:
        return self

    def __neg__(self) -> Dec:
        return _written(Fraction.__neg__(self), self.places)

    def __pos__(self) -> Dec:
        return self

    def __abs__(self) -> Dec:
        return _written(Fraction.__abs__(self), self.places)

    def __add__(self, other: Any) -> Any:
        return _sum(self, other, Fraction.__add__(self, other))

    def __radd__(self, other: Any) -> Any:
        return _sum(self, other, Fraction.__radd__(self, other))

    def __sub__(self, other: Any) -> Any:
        return _sum(self, other, Fraction.__sub__(self, other))

    def __rsub__(self, other: Any) -> Any:
        return _sum(self, other, Fraction.__rsub__(self, other))

    def __mul__(self, other: Any) -> Any:
        return shortest(Fraction.__mul__(self, other))

    def __rmul__(self, other: Any) -> Any:
        return shortest(Fraction.__rmul__(self, other))

    def __truediv__(self, other: Any) -> Any:
        return shortest(Fraction.__truediv__(self, other))

    def __rtruediv__(self, other: Any) -> Any:
        return shortest(Fraction.__rtruediv__(self, other))

    def __pow__(self, exponent: Any, modulo: Any = None) -> Any:
        return shortest(Fraction.__pow__(self, exponent))


def _written(value: Fraction, places: int) -> Dec:
    """Return the decimal with so many places, which suffice; two whole numbers are what Fraction takes fastest."""
    self = Fraction.__new__(Dec, value.numerator, value.denominator)
    self.places = places
    return self


def _sum(left: Dec, right: Any, total: Any) -> Any:
    needed = decimal_places(total) if isinstance(total, Fraction) else None
    if needed is None:
        return total
    return _written(total, max(needed, left.places, right.places if type(right) is Dec else 0))


def shortest(value: Any) -> Any:
    """Return a terminating Fraction as the Dec with the fewest places, all else unchanged."""
    needed = decimal_places(value) if isinstance(value, Fraction) else None
    return value if needed is None else _written(value, needed)


def decimal_places(value: Exact) -> int | None:
    """Return how many decimal places write `value` exactly, None where no number of them does."""
    return _places_over(value.denominator)


@lru_cache(maxsize=4096)
def _places_over(denominator: int) -> int | None:
    twos = (denominator & -denominator).bit_length() - 1
    rest = denominator >> twos
    fives = round(math.log(rest, 5))  # exact for powers of five of thousands of digits
    return max(twos, fives) if 5**fives == rest else None


def written_places(text: str) -> int:
    """Return the decimal places that `text` is written with: 2 for "0.60", 0 for "1e3"."""
    mantissa, _, exponent = text.lower().strip().partition("e")
    return max(0, len(mantissa.partition(".")[2]) - int(exponent or 0))


@dataclass(frozen=True)
class Formula:
    """A closed form, written in Python's syntax over named symbols; `symbolic` reads, compares and sets it.

    `symbols` pairs names with their domains; a symbol that is not listed is a positive number.
    """

    source: str
    symbols: tuple[tuple[str, str], ...] = ()
    up_to_constant: bool = False  # only its growth counts, as in O(n)

    def __str__(self) -> str:
        return self.source


def is_number(value: object) -> TypeGuard[Real]:
    """Tell whether `value` is a number (a truth value is none)."""
    if type(value) in _NUMBERS:  # isinstance asks the abstract base classes of Fraction, which takes ten times as long
        return True
    return isinstance(value, int | Fraction | float) and not isinstance(value, bool)


def plain(value: Any) -> Value:
    """Return numpy scalars and arrays, lists and mappings as the plain values of this module.

    Raises:
        TypeError: the value holds something that no bank, manifest or paper can carry.
    """
    kind = type(value)
    if kind in _PLAIN:
        return value
    if kind is tuple or kind is list:
        return tuple(map(plain, value))
    if isinstance(value, bool | int | Fraction | float | str | Record | Formula):
        return _whole(value)
    if hasattr(value, "tolist"):  # numpy, which this module need not import
        return plain(value.tolist())
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        return value
    if isinstance(value, list | tuple):
        return tuple(plain(item) for item in value)
    if isinstance(value, Mapping):
        return Record({str(key): plain(item) for key, item in value.items()})
    raise TypeError(f"a value of type {type(value).__name__} is not plain")


def given_value(value: Any) -> Value:
    """Return data that a user wrote in YAML as plain values; a text such as `5/2` is a fraction."""
    match value:
        case str() if re.fullmatch(r"\s*-?\d{1,300}\s*/\s*[1-9]\d{0,300}\s*", value):
            return _whole(Fraction(value.replace(" ", "")))
        case list():
            return tuple(given_value(item) for item in value)
        case dict():
            return Record({str(name): given_value(item) for name, item in value.items()})
        case _:
            return plain(value)


def _whole(value: Value) -> Value:
    if type(value) is Fraction and value.denominator == 1:
        return value.numerator
    return value


class Record(Mapping[str, Value]):
    """An immutable mapping whose entries can be read as fields: `row.item`."""

    __slots__ = ("_entries",)

    def __init__(self, entries: Mapping[str, Value]) -> None:
        self._entries = dict(entries)

    def __getitem__(self, key: str) -> Value:
        return self._entries[key]

    def __getattr__(self, name: str) -> Value:
        if name.startswith("_"):
            raise AttributeError(name)
        try:
            return self._entries[name]
        except KeyError:
            raise AttributeError(name) from None

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)

    def __hash__(self) -> int:
        return hash(tuple(self._entries.items()))

    def __repr__(self) -> str:
        return f"Record({self._entries!r})"

    def __reduce__(self) -> tuple[Any, ...]:
        return Record, (self._entries,)


_NUMBERS = frozenset({int, float, Fraction, Dec})
_PLAIN = frozenset({type(None), bool, int, float, str, Dec, Formula, Record})
