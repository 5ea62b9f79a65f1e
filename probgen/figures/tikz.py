"""A figure as TikZ that a person likes to edit: named nodes, edges from anchor to anchor, styles by meaning."""

from __future__ import annotations

from collections.abc import Callable
from typing import assert_never

from pylatex import TikZ, TikZCoordinate, TikZDraw, TikZNode, TikZOptions
from pylatex.tikz import TikZUserPath

from ..document import Figure, Inlines, Tree
from .tree import SIZES, Placement, Spot, place

_HEIGHT = "13.8bp"  # of a box with a word in the usual size of type


def _type(size: float) -> str:
    return rf"font=\fontsize{{{size:g}}}{{{size:g}}}\selectfont"


def tikz(figure: Figure, text: Callable[[Inlines], str]) -> str:
    """Return the figure as a `tikzpicture` under its description; `text` sets a label's content.

    The styles that it names stand in `probgen-exam.sty`, which knows the usual sizes: the first of `SIZES`.

    Raises:
        ProbgenError: the figure does not fit a page.
    """
    match figure:
        case Tree():
            picture = _tree(figure, text)
        case _:
            assert_never(figure)
    return f"% {' '.join(figure.alt.split())}\n{picture}"


def _tree(tree: Tree, text: Callable[[Inlines], str]) -> str:
    placed = place(tree)
    nodes = {spot.path: _node(placed, spot, text) for spot in placed.spots}
    picture = TikZ(options=TikZOptions(*_common(placed)))
    for node in nodes.values():
        picture.append(node)
    for spot in placed.spots[1:]:
        picture.append(_edge(spot, nodes, text))
    return str(picture.dumps())


def _common(placed: Placement) -> list[str]:
    """Return what all nodes of this picture share; sizes only where they are not the usual ones."""
    sizes = zip(("box", "edge label"), (placed.node_size, placed.edge_size), SIZES[0], strict=True)
    fonts = [f"{style}/.append style={{{_type(size)}}}" for style, size, usual in sizes if size != usual]
    height = f"{placed.box_height:.1f}bp"
    heights = [f"box/.append style={{minimum height={height}}}"] if height != _HEIGHT else []
    return ["figure", *fonts, *heights]


def _name(spot: Spot) -> str:
    """Return a name that tells the way from the root: r, r-1, r-1-2."""
    return "-".join(["r", *map(str, spot.path)])


def _node(placed: Placement, spot: Spot, text: Callable[[Inlines], str]) -> TikZNode:
    style = "kept token" if spot.node.marked else "token" if spot.path else "start"
    width = f"minimum width={placed.columns[len(spot.path)]:.1f}bp"
    at = TikZCoordinate(round(spot.at.x, 1), round(spot.at.y, 1))
    return TikZNode(_name(spot), options=TikZOptions(style, width), at=at, text=text(spot.node.label))


def _edge(spot: Spot, nodes: dict[tuple[int, ...], TikZNode], text: Callable[[Inlines], str]) -> TikZDraw:
    start, end = nodes[spot.path[:-1]].get_anchor_point("east"), nodes[spot.path].get_anchor_point("west")
    style = TikZOptions("edge", "kept") if spot.marked_edge else TikZOptions("edge")
    return TikZDraw([start, TikZUserPath(f"-- node[edge label] {{{text(spot.label)}}}"), end], options=style)
