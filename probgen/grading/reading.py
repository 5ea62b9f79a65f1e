"""From what stands in a response's cell to a value of the answer's kind."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import assert_never

from ..document import (
    Cell,
    ChooseMany,
    ChooseOne,
    Derivation,
    Drawing,
    Essay,
    Form,
    GraphLabeling,
    Inlines,
    Interval,
    Matrix,
    Number,
    Program,
    Response,
    Symbolic,
    Table,
    Ticks,
    Vector,
)
from ..document import Sequence as Words
from ..exact import Formula, Value, is_number
from ..writers.text import inlines
from . import notation
from .formulas import Symbols, formula
from .numerals import Unreadable, number, shown

_NONE = frozenset({"none", "nothing", "-", "–", "—", "−", "0", "{}", "()", "∅"})
_YES = frozenset({"x", "yes", "y", "1", "true", "✓", "✔", "☑"})
_NO = frozenset({"no", "n", "false", *_NONE})


def read(response: Response, entry: int, text: str, symbols: Symbols = ()) -> Value:
    """Return the value of one entry; a formula may use `symbols` beside those of the key.

    A choice is the position of its option, from 0; several choices and the ticks of a row are the set of positions;
    an interval is a `notation.Span`; of what a person marks, it is the points.

    Raises:
        Unreadable: it cannot be read as an answer of this kind.
    """
    match response:
        case Number(unit=unit):
            return number(text, unit)
        case Vector(key):
            return notation.vector(text, len(key))
        case Matrix(key):
            return notation.matrix(text, (len(key), len(key[0])))
        case Words(key):
            return notation.words(text, len(key))
        case Interval():
            return notation.interval(text)
        case Symbolic(key):
            return formula(text, key, symbols)
        case ChooseOne() | ChooseMany() | Ticks() | Table() | GraphLabeling():
            return _marked(response, entry, text, symbols)
        case Derivation() | Drawing() | Essay() | Program() | Form():
            return number(text, "points")
        case _:
            assert_never(response)


def _marked(
    response: ChooseOne | ChooseMany | Ticks | Table | GraphLabeling, entry: int, text: str, symbols: Symbols
) -> Value:
    """Return what was ticked, or written into one blank of several."""
    match response:
        case ChooseOne(options):
            return _one(text, [option.text for option in options])
        case ChooseMany(options):
            return several(text, _texts(tuple(option.text for option in options)))
        case Ticks(columns):
            return _ticks(text, _texts(columns))
        case Table():
            kind, cell = blanks(response)[entry]
            return notation.sizes(text) if kind == "shape" else written(text, cell.key, symbols)
        case GraphLabeling(_, _, keys):
            return written(text, keys[entry][1], symbols)
        case _:
            assert_never(response)


def blanks(table: Table) -> list[tuple[str, Cell]]:
    """Return the blank cells of a table with the kind of their column, row by row."""
    return [(kind, cell) for row in table.rows for kind, cell in zip(table.kinds, row, strict=True) if cell.blank]


def written(text: str, key: Value, symbols: Symbols) -> Value:
    """Return a label or the content of a cell, as a value of the key's type."""
    if isinstance(key, Formula):
        return formula(text, key, symbols)
    if is_number(key):
        return number(text)
    if isinstance(key, tuple):
        return notation.vector(text, len(key))
    return folded(text)


def folded(text: str) -> str:
    """Return words as they are compared: without regard to case and blanks."""
    return " ".join(text.split()).casefold()


def several(text: str, options: tuple[str, ...]) -> frozenset[int]:
    """Return the positions that `1, 3`, `a c`, `ac` or `none` names; options of one letter go by their letter.

    Raises:
        Unreadable: there is no such option.
    """
    line = folded(text)
    if line in _NONE:
        return frozenset()
    if line in options:
        return frozenset({options.index(line)})
    tokens = [token.strip("().") for token in re.split(r"[\s,;&+]+", line) if token.strip("().") not in ("", "and")]
    if len(tokens) == 1 and tokens[0].isalpha() and len(tokens[0]) > 1:
        tokens = list(tokens[0])
    places = [_place(token, options) for token in tokens]
    if not places or None in places or len(set(places)) != len(places):
        what = f"'{shown(text)}' names no set of options"
        raise Unreadable(what, f"write their numbers, from 1 to {len(options)}, as 1, 3; or none")
    return frozenset(place for place in places if place is not None)


def _one(text: str, options: Sequence[Inlines]) -> int:
    texts = _texts(tuple(options))
    line = folded(text)
    place = texts.index(line) if texts.count(line) == 1 else None
    if place is not None and re.fullmatch(r"[0-9]+", line) and place + 1 != int(line) <= len(texts):
        what = f"'{shown(text)}' can be the number of an option or its text"
        raise Unreadable(what, "write the letter of the option: a for the first")
    if place is None:
        place = _place(line.strip("(). "), texts)
    if place is None:
        raise Unreadable(f"'{shown(text)}' is none of the options", f"write its number, from 1 to {len(texts)}")
    return place


def _place(token: str, options: Sequence[str]) -> int | None:
    """Return the position of a number, a letter, or of the one-letter text of an option."""
    if re.fullmatch(r"[0-9]{1,3}", token):
        return int(token) - 1 if 1 <= int(token) <= len(options) else None
    if token in options:
        return options.index(token)
    lettered = any(len(option) == 1 and option.isalpha() for option in options)
    if lettered or not re.fullmatch(r"[a-z]", token):
        return None
    place = ord(token) - ord("a")
    return place if place < len(options) else None


def _ticks(text: str, columns: tuple[str, ...]) -> frozenset[int]:
    line = folded(text)
    if len(columns) == 1 and line in _YES | _NO:
        return frozenset({0} if line in _YES else ())
    marks = line.split()
    if len(marks) == len(columns) > 1 and all(mark in ("x", "o", "-") for mark in marks):
        return frozenset(place for place, mark in enumerate(marks) if mark == "x")
    return several(text, columns)


@lru_cache(maxsize=1024)
def _texts(content: tuple[Inlines, ...]) -> tuple[str, ...]:
    return tuple(folded(inlines(one)) for one in content)
