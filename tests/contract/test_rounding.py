"""Which rounding a prompt asks for."""

from __future__ import annotations

import pytest

from probgen.contract.rounding import Rounding, rounding


@pytest.mark.parametrize(
    ("prompt", "asked"),
    [
        ("Give two decimals.", Rounding(2, significant=False)),
        ("To 3 decimal places:", Rounding(3, significant=False)),
        ("with three significant digits", Rounding(3, significant=True)),
        ("Numbers of four digits", None),
        ("Two numbers of some decimals", None),
        ("One of two decimals, the other of three decimals", None),
    ],
)
def test_a_prompt_of_one_answer_speaks_of_it(prompt: str, asked: Rounding | None) -> None:
    assert rounding(prompt, "") == asked


def test_a_prompt_of_several_answers_speaks_of_those_in_the_same_paragraph() -> None:
    prompt = "Compute both.\n\nMean: [[mean]]\n\nRoot, to two decimals: [[root]]"
    assert rounding(prompt, "mean") is None
    assert rounding(prompt, "root") == Rounding(2, significant=False)
