"""What is asked about the layer: patterns, shapes, both updates, and how far states reach."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from ... import handwork
from ...document import Graph
from ...exact import Formula
from ...family import Effort, NotWellPosed
from ...symbolic import formula
from . import formulas, numbers, small_graphs
from .layer import Params
from .numbers import Message, Update, Vector, message_of, update_of
from .patterns import PATTERNS, rule


class Option(NamedTuple):
    """A pattern that is asked about; `holds` is the word that choices take."""

    name: str
    item: str
    holds: str
    why: str


class Shape(NamedTuple):
    """The shape of a weight matrix."""

    matrix: str
    rows: Formula
    columns: Formula


class Solution(NamedTuple):
    """Patterns, shapes, formulas and numbers; then what known mistakes lead to, and the figures."""

    state_length: Formula
    message_length: Formula
    sizes_of_layer: tuple[int, int]  # their values in a large layer
    rule: tuple[str, ...]  # of part a, line by line
    options: tuple[Option, ...]
    chosen: tuple[str, ...]  # names of the patterns that the rule has
    shapes: tuple[Shape, ...]  # of W1 and W2
    shape_cells: tuple[tuple[int, str], ...]  # all of them
    parameters: int
    hub_formula: Formula
    leaf_formula: Formula
    hub_near: tuple[int, ...]
    leaf_near: tuple[int, ...]
    messages: tuple[Message, ...]  # of the neighbors of hub and leaf
    hub_update: Update
    leaf_update: Update
    updates: tuple[Update, ...]  # both
    seen: tuple[int, ...]  # nodes whose states reach the leaf in two layers
    seen_count: int
    layers: int  # after which every node has heard of every other one
    with_self: Formula
    other_weights: Formula
    outside: Formula
    bare: Formula
    with_self_state: Vector
    other_weights_state: Vector
    outside_state: Vector
    bare_state: Vector
    graph: Graph
    graph_marked: Graph


def solve(params: Params) -> Solution:
    """Walk along the edges of the nodes asked.

    Raises:
        NotWellPosed: the graph falls into pieces.
    """
    near = small_graphs.neighbors(params.n, params.edges)
    hub, leaf = params.hub, params.leaf
    asked = sorted({*near[hub - 1], *near[leaf - 1]})
    updates = tuple(update_of(params, node) for node in (hub, leaf))
    mistakes: dict[str, Any] = {**formulas.mistaken(params), **numbers.mistaken(params)}
    d, k = params.names
    sizes = {d: "size", k: "size"}
    seen = sorted(small_graphs.within(params.n, params.edges, leaf, 2))
    alt = f"An undirected graph of {params.n} nodes with the edges {small_graphs.listed(params.edges)}."
    return Solution(
        state_length=formula(d, sizes),
        message_length=formula(k, sizes),
        sizes_of_layer=params.sizes,
        rule=rule(params.blocks),
        options=tuple(_option(name, params.blocks) for name in params.patterns),
        chosen=tuple(name for name in params.patterns if _has(name, params.blocks)),
        shapes=(
            Shape("$W_1$", formula(d, sizes), formula(k, sizes)),
            Shape("$W_2$", formula(k, sizes), formula(d, sizes)),
        ),
        shape_cells=tuple((place, name) for place in range(2) for name in ("rows", "columns")),
        parameters=2 * params.sizes[0] * params.sizes[1],
        hub_formula=formulas.expanded(params, hub),
        leaf_formula=formulas.expanded(params, leaf),
        hub_near=near[hub - 1],
        leaf_near=near[leaf - 1],
        messages=tuple(message_of(params, node) for node in asked),
        hub_update=updates[0],
        leaf_update=updates[1],
        updates=updates,
        seen=tuple(seen),
        seen_count=len(seen),
        layers=_layers(params),
        **mistakes,
        graph=small_graphs.picture(params.n, params.edges, alt),
        graph_marked=small_graphs.picture(
            params.n,
            params.edges,
            f"The same graph; node {leaf} is marked, and the nodes {', '.join(map(str, seen))} are shaded.",
            shaded=seen,
            marked=[leaf],
        ),
    )


def effort(params: Params, solution: Solution) -> Effort:
    """Return the work of each part: options and lines of the rule, shapes, terms, the layer's arithmetic, nodes."""
    terms = len(solution.hub_near) + len(solution.leaf_near)
    sent = sum(handwork.dot(row, m.state) for m in solution.messages for row in params.inner)
    return {
        "a": len(params.patterns) + 2.0 * len(solution.rule),
        "b": 6.0 + handwork.product(*solution.sizes_of_layer),
        "c": 2.0 * terms + (params.aggregator != "sum") * len(solution.updates),
        "d": sent + sum(_update_work(params, update) for update in solution.updates),
        "e": 1.5 * params.n + len(solution.seen),
    }


def _update_work(params: Params, update: Update) -> float:
    """Return the work of adding up the messages, weighting them, multiplying by W1 and adding the old state."""
    weighted = 0.0
    if params.aggregator != "sum":
        weighted = sum(handwork.quotient(entry, update.degree) for entry in update.total)
        weighted += 3.0 * len(update.near) * (params.aggregator == "symmetric")  # a root for each neighbor
    added = len(update.near) * len(update.total) + weighted
    outer = sum(handwork.dot(row, update.message) for row in params.outer)
    return added + outer + sum(map(handwork.total, zip(update.old, update.added, strict=True)))


def _has(name: str, blocks: Sequence[str]) -> bool:
    return name in blocks or name == "weight_sharing"


def _option(name: str, blocks: Sequence[str]) -> Option:
    pattern, has = PATTERNS[name], _has(name, blocks)
    return Option(name, pattern.item, "yes" if has else "no", pattern.present if has else pattern.absent)


def _layers(params: Params) -> int:
    everyone = frozenset(range(1, params.n + 1))
    for steps in range(1, params.n):
        if all(small_graphs.within(params.n, params.edges, node, steps) == everyone for node in everyone):
            return steps
    raise NotWellPosed("the graph is connected")
