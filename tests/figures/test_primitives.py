"""Bounding boxes and arrowheads, worked by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from probgen.document import Math, Str
from probgen.figures.primitives import Anchor, Box, Close, Curve, Label, Line, Move, Path, Point, bounds, drawing
from probgen.figures.shapes import circle, line, polyline, rectangle, strokes


def corners(path: Path) -> list[float]:
    """The coordinates of a path of straight lines, one after the other."""
    return [value for segment in path.segments if isinstance(segment, Move | Line) for value in segment.to]


def test_bounds_of_a_line_include_half_its_width() -> None:
    assert bounds(replace(line(Point(1, 2), Point(5, 4)), width=2.0)) == Box(0, 1, 6, 5)


def test_bounds_of_a_filled_path_without_stroke_are_its_points() -> None:
    triangle = polyline([Point(0, 0), Point(4, 0), Point(0, 3)], closed=True)
    assert bounds(replace(triangle, fill=0.5, stroke=None)) == Box(0, 0, 4, 3)


def test_a_centered_label_reaches_as_far_to_the_left_as_to_the_right() -> None:
    box = bounds(Label(10, 10, (Str("word"),)))
    assert 10 - box.left == pytest.approx(box.right - 10)


@pytest.mark.parametrize(
    ("anchor", "side", "value"), [("n", "top", 20), ("s", "bottom", 20), ("w", "left", 10), ("e", "right", 10)]
)
def test_the_named_side_of_a_label_lies_at_its_place(anchor: Anchor, side: str, value: float) -> None:
    label = Label(10, 20, (Str("word"),), anchor=anchor)
    assert getattr(bounds(label), side) == pytest.approx(value)


def test_figures_are_centered_at_half_their_height() -> None:
    """Figures of Latin Modern are 0.644 em high and have no depth."""
    label = Label(0, 0, (Math("0"),), size=10)
    assert label.baseline == pytest.approx(-3.2)


def test_a_drawing_begins_at_the_origin() -> None:
    drawn = drawing([replace(line(Point(-3, 7), Point(5, 9)), width=2.0)])
    assert (drawn.width, drawn.height) == (10, 4)
    assert drawn.primitives == (replace(line(Point(1, 1), Point(9, 3)), width=2.0),)


def test_an_arrowhead_has_four_points_and_cuts_the_shaft_back() -> None:
    """Length 5: half width 0.36 * 5 = 1.8, notch 3.5 and shaft 3.6 behind the tip."""
    shaft, head = strokes(replace(line(Point(0, 0), Point(20, 0)), arrow=5.0))
    assert shaft.segments == (Move(Point(0, 0)), Line(Point(16.4, 0)))
    assert corners(head) == pytest.approx([20, 0, 15, 1.8, 16.5, 0, 15, -1.8])
    assert isinstance(head.segments[-1], Close)
    assert (head.fill, head.stroke) == (0.0, None)


def test_an_arrowhead_on_a_curve_points_along_its_last_control_line() -> None:
    bent = Path((Move(Point(0, 0)), Curve(Point(0, 10), Point(10, 20), Point(10, 10))), arrow=5.0)
    assert corners(strokes(bent)[1])[:4] == pytest.approx([10, 10, 11.8, 15])


def test_a_path_without_a_head_is_drawn_as_it_is() -> None:
    plain = line(Point(0, 0), Point(1, 1))
    assert strokes(plain) == (plain,)


def test_a_circle_touches_the_square_around_it() -> None:
    assert bounds(replace(circle(Point(5, 5), 2), stroke=None)) == Box(3, 3, 7, 7)


def test_a_rounded_rectangle_begins_a_radius_beside_its_corner() -> None:
    assert rectangle(Box(0, 0, 10, 6), 2).segments[:2] == (Move(Point(2, 0)), Line(Point(8, 0)))
