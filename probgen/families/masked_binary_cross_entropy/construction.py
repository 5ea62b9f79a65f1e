"""Graphs drawn with labels and outputs."""

from __future__ import annotations

from fractions import Fraction

from ...exact import Record, shortest
from ...stream import Stream
from ..gnn_message_passing_update import small_graphs
from .nodes import Params


def draw(stream: Stream, knobs: Record) -> Params:
    """Return a connected graph of `knobs.n` nodes, `knobs.held` of them held out, with both labels in training."""
    count = knobs.n
    edges = small_graphs.connected(stream, count, stream.between(0, 2))
    held = tuple(sorted(stream.sample(range(1, count + 1), knobs.held)))
    first, second, *_ = stream.shuffled([node for node in range(1, count + 1) if node not in held])
    labels = [stream.below(2) for _ in range(count)]
    labels[first - 1], labels[second - 1] = 0, 1
    rights = [_right(stream, str(knobs.numbers), held=node in held) for node in range(1, count + 1)]
    written = shortest if knobs.numbers == "tenths" else Fraction
    predictions = tuple(written(q if y else 1 - q) for q, y in zip(rights, labels, strict=True))
    return Params(edges, tuple(labels), held, predictions, str(knobs.numbers))


def _right(stream: Stream, numbers: str, *, held: bool) -> Fraction:
    """Return a probability for the label of a node; at held-out nodes it is not 1/2."""
    if numbers == "tenths":
        return Fraction(stream.pick((1, 2, 3, 4, 6, 6, 7, 7, 8, 8, 9, 9)), 10)
    if held:
        return Fraction(stream.pick((1, 2, 3, 5, 6, 7)), 8)
    return Fraction(1, 2 ** stream.between(1, 4))
