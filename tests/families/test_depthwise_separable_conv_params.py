"""Separable convolution: errors that the second method notices, and what the draw promises."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest

from probgen import bank, sampling, shelf
from probgen.family import Disagreement
from probgen.stream import Stream

from .cases import module

NAME = "depthwise_separable_conv_params"
PLANTED: list[tuple[str, Callable[[Any], Any]]] = [
    ("one channel in each filter", lambda s: s._replace(ordinary=s.one_channel)),
    ("filters that are not shared", lambda s: s._replace(ordinary=s.unshared)),
    ("depthwise filters over all channels", lambda s: s._replace(depthwise=s.all_channels)),
    ("wide pointwise filters", lambda s: s._replace(pointwise=s.wide_pointwise)),
    ("biases of one stage", lambda s: s._replace(separable_biased=s.half_biased)),
    ("half of the ratio", lambda s: s._replace(ratio=s.only_kernel)),
    ("the ratio upside down", lambda s: s._replace(ratio=1 / s.ratio)),
]


@pytest.mark.parametrize(("error", "change"), PLANTED, ids=[error for error, _ in PLANTED])
def test_verify_refuses_a_planted_error(error: str, change: Callable[[Any], Any]) -> None:
    family = module(NAME)
    params = family.Params(in_channels=3, out_channels=4, kernel=3, side=224)
    with pytest.raises(Disagreement):
        family.verify(params, change(family.solve(params)))


def test_the_ratio_is_the_sum_of_two_unit_fractions() -> None:
    template = bank.find(NAME, [shelf.shipped()])
    for seed in range(60):
        scope = sampling.draw(template, Stream(NAME, seed)).scope
        assert (
            scope["ratio"] == Fraction(1, scope["out_channels"]) + Fraction(1, scope["kernel"] ** 2) <= Fraction(3, 4)
        )


def test_a_layer_without_channels_is_refused_with_a_sentence() -> None:
    with pytest.raises(ValueError, match="must be at least 1"):
        module(NAME).Params(in_channels=0, out_channels=4, kernel=3, side=8)
