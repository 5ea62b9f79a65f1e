"""Parameters and activation shapes of a small convolutional network, layer by layer.

CONVk-f: f filters of odd side k over all input channels, stride 1, zero padding that keeps the size,
(k k c + b) f parameters for c input channels and b = 1 with biases, else 0. POOL2 halves both sides.
FLATTEN writes all values in a row. FC-m: m units, (n + b) m parameters for n inputs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from math import prod
from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..exact import Record
from ..family import Disagreement, Effort, NotWellPosed
from ..stream import Stream

_LAYER = re.compile(
    r"(?P<kind>CONV)(?P<size>\d+)-(?P<units>\d+)|(?P<pool>POOL2)|(?P<flat>FLATTEN)|(?P<fc>FC)-(?P<m>\d+)"
)

_SIDES, _CHANNELS = (16, 24, 28, 32, 48, 64), (1, 3)
_KERNELS, _FILTERS, _CLASSES = (1, 3, 3, 3, 5), (4, 6, 8, 10, 12, 16, 32), (2, 3, 5, 10)
_LARGEST = 99_999  # a count of at most five digits


class Layer(NamedTuple):
    """A layer as it is printed, and what the print means; `size` is the kernel's side, `units` filters or units."""

    text: str
    kind: Literal["conv", "pool", "flatten", "fc"]
    size: int = 0
    units: int = 0


@dataclass(frozen=True, slots=True)
class Params:
    """The network: `image` (height, width, channels), `layers` as printed, and which cells are left open.

    A blank is (row, "params" or "shape") with the input in row 0; without blanks every cell below the input is open.
    """

    image: tuple[int, int, int]
    layers: tuple[str, ...]
    bias: int = 1
    blanks: tuple[tuple[int, str], ...] = ()

    def __post_init__(self) -> None:
        if len(self.image) != 3 or min(self.image) < 1:
            raise ValueError("the image must have a height, a width and a number of channels")
        if self.bias not in (0, 1):
            raise ValueError(f"bias is 1 (biases everywhere) or 0 (none), found {self.bias}")
        _check_network(self.image, [parse(text) for text in self.layers])
        for row, column in self.blanks:
            if not 1 <= row <= len(self.layers) or column not in ("params", "shape"):
                raise ValueError(f"a blank is [row, params or shape] with a row in 1..{len(self.layers)}")


class Row(NamedTuple):
    """A line of the table; `shape` is (height, width, channels), or one length after flattening."""

    layer: str
    params: int
    shape: tuple[int, ...]


class Count(NamedTuple):
    """How the parameters of one layer are counted: the product of `weights`, and `biases` (0: none)."""

    row: int
    layer: str
    kind: str
    weights: tuple[int, ...]
    biases: int
    params: int


class Change(NamedTuple):
    """How a layer changes the shape."""

    layer: str
    kind: str
    before: tuple[int, ...]
    after: tuple[int, ...]


class Solution(NamedTuple):
    """The full table, the way to it, and the totals that known mistakes lead to."""

    rows: tuple[Row, ...]
    open_cells: tuple[tuple[int, str], ...]
    counts: tuple[Count, ...]
    changes: tuple[Change, ...]
    total: int
    largest: str
    smaller: tuple[str, ...]  # the other layers with parameters, most parameters first
    largest_params: int
    runner_up_params: int
    other_bias_total: int  # biases left out where there are some, counted where there are none
    one_channel_total: int  # every filter taken to cover one channel only
    per_pixel_total: int  # no weight sharing: every filter counted at each of its positions
    channels_only_total: int  # fully connected layer taken to see one value for each channel


def solve(params: Params) -> Solution:
    """Return all counts and shapes by the layers' formulas.

    Raises:
        NotWellPosed: two layers share the largest number of parameters.
    """
    layers = [parse(text) for text in params.layers]
    shapes = _shapes(params.image, layers)
    counts = tuple(_counts(params, layers, shapes))
    by_row = {count.row: count for count in counts}
    rows = [Row("Input", 0, shapes[0])]
    rows += [Row(a.text, by_row[i].params if i in by_row else 0, shapes[i]) for i, a in enumerate(layers, start=1)]
    sizes = np.array([count.params for count in counts], dtype=np.int64)
    ranked = np.argsort(-sizes, kind="stable")
    if len(ranked) > 1 and sizes[ranked[0]] == sizes[ranked[1]]:
        raise NotWellPosed("one layer has more parameters than any other")
    names = [f"{counts[i].layer} (row {counts[i].row + 1})" for i in ranked]
    return Solution(
        rows=tuple(rows),
        open_cells=params.blanks or tuple((i, c) for i in range(1, len(rows)) for c in ("params", "shape")),
        counts=counts,
        changes=tuple(Change(a.text, a.kind, shapes[i], shapes[i + 1]) for i, a in enumerate(layers) if a.kind != "fc"),
        total=int(sizes.sum()),
        largest=names[0],
        smaller=tuple(names[1:]),
        largest_params=int(sizes[ranked[0]]),
        runner_up_params=int(sizes[ranked[1]]) if len(ranked) > 1 else 0,
        **_slips(params, counts, shapes),
    )


def verify(params: Params, solution: Solution) -> None:
    """Count the elements of the network built as arrays, and run a zero image through it.

    Raises:
        Disagreement: a count, a shape, the total or the largest layer differs.
    """
    if tuple(row.layer for row in solution.rows) != ("Input", *params.layers):
        raise Disagreement(f"the table lists {[row.layer for row in solution.rows]}, the network is {params.layers}")
    image = np.zeros(params.image, dtype=np.float32)
    sizes: list[tuple[int, int]] = []
    for row, layer in zip(solution.rows[1:], params.layers, strict=True):
        arrays, image = _run(parse(layer), image, with_bias=bool(params.bias))
        size = sum(array.size for array in arrays)
        if (row.params, row.shape) != (size, image.shape):
            raise Disagreement(
                f"as an array {layer} has {size} parameters and gives {image.shape}, the table has {row}"
            )
        sizes.append((size, len(sizes) + 1))
    if solution.rows[0] != ("Input", 0, tuple(params.image)):
        raise Disagreement(f"the image {params.image} stands as {solution.rows[0]} in the table")
    total = sum(size for size, _ in sizes)
    if total != solution.total:
        raise Disagreement(f"the arrays have {total} elements, the total is {solution.total}")
    for count in solution.counts:
        if np.zeros(count.weights, dtype=bool).size + count.biases != count.params:
            raise Disagreement(f"the written product of {count} does not give its number of parameters")
    (most, row_number), (second, _) = [*sorted(sizes, reverse=True), (0, 0)][:2]
    named = f"{params.layers[row_number - 1]} (row {row_number + 1})"
    if most == second or (named, most) != (solution.largest, solution.largest_params):
        raise Disagreement(f"most parameters are in {named}, the solution says {solution.largest}")


def effort(params: Params, solution: Solution) -> Effort:
    """Return the work of each part.

    Part a counts a factor or bias of each open count as 1, an open shape as 1 for each number that changes;
    part b the digits that are multiplied and added; part c 1 for each comparison.
    """
    opened = set(solution.open_cells)
    work = sum(len(c.weights) + bool(c.biases) for c in solution.counts if (c.row, "params") in opened)
    for row, change in enumerate(solution.changes, start=1):
        if (row, "shape") in opened:
            work += 1 + sum(a != b for a, b in zip(change.before, change.after, strict=False))
    digits = sum(len(str(f)) for c in solution.counts for f in (*c.weights, c.params))
    return {"a": float(work), "b": float(digits), "c": float(len(solution.counts) - 1)}


def draw(stream: Stream, knobs: Record) -> Params:
    """Return a network of `knobs.blocks` blocks, the first `knobs.double` of them with a second convolution.

    Five cells are open: the counts of two convolutions and of the fully connected layer, the shape after
    a pooling, and one cell more.
    """
    while True:
        sides = [side for side in _SIDES if side % 2**knobs.blocks == 0 and side >> knobs.blocks >= 2]
        side = stream.pick(sides)
        layers: list[str] = []
        for block in range(knobs.blocks):
            convolutions = 2 if block < knobs.double else 1
            layers += [f"CONV{stream.pick(_KERNELS)}-{stream.pick(_FILTERS)}" for _ in range(convolutions)]
            layers.append("POOL2")
        layers += ["FLATTEN", f"FC-{stream.pick(_CLASSES)}"]
        image = (side, side, stream.pick(_CHANNELS))
        parsed = [parse(text) for text in layers]
        counts = list(_counts(Params(image, tuple(layers), knobs.bias), parsed, _shapes(image, parsed)))
        if all(count.params <= _LARGEST for count in counts) and sum(count.params for count in counts) <= _LARGEST:
            return Params(image, tuple(layers), knobs.bias, _blanks(stream, parsed))


def parse(text: str) -> Layer:
    """Return the layer that is printed as `text`; ValueError, with a sentence, where there is none."""
    match = _LAYER.fullmatch(str(text))
    if match is None:
        raise ValueError(f"'{text}' is no layer; known are CONV3-10, POOL2, FLATTEN and FC-3 with other numbers")
    if match["pool"]:
        return Layer(text, "pool")
    if match["flat"]:
        return Layer(text, "flatten")
    if match["fc"]:
        return Layer(text, "fc", units=int(match["m"]))
    return Layer(text, "conv", int(match["size"]), int(match["units"]))


def _check_network(image: tuple[int, ...], layers: list[Layer]) -> None:
    """Raise ValueError where a layer cannot follow the ones before it."""
    height, width, flat = image[0], image[1], False
    for layer in layers:
        if layer.kind in ("conv", "fc") and not layer.units:
            raise ValueError(f"{layer.text} has no filters or units")
        if flat != (layer.kind == "fc"):
            raise ValueError(f"{layer.text} must stand {'after' if layer.kind == 'fc' else 'before'} FLATTEN")
        if layer.kind == "conv" and layer.size % 2 == 0:
            raise ValueError(f"{layer.text} cannot keep the size: the side of its filters must be odd")
        if layer.kind == "pool":
            if height % 2 or width % 2:
                raise ValueError(f"POOL2 cannot halve {height} by {width}")
            height, width = height // 2, width // 2
        flat = flat or layer.kind == "flatten"
    if not any(layer.units for layer in layers):
        raise ValueError("the network has no layer with parameters")


def _shapes(image: tuple[int, ...], layers: list[Layer]) -> list[tuple[int, ...]]:
    """Return the shape of the image and after each layer."""
    shapes: list[tuple[int, ...]] = [tuple(image)]
    for layer in layers:
        before = shapes[-1]
        match layer.kind:
            case "conv":
                shapes.append((*before[:2], layer.units))
            case "pool":
                shapes.append((before[0] // 2, before[1] // 2, before[2]))
            case "flatten":
                shapes.append((prod(before),))
            case "fc":
                shapes.append((layer.units,))
    return shapes


def _counts(params: Params, layers: list[Layer], shapes: list[tuple[int, ...]]) -> Iterator[Count]:
    """Yield the counts of the layers that have parameters."""
    for row, layer in enumerate(layers, start=1):
        if not layer.units:
            continue
        channels = shapes[row - 1][-1]
        weights = (layer.size, layer.size, channels, layer.units) if layer.kind == "conv" else (channels, layer.units)
        biases = params.bias * layer.units
        yield Count(row, layer.text, layer.kind, weights, biases, int(np.prod(weights, dtype=np.int64)) + biases)


def _slips(params: Params, counts: tuple[Count, ...], shapes: list[tuple[int, ...]]) -> dict[str, int]:
    """Return the totals of the known mistakes."""
    total, units = sum(c.params for c in counts), sum(c.weights[-1] for c in counts)
    one_channel = sum(prod(c.weights) // (c.weights[2] if c.kind == "conv" else 1) + c.biases for c in counts)
    per_pixel = sum(c.params * (prod(shapes[c.row][:2]) if c.kind == "conv" else 1) for c in counts)
    channels_only = total
    for count in counts:
        before = shapes[count.row - 2]
        if count.kind == "fc" and len(before) == 3:
            channels_only -= (count.weights[0] - before[-1]) * count.weights[1]
    return {
        "other_bias_total": total - units if params.bias else total + units,
        "one_channel_total": one_channel,
        "per_pixel_total": per_pixel,
        "channels_only_total": channels_only,
    }


def _blanks(stream: Stream, layers: list[Layer]) -> tuple[tuple[int, str], ...]:
    """Return five open cells in reading order."""
    of_kind = {kind: [i for i, layer in enumerate(layers, start=1) if layer.kind == kind] for kind in ("conv", "pool")}
    chosen = [(row, "params") for row in stream.sample(of_kind["conv"], 2)]
    chosen += [(len(layers), "params"), (stream.pick(of_kind["pool"]), "shape")]
    others = [(row, "params") for row in of_kind["pool"]] + [
        (row, "shape") for row, layer in enumerate(layers, start=1) if layer.kind != "fc"
    ]
    chosen.append(stream.pick([cell for cell in others if cell not in chosen]))
    return tuple(sorted(chosen))


def _run(
    layer: Layer, image: NDArray[np.float32], *, with_bias: bool
) -> tuple[list[NDArray[Any]], NDArray[np.float32]]:
    """Return the layer's parameter arrays, all zero, and what it makes of the image."""
    if layer.kind == "pool":
        return [], np.maximum.reduce([image[i::2, j::2] for i in (0, 1) for j in (0, 1)])
    if layer.kind == "flatten":
        return [], image.ravel()
    bias = np.zeros(layer.units if with_bias else 0, dtype=np.float32)
    if layer.kind == "fc":
        matrix = np.zeros((image.size, layer.units), dtype=np.float32)
        return [matrix, bias], image @ matrix + (bias if with_bias else np.float32(0))
    filters = np.zeros((layer.size, layer.size, image.shape[2], layer.units), dtype=np.float32)
    margin = layer.size // 2
    padded = np.pad(image, ((margin, margin), (margin, margin), (0, 0)))
    rows, columns = (side - layer.size + 1 for side in padded.shape[:2])
    result = np.zeros((rows, columns, layer.units), dtype=np.float32)
    for i, j in np.ndindex(layer.size, layer.size):
        result += padded[i : i + rows, j : j + columns] @ filters[i, j]
    return [filters, bias], result + (bias if with_bias else np.float32(0))
