"""The backward pass of batch normalization: errors that the second method notices, and what its faults give away."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from probgen import bank, sampling, shelf
from probgen.family import Disagreement
from probgen.stream import Stream
from probgen.symbolic import formula

from .cases import module

NAME = "batch_norm_backward"
PLANTED: list[tuple[str, Callable[[Any], Any]]] = [
    ("the faulty program's gradient", lambda s: s._replace(dx=s.faulty_dx)),
    ("the right gradient as that of the faulty program", lambda s: s._replace(faulty_dx=s.dx)),
    ("a program without its fault", lambda s: s._replace(faulty=s.right)),
    ("statistics that are kept", lambda s: s._replace(dx=s.direct)),
    ("no way through the variance", lambda s: s._replace(dx=s.without_variance)),
    ("no way through the mean", lambda s: s._replace(dx=s.without_mean)),
    ("a division too many", lambda s: s._replace(dx=s.unrooted)),
    ("a scale that multiplies x", lambda s: s._replace(dgamma=s.uncentered_dgamma)),
    ("a shift that is averaged", lambda s: s._replace(dbeta=s.mean_d)),
    ("another line", lambda s: s._replace(fault_line=1)),
    ("a test that is passed", lambda s: s._replace(tests=(s.tests[0]._replace(passed="yes"), *s.tests[1:]))),
    ("a variance", lambda s: s._replace(v=s.root)),
    ("a negative root", lambda s: s._replace(root=-s.root, factor=-s.factor)),
    ("a mean", lambda s: s._replace(mu=s.mu + 1)),
    ("deviations", lambda s: s._replace(deviations=s.z)),
    ("outputs that are not shifted", lambda s: s._replace(y=s.z)),
    ("a factor without the root", lambda s: s._replace(factor=s.root)),
    ("centered gradients", lambda s: s._replace(centered_d=s.rest)),
    ("a part along z", lambda s: s._replace(along_z=s.z)),
    ("what is left", lambda s: s._replace(rest=s.centered_d)),
    ("a mean of products that is a sum", lambda s: s._replace(mean_dz=s.dgamma)),
    ("the lost factor in the closed form", lambda s: s._replace(closed=formula("gamma/sqrt(v + eps)*(d_i - d_bar)"))),
    ("the direct way in the closed form", lambda s: s._replace(dx1=formula("gamma/sqrt(v + eps)*d1"))),
    ("a derivative of z by x", lambda s: s._replace(z_by_x=formula("1/(v + eps)"))),
    ("a derivative of z by mu", lambda s: s._replace(z_by_mu=s.z_by_x)),
    ("a derivative of z by v", lambda s: s._replace(z_by_v=formula("-1/(2*(v + eps)**(3/2))"))),
    ("a derivative of mu", lambda s: s._replace(mu_by_x=formula("1"))),
    ("a derivative of v without the deviation", lambda s: s._replace(v_by_x=formula("2/n"))),
    ("a derivative of v by mu", lambda s: s._replace(v_by_mu=1)),
    ("the arrow from mu to v left out", lambda s: s._replace(edges=tuple(e for e in s.edges if e != ("mu", "sigma2")))),
    ("an arrow from gamma to Z", lambda s: s._replace(edges=(*s.edges, ("gamma", "Z")))),
    ("an arrow that carries a gradient", lambda s: s._replace(neutral_edges=(("X", "sigma2"),))),
    ("a change in the other column", lambda s: s._replace(reach=(s.reach[0]._replace(v="yes"), *s.reach[1:]))),
]


@pytest.mark.parametrize(("error", "change"), PLANTED, ids=[error for error, _ in PLANTED])
def test_verify_refuses_a_planted_error(error: str, change: Callable[[Any], Any]) -> None:
    family = module(NAME)
    params = family.Params(beta=1)
    right = family.solve(params)
    family.verify(params, right)
    with pytest.raises(Disagreement):
        family.verify(params, change(right))


def test_a_root_that_is_no_fraction_is_solved_and_verified_within_rounding() -> None:
    family = module(NAME)
    params = family.Params(x=(1, 2, 5), dy=(1, -2, 4), gamma=3, fault="mean_sign")
    solution = family.solve(params)
    family.verify(params, solution)
    x, d = np.array([1.0, 2.0, 5.0]), np.array([1.0, -2.0, 4.0])

    def loss(x: Any) -> float:
        return float((d * 3 * (x - x.mean()) / x.std()).sum())

    slopes = [(loss(x + h) - loss(x - h)) / 2e-5 for h in 1e-5 * np.eye(3)]
    assert solution.dx == pytest.approx(slopes, abs=1e-6)


def test_every_fault_of_the_bank_is_one_that_the_family_plants_in_the_line_that_is_shown() -> None:
    template = bank.find(NAME, [shelf.shipped()])
    faults = {row.name: row.line for row in template.pools["faults"]}
    family = module(NAME)
    for name, line in faults.items():
        assert family.solve(family.Params(dy=(1, 2, 3, 7), fault=name)).fault_line == line


def test_the_text_shows_the_line_of_the_fault_and_no_other() -> None:
    template = bank.find(NAME, [shelf.shipped()])
    for seed in range(20):
        scope = sampling.draw(template, Stream(NAME, seed)).scope
        differing = [
            place
            for place, (shown, line) in enumerate(zip(scope["listing"], scope["lines"], strict=True), start=1)
            if shown != line.text
        ]
        assert differing == [scope["fault_line"]]


def test_the_graph_of_the_question_has_the_arrows_that_are_drawn_and_the_wrong_one() -> None:
    solution = module(NAME).solve(module(NAME).Params(drawn=("X-mu", "Z-Y"), wrong="beta-Z"))
    assert [edge.place for edge in solution.unfinished.edges] == ["X-mu", "Z-Y", "beta-Z"]


def test_the_complete_graph_marks_what_was_missing_and_dashes_the_arrow_that_carries_no_gradient() -> None:
    solution = module(NAME).solve(module(NAME).Params(drawn=("X-mu", "Z-Y"), wrong="beta-Z"))
    edges = solution.complete.edges
    assert [(edge.start, edge.end) for edge in edges] == list(solution.edges)
    assert [edge.place for edge in edges if edge.dashed] == ["mu-sigma2"]
    assert {edge.place for edge in edges if not edge.marked} == {"X-mu", "Z-Y", "mu-sigma2"}


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"x": (1, 2)}, "as many inputs"),
        ({"gamma": 0}, "must not be zero"),
        ({"epsilon": -1}, "must not be negative"),
        ({"fault": "none"}, "the fault must be one of"),
        ({"drawn": ("gamma-Z",)}, "must belong to the graph"),
        ({"drawn": ("mu-sigma2",)}, "mu-sigma2 must not be among them"),
        ({"wrong": "X-Z"}, "must not belong to the graph"),
        ({"wrong": "X-W"}, "is no arrow between"),
        ({"watched": ("mu1", "v2", "Z31", "X12")}, "are watched"),
        ({"changed": ("X41",)}, "'X41' is no entry"),
    ],
)
def test_senseless_numbers_are_refused_with_a_sentence(given: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        module(NAME).Params(**given)
