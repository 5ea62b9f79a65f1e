"""The second method: the network built as arrays."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...family import Disagreement
from .network import Layer, Params, parse
from .solving import Solution


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
    _verify_open(params, solution)
    ranked = sorted((place for place in sizes if place[0]), reverse=True)
    names = [f"{params.layers[row - 1]} (row {row + 1})" for _, row in ranked]
    if sorted(solution.smaller) != sorted(names[1:]) or solution.runner_up_params != ranked[1][0]:
        raise Disagreement(f"the other layers are {ranked[1:]}, the solution says {solution.smaller}")
    for count in solution.counts:
        if np.zeros(count.weights, dtype=bool).size + count.biases != count.params:
            raise Disagreement(f"the written product of {count} does not give its number of parameters")
    (most, row_number), (second, _) = ranked[:2]
    named = f"{params.layers[row_number - 1]} (row {row_number + 1})"
    if most == second or (named, most) != (solution.largest, solution.largest_params):
        raise Disagreement(f"most parameters are in {named}, the solution says {solution.largest}")


def _verify_open(params: Params, solution: Solution) -> None:
    """Compare the changes of shape with neighboring rows of the table, and see that what is open lies in it."""
    shapes = [row.shape for row in solution.rows]
    changes = [
        (layer, before, after)
        for layer, before, after in zip(params.layers, shapes, shapes[1:], strict=False)
        if not layer.startswith("FC-")
    ]
    if [(change.layer, change.before, change.after) for change in solution.changes] != changes:
        raise Disagreement(f"the rows change as {changes}, the solution says {solution.changes}")
    cells = {(row, column) for row in range(1, len(shapes)) for column in ("params", "shape")}
    if set(solution.open_cells) != (set(params.blanks) or cells) or len(set(solution.open_cells)) != len(
        solution.open_cells
    ):
        raise Disagreement(f"the open cells are {solution.open_cells}")


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
