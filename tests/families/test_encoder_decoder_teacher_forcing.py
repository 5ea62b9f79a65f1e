"""What a decoder reads: errors that the second method notices."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from probgen.family import Disagreement

from .cases import module

FAMILY = module("encoder_decoder_teacher_forcing")
PARAMS = FAMILY.Params(("der", "Zug", "kommt"), ("the", "train", "comes"), ("the", "tram", "comes"))
PLANTED: list[tuple[str, Callable[[Any], Any]]] = [
    ("the network's own words in training", lambda s: s._replace(training=s.generation)),
    ("the reference in generation", lambda s: s._replace(generation=s.training)),
    ("no start token", lambda s: s._replace(training=s.shifted_off)),
    ("steps out of order", lambda s: s._replace(steps=s.steps[::-1])),
    ("a picture that is not filled in", lambda s: s._replace(network_free=s.network)),
]


@pytest.mark.parametrize(("error", "change"), PLANTED, ids=[error for error, _ in PLANTED])
def test_verify_refuses_a_planted_error(error: str, change: Callable[[Any], Any]) -> None:
    right = FAMILY.solve(PARAMS)
    FAMILY.verify(PARAMS, right)
    with pytest.raises(Disagreement):
        FAMILY.verify(PARAMS, change(right))


def test_the_picture_of_the_question_holds_no_input_of_the_decoder() -> None:
    network = FAMILY.solve(PARAMS).network
    assert [node.label for node in network.nodes if node.blank] == [()] * 4
