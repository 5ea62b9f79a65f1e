"""Figures by their meaning; `probgen.figures` lays them out, writers draw them.

A further kind of figure is a dataclass here or beside, with a mandatory `alt`, and a layout there. The `alt` of a
figure that belongs to a question says what is drawn and nothing that is asked.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from ..exact import Exact
from .graph import Graph
from .inline import Inlines
from .plot import Plot

Normalization: TypeAlias = Literal["batch", "layer", "instance", "group"]
Convolution: TypeAlias = Literal["ordinary", "depthwise", "pointwise"]


@dataclass(frozen=True)
class Branch:
    """An edge of a tree with its label, and the node it leads to."""

    label: Inlines  # on the edge
    node: TreeNode
    marked: bool = False  # drawn heavy: kept by the search, on the best path ...


@dataclass(frozen=True)
class TreeNode:
    """A node with its branches in reading order."""

    label: Inlines
    branches: tuple[Branch, ...] = ()
    marked: bool = False


@dataclass(frozen=True)
class Tree:
    """A tree drawn from left to right."""

    root: TreeNode
    alt: str


@dataclass(frozen=True)
class Heatmap:
    """A matrix of gray cells, darker for larger values, which are printed in them; `targets` are outlined.

    Gray runs from the smallest to the largest value, or between the two of `scale`. Targets are (row, column) from 0.
    """

    values: tuple[tuple[Exact, ...], ...]
    alt: str
    rows: tuple[Inlines, ...] = ()
    columns: tuple[Inlines, ...] = ()
    row_title: Inlines = ()
    column_title: Inlines = ()
    targets: tuple[tuple[int, int], ...] = ()
    scale: tuple[Exact, Exact] | None = None
    numbers: bool = True

    def __post_init__(self) -> None:
        height, widths = len(self.values), {len(row) for row in self.values}
        if len(widths) != 1 or 0 in widths:
            raise ValueError("the rows of a heat map must be equally long and not empty")
        (width,) = widths
        if len(self.rows) not in (0, height) or len(self.columns) not in (0, width):
            raise ValueError(f"a heat map of {height} by {width} needs as many row and column labels, or none")
        if any(not (0 <= row < height and 0 <= column < width) for row, column in self.targets):
            raise ValueError("a target lies outside the heat map")


@dataclass(frozen=True)
class Cube:
    """A tensor over N, C and (H, W) of which the entries that share one mean and one variance are shaded."""

    shaded: Normalization
    caption: Inlines = ()


@dataclass(frozen=True)
class Cubes:
    """Cubes side by side; `size` counts the cells along N, C and (H, W), `group` the channels of one group."""

    cubes: tuple[Cube, ...]
    alt: str
    size: tuple[int, int, int] = (4, 6, 5)
    group: int = 3

    def __post_init__(self) -> None:
        if min(self.size) < 1 or not 1 <= self.group <= self.size[1]:
            raise ValueError("a cube has cells in each direction, and a group at most all channels")


@dataclass(frozen=True)
class ConvDiagram:
    """A convolution as slabs: an image of `side` squared, kernels, the result of `side_out` squared.

    A depthwise convolution has one kernel for each of the `channels`, and as many channels come out.
    """

    kind: Convolution
    side: int
    channels: int
    alt: str
    channels_out: int = 0  # of a depthwise convolution: as many as come in
    kernel: int = 1
    side_out: int = 0  # as large as the image, by default
    sizes: bool = True  # printed below

    def __post_init__(self) -> None:
        if self.kind == "pointwise" and self.kernel != 1:
            raise ValueError("the kernel of a pointwise convolution is 1 by 1")
        if (self.kind == "depthwise") != (self.channels_out == 0):
            raise ValueError("channels_out is needed, except for a depthwise convolution, which has as many as come in")
        if min(self.side, self.channels, self.kernel) < 1:
            raise ValueError("sizes are positive")


@dataclass(frozen=True)
class BinaryImage:
    """Rows of pixels from the top, 1 for black and 0 for white."""

    pixels: tuple[tuple[int, ...], ...]
    caption: Inlines = ()

    def __post_init__(self) -> None:
        if len({len(row) for row in self.pixels}) != 1 or not {p for row in self.pixels for p in row} <= {0, 1}:
            raise ValueError("an image has equally long rows of zeros and ones")


@dataclass(frozen=True)
class BinaryImages:
    """Images side by side over their captions."""

    images: tuple[BinaryImage, ...]
    alt: str


Figure: TypeAlias = Tree | Graph | Plot | Heatmap | Cubes | ConvDiagram | BinaryImages
FIGURE_TYPES = (Tree, Graph, Plot, Heatmap, Cubes, ConvDiagram, BinaryImages)
