"""A tree from left to right: where its nodes and labels lie, and its drawing.

Level k of the tree is a column; edges run only between neighboring columns, so no edge meets a node but its own two.
A parent stands beside its middle child (between the middle two of an even number), and its children are spread
until each edge's label is clear of the edges beside it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from ..document import Inlines, Tree, TreeNode
from ..errors import ProbgenError
from .metrics import measure
from .primitives import HEIGHT, WIDTH, Box, Drawing, Label, Path, Point, Primitive, drawing
from .shapes import line, rectangle

LEAF_DISTANCE = 26.0  # between the middles of neighboring leaves ...
LEAF_MINIMUM = 15.5  # ... shrunk down to this where there are many
PLEASANT_HEIGHT = 440.0  # above it leaves move together
POSITION = 0.5  # of a label on its edge
NODE_MARGIN, NODE_HEADROOM = 4.5, 2.4  # beside a node's word, above and below it
GROUND = 1.0  # around an edge's label
CLEAR = 0.6  # between a label's ground and whatever is next
TIGHT, LOOSE = 16.0, 54.0  # what a gap holds besides its widest label
SIZES = ((9.0, 8.0), (8.0, 7.0), (7.0, 6.0))  # of nodes and of edge labels
ROOT_GREY, MARKED_GREY = 0.88, 0.94
HEAVY, NORMAL = 1.2, 0.6
RADIUS = 2.5


@dataclass(frozen=True, slots=True)
class Spot:
    """A node in its place: its middle in bp, the branch numbers that lead to it, its parent's spot."""

    node: TreeNode
    at: Point
    path: tuple[int, ...]
    parent: Spot | None = None
    label: Inlines = ()  # of the edge from its parent
    marked_edge: bool = False


@dataclass(frozen=True, slots=True)
class Placement:
    """A tree whose nodes have their places; all nodes of a column are equally wide, all boxes equally high."""

    spots: tuple[Spot, ...]
    columns: tuple[float, ...]  # widths
    box_height: float
    node_size: float  # of type
    edge_size: float

    def box(self, spot: Spot) -> Box:
        """Return the outline of a node."""
        half, up = self.columns[len(spot.path)] / 2, self.box_height / 2
        return Box(spot.at.x - half, spot.at.y - up, spot.at.x + half, spot.at.y + up)


@dataclass(frozen=True, slots=True)
class _Columns:
    """What the horizontal arrangement fixes: columns, gaps between them, and the edges' labels there."""

    widths: tuple[float, ...]
    gaps: tuple[float, ...]
    labels: tuple[float, ...]  # widest label in each gap, with its ground
    label_height: float
    box_height: float

    @property
    def width(self) -> float:
        """The whole width, with half a line on either side."""
        return sum(self.widths) + sum(self.gaps) + HEAVY


def layout_tree(tree: Tree) -> Drawing:
    """Return the drawing of a tree, at most WIDTH wide.

    Raises:
        ProbgenError: the tree does not fit a page.
    """
    placed = place(tree)
    edges = [spot for spot in placed.spots if spot.parent]
    primitives: list[Primitive] = [_edge(placed, spot) for spot in edges]
    primitives += [_edge_label(placed, spot) for spot in edges]
    primitives += [_outline(placed, spot) for spot in placed.spots]
    primitives += [Label(*spot.at, spot.node.label, size=placed.node_size) for spot in placed.spots]
    return drawing(primitives)


def place(tree: Tree) -> Placement:
    """Return where each node lies, in reading order from the root, in the largest type in which the tree fits.

    Raises:
        ProbgenError: the tree does not fit a page.
    """
    for sizes in SIZES:
        columns = _columns(tree, sizes)
        distance = min(LEAF_DISTANCE, max(LEAF_MINIMUM, columns.box_height + 1.5, PLEASANT_HEIGHT / _leaves(tree.root)))
        block = _block(tree.root, columns, distance, 0)
        if columns.width <= WIDTH and block.top + block.bottom + columns.box_height + HEAVY <= HEIGHT:
            return Placement(tuple(_spots(tree.root, block, columns)), columns.widths, columns.box_height, *sizes)
    raise ProbgenError.of(
        f"a tree of {_leaves(tree.root)} leaves on {len(columns.gaps)} levels does not fit a page",
        hint="draw fewer levels or branches, or shorter words",
    )


def _leaves(node: TreeNode) -> int:
    return sum(_leaves(branch.node) for branch in node.branches) or 1


def _levels(tree: Tree) -> Iterator[tuple[TreeNode, ...]]:
    level: tuple[TreeNode, ...] = (tree.root,)
    while level:
        yield level
        level = tuple(branch.node for node in level for branch in node.branches)


def _columns(tree: Tree, sizes: tuple[float, float]) -> _Columns:
    """Return the columns for these sizes of type; gaps shrink to what their labels need where width is short."""
    levels = list(_levels(tree))
    nodes = [[measure(node.label, sizes[0]) for node in level] for level in levels]
    labels = [[measure(b.label, sizes[1]) for node in level for b in node.branches] for level in levels[:-1]]
    widths = tuple(max(extent.width for extent in level) + 2 * NODE_MARGIN for level in nodes)
    grounds = tuple(max(extent.width for extent in level) + 2 * GROUND for level in labels)
    spare = (WIDTH - HEAVY - sum(widths) - sum(grounds)) / max(1, len(grounds))
    gap = min(LOOSE, max(TIGHT, spare))
    height = max((e.up + e.down for level in labels for e in level), default=0.0) + 2 * GROUND
    box = max(e.up + e.down for level in nodes for e in level) + 2 * NODE_HEADROOM
    return _Columns(widths, tuple(ground + gap for ground in grounds), grounds, height, box)


@dataclass(frozen=True, slots=True)
class _Block:
    """A subtree around its root at height 0: how far its leaves reach up and down, its children and their heights."""

    top: float
    bottom: float
    children: tuple[tuple[float, _Block], ...] = ()


def _block(node: TreeNode, columns: _Columns, distance: float, level: int) -> _Block:
    """Arrange the children around the middle: first the middle one or two, then outwards on both sides."""
    blocks = [_block(branch.node, columns, distance, level + 1) for branch in node.branches]
    if not blocks:
        return _Block(0, 0)
    middle, odd = divmod(len(blocks), 2)
    upper, lower = blocks[: middle + odd][::-1], blocks[middle:]
    first = 0.0
    if not odd:
        labels_apart = (columns.label_height + CLEAR) / POSITION
        first = max(upper[0].bottom + lower[0].top + distance, labels_apart) / 2
    rising = _outwards([(block.bottom, block.top) for block in upper], first, columns, distance, level)
    falling = _outwards([(block.top, block.bottom) for block in lower], first, columns, distance, level)
    heights = [*rising[::-1], *(-fall for fall in falling[odd:])]
    children = tuple(zip(heights, blocks, strict=True))
    top, bottom = max(y + block.top for y, block in children), max(block.bottom - y for y, block in children)
    return _Block(top, bottom, children)


def _outwards(
    reaches: list[tuple[float, float]], first: float, columns: _Columns, distance: float, level: int
) -> list[float]:
    """Return the distances from the parent of the children on one side; `reaches` are inwards and outwards."""
    offsets = [first]
    for (_, outer), (inner, _) in pairwise(reaches):
        offsets.append(offsets[-1] + _apart(outer + inner + distance, offsets[-1], columns, level))
    return offsets


def _apart(least: float, inner: float, columns: _Columns, level: int) -> float:
    """Return how far the next sibling must lie from one that lies `inner` from the parent's height.

    With labels at share t of the edge, over a share 2 d of its length, the outer edge at t - d must pass the corner
    of the inner label: t D - d (inner + D) >= half the label's height; and the labels, t D apart, must not touch.
    """
    reach = columns.labels[level] / 2 / columns.gaps[level]
    half = columns.label_height / 2 + CLEAR + HEAVY / 2
    corner = (half + reach * inner) / (POSITION - reach)
    return max(least, corner, (columns.label_height + CLEAR) / POSITION)


def _spots(node: TreeNode, block: _Block, columns: _Columns) -> Iterator[Spot]:
    """Yield the node and all below it in reading order, at their places from (0, 0)."""

    def below(spot: Spot, block: _Block) -> Iterator[Spot]:
        yield spot
        level = len(spot.path)
        for number, (branch, (y, inner)) in enumerate(zip(spot.node.branches, block.children, strict=True), 1):
            x = spot.at.x + columns.widths[level] / 2 + columns.gaps[level] + columns.widths[level + 1] / 2
            child = Spot(branch.node, Point(x, spot.at.y + y), (*spot.path, number), spot, branch.label, branch.marked)
            yield from below(child, inner)

    yield from below(Spot(node, Point(columns.widths[0] / 2, block.bottom + columns.box_height / 2), ()), block)


def _ends(placed: Placement, spot: Spot) -> tuple[Point, Point]:
    assert spot.parent is not None
    start = Point(placed.box(spot.parent).right, spot.parent.at.y)
    return start, Point(placed.box(spot).left, spot.at.y)


def _edge(placed: Placement, spot: Spot) -> Path:
    width, arrow = (HEAVY, 6.0) if spot.marked_edge else (NORMAL, 5.0)
    return replace(line(*_ends(placed, spot)), width=width, arrow=arrow)


def _edge_label(placed: Placement, spot: Spot) -> Label:
    start, end = _ends(placed, spot)
    x, y = (a + POSITION * (b - a) for a, b in zip(start, end, strict=True))
    return Label(x, y, spot.label, margin=GROUND, size=placed.edge_size)


def _outline(placed: Placement, spot: Spot) -> Path:
    grey = ROOT_GREY if not spot.path else MARKED_GREY if spot.node.marked else 1.0
    return replace(rectangle(placed.box(spot), RADIUS), width=HEAVY if spot.node.marked else NORMAL, fill=grey)
