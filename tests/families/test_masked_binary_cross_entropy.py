"""Cross-entropy over training nodes: planted errors are noticed, drawn graphs pose the question."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from math import log
from typing import Any

import pytest

from probgen.exact import Record
from probgen.family import Disagreement
from probgen.stream import Stream

from .cases import all_cases, module

NAME = "masked_binary_cross_entropy"
PUBLISHED = next(case for case in all_cases() if case.family == NAME)


def first(items: tuple[Any, ...], **fields: Any) -> tuple[Any, ...]:
    return (items[0]._replace(**fields), *items[1:])


PLANTED: list[tuple[str, Callable[[Any], Any]]] = [
    ("all nodes divide", lambda s: s._replace(loss=s.over_all)),
    ("held-out nodes in the loss", lambda s: s._replace(loss=s.with_held)),
    ("both terms of each node", lambda s: s._replace(loss=s.both)),
    ("labels exchanged", lambda s: s._replace(loss=s.exchanged)),
    ("no sign", lambda s: s._replace(loss=s.positive)),
    ("the number of a mistake", lambda s: s._replace(value=s.over_all_value)),
    ("the training loss as that of held-out nodes", lambda s: s._replace(held_value=s.value)),
    ("a term with another loss", lambda s: s._replace(training=first(s.training, loss=2))),
    ("a term with another probability", lambda s: s._replace(training=first(s.training, right=0.25))),
    ("a term with another letter", lambda s: s._replace(tested=first(s.tested, letter="b"))),
    ("a node too few", lambda s: s._replace(training=s.training[1:])),
    ("nodes out of order", lambda s: s._replace(nodes=s.nodes[::-1])),
    ("a wrong node as right", lambda s: s._replace(correct=(1, 4))),
    ("the share of all nodes", lambda s: s._replace(accuracy=s.all_accuracy)),
    ("a gradient at held-out nodes", lambda s: s._replace(gradient=s.unmasked)),
    ("a gradient without the mean", lambda s: s._replace(gradient=s.undivided)),
    ("a gradient too long", lambda s: s._replace(gradient=(*s.gradient, 0))),
]


@pytest.mark.parametrize(("error", "change"), PLANTED, ids=[error for error, _ in PLANTED])
def test_verify_refuses_a_planted_error(error: str, change: Callable[[Any], Any]) -> None:
    family, params = module(NAME), PUBLISHED.params()
    with pytest.raises(Disagreement):
        family.verify(params, change(family.solve(params)))


def test_natural_logarithms_are_those_of_the_product() -> None:
    params = module(NAME).Params(((1, 2), (2, 3)), (1, 0, 1), (3,), (0.5, 0.75, 0.9))
    assert module(NAME).solve(params).value == pytest.approx(-log(0.5 * 0.25) / 2)


@pytest.mark.parametrize(("n", "held", "numbers"), [*product((5, 6, 7), (1, 2, 3), ("tenths", "powers"))])
def test_drawn_graphs_train_with_both_labels(n: int, held: int, numbers: str) -> None:
    family = module(NAME)
    for seed in range(20):
        params = family.draw(Stream("loss", seed), Record({"n": n, "held": held, "numbers": numbers}))
        solution = family.solve(params)
        family.verify(params, solution)
        assert {term.label for term in solution.training} == {0, 1}
        assert len(solution.tested) == held


def test_losses_at_powers_of_one_half_are_whole_bits() -> None:
    family = module(NAME)
    knobs = Record({"n": 6, "held": 2, "numbers": "powers"})
    for seed in range(20):
        solution = family.solve(family.draw(Stream("bits", seed), knobs))
        assert all(isinstance(term.loss, int) for term in solution.training)


def test_the_picture_shades_the_held_out_nodes() -> None:
    figure = module(NAME).solve(PUBLISHED.params()).graph
    assert [node.name for node in figure.nodes if node.shaded] == ["n1", "n4"]


def test_a_node_that_all_others_train_without_must_exist() -> None:
    with pytest.raises(ValueError, match="leaves some for training"):
        module(NAME).Params(((1, 2),), (1, 0), (1, 2), (0.5, 0.5))
