"""What symbols stand for: numbers of some range, sizes, matrices of a shape, unknown functions."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, TypeAlias, cast

from ..errors import nearest
from ..exact import Formula
from . import syntax
from .syntax import NoFormula

Word: TypeAlias = Literal["positive", "real", "probability", "size", "function"]
Property: TypeAlias = Literal["", "diagonal", "symmetric", "orthogonal"]
WORDS: Mapping[str, str] = {
    "positive": "a number from 0.3 to 3",
    "real": "a number from 0.3 to 3, of either sign",
    "probability": "a number from 0.05 to 0.95",
    "size": "a whole number, at least 2",
    "function": "an unknown function of one number",
}
_MAX_SYMBOLS, _MAX_SIZES = 60, 8
_PROPERTIES = ("diagonal", "symmetric", "orthogonal")
_MATRIX = re.compile(r"\[\s*(\w+)\s*(?:,\s*(\w+)\s*(?:,\s*(\w+)\s*)?)?\]", re.ASCII)

Dimension: TypeAlias = str  # the name of a size, or digits


@dataclass(frozen=True, slots=True)
class Domain:
    """What a symbol stands for; `shape` is () for a number, (rows, columns) for a matrix, (rows, "1") for a vector."""

    word: Word = "positive"
    shape: tuple[()] | tuple[Dimension, Dimension] = ()
    property: Property = ""


POSITIVE, SIZE = Domain(), Domain("size")


@lru_cache(maxsize=1024)
def parse(text: str) -> Domain:
    """Return the domain written as a word of `WORDS`, as `[n]`, `[n, d]` or `[d, d, symmetric]`.

    Raises:
        NoFormula: it is none of these.
    """
    if text in WORDS:
        return Domain(cast("Word", text))
    found = _MATRIX.fullmatch(text)
    if not found:
        hint = nearest(text, WORDS) or f"domains are {', '.join(WORDS)}, and shapes such as [n] and [n, d]"
        raise NoFormula(f"'{text}' is no domain of a symbol: {hint}")
    rows, columns, property_ = found[1], found[2] or "1", found[3] or ""
    if property_ and (property_ not in _PROPERTIES or rows != columns):
        raise NoFormula(f"'{text}' is no domain of a symbol: a square matrix can be {', '.join(_PROPERTIES)}")
    if rows == columns == "1":
        raise NoFormula(f"'{text}' is no domain of a symbol: a number has no shape")
    for dimension in (rows, columns):
        if dimension.isdigit() and not 1 <= int(dimension) <= 20:
            raise NoFormula(f"'{text}' is no domain of a symbol: a size is 1 to 20, or a name")
    return Domain("real", (rows, columns), cast("Property", property_))


@lru_cache(maxsize=1024)
def of(formula: Formula) -> Mapping[str, Domain]:
    """Return the domain of every symbol that the formula uses or lists, and of the sizes in their shapes.

    Raises:
        NoFormula: a domain cannot be read, or a name stands for two things.
    """
    listed = {name: parse(text) for name, text in formula.symbols}
    sizes = {size for domain in listed.values() for size in domain.shape if not size.isdigit()}
    sizes |= syntax.sizes(formula.source)
    for size in sorted(sizes & listed.keys()):
        if listed[size] != SIZE:
            raise NoFormula(f"'{size}' is the size of a matrix and cannot be anything else")
    unlisted = dict.fromkeys(sorted(syntax.names(formula.source) - syntax.CONSTANTS), POSITIVE)
    if len(sizes) > _MAX_SIZES or len(unlisted) + len(listed) > _MAX_SYMBOLS:
        raise NoFormula(f"a formula has at most {_MAX_SYMBOLS} symbols, their shapes at most {_MAX_SIZES} sizes")
    return {**unlisted, **dict.fromkeys(sorted(sizes), SIZE), **listed}
