"""Which entries of a response are right, and which known mistake it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from typing import assert_never

from .. import comparison
from ..document import (
    ChooseMany,
    ChooseOne,
    Derivation,
    Drawing,
    Essay,
    Form,
    GraphLabeling,
    Interval,
    Matrix,
    Number,
    Program,
    Response,
    Symbolic,
    Table,
    Ticks,
    Tolerance,
    Vector,
)
from ..document import Sequence as Words
from ..exact import Real, Value, is_number
from .notation import Span
from .reading import blanks, folded


def hits(response: Response, values: Sequence[Value]) -> Iterator[bool]:
    """Yield for each thing that may earn its share whether it is right; `values` has None for what is not answered.

    These are the entries of a vector or matrix, the words of a sequence, both ends of an interval, the options of
    several choices, the boxes to tick, the cells of a table, the places of a figure; of all others the one answer.
    """
    match response:
        case Table():
            for (_, cell), value in zip(blanks(response), values, strict=True):
                yield value is not None and _same_label(value, cell.key)
        case GraphLabeling(_, _, keys):
            for (_, key), value in zip(keys, values, strict=True):
                yield value is not None and _same_label(value, key)
        case Ticks(_, rows):
            for row, ticked in zip(rows, values, strict=True):
                for place, tick in enumerate(row.ticks):
                    if tick != "either":
                        yield ticked is not None and (place in ticked) == (tick == "yes")
        case _:
            yield from _single(response, values[0])


def _single(response: Response, value: Value) -> Iterator[bool]:
    match response:
        case Number(key, tolerance, _, accept):
            yield value is not None and any(near(value, right, tolerance) for right in (key, *accept))
        case Vector(key, tolerance):
            yield from _each(value, key, tolerance)
        case Matrix(key, tolerance):
            fits = value is not None and (len(value), len(value[0])) == (len(key), len(key[0]))
            yield from _each(_flat(value) if fits else None, _flat(key), tolerance)
        case Words(key):
            fits = value is not None and len(value) == len(key)
            yield from (fits and folded(value[place]) == folded(word) for place, word in enumerate(key))
        case Interval():
            yield value is not None and _same_end(value, response, "low")
            yield value is not None and _same_end(value, response, "high")
        case ChooseOne(options):
            yield value is not None and options[value].right
        case ChooseMany(options):
            yield from (value is not None and (place in value) == one.right for place, one in enumerate(options))
        case Symbolic(key):
            yield value is not None and comparison.equal(value, key)
        case Table() | GraphLabeling() | Ticks() | Derivation() | Drawing() | Essay() | Program() | Form():
            raise TypeError(f"a {type(response).__name__} has no single value")
        case _:
            assert_never(response)


def share(response: Response, values: Sequence[Value], *, each: bool) -> Fraction:
    """Return the share that is right: all or nothing, or with `each` the share of the entries."""
    found = list(hits(response, values))
    if all(found):
        return Fraction(1)
    return Fraction(sum(found), len(found)) if each else Fraction(0)


def made(response: Response, value: Value, mistake: Value) -> bool:
    """Tell whether the value is that of a known mistake."""
    match response:
        case ChooseOne(options):
            option = options[value].value
            return option is not None and comparison.equal(option, mistake)
        case Interval(tolerance=tolerance):
            ends = (_finite(value.low, -1), _finite(value.high, 1))
            wrong = (_finite(mistake[0], -1), _finite(mistake[1], 1))
            return all(near(a, b, tolerance) for a, b in zip(ends, wrong, strict=True))
        case Words():
            return tuple(map(folded, value)) == tuple(map(folded, mistake))
        case Vector(tolerance=tolerance) if isinstance(mistake, tuple):
            return all(_each(value, mistake, tolerance))
        case Matrix(tolerance=tolerance) if isinstance(mistake, tuple):
            fits = (len(value), len(value[0])) == (len(mistake), len(mistake[0]))
            return fits and all(_each(_flat(value), _flat(mistake), tolerance))
        case Number(tolerance=tolerance) if is_number(mistake):
            return near(value, mistake, tolerance)
        case Symbolic():
            return comparison.equal(value, mistake)
        case _:
            return False


def near(value: Real, key: Real, within: Tolerance) -> bool:
    """Tell whether a number is the key within the tolerance; infinity is near to itself alone."""
    try:
        return value == key or comparison.equal(value, key, within)
    except OverflowError:  # a float with a number beyond floats
        return False


def _each(value: Sequence[Real] | None, key: Sequence[Real], within: Tolerance) -> Iterator[bool]:
    fits = value is not None and len(value) == len(key)
    for place, right in enumerate(key):
        yield fits and value is not None and near(value[place], right, within)


def _flat(rows: Iterable[Sequence[Real]]) -> tuple[Real, ...]:
    return tuple(entry for row in rows for entry in row)


def _same_end(span: Span, key: Interval, side: str) -> bool:
    """Compare one end; whether infinity belongs to an interval is no question."""
    value, right = getattr(span, side), getattr(key, side)
    if value is None or right is None:
        return value is right
    return near(value, right, key.tolerance) and getattr(span, f"{side}_closed") == getattr(key, f"{side}_closed")


def _finite(end: Real | None, side: int) -> Real:
    return side * float("inf") if end is None else end


def _same_label(value: Value, key: Value) -> bool:
    """Compare the content of a cell or a place; numbers have the tolerance of an answer without a rule."""
    if isinstance(key, str):
        return bool(value == folded(key))
    if is_number(key):
        key, value = ((key,), value) if isinstance(value, tuple) else (key, value)
    numbers = [key] if is_number(key) else [item for item in key if is_number(item)] if isinstance(key, tuple) else []
    try:
        return comparison.equal(value, key, comparison.tolerance(None, numbers))
    except OverflowError:
        return False
