"""Images for the question: shapes, their shifts over the seam, and look-alikes that are no shifts."""

from __future__ import annotations

from ...exact import Dec, Exact, Record
from ...stream import Stream
from .solving import Image, Params, Vector, shift

Pixels = frozenset[tuple[int, int]]

_SIDES = (5, 6, 7, 8)
_LEVELS = tuple(Dec(text) for text in ("0.2", "0.3", "0.4", "0.5", "0.6", "0.8", "0.9", "1.2"))
_SHAPES = (
    ("XXX", "X..", "X.."),  # corner
    (".X.", "XXX", ".X."),  # cross
    ("XXX", ".X.", ".X."),  # T
    ("X...", ".X..", "..X.", "...X"),  # diagonal
    ("...X", "..X.", ".X..", "X..."),
    ("X.X", "XXX"),  # U
    (".XX", "XX."),  # S
    ("X.", "X.", "XX"),  # L
    ("XX", "XX"),  # square
    ("X.X", ".X.", "X.X"),  # saltire
    ("XXXX",),  # short lines
    ("X", "X", "X", "X"),
)


def draw(stream: Stream, knobs: Record) -> Params:
    """Return two known images, two to predict and `knobs.more` more, at least one of them a look-alike.

    At least one of the shifts wraps around a border.
    """
    while True:
        height, width = stream.pick(_SIDES), stream.pick(_SIDES)
        first, second = (_shape(stream, height, width) for _ in range(2))
        shapes = (first, second)
        known = tuple(_image(_moved(stream, shape, height, width), height, width) for shape in shapes)
        queries = tuple(_image(_moved(stream, stream.pick(shapes), height, width), height, width) for _ in range(2))
        count = stream.between(1, knobs.more - 1)  # of look-alikes
        drawn = [_look_alike(stream, stream.pick(shapes), height, width) for _ in range(count)]
        drawn += [stream.pick(shapes) for _ in range(knobs.more - count)]
        others = tuple(_image(_moved(stream, shape, height, width), height, width) for shape in stream.shuffled(drawn))
        images = (*known, *queries, *others)
        strangers = [image for image in others if all(shift(image, other) is None for other in known)]
        split = any(_wraps(image) for image in (*queries, *others))
        if len(set(images)) == len(images) and shift(*known) is None and len(strangers) == count and split:
            return Params((known[0], known[1]), _features(stream), (queries[0], queries[1]), others)


def _shape(stream: Stream, height: int, width: int) -> Pixels:
    """Return a shape, or a line from border to border."""
    kind = stream.below(len(_SHAPES) + 4)
    if kind >= len(_SHAPES) + 2:
        return frozenset((0, j) for j in range(width))
    if kind >= len(_SHAPES):
        return frozenset((i, 0) for i in range(height))
    return frozenset((i, j) for i, line in enumerate(_SHAPES[kind]) for j, pixel in enumerate(line) if pixel == "X")


def _moved(stream: Stream, shape: Pixels, height: int, width: int) -> Pixels:
    down, right = stream.below(height), stream.below(width)
    return frozenset(((i + down) % height, (j + right) % width) for i, j in shape)


def _look_alike(stream: Stream, shape: Pixels, height: int, width: int) -> Pixels:
    """Return the shape mirrored, turned, with a pixel more or with a pixel less."""
    match stream.below(4):
        case 0:
            return frozenset(((-i) % height, j) for i, j in shape)
        case 1:
            return frozenset((j % height, i % width) for i, j in shape)
        case 2:
            i, j = stream.pick(sorted(shape))
            return shape | {((i + stream.between(0, 1)) % height, (j + 1) % width)}
        case _:
            return shape - {stream.pick(sorted(shape))}


def _image(shape: Pixels, height: int, width: int) -> Image:
    return tuple(tuple(int((i, j) in shape) for j in range(width)) for i in range(height))


def _wraps(image: Image) -> bool:
    """Tell whether black pixels meet over a border, but do not fill a line from border to border."""
    columns = tuple(zip(*image, strict=True))
    across = any(line[0] and line[-1] and not all(line) for line in image)
    return across or any(line[0] and line[-1] and not all(line) for line in columns)


def _features(stream: Stream) -> tuple[Vector, Vector]:
    """Return two different vectors of three features: with one zero each, or with a single feature other than zero."""
    zero: Exact = 0
    while True:
        levels = stream.sample(_LEVELS, 4)
        if stream.below(2):
            one, two = (stream.shuffled([zero, zero, level]) for level in levels[:2])
        else:
            one, two = (stream.shuffled([zero, *levels[i : i + 2]]) for i in (0, 2))
        if one != two:
            return one, two
