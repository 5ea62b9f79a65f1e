"""Updates of a node written out as formulas over states and matrices, right ones and those of known mistakes."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt

from ...exact import Formula
from ...symbolic import formula
from . import small_graphs
from .layer import Params


def expanded(params: Params, node: int) -> Formula:
    """Return the update of a node as a sum over its neighbors."""
    return _with_symbols(params, f"s{node} + {_aggregated(params, node)}")


def mistaken(params: Params) -> dict[str, Formula]:
    """Return what known mistakes make of the update of the hub, by the names in `Solution`."""
    hub = params.hub
    others = small_graphs.neighbors(params.n, params.edges)[hub - 1]
    sums = " + ".join(f"s{other}" for other in others)
    shared = "" if params.aggregator == "sum" else f"/{len(others)}"
    wrong = params.n if params.aggregator == "mean" else len(others)
    with_self = 1 if params.aggregator == "sum" else len(others) + 1
    updates = {
        "with_self": f"s{hub} + {_mixed(_messages(sorted((*others, hub))), with_self)}",
        "other_weights": f"s{hub} + {_mixed(_messages(others), wrong)}",
        "outside": f"s{hub} + W1 @ tanh(W2 @ ({sums}){shared})",
        "bare": _aggregated(params, hub),
    }
    return {name: _with_symbols(params, update) for name, update in updates.items()}


def _messages(nodes: Sequence[int]) -> list[str]:
    return [f"tanh(W2 @ s{node})" for node in nodes]


def _aggregated(params: Params, node: int) -> str:
    """Return W1 times the aggregated message of a node; the terms of a mean have their factor in common."""
    near = small_graphs.neighbors(params.n, params.edges)
    messages = _messages(near[node - 1])
    if params.aggregator == "symmetric":
        roots = [_root(len(near[node - 1]) * len(near[other - 1])) for other in near[node - 1]]
        messages = [f"{message}/{root}" for message, root in zip(messages, roots, strict=True)]
    return _mixed(messages, len(messages) if params.aggregator == "mean" else 1)


def _root(product: int) -> str:
    root = sqrt(product)
    return str(int(root)) if root.is_integer() else f"sqrt({product})"


def _mixed(terms: Sequence[str], divisor: int) -> str:
    """Return W1 times the sum of terms over a divisor."""
    inside = " + ".join(terms)
    inside = f"({inside})" if len(terms) > 1 or "/" in inside else inside
    return f"W1 @ {inside}" if divisor == 1 else f"W1 @ {inside}/{divisor}"


def _with_symbols(params: Params, source: str) -> Formula:
    d, k = params.names
    states = {f"s{node}": f"[{d}]" for node in range(1, params.n + 1)}
    return formula(source, {**states, "W1": f"[{d}, {k}]", "W2": f"[{k}, {d}]"})
