"""The second method: the ordinary convolution of unit images, and sums read as digits of a product."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...exact import plain
from ...family import Disagreement
from .solving import Params, Solution

_DIGIT = 10**6  # base in which the outputs of the line are digits; no sum of products of letters reaches it


def verify(params: Params, solution: Solution) -> None:
    """Slide the ordinary convolution over unit images, and read the line as the digits of a product.

    Raises:
        Disagreement: an output, a size, or the matrix differs.
    """
    height, width = _first_size(params, 0), _first_size(params, 1)
    units = np.eye(height * width, dtype=np.int64).reshape(height, width, height, width)
    expected = tuple(tuple(_adjoint(params, unit) for unit in line) for line in units)
    if expected != solution.output:
        raise Disagreement(f"the adjoint of the convolution gives {expected}, the copies {solution.output}")
    _verify_stamps(params, solution)
    total = np.sum([np.array(stamp.copy) for stamp in solution.stamps], axis=0)
    if plain(total) != solution.full:
        raise Disagreement(f"the copies add up to {plain(total)}, the solution has {solution.full}")
    _verify_line(params, solution)
    side, *layer = params.chain
    for found in (solution.side_once, solution.side_twice):
        side = _shortest(side, *layer)
        if side != found:
            raise Disagreement(f"the shortest side that convolves back is {side}, the formula gives {found}")
    signals = np.eye(solution.length, dtype=np.int64)
    columns = tuple(_slide(plain(signal), params.weights, params.line_stride) for signal in signals)
    if tuple(zip(*columns, strict=True)) != solution.matrix:
        raise Disagreement(f"unit signals are mapped to {columns}, the matrix is {solution.matrix}")


def _verify_stamps(params: Params, solution: Solution) -> None:
    """Read each entry where its stamp says, divide its block by it, and find the corner in the copy."""
    places = sorted((stamp.row - 1, stamp.column - 1) for stamp in solution.stamps)
    if places != list(np.ndindex(*np.array(params.input).shape)):
        raise Disagreement(f"the copies are those of the places {places}")
    for stamp in solution.stamps:
        value = params.input[stamp.row - 1][stamp.column - 1]
        block = {
            (stamp.top + i, stamp.left + j): entry for i, line in enumerate(stamp.block) for j, entry in enumerate(line)
        }
        copied = {(i, j): x for i, line in enumerate(stamp.copy, 1) for j, x in enumerate(line, 1) if x}
        scaled = all(
            entry == value * weight
            for line, weights in zip(stamp.block, params.filter, strict=True)
            for entry, weight in zip(line, weights, strict=True)
        )
        if stamp.value != value or not scaled or {at: x for at, x in block.items() if x} != copied:
            raise Disagreement(f"the entry {value} in row {stamp.row}, column {stamp.column} does not leave {stamp}")
        corner = ((stamp.row - 1) * params.stride + 1, (stamp.column - 1) * params.stride + 1)
        if (stamp.top, stamp.left) != corner:
            raise Disagreement(f"the copy of row {stamp.row}, column {stamp.column} begins at {corner}")


def _shortest(outputs: int, kernel: int, stride: int, padding: int) -> int:
    """Return the shortest side that an ordinary convolution maps to `outputs`, by trying one after the other."""
    side = 1
    while len(range(0, side + 2 * padding - kernel + 1, stride)) < outputs:
        side += 1
    return side


def _first_size(params: Params, axis: int) -> int:
    sizes = [(len(image), len(image[0]))[axis] for image in (params.input, params.filter)]
    return _shortest(sizes[0], sizes[1], params.stride, params.padding)


def _adjoint(params: Params, unit: NDArray[Any]) -> int:
    """Return the dot product of the input with the ordinary convolution of an image."""
    kernel = np.array(params.filter)
    windows = np.lib.stride_tricks.sliding_window_view(np.pad(unit, params.padding), kernel.shape)
    convolved = (windows[:: params.stride, :: params.stride] * kernel).sum(axis=(2, 3))
    return int((convolved * np.array(params.input)).sum())


def _slide(signal: tuple[int, ...], weights: tuple[int, ...], stride: int) -> tuple[int, ...]:
    starts = range(0, len(signal) - len(weights) + 1, stride)
    return tuple(sum(w * signal[start + j] for j, w in enumerate(weights)) for start in starts)


def _verify_line(params: Params, solution: Solution) -> None:
    """Read letters as numbers: the outputs are the digits of a product of two numbers, and so for the numeric line."""
    values = {letter: 2 + 3 * i for i, letter in enumerate(params.letters)}
    values |= {tap: 101 + 7 * i * i for i, tap in enumerate(params.taps)}
    digits = _digits([values[x] for x in params.letters], [values[x] for x in params.taps], params.line_stride)
    found = tuple(sum(_product(term, values) for term in text.split(" + ")) if text else 0 for text in solution.line)
    rows = tuple(row.sum for row in solution.line_rows)
    if (found, solution.length, rows) != (digits, len(digits), tuple(text or "0" for text in solution.line)):
        raise Disagreement(f"with {values} the digits are {digits}, the sums {found}, in the table {rows}")
    numbers = tuple((row.number, place) for row, place in zip(solution.line_rows, solution.line_open, strict=True))
    if numbers != tuple((i + 1, (i, "sum")) for i in range(len(digits))):
        raise Disagreement(f"the outputs are numbered and left open as {numbers}")
    sums = [[term for term in column if term != "0"] for column in zip(*solution.shifted, strict=True)]
    if tuple(" + ".join(terms) for terms in sums) != solution.line:
        raise Disagreement(f"the copies add up to {sums}, not to {solution.line}")
    product = _digits(list(params.numbers), list(params.weights), params.line_stride)
    if product != solution.product:
        raise Disagreement(f"the digits of the product are {product}, the transposed matrix gives {solution.product}")


def _product(term: str, values: dict[str, int]) -> int:
    left, right = term.split("*")
    return values.get(left, 0) * values.get(right, 0)


def _digits(line: list[int], taps: list[int], stride: int) -> tuple[int, ...]:
    """Return the signed digits of (sum of line_i B^(i stride)) times (sum of taps_j B^j)."""
    number = sum(v * _DIGIT ** (i * stride) for i, v in enumerate(line)) * sum(
        w * _DIGIT**j for j, w in enumerate(taps)
    )
    digits = []
    for _ in range((len(line) - 1) * stride + len(taps)):
        digit = (number + _DIGIT // 2) % _DIGIT - _DIGIT // 2
        digits.append(digit)
        number = (number - digit) // _DIGIT
    return tuple(digits)
