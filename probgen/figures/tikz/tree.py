"""A tree as TikZ."""

from __future__ import annotations

from pylatex import TikZCoordinate, TikZDraw, TikZNode, TikZOptions
from pylatex.tikz import TikZUserPath

from ...document import Tree
from ..tree import SIZES, Placement, Spot, place
from .picture import Text, picture

_HEIGHT = "13.8bp"  # of a box with a word in the usual size of type


def _type(size: float) -> str:
    return rf"font=\fontsize{{{size:g}}}{{{size:g}}}\selectfont"


def tree(figure: Tree, text: Text) -> str:
    """Return the picture of a tree: nodes are named by the way from the root."""
    placed = place(figure)
    nodes = {spot.path: _node(placed, spot, text) for spot in placed.spots}
    edges = (_edge(spot, nodes, text) for spot in placed.spots[1:])
    return picture([*nodes.values(), *edges], *_common(placed))


def _common(placed: Placement) -> list[str]:
    """Return what all nodes of this picture share: sizes, where they are not the usual ones, the first of `SIZES`."""
    sizes = zip(("box", "edge label"), (placed.node_size, placed.edge_size), SIZES[0], strict=True)
    fonts = [f"{style}/.append style={{{_type(size)}}}" for style, size, usual in sizes if size != usual]
    height = f"{placed.box_height:.1f}bp"
    heights = [f"box/.append style={{minimum height={height}}}"] if height != _HEIGHT else []
    return [*fonts, *heights]


def _name(spot: Spot) -> str:
    """Return a name that tells the way from the root: r, r-1, r-1-2."""
    return "-".join(["r", *map(str, spot.path)])


def _node(placed: Placement, spot: Spot, text: Text) -> TikZNode:
    style = "kept token" if spot.node.marked else "token" if spot.path else "start"
    width = f"minimum width={placed.columns[len(spot.path)]:.1f}bp"
    at = TikZCoordinate(round(spot.at.x, 1), round(spot.at.y, 1))
    return TikZNode(_name(spot), options=TikZOptions(style, width), at=at, text=text(spot.node.label))


def _edge(spot: Spot, nodes: dict[tuple[int, ...], TikZNode], text: Text) -> TikZDraw:
    start, end = nodes[spot.path[:-1]].get_anchor_point("east"), nodes[spot.path].get_anchor_point("west")
    style = TikZOptions("edge", "kept") if spot.marked_edge else TikZOptions("edge")
    return TikZDraw([start, TikZUserPath(f"-- node[edge label] {{{text(spot.label)}}}"), end], options=style)
