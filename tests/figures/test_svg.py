"""Drawings as SVG."""

from __future__ import annotations

from dataclasses import replace
from xml.etree import ElementTree

import pytest

from probgen.document import Inlines, Math, Str
from probgen.figures import layout
from probgen.figures.primitives import Curve, Label, Move, Path, Point, drawing
from probgen.figures.shapes import line, polyline
from probgen.figures.svg import svg
from probgen.writers.text import inlines
from tests.figures.legible import labels
from tests.figures.samples import ALL

NAMES = {"s": "http://www.w3.org/2000/svg"}


def lines(*items: Path | Label, alt: str = "a line") -> list[str]:
    return svg(drawing(items), inlines, alt).splitlines()


def text_of(content: Inlines) -> str:
    """The element of a label of this content."""
    (element,) = (text for text in lines(Label(0, 0, content, size=10)) if text.startswith("<text"))
    return element.partition(">")[2].removesuffix("</text>")


def test_heights_are_counted_from_the_top() -> None:
    """From (0, 0) to (10, 20) with a line of 2: the box is 12 by 22, so the start lies at (1, 21)."""
    assert '<path d="M1 21 L11 1" fill="none" stroke="#000000" stroke-width="2" stroke-linejoin="round"/>' in lines(
        replace(line(Point(0, 0), Point(10, 20)), width=2.0)
    )


def test_shapes_are_filled_closed_and_dashed() -> None:
    shape = polyline([Point(0, 0), Point(4, 0), Point(0, 3)], closed=True)
    (made,) = (x for x in lines(replace(shape, fill=0.8, stroke=0.5, dash=(3.0, 2.0))) if x.startswith("<path"))
    assert ' Z" fill="#cccccc" stroke="#808080"' in made
    assert 'stroke-dasharray="3 2"' in made


def test_curves_and_arrowheads_are_paths() -> None:
    bent = Path((Move(Point(0, 0)), Curve(Point(0, 10), Point(10, 20), Point(10, 10))), arrow=5.0)
    shaft, head = (x for x in lines(bent) if x.startswith("<path"))
    assert "C" in shaft
    assert 'fill="#000000"' in head


def test_the_description_is_inside_and_its_first_sentence_is_the_title() -> None:
    made = lines(line(Point(0, 0), Point(1, 1)), alt="A < B.\nTwo nodes & an edge.")
    assert made[1:3] == ["<title>A &lt; B</title>", "<desc>A &lt; B. Two nodes &amp; an edge.</desc>"]


def test_a_label_with_a_ground_clears_what_lies_below() -> None:
    """Ten points high: from 0.25 * 10 below to 0.75 * 10 above the middle's baseline, and a margin of 1 around."""
    (rect,) = (x for x in lines(Label(0, 0, (Str("learn"),), margin=1.0, size=10)) if x.startswith("<rect"))
    assert rect.startswith('<rect x="0" y="0"')
    assert rect.endswith('height="12" fill="#ffffff"/>')


@pytest.mark.parametrize(
    ("content", "made"),
    [
        ((Str("a < b"),), "a &lt; b"),
        ((Math("-1.61"),), "−1.61"),
        ((Math("w"),), '<tspan font-style="italic">w</tspan>'),
        ((Math("x_1"),), '<tspan font-style="italic">x</tspan><tspan font-size="7.2" dy="2">1</tspan>'),
        (
            (Math("w^{10}=2"),),
            '<tspan font-style="italic">w</tspan><tspan font-size="7.2" dy="-3.6">10</tspan>'
            '<tspan dy="3.6"> </tspan>= 2',
        ),
    ],
)  # fmt: skip
def test_formulas_are_text_with_lowered_and_raised_parts(content: Inlines, made: str) -> None:
    assert text_of(content) == made


@pytest.mark.parametrize("name", ALL)
def test_every_figure_is_well_formed_and_self_contained(name: str) -> None:
    drawn = layout(ALL[name])
    root = ElementTree.fromstring(svg(drawn, inlines, ALL[name].alt))
    assert len(root.findall(".//s:text", NAMES)) == len(labels(drawn))
    assert [child.tag.rpartition("}")[2] for child in root] == ["title", "desc", "g"]
    assert not [element for element in root.iter() if "href" in " ".join(element.attrib)]
