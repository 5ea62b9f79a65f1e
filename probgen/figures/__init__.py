"""Figures: from their meaning to paths and labels, and from these to what an output draws."""

from typing import assert_never

from ..document import BinaryImages, ConvDiagram, Cubes, Figure, Graph, Heatmap, Plot, Tree
from ..errors import ProbgenError
from .convolution import layout_convolution
from .cubes import layout_cubes
from .graph import layout_graph
from .heatmap import layout_heatmap
from .images import layout_images
from .plot import layout_plot
from .primitives import HEIGHT, WIDTH, Drawing
from .tree import layout_tree


def layout(figure: Figure) -> Drawing:
    """Return the figure as primitives in paint order, at most as wide as the text block.

    Raises:
        ProbgenError: the figure does not fit a page.
    """
    drawn = _drawn(figure)
    if drawn.width > WIDTH + 0.01 or drawn.height > HEIGHT + 0.01:
        raise ProbgenError.of(
            f"a figure of {drawn.width:.0f} by {drawn.height:.0f} bp does not fit a page of {WIDTH:g} by {HEIGHT:g}",
            hint="make it of fewer or smaller parts",
        )
    return drawn


def _drawn(figure: Figure) -> Drawing:
    match figure:
        case Tree():
            return layout_tree(figure)
        case Graph():
            return layout_graph(figure)
        case Plot():
            return layout_plot(figure)
        case Heatmap():
            return layout_heatmap(figure)
        case Cubes():
            return layout_cubes(figure)
        case ConvDiagram():
            return layout_convolution(figure)
        case BinaryImages():
            return layout_images(figure)
        case _:
            assert_never(figure)


__all__ = ["Drawing", "layout"]
