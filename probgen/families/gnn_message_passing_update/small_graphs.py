"""Small undirected graphs with nodes 1 to n: drawn at random, walked, and pictured."""

from __future__ import annotations

from collections.abc import Collection
from fractions import Fraction
from math import cos, pi, sin

from ...document import Edge, Graph, Math, Node
from ...stream import Stream

Edges = tuple[tuple[int, int], ...]
_WIDE = 1.5  # columns that the ellipse on which nodes lie goes to each side; it goes one row up and down
_STEP = (52.0, 46.0)


def connected(stream: Stream, count: int, extra: int) -> Edges:
    """Return a random tree over all nodes and `extra` further edges, in order."""
    order = stream.shuffled(range(1, count + 1))
    edges = {_pair(order[place], order[stream.below(place)]) for place in range(1, count)}
    others = [(a, b) for a in range(1, count) for b in range(a + 1, count + 1) if (a, b) not in edges]
    return tuple(sorted((*edges, *stream.sample(others, extra))))


def check(count: int, edges: Edges) -> None:
    """Refuse what is no simple graph without lonely nodes.

    Raises:
        ValueError: an edge joins no two different nodes or stands twice, or a node has no neighbor.
    """
    if any(len(edge) != 2 or edge[0] == edge[1] or not {*edge} <= {*range(1, count + 1)} for edge in edges):
        raise ValueError(f"every edge joins two different nodes of 1 to {count}")
    if len({_pair(*edge) for edge in edges}) != len(edges):
        raise ValueError("no edge may stand twice")
    if len({node for edge in edges for node in edge}) != count:
        raise ValueError("every node needs a neighbor")


def neighbors(count: int, edges: Edges) -> tuple[tuple[int, ...], ...]:
    """Return the neighbors of node 1, 2, ..., each list in order."""
    return tuple(tuple(sorted(a + b - node for a, b in edges if node in (a, b))) for node in range(1, count + 1))


def within(count: int, edges: Edges, node: int, steps: int) -> frozenset[int]:
    """Return the nodes that can be reached from a node along at most so many edges, itself included."""
    near, found = neighbors(count, edges), {node}
    for _ in range(steps):
        found |= {other for one in found for other in near[one - 1]}
    return frozenset(found)


def picture(count: int, edges: Edges, alt: str, *, shaded: Collection[int] = (), marked: Collection[int] = ()) -> Graph:
    """Return the graph with its nodes on an ellipse, node 1 at the top: no edge can run through a third node."""
    nodes = (
        Node(f"n{k}", _place(k, count), (Math(str(k)),), "circle", shaded=k in shaded, marked=k in marked)
        for k in range(1, count + 1)
    )
    return Graph(tuple(nodes), tuple(Edge(f"n{a}", f"n{b}") for a, b in edges), alt, directed=False, step=_STEP)


def listed(edges: Edges) -> str:
    """Return the edges in words, for a reader who cannot see them."""
    return ", ".join(f"{a}-{b}" for a, b in edges)


def _pair(a: int, b: int) -> tuple[int, int]:
    return min(a, b), max(a, b)


def _place(node: int, count: int) -> tuple[Fraction, Fraction]:
    angle = pi / 2 - 2 * pi * (node - 1) / count
    return Fraction(round(100 * _WIDE * cos(angle)), 100), Fraction(round(100 * sin(angle)), 100)
