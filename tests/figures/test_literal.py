"""Drawings as literal PDF operators."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from probgen.document import Str
from probgen.figures import layout
from probgen.figures.literal import MACROS, literal, number, operators
from probgen.figures.primitives import Label, Point, drawing
from probgen.figures.shapes import line, polyline
from tests.figures.compiled import compiled, words
from tests.figures.trees import full


def test_a_line_is_moved_to_drawn_and_stroked() -> None:
    assert operators([line(Point(1, 2), Point(3.5, 4))]) == "0 G 0.6 w [] 0 d 0 J 1 j 1 2 m 3.5 4 l S"


def test_a_filled_and_stroked_path_is_painted_in_one_operator() -> None:
    shape = replace(polyline([Point(0, 0), Point(4, 0), Point(0, 3)], closed=True), fill=0.88, stroke=None)
    assert operators([shape]) == "0.88 g 0 0 m 4 0 l 0 3 l h f"
    assert operators([replace(shape, stroke=0.5)]).endswith("h B")


def test_the_state_is_set_once_for_paths_that_share_it() -> None:
    assert operators([line(Point(0, 0), Point(1, 0)), line(Point(0, 1), Point(1, 1))]).count("w") == 1


def test_a_dash_and_round_ends_are_written() -> None:
    dashed = replace(line(Point(0, 0), Point(9, 0)), dash=(3.0, 1.5), cap="round", join="bevel")
    assert "[3 1.5] 0 d 1 J 2 j" in operators([dashed])


@pytest.mark.parametrize(
    ("value", "text"), [(0.0, "0"), (-0.001, "0"), (12.0, "12"), (100.0, "100"), (-0.126, "-0.13")]
)
def test_a_length_has_at_most_two_decimals(value: float, text: str) -> None:
    assert number(value) == text


def test_neighboring_paths_share_one_literal_and_the_order_is_kept() -> None:
    stroke, label = line(Point(0, 0), Point(9, 9)), Label(5, 5, (Str("p"),))
    made = literal(drawing([stroke, stroke, label, stroke]), words)
    assert re.findall(r"\\pg(paths|center)", made) == ["paths", "center", "paths"]


def test_a_label_without_ground_clears_nothing() -> None:
    assert r"\pgground" not in literal(drawing([Label(0, 0, (Str("p"),))]), words)


def test_a_labels_text_is_escaped() -> None:
    assert r"50\%" in literal(drawing([Label(0, 0, (Str("50%"),))]), words)


def test_the_box_has_exactly_the_size_of_the_drawing(tmp_path: Path) -> None:
    drawn = layout(full(3, 3, marked=True))
    report = r"\typeout{BOX \the\wd0,\the\ht0,\the\dp0}"
    log = compiled(tmp_path, MACROS, f"\\setbox0\\hbox{{{literal(drawn, words)}}}{report}\n\\box0")
    found = re.search(r"^BOX ([\d.]+)pt,([\d.]+)pt,([\d.]+)pt", log, flags=re.MULTILINE)
    assert found
    assert [float(size) / 1.00375 for size in found.groups()] == pytest.approx([drawn.width, drawn.height, 0], abs=0.02)
