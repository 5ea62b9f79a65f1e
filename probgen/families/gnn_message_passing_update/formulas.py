"""Updates of a node written out as formulas over states and matrices, right ones and those of known mistakes."""

from __future__ import annotations

from collections.abc import Sequence
from math import isqrt

from ...exact import Formula
from ...symbolic import formula
from . import small_graphs
from .layer import Params


def expanded(params: Params, node: int) -> Formula:
    """Return the update of a node as a sum over its neighbors."""
    return _update(params, node, _terms(params, node))


def mistaken(params: Params) -> dict[str, Formula]:
    """Return what known mistakes make of the update of the hub, by the names in `Solution`."""
    hub = params.hub
    others = small_graphs.neighbors(params.n, params.edges)[hub - 1]
    sums = " + ".join(f"s{other}" for other in others)
    shared = "" if params.aggregator == "sum" else f"/{len(others)}"
    wrong = params.n if params.aggregator == "mean" else len(others)
    with_self = 1 if params.aggregator == "sum" else len(others) + 1
    return {
        "with_self": _update(params, hub, _messages(sorted((*others, hub))), with_self),
        "other_weights": _update(params, hub, _messages(others), wrong),
        "outside": _with_symbols(params, f"s{hub} + W1 @ tanh(W2 @ ({sums}){shared})"),
        "bare": _update(params, hub, _terms(params, hub), old=False),
    }


def _messages(nodes: Sequence[int]) -> list[str]:
    return [f"tanh(W2 @ s{node})" for node in nodes]


def _terms(params: Params, node: int) -> list[str]:
    """Return the terms of the aggregated message; those of a mean without their common factor."""
    near = small_graphs.neighbors(params.n, params.edges)
    terms = _messages(near[node - 1])
    if params.aggregator != "symmetric":
        return terms
    products = [len(near[node - 1]) * len(near[other - 1]) for other in near[node - 1]]
    return [term if product == 1 else f"{term}/{_root(product)}" for term, product in zip(terms, products, strict=True)]


def _root(product: int) -> str:
    return str(isqrt(product)) if isqrt(product) ** 2 == product else f"sqrt({product})"


def _update(
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
