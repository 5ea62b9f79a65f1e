"""Cubes and diagrams of convolutions as TikZ."""

from __future__ import annotations

from collections.abc import Iterator

from pylatex import TikZNode

from ...document import ConvDiagram, Cubes
from .. import convolution as convolutions
from .. import cubes as tensors
from ..literal import number
from ..solid import DEPTH
from .picture import Text, pair, picture, placed, scope


def cubes(figure: Cubes, text: Text) -> str:
    """Return the picture of cubes: each is a scope whose coordinates count cells along C, (H, W) and N."""
    found = tensors.place(figure)
    cell, deep = found.cell, found.cell * tensors.DEEP
    axes = f"x={cell:.4g}bp,y={cell:.4g}bp,z={{({deep * DEPTH.x:.4g}bp,{deep * DEPTH.y:.4g}bp)}}"
    lines: list[str | TikZNode] = []
    for place, solid in enumerate(found.solids):
        lines += scope(f"shift={{{pair(solid.corner)}}},{axes}", _cube(found, place))
        lines += [placed(label, text) for label in tensors.labels(found, place)]
    return picture(lines)


def _cube(found: tensors.Placement, place: int) -> Iterator[str]:
    count, channels, height = found.cubes.size
    wide, deep = tensors.shared(found.cubes.cubes[place], found.cubes)
    yield rf"\fill[shared] {_faces(channels - wide, channels, height, deep)};"
    for variable, cells, path in (
        ("c", channels, rf"(\c,0,0) -- (\c,{height},0) -- (\c,{height},{count})"),
        ("h", height, rf"(0,\h,0) -- ({channels},\h,0) -- ({channels},\h,{count})"),
        ("n", count, rf"(0,{height},\n) -- ({channels},{height},\n) -- ({channels},0,\n)"),
    ):
        if cells > 1:
            lines = ",".join(map(str, range(1, cells)))
            yield rf"\foreach \{variable} in {{{lines}}} \draw[cell line] {path};"
    yield rf"\draw[cube] {_faces(0, channels, height, count)};"


def _faces(left: int, right: int, top: int, back: int) -> str:
    """Return the front, the top and the right side of a part that touches all three."""
    front = f"({left},0,0) -- ({right},0,0) -- ({right},{top},0) -- ({left},{top},0) -- cycle"
    above = f"({left},{top},0) -- ({right},{top},0) -- ({right},{top},{back}) -- ({left},{top},{back}) -- cycle"
    side = f"({right},0,0) -- ({right},{top},0) -- ({right},{top},{back}) -- ({right},0,{back}) -- cycle"
    return f"{front} {above} {side}"


def convolution(figure: ConvDiagram, text: Text) -> str:
    """Return the picture of a convolution: its parts are slabs of width by height by depth."""
    found = convolutions.place(figure)
    lines: list[str | TikZNode] = []
    for column in found.columns:
        for slab in column.slabs:
            size = " by ".join(number(length) for length in (slab.width, slab.height, slab.depth))
            lines.append(rf"\pic at {pair(slab.corner)} {{slab={size}}};")
        if column.dots:
            circles = " ".join(
                f"{pair(at)} circle[radius={convolutions.DOT}bp]" for at in convolutions.dots(column.dots)
            )
            lines.append(rf"\fill {circles};")
    _, x = convolutions.gaps(found)
    reach = convolutions.REACH
    lines += [rf"\draw[edge] ({x - reach:.1f},{y:.1f}) -- ({x + reach:.1f},{y:.1f});" for y in found.rows]
    labels = (*convolutions.signs(found), *convolutions.words(found))
    return picture([*lines, *(placed(label, text) for label in labels)])
