"""Figures as plain text."""

from __future__ import annotations

from probgen.document import Inlines, Math, Str
from probgen.figures.unicode import text
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
