"""Where a path runs, where a ray leaves a shape, whether boxes and lines meet."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from math import cos, hypot, radians, sin

import numpy as np
from numpy.typing import NDArray

from .primitives import Box, Close, Curve, Line, Move, Path, Point, along

_CHORDS = 8  # to a Bezier curve


def chords(*paths: Path) -> NDArray[np.float64]:
    """Return paths as straight pieces: an array of shape (n, 2, 2) of start and end, x and y, in bp."""
    pieces = [piece for path in paths for run in _runs(path) for piece in pairwise(run)]
    return np.array(pieces, dtype=np.float64).reshape(-1, 2, 2)


def _runs(path: Path) -> Iterator[list[Point]]:
    run: list[Point] = []
    for segment in path.segments:
        match segment:
            case Move(to):
                if run:
                    yield run
                run = [to]
            case Line(to):
                run.append(to)
            case Curve(first, second, to):
                curve = (run[-1], first, second, to)
                run += [along(curve, step / _CHORDS) for step in range(1, _CHORDS + 1)]
            case Close():
                run.append(run[0])
    if run:
        yield run


def apart(one: Box, two: Box) -> bool:
    """Tell whether two boxes have no inner point in common."""
    return one.right <= two.left or two.right <= one.left or one.top <= two.bottom or two.top <= one.bottom


def meets(pieces: NDArray[np.float64], box: Box) -> bool:
    """Tell whether any straight piece meets a box: whether a share of it lies in both strips of the box.

    `pieces` has the shape (n, 2, 2): start and end, x and y. The method is that of Liang and Barsky.
    """
    start, way = pieces[:, 0], pieces[:, 1] - pieces[:, 0]
    way = np.where(way == 0.0, 1e-12, way)  # a piece along an axis leaves its strip far away
    to_low, to_high = ((np.array(corner) - start) / way for corner in ((box.left, box.bottom), (box.right, box.top)))
    enter = np.maximum(np.minimum(to_low, to_high).max(axis=1), 0.0)
    leave = np.minimum(np.maximum(to_low, to_high).min(axis=1), 1.0)
    return bool((enter <= leave).any())


def grown(box: Box, by: float) -> Box:
    """Return the box with a margin around it."""
    return Box(box.left - by, box.bottom - by, box.right + by, box.top + by)


def inside(box: Box, around: Box) -> bool:
    """Tell whether a box lies within another."""
    return (
        around.left <= box.left and box.right <= around.right and around.bottom <= box.bottom and box.top <= around.top
    )


def direction(angle: float) -> Point:
    """Return the unit vector at an angle in degrees, counterclockwise from the right."""
    return Point(cos(radians(angle)), sin(radians(angle)))


def leaving(center: Point, towards: Point, half: tuple[float, float], *, round_: bool) -> Point:
    """Return where the ray from a shape's center along `towards` leaves it; `half` is half its width and height."""
    length = hypot(*towards)
    x, y = towards.x / length, towards.y / length
    reach = half[0] if round_ else min(half[0] / abs(x) if x else 1e9, half[1] / abs(y) if y else 1e9)
    return Point(center.x + reach * x, center.y + reach * y)
