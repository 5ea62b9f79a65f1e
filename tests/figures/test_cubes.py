"""Cubes over N, C and (H, W): what is shaded."""

from __future__ import annotations

from math import prod

import pytest

from probgen.document import Cube, Cubes, Normalization
from probgen.figures import layout
from probgen.figures.cubes import place
from probgen.figures.primitives import Line, Move, Path
from tests.figures.legible import assert_legible, labels, paths, word


def area(path: Path) -> float:
    """Area of a polygon by the shoelace formula."""
    points = [segment.to for segment in path.segments if isinstance(segment, Move | Line)]
    turns = zip(points, [*points[1:], points[0]], strict=True)
    return abs(sum(a.x * b.y - b.x * a.y for a, b in turns)) / 2


@pytest.mark.parametrize(
    ("kind", "front", "top", "side"),
    [
        ("batch", 1 / 6, 1 / 6, 1), ("layer", 1, 1 / 4, 1 / 4), ("instance", 1 / 6, 1 / 24, 1 / 4),
        ("group", 3 / 6, 3 / 24, 1 / 4),
    ],
)  # fmt: skip
def test_the_shaded_share_of_each_face_is_that_of_the_norm(
    kind: Normalization, front: float, top: float, side: float
) -> None:
    """4 items of 6 channels: C runs along front and top, N along top and side; (H, W) is always whole."""
    drawn = paths(layout(Cubes((Cube(kind),), "one cube")))
    whole, shaded = [p for p in drawn if p.fill == 1.0], [p for p in drawn if p.fill == 0.68]
    shares = [area(part) / area(face) for part, face in zip(shaded, whole, strict=True)]
    assert shares == pytest.approx([front, top, side])


@pytest.mark.parametrize(("kind", "count"), [("batch", 20 * 4), ("layer", 20 * 6), ("instance", 20), ("group", 60)])
def test_the_shaded_part_holds_the_entries_that_share_a_mean(kind: Normalization, count: int) -> None:
    """Of 4 items, 6 channels, 20 pixels; the cells of the slab are counted."""
    placed = place(Cubes((Cube(kind),), "one cube", size=(4, 6, 20)))
    slab, cell = placed.shaded(0), placed.cell
    assert prod((slab.width / cell, slab.height / cell, slab.depth / cell / 1.6)) == pytest.approx(count)


def test_axes_are_named_once_for_each_cube() -> None:
    drawn = layout(Cubes((Cube("batch"), Cube("layer")), "two cubes"))
    assert sorted(map(word, labels(drawn))) == ["C", "C", "H, W", "H, W", "N", "N"]


@pytest.mark.parametrize("count", [1, 2, 3, 4, 5])
@pytest.mark.parametrize("size", [(2, 3, 2), (4, 6, 5), (6, 8, 8)])
def test_rows_of_cubes_are_legible(count: int, size: tuple[int, int, int]) -> None:
    assert_legible(layout(Cubes((Cube("batch"),) * count, "cubes", size=size)))


def test_a_group_has_at_most_all_channels() -> None:
    with pytest.raises(ValueError, match="a group at most all channels"):
        Cubes((Cube("group"),), "wrong", group=7)
