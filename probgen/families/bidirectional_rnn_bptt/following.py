"""What follows from a student's own gradients of one step."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import numpy as np

from ...exact import Value
from ...symbolic.evaluation import Evaluation
from .network import Array, Params, array, forward, matrix, row
from .solving import Solution, advanced, delayed

_SLIPS = (Fraction(1, 2), -1, Fraction(-1, 2))  # what the derivative of the loss is multiplied by


def follow(params: Params, solution: Solution, wanted: str, earlier: Mapping[str, Value]) -> Value | None:
    """Return local derivatives by a student's own formulas, or total gradients with the student's own local ones.

    These stand in the place of those of their step; the states and all other steps are as they are. A factor that is
    missing, or an error that is taken the wrong way round, is so in every step.
    """
    formula = earlier.get(f"formulas.{wanted}")
    if formula is not None:
        value = np.asarray(Evaluation(formula.source, _point(params)).value, dtype=float)
        return matrix(value.tolist()) if wanted.startswith("jacobian") else row(value[:, 0].tolist())
    if wanted in ("local_f", "local_b", "jacobian_f", "jacobian_b"):
        return getattr(solution, wanted)
    ways = {"g": "f", "f_gradient": "f", "c": "b", "b_gradient": "b"}
    if wanted not in ways:
        return None
    run, way = forward(params), ways[wanted]
    states, u, v = (run.f, params.u_f, params.v_f) if way == "f" else (run.b, params.u_b, params.v_b)
    slopes, local = states * (1 - states), 2 * run.errors @ array(v)
    if own := earlier.get(f"local_{way}"):
        mine = array((own,))[0]
        slips = [slip for slip in _SLIPS if np.array_equal(mine, slip * local[params.step - 1])]
        local *= slips[0] if slips else 1
        local[params.step - 1] = mine
    back = -1 if way == "f" else 1  # the way of the sweep, against the states
    order = range(len(local))[::back]
    from_state = params.ahead - 1 if way == "f" else params.back - 1
    totals, passed = np.zeros_like(local), local[0] * 0
    for t in order:
        totals[t] = local[t] + passed
        before = t + back  # the state that the next step of the sweep is about
        jacobian = slopes[t][:, None] * array(u)
        if before == from_state and f"jacobian_{way}" in earlier:
            jacobian = array(earlier[f"jacobian_{way}"])
        passed = jacobian.T @ totals[t]
    if wanted in ("g", "c"):
        return matrix(totals)
    inputs = (params.ask == "wf_ub") == (way == "f")
    source = array(params.x) if inputs else delayed(states) if way == "f" else advanced(states)
    return matrix((totals * slopes).T @ source)


def _point(params: Params) -> dict[str, Array]:
    """Return what the symbols of the local derivatives stand for; vectors are columns."""
    run = forward(params)
    named = (("f", run.f), ("b", run.b), ("y", run.y), ("z", array(params.z)), ("x", array(params.x)))
    point = {f"{letter}{t}": values[:, None] for letter, rows in named for t, values in enumerate(rows, 1)}
    weights = {"U_f": params.u_f, "U_b": params.u_b, "V_f": params.v_f, "V_b": params.v_b}
    return {name: value.astype(float) for name, value in (point | {k: array(v) for k, v in weights.items()}).items()}
