"""Weights of a fully connected layer against those of a convolution between the same two images.

From h x w x c values to h x w x f values, a fully connected layer has (h w c)(h w f) weights. If each output reads
only a window of k x k in all channels, h w k k c f are left, and if all positions share their filters, k k c f.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

import numpy as np

from .. import handwork
from ..exact import Exact, plain
from ..family import Disagreement, Effort


@dataclass(frozen=True, slots=True)
class Params:
    """Height, width and channels of the image, channels of the layer, odd side of the filters."""

    height: int
    width: int
    channels: int
    filters: int
    kernel: int

    def __post_init__(self) -> None:
        if min(self.height, self.width, self.channels, self.filters, self.kernel) < 1:
            raise ValueError("sizes and channels must be at least 1")
        if self.kernel % 2 == 0:
            raise ValueError("the side of the filters must be odd, so that the image keeps its size")


class Solution(NamedTuple):
    """The counts, their quotients, and what known mistakes lead to."""

    inputs: int
    outputs: int
    dense: int
    windowed: int  # windows without sharing
    shared: int
    factor: Exact  # dense / shared
    by_windows: Exact  # dense / windowed
    by_sharing: int  # windowed / shared
    one_map: int  # a dense layer with one output for each position, whatever the channels
    channels_alone: int  # a dense layer that puts out one value for each channel
    flat_filters: int  # filters over one channel only


def solve(params: Params) -> Solution:
    """Return all counts by the formulas."""
    pixels, area = params.height * params.width, params.kernel**2
    image, window = pixels * params.channels, area * params.channels
    dense, windowed, shared = (
        int(np.prod(sizes, dtype=np.int64))
        for sizes in ((image, pixels, params.filters), (pixels, window, params.filters), (window, params.filters))
    )
    return Solution(
        inputs=image,
        outputs=pixels * params.filters,
        dense=dense,
        windowed=windowed,
        shared=shared,
        factor=plain(Fraction(dense, shared)),
        by_windows=plain(Fraction(dense, windowed)),
        by_sharing=pixels,
        one_map=image * pixels,
        channels_alone=image * params.filters,
        flat_filters=area * params.filters,
    )


def verify(params: Params, solution: Solution) -> None:
    """Add up the connections of the outputs one by one, and count classes of connections with equal offsets.

    Raises:
        Disagreement: a count or a quotient differs.
    """
    reach = params.kernel // 2
    window = [(i, j) for i in range(-reach, reach + 1) for j in range(-reach, reach + 1)]
    pairs = params.channels * params.filters  # connections for each pair of an input pixel and an output pixel
    pixels = [(row, column) for row in range(params.height) for column in range(params.width)]
    dense = sum(len(pixels) for _ in pixels) * pairs
    windowed = sum(len(window) for _ in pixels) * pairs
    outputs = [(row, column) for row in range(3) for column in range(3)]  # offsets are the same at every output
    offsets = {(row + i - row, column + j - column) for row, column in outputs for i, j in window}
    shared = len(offsets) * pairs
    for name, expected in (("dense", dense), ("windowed", windowed), ("shared", shared)):
        if getattr(solution, name) != expected:
            raise Disagreement(f"counted {name} weights are {expected}, by the formula {getattr(solution, name)}")
    sizes = (len(pixels) * params.channels, len(pixels) * params.filters)
    if (solution.inputs, solution.outputs) != sizes:
        raise Disagreement(f"the layer has {sizes} inputs and outputs, not {solution.inputs} and {solution.outputs}")
    quotients = (solution.factor * shared, solution.by_windows * windowed, solution.by_sharing * shared)
    if quotients != (dense, dense, windowed):
        raise Disagreement(f"the quotients lead back to {quotients} instead of {(dense, dense, windowed)}")


def effort(params: Params, solution: Solution) -> Effort:
    """Return the work of the computed part: the sizes of both ends, their product, the filters, and the quotient."""
    pixels = handwork.product(params.height, params.width)
    ends = handwork.product(params.height * params.width, params.channels)
    ends += handwork.product(params.height * params.width, params.filters)
    dense = handwork.product(solution.inputs, solution.outputs)
    shared = handwork.product(params.kernel, params.kernel, params.channels, params.filters)
    return {"a": 1.0, "b": pixels + ends + dense + shared + handwork.weight(solution.factor)}
