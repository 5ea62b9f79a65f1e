"""Graphs with a node of one neighbor and a node of three or four, and layers with small numbers."""

from __future__ import annotations

from ...exact import Record
from ...family import NotWellPosed
from ...stream import Stream
from .layer import Params
from .patterns import BLOCKS, PATTERNS
from .small_graphs import Edges, connected, neighbors

_TRIES = 500
_NAMES = (("d", "k"), ("m", "h"), ("p", "q"), ("d", "h"))
_SIZES = (4, 6, 8, 10, 12, 16, 20, 24, 32, 48, 64)
_NORMS = ("layer_normalization", "batch_normalization")


def draw(stream: Stream, knobs: Record) -> Params:
    """Return a connected graph of `knobs.n` nodes with a layer; the rule of part a has one to three blocks.

    `knobs.patterns_asked` patterns are asked about, at least one of them absent.
    """
    edges, hub, leaf = _graph(stream, knobs.n)
    blocks = _blocks(stream)
    present = [*blocks, *(["weight_sharing"] if stream.below(2) else [])]
    absent = [name for name in BLOCKS if name not in blocks]
    asked = (*present, *stream.sample(absent, knobs.patterns_asked - len(present)))
    d, k = stream.sample(_SIZES, 2)
    return Params(
        n=knobs.n,
        edges=edges,
        hub=hub,
        leaf=leaf,
        states=tuple(_vector(stream, 3) for _ in range(knobs.n)),
        outer=tuple(_vector(stream, 2) for _ in range(2)),
        inner=tuple(_vector(stream, 2) for _ in range(2)),
        aggregator=str(knobs.aggregator),
        names=stream.pick(_NAMES),
        sizes=(d, k),
        blocks=blocks,
        patterns=stream.shuffled(asked),
    )


def _graph(stream: Stream, count: int) -> tuple[Edges, int, int]:
    for _ in range(_TRIES):
        edges = connected(stream, count, stream.below(max(count - 3, 1)))
        near = neighbors(count, edges)
        hubs = [node for node in range(1, count + 1) if 3 <= len(near[node - 1]) <= 4]
        leaves = [node for node in range(1, count + 1) if len(near[node - 1]) == 1]
        if hubs and leaves:
            return edges, stream.pick(hubs), stream.pick(leaves)
    raise NotWellPosed("some node has one neighbor and some node has three or four")


def _blocks(stream: Stream) -> tuple[str, ...]:
    """Return one to three blocks with at most one normalization, in the order of `PATTERNS`."""
    norm = stream.pick(_NORMS)
    free = [name for name in BLOCKS if name not in _NORMS or name == norm]
    chosen = stream.sample(free, stream.between(1, 3))
    return tuple(name for name in PATTERNS if name in chosen)


def _vector(stream: Stream, largest: int) -> tuple[int, int]:
    """Return two whole numbers, not both zero."""
    while True:
        found = (stream.between(-largest, largest), stream.between(-largest, largest))
        if any(found):
            return found
