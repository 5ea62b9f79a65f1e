"""The two things that every figure is made of: paths and labels, in bp from the lower left corner."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from math import hypot
from typing import Literal, NamedTuple, TypeAlias, assert_never

from ..document import Inlines
from .metrics import Extent, measure, rise


class Point(NamedTuple):
    """A place, or the distance between two, in bp."""

    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Move:
    """Begin a piece of the path."""

    to: Point


@dataclass(frozen=True, slots=True)
class Line:
    """A straight line."""

    to: Point


@dataclass(frozen=True, slots=True)
class Curve:
    """A cubic Bezier curve with its two control points."""

    first: Point
    second: Point
    to: Point


@dataclass(frozen=True, slots=True)
class Close:
    """A straight line back to where the piece began, joined."""


Segment: TypeAlias = Move | Line | Curve | Close
Cap: TypeAlias = Literal["butt", "round", "square"]
Join: TypeAlias = Literal["miter", "round", "bevel"]
Anchor: TypeAlias = Literal["c", "n", "s", "e", "w"]


@dataclass(frozen=True, slots=True)
class Path:
    """A drawn, filled, or drawn and filled path; greys run from 0, black, to 1, white.

    `arrow` is the length of the head at the path's end, 0 for none; a path with a head ends in a Line or a Curve.
    """

    segments: tuple[Segment, ...]
    width: float = 0.6
    dash: tuple[float, ...] = ()
    fill: float | None = None
    stroke: float | None = 0.0
    cap: Cap = "butt"
    join: Join = "round"
    arrow: float = 0.0


@dataclass(frozen=True, slots=True)
class Label:
    """A line of text of which the side `anchor` (or the center, "c") lies at (x, y).

    `margin` is how far the ground that the label clears for itself reaches beyond its text, 0 for no ground; `size` is
    that of the type in points, which is taken as bp: 0.4 % too wide.
    """

    x: float
    y: float
    content: Inlines
    anchor: Anchor = "c"
    margin: float = 0.0
    size: float = 9.0

    @property
    def extent(self) -> Extent:
        """The estimated size of the text, without its ground."""
        return measure(self.content, self.size)

    @property
    def baseline(self) -> float:
        """The height of the text's baseline."""
        _, up, down = self.extent
        match self.anchor:
            case "n":
                return self.y - up
            case "s":
                return self.y + down
            case _:
                return self.y - rise(self.content) * self.size


Primitive: TypeAlias = Path | Label


class Box(NamedTuple):
    """A rectangle with sides along the axes."""

    left: float
    bottom: float
    right: float
    top: float


@dataclass(frozen=True, slots=True)
class Drawing:
    """A figure ready to be drawn: primitives in paint order that fill (0, 0) to (width, height)."""

    width: float
    height: float
    primitives: tuple[Primitive, ...]


def drawing(primitives: Sequence[Primitive]) -> Drawing:
    """Return the primitives moved so that their bounding box begins at (0, 0)."""
    boxes = [bounds(item) for item in primitives]
    left, bottom = min(box.left for box in boxes), min(box.bottom for box in boxes)
    width, height = max(box.right for box in boxes) - left, max(box.top for box in boxes) - bottom
    return Drawing(width, height, tuple(moved(item, Point(-left, -bottom)) for item in primitives))


def bounds(item: Primitive) -> Box:
    """Return the bounding box of a primitive, with half its line's width or its ground around it."""
    match item:
        case Path():
            points = [point for segment in item.segments for point in _points(segment)]
            half = 0.0 if item.stroke is None else item.width / 2
            xs, ys = [point.x for point in points], [point.y for point in points]
            return Box(min(xs) - half, min(ys) - half, max(xs) + half, max(ys) + half)
        case Label():
            width, up, down = item.extent
            left = item.x - {"w": 0.0, "e": width}.get(item.anchor, width / 2)
            margin, base = item.margin, item.baseline
            return Box(left - margin, base - down - margin, left + width + margin, base + up + margin)
        case _:
            assert_never(item)


def moved(item: Primitive, by: Point) -> Primitive:
    """Return the primitive at another place."""
    match item:
        case Path():
            return replace(item, segments=tuple(_moved(segment, by) for segment in item.segments))
        case Label():
            return replace(item, x=item.x + by.x, y=item.y + by.y)
        case _:
            assert_never(item)


def _points(segment: Segment) -> tuple[Point, ...]:
    match segment:
        case Move(to) | Line(to):
            return (to,)
        case Curve(first, second, to):
            return first, second, to
        case Close():
            return ()
        case _:
            assert_never(segment)


def _moved(segment: Segment, by: Point) -> Segment:
    def shift(point: Point) -> Point:
        return Point(point.x + by.x, point.y + by.y)

    match segment:
        case Move(to):
            return Move(shift(to))
        case Line(to):
            return Line(shift(to))
        case Curve(first, second, to):
            return Curve(shift(first), shift(second), shift(to))
        case Close():
            return segment
        case _:
            assert_never(segment)


def strokes(path: Path) -> tuple[Path, ...]:
    """Return the path without an arrow: its shaft, cut back, and the head as a filled path of four points.

    A head of length L is 0.72 L wide; its notch lies 0.70 L behind the tip, the shaft ends 0.72 L behind it.
    """
    if not path.arrow:
        return (path,)
    last = path.segments[-1]
    assert isinstance(last, Line | Curve)
    tip = last.to
    behind = last.second if isinstance(last, Curve) else _points(path.segments[-2])[-1]
    length = hypot(tip.x - behind.x, tip.y - behind.y)
    along = Point((tip.x - behind.x) / length * path.arrow, (tip.y - behind.y) / length * path.arrow)

    def place(back: float, aside: float) -> Point:
        return Point(tip.x - back * along.x - aside * along.y, tip.y - back * along.y + aside * along.x)

    shaft = replace(path, segments=(*path.segments[:-1], replace(last, to=place(0.72, 0))), arrow=0.0)
    head = polyline([tip, place(1, 0.36), place(0.7, 0), place(1, -0.36)], closed=True)
    return shaft, replace(head, fill=path.stroke, stroke=None)


def polyline(points: Iterable[Point], *, closed: bool = False) -> Path:
    """Return straight lines from point to point."""
    first, *rest = points
    ending = (Close(),) if closed else ()
    return Path((Move(first), *(Line(point) for point in rest), *ending))


def line(start: Point, end: Point) -> Path:
    """Return one straight line."""
    return polyline((start, end))


_KAPPA = 0.5523  # control points of a quarter of a circle lie this share of its radius from its ends


def rectangle(box: Box, radius: float = 0.0) -> Path:
    """Return a rectangle, with rounded corners for a radius above 0."""
    left, bottom, right, top = box
    if not radius:
        corners = [Point(left, bottom), Point(right, bottom), Point(right, top), Point(left, top)]
        return polyline(corners, closed=True)
    r, c = radius, radius * (1 - _KAPPA)
    return Path(
        (
            Move(Point(left + r, bottom)),
            Line(Point(right - r, bottom)),
            Curve(Point(right - c, bottom), Point(right, bottom + c), Point(right, bottom + r)),
            Line(Point(right, top - r)),
            Curve(Point(right, top - c), Point(right - c, top), Point(right - r, top)),
            Line(Point(left + r, top)),
            Curve(Point(left + c, top), Point(left, top - c), Point(left, top - r)),
            Line(Point(left, bottom + r)),
            Curve(Point(left, bottom + c), Point(left + c, bottom), Point(left + r, bottom)),
            Close(),
        )
    )


def circle(center: Point, radius: float) -> Path:
    """Return a circle."""
    x, y = center
    return rectangle(Box(x - radius, y - radius, x + radius, y + radius), radius)
