"""Figures as TikZ for people."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from probgen.figures.tikz import tikz
from probgen.shelf import templates
from tests.figures.compiled import compiled, words
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
    (tmp_path / "probgen-exam.sty").write_text((templates() / "latex" / "probgen-exam.sty").read_text())
    log = compiled(tmp_path, r"\usepackage{probgen-exam}", rf"\noindent\mbox{{{tikz(full(3, 2, marked=True), words)}}}")
    assert "Overfull" not in log
