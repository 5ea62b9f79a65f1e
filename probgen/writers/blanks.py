"""The sizes of blanks, cells and columns: they follow from the kind and the shape of an answer, never from its key."""

from __future__ import annotations

from ..document import CellKind, Interval, Matrix, Number, Response, Sequence, Symbolic, Table, Ticks, Vector

_ENTRY = 38.0  # bp for one entry of a vector, by hand
_COLUMN = 46.0  # bp for a column of a matrix, whose entries stand apart
_SYMBOL = 46.0  # bp for each symbol that a formula may use, whether its key uses it or not
_MARGIN = 14.0
_WIDEST = 320.0
_TABLE = 12.0  # bp by which a table with blanks should be less wide than the text
_TICKS = 2.0  # bp by which a table of boxes to tick is less wide than the text, for roundings
_TEXT = 448.0  # bp, the width of a part's text
_GAP = 12.0  # bp between two columns

_CELLS: dict[CellKind, float] = {"text": 90.0, "number": 70.0, "shape": 104.0, "formula": 150.0}


def width(response: Response) -> float:
    """Return the width, in bp, of the blank for an answer that fits a line."""
    match response:
        case Number():
            return 68.0
        case Vector(key):
            return min(max(_ENTRY * len(key) + _MARGIN, 90.0), _WIDEST)
        case Matrix(key):
            return min(_COLUMN * len(key[0]) + _MARGIN, _WIDEST)
        case Sequence():
            return 190.0
        case Interval():
            return 130.0
        case Symbolic(formula):
            return min(max(_SYMBOL * len(formula.symbols), 190.0), _WIDEST)
        case _:
            return 110.0


def height(response: Response) -> float:
    """Return the height, in bp, of the area for an answer of several lines, 0 for one that is written on a rule."""
    match response:
        case Matrix(key):
            return 18.0 * len(key) + 8.0
        case _:
            return 0.0


def columns(response: Table, text: float = _TEXT) -> tuple[float, ...]:
    """Return the widths, in bp, of the blank cells of a table, column by column; `text` is what the table fits into."""
    asked = [_CELLS[kind] for kind in response.kinds]
    shrink = min(1.0, (text - _TABLE) / (sum(asked) + (_GAP + 1) * len(asked)))
    return tuple(width * shrink for width in asked)


def tick_columns(response: Ticks, text: float = _TEXT) -> tuple[float, float]:
    """Return the widths, in bp, of the items' column and of each column of boxes, in text of this width."""
    count = len(response.columns)
    width = min(92.0, 240.0 / count)
    return text - _TICKS - count * (width + _GAP), width
