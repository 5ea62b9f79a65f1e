"""A convolution as slabs from left to right: what goes in, the kernels, what comes out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import log2

from ..document import ConvDiagram, Inlines, Math, Str
from .metrics import measure
from .primitives import Drawing, Label, Path, Point, Primitive, drawing
from .shapes import circle, line
from .solid import DEPTH, Slab, painted

SIZE = 9.0  # of type
IMAGE, CHANNEL_IMAGE = 52.0, 30.0  # side of the image: as one slab, and of a single channel
SHOWN = 3  # of many kernels or channels the first two and the last one
ROW_GAP, DOTS_GAP = 7.0, 16.0
COLUMN_GAP = 44.0  # holds the sign or the arrow, and sets labels apart
LABEL_GAP, LINE = 6.0, 12.0
ARROW, REACH = 5.0, 11.0
DOT, DOT_STEP = 0.8, 4.0


@dataclass(frozen=True, slots=True)
class Column:
    """Slabs above one another, the place of the dots between them, and what stands below."""

    slabs: tuple[Slab, ...]
    dots: Point | None
    words: tuple[Inlines, ...]

    @property
    def left(self) -> float:
        """The left end of the slabs."""
        return min(slab.box.left for slab in self.slabs)

    @property
    def right(self) -> float:
        """The right end of the slabs."""
        return max(slab.box.right for slab in self.slabs)


@dataclass(frozen=True, slots=True)
class Placement:
    """Input, kernels and output; signs of convolution and arrows stand at heights `rows` between them."""

    columns: tuple[Column, Column, Column]
    rows: tuple[float, ...]
    floor: float  # the height below which the words stand


def layout_convolution(diagram: ConvDiagram) -> Drawing:
    """Return the drawing of a convolution, its sizes below."""
    placed = place(diagram)
    primitives: list[Primitive] = []
    for column in placed.columns:
        primitives += [path for slab in column.slabs for path in painted(slab)]
        if column.dots:
            primitives += [replace(circle(at, DOT), fill=0.0, stroke=None) for at in dots(column.dots)]
    primitives += arrows(placed)
    return drawing([*primitives, *signs(placed), *words(placed)])


def place(diagram: ConvDiagram) -> Placement:
    """Return where everything lies."""
    separate = diagram.kind == "depthwise"
    side_out = diagram.side_out or diagram.side
    channels, kernels = diagram.channels, diagram.channels_out or diagram.channels
    image = CHANNEL_IMAGE if separate else IMAGE
    result = image * min(1.0, max(0.45, side_out / diagram.side))
    deep_in, deep_out = (1, 1) if separate else (channels, kernels)
    face = 5.0 + 3.2 * min(diagram.kernel, 7)
    shapes = [(image, deep_in), (face, deep_in), (result, deep_out)]
    row = max(side + _thickness(deep) * DEPTH.y for side, deep in shapes)
    if not separate:
        row = face + _thickness(deep_in) * DEPTH.y
    middles = _middles(kernels, row)
    counts = [kernels if separate else 1, kernels, kernels if separate else 1]
    texts = _texts(diagram, side_out, kernels)
    columns: list[Column] = []
    start = 0.0
    for (side, deep), count, text in zip(shapes, counts, texts, strict=True):
        column = _column(start, (side, _thickness(deep)), middles if count == kernels else [0.0], text)
        columns.append(_dotted(column, count, middles))
        start = max(column.right + COLUMN_GAP, _next_start(column))
    rows = tuple(middles) if separate else (0.0,)
    first, second, third = columns
    floor = min(slab.box.bottom for column in columns for slab in column.slabs) - LABEL_GAP
    return Placement((first, second, third), rows, floor)


def _thickness(channels: int) -> float:
    return 5.0 + 6.0 * log2(channels)


def _middles(count: int, row: float) -> list[float]:
    """Return the heights of the rows' middles around 0, with room for dots before the last where some are left out."""
    if count <= SHOWN:
        return [((count - 1) / 2 - place_) * (row + ROW_GAP) for place_ in range(count)]
    last = row + DOTS_GAP
    top = (row + ROW_GAP + last) / 2
    return [top, top - row - ROW_GAP, -top]


def _column(start: float, size: tuple[float, float], middles: list[float], text: tuple[Inlines, ...]) -> Column:
    side, depth = size
    low = (side + depth * DEPTH.y) / 2
    slabs = tuple(Slab(Point(start, middle - low), side, side, depth) for middle in middles)
    return Column(slabs, None, text)


def _dotted(column: Column, count: int, middles: list[float]) -> Column:
    if count <= SHOWN:
        return column
    upper, lower = column.slabs[-2].box, column.slabs[-1].box
    return replace(column, dots=Point((upper.left + upper.right) / 2, (upper.bottom + lower.top) / 2))


def _next_start(column: Column) -> float:
    """Return where the next column may begin, so that the words below have room."""
    wide = max(measure(text, SIZE).width for text in column.words)
    return (column.left + column.right) / 2 + wide / 2 + COLUMN_GAP * 0.6


def _texts(diagram: ConvDiagram, side_out: int, kernels: int) -> tuple[tuple[Inlines, ...], ...]:
    """Return what stands below input, kernels and output."""
    deep = 1 if diagram.kind == "depthwise" else diagram.channels
    sizes = (
        (diagram.side, diagram.side, diagram.channels),
        (diagram.kernel, diagram.kernel, deep),
        (side_out, side_out, kernels),
    )
    names: tuple[Inlines, ...] = (
        (Str("input"),), (Str("1 kernel" if kernels == 1 else f"{kernels} kernels"),), (Str("output"),)
    )  # fmt: skip
    if not diagram.sizes:
        return tuple((name,) for name in ((Str("input"),), (Str("kernels"),), (Str("output"),)))
    products: list[Inlines] = [(Math(r" \times ".join(map(str, size))),) for size in sizes]
    return tuple((name, product) for name, product in zip(names, products, strict=True))


def dots(middle: Point) -> tuple[Point, Point, Point]:
    """Return the three dots for what is left out."""
    above, below = (Point(middle.x, middle.y + sign * DOT_STEP) for sign in (1, -1))
    return above, middle, below


def gaps(placed: Placement) -> tuple[float, float]:
    """Return the middles of the two spaces between the columns."""
    first, second, third = placed.columns
    return (first.right + second.left) / 2, (second.right + third.left) / 2


def arrows(placed: Placement) -> Iterator[Path]:
    """Yield the arrows from the kernels to the output."""
    _, x = gaps(placed)
    for y in placed.rows:
        yield replace(line(Point(x - REACH, y), Point(x + REACH, y)), arrow=ARROW)


def signs(placed: Placement) -> Iterator[Label]:
    """Yield the signs of convolution between the input and the kernels."""
    x, _ = gaps(placed)
    yield from (Label(x, y, (Math("*"),), size=SIZE) for y in placed.rows)


def words(placed: Placement) -> Iterator[Label]:
    """Yield the names and sizes below the columns."""
    for column in placed.columns:
        middle = (column.left + column.right) / 2
        for number, text in enumerate(column.words):
            yield Label(middle, placed.floor - LINE * number, text, anchor="n", size=SIZE)
