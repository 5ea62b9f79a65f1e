"""What a layer on a graph is given by."""

from __future__ import annotations

from dataclasses import dataclass

from ...exact import Exact
from . import small_graphs
from .patterns import BLOCKS, PATTERNS
from .small_graphs import Edges

AGGREGATORS = ("mean", "sum", "symmetric")
Row = tuple[Exact, ...]
Matrix = tuple[Row, ...]


@dataclass(frozen=True)
class Params:
    """A graph of `n` nodes with `edges` (pairs of node numbers from 1), and a layer on it.

    `hub` and `leaf` are the nodes whose updates are asked. `names` are the symbols for the length of a state and of a
    message, `sizes` their values in a large layer. The numeric instance has `states`, shape (n, d), `outer` (W1, shape
    (d, k)) and `inner` (W2, shape (k, d)), with ReLU for tanh. `blocks` make up a rule whose patterns are asked,
    `patterns` are those asked about.
    """

    n: int
    edges: Edges
    hub: int
    leaf: int
    states: Matrix
    outer: Matrix
    inner: Matrix
    aggregator: str = "mean"
    names: tuple[str, str] = ("d", "k")
    sizes: tuple[int, int] = (16, 32)
    blocks: tuple[str, ...] = ("residual_connection",)
    patterns: tuple[str, ...] = ("residual_connection", "batch_normalization", "attention")

    def __post_init__(self) -> None:
        small_graphs.check(self.n, self.edges)
        if not {self.hub, self.leaf} <= {*range(1, self.n + 1)} or self.hub == self.leaf:
            raise ValueError("hub and leaf are two different nodes")
        if self.aggregator not in AGGREGATORS:
            raise ValueError(f"aggregator is one of {', '.join(AGGREGATORS)}")
        d, k = len(self.outer), len(self.inner)
        shapes = {len(row) for row in (*self.states, *self.inner)}, {len(row) for row in self.outer}
        if len(self.states) != self.n or shapes != ({d}, {k}):
            raise ValueError("states needs n rows of d, outer d rows of k and inner k rows of d numbers")
        if len(set(self.names)) != 2 or min(self.sizes) < 1:
            raise ValueError("names needs two different symbols, sizes two positive numbers")
        strangers = [name for name in self.blocks if name not in BLOCKS]
        strangers += [name for name in self.patterns if name not in PATTERNS]
        if strangers:
            raise ValueError(f"there is no pattern '{strangers[0]}'; patterns are {', '.join(PATTERNS)}")
        if {"layer_normalization", "batch_normalization"} <= {*self.blocks}:
            raise ValueError("a rule has one normalization at most")
