"""The penalized autoencoder: errors that the second method notices, and what the draw promises."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest

from probgen import bank, sampling, shelf
from probgen.exact import Formula
from probgen.family import Disagreement
from probgen.stream import Stream

from .cases import module

NAME = "ridge_spectral_shrinkage"


def formed(solution: Any, name: str, source: str) -> Any:
    """Return the solution with another formula."""
    right = getattr(solution.forms, name)
    return solution._replace(forms=solution.forms._replace(**{name: Formula(source, right.symbols)}))


PLANTED: list[tuple[str, Callable[[Any], Any]]] = [
    ("an unsquared norm", lambda s: s._replace(candidates=(s.candidates[0], s.candidates[1]._replace(penalty=3)))),
    ("the inequality turned round", lambda s: s._replace(favored_range=s.wrong_way)),
    ("a penalty forgotten", lambda s: s._replace(favored_range=(s.penalty_forgotten[0], None))),
    ("a penalty not forgotten", lambda s: s._replace(penalty_forgotten=(s.favored_range[0], s.penalty_forgotten[1]))),
    ("gains without squares", lambda s: s._replace(gains=s.unsquared_gains)),
    ("the factors exchanged", lambda s: s._replace(minimizer=s.swapped)),
    ("an end of the window left open by far", lambda s: s._replace(window=(0, s.window[1]))),
    ("the extreme singular values", lambda s: s._replace(window=s.window_extremes)),
    ("singular values without squares", lambda s: s._replace(window=s.window_unsquared)),
    ("the Gram matrix of the other side", lambda s: formed(s, "minimizer", "X @ inv(X.T @ X + 2*lam*I(n)) @ X.T")),
    ("a left factor that is transposed", lambda s: formed(s, "left", "U.T")),
    ("a right factor that is not transposed", lambda s: formed(s, "right", "U")),
    ("a gain without squares", lambda s: formed(s, "gain", "sigma/(sigma + lam)")),
    ("odds turned upside down", lambda s: s._replace(window=s.window_inverted)),
]


@pytest.mark.parametrize(("error", "change"), PLANTED, ids=[error for error, _ in PLANTED])
def test_verify_refuses_a_planted_error(error: str, change: Callable[[Any], Any]) -> None:
    family = module(NAME)
    params = family.Params(spectrum=(10, 8, 4, 1, Fraction(1, 2)), keep_first=3, keep_at_least=Fraction(4, 5))
    right = family.solve(params)
    family.verify(params, right)
    with pytest.raises(Disagreement):
        family.verify(params, change(right))


def test_every_draw_has_decimal_gains_and_a_window_twice_as_high_as_low() -> None:
    template = bank.find(NAME, [shelf.shipped()])
    for seed in range(40):
        scope = sampling.draw(template, Stream(NAME, seed)).scope
        low, high = scope["window"]
        assert 2 * low <= high
        assert len(set(scope["gains"])) == 2
        assert all(100 * gain == int(100 * gain) for gain in scope["gains"])
        assert 0 < scope["favored_range"][0] < Fraction(1, 100)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"data": ((1, 2), (3,))}, "equally long"),
        ({"encoders": (((1, 0),),), "favored": 0}, "2 by 2"),
        ({"favored": 2}, "asked about"),
        ({"axes": ((1, 1), (1, 1))}, "orthogonal"),
        ({"singular_values": (1,)}, "positive singular value"),
        ({"spectrum": (1, 2)}, "strictly decreasing"),
        ({"keep_first": 2}, "one must be left"),
        ({"rest_at_most": 1}, "between 0 and 1"),
    ],
)
def test_senseless_numbers_are_refused_with_a_sentence(given: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        module(NAME).Params(**given)
