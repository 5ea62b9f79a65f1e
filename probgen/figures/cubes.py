"""Cubes over N, C and (H, W) with the entries shaded that share one mean: C runs to the right, N to the back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import assert_never

from ..document import Cube, Cubes, Inlines, Math
from .metrics import measure
from .primitives import WIDTH, Drawing, Label, Path, Point, Primitive, drawing
from .shapes import line
from .solid import Slab

SIZE = 9.0  # of type
GAP = 16.0  # between cubes
CELL = 12.0  # at most
DEEP = 1.6  # depth of a cell for each unit of its width
SHADE = 0.68
GRID_GRAY, GRID, RULE = 0.35, 0.35, 0.9
NAMES: tuple[Inlines, Inlines, Inlines] = ((Math("N"),), (Math("C"),), (Math("H, W"),))
NAME_GAP, CAPTION_GAP = 3.0, 4.0


@dataclass(frozen=True, slots=True)
class Placement:
    """Cubes side by side on one ground line: the side of a cell, the whole solids, their shaded parts."""

    cubes: Cubes
    cell: float
    solids: tuple[Slab, ...]

    def shaded(self, number: int) -> Slab:
        """Return the shaded part of a cube; it touches the front, the top and the right side."""
        count, channels, height = self.cubes.size
        wide, deep = shared(self.cubes.cubes[number], self.cubes)
        solid = self.solids[number]
        corner = Point(solid.corner.x + (channels - wide) * self.cell, solid.corner.y)
        return Slab(corner, wide * self.cell, height * self.cell, min(deep, count) * self.cell * DEEP)


def shared(cube: Cube, cubes: Cubes) -> tuple[int, int]:
    """Return how many channels and how many items of the batch share one mean."""
    count, channels, _ = cubes.size
    match cube.shaded:
        case "batch":
            return 1, count
        case "layer":
            return channels, 1
        case "instance":
            return 1, 1
        case "group":
            return cubes.group, 1
        case _:
            assert_never(cube.shaded)


def place(cubes: Cubes) -> Placement:
    """Return where the cubes lie; cells shrink until all cubes fit beside one another."""
    count, channels, height = cubes.size
    left = NAME_GAP + measure(NAMES[2], SIZE).width
    fixed = (left + GAP) * len(cubes.cubes)
    cell = min(CELL, (WIDTH - fixed) / (len(cubes.cubes) * (channels + count * DEEP * 0.5 + 0.2)))
    step = left + GAP + cell * (channels + count * DEEP * 0.5)
    solids = (
        Slab(Point(left + number * step, 0), channels * cell, height * cell, count * cell * DEEP)
        for number in range(len(cubes.cubes))
    )
    return Placement(cubes, cell, tuple(solids))


def layout_cubes(cubes: Cubes) -> Drawing:
    """Return the drawing of cubes over their captions."""
    placed = place(cubes)
    primitives: list[Primitive] = []
    for number, solid in enumerate(placed.solids):
        primitives += [replace(face, fill=1.0, stroke=None) for face in solid.faces()]
        primitives += [replace(face, fill=SHADE, stroke=None) for face in placed.shaded(number).faces()]
        primitives += [replace(path, width=GRID, stroke=GRID_GRAY) for path in _grid(solid, cubes.size)]
        primitives += [replace(face, width=RULE) for face in solid.faces()]
        primitives += labels(placed, number)
    return drawing(primitives)


def labels(placed: Placement, number: int) -> Iterator[Label]:
    """Yield the names of a cube's axes and its caption."""
    solid = placed.solids[number]
    batch, channels, pixels = NAMES
    yield Label(solid.corner.x - NAME_GAP, solid.corner.y + solid.height / 2, pixels, anchor="e", size=SIZE)
    yield Label(solid.corner.x + solid.width / 2, solid.corner.y - NAME_GAP, channels, anchor="n", size=SIZE)
    edge = solid.at(solid.width, 0, solid.depth / 2)
    yield Label(edge.x + NAME_GAP, edge.y - NAME_GAP, batch, anchor="n", size=SIZE)
    caption = placed.cubes.cubes[number].caption
    if caption:
        below = NAME_GAP + measure(channels, SIZE).up + measure(channels, SIZE).down + CAPTION_GAP
        yield Label(solid.corner.x + solid.width / 2, solid.corner.y - below, caption, anchor="n", size=SIZE)


def _grid(solid: Slab, size: tuple[int, int, int]) -> Iterator[Path]:
    """Yield the lines between the cells on the three faces that show."""
    count, channels, height = size
    w, h, d = solid.width, solid.height, solid.depth
    for place_ in (w * step / channels for step in range(1, channels)):
        yield _through(solid, (place_, 0, 0), (place_, h, 0), (place_, h, d))
    for place_ in (h * step / height for step in range(1, height)):
        yield _through(solid, (0, place_, 0), (w, place_, 0), (w, place_, d))
    for place_ in (d * step / count for step in range(1, count)):
        yield _through(solid, (0, h, place_), (w, h, place_), (w, 0, place_))


def _through(solid: Slab, *points: tuple[float, float, float]) -> Path:
    first, middle, last = (solid.at(*point) for point in points)
    return Path((*line(first, middle).segments, line(middle, last).segments[1]))
