"""Vectors, matrices, intervals, words and shapes as students write them: every reading is tried."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple, TypeVar

from ..exact import Real
from .numerals import Unreadable, cleaned, number, shown

Row = tuple[Real, ...]
T = TypeVar("T")

_ROUND = str.maketrans("[]{}", "()()")
_ARROWS = r"\s*(?:->|→|⟶)\s*|\s+>\s+"
_CHAIN = re.compile(r"(?P<low>.+?)\s*(?P<from><=|<|≤)\s*[^\W\d]\w*\s*(?P<to><=|<|≤)\s*(?P<high>.+)$", re.DOTALL)
_HALF = re.compile(r"[^\W\d]\w*\s*(?P<sign><=|>=|<|>|≤|≥)\s*(?P<end>.+)$", re.DOTALL)


class Span(NamedTuple):
    """An interval as it was read; None is infinity."""

    low: Real | None
    high: Real | None
    low_closed: bool
    high_closed: bool


def vector(text: str, size: int) -> Row:
    """Return the entries of (2, -1, 3), 2 -1 3, [2; -1; 3] or a column [[2],[-1],[3]].

    Of several readings the one with `size` entries counts; another number of entries is a wrong answer, not an error.

    Raises:
        Unreadable: an entry is no number, or two readings have the right size.
    """
    body = _unwrapped(_balanced(text))
    if "(" in body:
        column = _groups(body, text)
        if any(re.search(r"[,;\s]", entry.strip()) for entry in column):
            raise Unreadable(f"'{shown(text)}' is a matrix, a vector is asked for", "write (2, -1, 3)")
        return tuple(map(number, column))
    return _row(body, size)


def matrix(text: str, shape: tuple[int, int]) -> tuple[Row, ...]:
    """Return the rows of [[1, 2], [3, 4]], (1, 2), (3, 4), 1 2; 3 4, or lines; `shape` settles two readings.

    A matrix of one column or one row may be written as a vector.

    Raises:
        Unreadable: an entry is no number, or rows differ in length.
    """
    height, width = shape
    body = _unwrapped(_balanced(text))
    parts = _groups(body, text) if "(" in body else [part for part in re.split(r"[;\n]", body) if part.strip()]
    expected = width if len(parts) > 1 or height == 1 else height * width
    rows = tuple(_row(part, expected) for part in parts)
    if len({len(row) for row in rows}) != 1:
        raise Unreadable(f"the rows of '{shown(text)}' differ in length", "write [[1, 2], [3, 4]]")
    flat = tuple(entry for row in rows for entry in row)
    if 1 in shape and 1 in (len(rows), len(rows[0])) and len(flat) == height * width:
        return tuple(flat[start : start + width] for start in range(0, len(flat), width))
    return rows


def interval(text: str) -> Span:
    """Return the interval [1, 4), ]1; 4[, (-inf, 3], 1 <= x < 4 or x > 3.

    Raises:
        Unreadable: an end is no number, or it is not clear where one end stops.
    """
    source = cleaned(text)
    if chain := _CHAIN.match(source):
        return Span(_end(chain["low"], "-"), _end(chain["high"], "+"), chain["from"] != "<", chain["to"] != "<")
    if half := _HALF.match(source):
        closed, end = half["sign"] not in "<>", number(half["end"])
        below = half["sign"] in ("<", "<=", "≤")
        return Span(None if below else end, end if below else None, not below and closed, below and closed)
    if len(source) < 3 or source[0] not in "[]()" or source[-1] not in "[]()":
        raise Unreadable(f"'{shown(text)}' is no interval", "write [1, 4) or (-inf, 3]")
    inner = source[1:-1]
    cuts = [place for place, sign in enumerate(inner) if sign == (";" if ";" in inner else ",")]
    found = _readings((inner[:cut], inner[cut + 1 :]) for cut in cuts)
    low, high = _only(found, text, lambda pair: True, lambda pair: (_end(pair[0], "-"), _end(pair[1], "+")))
    return Span(low, high, source[0] == "[", source[-1] == "]")


def words(text: str, size: int) -> tuple[str, ...]:
    """Return the words of a sequence: between commas or arrows, else between blanks, else sign by sign.

    Brackets around several words are left out, those of a word such as [start] belong to it.
    """
    body = cleaned(text)
    if size > 1 and len(body) != len(inner := _unwrapped(body.translate(_ROUND))):
        body = body[body.translate(_ROUND).index(inner) :][: len(inner)]
    for separator in (r"\s*[,;]\s*", _ARROWS):
        if len(pieces := re.split(separator, body.strip())) > 1:
            return tuple(pieces)
    pieces = body.split()
    return tuple(pieces[0]) if len(pieces) == 1 and size > 1 and len(pieces[0]) == size else tuple(pieces)


def sizes(text: str) -> tuple[int, ...]:
    """Return the sizes of a shape: 28 x 28 x 10, 28×28×10, (28, 28, 10).

    Raises:
        Unreadable: a size is no whole number.
    """
    body = _unwrapped(cleaned(text).translate(_ROUND))
    pieces = [piece for piece in re.split(r"\s*[*xX,;]\s*|\s+", body.strip()) if piece]
    if not pieces or not all(re.fullmatch(r"[0-9]{1,12}", piece) for piece in pieces):
        raise Unreadable(f"'{shown(text)}' is no shape", "write 28 x 28 x 10")
    return tuple(map(int, pieces))


def _end(text: str, side: str) -> Real | None:
    """Return an end of an interval, None for infinity on its own side."""
    bare = text.strip().casefold()
    if bare.lstrip("+-").strip() not in ("inf", "infinity", "oo"):
        return number(text)
    if bare.startswith("-") != (side == "-"):
        raise Unreadable(f"'{shown(text)}' is on the wrong side of its interval")
    return None


def _balanced(text: str) -> str:
    """Return the text with round brackets only, none of them open."""
    source = cleaned(text).translate(_ROUND)
    depth = 0
    for sign in source:
        depth += (sign == "(") - (sign == ")")
        if depth < 0:
            break
    if depth:
        raise Unreadable(f"'{shown(text)}' has a bracket without its partner")
    return source


def _unwrapped(body: str) -> str:
    """Return what stands in brackets around the whole."""
    body = body.strip()
    while body.startswith("(") and _closing(body, 0) == len(body) - 1:
        body = body[1:-1].strip()
    return body


def _closing(body: str, start: int) -> int:
    depth = 0
    for place in range(start, len(body)):
        depth += (body[place] == "(") - (body[place] == ")")
        if not depth:
            return place
    return -1


def _groups(body: str, text: str) -> list[str]:
    """Return what stands in each of several brackets beside each other."""
    found, place = [], 0
    while place < len(body):
        if body[place] == "(":
            end = _closing(body, place)
            found.append(body[place + 1 : end])
            place = end + 1
        elif body[place] in ",; \n\r":
            place += 1
        else:
            raise Unreadable(f"'{shown(text)}' mixes rows in brackets with others", "write [[1, 2], [3, 4]]")
    return found


def _row(body: str, size: int) -> Row:
    """Return the numbers of a list: between semicolons or lines, else between commas, or between blanks."""
    clear = re.split(r"[;\n]", body)
    splits = [clear] if len(clear) > 1 else [body.split(","), body.split()]
    candidates = _readings(tuple(piece.strip() for piece in pieces) for pieces in splits)
    return _only(candidates, body, lambda row: len(row) == size, lambda pieces: tuple(map(number, pieces)))


def _readings(splits: Iterable[tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
    """Yield the readings that leave no piece empty; of several pieces none is like 007."""
    for pieces in dict.fromkeys(splits):
        odd = any(re.match(r"[+-]?0[0-9]", piece) for piece in pieces) and len(pieces) > 1
        if all(pieces) and pieces and not odd:
            yield pieces


def _only(
    readings: Iterable[tuple[str, ...]], text: str, fits: Callable[[T], bool], read: Callable[[tuple[str, ...]], T]
) -> T:
    """Return the one reading that fits, or the only one there is.

    Raises:
        Unreadable: there is none, or more than one.
    """
    found: list[T] = []
    failed: Unreadable | None = None
    for pieces in readings:
        try:
            value = read(pieces)
        except Unreadable as fault:
            failed = failed or fault
            continue
        if value not in found:
            found.append(value)
    fitting = [value for value in found if fits(value)] or found
    if len(fitting) == 1:
        return fitting[0]
    if not fitting:
        raise failed or Unreadable(f"'{shown(text)}' cannot be read", "write numbers with commas between them")
    what = f"'{shown(text)}' can be read in two ways"
    raise Unreadable(what, "put semicolons between the entries, as in 2.5; 3")
