"""Figures as TikZ for people."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from probgen.document import Edge, Graph, Node
from probgen.figures.tikz import tikz
from probgen.shelf import templates
from tests.figures.compiled import compiled, words
from tests.figures.samples import (
    ATTENTION,
    CROSSES,
    CUBES,
    PLOTS,
    labeled_trellis,
    linear_rnn,
    small_graph,
    tex,
    trellis,
)
from tests.figures.trees import full


def test_nodes_are_named_by_the_way_from_the_root() -> None:
    assert re.findall(r"\\node\[.*?\] \((\S+)\)", tikz(full(2, 2), words)) == [
        "r", "r-1", "r-1-1", "r-1-2", "r-2", "r-2-1", "r-2-2"
    ]  # fmt: skip


def test_an_edge_runs_from_anchor_to_anchor_with_its_label() -> None:
    made = tikz(full(1, 2), words)
    assert r"(r.east) -- node[edge label] {$-0.05$} (r-1.west);" in made


def test_styles_tell_the_meaning_of_nodes_and_edges() -> None:
    made = tikz(full(1, 2, marked=True), words)
    assert re.findall(r"\\node\[([a-z ]+),", made) == ["start", "kept token", "token"]
    assert re.findall(r"\\path\[([a-z,]+),draw\]", made) == ["edge,kept", "edge"]


def test_the_description_stands_above_the_picture_on_one_line() -> None:
    described = replace(full(1, 2), alt="a tree\nof two words")
    assert tikz(described, words).startswith("% a tree of two words\n\\begin{tikzpicture}[figure]")


def test_the_usual_size_of_type_is_left_to_the_styles() -> None:
    assert "fontsize" not in tikz(full(2, 2), words)
    assert "fontsize{8}" in tikz(full(4, 2, word="mmmmmmm"), words)


def test_a_picture_compiles_with_the_styles(tmp_path: Path) -> None:
    (tmp_path / "probgen-common.sty").write_text((templates() / "latex" / "probgen-common.sty").read_text())
    log = compiled(
        tmp_path, r"\usepackage{probgen-common}", rf"\noindent\mbox{{{tikz(full(3, 2, marked=True), words)}}}"
    )
    assert "Overfull" not in log


def test_nodes_of_a_graph_keep_their_names_and_edges_run_between_them() -> None:
    made = tikz(linear_rnn(2), words)
    assert r"(m1) at (64.0,48.0) {$\times$};" in made
    assert r"\path[edge,draw] (m1) -- node[beside] {$q_2$} (a2);" in made
    assert r"\path[edge,draw] (w) to[out=8,in=90] (m2);" in made


def test_a_picture_with_curves_says_its_size() -> None:
    assert r"\useasboundingbox" in tikz(linear_rnn(2), words)
    assert r"\useasboundingbox" not in tikz(small_graph(), words)


def test_styles_tell_the_meaning_in_a_graph() -> None:
    nodes = (
        Node("a", (0, 0), tex("1"), "circle", shaded=True, note=tex("2"), note_side="left"),
        Node("b", (1, 0), blank=True),
        Node("c", (2, 0), tex("y"), marked=True, shape="box"),
    )
    edges = (Edge("a", "b", marked=True), Edge("b", "c", dashed=True, blank=True, position=0.4))
    made = tikz(Graph(nodes, edges, "three nodes", directed=False, blank=(50, 20)), words)
    assert r"\node[operation,shaded,label={[note]left:{$2$}}] (a)" in made
    assert r"\node[blank] (b) at (64.0,0.0) {};" in made
    assert r"\node[box,kept] (c)" in made
    assert r"\path[link,kept,draw] (a) -- (b);" in made
    assert r"\path[link,broken,draw] (b) -- node[blank,pos=0.4] {} (c);" in made
    assert "blank/.append style={minimum width=50bp,minimum height=20bp}" in made


def test_a_density_is_a_formula_in_the_plots_own_coordinates() -> None:
    made = tikz(PLOTS["density"], words)
    assert r"\begin{scope}[shift={(60bp,0bp)},x=30bp,y=66.6667bp]" in made
    assert r"plot[domain=2.4:5.6,samples=61,smooth] (\x,{0.99736*exp(-(\x-(4))^2/0.32)});" in made


def test_points_are_written_in_the_plots_own_coordinates() -> None:
    assert r"\draw[curve,dots] plot coordinates {(0,0.1) (1000,0.15)};" in tikz(PLOTS["losses"], words)


def test_an_ellipse_is_a_circle_under_the_root_of_its_covariance() -> None:
    """Covariance [[1, 0.8], [0.8, 1]] has the root [[1, 0], [0.8, 0.6]]; a unit is 22.5 bp."""
    made = tikz(PLOTS["contours"], words)
    assert r"\draw[curve,cm={22.5,18,0,13.5,(112.5bp,101.25bp)}] (0,0) circle[radius=1bp];" in made


def test_cells_are_named_by_row_and_column() -> None:
    made = tikz(ATTENTION, words)
    assert r"\node[cell,fill=black!45] (c-1-3)" in made
    assert r"\draw[target] (c-1-3.south west) rectangle (c-1-3.north east);" in made


def test_black_pixels_are_listed_by_column_and_row() -> None:
    assert r"\foreach \c/\r in {0/0,1/0,2/0,3/0,4/0,5/0,0/1,0/2,0/3,0/4,0/5} \fill[pixel]" in tikz(CROSSES, words)


def test_cubes_are_drawn_in_cells() -> None:
    """The batch norm of a cube of 4 items, 6 channels and 5 pixels: the last channel, from 5 to 6, all the way back."""
    made = tikz(CUBES, words)
    assert r"\fill[shared] (5,0,0) -- (6,0,0) -- (6,5,0) -- (5,5,0) -- cycle" in made
    assert made.count(r"\draw[cube]") == 4


def test_the_usual_sizes_of_a_graph_are_left_to_the_styles() -> None:
    assert tikz(labeled_trellis(), words).splitlines()[1] == r"\begin{tikzpicture}[figure]%"
    assert "operation/.append style={minimum size=" in tikz(trellis(2, 2), words)
