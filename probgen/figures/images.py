"""Small binary images in a row."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from ..document import BinaryImages
from ..errors import ProbgenError
from .metrics import measure
from .primitives import WIDTH, Box, Drawing, Label, Path, Point, Primitive, drawing
from .shapes import line, rectangle

SIZE = 9.0  # of type
PIXEL, SMALLEST_PIXEL = 9.0, 4.0
BLACK = 0.25  # so that the grid and a student's pencil show on it
GRID, RULE, FRAME = 0.6, 0.3, 0.6
GAP = 22.0
CAPTION_GAP = 4.0


@dataclass(frozen=True, slots=True)
class Strip:
    """Binary images in their places: the side of a pixel and the upper left corner of each image."""

    pixel: float
    corners: tuple[Point, ...]


def place_images(images: BinaryImages) -> Strip:
    """Return where the images lie, top edges at 0; pixels shrink until all fit beside one another.

    Raises:
        ProbgenError: there are too many of them.
    """
    sizes = [len(image.pixels[0]) for image in images.images]
    captions = [measure(image.caption, SIZE).width for image in images.images]
    pixel = PIXEL
    while pixel >= SMALLEST_PIXEL:
        widths = [max(size * pixel, caption) for size, caption in zip(sizes, captions, strict=True)]
        if sum(widths) + GAP * (len(widths) - 1) + RULE <= WIDTH:
            lefts = [sum(widths[:i]) + GAP * i + (widths[i] - sizes[i] * pixel) / 2 for i in range(len(widths))]
            return Strip(pixel, tuple(Point(left, 0.0) for left in lefts))
        pixel -= 0.5
    raise ProbgenError.of(f"{len(sizes)} images do not fit beside one another", hint="draw fewer images or pixels")


def layout_images(images: BinaryImages) -> Drawing:
    """Return the drawing of binary images over their captions.

    Raises:
        ProbgenError: there are too many of them for one row.
    """
    strip = place_images(images)
    primitives: list[Primitive] = []
    for image, corner in zip(images.images, strip.corners, strict=True):
        primitives += _image(image.pixels, corner, strip.pixel)
    return drawing([*primitives, *captions(images, strip)])


def captions(images: BinaryImages, strip: Strip) -> Iterator[Label]:
    """Yield the captions below the lowest image, on one line."""
    lowest = max(len(image.pixels) for image in images.images) * strip.pixel
    highest = max(measure(image.caption, SIZE).up for image in images.images)
    for image, corner in zip(images.images, strip.corners, strict=True):
        if image.caption:
            middle = corner.x + len(image.pixels[0]) * strip.pixel / 2
            up = measure(image.caption, SIZE).up
            yield Label(middle, -lowest - CAPTION_GAP - highest + up, image.caption, anchor="n", size=SIZE)


def _image(pixels: tuple[tuple[int, ...], ...], corner: Point, side: float) -> Iterator[Path]:
    """Yield the black pixels, the grid over them, and the frame."""
    height, width = len(pixels), len(pixels[0])
    right, bottom = corner.x + width * side, corner.y - height * side
    for row, values in enumerate(pixels):
        for column, value in enumerate(values):
            if value:
                x, y = corner.x + column * side, corner.y - row * side
                yield replace(rectangle(Box(x, y - side, x + side, y)), fill=BLACK, stroke=None)
    for column in range(1, width):
        x = corner.x + column * side
        yield replace(line(Point(x, bottom), Point(x, corner.y)), width=RULE, stroke=GRID)
    for row in range(1, height):
        y = corner.y - row * side
        yield replace(line(Point(corner.x, y), Point(right, y)), width=RULE, stroke=GRID)
    yield replace(rectangle(Box(corner.x, bottom, right, corner.y)), width=FRAME)
