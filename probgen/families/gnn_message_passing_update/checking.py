"""The second method: matrices over all nodes at once, and patterns found by pushing at a running rule."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...exact import Formula
from ...family import Disagreement
from ...symbolic.evaluation import Evaluation
from .layer import Params
from .patterns import PATTERNS, Weights, run
from .solving import Solution

Array = NDArray[np.float64]
_D, _K = 3, 2  # sizes at which formulas are evaluated


def verify(params: Params, solution: Solution) -> None:
    """Compute the layer for all nodes with the adjacency matrix, and disturb a running rule to see its patterns.

    Raises:
        Disagreement: a formula, a number, a shape, a count or a verdict is another.
    """
    adjacency = _adjacency(params)
    weights = _normalized(adjacency, params.aggregator)
    _verify_formulas(params, solution, weights)
    _verify_numbers(params, solution, weights)
    _verify_shapes(params, solution)
    _verify_reach(params, solution, adjacency)
    _verify_rule(params, solution)
    found = tuple(name for name in params.patterns if _has(name, params))
    said = tuple(option.name for option in solution.options if option.holds == "yes")
    if not found == said == solution.chosen or len(solution.options) != len(params.patterns):
        raise Disagreement(f"a disturbed rule shows the patterns {found}, not {said}")


def _adjacency(params: Params) -> Array:
    matrix = np.zeros((params.n, params.n))
    for a, b in params.edges:
        matrix[a - 1, b - 1] = matrix[b - 1, a - 1] = 1
    return matrix


def _normalized(adjacency: Array, aggregator: str) -> Array:
    degrees = np.diag(adjacency.sum(axis=1))
    if aggregator == "mean":
        return np.asarray(np.linalg.solve(degrees, adjacency))
    if aggregator == "sum":
        return adjacency
    halves = np.diag(np.diag(degrees) ** -0.5)
    return np.asarray(halves @ adjacency @ halves)


def _waves(rows: int, columns: int, start: float) -> Array:
    """Return a matrix of unlike numbers between -1 and 1."""
    return np.asarray(np.sin(start + 1.7 * np.arange(rows * columns)).reshape(rows, columns))


def _verify_formulas(params: Params, solution: Solution, weights: Array) -> None:
    states, outer, inner = _waves(params.n, _D, 0.3), _waves(_D, _K, 0.7), _waves(_K, _D, 1.1)
    new = states + weights @ np.tanh(states @ inner.T) @ outer.T
    point: dict[str, Any] = {f"s{i}": states[i - 1][:, None] for i in range(1, params.n + 1)}
    point |= {"W1": outer, "W2": inner}
    for node, found in ((params.hub, solution.hub_formula), (params.leaf, solution.leaf_formula)):
        value = np.asarray(Evaluation(found.source, point).value, dtype=np.float64)[:, 0]
        if dict(found.symbols) != _shapes(params):
            raise Disagreement(f"the symbols of {found.source} are {found.symbols}")
        if found.source.endswith("/1"):
            raise Disagreement(f"{found.source} divides by 1")
        if not np.allclose(value, new[node - 1], rtol=1e-9, atol=1e-12):
            raise Disagreement(f"{found.source} has the value {value}, the layer gives node {node} {new[node - 1]}")


def _shapes(params: Params) -> dict[str, str]:
    """Return the shapes of W2 s, for every node's s, and of W1 of it, as symbols have them."""
    d, k = params.names
    nodes = {f"s{node}": f"[{d}]" for edge in params.edges for node in edge}
    return {**nodes, "W1": f"[{d}, {k}]", "W2": f"[{k}, {d}]"}


def _verify_rule(params: Params, solution: Solution) -> None:
    """Look for the signs of each pattern in the printed rule, and for what an option says of it."""
    text = "\n".join(solution.rule)
    for name, sign in _SIGNS.items():
        if (sign in text) != _has(name, params):
            raise Disagreement(f"a disturbed rule and its text differ in {name}: {text}")
    normalized = "$v_i = " in text
    if normalized != any(_has(name, params) for name in ("layer_normalization", "batch_normalization")):
        raise Disagreement(f"a disturbed rule and its text differ in whether they normalize: {text}")
    result = "v_i$" if normalized else "u_i$"
    if result not in solution.rule[-1] or (r"\frac{1}" in text) == _has("attention", params):
        raise Disagreement(f"the last line of the rule does not end in {result}, or its weights are others: {text}")
    for symbol, meaning in _MEANINGS.items():
        if (symbol in text) != (meaning in text):
            raise Disagreement(f"the rule does not say what {symbol} is: {text}")
    for option in solution.options:
        pattern = PATTERNS[option.name]
        if option.why != {"yes": pattern.present, "no": pattern.absent}[option.holds]:
            raise Disagreement(f"of {option.name} it is said: {option.why}")
    if set(solution.shape_cells) != {(i, side) for i, _ in enumerate(solution.shapes) for side in ("rows", "columns")}:
        raise Disagreement(f"the open cells of the shapes are {solution.shape_cells}")


_MEANINGS = {r"\sigma(": r"$\sigma$", r"r_i \odot": "$r_i$", r"a_{ij} \tanh": r"$\displaystyle a_{ij}"}
_SIGNS = {
    "residual_connection": "= s_i + ",
    "attention": r"\exp(s_i",
    "batch_normalization": "over all nodes",
    "layer_normalization": "of the entries of $u_i$",
    "gating": r"\sigma(W_4 s_i)",
    "dropout": "drawn anew",
}


def _verify_numbers(params: Params, solution: Solution, weights: Array) -> None:
    states, outer, inner = (np.array(m, dtype=np.float64) for m in (params.states, params.outer, params.inner))
    sent = np.maximum(states @ inner.T, 0)
    messages = weights @ sent
    new = states + messages @ outer.T
    near = {node: tuple((np.flatnonzero(weights[node - 1]) + 1).tolist()) for node in range(1, params.n + 1)}
    for node, update in ((params.hub, solution.hub_update), (params.leaf, solution.leaf_update)):
        if (update.node, update.near, update.degree) != (node, near[node], len(near[node])):
            raise Disagreement(f"node {node} has the neighbors {near[node]}, not {update.near}")
        expected = {
            "old": states[node - 1],
            "total": sent[[other - 1 for other in near[node]]].sum(axis=0),
            "message": messages[node - 1],
            "added": messages[node - 1] @ outer.T,
            "state": new[node - 1],
        }
        for name, values in expected.items():
            if not _close(getattr(update, name), values):
                raise Disagreement(f"the {name} of node {node} is {values}, not {getattr(update, name)}")
    if solution.updates != (solution.hub_update, solution.leaf_update):
        raise Disagreement("the updates are not those of hub and leaf")
    if (solution.hub_near, solution.leaf_near) != (near[params.hub], near[params.leaf]):
        raise Disagreement(f"the neighbors are {near}, not {solution.hub_near} and {solution.leaf_near}")
    if {message.node for message in solution.messages} != {*near[params.hub], *near[params.leaf]}:
        raise Disagreement("the messages are not those of the neighbors")
    _verify_messages(params, solution, states @ inner.T)


def _verify_messages(params: Params, solution: Solution, products: Array) -> None:
    for message in solution.messages:
        place = message.node - 1
        if not (_close(message.inner, products[place]) and _close(message.sent, np.maximum(products[place], 0))):
            raise Disagreement(f"node {message.node} has W2 s = {products[place]}, not {message}")
        if message.state != params.states[place]:
            raise Disagreement(f"the state of node {message.node} is {params.states[place]}, not {message.state}")


def _close(found: tuple[Any, ...], expected: Array) -> bool:
    return len(found) == len(expected) and np.allclose([float(x) for x in found], expected, rtol=1e-9, atol=1e-12)


def _verify_shapes(params: Params, solution: Solution) -> None:
    """Build matrices of the stated shapes with a layer's sizes, let a state pass, and count their entries."""
    sizes = dict(zip(params.names, params.sizes, strict=True))

    def size(formula: Formula) -> int:
        return sizes[formula.source]

    outer, inner = (np.ones((size(shape.rows), size(shape.columns))) for shape in solution.shapes)
    state = np.ones(params.sizes[0])
    try:
        message = inner @ state
        new = state + outer @ message
    except ValueError as misfit:
        raise Disagreement(f"the shapes do not fit: {misfit}") from None
    if len(message) != params.sizes[1] or new.shape != state.shape or outer.size + inner.size != solution.parameters:
        raise Disagreement(f"{outer.size + inner.size} parameters, or a message of {len(message)} entries")


def _verify_reach(params: Params, solution: Solution, adjacency: Array) -> None:
    """Count walks with powers of the matrix I + A."""
    steps = np.eye(params.n) + adjacency
    seen = tuple((np.flatnonzero(np.linalg.matrix_power(steps, 2)[params.leaf - 1]) + 1).tolist())
    full = [power for power in range(1, params.n) if np.linalg.matrix_power(steps, power).all()]
    if (solution.seen, solution.seen_count, solution.layers) != (seen, len(seen), min(full, default=0)):
        raise Disagreement(f"two layers reach {seen}, and all nodes hear of all others after {full[:1]}")


_SIX = np.array([[abs(i - j) in (1, 5) for j in range(6)] for i in range(6)], dtype=np.float64)  # a ring


def _has(name: str, params: Params) -> bool:
    """Tell whether a rule has a pattern, from how its output answers to a disturbance; see `_DISTURBANCES`."""
    states = _waves(6, 4, 0.2)
    w1, w2, w3, w4 = (_waves(4, 4, start) for start in (0.5, 0.9, 1.3, 2.1))
    weights = Weights(w1, w2, w3, w4, random=np.ones((6, 4)))

    def layer(new_states: Array = states, adjacency: Array = _SIX, **changed: Array) -> Array:
        return run(params.blocks, new_states, adjacency, weights._replace(**changed))

    return _DISTURBANCES[name](layer, states, weights)


def _same(one: Array, other: Array) -> bool:
    return bool(np.allclose(one, other, rtol=1e-6, atol=1e-6))


def _far_node(layer: Callable[..., Array], states: Array) -> bool:
    """Tell whether node 0 notices a change of node 3, which is opposite on the ring."""
    moved = states.copy()
    moved[3] += 1
    return not _same(layer(moved)[0], layer()[0])


def _shuffled(layer: Callable[..., Array], states: Array) -> bool:
    """Tell whether renumbering the nodes renumbers the output and does nothing else."""
    order = [2, 0, 1, 5, 3, 4]
    return _same(layer(states[order], _SIX[np.ix_(order, order)]), layer()[order])


_DISTURBANCES: dict[str, Callable[[Callable[..., Array], Array, Weights], bool]] = {
    # without W1 nothing but the old state is left
    "residual_connection": lambda layer, states, weights: _same(layer(w1=0 * weights.w1), states),
    "attention": lambda layer, states, weights: not _same(layer(w3=5 * weights.w3), layer()),
    "batch_normalization": lambda layer, states, weights: _far_node(layer, states),
    # a larger W1 has no effect, and not because of the other nodes
    "layer_normalization": lambda layer, states, weights: (
        _same(layer(w1=9 * weights.w1), layer()) and not _far_node(layer, states)
    ),
    "gating": lambda layer, states, weights: not _same(layer(w4=5 * weights.w4), layer()),
    "dropout": lambda layer, states, weights: not _same(layer(random=1 + _waves(6, 4, 3.3)), layer()),
    "weight_sharing": lambda layer, states, weights: _shuffled(layer, states),
}
