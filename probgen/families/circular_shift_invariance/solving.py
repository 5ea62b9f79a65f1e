"""Which image is a shift of which, and what follows for its features."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from ...document import BinaryImage, BinaryImages, Math
from ...exact import Exact, plain
from ...family import Effort, NotWellPosed

Image = tuple[tuple[int, ...], ...]
Vector = tuple[Exact, ...]


@dataclass(frozen=True, slots=True)
class Params:
    """Two images with known features, two to predict, and images of which some cannot be predicted."""

    known: tuple[Image, Image]
    features: tuple[Vector, Vector]
    queries: tuple[Image, Image]
    others: tuple[Image, ...] = ()

    def __post_init__(self) -> None:
        images = (*self.known, *self.queries, *self.others)
        if len({(len(image), *map(len, image)) for image in images}) != 1:
            raise ValueError("all images must have the same height and width")
        if not {pixel for image in images for line in image for pixel in line} <= {0, 1}:
            raise ValueError("the pixels are 0 or 1")
        if min(len(images[0]), len(images[0][0])) < 3:
            raise ValueError("the images must be at least as large as the filters of 3 by 3")
        if [len(self.known), len(self.features), len(self.queries)] != [2, 2, 2]:
            raise ValueError("there must be two known images with their features, and two to predict")
        if len(self.features[0]) != len(self.features[1]):
            raise ValueError("there must be as many features of either known image")


class Match(NamedTuple):
    """An image as a shift of a known one; numbers count from 1, shifts go down and to the right with wrap-around."""

    number: int
    known: int
    down: int
    right: int
    features: Vector


class Verdict(NamedTuple):
    """An image of the second row: whether nothing is known of its features, and why."""

    number: int
    item: str
    unknown: str  # "yes" or "no"
    known: int  # 0 where it is no shift of a known image
    down: int
    right: int


class Solution(NamedTuple):
    """The predictions, what known mistakes lead to, and the figures."""

    height: int
    width: int
    matches: tuple[Match, ...]
    first: Vector  # features of the two images to predict
    second: Vector
    exchanged: tuple[Vector, Vector]  # with the other known image
    rotated: tuple[Vector, Vector]  # the feature vector shifted instead of the image
    average: Vector
    verdicts: tuple[Verdict, ...]
    unknown: tuple[int, ...]  # numbers of the images that cannot be predicted
    known_images: BinaryImages
    query_images: BinaryImages
    other_images: BinaryImages


def solve(params: Params) -> Solution:
    """Return for each image the shift that leads to it, and the features that follow.

    Raises:
        NotWellPosed: the known images are shifts of one another, an image to predict is no shift, or one of the
            others is no shift but consists of the same details.
    """
    if shift(params.known[0], params.known[1]) is not None:
        raise NotWellPosed("the two known images are not shifts of one another")
    matches = tuple(_match(params, number, image) for number, image in enumerate(params.queries, 3))
    if not all(match.known for match in matches):
        raise NotWellPosed("every image to predict is a shift of a known one")
    rest = [_match(params, number, image) for number, image in enumerate(params.others, 3 + len(matches))]
    details = [_details(image) for image in params.known]
    for match, image in zip(rest, params.others, strict=True):
        if not match.known and _details(image) in details:
            raise NotWellPosed("an image that is no shift of a known one consists of other details")
    first, second = (match.features for match in matches)
    _, height, width = np.shape(params.known)
    return Solution(
        height=height,
        width=width,
        matches=matches,
        first=first,
        second=second,
        exchanged=(_other(params, first), _other(params, second)),
        rotated=((*first[1:], first[0]), (*second[1:], second[0])),
        average=plain(tuple((a + b) / 2 for a, b in zip(*params.features, strict=True))),
        verdicts=tuple(
            Verdict(m.number, f"$x_{m.number}$", "no" if m.known else "yes", m.known, m.down, m.right) for m in rest
        ),
        unknown=tuple(m.number for m in rest if not m.known),
        known_images=_figure(params.known, 1),
        query_images=_figure(params.queries, 3),
        other_images=_figure(params.others, 3 + len(matches)),
    )


def effort(params: Params, solution: Solution) -> Effort:
    """Return the work of each part.

    A match takes two comparisons, one more for each direction, and a quarter for each pixel to compare; all take one
    more where the known images have equally many pixels, so that counting does not tell them apart. Likewise a verdict;
    that an image is no shift takes two more.
    """
    counts = [_inked(image) for image in params.known]
    alike = float(counts[0] == counts[1])
    matches = sum(2 + alike + _moves(m.down, m.right) + counts[m.known - 1] / 4 for m in solution.matches)
    verdicts = 0.0
    for verdict, image in zip(solution.verdicts, params.others, strict=True):
        excluded = verdict.unknown == "yes" and _inked(image) not in counts
        searched = 2.0 * (verdict.unknown == "yes") + _moves(verdict.down, verdict.right) + _inked(image) / 4
        verdicts += 1 if excluded else 2 + alike + searched
    return {"a": matches, "b": verdicts}


def _moves(down: int, right: int) -> int:
    return bool(down) + bool(right)


def _inked(image: Image) -> int:
    """Return the pixels of the figure: the ones, or the zeros if those are fewer."""
    ones = sum(map(sum, image))
    return min(ones, len(image) * len(image[0]) - ones)


def shift(image: Image, other: Image) -> tuple[int, int] | None:
    """Return how far the image must be moved down and to the right to give the other: the first, None if none does."""
    start, end = np.array(image), np.array(other)
    cuts = np.lib.stride_tricks.sliding_window_view(np.tile(start, (2, 2)), start.shape)[:-1, :-1]
    equal = (cuts == end).all(axis=(2, 3))  # a cut from (i, j) is the image moved by (-i, -j)
    height, width = start.shape
    moves = [(-int(i) % height, -int(j) % width) for i, j in np.argwhere(equal)]
    return min(moves, default=None)


def _match(params: Params, number: int, image: Image) -> Match:
    """Return the match of an image; `known` is 0 where there is none."""
    for place, known in enumerate(params.known):
        moved = shift(known, image)
        if moved is not None:
            return Match(number, place + 1, *moved, params.features[place])
    return Match(number, 0, 0, 0, ())


def _details(image: Image) -> list[bytes]:
    """Return all windows of 3 by 3 with wrap-around, in an order that does not depend on where they lie."""
    padded = np.pad(np.array(image), 1, mode="wrap")
    windows = np.lib.stride_tricks.sliding_window_view(padded, (3, 3))
    return sorted(window.tobytes() for line in windows for window in line)


def _other(params: Params, features: Vector) -> Vector:
    return params.features[1] if features == params.features[0] else params.features[0]


def _figure(images: Iterable[Image], start: int) -> BinaryImages:
    """Return the images side by side with their names; the alternative text lists the black pixels."""
    drawn, told = [], []
    for number, image in enumerate(images, start):
        drawn.append(BinaryImage(image, (Math(f"x_{number}"),)))
        black = [f"row {i} column {j}" for i, line in enumerate(image, 1) for j, pixel in enumerate(line, 1) if pixel]
        told.append(f"Image {number} has {len(image)} rows and {len(image[0])} columns, black at {', '.join(black)}.")
    return BinaryImages(tuple(drawn), " ".join(told))
