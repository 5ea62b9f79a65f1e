"""Figures as plain text."""

from __future__ import annotations

import pytest

from probgen.document import BinaryImage, BinaryImages, Edge, Figure, Graph, Heatmap, Inlines, Math, Node, Str
from probgen.figures.unicode import text
from tests.figures.samples import ATTENTION, CONVOLUTIONS, CUBES, PLOTS, linear_rnn, small_graph, tex, words
from tests.figures.trees import full


def plain(content: Inlines) -> str:
    return "".join(node.text if isinstance(node, Str) else node.tex for node in content if isinstance(node, Str | Math))


def test_a_tree_is_indented_with_box_drawing_characters() -> None:
    assert text(full(2, 2), plain) == (
        "learn\n"
        "├─ -0.05 ─ learn\n"
        "│  ├─ -0.15 ─ learn\n"
        "│  └─ -1.15 ─ learn\n"
        "└─ -1.05 ─ learn\n"
        "   ├─ -0.15 ─ learn\n"
        "   └─ -1.15 ─ learn"
    )


def test_marked_edges_are_doubled_and_marked_nodes_bracketed() -> None:
    assert text(full(1, 2, marked=True), plain) == "learn\n╞═ -0.05 ═ [learn]\n└─ -1.05 ─ learn"


def test_a_graph_is_a_list_of_edges_by_node() -> None:
    assert text(linear_rnn(2), plain) == (
        "  m1 \\times: shaded\n"
        "  m2 \\times: shaded\n"
        "  w → m1 \\times (p), → m2 \\times\n"
        "  u_1 → m1 \\times\n"
        "  m1 \\times → + (q_2)\n"
        "  m2 \\times → y\n"
        "  + → m2 \\times (r_2)\n"
        "  u_2 → +"
    )


def test_heavy_dashed_and_undirected_edges_have_strokes_of_their_own() -> None:
    assert text(small_graph(), plain).splitlines()[3:] == ["  1 ─ 2, ─ 3", "  2 ╌ 4", "  3 ─ 4, ═ 5", "  4 ─ 5 (0.5)"]


def test_blanks_and_lone_nodes_are_shown() -> None:
    nodes = (Node("a", (0, 0), blank=True), Node("b", (1, 0), tex("y")), Node("c", (2, 0), words("alone")))
    assert text(Graph(nodes, (Edge("a", "b", blank=True),), "three nodes"), plain) == (
        "  a ____ → y (____)\n  without edges: alone"
    )


@pytest.mark.parametrize(
    ("figure", "shown"),
    [
        (PLOTS["blank grid"], "  grid: x from -2 to 6 by heights without numbers"),
        (
            PLOTS["overlay"],
            "  grid: x from -2 to 6 by heights without numbers\n"
            "  solid curve: before: normal density, mean 4, variance 0.16\n"
            "  dashed curve: after: normal density, mean 1, variance 0.25",
        ),
        (CONVOLUTIONS["ordinary"], "  32×32×3 ∗ 64 kernels 3×3×3 → 32×32×64"),
        (CONVOLUTIONS["one kernel"], "  input ∗ kernels → output"),
        (
            ATTENTION,
            "  rows: query, columns: key\n"
            "          the   dog   barks\n"
            "    the     0   0.1    [0.9]\n"
            "    dog  0.25  [0.5]   0.25\n"
            "  barks     1     0       0",
        ),
        (Heatmap(((1, 2), (3, 4)), "bare"), "   1   2\n   3   4"),
        (BinaryImages((BinaryImage(((1, 0), (0, 1)), words("x")),), "one image"), "  ██··\n  ··██\n  x"),
    ],
)
def test_other_figures_are_told_in_lines(figure: Figure, shown: str) -> None:
    assert text(figure, plain) == shown


def test_cubes_are_told_by_what_is_shaded_and_not_by_the_norm() -> None:
    told = text(CUBES, plain)
    assert told.startswith("  A: shaded one of C, all of N and (H, W)\n")
    assert not any(norm in told for norm in ("batch", "layer", "instance", "group"))


def test_ellipses_and_points_are_told_by_their_numbers() -> None:
    assert "ellipses at 1 and 2 standard deviations, center (-2, -1), variances 0.25 and 1, covariance 0" in text(
        PLOTS["contours"], plain
    )
    assert "  dotted curve: bound: 2 points from (0, 0.100) to (1000, 0.150)" in text(PLOTS["losses"], plain)
