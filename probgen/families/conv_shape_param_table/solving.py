"""All counts and shapes by the layers' formulas, and the totals that known mistakes lead to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import prod
from typing import NamedTuple

import numpy as np

from ... import handwork
from ...exact import Value
from ...family import Effort, NotWellPosed
from .network import Layer, Params, parse


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
    shapes = shapes_of(params.image, layers)
    counts = tuple(counts_of(params, layers, shapes))
    by_row = {count.row: count for count in counts}
    rows = [Row("Input", 0, shapes[0])]
    rows += [Row(a.text, by_row[i].params if i in by_row else 0, shapes[i]) for i, a in enumerate(layers, start=1)]
    sizes = np.array([count.params for count in counts], dtype=np.int64)
    ranked = np.argsort(-sizes, kind="stable")
    if sizes[ranked[0]] == sizes[ranked[1]]:
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
        runner_up_params=int(sizes[ranked[1]]),
        **_slips(params, counts, shapes),
    )


def follow(params: Params, solution: Solution, wanted: str, earlier: Mapping[str, Value]) -> Value | None:
    """Return the total, or the one largest layer, of the counts in a student's own table."""
    rows = earlier.get("rows", solution.rows)
    counts = {count.row: rows[count.row].params for count in solution.counts}
    if wanted == "total":
        return sum(counts.values())
    largest = [row for row, own in counts.items() if own == max(counts.values())]
    if wanted == "largest" and len(largest) == 1:
        return f"{rows[largest[0]].layer} (row {largest[0] + 1})"
    return None


def effort(params: Params, solution: Solution) -> Effort:
    """Return the work of each part.

    Part a counts a factor or bias of each open count as 1, since a product need not be multiplied out, an open shape
    as 1 and 1 for each number that changes, a length after flattening as its product; part b the arithmetic of all
    counts and their sum; part c how close the largest counts are.
    """
    opened = set(solution.open_cells)
    work = float(sum(len(c.weights) + bool(c.biases) for c in solution.counts if (c.row, "params") in opened))
    for row, change in enumerate(solution.changes, start=1):
        if (row, "shape") in opened:
            flattened = handwork.product(*change.before) if change.kind == "flatten" else 0.0
            work += 1 + sum(a != b for a, b in zip(change.before, change.after, strict=False)) + flattened
    counted = sum(handwork.product(*c.weights) + bool(c.biases) for c in solution.counts)
    close = handwork.closeness(solution.largest_params - solution.runner_up_params, solution.largest_params / 10)
    added = handwork.total([c.params for c in solution.counts])
    return {"a": work, "b": counted + added, "c": len(solution.counts) - 1 + close}


def shapes_of(image: tuple[int, ...], layers: list[Layer]) -> list[tuple[int, ...]]:
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


def counts_of(params: Params, layers: list[Layer], shapes: list[tuple[int, ...]]) -> Iterator[Count]:
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
    one_channel = sum(prod((*c.weights[:2], *c.weights[3:])) + c.biases for c in counts)
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
