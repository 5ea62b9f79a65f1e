"""Curves of accuracy with dropout: the experiment that is drawn, errors that the second method notices."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from probgen import bank, sampling, shelf
from probgen.errors import ProbgenError
from probgen.exact import Dec, Record
from probgen.family import Disagreement
from probgen.stream import Stream

from .cases import module

NAME = "dropout_experiment"
FAMILY = module(NAME)
PARAMS = FAMILY.Params(
    (0, Dec("0.5"), Dec("0.9")),
    ((50, 80, 100), (50, 70, 90), (50, 60, 65)),
    ((50, 70, 60), (50, 70, 75), (50, 55, 60)),
)


def redrawn(**fields: Any) -> Callable[[Any], Any]:
    """Return the change that gives the first curve on training data other fields."""

    def change(solution: Any) -> Any:
        plot = solution.training_curves
        return solution._replace(
            training_curves=replace(plot, curves=(replace(plot.curves[0], **fields), *plot.curves[1:]))
        )

    return change


PLANTED: list[tuple[str, Callable[[Any], Any]]] = [
    ("the best accuracy as the last", lambda s: s._replace(validation_ends=s.best)),
    ("the last accuracy as the best", lambda s: s._replace(best=s.validation_ends)),
    ("an end of another run", lambda s: s._replace(training_ends=s.training_ends[::-1])),
    ("gaps of the wrong sign", lambda s: s._replace(gaps=tuple(-gap for gap in s.gaps))),
    ("the figures exchanged", lambda s: s._replace(training_curves=s.validation_curves)),
    ("a curve that ends elsewhere", redrawn(points=((0, 50), (5, 80), (10, 90)))),
    ("a curve over other steps", redrawn(points=((0, 50), (4, 80), (10, 100)))),
]


@pytest.mark.parametrize(("error", "change"), PLANTED, ids=[error for error, _ in PLANTED])
def test_verify_refuses_a_planted_error(error: str, change: Callable[[Any], Any]) -> None:
    right = FAMILY.solve(PARAMS)
    FAMILY.verify(PARAMS, right)
    with pytest.raises(Disagreement):
        FAMILY.verify(PARAMS, change(right))


def drawn(seed: int, rates: str = "moderate") -> Any:
    return FAMILY.draw(Stream("experiment", seed), Record({"rates": rates}))


def test_all_runs_start_from_the_same_network() -> None:
    for seed in range(5):
        params = drawn(seed)
        assert len({curve[0] for curve in params.training}) == len({curve[0] for curve in params.validation}) == 1


def test_the_same_stream_gives_the_same_curves_and_another_one_gives_others() -> None:
    assert drawn(1) == drawn(1) != drawn(2)


def test_without_dropout_most_training_examples_are_learned() -> None:
    """60 examples with 30 features, of which a tenth carries the wrong class, can nearly be separated by a plane."""
    assert all(drawn(seed).training[0][-1] >= 85 for seed in range(10))


@pytest.mark.parametrize("rates", ["moderate", "mild"])
def test_dropout_narrows_the_gap_in_all_variants(rates: str) -> None:
    template = bank.find(NAME, [shelf.shipped()])
    for seed in range(10):
        scope = sampling.draw(template, Stream(NAME, seed), knobs={"rates": rates}).scope
        assert scope["gaps"][1] < scope["gaps"][0]
        assert scope["validation_ends"][0] < scope["validation_ends"][1] > scope["validation_ends"][2]


def test_curves_of_ones_own_that_say_something_else_are_refused() -> None:
    given = {"dropout_rates": (0, Dec("0.5")), "training": ((50, 90), (50, 95)), "validation": ((50, 80), (50, 85))}
    with pytest.raises(ProbgenError, match="dropout lowers the accuracy on training data"):
        sampling.draw(bank.find(NAME, [shelf.shipped()]), Stream(NAME), given=given)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"dropout_rates": (0,)}, "2 to 3 rates"),
        ({"dropout_rates": (Dec("0.1"), Dec("0.5"), Dec("0.9"))}, "increase from 0"),
        ({"training": ((50, 80), (50, 90))}, "one for validation data"),
        ({"training": ((50, 80), (50, 90), (50, 60))}, "same number of points"),
        ({"every": 0}, "steps must be positive"),
        ({"training": ((50, 80, 101), (50, 70, 90), (50, 60, 65))}, "between 0 and 100"),
        ({"training": ((100, 100, 100),) * 3, "validation": ((100, 100, 100),) * 3}, "below 100 percent"),
    ],
)
def test_senseless_curves_are_refused_with_a_sentence(given: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        replace(PARAMS, **given)
