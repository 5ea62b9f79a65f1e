"""The work of decoders: errors that the second method notices, and how ways of selection compare."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from probgen.exact import Formula
from probgen.family import Disagreement

from .cases import module

NAME = "decoding_complexity"


def decoder(solution: Any, place: int, **fields: Any) -> Any:
    """Return the solution with fields of one decoder of the large model replaced."""
    decoders = list(solution.decoders)
    decoders[place] = decoders[place]._replace(**fields)
    return solution._replace(decoders=tuple(decoders))


def timed(solution: Any, place: int, time: str) -> Any:
    """Return the solution with another time for one way of selection."""
    selections = list(solution.selections)
    selections[place] = selections[place]._replace(time=Formula(time))
    return solution._replace(selections=tuple(selections))


PLANTED: list[tuple[str, Callable[[Any], Any]]] = [
    ("a heap as slow as sorting", lambda s: timed(s, 0, "T*B*N*log(B*N)")),
    ("a heap in linear time", lambda s: timed(s, 0, "T*B*N")),
    ("sorting as fast as a heap", lambda s: timed(s, 1, "T*B*N*log(B)")),
    ("sorting in linear time", lambda s: timed(s, 1, "T*B*N")),
    ("quickselect as slow as a heap", lambda s: timed(s, 2, "T*B*N*log(B)")),
    ("a scan that is made once", lambda s: timed(s, 3, "T*B*N")),
    ("the time with another selection", lambda s: s._replace(beam_time=s.selections[1].time)),
    ("a Viterbi algorithm that is in time", lambda s: decoder(s, 1, practical=True)),
    ("an exhaustive search that is in time", lambda s: decoder(s, 0, right="yes")),
    ("a beam that counts its width twice", lambda s: decoder(s, 2, operations=Formula("30000 + 19*25*30000"))),
    ("a digit too many", lambda s: decoder(s, 0, digits=s.decoders[0].digits + 1)),
    ("another duration", lambda s: decoder(s, 1, duration=1.0)),
]


@pytest.mark.parametrize(("error", "change"), PLANTED, ids=[error for error, _ in PLANTED])
def test_verify_refuses_a_planted_error(error: str, change: Callable[[Any], Any]) -> None:
    family = module(NAME)
    params = family.Params(5, 4, 2)
    right = family.solve(params)
    family.verify(params, right)
    with pytest.raises(Disagreement):
        family.verify(params, change(right))


def test_an_unknown_selection_is_refused_with_a_sentence() -> None:
    with pytest.raises(ValueError, match="selection one of heap, sort, quickselect, scan"):
        module(NAME).Params(5, 4, selection="luck")
