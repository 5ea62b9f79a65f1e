"""What a tree's drawing must keep, proved from its primitives."""

from __future__ import annotations

from itertools import combinations, pairwise

import pytest
from hypothesis import HealthCheck, given, settings

from probgen.document import Math, Str, Tree, TreeNode
from probgen.errors import ProbgenError
from probgen.figures import Drawing, layout
from probgen.figures.primitives import Box, Label, Line, Move, Path, Point, bounds
from tests.figures.trees import full, pruned

SHAPES = [(1, 2), (1, 3), (2, 2), (2, 3), (3, 2), (3, 3), (4, 2), (2, 4), (1, 6)]


def labels(drawing: Drawing) -> list[Label]:
    return [item for item in drawing.primitives if isinstance(item, Label)]


def edges(drawing: Drawing) -> list[tuple[Point, Point]]:
    """The straight arrows, from parent to child."""
    found = []
    for item in drawing.primitives:
        if isinstance(item, Path) and item.arrow:
            start, end = item.segments
            assert isinstance(start, Move)
            assert isinstance(end, Line)
            found.append((start.to, end.to))
    return found


def outlines(drawing: Drawing) -> list[Box]:
    return [bounds(item) for item in drawing.primitives if isinstance(item, Path) and not item.arrow]


def apart(one: Box, two: Box) -> bool:
    return one.right <= two.left or two.right <= one.left or one.top <= two.bottom or two.top <= one.bottom


def meets(start: Point, end: Point, box: Box) -> bool:
    """Tell whether a segment meets a box: clip the segment to the box's strip in x, look at what is left in y."""
    low, high = max(start.x, box.left), min(end.x, box.right)
    if low > high:
        return False
    slope = (end.y - start.y) / (end.x - start.x)
    heights = sorted((start.y + slope * (low - start.x), start.y + slope * (high - start.x)))
    return heights[0] <= box.top and heights[1] >= box.bottom


def assert_legible(drawing: Drawing) -> None:
    """No label meets another label, an edge other than its own, or a box other than its own."""
    texts, arrows, boxes = labels(drawing), edges(drawing), outlines(drawing)
    for one, two in combinations(texts, 2):
        assert apart(bounds(one), bounds(two)), (one, two)
    for label in texts:
        ground = bounds(label)
        crossed = [arrow for arrow in arrows if meets(*arrow, ground)]
        around = [box for box in boxes if not apart(box, ground)]
        if label.margin:  # of an edge: its own alone, and no box
            assert (len(crossed), len(around)) == (1, 0), label
        else:  # of a node: inside its box, no edge
            assert (len(crossed), len(around)) == (0, 1), label
            assert around[0].left < ground.left
            assert ground.right < around[0].right
    for first, second in combinations(boxes, 2):
        assert apart(first, second)


@pytest.mark.parametrize(("levels", "branches"), SHAPES)
def test_no_label_of_a_full_tree_meets_what_is_not_its_own(levels: int, branches: int) -> None:
    assert_legible(layout(full(levels, branches, marked=True)))


@pytest.mark.parametrize("word", ["a", "communicated"])
def test_words_of_one_and_of_twelve_letters_are_legible_on_four_levels(word: str) -> None:
    assert_legible(layout(full(4, 2, word=word)))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(pruned())
def test_no_label_of_a_pruned_tree_meets_what_is_not_its_own(tree: Tree) -> None:
    assert_legible(layout(tree))


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(pruned())
def test_the_drawing_fills_its_box_and_fits_the_text_block(tree: Tree) -> None:
    drawn = layout(tree)
    boxes = [bounds(item) for item in drawn.primitives]
    assert min(box.left for box in boxes) == pytest.approx(0)
    assert min(box.bottom for box in boxes) == pytest.approx(0)
    assert max(box.right for box in boxes) == pytest.approx(drawn.width)
    assert max(box.top for box in boxes) == pytest.approx(drawn.height)
    assert drawn.width <= 468.001
    assert drawn.height <= 600.001


def test_leaves_lie_26_bp_apart_where_there_is_room() -> None:
    heights = sorted(end.y for _, end in edges(layout(full(1, 3))))
    assert [b - a for a, b in pairwise(heights)] == pytest.approx([26, 26])


def test_27_leaves_move_together_until_they_fit() -> None:
    """27 leaves need 26 distances; at 26 bp these alone would be 676 bp, the whole text block."""
    assert layout(full(3, 3)).height < 500


def test_a_child_in_the_middle_lies_at_its_parents_height() -> None:
    horizontal = [start for start, end in edges(layout(full(2, 3))) if start.y == pytest.approx(end.y)]
    assert len(horizontal) == 1 + 3


def test_branches_are_drawn_from_top_to_bottom_in_reading_order() -> None:
    drawn = layout(full(1, 3))
    first = [label for label in labels(drawn) if label.margin]
    assert [label.content for label in sorted(first, key=lambda label: -label.y)] == [
        (Math("-0.05"),), (Math("-1.05"),), (Math("-2.05"),)
    ]  # fmt: skip


def test_a_marked_path_is_drawn_twice_as_heavy() -> None:
    drawn = layout(full(2, 2, marked=True))
    assert sorted(p.width for p in drawn.primitives if isinstance(p, Path) and p.arrow) == [0.6] * 4 + [1.2] * 2


def test_root_is_shaded_and_marked_nodes_are_filled_lightly() -> None:
    drawn = layout(full(1, 2, marked=True))
    fills = [p.fill for p in drawn.primitives if isinstance(p, Path) and not p.arrow]
    assert fills == [0.88, 0.94, 1.0]


def test_a_lone_root_is_a_box_with_its_word() -> None:
    drawn = layout(Tree(TreeNode((Str("start"),)), alt="a single node"))
    assert len(drawn.primitives) == 2
    assert_legible(drawn)


def test_a_tree_too_large_for_a_page_is_the_users_fault() -> None:
    with pytest.raises(ProbgenError, match="a tree of 81 leaves on 4 levels does not fit a page"):
        layout(full(4, 3))
