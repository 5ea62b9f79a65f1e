"""A figure as plain text for the terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import assert_never

from ..document import Figure, Inlines, Tree, TreeNode

Words = Callable[[Inlines], str]


def text(figure: Figure, inline_text: Words) -> str:
    """Return the figure in box-drawing characters; marked edges are doubled and marked nodes stand in brackets."""
    match figure:
        case Tree(root):
            return "\n".join([_word(root, inline_text), *_branches(root, inline_text)])
        case _:
            assert_never(figure)


def _branches(node: TreeNode, inline_text: Words) -> Iterator[str]:
    """Yield a line for each node below, indented under its parent."""
    for place, branch in enumerate(node.branches, 1):
        last = place == len(node.branches)
        stroke = "═" if branch.marked else "─"
        corner = {(False, False): "├", (False, True): "╞", (True, False): "└", (True, True): "╘"}[last, branch.marked]
        yield f"{corner}{stroke} {inline_text(branch.label)} {stroke} {_word(branch.node, inline_text)}"
        indent = "   " if last else "│  "
        yield from (indent + line for line in _branches(branch.node, inline_text))


def _word(node: TreeNode, inline_text: Words) -> str:
    word = inline_text(node.label)
    return f"[{word}]" if node.marked else word
