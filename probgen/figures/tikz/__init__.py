"""A figure as TikZ that a person likes to edit: named nodes, edges between them, styles by meaning.

The styles and the picture of a slab stand in `probgen-common.sty`; coordinates are in bp unless a scope says otherwise.
"""

from __future__ import annotations

from typing import assert_never

from ...document import BinaryImages, ConvDiagram, Cubes, Figure, Graph, Heatmap, Plot, Tree
from .cells import heatmap, images
from .graph import graph
from .picture import Text
from .plot import plot
from .solids import convolution, cubes
from .tree import tree


def tikz(figure: Figure, text: Text) -> str:
    """Return the figure as a `tikzpicture` under its description; `text` sets a label's content.

    Raises:
        ProbgenError: the figure does not fit a page.
    """
    match figure:
        case Tree():
            picture = tree(figure, text)
        case Graph():
            picture = graph(figure, text)
        case Plot():
            picture = plot(figure, text)
        case Heatmap():
            picture = heatmap(figure, text)
        case Cubes():
            picture = cubes(figure, text)
        case ConvDiagram():
            picture = convolution(figure, text)
        case BinaryImages():
            picture = images(figure, text)
        case _:
            assert_never(figure)
    return f"% {' '.join(figure.alt.split())}\n{picture}"


__all__ = ["tikz"]
