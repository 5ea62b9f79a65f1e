"""What a draw means: the values that may come, their shape, and the demands on them taken together."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import prod
from typing import Literal, TypeAlias

from ..exact import Dec, Record, Value, is_number
from ..stream import Stream
from . import expression
from .arithmetic import shown, whole
from .expression import Expression

_MAX_VALUES = 10_000  # that a range is written out to
_MAX_ENTRIES = 1000
_TRIES = 1000  # for `ends nonzero`, which is met by drawing again

Order: TypeAlias = Literal["", "increasing", "decreasing"]
Kind: TypeAlias = Literal["", "int", "dec", "frac"]


@dataclass(frozen=True)
class Span:
    """The numbers from `low` to `high`, both included, in steps."""

    low: Expression
    high: Expression
    step: Expression | None

    @property
    def names(self) -> frozenset[str]:
        """The names in the bounds and the step."""
        return self.low.names | self.high.names | (self.step.names if self.step else frozenset())

    def among(self, scope: Mapping[str, Value]) -> Sequence[Value]:
        """Return the numbers; ValueError where the bounds and the step contradict each other."""
        low, high = self.low.value(scope), self.high.value(scope)
        step = self.step.value(scope) if self.step else 1
        for number in (low, high, step):
            if not is_number(number) or isinstance(number, float):
                raise ValueError(f"{shown(number)} is no exact number")
        if low > high:
            raise ValueError(f"the range is empty, since {low} is above {high}", "write the smaller number first")
        if all(type(number) is int for number in (low, high)) and type(step) is int and step > 0:
            grid: Sequence[Value] = range(low, high + 1, step)
        else:
            grid = self._grid(low, high, step)
        if grid[-1] != high:
            raise ValueError(f"steps of {step} from {low} do not reach {high}")
        return grid

    def _grid(self, low: Value, high: Value, step: Value) -> Sequence[Value]:
        places = max((number.places for number in (low, high, step) if isinstance(number, Dec)), default=0)
        if self.step is None:
            by = Dec(Fraction(1, 10**places)) if places else Fraction(1, max(low.denominator, high.denominator))
            kind = "decimals" if places else "fractions"
            hint = f"did you mean `{self.low.source}..{self.high.source} step {by}`?"
            raise ValueError(f"between {kind} a step is required", hint)
        if step <= 0:
            raise ValueError(f"the step {step} is not positive")
        count = (Fraction(high) - Fraction(low)) // Fraction(step) + 1
        if count > _MAX_VALUES:
            raise ValueError(f"a range of more than {_MAX_VALUES} values that are not whole is too long")
        grid = (Fraction(low) + place * Fraction(step) for place in range(count))
        if places:
            return tuple(Dec(number, places) for number in grid)
        return tuple(number.numerator if number.denominator == 1 else number for number in grid)


@dataclass(frozen=True)
class Items:
    """Values written one by one."""

    values: tuple[Value, ...]
    names: frozenset[str] = frozenset()

    def among(self, scope: Mapping[str, Value]) -> Sequence[Value]:
        """Return the values."""
        del scope
        return self.values


@dataclass(frozen=True)
class Pool:
    """The rows of a pool."""

    name: str

    @property
    def names(self) -> frozenset[str]:
        """The pool's name."""
        return frozenset({self.name})

    def among(self, scope: Mapping[str, Value]) -> Sequence[Value]:
        """Return the rows; ValueError where there is no such pool."""
        rows = scope.get(self.name)
        if not isinstance(rows, tuple):
            raise ValueError(f"there is no pool '{self.name}'")
        return rows


Values: TypeAlias = Span | Items | Pool


@dataclass(frozen=True)
class Choice:
    """One value, several with replacement (`shape`) or several without (`count`), and the demands on them.

    Its methods raise ValueError, with a sentence and perhaps a hint, and what expressions raise.
    """

    values: Values
    shape: Expression | None = None
    count: Expression | None = None
    kind: Kind = ""
    nonzero: bool = False
    ends_nonzero: bool = False
    distinct: bool = False
    order: Order = ""
    excluded: Expression | None = None

    @cached_property
    def names(self) -> frozenset[str]:
        """The free names of all that the choice depends on."""
        parts = (self.shape, self.count, self.excluded)
        return self.values.names.union(*(part.names for part in parts if part))

    def check(self) -> None:
        """Raise ValueError for contradictions that can be seen without knobs and pools."""
        several = self.shape or self.count
        for word, there in (("distinct", self.distinct), (self.order, self.order), ("ends nonzero", self.ends_nonzero)):
            if there and not several:
                raise ValueError(
                    f"`{word}` needs several values", "write a shape, `int[3] in ...`, or a count, `3 of ...`"
                )
        if not self.values.names and not (self.excluded and self.excluded.names):
            self.candidates({})
        if not self.names:
            self.dimensions({}, self.candidates({}))

    def take(self, stream: Stream, scope: Mapping[str, Value]) -> Value:
        """Return one draw."""
        candidates = self.candidates(scope)
        if not self.shape and not self.count:
            return stream.pick(candidates)
        dimensions = self.dimensions(scope, candidates)
        total = prod(dimensions)
        for _ in range(_TRIES):
            expression.charge(total)
            entries = self._entries(stream, candidates, total)
            if not self.ends_nonzero or (entries[0] != 0 and entries[-1] != 0):
                return _nested(entries, dimensions)
        raise ValueError(f"none of {_TRIES} draws ends nonzero")

    def misfit(self, value: Value, scope: Mapping[str, Value]) -> str:
        """Return "" if the value has this choice's shape and type, whatever its range, else what is wrong."""
        candidates = self.candidates(scope)
        noun, fits = _type(candidates)
        dimensions = self.dimensions(scope, candidates)
        if found := _misshape(value, dimensions):
            return f"needs {_needed(noun, dimensions)}, has {found}"
        entries = [value]
        for _ in dimensions:
            entries = [entry for row in entries for entry in row]
        wrong = next((entry for entry in entries if not fits(entry)), None)
        return "" if wrong is None else f"needs {_needed(noun, dimensions)}, has {shown(wrong)}"

    def candidates(self, scope: Mapping[str, Value]) -> Sequence[Value]:
        """Return the values of which one may come."""
        if self._always is not None:
            return self._always
        return self._candidates(scope)

    def dimensions(self, scope: Mapping[str, Value], candidates: Sequence[Value]) -> tuple[int, ...]:
        """Return the shape: (n,) of a count n, () of a single value."""
        sizes = self.shape.value(scope) if self.shape else (self.count.value(scope),) if self.count else ()
        dimensions = tuple(_positive(size) for size in sizes)
        if len(dimensions) > 1 and (self.order or self.ends_nonzero):
            raise ValueError(f"`{self.order or 'ends nonzero'}` needs a shape of one number, such as `[3]`")
        total = prod(dimensions)
        if total > _MAX_ENTRIES:
            raise ValueError(f"a shape of {total} entries is too large")
        if self._once and dimensions and total > len(candidates):
            raise ValueError(f"{total} different ones cannot be drawn from {len(candidates)} values")
        return dimensions

    @cached_property
    def _once(self) -> bool:
        return bool(self.count or self.distinct or self.order)

    @cached_property
    def _always(self) -> Sequence[Value] | None:
        if self.values.names or (self.excluded and self.excluded.names):
            return None
        return self._candidates({})

    def _candidates(self, scope: Mapping[str, Value]) -> Sequence[Value]:
        found = self.values.among(scope)
        expression.charge(0 if isinstance(found, range) else len(found))
        barred = set(self.excluded.value(scope)) if self.excluded else set()
        if self.nonzero:
            barred.add(0)
        if (barred or not isinstance(found, range)) and len(found) > _MAX_VALUES:
            raise ValueError(f"more than {_MAX_VALUES} values cannot be narrowed down")
        if self._once and len(found) > _MAX_VALUES:
            raise ValueError(f"more than {_MAX_VALUES} values are too many for a draw without repetition")
        if barred:
            found = tuple(value for value in found if value not in barred)
        if not found:
            raise ValueError("no value is left")
        wrong = [value for value in (found[0], found[-1]) if not _KINDS[self.kind](value)]
        if wrong:
            raise ValueError(f"{shown(wrong[0])} is no value of the type `{self.kind}`")
        return found

    def _entries(self, stream: Stream, candidates: Sequence[Value], total: int) -> tuple[Value, ...]:
        if not self._once:
            return tuple([stream.pick(candidates) for _ in range(total)])
        entries = stream.sample(candidates, total)
        if not self.order:
            return entries
        try:
            return tuple(sorted(entries, reverse=self.order == "decreasing"))
        except TypeError:
            raise ValueError("values of this kind have no order") from None


def _is_whole(value: Value) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_exact(value: Value) -> bool:
    return is_number(value) and not isinstance(value, float)


_KINDS: Mapping[Kind, Callable[[Value], bool]] = {
    "": lambda value: True,
    "int": _is_whole,
    "dec": lambda value: isinstance(value, Dec),
    "frac": _is_exact,
}


def _positive(size: Value) -> int:
    try:
        number = whole(size)
    except TypeError as fault:
        raise ValueError(str(fault)) from None
    if number < 1:
        raise ValueError(f"a shape or count of {number} is not positive")
    return number


def _nested(entries: tuple[Value, ...], dimensions: tuple[int, ...]) -> tuple[Value, ...]:
    for size in dimensions[:0:-1]:
        entries = tuple(entries[start : start + size] for start in range(0, len(entries), size))
    return entries


def _type(candidates: Sequence[Value]) -> tuple[str, Callable[[Value], bool]]:
    """Return what one of the candidates is called, and the test for it."""
    if isinstance(candidates, range) or all(map(_is_whole, candidates)):
        return "whole number", _is_whole
    if all(map(_is_exact, candidates)):
        return "number", _is_exact
    if all(isinstance(value, str) for value in candidates):
        return "word", lambda value: isinstance(value, str)
    if all(isinstance(value, Record) for value in candidates):
        fields = {field for row in candidates for field in row}
        noun = f"row with {', '.join(sorted(fields))}"
        return noun, lambda value: isinstance(value, Record) and set(value) == fields
    return "value", lambda value: True


def _misshape(value: Value, dimensions: tuple[int, ...]) -> str:
    """Return "" if the value has the shape, else what it has instead."""
    if not dimensions:
        return ""
    if not isinstance(value, tuple):
        return shown(value)
    if len(value) != dimensions[0]:
        return str(len(value))
    return next(
        (f"{found} in row {row + 1}" for row, item in enumerate(value) if (found := _misshape(item, dimensions[1:]))),
        "",
    )


def _needed(noun: str, dimensions: tuple[int, ...]) -> str:
    if not dimensions:
        return f"a {noun}"
    *outer, last = dimensions
    first, _, rest = noun.partition(" ")
    head = "rows" if first == "row" else noun + "s" if not rest or first == "whole" else noun
    plural = f"{head} {rest}" if first == "row" else head
    return "".join(f"{size} rows of " for size in outer) + f"{last} {plural if last != 1 else noun}"
