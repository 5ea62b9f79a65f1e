"""Which entries of an N x C x H x W tensor share one mean and one variance, norm by norm.

Batch norm averages over examples and positions, layer norm over channels and positions, instance norm over positions,
group norm over positions and the channels of one group. In a transformer, layer norm averages over the features of
one token. See Wu and He, 2018, figure 2.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import product
from math import prod
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from .. import handwork
from ..document import Cube, Cubes, Str
from ..family import Disagreement, Effort

NORMS = ("batch", "layer", "instance", "group")

_LETTERS = "ABCD"
_DRAWN = (4, 6, 5)  # cells along N, C and (H, W) in the figure
_DRAWN_GROUP = 3  # channels
_MOST = 10**5  # channels of all examples, which are walked through


@dataclass(frozen=True, slots=True)
class Params:
    """The norms of the cubes A, B, ... in this `order`, the two `asked` for, and the sizes of two tensors.

    The tensor of images has `n` examples, `c` channels in `groups` and `h` by `w` positions; the one of a transformer
    has `sequences` of `tokens` with `features`.
    """

    order: tuple[str, ...]
    asked: tuple[str, str] = ("batch", "layer")
    n: int = 4
    c: int = 6
    h: int = 5
    w: int = 5
    groups: int = 2
    sequences: int = 4
    tokens: int = 8
    features: int = 16

    def __post_init__(self) -> None:
        if not set(self.order) <= set(NORMS) or len(set(self.order)) != len(self.order):
            raise ValueError(f"the cubes are different ones of {', '.join(NORMS)}")
        if len(self.asked) != 2 or not set(self.asked) <= set(self.order):
            raise ValueError("the two norms that are asked for must be among the cubes")
        if min(self.n, self.c, self.h, self.w, self.groups, self.sequences, self.tokens, self.features) < 1:
            raise ValueError("sizes are positive")
        if self.c % self.groups:
            raise ValueError("the groups must share the channels equally")
        if max(self.n * self.c, self.sequences * self.tokens) > _MOST:
            raise ValueError(f"there may be at most {_MOST} channels of all examples, and tokens of all sequences")


class Statistics(NamedTuple):
    """How many pairs of mean and variance a norm has, and how many entries enter each."""

    pairs: int
    entries: int


class Solution(NamedTuple):
    """Letters, counts and the figure."""

    cubes_drawn: Cubes
    letters: tuple[str, ...]
    first: str  # letter of the cube of the first norm that is asked for
    second: str
    batch: Statistics
    layer: Statistics
    instance: Statistics
    group: Statistics
    tokens_normalized: Statistics  # layer norm over the features of a token
    total: int  # entries of the tensor of images


def solve(params: Params) -> Solution:
    """Return the letters, and the products of the sizes of kept and of reduced axes."""
    letters = tuple(_LETTERS[: len(params.order)])
    first, second = (letters[params.order.index(norm)] for norm in params.asked)
    # channels are split into groups of channels, so that every norm reduces whole axes
    shape = (params.n, params.groups, params.c // params.groups, params.h, params.w)
    kept = {"batch": (1, 2), "layer": (0,), "instance": (0, 1, 2), "group": (0, 1)}
    counts = {norm: _counted(shape, axes) for norm, axes in kept.items()}
    return Solution(
        cubes_drawn=_figure(params.order, letters),
        letters=letters,
        first=first,
        second=second,
        batch=counts["batch"],
        layer=counts["layer"],
        instance=counts["instance"],
        group=counts["group"],
        tokens_normalized=_counted((params.sequences, params.tokens, params.features), (0, 1)),
        total=prod(shape),
    )


def verify(params: Params, solution: Solution) -> None:
    """Walk through the tensor and count what meets in one mean; disturb an entry of a small one for the cubes.

    Raises:
        Disagreement: a count differs, or a letter stands under another cube.
    """
    positions = params.h * params.w
    size = params.c // params.groups
    keys: Mapping[str, Callable[[int, int], tuple[int, ...]]] = {
        "batch": lambda n, c: (c,),
        "layer": lambda n, c: (n,),
        "instance": lambda n, c: (n, c),
        "group": lambda n, c: (n, c // size),
    }
    for norm, key in keys.items():
        met = Counter(key(n, c) for n, c in product(range(params.n), range(params.c)))
        _compare(norm, met, positions, getattr(solution, norm))
    tokens = Counter(product(range(params.sequences), range(params.tokens)))
    _compare("layer norm of tokens", tokens, params.features, solution.tokens_normalized)
    if solution.total != params.n * params.c * positions:
        raise Disagreement(f"the tensor has not {solution.total} entries")
    named = dict(zip(solution.letters, solution.cubes_drawn.cubes, strict=True))
    for letter, norm in zip((solution.first, solution.second), params.asked, strict=True):
        if letter not in named or named[letter].caption != (Str(letter),):
            raise Disagreement(f"no cube is called {letter}")
        if _moved(named[letter].shaded) != _REACH[norm]:
            raise Disagreement(f"under {letter} an entry moves {_moved(named[letter].shaded)}, not as {norm} norm does")


def effort(params: Params, solution: Solution) -> Effort:
    """Return the work of each part: a cube looked at takes 1; counts are products, for groups a quotient too."""
    cubes = float(len(params.order))
    pixels = handwork.product(params.h, params.w)
    image = handwork.product(params.n, params.h * params.w) + handwork.product(params.c, params.h * params.w)
    grouped = handwork.product(params.n, params.groups) + handwork.quotient(params.c, params.groups)
    grouped += handwork.product(params.c // params.groups, params.h * params.w)
    tokens = handwork.product(params.sequences, params.tokens)
    pairs = handwork.product(params.n, params.c)
    return {"a": cubes, "b": cubes, "c": 2 + pixels + image, "d": 3 + pairs + grouped, "e": 1 + tokens, "f": 4.0}


def _figure(order: tuple[str, ...], letters: tuple[str, ...]) -> Cubes:
    cubes = tuple(Cube(norm, (Str(letter),)) for norm, letter in zip(order, letters, strict=True))  # type: ignore[arg-type]
    alt = (
        f"{len(cubes)} cubes, {', '.join(letters)}, over N, C and (H, W) with {' by '.join(map(str, _DRAWN))} cells; "
        "in each, other cells are shaded. " + " ".join(map(_described, order, letters))
    )
    return Cubes(cubes, alt, size=_DRAWN, group=_DRAWN_GROUP)


def _described(norm: str, letter: str) -> str:
    """Return what is shaded, in the terms of the axes and without the norm's name."""
    examples, channels, positions = _DRAWN
    across = {"batch": 1, "layer": channels, "instance": 1, "group": _DRAWN_GROUP}[norm]
    deep = examples if norm == "batch" else 1
    return f"{letter}: {deep} of {examples} along N, {across} of {channels} along C, all {positions} along (H, W)."


def _counted(shape: tuple[int, ...], kept: tuple[int, ...]) -> Statistics:
    pairs = prod(shape[axis] for axis in kept)
    return Statistics(pairs, prod(size for axis, size in enumerate(shape) if axis not in kept))


def _compare(norm: str, met: Mapping[Any, int], factor: int, found: Statistics) -> None:
    expected = Statistics(len(met), factor * max(met.values()))
    if len(set(met.values())) != 1 or found != expected:
        raise Disagreement(f"{norm} has {expected}, counted one by one, not {found}")


class _Reach(NamedTuple):
    """Which entries move when one does: in how many examples and channels of `_SMALL`."""

    examples: int
    channels: int


_SMALL = (3, 4, 2, 2)
_REACH = {"batch": _Reach(3, 1), "layer": _Reach(1, 4), "instance": _Reach(1, 1), "group": _Reach(1, 2)}


def _moved(norm: str) -> _Reach:
    """Disturb an entry of a small tensor before it is normalized, and count what moves behind."""
    before = np.cos(np.arange(prod(_SMALL))).reshape(_SMALL)
    after = before.copy()
    after[0, 0, 0, 0] += 0.5
    moved = np.abs(_normalized(norm, after) - _normalized(norm, before)) > 1e-9  # more than rounding
    examples, channels, *_ = np.nonzero(moved)
    return _Reach(len(set(examples.tolist())), len(set(channels.tolist())))


def _normalized(norm: str, x: NDArray[np.float64]) -> NDArray[np.float64]:
    """Normalize by reshaping to a matrix whose rows share their statistics, as frameworks do."""
    n, c, *_ = x.shape
    rows = {"batch": c, "layer": n, "instance": n * c, "group": 2 * n}[norm]
    turned = x.swapaxes(0, 1) if norm == "batch" else x
    matrix = turned.reshape(rows, -1)
    matrix = (matrix - matrix.mean(axis=1, keepdims=True)) / matrix.std(axis=1, keepdims=True)
    back: NDArray[np.float64] = matrix.reshape(turned.shape)
    return back.swapaxes(0, 1) if norm == "batch" else back
