"""Heat maps and binary images as TikZ."""

from __future__ import annotations

from pylatex import TikZCoordinate, TikZNode, TikZOptions

from ...document import BinaryImages, Heatmap
from ..heatmap import Matrix, column_labels, place_heatmap, row_labels
from ..heatmap import number as value_text
from ..images import captions, place_images
from ..literal import number
from .picture import Text, gray, picture, placed, scope


def heatmap(figure: Heatmap, text: Text) -> str:
    """Return the picture of a heat map: its cells are nodes c-1-1, c-1-2 ... by row and column."""
    found = place_heatmap(figure)
    cells = [_cell(found, row, column, text) for row, line in enumerate(figure.values) for column in range(len(line))]
    targets = (
        rf"\draw[target] (c-{row + 1}-{column + 1}.south west) rectangle (c-{row + 1}-{column + 1}.north east);"
        for row, column in figure.targets
    )
    around = (placed(label, text) for labels in (row_labels(found), column_labels(found)) for label in labels)
    size = f"cell/.append style={{minimum size={number(found.cell)}bp}}"
    return picture([*cells, *targets, *around], size)


def _cell(found: Matrix, row: int, column: int, text: Text) -> TikZNode:
    value, box = found.heatmap.values[row][column], found.box(row, column)
    at = TikZCoordinate(round((box.left + box.right) / 2, 1), round((box.bottom + box.top) / 2, 1))
    content = text(value_text(value)) if found.heatmap.numbers else ""
    options = TikZOptions("cell", f"fill={gray(found.gray(value))}")
    return TikZNode(f"c-{row + 1}-{column + 1}", options=options, at=at, text=content)


def images(figure: BinaryImages, text: Text) -> str:
    """Return the picture of binary images: black pixels as column/row pairs, counted from the upper left corner."""
    strip = place_images(figure)
    lines: list[str | TikZNode] = []
    for image, corner in zip(figure.images, strip.corners, strict=True):
        width, height = len(image.pixels[0]), len(image.pixels)
        black = [f"{c}/{r}" for r, row in enumerate(image.pixels) for c, pixel in enumerate(row) if pixel]
        pixels = [rf"\foreach \c/\r in {{{','.join(black)}}} \fill[pixel] (\c,\r) rectangle +(1,1);"] if black else []
        grid = [
            rf"\draw[pixel grid] (0,0) grid ({width},{height});",
            rf"\draw (0,0) rectangle ({width},{height});",
        ]
        side = number(strip.pixel)
        lines += scope(f"shift={{({number(corner.x)},0)}},x={side}bp,y={side}bp,yscale=-1", [*pixels, *grid])
    return picture([*lines, *(placed(label, text) for label in captions(figure, strip))])
