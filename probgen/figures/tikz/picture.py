"""What the pictures share: the environment, a label at its place, numbers and points."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeAlias

from pylatex import NoEscape, TikZ, TikZCoordinate, TikZNode, TikZOptions

from ...document import Inlines
from ..literal import number
from ..primitives import Label, Point

Text: TypeAlias = Callable[[Inlines], str]

_ANCHOR = {"c": "base", "n": "base", "s": "base", "w": "base west", "e": "base east"}
_STYLE = {8.0: "figure number", 9.0: "figure label"}


def picture(lines: Iterable[str | TikZNode], *options: str) -> str:
    """Return the environment with these lines."""
    made = TikZ(options=TikZOptions("figure", *options))
    for line in lines:
        made.append(NoEscape(line) if isinstance(line, str) else line)
    return str(made.dumps())


def scope(options: str, lines: Iterable[str]) -> list[str]:
    """Return lines within a scope."""
    return [rf"\begin{{scope}}[{options}]", *lines, r"\end{scope}"]


def placed(label: Label, text: Text) -> TikZNode:
    """Return a label as a node whose baseline is that of the drawing."""
    style = _STYLE.get(label.size, f"figure label,font=\\fontsize{{{label.size:g}}}{{{label.size:g}}}\\selectfont")
    ground = ["fill=paper", "inner sep=1bp"] if label.margin else []
    options = TikZOptions(style, *ground, f"anchor={_ANCHOR[label.anchor]}")
    at = TikZCoordinate(round(label.x, 1), round(label.baseline, 1))
    return TikZNode(options=options, at=at, text=text(label.content))


def pair(point: Point) -> str:
    """Return a point of the picture."""
    return f"({point.x:.1f},{point.y:.1f})"


def gray(value: float) -> str:
    """Return a gray as a share of black: 0.88 is black!12."""
    return f"black!{number(100 * (1 - value))}"
