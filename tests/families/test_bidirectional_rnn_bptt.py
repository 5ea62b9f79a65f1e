"""Backpropagation through time in two directions: errors that the second method notices, and what is drawn."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from itertools import product
from typing import Any

import numpy as np
import pytest

from probgen import bank, sampling, shelf
from probgen.exact import Formula, Record
from probgen.family import Disagreement
from probgen.stream import Stream

from .cases import module

NAME = "bidirectional_rnn_bptt"
KNOBS = [{"T": t, "n": n, "ask": ask} for t, n, ask in product((2, 3, 4), (2, 1), ("wf_ub", "uf_wb"))]
Change = Callable[[Any], Any]


def drawn(seed: int = 1, **knobs: Any) -> Any:
    return module(NAME).draw(Stream(NAME, seed), Record({"T": 3, "n": 2, "ask": "wf_ub", **knobs}))


def first(records: tuple[Any, ...], **fields: Any) -> tuple[Any, ...]:
    return (records[0]._replace(**fields), *records[1:])


def formula(name: str, change: Callable[[str], str]) -> Change:
    def changed(solution: Any) -> Any:
        old = getattr(solution.formulas, name)
        return solution._replace(
            formulas=solution.formulas._replace(**{name: Formula(change(old.source), old.symbols)})
        )

    return changed


PLANTED: list[tuple[str, Change]] = [
    ("no factor 2", lambda s: s._replace(local_f=s.halved_f)),
    ("the gradient of a norm", lambda s: s._replace(local_f=s.unit_f)),
    ("the other sign", lambda s: s._replace(local_f=s.negated_f)),
    ("a gradient at the wrong state", lambda s: s._replace(local_b=s.local_f)),
    ("a diagonal on the right", lambda s: s._replace(jacobian_f=s.right_f)),
    ("a diagonal on the right, backward", lambda s: s._replace(jacobian_b=s.right_b)),
    ("slopes of the state before", lambda s: s._replace(jacobian_f=s.earlier_f)),
    ("no slopes", lambda s: s._replace(jacobian_f=s.bare_f)),
    ("local gradients as total ones", lambda s: s._replace(g=s.local_g)),
    ("local gradients as total ones, backward", lambda s: s._replace(c=s.local_c)),
    ("a gradient of W from local gradients", lambda s: s._replace(f_gradient=s.local_f_gradient)),
    ("a gradient of U from local gradients", lambda s: s._replace(b_gradient=s.local_b_gradient)),
    ("a gradient without slopes", lambda s: s._replace(f_gradient=s.unsloped_f_gradient)),
    ("the state at the wrong neighbor", lambda s: s._replace(b_gradient=s.shifted_b_gradient)),
    ("the gradient of the other direction", lambda s: s._replace(f_gradient=s.b_gradient)),
    ("a loss that is not summed", lambda s: s._replace(loss=(1,))),
    ("outputs of the wrong states", lambda s: s._replace(y=s.errors)),
    ("errors of another sign", lambda s: s._replace(errors=tuple(tuple(-x for x in e) for e in s.errors))),
    ("an output of one state alone", lambda s: s._replace(forward_part=s.y[1])),
    ("the parts of an output exchanged", lambda s: s._replace(backward_part=s.forward_part)),
    ("steps in the wrong order", lambda s: s._replace(f_steps=s.f_steps[::-1])),
    ("a wrong slope in a step", lambda s: s._replace(f_steps=first(s.f_steps, slope=s.f_steps[0].total))),
    ("a wrong product in a step", lambda s: s._replace(b_steps=first(s.b_steps, product=s.b_steps[1].product))),
    ("an arrow forgotten", lambda s: s._replace(arrows=s.arrows[1:])),
    ("an arrow turned round", lambda s: s._replace(arrows=(("f1-f0", s.arrows[0][1]), *s.arrows[1:]))),
    ("an arrow with another weight", lambda s: s._replace(arrows=((s.arrows[0][0], Formula("U_b")), *s.arrows[1:]))),
    ("a dependence too few", lambda s: s._replace(reach=tuple(r._replace(right=False) for r in s.reach))),
    ("a formula without a factor 2", formula("local_f", lambda f: f.removeprefix("2*"))),
    ("a formula with the wrong V", formula("local_b", lambda f: f.replace("V_b", "V_f"))),
    ("a Jacobian of the other matrix", formula("jacobian_f", lambda f: f.replace("U_f", "U_b"))),
    ("a backward Jacobian without slopes", formula("jacobian_b", lambda f: "U_b")),
    ("a recursion without a transposed matrix", formula("total_f", lambda f: f.replace("U_f.T", "U_f"))),
    ("a backward recursion without slopes", formula("total_b", lambda f: f.partition(" + ")[0])),
    ("a step without a slope", formula("f_term", lambda f: "g2 @ x2.T")),
    ("a step with another state", formula("b_term", lambda f: f.replace("b3.T", "b1.T").replace("b4.T", "b1.T"))),
    ("a sum without its last step", formula("f_sum", lambda f: f.rpartition(" + ")[0])),
    ("a backward sum without its first step", formula("b_sum", lambda f: f.partition(" + ")[2])),
]


@pytest.mark.parametrize(("error", "change"), PLANTED, ids=[error for error, _ in PLANTED])
def test_verify_refuses_a_planted_error(error: str, change: Change) -> None:
    params = drawn()
    right = module(NAME).solve(params)
    module(NAME).verify(params, right)
    wrong = change(right)
    assert wrong != right
    with pytest.raises(Disagreement):
        module(NAME).verify(params, wrong)


def test_states_that_no_weights_lead_to_are_refused() -> None:
    given = drawn()
    x = (given.x[0], given.x[0], given.x[2])
    params = module(NAME).Params(
        **{name: getattr(given, name) for name in ("z", "u_f", "u_b", "v_f", "v_b", "f", "b")}, x=x
    )
    with pytest.raises(Disagreement, match="linearly dependent"):
        module(NAME).verify(params, module(NAME).solve(params))


@pytest.mark.parametrize("knobs", KNOBS, ids=str)
def test_every_draw_has_short_gradients_and_telling_slopes(knobs: dict[str, Any]) -> None:
    for seed in range(10):
        params = drawn(seed, **knobs)
        solution = module(NAME).solve(params)
        module(NAME).verify(params, solution)
        assert np.linalg.matrix_rank(np.array(params.x, dtype=float)) == knobs["T"]
        totals = [Fraction(x) for row in solution.g + solution.c for x in row]
        assert all(abs(x) <= 40 and (100 * x).denominator == 1 for x in totals)
        assert solution.earlier_f != solution.jacobian_f
        if knobs["n"] == 2:
            assert solution.right_f != solution.jacobian_f
            assert solution.right_b != solution.jacobian_b


def test_a_mistake_of_the_norm_never_gives_the_right_gradient() -> None:
    template = bank.find(NAME, [shelf.shipped()])
    for seed in range(20):
        scope = sampling.draw(template, Stream(NAME, seed)).scope
        assert scope["unit_f"] != pytest.approx([float(x) for x in scope["local_f"]])
        assert scope["unit_f"] != pytest.approx([float(x) for x in scope["halved_f"]])


@pytest.mark.parametrize("steps", [2, 3, 4])
def test_the_figure_to_complete_holds_no_arrow_and_its_solution_six_for_each_step(steps: int) -> None:
    solution = module(NAME).solve(drawn(T=steps))
    assert solution.graph_bare.edges == ()
    assert len(solution.graph_complete.edges) == len(solution.arrows) == 6 * steps
    assert solution.graph_complete.nodes == solution.graph_bare.nodes


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"w_f": ((1, 2, 3), (1, 2, 3))}, "either the states or both"),
        ({"x": ((1,),)}, "2 to 4 steps"),
        ({"u_b": ((1,),)}, "u_b needs 2 rows of 2"),
        ({"ahead": 3}, "lie in the network"),
        ({"changed": "y1"}, "one of x1"),
        ({"f": ((0, 1), (0, 1), (0, 1))}, "between 0 and 1"),
    ],
)
def test_senseless_numbers_are_refused_with_a_sentence(change: dict[str, Any], sentence: str) -> None:
    given = drawn()
    names = ("x", "z", "u_f", "u_b", "v_f", "v_b", "f", "b")
    with pytest.raises(ValueError, match=sentence):
        module(NAME).Params(**{**{name: getattr(given, name) for name in names}, **change})
