"""A heat map: a matrix of gray cells, the numbers in them, labels around."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from ..document import Heatmap, Inlines, Math
from ..exact import Exact
from ..typography import tex
from .metrics import measure
from .primitives import Box, Drawing, Label, Point, Primitive, drawing
from .shapes import rectangle

SIZE = 9.0  # of type
SMALLEST_CELL = 18.0
CELL_MARGIN = 3.0
GAP = 4.0  # between the matrix and its labels
DARKEST = 0.5  # gray of the largest value; the number in it stays legible
RULE, TARGET = 0.4, 1.8


@dataclass(frozen=True, slots=True)
class Matrix:
    """A heat map in its place: the side of a cell, and the lower left corner of the matrix at (0, 0)."""

    heatmap: Heatmap
    cell: float

    @property
    def height(self) -> float:
        """The height of the whole matrix."""
        return self.cell * len(self.heatmap.values)

    def box(self, row: int, column: int) -> Box:
        """Return the square of a cell."""
        top = self.height - row * self.cell
        return Box(column * self.cell, top - self.cell, (column + 1) * self.cell, top)

    def gray(self, value: Exact) -> float:
        """Return the gray of a value, from white for the smallest."""
        entries = [entry for row in self.heatmap.values for entry in row]
        low, high = self.heatmap.scale or (min(entries), max(entries))
        share = min(1.0, max(0.0, float(value - low) / float(high - low))) if high > low else 0.0
        return round(1 - (1 - DARKEST) * share, 3)


def number(value: Exact) -> Inlines:
    """Return a value as it stands in its cell."""
    return (Math(tex(value)),)


def place_heatmap(heatmap: Heatmap) -> Matrix:
    """Return the matrix with cells as large as the widest number or column label needs."""
    texts = [number(value) for row in heatmap.values for value in row] if heatmap.numbers else []
    extents = [measure(text, SIZE) for text in (*texts, *heatmap.columns)]
    widest = max((extent.width for extent in extents), default=0.0)
    highest = max((measure(text, SIZE).up + measure(text, SIZE).down for text in texts), default=0.0)
    return Matrix(heatmap, max(SMALLEST_CELL, widest + 2 * CELL_MARGIN, highest + 2 * CELL_MARGIN))


def layout_heatmap(heatmap: Heatmap) -> Drawing:
    """Return the drawing of a heat map: cells, numbers, targets on top, labels around."""
    placed = place_heatmap(heatmap)
    primitives: list[Primitive] = []
    for row, line_ in enumerate(heatmap.values):
        for column, value in enumerate(line_):
            primitives.append(replace(rectangle(placed.box(row, column)), width=RULE, fill=placed.gray(value)))
    primitives += [replace(rectangle(placed.box(*target)), width=TARGET, join="miter") for target in heatmap.targets]
    return drawing([*primitives, *heatmap_labels(placed)])


def heatmap_labels(placed: Matrix) -> Iterator[Label]:
    """Yield the numbers in the cells, the labels of rows and columns, and their titles."""
    heatmap = placed.heatmap
    if heatmap.numbers:
        for row, line_ in enumerate(heatmap.values):
            for column, value in enumerate(line_):
                yield Label(*_middle(placed.box(row, column)), number(value), size=SIZE)
    yield from row_labels(placed)
    yield from column_labels(placed)


def row_labels(placed: Matrix) -> Iterator[Label]:
    """Yield the labels of the rows from the top, then their title."""
    heatmap = placed.heatmap
    for row, label in enumerate(heatmap.rows):
        yield Label(-GAP, _middle(placed.box(row, 0)).y, label, anchor="e", size=SIZE)
    if heatmap.row_title:
        wide = max((measure(label, SIZE).width for label in heatmap.rows), default=-GAP)
        yield Label(-2 * GAP - wide - 2, placed.height / 2, heatmap.row_title, anchor="e", size=SIZE)


def column_labels(placed: Matrix) -> Iterator[Label]:
    """Yield the labels of the columns from the left, then their title."""
    heatmap = placed.heatmap
    below = max((measure(label, SIZE).down for label in heatmap.columns), default=0.0)
    base = placed.height + GAP - 1 + below  # common to all, so that descenders do not lift a label
    for column, label in enumerate(heatmap.columns):
        at = base - measure(label, SIZE).down
        yield Label(_middle(placed.box(0, column)).x, at, label, anchor="s", size=SIZE)
    if heatmap.column_title:
        high = max((measure(label, SIZE).up for label in heatmap.columns), default=-GAP)
        middle = placed.cell * len(heatmap.values[0]) / 2
        yield Label(middle, base + high + GAP + 1, heatmap.column_title, anchor="s", size=SIZE)


def _middle(box: Box) -> Point:
    return Point((box.left + box.right) / 2, (box.bottom + box.top) / 2)
