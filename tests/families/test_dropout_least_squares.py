"""Dropout on one example: errors that the second method notices, and what the draw promises."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from statistics import pstdev
from typing import Any

import pytest

from probgen import bank, sampling, shelf
from probgen.family import Disagreement
from probgen.stream import Stream

from .cases import module

NAME = "dropout_least_squares"
PLANTED: list[tuple[str, Callable[[Any], Any]]] = [
    ("equal contributions as the shortest solution", lambda s: s._replace(min_norm=s.vanishing)),
    ("equal weights as the shortest solution", lambda s: s._replace(min_norm=s.adam)),
    ("the shortest solution from any start", lambda s: s._replace(limit=s.min_norm)),
    ("learning rates up to twice the bound", lambda s: s._replace(rates=(0, 2 * s.rates[1]))),
    ("learning rates up to half the bound", lambda s: s._replace(rates=(0, s.rates[1] / 2))),
    ("features that are not divided", lambda s: s._replace(weights=s.unscaled)),
    ("masks that are equally likely", lambda s: s._replace(weights=s.equally_likely)),
    ("losses out of order", lambda s: s._replace(losses=s.losses[::-1])),
    ("a prediction that is divided", lambda s: s._replace(prediction=s.outputs[0])),
    ("the ratio of weights for contributions", lambda s: s._replace(contribution_ratio=s.weight_ratio)),
    ("pulls that are not divided", lambda s: s._replace(pulls=s.unscaled_pulls)),
    ("the shortest solution as the limit", lambda s: s._replace(vanishing=s.min_norm)),
    ("a Gram matrix of full rank", lambda s: s._replace(gram_rank=2)),
    ("a start that does not matter", lambda s: s._replace(reaches_min_norm=True)),
    ("formulas out of order", lambda s: s._replace(keep_formulas=s.keep_formulas[::-1])),
    ("whole weights out of order", lambda s: s._replace(whole_weights=s.whole_weights[::-1])),
    ("another output of the whole weights", lambda s: s._replace(whole_output=s.whole_output + 1)),
    ("another loss of the whole weights", lambda s: s._replace(whole_loss=s.whole_loss + 1)),
    ("gradient descent in place of Adam", lambda s: s._replace(adam=s.min_norm)),
]


@pytest.mark.parametrize(("error", "change"), PLANTED, ids=[error for error, _ in PLANTED])
def test_verify_refuses_a_planted_error(error: str, change: Callable[[Any], Any]) -> None:
    family = module(NAME)
    params = family.Params((10, 1), 11, Fraction(2, 3), (2, -1))
    right = family.solve(params)
    family.verify(params, right)
    with pytest.raises(Disagreement):
        family.verify(params, change(right))


def test_the_expected_loss_at_the_minimum_is_the_share_of_the_squared_target_that_the_odds_have() -> None:
    template = bank.find(NAME, [shelf.shipped()])
    for seed in range(40):
        scope = sampling.draw(template, Stream(NAME, seed)).scope
        odds = 1 / Fraction(scope["keep"]) - 1
        assert scope["floor"] == scope["y"] ** 2 * odds / (2 + odds)
        assert scope["prediction"] < scope["y"]
        assert scope["vanishing"] != scope["min_norm"] != scope["adam"]


def test_the_curves_end_where_dropout_vanishes_and_jump_to_the_shortest_solution() -> None:
    family = module(NAME)
    solution = family.solve(family.Params((10, 1), 11, Fraction(1, 2)))
    rising, jumps = solution.curves.curves[::2], solution.curves.curves[1::2]
    assert tuple(curve.points[-1][1] for curve in rising) == solution.vanishing
    assert tuple(jump.points[-1] for jump in jumps) == tuple((1, weight) for weight in solution.min_norm)
    assert [height for keep, height in rising[0].points if keep == Fraction(1, 2)] == [Fraction(11, 30)]


def run(name: str, keep: Fraction, batch: int = 64) -> list[float]:
    """The losses of a run that are drawn."""
    family = module(NAME)
    plot = getattr(family.solve(family.Params((9, 2), 11, keep, batch=batch)), name)
    return [float(loss) for _, loss in plot.curves[0].points]


def test_a_run_starts_at_the_squared_target() -> None:
    assert run("single_losses", Fraction(1, 2))[0] == run("batch_losses", Fraction(1, 2))[0] == 121


def test_a_mask_that_drops_all_features_shows_the_squared_target_to_the_end() -> None:
    """A quarter of the masks does, and no other mask has so large a loss."""
    late = run("single_losses", Fraction(1, 2))[20:]
    assert 10 <= late.count(121) <= 30
    assert max(late) == 121


@pytest.mark.parametrize("keep", [Fraction(1, 2), Fraction(2, 3), Fraction(3, 4)])
def test_the_mean_loss_of_many_masks_ends_near_the_smallest_expected_loss(keep: Fraction) -> None:
    odds = float(1 / keep - 1)
    late = run("batch_losses", keep, 256)[100:]
    assert sum(late) / len(late) == pytest.approx(121 * odds / (2 + odds), rel=0.1)


def test_many_masks_make_the_loss_smooth() -> None:
    one, many = (run("batch_losses", Fraction(1, 2), batch)[100:] for batch in (4, 256))
    assert pstdev(many) < pstdev(one) / 4


def test_the_line_in_the_figure_is_the_smallest_expected_loss() -> None:
    family = module(NAME)
    solution = family.solve(family.Params((9, 2), 11, Fraction(1, 2)))
    assert solution.batch_losses.curves[1].points == ((0, solution.floor), (200, solution.floor))


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"x": (1,)}, "2 to 4 features"),
        ({"x": (1, 0)}, "positive"),
        ({"keep": 1}, "between 0 and 1"),
        ({"start": (1,)}, "2 weights"),
        ({"batch": 0}, "1 to 1024 masks"),
    ],
)
def test_senseless_numbers_are_refused_with_a_sentence(given: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        module(NAME).Params(**{"x": (4, 3), "y": 25, "keep": Fraction(1, 2), **given})
