"""Response kinds: what a student writes, and the key it is compared with.

Keys are machine-readable (exact values, indices); how a key is shown on paper is `Answer.shown`
and the inlines in the kinds themselves. Sizes of blanks follow from kind and shape alone, never
from the key, so that a blank cannot tell its answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, TypeAlias

from ..exact import Exact, Formula, Real
from .block import Blocks
from .figure import Figure
from .inline import Inlines


@dataclass(frozen=True)
class Tolerance:
    """How far a number may lie from the key: `size` in the key's unit, or as a share of the key."""

    size: Exact = 0
    relative: bool = False


@dataclass(frozen=True)
class Number:
    """A number; further right values in `accept`."""

    key: Real
    tolerance: Tolerance = Tolerance()
    unit: str = ""
    accept: tuple[Real, ...] = ()


@dataclass(frozen=True)
class Vector:
    """A vector, entry by entry, shape (n,)."""

    key: tuple[Real, ...]
    tolerance: Tolerance = Tolerance()


@dataclass(frozen=True)
class Matrix:
    """A matrix, row by row, shape (m, n)."""

    key: tuple[tuple[Real, ...], ...]
    tolerance: Tolerance = Tolerance()


@dataclass(frozen=True)
class Sequence:
    """Words or symbols in order."""

    key: tuple[str, ...]


@dataclass(frozen=True)
class Interval:
    """An interval; None is an open end at infinity."""

    low: Real | None
    high: Real | None
    low_closed: bool = True
    high_closed: bool = True
    tolerance: Tolerance = Tolerance()


@dataclass(frozen=True)
class Option:
    """One option of a choice, with the feedback to whoever picks it; `value` is what is compared."""

    text: Inlines
    right: bool
    value: Real | str | Formula | None = None
    feedback: Inlines = ()


@dataclass(frozen=True)
class ChooseOne:
    """Exactly one option is right."""

    options: tuple[Option, ...]


@dataclass(frozen=True)
class ChooseMany:
    """Any number of options is right."""

    options: tuple[Option, ...]


Tick: TypeAlias = Literal["yes", "no", "either"]


@dataclass(frozen=True)
class TickRow:
    """A line of a tick table: its text and, for each column, whether a tick belongs there."""

    item: Inlines
    ticks: tuple[Tick, ...]


@dataclass(frozen=True)
class Ticks:
    """A table of boxes to tick."""

    columns: tuple[Inlines, ...]
    rows: tuple[TickRow, ...]


CellKind: TypeAlias = Literal["text", "number", "shape", "formula"]


@dataclass(frozen=True)
class Cell:
    """A table cell; `key` is None in a cell that is printed and asks nothing."""

    shown: Inlines
    key: Real | tuple[Real, ...] | str | Formula | None = None
    blank: bool = False


@dataclass(frozen=True)
class Table:
    """A table with blanks. `kinds` says per column what its cells hold; blanks are sized by it."""

    columns: tuple[Inlines, ...]
    kinds: tuple[CellKind, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True)
class Symbolic:
    """A closed form; any formula that is equivalent over the key's symbols is right."""

    key: Formula


@dataclass(frozen=True)
class Derivation:
    """A chain of reasoning, marked by its rubric."""


@dataclass(frozen=True)
class Drawing:
    """Something drawn onto `blank`; the solution shows `overlay`."""

    blank: Figure
    overlay: Figure


@dataclass(frozen=True)
class GraphLabeling:
    """Labels to write at the named places of a figure; the solution shows `labeled`."""

    blank: Figure
    labeled: Figure
    keys: tuple[tuple[str, Real | str | Formula], ...]  # (place, what is to be written there)


@dataclass(frozen=True)
class Essay:
    """A short text, marked by its rubric; `words` is a guide that may be printed, 0 for none."""

    lines: int
    words: int = 0


@dataclass(frozen=True)
class Program:
    """Program text to write; `lines` of room."""

    lines: int
    language: str = "python"


@dataclass(frozen=True)
class Form:
    """Lines to fill in that are never graded as mathematics."""

    lines: int


Response: TypeAlias = (
    Number | Vector | Matrix | Sequence | Interval | ChooseOne | ChooseMany | Ticks | Table
    | Symbolic | Derivation | Drawing | GraphLabeling | Essay | Program | Form
)  # fmt: skip


# The kinds that are written on a blank within the text, at a `Blank`.
FITS_A_LINE = (Number, Vector, Matrix, Sequence, Interval, Symbolic)

# The kinds without a key, by their names in banks.
BY_RUBRIC: Mapping[str, type[Response]] = {"derivation": Derivation, "essay": Essay, "form": Form, "code": Program}
MARKED_BY_RUBRIC = tuple(BY_RUBRIC.values())


@dataclass(frozen=True)
class Answer:
    """One thing that a part asks for.

    A response that fits a line stands at the `Blank` of this name in the part's prompt; any other
    but Derivation, Essay, Program and Form (which take the part's room to work) at its `ResponseBlock`.
    """

    name: str
    response: Response
    label: Inlines = ()  # what stands before the blank: "w ="
    shown: Inlines = ()  # the key as it is printed
    credit_each: bool = False  # each entry, cell or tick earns its share
    points: Exact = 1  # relative to the other answers of the part: its share of the part's points


@dataclass(frozen=True)
class Mistake:
    """A known wrong answer: its value, how it is printed, what to tell whoever made it, its share of the points."""

    answer: str
    value: Real | tuple[Real, ...] | tuple[tuple[Real, ...], ...] | tuple[str, ...] | str | Formula
    shown: Inlines
    feedback: Blocks
    credit: Fraction = Fraction(0)
