"""A graph as TikZ: nodes by their own names, edges from node to node."""

from __future__ import annotations

from pylatex import TikZCoordinate, TikZDraw, TikZNode, TikZOptions
from pylatex.tikz import TikZUserPath

from ...document import Edge, Graph
from ..graph import BOX_HEIGHT, RADIUS, Placement, Seat, place
from ..literal import number
from ..primitives import Point
from .picture import Text, pair, picture

_BLANK = (34.0, 17.0)  # the usual size
_SIDES = {"on": "edge label", "left": "beside", "right": "beside,swap"}


def graph(figure: Graph, text: Text) -> str:
    """Return the picture of a graph."""
    found = place(figure)
    nodes = {name: _node(seat, text) for name, seat in found.seats.items()}
    edges = (_edge(figure, edge, nodes, text) for edge in figure.edges)
    return picture([*_bounds(found), *nodes.values(), *edges], *_common(found))


def _bounds(found: Placement) -> list[str]:
    """Return the size of a picture with curves, for which TikZ would count in their control points."""
    if not any(edge.curve for edge in found.graph.edges):
        return []
    left, bottom, right, top = found.box
    return [rf"\useasboundingbox {pair(Point(left, bottom))} rectangle {pair(Point(right, top))};"]


def _common(found: Placement) -> list[str]:
    """Return the sizes of circles, boxes and blanks, where they are not the usual ones."""
    options = []
    for seat in found.seats.values():
        width, height = (2 * half for half in seat.half)
        if seat.round and seat.half[0] > RADIUS:
            options.append(f"operation/.append style={{minimum size={number(width)}bp}}")
        elif seat.node.shape == "box" and not seat.node.blank:
            high = f",minimum height={number(height)}bp" if height > BOX_HEIGHT else ""
            options.append(f"box/.append style={{minimum width={number(width)}bp{high}}}")
    if found.graph.blank != _BLANK:
        wide, high = map(number, found.graph.blank)
        options.append(f"blank/.append style={{minimum width={wide}bp,minimum height={high}bp}}")
    return list(dict.fromkeys(options))


def _node(seat: Seat, text: Text) -> TikZNode:
    node = seat.node
    shape = "blank" if node.blank else {"circle": "operation", "box": "box", "text": "word"}[node.shape]
    styles = [shape, *["shaded"] * node.shaded, *["kept"] * node.marked]
    if node.note:
        styles.append(f"label={{[note]{node.note_side}:{{{text(node.note)}}}}}")
    at = TikZCoordinate(round(seat.at.x, 1), round(seat.at.y, 1))
    return TikZNode(node.name, options=TikZOptions(*styles), at=at, text=text(node.label))


def _edge(figure: Graph, edge: Edge, nodes: dict[str, TikZNode], text: Text) -> TikZDraw:
    way = "--" if edge.curve is None else f"to[out={number(edge.curve[0])},in={number(edge.curve[1])}]"
    label = ""
    if edge.label or edge.blank:
        style = _SIDES[edge.side].replace("edge label", "blank") if edge.blank else _SIDES[edge.side]
        style = f"blank,{style}" if edge.blank and edge.side != "on" else style
        share = f",pos={number(edge.position)}" if edge.position != 0.5 else ""
        label = f" node[{style}{share}] {{{text(edge.label)}}}"
    kind = "edge" if figure.directed else "link"
    styles = TikZOptions(kind, *["kept"] * edge.marked, *["broken"] * edge.dashed)
    return TikZDraw([nodes[edge.start], TikZUserPath(f"{way}{label}"), nodes[edge.end]], options=styles)
