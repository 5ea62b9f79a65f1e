"""A figure as plain text for the terminal: what is drawn, short, and no more than what is drawn."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import assert_never

from ..document import (
    Axis,
    BinaryImages,
    Contours,
    ConvDiagram,
    Cubes,
    Edge,
    Figure,
    Gaussian,
    Graph,
    Heatmap,
    Inlines,
    Normalization,
    Plot,
    PlotCurve,
    Polyline,
    Tree,
    TreeNode,
)
from ..typography import plain, significant

Words = Callable[[Inlines], str]

_BLANK = "____"
_SHARED: dict[Normalization, str] = {
    "batch": "one of C, all of N and (H, W)",
    "layer": "one of N, all of C and (H, W)",
    "instance": "one of N, one of C, all of (H, W)",
    "group": "one of N, {group} of C, all of (H, W)",
}


def text(figure: Figure, words: Words) -> str:
    """Return the figure as lines; `words` gives a label's content.

    Trees and matrices keep their shape, marked edges are doubled, marked nodes and cells stand in brackets; graphs are
    lists of edges by node; of plots, cubes and slabs it is said what they show.
    """
    match figure:
        case Tree(root):
            lines: Iterator[str] = iter([_word(root, words), *_branches(root, words)])
        case Graph():
            lines = _graph(figure, words)
        case Plot():
            lines = _plot(figure, words)
        case Heatmap():
            lines = _heatmap(figure, words)
        case Cubes():
            lines = _cubes(figure, words)
        case ConvDiagram():
            lines = _convolution(figure)
        case BinaryImages():
            lines = _images(figure, words)
        case _:
            assert_never(figure)
    return "\n".join(line.rstrip() for line in lines)


def _branches(node: TreeNode, words: Words) -> Iterator[str]:
    """Yield a line for each node below, indented under its parent."""
    for place, branch in enumerate(node.branches, 1):
        last = place == len(node.branches)
        stroke = "═" if branch.marked else "─"
        corner = {(False, False): "├", (False, True): "╞", (True, False): "└", (True, True): "╘"}[last, branch.marked]
        yield f"{corner}{stroke} {words(branch.label)} {stroke} {_word(branch.node, words)}"
        indent = "   " if last else "│  "
        yield from (indent + line for line in _branches(branch.node, words))


def _word(node: TreeNode, words: Words) -> str:
    word = words(node.label)
    return f"[{word}]" if node.marked else word


def _graph(graph: Graph, words: Words) -> Iterator[str]:
    """Yield nodes that say more than their name, then for each node its edges; nodes of one label are told by name."""
    shown = {node.name: words(node.label) for node in graph.nodes}
    often = Counter(shown.values())
    names = {}
    for node in graph.nodes:
        label = shown[node.name] or (_BLANK if node.blank else "")
        names[node.name] = label if label and often[label] == 1 else f"{node.name} {label}".rstrip()
        facts = ["shaded"] * node.shaded + ["marked"] * node.marked + [words(node.note)] * bool(node.note)
        if facts:
            yield f"  {names[node.name]}: {', '.join(facts)}"
    for node in graph.nodes:
        edges = [edge for edge in graph.edges if edge.start == node.name]
        labels = (words(edge.label) or _BLANK * edge.blank for edge in edges)
        ends = (
            f"{_stroke(edge, graph)} {names[edge.end]}{f' ({label})' if label else ''}"
            for edge, label in zip(edges, labels, strict=True)
        )
        if edges:
            yield f"  {names[node.name]} {', '.join(ends)}"
    joined = {end for edge in graph.edges for end in (edge.start, edge.end)}
    alone = [names[node.name] for node in graph.nodes if node.name not in joined]
    if alone:
        yield f"  without edges: {', '.join(alone)}"


def _stroke(edge: Edge, graph: Graph) -> str:
    if edge.marked:
        return "⇒" if graph.directed else "═"
    if edge.dashed:
        return "⇢" if graph.directed else "╌"
    return "→" if graph.directed else "─"


def _plot(plot: Plot, words: Words) -> Iterator[str]:
    yield f"  grid: {_axis(plot.x, words)} by {_axis(plot.y, words)}"
    for curve in plot.curves:
        label = f"{words(curve.label)}: " if curve.label else ""
        yield f"  {curve.style} curve: {label}{_curve(curve)}"


def _axis(axis: Axis, words: Words) -> str:
    if not axis.numbers:
        return words(axis.label) or "heights without numbers"
    name = f"{words(axis.label)} from " if axis.label else ""
    return f"{name}{plain(axis.low)} to {plain(axis.high)}"


def _curve(curve: PlotCurve) -> str:
    match curve:
        case Gaussian(mean, variance):
            return f"normal density, mean {plain(mean)}, variance {plain(variance)}"
        case Polyline(points):
            first, last = (f"({', '.join(significant(value, 3) for value in end)})" for end in (points[0], points[-1]))
            return f"{len(points)} points from {first} to {last}"
        case Contours(center, ((var_x, cov), (_, var_y))):
            around = f"center {plain(center)}, variances {plain(var_x)} and {plain(var_y)}, covariance {plain(cov)}"
            return f"ellipses at {' and '.join(map(plain, curve.radii))} standard deviations, {around}"
        case _:
            assert_never(curve)


def _heatmap(heatmap: Heatmap, words: Words) -> Iterator[str]:
    """Yield the matrix with its labels; targets stand in brackets."""
    body = [
        [f"[{plain(value)}]" if (row, column) in heatmap.targets else f" {plain(value)} " for column, value in line]
        for row, line in enumerate(map(list, map(enumerate, heatmap.values)))
    ]
    if heatmap.rows:
        body = [[words(label), *line] for label, line in zip(heatmap.rows, body, strict=True)]
    if heatmap.columns:
        corner = [""] if heatmap.rows else []
        body = [[*corner, *(f" {words(label)} " for label in heatmap.columns)], *body]
    if heatmap.row_title or heatmap.column_title:
        yield f"  rows: {words(heatmap.row_title)}, columns: {words(heatmap.column_title)}"
    yield from _aligned(body)


def _aligned(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    widths = [max(len(line[place]) for line in rows) for place in range(len(rows[0]))]
    for line in rows:
        yield "  " + " ".join(cell.rjust(width) for cell, width in zip(line, widths, strict=True))


def _cubes(cubes: Cubes, words: Words) -> Iterator[str]:
    for number, cube in enumerate(cubes.cubes, 1):
        shared = _SHARED[cube.shaded].format(group=cubes.group)
        yield f"  {words(cube.caption) or f'cube {number}'}: shaded {shared}"


def _convolution(diagram: ConvDiagram) -> Iterator[str]:
    deep = 1 if diagram.kind == "depthwise" else diagram.channels
    kernels = diagram.channels_out or diagram.channels
    side, out = diagram.side, diagram.side_out or diagram.side
    if diagram.sizes:
        kernel = f"{kernels} kernels {diagram.kernel}×{diagram.kernel}×{deep}"
        yield f"  {side}×{side}×{diagram.channels} ∗ {kernel} → {out}×{out}×{kernels}"
    else:
        each = ", each for one channel" if diagram.kind == "depthwise" else ""
        yield f"  input ∗ kernels{each} → output"


def _images(images: BinaryImages, words: Words) -> Iterator[str]:
    for image in images.images:
        yield from ("  " + "".join("██" if pixel else "··" for pixel in row) for row in image.pixels)
        yield f"  {words(image.caption)}"
