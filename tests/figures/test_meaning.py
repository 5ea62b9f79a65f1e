"""Graphs as data: names, places, blanks."""

from __future__ import annotations

import pytest

from probgen.document import Edge, Graph, Node
from tests.figures.samples import tex

NODES = (Node("a", (0, 0), blank=True), Node("b", (1, 0)))
GRAPH = Graph(NODES, (Edge("a", "b", blank=True), Edge("b", "a", tex("p"))), "two nodes")


def test_blanks_are_filled_by_the_name_of_the_node_and_the_ends_of_the_edge() -> None:
    filled = GRAPH.labeled({"a": tex("h_1"), "a-b": tex("W")})
    assert [node.label for node in filled.nodes] == [tex("h_1"), ()]
    assert [edge.label for edge in filled.edges] == [tex("W"), tex("p")]


@pytest.mark.parametrize("place", ["b", "b-a", "c"])
def test_what_is_no_blank_cannot_be_filled(place: str) -> None:
    with pytest.raises(ValueError, match=f"there is no blank at '{place}'"):
        GRAPH.labeled({place: tex("x")})


@pytest.mark.parametrize(
    ("nodes", "edges", "message"),
    [
        ((Node("a", (0, 0)), Node("a", (1, 0))), (), "two nodes are called 'a'"),
        ((Node("a", (0, 0)), Node("b", (0, 0))), (), "two nodes lie at the same place"),
        ((Node("h.1", (0, 0)),), (), "the node name 'h.1' may hold letters"),
        ((Node("a", (0, 0)),), (Edge("a", "b"),), "an edge names 'b', which is no node"),
    ],
)  # fmt: skip
def test_a_graph_that_does_not_fit_together_is_refused(
    nodes: tuple[Node, ...], edges: tuple[Edge, ...], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        Graph(nodes, edges, "wrong")
