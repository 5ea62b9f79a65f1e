"""A graph on a grid of columns and rows: where its nodes, edges and labels lie, and its drawing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from ..document import Edge, Graph, Inlines, Node
from ..errors import ProbgenError
from .geometry import direction, leaving
from .metrics import measure
from .primitives import (
    NARROW,
    WIDTH,
    Anchor,
    Box,
    Curve,
    Drawing,
    Label,
    Line,
    Move,
    Path,
    Point,
    Primitive,
    along,
    around,
    bounds,
    drawing,
)
from .shapes import circle, rectangle

NODE_SIZE, EDGE_SIZE = 9.0, 8.0  # of type
SHADE, WHITE = 0.88, 1.0
HEAVY, NORMAL = 1.2, 0.6
ARROWS = {False: 5.0, True: 6.0}
DASH = (3.0, 2.0)
RADIUS = 9.0  # of a circle, at least; all circles of a graph are equally large
BOX_HEIGHT = 13.8  # at least; all boxes of a graph are equally large
CORNER = 2.5
TEXT_MARGIN = (2.5, 1.5)  # between a word without an outline and its arrows
BOX_MARGIN = (4.5, 2.4)
GROUND = 1.0  # around a label on its edge
BESIDE = 2.0  # between an edge and a label beside it
NOTE_GAP = 2.5
LOOSENESS = 0.3915  # of the distance of its ends, to a curve's control points: TikZ's own share for `to[out=, in=]`
CLOSEST = 24.0  # columns

_NOTES: dict[str, tuple[Anchor, int, int]] = {
    "above": ("s", 0, 1), "below": ("n", 0, -1), "left": ("e", -1, 0), "right": ("w", 1, 0)
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Seat:
    """A node in its place: its middle, half its width and height."""

    node: Node
    at: Point
    half: tuple[float, float]

    @property
    def box(self) -> Box:
        """The rectangle around it."""
        return Box(
            self.at.x - self.half[0], self.at.y - self.half[1], self.at.x + self.half[0], self.at.y + self.half[1]
        )

    @property
    def round(self) -> bool:
        """Whether it is a circle."""
        return self.node.shape == "circle" and not self.node.blank

    def border(self, towards: Point) -> Point:
        """Return where an edge in this direction leaves it."""
        return leaving(self.at, towards, self.half, round_=self.round)


@dataclass(frozen=True, slots=True)
class Track:
    """An edge in its place: its four points as a Bezier curve, and the middle of its label."""

    edge: Edge
    points: tuple[Point, Point, Point, Point]
    label_at: Point


@dataclass(frozen=True)
class Placement:
    """A graph whose nodes and edges have their places."""

    graph: Graph
    seats: dict[str, Seat]
    tracks: tuple[Track, ...]

    @cached_property
    def primitives(self) -> tuple[Primitive, ...]:
        """Edges, their labels, and the nodes on top."""
        edges = (_edge(self.graph, track) for track in self.tracks)
        labels = (label for track in self.tracks for label in _edge_label(self.graph, track))
        nodes = (piece for seat in self.seats.values() for piece in _node(seat))
        return (*edges, *labels, *nodes)

    @cached_property
    def box(self) -> Box:
        """The rectangle around all of it."""
        return around(self.primitives)


def layout_graph(graph: Graph) -> Drawing:
    """Return the drawing of a graph, at most NARROW wide if possible: columns move together where it must be.

    Raises:
        ProbgenError: the columns do not fit beside one another.
    """
    placed = place(graph)
    return drawing(placed.primitives, placed.box)


@lru_cache(maxsize=64)  # an exam, its solution and two outputs draw the same graphs
def place(graph: Graph) -> Placement:
    """Return where everything lies, in bp.

    Raises:
        ProbgenError: the columns do not fit beside one another, or a label is larger than the graph's blanks.
    """
    columns = [float(node.at[0]) for node in graph.nodes]
    span = max(columns) - min(columns)
    step = graph.step[0]
    while True:
        placed = _placed(graph, (step, graph.step[1]))
        width = placed.box.right - placed.box.left
        if width <= (NARROW if step > CLOSEST else WIDTH) + 0.01:
            return placed
        if step <= CLOSEST:
            what = f"a graph of {len(graph.nodes)} nodes in columns 0 to {span:g} does not fit a page"
            raise ProbgenError.of(what, hint="draw fewer columns, or shorter labels")
        step = max(step - (width - NARROW) / span, CLOSEST) if span else CLOSEST


def _placed(graph: Graph, step: tuple[float, float]) -> Placement:
    halves = _halves(graph)
    seats = {
        node.name: Seat(node, Point(float(node.at[0]) * step[0], float(node.at[1]) * step[1]), half)
        for node, half in zip(graph.nodes, halves, strict=True)
    }
    return Placement(graph, seats, tuple(_track(graph, seats, edge) for edge in graph.edges))


def _halves(graph: Graph) -> list[tuple[float, float]]:
    """Return half the width and height of every node; a filled blank is no larger than an empty one."""
    kinds = ["blank" if node.blank else node.shape for node in graph.nodes]
    inner = [_inner(node.label) for node in graph.nodes]
    rounds = [max(w + 2.5, h + 2) for kind, (w, h) in zip(kinds, inner, strict=True) if kind == "circle"]
    boxes = [size for kind, size in zip(kinds, inner, strict=True) if kind == "box"]
    radius = max([RADIUS, *rounds])
    box = (
        max([w for w, _ in boxes], default=0.0) + BOX_MARGIN[0],
        max([BOX_HEIGHT / 2, *(h + BOX_MARGIN[1] for _, h in boxes)]),
    )
    fixed = {"circle": (radius, radius), "box": box, "blank": (graph.blank[0] / 2, graph.blank[1] / 2)}
    for node in graph.nodes:
        if node.blank:
            _demand_room(graph, node.label, NODE_SIZE)
    words = ((w + TEXT_MARGIN[0], h + TEXT_MARGIN[1]) for w, h in inner)
    return [fixed.get(kind, word) for kind, word in zip(kinds, words, strict=True)]


def _inner(label: Inlines) -> tuple[float, float]:
    """Return how far a label reaches from its middle to either side, and above or below."""
    around = bounds(Label(0, 0, label, size=NODE_SIZE))
    return around.right, max(around.top, -around.bottom)


def _demand_room(graph: Graph, label: Inlines, size: float) -> None:
    extent = measure(label, size)
    if extent.width > graph.blank[0] - 2 or extent.up + extent.down > graph.blank[1] - 1:
        raise ProbgenError.of(
            f"a label of about {extent.width:.0f} by {extent.up + extent.down:.0f} bp does not fit the graph's blanks "
            f"of {graph.blank[0]:g} by {graph.blank[1]:g}",
            hint="give the graph a larger `blank`",
        )


def _track(graph: Graph, seats: dict[str, Seat], edge: Edge) -> Track:
    start, end = seats[edge.start], seats[edge.end]
    if edge.curve is None:
        way = Point(end.at.x - start.at.x, end.at.y - start.at.y)
        first, last = start.border(way), end.border(Point(-way.x, -way.y))
        third = Point((last.x - first.x) / 3, (last.y - first.y) / 3)
        controls = (Point(first.x + third.x, first.y + third.y), Point(last.x - third.x, last.y - third.y))
    else:
        out, back = (direction(angle) for angle in edge.curve)
        first, last = start.border(out), end.border(back)
        reach = LOOSENESS * ((last.x - first.x) ** 2 + (last.y - first.y) ** 2) ** 0.5
        controls = (
            Point(first.x + reach * out.x, first.y + reach * out.y),
            Point(last.x + reach * back.x, last.y + reach * back.y),
        )
    points = (first, *controls, last)
    return Track(edge, points, _label_at(graph, edge, points))


def _label_at(graph: Graph, edge: Edge, points: tuple[Point, Point, Point, Point]) -> Point:
    """Return the middle of the label: on the line, or so far to its left or right that the label clears the line."""
    at = along(points, edge.position)
    width, height = _label_size(graph, edge)
    if edge.side == "on":
        return at
    before, after = along(points, edge.position - 0.01), along(points, edge.position + 0.01)
    length = ((after.x - before.x) ** 2 + (after.y - before.y) ** 2) ** 0.5
    left = Point((before.y - after.y) / length, (after.x - before.x) / length)
    away = left if edge.side == "left" else Point(-left.x, -left.y)
    far = abs(away.x) * width / 2 + abs(away.y) * height / 2 + BESIDE
    return Point(at.x + far * away.x, at.y + far * away.y)


def _label_size(graph: Graph, edge: Edge) -> tuple[float, float]:
    """Return the width and height of an edge's label, or of the blank for it."""
    if edge.blank:
        _demand_room(graph, edge.label, EDGE_SIZE)
        return graph.blank
    width, up, down = measure(edge.label, EDGE_SIZE)
    return width, up + down


def _edge(graph: Graph, track: Track) -> Path:
    first, one, two, last = track.points
    heavy = track.edge.marked
    return Path(
        (Move(first), Line(last) if track.edge.curve is None else Curve(one, two, last)),
        width=HEAVY if heavy else NORMAL,
        dash=DASH if track.edge.dashed else (),
        arrow=ARROWS[heavy] if graph.directed else 0.0,
    )


def _edge_label(graph: Graph, track: Track) -> Iterator[Primitive]:
    x, y = track.label_at
    if track.edge.blank:
        half = (graph.blank[0] / 2, graph.blank[1] / 2)
        yield replace(rectangle(Box(x - half[0], y - half[1], x + half[0], y + half[1])), fill=WHITE)
    if track.edge.label:
        ground = GROUND if track.edge.side == "on" and not track.edge.blank else 0.0
        yield Label(x, y, track.edge.label, margin=ground, size=EDGE_SIZE)


def _node(seat: Seat) -> Iterator[Primitive]:
    node = seat.node
    if seat.round or node.shape == "box" or node.blank:
        shape = circle(seat.at, seat.half[0]) if seat.round else rectangle(seat.box, 0.0 if node.blank else CORNER)
        yield replace(shape, width=HEAVY if node.marked else NORMAL, fill=SHADE if node.shaded else WHITE)
    if node.label:
        yield Label(*seat.at, node.label, size=NODE_SIZE)
    if node.note:
        anchor, right, up = _NOTES[node.note_side]
        x, y = seat.at.x + right * (seat.half[0] + NOTE_GAP), seat.at.y + up * (seat.half[1] + NOTE_GAP)
        yield Label(x, y, node.note, anchor=anchor, size=EDGE_SIZE)
