"""Solids in parallel projection: a unit of depth goes up and to the right."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from .primitives import Box, Path, Point
from .shapes import polyline

DEPTH = Point(0.5, 0.35)  # where a unit of depth leads
FRONT, TOP, SIDE = 0.97, 0.9, 0.82  # grays of the faces
RULE = 0.6


@dataclass(frozen=True, slots=True)
class Slab:
    """A rectangular solid: the lower left corner of its front face, and its sizes in bp."""

    corner: Point
    width: float
    height: float
    depth: float

    def at(self, x: float, y: float, z: float) -> Point:
        """Return the place of a point that lies so far to the right, up and behind the corner."""
        return Point(self.corner.x + x + z * DEPTH.x, self.corner.y + y + z * DEPTH.y)

    @property
    def box(self) -> Box:
        """The rectangle around it, without its lines."""
        return Box(*self.corner, *self.at(self.width, self.height, self.depth))

    def faces(self) -> tuple[Path, Path, Path]:
        """Return the front, the top and the right side."""
        w, h, d = self.width, self.height, self.depth
        front = [self.at(0, 0, 0), self.at(w, 0, 0), self.at(w, h, 0), self.at(0, h, 0)]
        top = [self.at(0, h, 0), self.at(w, h, 0), self.at(w, h, d), self.at(0, h, d)]
        side = [self.at(w, 0, 0), self.at(w, h, 0), self.at(w, h, d), self.at(w, 0, d)]
        return polyline(front, closed=True), polyline(top, closed=True), polyline(side, closed=True)


def painted(slab: Slab) -> Iterator[Path]:
    """Yield a slab's faces, which differ in gray."""
    for face, gray in zip(slab.faces(), (FRONT, TOP, SIDE), strict=True):
        yield replace(face, width=RULE, fill=gray)
