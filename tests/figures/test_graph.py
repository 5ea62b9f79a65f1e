"""Where a graph's nodes, edges and labels lie."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest

from probgen.document import Edge, Graph, Inlines, Node
from probgen.errors import ProbgenError
from probgen.figures import layout
from probgen.figures.graph import Track, place
from probgen.figures.primitives import Box, Curve, Line, Move, Path, Point, bounds
from tests.figures.legible import assert_legible, crossing, followed, inside, labels, paths, word
from tests.figures.samples import GRAPHS, bidirectional_rnn, linear_rnn, rnn, tex, trellis, words


def pair(edge: Edge, *, shape: str = "circle", **fields: object) -> Graph:
    """Two empty nodes 60 bp apart with an edge."""
    nodes = (Node("a", (0, 0), shape=shape), Node("b", (1, 0), shape=shape))  # type: ignore[arg-type]
    return replace(Graph(nodes, (edge,), "two nodes", step=(60, 60)), **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize("steps", [2, 3, 4, 5])
def test_networks_of_any_length_are_legible(steps: int) -> None:
    for graph in (linear_rnn(steps), linear_rnn(steps, blank=True), rnn(steps), bidirectional_rnn(steps)):
        assert_legible(layout(graph), on_lines=True)


@pytest.mark.parametrize("states", [2, 3, 4])
def test_trellises_are_legible(states: int) -> None:
    assert_legible(layout(trellis(5, states, best=(0, 1, 0, 1, 1))), on_lines=True)


def test_a_straight_edge_runs_from_circle_to_circle() -> None:
    """Circles of radius 9 around 0 and 60."""
    (track,) = place(pair(Edge("a", "b"))).tracks
    assert (track.points[0], track.points[-1]) == (Point(9, 0), Point(51, 0))


def test_a_curve_has_its_control_points_where_tikz_puts_them() -> None:
    """It leaves (0, 9) upwards and comes into (60, 9) from above: 60 apart, controls 0.3915 * 60 = 23.49 higher."""
    (track,) = place(pair(Edge("a", "b", curve=(90, 90)))).tracks
    assert [value for point in track.points for value in point] == pytest.approx([0, 9, 0, 32.49, 60, 32.49, 60, 9])


def test_a_curve_is_drawn_as_one_and_a_straight_edge_as_a_line() -> None:
    def last(edge: Edge) -> type:
        return type(next(path for path in paths(layout(pair(edge))) if path.arrow).segments[-1])

    assert last(Edge("a", "b")) is Line
    assert last(Edge("a", "b", curve=(45, 135))) is Curve


def test_a_label_beside_an_edge_lies_above_it_on_the_way_to_the_right_and_below_on_the_way_back() -> None:
    assert place(pair(Edge("a", "b", tex("p"), side="left"))).tracks[0].label_at.y > 0
    assert place(pair(Edge("b", "a", tex("p"), side="left"))).tracks[0].label_at.y < 0


def test_a_label_stands_at_its_share_of_the_way() -> None:
    """The edge runs from 9 to 51."""
    assert place(pair(Edge("a", "b", tex("p"), position=0.25))).tracks[0].label_at == pytest.approx((19.5, 0))


def test_marked_edges_are_heavy_and_dashed_ones_dashed() -> None:
    edge = Edge("a", "b", marked=True, dashed=True)
    (drawn,) = (path for path in paths(layout(pair(edge))) if path.dash)
    assert (drawn.width, drawn.arrow, drawn.dash) == (1.2, 6.0, (3.0, 2.0))


def test_edges_of_an_undirected_graph_have_no_heads() -> None:
    assert not any(path.arrow for path in paths(layout(pair(Edge("a", "b"), directed=False))))


def test_shaded_nodes_are_gray_and_marked_ones_heavy() -> None:
    nodes = (Node("a", (0, 0), shape="circle", shaded=True), Node("b", (1, 0), shape="box", marked=True))
    one, two = paths(layout(Graph(nodes, (), "two nodes")))
    assert (one.fill, one.width, two.fill, two.width) == (0.88, 0.6, 1.0, 1.2)


def test_all_circles_are_as_large_as_the_widest_label_needs() -> None:
    nodes = (Node("a", (0, 0), tex("-10.25"), "circle"), Node("b", (2, 0), tex("1"), "circle"))
    one, two = place(Graph(nodes, (), "two nodes")).seats.values()
    assert one.half == two.half > (12, 12)


def sizes(graph: Graph) -> list[tuple[float, float, float, float]]:
    return [bounds(item) for item in layout(graph).primitives if isinstance(item, Path)]


@pytest.mark.parametrize("long", [tex("w"), tex("w^2 u_1"), words("forward")])
def test_filling_a_blank_moves_nothing(long: Inlines) -> None:
    nodes = (Node("a", (0, 0), blank=True), Node("b", (1, 0), shape="circle"))
    empty = Graph(nodes, (Edge("a", "b", blank=True),), "blanks", step=(120, 48), blank=(48, 17))
    assert sizes(empty.labeled({"a": long, "a-b": long})) == sizes(empty)


def test_a_label_larger_than_its_blank_is_refused() -> None:
    graph = pair(Edge("a", "b", words("communicated"), blank=True))
    with pytest.raises(ProbgenError, match="does not fit the graph's blanks of 34 by 17"):
        layout(graph)


def test_columns_move_together_where_the_page_is_narrow() -> None:
    """Ten columns at 64 bp would be 576 bp wide."""
    drawn = layout(trellis(10, 2))
    assert 404 < drawn.width <= 412.02


def test_columns_that_cannot_fit_are_the_users_fault() -> None:
    nodes = tuple(Node(f"n{i}", (i, 0), tex("x")) for i in range(30))
    with pytest.raises(ProbgenError, match="a graph of 30 nodes in columns 0 to 29 does not fit a page"):
        layout(Graph(nodes, (), "thirty"))


def test_rows_that_cannot_fit_are_the_users_fault() -> None:
    nodes = tuple(Node(f"n{i}", (0, i), tex("x")) for i in range(20))
    with pytest.raises(ProbgenError, match="does not fit a page of 468 by 600"):
        layout(Graph(nodes, (), "twenty"))


def test_a_note_stands_on_its_side_of_the_node() -> None:
    nodes = (Node("a", (0, 0), tex("1"), "circle", note=tex("2"), note_side="left"),)
    node, note = labels(layout(Graph(nodes, (), "one")))
    assert note.x < node.x
    assert note.y == pytest.approx(node.y)


def test_a_node_in_the_way_of_an_edge_would_be_noticed() -> None:
    """The test of legibility itself: the edge from a to c runs through the label of b."""
    nodes = tuple(Node(name, (x, 0), tex(name)) for x, name in enumerate("abc"))
    drawn = layout(Graph(nodes, (Edge("a", "c"),), "in the way"))
    hit = [word(label) for label in labels(drawn) if crossing(drawn, label)]
    assert hit == ["b"]


def test_edges_lie_below_nodes() -> None:
    first, *_, last = layout(pair(Edge("a", "b"))).primitives
    assert isinstance(first, Path)
    assert isinstance(first.segments[0], Move)
    assert (first.arrow, isinstance(last, Path) and last.fill) == (5.0, 1.0)


@pytest.mark.parametrize("name", GRAPHS)
def test_no_edge_runs_through_a_node_that_is_not_its_own(name: str) -> None:
    found = place(GRAPHS[name])
    for track, seat in product(found.tracks, found.seats.values()):
        if seat.node.name not in (track.edge.start, track.edge.end):
            assert not any(inside(point, seat.box) for point in followed(curve(track))), track.edge.place


@pytest.mark.parametrize("name", GRAPHS)
def test_no_edge_runs_through_the_blank_of_another(name: str) -> None:
    found = place(GRAPHS[name])
    wide, high = (size / 2 for size in GRAPHS[name].blank)
    for blank, track in product(found.tracks, found.tracks):
        if blank.edge.blank and track is not blank:
            x, y = blank.label_at
            box = Box(x - wide, y - high, x + wide, y + high)
            assert not any(inside(point, box) for point in followed(curve(track))), track.edge.place


def curve(track: Track) -> Path:
    start, one, two, end = track.points
    return Path((Move(start), Curve(one, two, end)))
