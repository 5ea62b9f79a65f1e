"""Formulas and numbers of the layer, node by node along the edges, and what known mistakes lead to."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import isqrt
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...document import Graph
from ...exact import Exact, Formula, Real, plain
from ...family import Effort, NotWellPosed
from ...symbolic import formula
from . import small_graphs
from .layer import Params
from .patterns import PATTERNS, rule

Array = NDArray[Any]
Vector = tuple[Real, ...]


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


class Message(NamedTuple):
    """What a node sends: W2 s, and ReLU of it."""

    node: int
    state: Vector
    inner: Vector
    sent: Vector


class Update(NamedTuple):
    """A node's update in numbers: its neighbors with their weights, the aggregated message, W1 times it, the state."""

    node: int
    near: tuple[int, ...]
    degree: int
    old: Vector
    total: Vector  # the sum of the neighbors' messages without weights
    message: Vector
    added: Vector
    state: Vector


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
    updates = tuple(_update(params, node, near) for node in (hub, leaf))
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
        hub_formula=_formula(params, hub, _terms(params, hub, near)),
        leaf_formula=_formula(params, leaf, _terms(params, leaf, near)),
        hub_near=near[hub - 1],
        leaf_near=near[leaf - 1],
        messages=tuple(_message(params, node) for node in asked),
        hub_update=updates[0],
        leaf_update=updates[1],
        updates=updates,
        seen=tuple(seen),
        seen_count=len(seen),
        layers=_layers(params),
        **_slips(params, near),
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
    """Count the options, the factors of shapes, the terms of formulas, the products of the numeric layer, and nodes."""
    d, k = len(params.outer), len(params.inner)
    terms = len(solution.hub_near) + len(solution.leaf_near)
    return {
        "a": float(len(params.patterns)),
        "b": 6.0,
        "c": 2.0 * terms,
        "d": 2.0 * d * k * (len(solution.messages) + 2) + terms * k,
        "e": 1.5 * params.n,
    }


def weight(params: Params, one: int, other: int) -> Real:
    """Return the weight c_ij of a neighbor's message, exact where it is rational."""
    near = small_graphs.neighbors(params.n, params.edges)
    match params.aggregator:
        case "sum":
            return 1
        case "mean":
            return Fraction(1, len(near[one - 1]))
        case _:
            product = len(near[one - 1]) * len(near[other - 1])
            root = isqrt(product)
            return Fraction(1, root) if root**2 == product else 1 / float(product) ** 0.5


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


# formulas


def _terms(params: Params, node: int, near: Sequence[Sequence[int]]) -> list[str]:
    """Return the terms of the aggregated message; those of a mean without their common factor."""
    terms = [f"tanh(W2 @ s{other})" for other in near[node - 1]]
    if params.aggregator != "symmetric":
        return terms
    products = [len(near[node - 1]) * len(near[other - 1]) for other in near[node - 1]]
    return [term if product == 1 else f"{term}/{_root(product)}" for term, product in zip(terms, products, strict=True)]


def _root(product: int) -> str:
    return str(isqrt(product)) if isqrt(product) ** 2 == product else f"sqrt({product})"


def _formula(
    params: Params, node: int, terms: Sequence[str], divisor: int | None = None, *, old: bool = True
) -> Formula:
    if divisor is None:
        divisor = len(terms) if params.aggregator == "mean" else 1
    inside = " + ".join(terms)
    inside = f"({inside})" if len(terms) > 1 or "/" in inside else inside
    return _with_symbols(params, f"s{node} + " * old + f"W1 @ {inside}" + f"/{divisor}" * (divisor > 1))


def _with_symbols(params: Params, source: str) -> Formula:
    d, k = params.names
    states = {f"s{node}": f"[{d}]" for node in range(1, params.n + 1)}
    return formula(source, {**states, "W1": f"[{d}, {k}]", "W2": f"[{k}, {d}]"})


# numbers


def _message(params: Params, node: int) -> Message:
    inner = _array(params.inner) @ _array(params.states)[node - 1]
    return Message(node, params.states[node - 1], _vector(inner), _vector(_relu(inner)))


def _update(params: Params, node: int, near: Sequence[Sequence[int]]) -> Update:
    sent = np.array([_message(params, other).sent for other in near[node - 1]], dtype=object)
    weights = np.array([weight(params, node, other) for other in near[node - 1]], dtype=object)
    message = weights @ sent
    added = _array(params.outer) @ message
    old = _array(params.states)[node - 1]
    numbers = (_vector(v) for v in (old, sent.sum(axis=0), message, added, old + added))
    return Update(node, tuple(near[node - 1]), len(near[node - 1]), *numbers)


def _slips(params: Params, near: Sequence[Sequence[int]]) -> dict[str, Any]:
    """Return formulas and states of the hub that known mistakes lead to."""
    hub, others = params.hub, near[params.hub - 1]
    degree, terms = len(others), [f"tanh(W2 @ s{other})" for other in others]
    mean = params.aggregator == "mean"
    own = sorted((*others, hub))
    wrong = params.n if mean else degree  # a mean over all nodes; a mean where there is a sum or a symmetric weight
    sums = " + ".join(f"s{other}" for other in others)
    divisor = degree if mean or params.aggregator == "symmetric" else 1
    outer, inner, states = _array(params.outer), _array(params.inner), _array(params.states)
    sent = _relu(states @ inner.T)
    places = [other - 1 for other in others]
    old = states[hub - 1]
    aggregated = sum(weight(params, hub, other) * sent[other - 1] for other in others)
    self_sum = sent[places].sum(axis=0) + sent[hub - 1]
    self_share = Fraction(1, degree + 1) if params.aggregator != "sum" else 1
    return {
        "with_self": _formula(
            params, hub, [f"tanh(W2 @ s{other})" for other in own], 1 if params.aggregator == "sum" else degree + 1
        ),
        "other_weights": _formula(params, hub, terms, wrong),
        "outside": _with_symbols(params, f"s{hub} + W1 @ tanh(W2 @ ({sums}){f'/{divisor}' if divisor > 1 else ''})"),
        "bare": _formula(params, hub, _terms(params, hub, near), old=False),
        "with_self_state": _vector(old + outer @ (self_share * self_sum)),
        "other_weights_state": _vector(old + outer @ (Fraction(1, wrong) * sent[places].sum(axis=0))),
        "outside_state": _vector(old + outer @ _relu(inner @ (Fraction(1, divisor) * states[places].sum(axis=0)))),
        "bare_state": _vector(outer @ aggregated),
    }


def _array(rows: Sequence[Sequence[Exact]]) -> Array:
    return np.array([[Fraction(x) for x in row] for row in rows], dtype=object)


def _relu(values: Array) -> Array:
    return np.maximum(values, 0)


def _vector(values: Array) -> Vector:
    return tuple(x if isinstance(x, float) else plain(Fraction(x)) for x in values)
