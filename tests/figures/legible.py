"""Whether a drawing can be read, from its primitives: paths are followed point by point, a quarter bp apart."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import combinations, pairwise
from math import ceil, hypot

import pytest

from probgen.document import Math, Str
from probgen.figures import Drawing
from probgen.figures.primitives import Box, Close, Curve, Label, Line, Move, Path, Point, bounds

FAINT = 0.5  # gray from which a line is one of a grid, which labels may cover
STEP = 0.25
SIZES = {6.0, 7.0, 8.0, 9.0}  # of type that our papers embed for labels


def labels(drawing: Drawing) -> list[Label]:
    return [item for item in drawing.primitives if isinstance(item, Label)]


def paths(drawing: Drawing) -> list[Path]:
    return [item for item in drawing.primitives if isinstance(item, Path)]


def word(label: Label) -> str:
    """The text of a label."""
    return "".join(
        node.tex if isinstance(node, Math) else node.text for node in label.content if isinstance(node, Math | Str)
    )


def between(*corners: Point) -> Point:
    """The middle of a Bezier curve, by halving (de Casteljau)."""
    points = list(corners)
    while len(points) > 1:
        points = [Point((a.x + b.x) / 2, (a.y + b.y) / 2) for a, b in pairwise(points)]
    return points[0]


@lru_cache(maxsize=5000)
def followed(path: Path) -> tuple[Point, ...]:
    """Points along a path."""
    return tuple(_followed(path))


def _followed(path: Path) -> Iterator[Point]:
    first = here = Point(0, 0)
    for segment in path.segments:
        match segment:
            case Move(to):
                first = here = to
            case Line(to):
                yield from _straight(here, to)
                here = to
            case Curve(one, two, to):
                yield from _bent(here, one, two, to)
                here = to
            case Close():
                yield from _straight(here, first)


def _straight(a: Point, b: Point) -> Iterator[Point]:
    count = max(1, ceil(hypot(b.x - a.x, b.y - a.y) / STEP))
    for step in range(count + 1):
        yield Point(a.x + (b.x - a.x) * step / count, a.y + (b.y - a.y) * step / count)


def _bent(a: Point, b: Point, c: Point, d: Point) -> Iterator[Point]:
    if hypot(b.x - a.x, b.y - a.y) + hypot(c.x - b.x, c.y - b.y) + hypot(d.x - c.x, d.y - c.y) <= STEP:
        yield d
        return
    middle = between(a, b, c, d)
    yield from _bent(a, between(a, b), between(a, b, c), middle)
    yield from _bent(middle, between(b, c, d), between(c, d), d)


def inside(point: Point, box: Box) -> bool:
    return box.left < point.x < box.right and box.bottom < point.y < box.top


def crossing(drawing: Drawing, label: Label) -> list[Path]:
    """The dark lines that run through a label or its ground and are not hidden by a shape painted over them."""
    ground, below = bounds(label), drawing.primitives[: drawing.primitives.index(label)]
    near = [(place, item) for place, item in enumerate(drawing.primitives) if overlap(bounds(item), ground)]
    covers = [(place, bounds(item)) for place, item in near if item in below and isinstance(item, Path) and item.fill]

    def shows(point: Point, place: int) -> bool:
        return inside(point, ground) and not any(inside(point, box) for cover, box in covers if cover > place)

    return [
        item
        for place, item in near
        if isinstance(item, Path)
        and item.stroke is not None
        and item.stroke < FAINT
        and any(shows(point, place) for point in followed(item))
    ]


def overlap(a: Box, b: Box) -> bool:
    return a.left < b.right and b.left < a.right and a.bottom < b.top and b.bottom < a.top


def assert_legible(drawing: Drawing, *, on_lines: bool = False) -> None:
    """No two labels overlap and no line runs through a label.

    With `on_lines` a label with a ground of its own stands on exactly one line.
    """
    assert_on_page(drawing)
    for one, two in combinations(labels(drawing), 2):
        assert not overlap(bounds(one), bounds(two)), (word(one), word(two))
    for label in labels(drawing):
        wanted = 1 if on_lines and label.margin else 0
        assert len(crossing(drawing, label)) == wanted, word(label)


def assert_on_page(drawing: Drawing) -> None:
    """The drawing fills its box, fits the text block, and prints in black and white."""
    boxes = [bounds(item) for item in drawing.primitives]
    assert (min(b.left for b in boxes), min(b.bottom for b in boxes)) == pytest.approx((0, 0))
    assert (max(b.right for b in boxes), max(b.top for b in boxes)) == pytest.approx((drawing.width, drawing.height))
    assert drawing.width <= 468.02
    assert drawing.height <= 600.02
    for path in paths(drawing):
        assert path.stroke is None or (path.width >= 0.3 and path.stroke <= 0.72)
        assert path.fill is None or path.fill >= 0.5 or path.fill <= 0.25
    assert {label.size for label in labels(drawing)} <= SIZES
