"""Means and biased variances of a batch for batch, layer and instance normalization.

The tensor has shape N x C x L (examples, channels, length). Batch norm averages over examples and length,
layer norm over channels and length, instance norm over length alone; a normalized entry is
(x - mean) / sqrt(variance), epsilon being zero.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain
from math import isqrt, lcm, prod, sqrt
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from .. import handwork
from ..exact import Exact, Real, Record, Value, plain
from ..family import Disagreement, Effort, NotWellPosed
from ..stream import Stream

Row = tuple[Exact, ...]
Slab = tuple[Row, ...]

_LARGEST = 5  # entry that is drawn
_SIMPLE = 6  # the largest denominator of a simple fraction
_ROUNDING = Fraction(1, 10**12)  # of floating point, relative
_AXES = {"batch": (0, 2), "layer": (1, 2), "instance": (2,)}


@dataclass(frozen=True, slots=True)
class Params:
    """The activations: `tensor` of shape N x C x L, exact numbers."""

    tensor: tuple[Slab, ...]

    def __post_init__(self) -> None:
        shapes = {(len(x), *(len(row) for row in x)) for x in self.tensor}
        if len(shapes) != 1 or len(set(next(iter(shapes))[1:])) != 1:
            raise ValueError("every example must have the same number of channels, every channel the same length")
        if len(self.tensor[0][0]) < 2:
            raise ValueError("every channel must have at least two entries")


class Group(NamedTuple):
    """The entries that share one mean and one variance."""

    example: int  # counted from 1, 0 for all
    channel: int  # counted from 1, 0 for all
    entries: Row
    square_total: Exact
    mean: Exact
    var: Exact
    rational: bool  # whether the deviation, the root of the variance, is a fraction


class Entry(NamedTuple):
    """One entry and its normalized value, a fraction where the deviation is one."""

    norm: str  # "batch", "layer" or "instance"
    example: int  # counted from 1, as channel and position
    channel: int
    position: int
    x: Exact
    mean: Exact
    var: Exact
    rational: bool
    deviation: Real
    value: Real


class Solution(NamedTuple):
    """All statistics, one normalized entry, and what known mistakes lead to."""

    mean_batch: Row
    var_batch: Row
    mean_layer: Row
    var_layer: Row
    mean_instance: Slab
    var_instance: Slab
    batch_groups: tuple[Group, ...]
    layer_groups: tuple[Group, ...]
    instance_groups: tuple[Group, ...]
    entry: Entry
    simple: Fraction  # share of the statistics that are whole or have a small denominator
    unbiased_batch: Row  # divided by n - 1
    unbiased_layer: Row
    unbiased_instance: Slab
    averaged_batch: Row  # mean of the row variances instead of the variance of all entries
    averaged_layer: Row
    divided_by_var: Real  # the entry divided by the variance instead of the deviation


def solve(params: Params) -> Solution:
    """Return the reductions of the tensor over the axes of each norm, in whole numbers until the last division.

    Raises:
        NotWellPosed: every variance is zero.
    """
    scale = lcm(*(Fraction(v).denominator for x in params.tensor for row in x for v in row))
    whole = np.array([[[int(v * scale) for v in row] for row in x] for x in params.tensor], dtype=object)
    stats = {norm: _statistics(whole, axes, scale) for norm, axes in _AXES.items()}
    everything = [v for s in stats.values() for v in (*s.mean.ravel(), *s.var.ravel())]
    groups = {norm: tuple(_groups(params.tensor, norm, stats[norm])) for norm in _AXES}
    entry = _pleasant_entry(whole.shape, groups)
    return Solution(
        mean_batch=plain(stats["batch"].mean),
        var_batch=plain(stats["batch"].var),
        mean_layer=plain(stats["layer"].mean),
        var_layer=plain(stats["layer"].var),
        mean_instance=plain(stats["instance"].mean),
        var_instance=plain(stats["instance"].var),
        batch_groups=groups["batch"],
        layer_groups=groups["layer"],
        instance_groups=groups["instance"],
        entry=entry,
        simple=Fraction(sum(v.denominator <= _SIMPLE for v in everything), len(everything)),
        unbiased_batch=plain(stats["batch"].unbiased),
        unbiased_layer=plain(stats["layer"].unbiased),
        unbiased_instance=plain(stats["instance"].unbiased),
        averaged_batch=plain(stats["instance"].var.sum(axis=0) / Fraction(whole.shape[0])),
        averaged_layer=plain(stats["instance"].var.sum(axis=1) / Fraction(whole.shape[1])),
        divided_by_var=plain((entry.x - entry.mean) / Fraction(entry.var)),
    )


def verify(params: Params, solution: Solution) -> None:
    """Loop over the entries for the mean of squares minus the square of the mean, in fractions.

    Raises:
        Disagreement: a mean, a variance or the normalized entry differs.
    """
    examples, channels = range(len(params.tensor)), range(len(params.tensor[0]))
    batch = [_moments(v for n in examples for v in params.tensor[n][c]) for c in channels]
    layer = [_moments(v for c in channels for v in params.tensor[n][c]) for n in examples]
    instance = [[_moments(params.tensor[n][c]) for c in channels] for n in examples]
    for name, expected, found in (
        ("batch means", [m for m, _ in batch], solution.mean_batch),
        ("batch variances", [v for _, v in batch], solution.var_batch),
        ("layer means", [m for m, _ in layer], solution.mean_layer),
        ("layer variances", [v for _, v in layer], solution.var_layer),
        ("instance means", [tuple(m for m, _ in row) for row in instance], solution.mean_instance),
        ("instance variances", [tuple(v for _, v in row) for row in instance], solution.var_instance),
    ):
        if tuple(expected) != found:
            raise Disagreement(f"the {name} are {expected} by plain loops, {found} by reductions")
    _verify_groups(params, solution, (batch, layer, [moments for row in instance for moments in row]))
    entry = solution.entry
    groups = {
        "batch": batch[entry.channel - 1],
        "layer": layer[entry.example - 1],
        "instance": instance[entry.example - 1][entry.channel - 1],
    }
    if entry.norm not in groups:
        raise Disagreement(f"the entry {entry} is normalized by none of {', '.join(groups)}")
    _verify_entry(params, entry, groups[entry.norm])


def follow(params: Params, solution: Solution, wanted: str, earlier: Mapping[str, Value]) -> Value | None:
    """Return the normalized entry by a student's own mean and variance."""
    entry = solution.entry
    if wanted != "entry.value":
        return None
    own = {**solution._asdict(), **earlier}
    mean, var = (_of_entry(own[f"{name}_{entry.norm}"], entry) for name in ("mean", "var"))
    return float(entry.x - mean) / sqrt(var)


def effort(params: Params, solution: Solution) -> Effort:
    """Return the work of each part: sums, means, squared distances and variances; one normalized entry."""
    groups = {"a": solution.batch_groups, "b": solution.layer_groups, "c": solution.instance_groups}
    work = {label: sum(map(_group_work, found)) for label, found in groups.items()}
    work["d"] = _entry_work(solution.entry)
    return work


def _group_work(group: Group) -> float:
    """Return the work of a mean and a variance; distances from a mean that is a fraction are fractions too."""
    count = len(group.entries)
    distances = [Fraction(x) - Fraction(group.mean) for x in group.entries]
    means = handwork.total(group.entries) + handwork.quotient(sum(group.entries), count)
    return means + count / 2 + handwork.dot(distances, distances) + handwork.quotient(group.square_total, count)


def _entry_work(entry: Entry) -> float:
    """Return the work of a difference, a root and a quotient; a root that stays is carried along."""
    return handwork.total((entry.x, -entry.mean)) + handwork.weight(entry.deviation) + (1.0 if entry.rational else 4.0)


def draw(stream: Stream, knobs: Record) -> Params:
    """Return a tensor of shape N x C x L with one group, of a channel or of an example, whose deviation is a fraction.

    Chance alone makes such a group in one tensor of five, so the entries of one are drawn until it is there.
    """
    shape = (knobs.N, knobs.C, knobs.L)
    tensor = np.array([stream.below(_LARGEST + 1) for _ in range(prod(shape))]).reshape(shape)
    # the variance of three whole numbers is never the square of a fraction
    channel = knobs.C * knobs.L == 3 or stream.below(2)
    group = tensor[:, stream.below(knobs.C)] if channel else tensor[stream.below(knobs.N)]
    while not (spread := _spread(group.ravel().tolist())) or isqrt(spread) ** 2 != spread:
        group[...] = np.reshape([stream.below(_LARGEST + 1) for _ in range(group.size)], group.shape)
    return Params(plain(tensor))


class _Statistics(NamedTuple):
    """Arrays of fractions, one for each group of entries."""

    mean: NDArray[Any]
    var: NDArray[Any]
    unbiased: NDArray[Any]


def _of_entry(statistics: Any, entry: Entry) -> Real:
    """Return the statistic of the entry's group among those of its norm."""
    own: Real = {
        "batch": lambda: statistics[entry.channel - 1],
        "layer": lambda: statistics[entry.example - 1],
        "instance": lambda: statistics[entry.example - 1][entry.channel - 1],
    }[entry.norm]()
    return own


def _verify_groups(params: Params, solution: Solution, moments: tuple[list[tuple[Fraction, Fraction]], ...]) -> None:
    """Read each group out of the tensor by what it says of itself, and look at its sum of squares and its deviation."""
    n, m = len(params.tensor), len(params.tensor[0])
    every = ([(0, c) for c in range(1, m + 1)], [(e, 0) for e in range(1, n + 1)])
    named = (*every, [(e, c) for e, _ in every[1] for _, c in every[0]])
    groups = (solution.batch_groups, solution.layer_groups, solution.instance_groups)
    for found, names, values in zip(groups, named, moments, strict=True):
        if [(group.example, group.channel) for group in found] != names:
            raise Disagreement(f"the groups are those of {names}")
        for group, (mean, var) in zip(found, values, strict=True):
            slabs = [
                slab
                for e, example in enumerate(params.tensor, 1)
                for c, slab in enumerate(example, 1)
                if group.example in (0, e) and group.channel in (0, c)
            ]
            entries = tuple(v for slab in slabs for v in slab)
            total = (var + mean**2) * len(entries)
            if (group.entries, group.mean, group.var, group.square_total) != (entries, mean, var, total):
                raise Disagreement(f"{group} has not the entries {entries}, with {total} as the sum of their squares")
            above, below = (sqrt(part) for part in (var.numerator, var.denominator))
            if group.rational != (above == round(above) and below == round(below)):
                raise Disagreement(f"the root of {var} is a fraction: {group.rational}")
    entry, spread = solution.entry, [group for found in groups for group in found if group.var]
    if entry.rational != any(group.rational for group in spread):
        raise Disagreement(f"the entry {entry} is of a group whose deviation is no fraction")
    at_one = (entry.x - entry.mean) ** 2 == entry.var
    better = any((v - entry.mean) ** 2 != entry.var for v in _off_mean(params, entry))
    if entry.x == entry.mean or (at_one and better):
        raise Disagreement(f"the entry {entry} lies at the mean, or a deviation from it where others do not")


def _off_mean(params: Params, entry: Entry) -> Row:
    """Return the entries off the mean that are normalized together with an entry."""
    return tuple(
        v
        for e, example in enumerate(params.tensor, 1)
        for c, slab in enumerate(example, 1)
        for v in slab
        if (entry.norm == "batch" or e == entry.example)
        and (entry.norm == "layer" or c == entry.channel)
        and v != entry.mean
    )


def _verify_entry(params: Params, entry: Entry, moments: tuple[Fraction, Fraction]) -> None:
    """Compare the squares of the deviation and of the normalized entry, with its sign: no root is needed."""
    x, (mean, var) = params.tensor[entry.example - 1][entry.channel - 1][entry.position - 1], moments
    expected = (x - mean) ** 2 / var * (1 if x > mean else -1)
    found = Fraction(entry.value) ** 2 * (1 if entry.value > 0 else -1)
    error = Fraction(0) if entry.rational else _ROUNDING * (1 + abs(expected))
    if abs(Fraction(entry.deviation) ** 2 - var) > error * var:
        raise Disagreement(f"the square of the deviation is {var}, the deviation is {entry.deviation}")
    if (entry.x, entry.mean, entry.var) != (x, mean, var) or abs(found - expected) > error:
        raise Disagreement(f"the square of the normalized entry, with its sign, is {expected}, the entry is {entry}")


def _statistics(whole: NDArray[Any], axes: tuple[int, ...], scale: int) -> _Statistics:
    """Return mean and mean squared distance from it; `whole` holds the entries times `scale`."""
    count = int(np.prod([whole.shape[axis] for axis in axes]))
    sums = whole.sum(axis=axes, keepdims=True)
    distances = ((count * whole - sums) ** 2).sum(axis=axes)  # times (count * scale)^2
    var = distances * Fraction(1, count**3 * scale**2)
    return _Statistics(sums.squeeze(axis=axes) * Fraction(1, count * scale), var, var * Fraction(count, count - 1))


def _groups(tensor: tuple[Slab, ...], norm: str, statistics: _Statistics) -> Iterator[Group]:
    """Yield the groups of a norm in the order of their statistics."""
    sets: list[tuple[int, int, Row]]
    if norm == "batch":
        sets = [(0, c, tuple(chain(*rows))) for c, rows in enumerate(zip(*tensor, strict=True), start=1)]
    elif norm == "layer":
        sets = [(n, 0, tuple(chain(*example))) for n, example in enumerate(tensor, start=1)]
    else:
        sets = [(n, c, row) for n, example in enumerate(tensor, start=1) for c, row in enumerate(example, start=1)]
    for (n, c, entries), mean, var in zip(sets, statistics.mean.ravel(), statistics.var.ravel(), strict=True):
        squares: Exact = sum(v * v for v in entries)
        yield Group(n, c, entries, squares, plain(mean), plain(var), _root(var) is not None)


def _pleasant_entry(shape: tuple[int, ...], groups: dict[str, tuple[Group, ...]]) -> Entry:
    """Return an entry off its mean, of a group whose deviation is a fraction where there is one, large groups first.

    Its normalized value is neither 0 nor, where the group allows, 1 or -1.
    """
    usable = [(norm, group) for norm in _AXES for group in groups[norm] if group.var]
    if not usable:
        raise NotWellPosed("the entries are not all equal")
    norm, group = min(usable, key=lambda choice: not choice[1].rational)
    _, channels, length = shape
    off = [i for i, x in enumerate(group.entries) if x != group.mean]
    place = next((i for i in off if (group.entries[i] - group.mean) ** 2 != group.var), off[0])
    example = group.example or place // length + 1
    channel = group.channel or place // length % channels + 1
    x, mean, var = group.entries[place], group.mean, group.var
    deviation = _root(Fraction(var)) or sqrt(var)
    value = plain(Fraction(x - mean) / deviation)
    return Entry(norm, example, channel, place % length + 1, x, mean, var, group.rational, plain(deviation), value)


def _root(value: Fraction) -> Fraction | None:
    """Return the square root where it is a fraction."""
    root = Fraction(isqrt(value.numerator), isqrt(value.denominator))
    return root if root * root == value else None


def _spread(entries: list[int]) -> int:
    """Return the variance times the square of the number of entries: a square where the deviation is a fraction."""
    return len(entries) * sum(entry * entry for entry in entries) - sum(entries) ** 2


def _moments(entries: Iterable[Exact]) -> tuple[Fraction, Fraction]:
    listed = tuple(entries)
    mean = Fraction(sum(listed)) / len(listed)
    return mean, Fraction(sum(entry * entry for entry in listed)) / len(listed) - mean**2
