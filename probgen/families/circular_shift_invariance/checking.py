"""The second method: random networks, run on all images in whole numbers."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...document import BinaryImages
from ...family import Disagreement
from ...stream import Stream
from .solving import Image, Match, Params, Solution, Verdict

Weights = tuple[NDArray[Any], NDArray[Any]]  # filters (3, 3, in, out) and biases

_NETWORKS = 4


def verify(params: Params, solution: Solution) -> None:
    """Run random networks with circular padding on all images and compare the sums behind ReLU.

    Raises:
        Disagreement: a network tells apart what is said to be equal, or no network tells apart what is not.
    """
    known = [_features(image) for image in params.known]
    images = (*params.queries, *params.others)
    equal = [[place for place in (1, 2) if _features(image) == known[place - 1]] for image in images]
    found: list[Match | Verdict] = [*solution.matches, *solution.verdicts]
    said = [[m.known] if m.known else [] for m in found]
    if equal != said or known[0] == known[1]:
        raise Disagreement(f"the networks find the images equal to {equal}, the shifts say {said}")
    for match, image in zip(found, images, strict=True):
        moves = _moves(params.known[match.known - 1], image) if match.known else [(0, 0)]
        if (match.down, match.right) != moves[0]:
            raise Disagreement(f"image {match.number} is moved by {moves}, not by {match.down} and {match.right}")
    if [match.number for match in found] != list(range(3, 3 + len(images))):
        raise Disagreement("the images are not numbered from 3 on")
    _verify_answers(params, solution, equal)
    figures = (solution.known_images, solution.query_images, solution.other_images)
    if [_pixels(figure) for figure in figures] != [params.known, params.queries, params.others]:
        raise Disagreement("a figure shows other images")


def _verify_answers(params: Params, solution: Solution, equal: list[list[int]]) -> None:
    """Compare what the answers name with what the networks found."""
    predicted = [params.features[places[0] - 1] for places in equal[: len(params.queries)]]
    if [match.features for match in solution.matches] != predicted:
        raise Disagreement(f"the features must be {predicted}, found {solution.matches}")
    if (solution.first, solution.second) != tuple(predicted):
        raise Disagreement(f"the features must be {predicted}, found {solution.first} and {solution.second}")
    rest = equal[len(params.queries) :]
    marks = tuple("no" if places else "yes" for places in rest)
    if tuple(verdict.unknown for verdict in solution.verdicts) != marks:
        raise Disagreement(f"unknown must be {marks}, found {solution.verdicts}")
    start = 3 + len(params.queries)
    if solution.unknown != tuple(start + i for i, places in enumerate(rest) if not places):
        raise Disagreement(f"the images {solution.unknown} are not the unknown ones")
    if any(verdict.item != f"$x_{verdict.number}$" for verdict in solution.verdicts):
        raise Disagreement(f"an image has the wrong name: {solution.verdicts}")


@cache
def _features(image: Image) -> tuple[int, ...]:
    """Return the sums over all positions, one for each channel of each network."""
    found: list[int] = []
    for layers in _networks():
        maps = np.array(image, dtype=np.int64)[:, :, None]
        for filters, biases in layers:
            maps = np.maximum(_convolve(maps, filters) + biases, 0)
        found += [int(total) for total in maps.sum(axis=(0, 1))]
    return tuple(found)


def _convolve(maps: NDArray[Any], filters: NDArray[Any]) -> NDArray[Any]:
    """Return the circular convolution; rows and columns around a position are counted modulo the size."""
    rows, columns = ((np.arange(size)[:, None] + np.arange(-1, 2)) % size for size in maps.shape[:2])
    windows = maps[rows][:, :, columns]  # row, row of the window, column, column of the window, channel
    return np.asarray(np.tensordot(windows, filters, axes=((1, 3, 4), (0, 1, 2))))


@cache
def _networks() -> tuple[tuple[Weights, Weights], ...]:
    """Return networks of two layers with three channels, always the same ones."""
    made = []
    for number in range(_NETWORKS):
        stream = Stream("circular networks", number)
        made.append((_layer(stream, 1), _layer(stream, 3)))
    return tuple(made)


def _layer(stream: Stream, channels: int) -> Weights:
    filters = [stream.between(-4, 4) for _ in range(27 * channels)]
    return np.array(filters).reshape(3, 3, channels, 3), np.array([stream.between(-2, 2) for _ in range(3)])


def _moves(image: Image, other: Image) -> list[tuple[int, int]]:
    """Return the shifts, down and to the right, that take the set of black pixels to that of the other image."""
    height, width = len(image), len(image[0])
    black, goal = ({(i, j) for i in range(height) for j in range(width) if drawn[i][j]} for drawn in (image, other))
    return [
        (down, right)
        for down in range(height)
        for right in range(width)
        if {((i + down) % height, (j + right) % width) for i, j in black} == goal
    ] or [(-1, -1)]


def _pixels(figure: BinaryImages) -> tuple[Image, ...]:
    return tuple(image.pixels for image in figure.images)
