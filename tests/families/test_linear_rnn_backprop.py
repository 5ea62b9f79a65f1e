"""The linear network: errors that the second method notices, and what its formulas and picture say."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from probgen.exact import Formula
from probgen.family import Disagreement

from .cases import module

NAME = "linear_rnn_backprop"
Change = Callable[[Any], Any]


def params(**other: Any) -> Any:
    return module(NAME).Params(**{"inputs": (5, -1, 2), "w": 2, "target": 43, "rate": Fraction(1, 10), **other})


def first(records: tuple[Any, ...], **fields: Any) -> tuple[Any, ...]:
    return (records[0]._replace(**fields), *records[1:])


PLANTED: list[tuple[str, Change]] = [
    ("a value with a power too many", lambda s: s._replace(stations=first(s.stations, value=Formula("w*u1")))),
    ("a value made otherwise", lambda s: s._replace(stations=first(s.stations, made=Formula("u2")))),
    ("an answer in other symbols", lambda s: s._replace(y=replace(s.y, symbols=(("w", "real"),)))),
    ("a derivative at an edge", lambda s: s._replace(stations=first(s.stations, derivative=Formula("w**2")))),
    ("a wrong number on an edge", lambda s: s._replace(stations=first(s.stations, number=6))),
    ("a wrong slope at an edge", lambda s: s._replace(stations=first(s.stations, slope=4))),
    ("an edge forgotten", lambda s: s._replace(stations=s.stations[1:])),
    ("another edge asked", lambda s: s._replace(asked_station=s.stations[0])),
    ("another edge missing", lambda s: s._replace(missing_station=s.stations[1])),
    ("derivatives that tell what is missing", lambda s: s._replace(others=s.stations)),
    ("the last product left out of y", lambda s: s._replace(y=s.last)),
    ("a wrong last sum", lambda s: s._replace(last=s.y)),
    ("the last share as derivative", lambda s: s._replace(dy_dw=s.last)),
    ("exponents that are not lowered", lambda s: s._replace(dy_dw=s.unlowered)),
    ("a share without its derivative", lambda s: s._replace(shares=first(s.shares, full=Formula("u1")))),
    ("a short share without its derivative", lambda s: s._replace(shares=first(s.shares, short=Formula("p")))),
    ("a power too low behind a product", lambda s: s._replace(shares=first(s.shares, up=Formula("w")))),
    ("another letter at a product", lambda s: s._replace(shares=first(s.shares, factor="q"))),
    ("shares in the wrong order", lambda s: s._replace(shares=s.shares[::-1])),
    ("a share forgotten", lambda s: s._replace(shares=s.shares[1:])),
    ("a wrong label", lambda s: s._replace(blanks=(("w-m1", Formula("w*p")), *s.blanks[1:]))),
    ("a label at another arrow", lambda s: s._replace(blanks=(("w-m2", s.blanks[0][1]), *s.blanks[1:]))),
    ("what enters a product", lambda s: s._replace(shares=first(s.shares, entering=4))),
    ("what leaves a product", lambda s: s._replace(shares=first(s.shares, leaving=5))),
    ("a wrong slope at a product", lambda s: s._replace(shares=first(s.shares, slope=2))),
    ("a wrong number for a share", lambda s: s._replace(shares=first(s.shares, number=5))),
    ("shares of the answer", lambda s: s._replace(share_numbers=(5, 18, 20))),
    ("a wrong output", lambda s: s._replace(output=20)),
    ("the last number as derivative", lambda s: s._replace(slope=s.last_only)),
    ("a gradient without the error", lambda s: s._replace(gradient=s.slope)),
    ("a gradient of the other sign", lambda s: s._replace(gradient=-s.gradient)),
    ("a step uphill", lambda s: s._replace(updated=s.wrong_way)),
]


@pytest.mark.parametrize(("error", "change"), PLANTED, ids=[error for error, _ in PLANTED])
def test_verify_refuses_a_planted_error(error: str, change: Change) -> None:
    right = module(NAME).solve(params())
    module(NAME).verify(params(), right)
    wrong = change(right)
    assert wrong != right
    with pytest.raises(Disagreement):
        module(NAME).verify(params(), wrong)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"inputs": (1,), "names": ("p",)}, "2 to 4 steps"),
        ({"names": ("p", "q")}, "need 5 names"),
        ({"names": ("p", "q", "w", "s", "t")}, "one thing only"),
        ({"asked": 6}, "from 1 to 5"),
        ({"asked": 1}, "an input, which is not asked for"),
        ({"h0": 2}, "zero unless it is given"),
    ],
)
def test_senseless_numbers_are_refused_with_a_sentence(given: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        params(**given)


def test_equal_powers_are_collected_where_inputs_are_numbers() -> None:
    solution = module(NAME).solve(params(form="numbers", start="given", h0=-2))
    assert solution.y.source == "2*w - w**2 + 3*w**3"  # (5 - 2) w^3


def test_the_initial_state_goes_with_the_first_input() -> None:
    solution = module(NAME).solve(params(start="given", h0=1))
    assert solution.dy_dw.source == "u3 + 2*w*u2 + 3*w**2*(u1 + h0)"


@pytest.mark.parametrize("start", ["zero", "given"])
def test_the_weight_is_drawn_once_with_an_arrow_into_each_product(start: str) -> None:
    graph = module(NAME).solve(params(start=start)).chain
    arrows = [edge.end for edge in graph.edges if edge.start == "w"]
    products = [node.name for node in graph.nodes if node.shaded]
    assert arrows == products == ["m1", "m2", "m3"]


def test_the_figure_of_the_question_holds_no_share() -> None:
    solution = module(NAME).solve(params())
    empty = [edge for edge in solution.chain_blank.edges if edge.blank]
    assert [edge.label for edge in empty] == [()] * 3
    assert all(edge.label for edge in solution.chain_marked.edges if edge.blank)
