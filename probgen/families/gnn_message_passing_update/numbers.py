"""The layer in numbers, node by node along the edges, and the states that known mistakes lead to."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import sqrt
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...exact import Exact, Real, plain
from . import small_graphs
from .layer import Params

Array = NDArray[Any]
Vector = tuple[Real, ...]


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


def message_of(params: Params, node: int) -> Message:
    """Return what a node sends."""
    inner = _array(params.inner) @ _array(params.states)[node - 1]
    return Message(node, params.states[node - 1], plain(inner), plain(_relu(inner)))


def update_of(params: Params, node: int) -> Update:
    """Return the update of a node."""
    near = small_graphs.neighbors(params.n, params.edges)[node - 1]
    sent = np.array([message_of(params, other).sent for other in near], dtype=object)
    message = np.array([_weight(params, node, other) for other in near], dtype=object) @ sent
    added = _array(params.outer) @ message
    old = _array(params.states)[node - 1]
    numbers = (plain(v) for v in (old, sent.sum(axis=0), message, added, old + added))
    return Update(node, near, len(near), *numbers)


def mistaken(params: Params) -> dict[str, Vector]:
    """Return the states of the hub that known mistakes lead to, by the names in `Solution`."""
    hub = params.hub
    others = small_graphs.neighbors(params.n, params.edges)[hub - 1]
    outer, inner, states = _array(params.outer), _array(params.inner), _array(params.states)
    sent, old = _relu(states @ inner.T), states[hub - 1]
    near, own = [other - 1 for other in others], [*(other - 1 for other in others), hub - 1]
    wrong = params.n if params.aggregator == "mean" else len(others)
    share, with_self = (1, 1) if params.aggregator == "sum" else (len(others), len(own))
    return {
        "with_self_state": plain(old + outer @ (sent[own].sum(axis=0) * Fraction(1, with_self))),
        "other_weights_state": plain(old + outer @ (sent[near].sum(axis=0) * Fraction(1, wrong))),
        "outside_state": plain(old + outer @ _relu(inner @ states[near].sum(axis=0) * Fraction(1, share))),
        "bare_state": update_of(params, hub).added,
    }


def _weight(params: Params, one: int, other: int) -> Real:
    """Return the weight c_ij of a neighbor's message, exact where it is rational."""
    near = small_graphs.neighbors(params.n, params.edges)
    match params.aggregator:
        case "sum":
            return 1
        case "mean":
            return Fraction(1, len(near[one - 1]))
        case _:
            root = sqrt(len(near[one - 1]) * len(near[other - 1]))
            return Fraction(1, int(root)) if root.is_integer() else 1 / root


def _array(rows: Sequence[Sequence[Exact]]) -> Array:
    return np.array([[Fraction(x) for x in row] for row in rows], dtype=object)


def _relu(values: Array) -> Array:
    return np.maximum(values, 0)
