"""Every number, formula and arrow against a network that is run: the second method."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from ...exact import Formula
from ...family import Disagreement
from ...symbolic.evaluation import Evaluation
from .network import Params
from .running import Network
from .solving import Solution

_CLOSE = 1e-9


def verify(params: Params, solution: Solution) -> None:
    """Run the network with complex numbers and take derivatives of its loss from tiny imaginary steps.

    Given states first get weights W that lead to them. Formulas are evaluated for a network with states, inputs and
    outputs of three sizes; arrows are found by changing one place of it at a time and running on.

    Raises:
        Disagreement: a state, a gradient, a formula, an arrow or a dependence is another.
    """
    network, sample = Network.of(params), Network.sample(len(params.x))
    _verify_numbers(params, solution, network)
    _verify_steps(params, solution, network)
    _verify_formulas(params, solution, sample)
    _verify_graph(params, solution, sample)


def _verify_numbers(params: Params, solution: Solution, network: Network) -> None:
    t, up, down = params.step, params.ahead, params.back
    values, steps = network.values(), network.steps
    y = np.real([values[f"y{s}"] for s in steps])
    forward, backward = _asked(params)
    found: dict[str, tuple[Any, Any]] = {
        "the forward states": (solution.f_states, np.real([values[f"f{s}"] for s in steps])),
        "the backward states": (solution.b_states, np.real([values[f"b{s}"] for s in steps])),
        "the outputs": (solution.y, y),
        "the errors": (solution.errors, y - np.real(network.z)),
        "what forward states give": (solution.forward_part, np.real(network.v_f @ values[f"f{t}"])),
        "what backward states give": (solution.backward_part, y[t - 1] - np.real(network.v_f @ values[f"f{t}"])),
        "the loss": (solution.loss, [np.real(network.loss())]),
        f"the gradient of L_{t} at f_{t}": (solution.local_f, network.by_place(f"f{t}", t)),
        f"the gradient of L_{t} at b_{t}": (solution.local_b, network.by_place(f"b{t}", t)),
        f"the Jacobian of f_{up + 1}": (solution.jacobian_f, network.jacobian(f"f{up + 1}", f"f{up}")),
        f"the Jacobian of b_{down - 1}": (solution.jacobian_b, network.jacobian(f"b{down - 1}", f"b{down}")),
        "the gradients at forward states": (solution.g, [network.by_place(f"f{s}") for s in steps]),
        "the gradients at backward states": (solution.c, [network.by_place(f"b{s}") for s in steps]),
        "the forward gradient": (solution.f_gradient, network.by_weight(forward)),
        "the backward gradient": (solution.b_gradient, network.by_weight(backward)),
    }
    for what, (given, wanted) in found.items():
        _demand(what, given, wanted)


def _verify_steps(params: Params, solution: Solution, network: Network) -> None:
    """Compare the steps of both sweeps: own and passed gradients, and what each step adds to the weight's gradient."""
    values = network.values()
    orders = {"f": list(reversed(network.steps)), "b": list(network.steps)}
    for letter, steps in (("f", solution.f_steps), ("b", solution.b_steps)):
        if [step.number for step in steps] != orders[letter]:
            raise Disagreement(f"the sweep over the states {letter} takes the steps {orders[letter]}")
        for step in steps:
            name = f"{letter}{step.number}"
            own, total = network.by_place(name, step.number), network.by_place(name)
            delta = network.by_place(f"pre_{name}")
            slope = np.diag(network.jacobian(name, f"pre_{name}"))
            source = np.real(values[_source(params, letter, step.number)])
            wanted = (own, total - own, total, slope, delta, source, np.outer(delta, source))
            for given, value in zip(step[1:], wanted, strict=True):
                _demand(f"step {step.number} of the sweep over the states {letter}", given, value)


def _verify_formulas(params: Params, solution: Solution, network: Network) -> None:
    """Evaluate all formulas with the states and gradients of a network."""
    t, up, down, known, point = params.step, params.ahead, params.back, solution.formulas, _point(network)
    forward, backward = _asked(params)
    found: dict[str, tuple[Formula, Any]] = {
        "the gradient at f": (known.local_f, network.by_place(f"f{t}", t)[:, None]),
        "the gradient at b": (known.local_b, network.by_place(f"b{t}", t)[:, None]),
        "the forward Jacobian": (known.jacobian_f, network.jacobian(f"f{up + 1}", f"f{up}")),
        "the backward Jacobian": (known.jacobian_b, network.jacobian(f"b{down - 1}", f"b{down}")),
        "the forward recursion": (known.total_f, network.by_place(f"f{up}")[:, None]),
        "the backward recursion": (known.total_b, network.by_place(f"b{down}")[:, None]),
        "the forward gradient": (known.f_sum, network.by_weight(forward)),
        "the backward gradient": (known.b_sum, network.by_weight(backward)),
    }
    for letter, term in (("f", known.f_term), ("b", known.b_term)):
        used = np.real(network.values()[_source(params, letter, t)])  # the weight acts on this at step t alone
        found[f"the share of {letter}_{t}"] = term, np.outer(network.by_place(f"pre_{letter}{t}"), used)
    for what, (formula, wanted) in found.items():
        _verify_symbols(formula, point)
        _demand(f"the formula for {what}", Evaluation(formula.source, point).value, wanted)


def _verify_symbols(formula: Formula, point: Mapping[str, Any]) -> None:
    """Hold the shapes that the symbols are said to have against those that they have."""
    for name, domain in formula.symbols:
        sides = domain.strip("[]").split(", ")
        shape = np.shape(point[name])
        if len(sides) != (1 if shape[1:] in ((), (1,)) else 2):
            raise Disagreement(f"{name} of {formula.source} has the shape {shape}, not {domain}")


def _point(network: Network) -> Mapping[str, Any]:
    """Return what the symbols of the formulas stand for in a network."""
    columns = {name: np.real(value) for name, value in network.values().items()}
    for t in network.steps:
        target = np.real(network.z[t - 1])
        columns |= {f"z{t}": target, f"e{t}": columns[f"y{t}"] - target}
        columns |= {f"g{t}": network.by_place(f"f{t}"), f"c{t}": network.by_place(f"b{t}")}
    matrices = {"U_f": network.u_f, "U_b": network.u_b, "V_f": network.v_f, "V_b": network.v_b}
    return {name: value[:, None] for name, value in columns.items()} | {k: np.real(v) for k, v in matrices.items()}


def _verify_graph(params: Params, solution: Solution, network: Network) -> None:
    """Change one place at a time: in the whole network, and where all matrices but one are zero."""
    after = network.followers(params.changed)
    reach = tuple((r.item, r.right) for r in solution.reach)
    names = [f"{letter}{t}" for letter in "fby" for t in network.steps]
    if reach != tuple((f"${name[0]}_{name[1:]}$", name in after) for name in names if name != params.changed):
        raise Disagreement(f"after a change of {params.changed} these change: {sorted(after)}")
    matrices = {"W_f": "w_f", "U_f": "u_f", "V_f": "v_f", "W_b": "w_b", "U_b": "u_b", "V_b": "v_b"}
    wanted: set[tuple[str, str]] = set()
    for weight, field in matrices.items():
        alone = replace(
            network, **{other: 0 * getattr(network, other) for other in matrices.values() if other != field}
        )
        after_each = {start: alone.followers(start) for start in alone.values()}
        wanted |= {
            (f"{start}-{end}", weight)
            for start, ends in after_each.items()
            for end in ends
            if not any(end in after_each[between] for between in ends)
        }
    arrows = [(place, weight.source) for place, weight in solution.arrows]
    if len(arrows) != len(wanted) or set(arrows) != wanted:
        raise Disagreement(f"the arrows are {sorted(wanted)}")


def _asked(params: Params) -> tuple[str, str]:
    """Return the matrices whose gradients are asked for."""
    return ("w_f", "u_b") if params.ask == "wf_ub" else ("u_f", "w_b")


def _source(params: Params, letter: str, t: int) -> str:
    """Return the name of what the matrix of this direction multiplies at step t."""
    if (params.ask == "wf_ub") == (letter == "f"):
        return f"x{t}"
    return f"f{t - 1}" if letter == "f" else f"b{t + 1}"


def _demand(what: str, given: Any, wanted: Any) -> None:
    found, right = np.array(given, dtype=float), np.array(wanted, dtype=float)
    if found.shape != right.shape or not np.allclose(found, right, rtol=_CLOSE, atol=_CLOSE):
        raise Disagreement(f"{what}: {right.tolist()}, not {found.tolist()}")
