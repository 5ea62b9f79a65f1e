"""Paths of common shapes, arrowheads, and images of paths under a matrix."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise
from math import hypot

from .primitives import Box, Close, Curve, Line, Move, Path, Point, Segment


def strokes(path: Path) -> tuple[Path, ...]:
    """Return the path without an arrow: its shaft, cut back, and the head as a filled path of four points.

    A head of length L is 0.72 L wide; its notch lies 0.70 L behind the tip, the shaft ends 0.72 L behind it.
    """
    if not path.arrow:
        return (path,)
    last = path.segments[-1]
    assert isinstance(last, Line | Curve)
    tip = last.to
    behind = last.second if isinstance(last, Curve) else _end(path.segments[-2])
    length = hypot(tip.x - behind.x, tip.y - behind.y)
    along = Point((tip.x - behind.x) / length * path.arrow, (tip.y - behind.y) / length * path.arrow)

    def place(back: float, aside: float) -> Point:
        return Point(tip.x - back * along.x - aside * along.y, tip.y - back * along.y + aside * along.x)

    shaft = replace(path, segments=(*path.segments[:-1], last._replace(to=place(0.72, 0))), arrow=0.0)
    head = polyline([tip, place(1, 0.36), place(0.7, 0), place(1, -0.36)], closed=True)
    return shaft, replace(head, fill=path.stroke, stroke=None)


def _end(segment: Segment) -> Point:
    assert not isinstance(segment, Close)
    return segment.to


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


def affine(path: Path, columns: tuple[Point, Point], center: Point) -> Path:
    """Return the image of a path under the matrix with these columns, moved by `center`; curves stay Bezier curves."""
    (a, b), (c, d) = columns

    def image(point: Point) -> Point:
        return Point(center.x + a * point.x + c * point.y, center.y + b * point.x + d * point.y)

    segments: list[Move | Line | Curve | Close] = []
    for segment in path.segments:
        match segment:
            case Move(to):
                segments.append(Move(image(to)))
            case Line(to):
                segments.append(Line(image(to)))
            case Curve(first, second, to):
                segments.append(Curve(image(first), image(second), image(to)))
            case Close():
                segments.append(segment)
    return Path(tuple(segments))


def ellipse(center: Point, columns: tuple[Point, Point]) -> Path:
    """Return the image of the unit circle under the matrix with these columns, around `center`."""
    return affine(circle(Point(0, 0), 1), columns, center)


def hermite(points: Sequence[Point], slopes: Sequence[float]) -> Path:
    """Return a smooth curve through points, left to right, with these slopes at them."""
    segments: list[Move | Curve] = [Move(points[0])]
    for (one, two), (rise_one, rise_two) in zip(pairwise(points), pairwise(slopes), strict=True):
        third = (two.x - one.x) / 3
        first, second = (
            Point(one.x + third, one.y + third * rise_one),
            Point(two.x - third, two.y - third * rise_two),
        )
        segments.append(Curve(first, second, two))
    return Path(tuple(segments))
