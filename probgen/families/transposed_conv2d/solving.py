"""Copies of the kernel that add up, what known mistakes make of them, and the matrix of the line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ... import handwork
from ...exact import plain
from ...family import Effort, NotWellPosed

Image = tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class Params:
    """An image with its kernel, a line of letters with its filter, numbers for the line, and a chain of layers.

    `letters` and `taps` are the line and its filter, `line_stride` their stride; `numbers` and `weights` stand for
    them in the part on matrices. `chain` is (side, kernel, stride, padding) of a layer that is applied twice.
    """

    input: Image = ((-1, 2), (3, 1))
    filter: Image = ((1, -1), (0, 1))
    stride: int = 1
    padding: int = 0
    letters: tuple[str, ...] = ("a", "b", "c")
    taps: tuple[str, ...] = ("x", "y", "z")
    line_stride: int = 2
    numbers: tuple[int, ...] = (1, -2, 1)
    weights: tuple[int, ...] = (2, -1, 3)
    chain: tuple[int, int, int, int] = (7, 4, 2, 1)

    def __post_init__(self) -> None:
        for name, image in (("input", self.input), ("filter", self.filter)):
            if not image or len({len(line) for line in image}) != 1 or not image[0]:
                raise ValueError(f"the {name} must be a matrix with at least one entry")
        if min(self.stride, self.line_stride, self.chain[2]) < 1 or min(self.padding, self.chain[3]) < 0:
            raise ValueError("a stride is at least 1, a padding at least 0")
        if len({*self.letters, *self.taps}) != len(self.letters) + len(self.taps) or not self.letters or not self.taps:
            raise ValueError("the letters of line and filter must differ from one another")
        if (len(self.numbers), len(self.weights)) != (len(self.letters), len(self.taps)):
            raise ValueError("there must be a number for each letter")


class Stamp(NamedTuple):
    """The copy of the kernel that one entry of the input leaves; rows and columns are counted from 1."""

    row: int
    column: int
    value: int
    top: int  # first row and column of the copy in the output
    left: int
    block: Image  # the kernel times the value
    copy: Image  # of the size before cutting


class Entry(NamedTuple):
    """One output of the line: its number, from 1, and the sum."""

    number: int
    sum: str


class Solution(NamedTuple):
    """All outputs, the steps to them, and what known mistakes lead to."""

    line: tuple[str, ...]  # "a*z + b*x"
    length: int
    line_rows: tuple[Entry, ...]
    line_open: tuple[tuple[int, str], ...]
    shifted: tuple[tuple[str, ...], ...]  # for each letter the whole line of its copy, "0" elsewhere
    output: Image
    full: Image  # before the border is cut off
    stamps: tuple[Stamp, ...]
    overlaps: int  # outputs in which at least two products other than zero meet
    flipped: Image
    overwritten: Image
    shrunk: Image  # the ordinary convolution of the input
    side_once: int
    side_twice: int
    side_sparse: int  # n stride + kernel - 2 padding
    side_uncut: int  # nothing cut off
    side_ordinary: int  # of the ordinary convolution
    matrix: Image  # of the ordinary convolution, one row for each of its outputs
    product: tuple[int, ...]  # transposed matrix times numbers
    matrix_flipped: Image
    matrix_dense: Image  # rows shifted by one place instead of the stride


def solve(params: Params) -> Solution:
    """Return the sums of shifted copies.

    Raises:
        NotWellPosed: nothing is left after the border has been cut off.
    """
    image, filters = np.array(params.input), np.array(params.filter)
    copies = _scatter(image, filters, params.stride)
    output = _cut(copies.full, params.padding)
    if not output.size:
        raise NotWellPosed("something is left of the output when its border has been cut off")
    once, twice = _side(params.chain), _side((_side(params.chain), *params.chain[1:]))
    if min(once, twice) < 1:
        raise NotWellPosed("both layers of the chain have an output")
    flipped = _scatter(image, filters[::-1, ::-1], params.stride).full
    sums, shifted = _line(params)
    matrix = _ordinary(params.weights, len(params.numbers), params.line_stride)
    side, kernel, stride, padding = params.chain
    return Solution(
        line=tuple(" + ".join(products) for products in sums),
        length=len(sums),
        line_rows=tuple(Entry(i, " + ".join(products) or "0") for i, products in enumerate(sums, 1)),
        line_open=tuple((i, "sum") for i in range(len(sums))),
        shifted=shifted,
        output=plain(output),
        full=plain(copies.full),
        stamps=copies.stamps,
        overlaps=int((_cut(copies.counts, params.padding) >= 2).sum()),
        flipped=plain(_cut(flipped, params.padding)),
        overwritten=plain(_cut(copies.last, params.padding)),
        shrunk=plain(_shrunk(image, filters, params.stride)),
        side_once=once,
        side_twice=twice,
        side_sparse=side * stride + kernel - 2 * padding,
        side_uncut=(side - 1) * stride + kernel,
        side_ordinary=(side + 2 * padding - kernel) // stride + 1,
        matrix=plain(matrix),
        product=plain(matrix.T @ np.array(params.numbers)),
        matrix_flipped=plain(_ordinary(params.weights[::-1], len(params.numbers), params.line_stride)),
        matrix_dense=plain(np.array([np.roll(matrix[0], i) for i in range(len(matrix))])),
    )


def effort(params: Params, solution: Solution) -> Effort:
    """Return the work of each part: letters placed in a, products and sums in b and d, the formula in c."""
    letters = len(params.letters) * len(params.taps)
    weights = [w for line in params.filter for w in line]
    products = sum(handwork.product(v, w) for line in params.input for v in line for w in weights)
    cut = float(sum(map(len, solution.full)) - sum(map(len, solution.output)))  # entries to leave out
    side, kernel, stride, padding = params.chain
    once = handwork.product(side - 1, stride) + handwork.total((kernel, -2 * padding))
    twice = handwork.product(solution.side_once - 1, stride) + handwork.total((kernel, -2 * padding))
    rows = sum(handwork.dot(column, params.numbers) for column in zip(*solution.matrix, strict=True))
    return {
        "a": float(letters + solution.length),
        "b": products + 2.0 * solution.overlaps + cut / 2,
        "c": once + twice,
        "d": letters + rows,
    }


class _Copies(NamedTuple):
    """What the copies make before cutting, each array of the whole size."""

    full: NDArray[Any]
    stamps: tuple[Stamp, ...]
    counts: NDArray[Any]  # of the products other than zero that meet in each output
    last: NDArray[Any]  # what is left where each copy replaces those before it


def _scatter(image: NDArray[Any], kernel: NDArray[Any], stride: int) -> _Copies:
    """Lay down one copy of the kernel after the other."""
    rows, columns = ((n - 1) * stride + k for n, k in zip(image.shape, kernel.shape, strict=True))
    full, counts, last = np.zeros((3, rows, columns), dtype=np.int64)
    height, width = kernel.shape
    stamps = []
    for i, j in np.ndindex(*image.shape):
        copy = np.zeros_like(full)
        place = np.s_[i * stride : i * stride + height, j * stride : j * stride + width]
        copy[place] = last[place] = image[i, j] * kernel
        full += copy
        counts += copy != 0
        block = plain(copy[place])
        stamps.append(Stamp(i + 1, j + 1, int(image[i, j]), i * stride + 1, j * stride + 1, block, plain(copy)))
    return _Copies(full, tuple(stamps), counts, last)


def _cut(image: NDArray[Any], lines: int) -> NDArray[Any]:
    return image[lines : image.shape[0] - lines, lines : image.shape[1] - lines] if lines else image


def _shrunk(image: NDArray[Any], kernel: NDArray[Any], stride: int) -> NDArray[Any]:
    """Return the ordinary convolution, zeros being added where the kernel is larger than the image."""
    larger = [(0, max(0, k - n)) for n, k in zip(image.shape, kernel.shape, strict=True)]
    windows = np.lib.stride_tricks.sliding_window_view(np.pad(image, larger), kernel.shape)
    return np.asarray((windows[::stride, ::stride] * kernel).sum(axis=(2, 3)))


def _side(layer: tuple[int, int, int, int]) -> int:
    side, kernel, stride, padding = layer
    return (side - 1) * stride + kernel - 2 * padding


def _line(params: Params) -> tuple[list[list[str]], tuple[tuple[str, ...], ...]]:
    """Return the products that meet in each output, and for each letter its copy of the filter."""
    length = (len(params.letters) - 1) * params.line_stride + len(params.taps)
    sums: list[list[str]] = [[] for _ in range(length)]
    copies = []
    for i, letter in enumerate(params.letters):
        copy = ["0"] * length
        for j, tap in enumerate(params.taps):
            copy[i * params.line_stride + j] = f"{letter}*{tap}"
            sums[i * params.line_stride + j].append(f"{letter}*{tap}")
        copies.append(tuple(copy))
    return sums, tuple(copies)


def _ordinary(weights: tuple[int, ...], outputs: int, stride: int) -> NDArray[Any]:
    """Return the matrix of the ordinary convolution: the filter in every row, `stride` places further each time."""
    matrix = np.zeros((outputs, (outputs - 1) * stride + len(weights)), dtype=np.int64)
    for i in range(outputs):
        matrix[i, i * stride : i * stride + len(weights)] = weights
    return matrix
