"""Local gradients, Jacobians and gradients of the weights, as formulas and as numbers."""

from __future__ import annotations

from math import hypot
from typing import NamedTuple

import numpy as np

from ... import handwork
from ...document import Graph
from ...exact import Formula
from ...family import Effort
from .drawing import bare, complete, edges
from .formulas import Formulas, formulas
from .network import Array, Matrix, Params, Pass, Row, array, forward, matrix, row


class Step(NamedTuple):
    """A step of a sweep: the gradient of its own loss, what later steps of the sweep's direction add, and their sum.

    `slope` is the derivative of the logistic function, `delta` the total times it, `source` what the weight multiplies.
    """

    number: int
    local: Row
    passed: Row
    total: Row
    slope: Row
    delta: Row
    source: Row
    product: Matrix


class Reach(NamedTuple):
    """A state or output, and whether it depends on the place that changes."""

    name: str
    item: str  # as it is printed
    right: bool


class Solution(NamedTuple):
    """The network's graph, formulas, and for its numbers gradients of states and weights; what mistakes lead to."""

    graph_bare: Graph
    graph_complete: Graph
    arrows: tuple[tuple[str, Formula], ...]
    reach: tuple[Reach, ...]
    formulas: Formulas
    f_states: Matrix
    b_states: Matrix
    y: Matrix
    errors: Matrix
    forward_part: Row  # of the output at `step`: V_f f
    backward_part: Row
    loss: Row  # one entry
    local_f: Row  # of L_step
    local_b: Row
    jacobian_f: Matrix
    jacobian_b: Matrix
    f_steps: tuple[Step, ...]  # in the order of the sweep: from T to 1
    b_steps: tuple[Step, ...]  # from 1 to T
    g: Matrix  # total gradients at f_1 to f_T
    c: Matrix
    f_gradient: Matrix
    b_gradient: Matrix
    halved_f: Row  # without the factor 2
    unit_f: Row  # as if the norm were not squared; zero error: zeros
    negated_f: Row  # with z - y
    right_f: Matrix  # diagonal on the right
    right_b: Matrix
    earlier_f: Matrix  # diagonal of the state before
    bare_f: Matrix  # no slope
    local_g: Matrix
    local_c: Matrix
    local_f_gradient: Matrix
    local_b_gradient: Matrix
    unsloped_f_gradient: Matrix
    unsloped_b_gradient: Matrix
    shifted_f_gradient: Matrix  # with inputs, or states, of another step
    shifted_b_gradient: Matrix


def solve(params: Params) -> Solution:
    """Return the gradients by the two recursions, each against the direction of its states."""
    run = forward(params)
    u_f, u_b, v_f, v_b = (array(m) for m in (params.u_f, params.u_b, params.v_f, params.v_b))
    f_local, b_local = 2 * run.errors @ v_f, 2 * run.errors @ v_b
    f_slope, b_slope = run.f * (1 - run.f), run.b * (1 - run.b)
    x, at, ahead, back = array(params.x), params.step - 1, params.ahead - 1, params.back - 1
    input_first = params.ask == "wf_ub"
    f_source, b_source = (x, advanced(run.b)) if input_first else (delayed(run.f), x)
    f_steps = _sweep(f_local[::-1], f_slope[::-1], u_f, f_source[::-1], tuple(range(len(x), 0, -1)))
    b_steps = _sweep(b_local, b_slope, u_b, b_source, tuple(range(1, len(x) + 1)))
    g, c = _by_number(f_steps), _by_number(b_steps)
    f_wrong, b_wrong = advanced(x if input_first else run.f), delayed(run.b if input_first else x)
    return Solution(
        graph_bare=bare(len(x)),
        graph_complete=complete(len(x)),
        arrows=tuple((f"{start}-{end}", Formula(weight)) for start, end, weight in edges(len(x))),
        reach=_reach(params),
        formulas=formulas(params),
        f_states=matrix(run.f),
        b_states=matrix(run.b),
        y=matrix(run.y),
        errors=matrix(run.errors),
        forward_part=row(v_f @ run.f[at]),
        backward_part=row(v_b @ run.b[at]),
        loss=row([(run.errors * run.errors).sum()]),
        local_f=row(f_local[at]),
        local_b=row(b_local[at]),
        jacobian_f=matrix(f_slope[ahead + 1][:, None] * u_f),
        jacobian_b=matrix(b_slope[back - 1][:, None] * u_b),
        f_steps=f_steps,
        b_steps=b_steps,
        g=matrix(g),
        c=matrix(c),
        f_gradient=matrix(_summed(f_steps)),
        b_gradient=matrix(_summed(b_steps)),
        halved_f=row(f_local[at] / 2),
        unit_f=_unit(params, run),
        negated_f=row(-f_local[at]),
        right_f=matrix(u_f * f_slope[ahead + 1]),
        right_b=matrix(u_b * b_slope[back - 1]),
        earlier_f=matrix(f_slope[ahead][:, None] * u_f),
        bare_f=matrix(u_f),
        local_g=matrix(f_local),
        local_c=matrix(b_local),
        local_f_gradient=matrix((f_local * f_slope).T @ f_source),
        local_b_gradient=matrix((b_local * b_slope).T @ b_source),
        unsloped_f_gradient=matrix(g.T @ f_source),
        unsloped_b_gradient=matrix(c.T @ b_source),
        shifted_f_gradient=matrix((g * f_slope).T @ f_wrong),
        shifted_b_gradient=matrix((c * b_slope).T @ b_wrong),
    )


def effort(params: Params, solution: Solution) -> Effort:
    """Return the work of each part: arrows and formulas; local gradients; both sweeps with their products."""
    steps, n, m = len(params.x), len(params.u_f), len(params.v_f)
    local = 2.0 * (handwork.weight(solution.errors[params.step - 1][0]) + n * m)
    jacobian = sum(handwork.weight(v) + 1 for row in solution.jacobian_f for v in row)
    return {
        "a": 6.0 * steps,
        "b": 3.0 * steps,
        "c": 8.0,
        "d": local + 2 * jacobian + 2.0 * m * n,
        "e": 8.0,
        "f": sum(map(_step_work, solution.f_steps)),
        "g": sum(map(_step_work, solution.b_steps)),
    }


def _step_work(step: Step) -> float:
    """Return the work of one step: both summands, the slope, and the product with what the weight multiplies."""
    total = sum(map(handwork.total, zip(step.local, step.passed, strict=True)))
    passed = sum(handwork.weight(v) + 0.5 * (v < 0) for v in (*step.local, *step.passed) if v)
    slopes = sum(handwork.product(g, s) for g, s in zip(step.total, step.slope, strict=True))
    return total + passed + slopes + sum(handwork.product(d, s) for d in step.delta for s in step.source)


def _sweep(local: Array, slope: Array, u: Array, source: Array, numbers: tuple[int, ...]) -> tuple[Step, ...]:
    """Return the steps of a recursion in its own order."""
    passed, found = np.zeros(len(u), dtype=object), []
    for t, own, bend, before in zip(numbers, local, slope, source, strict=True):
        total = own + passed
        delta = total * bend
        rows = (row(own), row(passed), row(total), row(bend), row(delta), row(before))
        found.append(Step(t, *rows, matrix(np.outer(delta, before))))
        passed = u.T @ delta
    return tuple(found)


def _summed(steps: tuple[Step, ...]) -> Array:
    """Return the sum of the outer products."""
    total: Array = np.array([np.array(s.product, dtype=object) for s in steps]).sum(axis=0)
    return total


def _by_number(steps: tuple[Step, ...]) -> Array:
    """Return the totals in the order of the steps' numbers."""
    return np.array([s.total for s in sorted(steps, key=lambda s: s.number)], dtype=object)


def delayed(rows: Array) -> Array:
    """Return for each step the row of the step before, zero at the first."""
    return np.vstack([np.zeros_like(rows[:1]), rows[:-1]])


def advanced(rows: Array) -> Array:
    """Return for each step the row of the step after, zero at the last."""
    return np.vstack([rows[1:], np.zeros_like(rows[:1])])


def _unit(params: Params, run: Pass) -> Row:
    """Return V^T times the error divided by its norm."""
    error = run.errors[params.step - 1]
    norm = hypot(*error)
    return row([float(value) / norm if norm else 0 for value in array(params.v_f).T @ error])


def _reach(params: Params) -> tuple[Reach, ...]:
    """Return which states and outputs lie behind the place that changes, along the arrows."""
    behind, steps = {params.changed}, len(params.x)
    arrows = edges(steps)
    for _ in arrows:
        behind |= {end for start, end, _ in arrows if start in behind}
    names = [f"{letter}{t}" for letter in "fby" for t in range(1, steps + 1)]
    return tuple(Reach(name, f"${name[0]}_{name[1:]}$", name in behind) for name in names if name != params.changed)
