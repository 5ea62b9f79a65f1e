"""A drawing as SVG for web pages and learning platforms: self-contained, with its description inside."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import escape
from typing import assert_never

from ..document import Inline, Inlines, Math
from .literal import number
from .primitives import Close, Curve, Drawing, Label, Line, Move, Path, Point, Segment, bounds
from .shapes import strokes

FONTS = "'Latin Modern Roman','CMU Serif','Times New Roman',serif"
_ANCHOR = {"c": "middle", "n": "middle", "s": "middle", "w": "start", "e": "end"}
_SCRIPT = 0.72  # size of sub- and superscripts
_SHIFT = {"_": 0.2, "^": -0.36}  # em downwards
_PIECE = re.compile(r"(?P<mark>[_^])(?:\((?P<group>[^()]*)\)|(?P<sign>.))|(?P<letters>[^\W\d_]+)|(?P<rest>[^_^])")
_RELATION = re.compile(r" *([=<>≤≥≈]) *")
_LETTER = re.compile(r"^[A-Za-zα-ω][\u0300-\u036f\u20d0-\u20ff]?$")


def svg(drawing: Drawing, text: Callable[[Inlines], str], alt: str) -> str:
    """Return an `svg` element of the drawing's size in points; `text` gives a label's content as plain text.

    The first sentence of `alt` is its title, the whole its description. In the text of a formula a letter that stands
    alone is set in italics, and what follows `_` or `^` is lowered or raised.
    """
    title = re.split(r"(?<=[.;:])\s", " ".join(alt.split()))[0].rstrip(".;:")
    size = f"{number(drawing.width)} {number(drawing.height)}"
    wide, high = size.split()
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide}pt" height="{high}pt" viewBox="0 0 {size}" role="img">',
        f"<title>{escape(title)}</title>",
        f"<desc>{escape(' '.join(alt.split()))}</desc>",
        f'<g font-family="{FONTS}">',
    ]
    for item in drawing.primitives:
        match item:
            case Path():
                lines += [_path(stroke, drawing.height) for stroke in strokes(item)]
            case Label():
                lines += _label(item, drawing.height, text)
            case _:
                assert_never(item)
    return "\n".join([*lines, "</g>", "</svg>"]) + "\n"


def _path(path: Path, height: float) -> str:
    data = " ".join(_segment(segment, height) for segment in path.segments)
    style = f' fill="{_gray(path.fill)}"' if path.fill is not None else ' fill="none"'
    if path.stroke is not None:
        style += f' stroke="{_gray(path.stroke)}" stroke-width="{number(path.width)}" stroke-linejoin="{path.join}"'
        style += f' stroke-linecap="{path.cap}"' if path.cap != "butt" else ""
        style += f' stroke-dasharray="{" ".join(map(number, path.dash))}"' if path.dash else ""
    return f'<path d="{data}"{style}/>'


def _segment(segment: Segment, height: float) -> str:
    def pair(point: Point) -> str:
        return f"{number(point.x)} {number(height - point.y)}"

    match segment:
        case Move(to):
            return f"M{pair(to)}"
        case Line(to):
            return f"L{pair(to)}"
        case Curve(first, second, to):
            return f"C{pair(first)} {pair(second)} {pair(to)}"
        case Close():
            return "Z"
        case _:
            assert_never(segment)


def _gray(value: float) -> str:
    return "#" + f"{round(255 * value):02x}" * 3


def _label(label: Label, height: float, text: Callable[[Inlines], str]) -> Iterator[str]:
    if label.margin:
        left, bottom, right, top = bounds(label)
        place = f'x="{number(left)}" y="{number(height - top)}"'
        yield f'<rect {place} width="{number(right - left)}" height="{number(top - bottom)}" fill="#ffffff"/>'
    content = "".join(_inline(node, text((node,)), label.size) for node in label.content)
    place = f'x="{number(label.x)}" y="{number(height - label.baseline)}"'
    yield f'<text {place} font-size="{number(label.size)}" text-anchor="{_ANCHOR[label.anchor]}">{content}</text>'


def _inline(node: Inline, text: str, size: float) -> str:
    return "".join(_formula(text, size)) if isinstance(node, Math) else escape(text)


def _formula(text: str, size: float) -> Iterator[str]:
    """Yield the formula in pieces; after a script the next piece returns to the line."""
    back = 0.0
    spaced = _RELATION.sub(r" \1 ", text.replace("-", "−"))
    for piece in _PIECE.finditer(spaced):
        shift = _SHIFT[piece["mark"]] * size if piece["mark"] else 0.0
        body = piece["group"] or piece["sign"] or piece["letters"] or piece["rest"] or ""
        style = ' font-style="italic"' if _LETTER.match(body) else ""
        style += f' font-size="{number(_SCRIPT * size)}"' if piece["mark"] else ""
        moved = shift - back
        style += f' dy="{number(moved)}"' if moved else ""
        back = shift
        yield f"<tspan{style}>{escape(body)}</tspan>" if style else escape(body)
