"""The two things that every figure is made of: paths and labels, in bp from the lower left corner."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Literal, NamedTuple, TypeAlias, assert_never

from ..document import Inlines
from .metrics import Extent, measure, rise

WIDTH = 468.0  # of the text block
NARROW = 412.0  # of the solution of a sub-part, the narrowest place for a figure
HEIGHT = 600.0  # what a page holds beside a heading, a stem and a caption


class Point(NamedTuple):
    """A place, or the distance between two, in bp."""

    x: float
    y: float


class Move(NamedTuple):
    """Begin a piece of the path."""

    to: Point


class Line(NamedTuple):
    """A straight line."""

    to: Point


class Curve(NamedTuple):
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


def drawing(primitives: Sequence[Primitive], box: Box | None = None) -> Drawing:
    """Return the primitives moved so that their bounding box, which may be known, begins at (0, 0)."""
    left, bottom, right, top = box or around(primitives)
    return Drawing(right - left, top - bottom, tuple(moved(item, Point(-left, -bottom)) for item in primitives))


def around(primitives: Sequence[Primitive]) -> Box:
    """Return the bounding box of primitives."""
    lefts, bottoms, rights, tops = zip(*(bounds(item) for item in primitives), strict=True)
    return Box(min(lefts), min(bottoms), max(rights), max(tops))


def bounds(item: Primitive) -> Box:
    """Return the bounding box of a primitive, with half its line's width or its ground around it."""
    match item:
        case Path():
            points = list(_reached(item))
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
    match item:  # by their fields, since `replace` takes three times as long
        case Path(segments, width, dash, fill, stroke, cap, join, arrow):
            there = tuple([_moved(segment, *by) for segment in segments])
            return Path(there, width, dash, fill, stroke, cap, join, arrow)
        case Label(x, y, content, anchor, margin, size):
            return Label(x + by.x, y + by.y, content, anchor, margin, size)
        case _:
            assert_never(item)


def _reached(path: Path) -> Iterator[Point]:
    """Yield points whose bounding box is the path's: ends of segments, and where curves turn back."""
    here = Point(0, 0)
    for segment in path.segments:
        match segment:
            case Move(to) | Line(to):
                yield to
                here = to
            case Curve(first, second, to):
                curve = (here, first, second, to)
                for p, q, r, s in zip(*curve, strict=True):  # in x, then in y
                    if not (min(p, s) <= q <= max(p, s) and min(p, s) <= r <= max(p, s)):  # else it stays between
                        yield from (along(curve, share) for share in _turns(p, q, r, s))
                yield to
                here = to
            case Close():
                pass
            case _:
                assert_never(segment)


def _turns(p: float, q: float, r: float, s: float) -> list[float]:
    """Return the parameters at which one coordinate of a Bezier curve turns: zeros of a t^2 + 2 b t + c."""
    a, b, c = s - p + 3 * (q - r), p - 2 * q + r, q - p
    if abs(a) < 1e-9:
        found = [-c / (2 * b)] if abs(b) > 1e-9 else []
    else:
        root = b * b - a * c
        found = [(-b + sign * sqrt(root)) / a for sign in (1, -1)] if root >= 0 else []
    return [share for share in found if 0 < share < 1]


def along(curve: tuple[Point, Point, Point, Point], share: float) -> Point:
    """Return the point of a cubic Bezier curve at the parameter `share`."""
    s, t = 1 - share, share
    weights = (s**3, 3 * s * s * t, 3 * s * t * t, t**3)
    x, y = (sum(w * p[axis] for w, p in zip(weights, curve, strict=True)) for axis in (0, 1))
    return Point(x, y)


def _moved(segment: Segment, x: float, y: float) -> Segment:
    match segment:
        case Move(to):
            return Move(Point(to.x + x, to.y + y))
        case Line(to):
            return Line(Point(to.x + x, to.y + y))
        case Curve(first, second, to):
            points = (Point(point.x + x, point.y + y) for point in (first, second, to))
            return Curve(*points)
        case Close():
            return segment
        case _:
            assert_never(segment)
