"""Graphs by their meaning: nodes on a grid, edges between them by name."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal, TypeAlias

from ..exact import Real
from .inline import Inlines

Place: TypeAlias = tuple[Real, Real]  # to the right, upwards
NodeShape: TypeAlias = Literal["text", "circle", "box"]
NoteSide: TypeAlias = Literal["above", "below", "left", "right"]
LabelSide: TypeAlias = Literal["on", "left", "right"]


@dataclass(frozen=True)
class Node:
    """A node of a graph: `name` is what edges call it, `at` its column and row, counted upwards.

    A `blank` node is an empty box to write in, or, with a label, the same box filled in.
    """

    name: str
    at: Place
    label: Inlines = ()
    shape: NodeShape = "text"
    shaded: bool = False
    marked: bool = False  # heavy outline
    blank: bool = False
    note: Inlines = ()  # beside the node: a value, a feature
    note_side: NoteSide = "above"


@dataclass(frozen=True)
class Edge:
    """An edge between two nodes by name, straight unless `curve` says otherwise.

    `curve` holds two angles in degrees, counterclockwise from the right: at which the edge leaves its start, and from
    which it comes into its end. The label lies on the line, or beside it as seen on the way; `position` is the share
    of the way. A `blank` edge carries an empty box to write in, or, with a label, the same box filled in.
    """

    start: str
    end: str
    label: Inlines = ()
    curve: tuple[float, float] | None = None
    side: LabelSide = "on"
    position: float = 0.5
    marked: bool = False  # heavy
    dashed: bool = False
    blank: bool = False

    @property
    def place(self) -> str:
        """What a question calls the edge: `start-end`."""
        return f"{self.start}-{self.end}"


@dataclass(frozen=True)
class Graph:
    """A computational graph, an unrolled network, a trellis; with `directed` off, an undirected graph.

    `step` is the distance of neighboring columns and rows in bp (columns move together where the page is too narrow),
    `blank` the width and height in bp of every blank.
    """

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    alt: str
    directed: bool = True
    step: tuple[float, float] = (64.0, 48.0)
    blank: tuple[float, float] = (34.0, 17.0)

    def __post_init__(self) -> None:
        names = [node.name for node in self.nodes]
        for name in names:
            if not re.fullmatch(r"[A-Za-z0-9_]+", name):
                raise ValueError(f"the node name '{name}' may hold letters, digits and '_' only")
            if names.count(name) > 1:
                raise ValueError(f"two nodes are called '{name}'")
        for end in (end for edge in self.edges for end in (edge.start, edge.end)):
            if end not in names:
                raise ValueError(f"an edge names '{end}', which is no node")
        if len({(Fraction(x), Fraction(y)) for x, y in (node.at for node in self.nodes)}) < len(names):
            raise ValueError("two nodes lie at the same place")

    def labeled(self, labels: Mapping[str, Inlines]) -> Graph:
        """Return the graph with blanks filled in, by the name of the node or by `start-end` of the edge.

        Raises:
            ValueError: a place that is named is no blank.
        """
        places = {node.name for node in self.nodes if node.blank} | {edge.place for edge in self.edges if edge.blank}
        for place in labels:
            if place not in places:
                raise ValueError(f"there is no blank at '{place}'")
        nodes = (replace(n, label=labels[n.name]) if n.blank and n.name in labels else n for n in self.nodes)
        edges = (replace(e, label=labels[e.place]) if e.blank and e.place in labels else e for e in self.edges)
        return replace(self, nodes=tuple(nodes), edges=tuple(edges))
