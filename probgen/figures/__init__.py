"""Figures: from their meaning to paths and labels, and from these to what an output draws."""

from typing import assert_never

from ..document import Figure, Tree
from .primitives import Drawing
from .tree import layout_tree


def layout(figure: Figure) -> Drawing:
    """Return the figure as primitives in paint order, at most as wide as the text block.

    Raises:
        ProbgenError: the figure does not fit a page.
    """
    match figure:
        case Tree():
            return layout_tree(figure)
        case _:
            assert_never(figure)


__all__ = ["Drawing", "layout"]
