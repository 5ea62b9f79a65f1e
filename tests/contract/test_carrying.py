"""Whether the rounded key of one part leads to the key of the next, as drawing demands it."""

from __future__ import annotations

import pytest

from probgen import compose, contract, sampling
from probgen.checking import running
from probgen.stream import Stream
from tests.bank_text import template

SQUARE = """\
params: {a: 2..9}
stem: Lengths.
parts:
  - prompt: What is $\\sqrt{<<a>> + 1/7}$, to two decimals?
    answer: {number: root, tolerance: 0.005}
  - prompt: A hundred squares have this side. How large are they?
    answer: {number: 100*root**2, tolerance: 0.1}
    follows: a
derive: {root: sqrt(a + 1/7)}
"""
FRACTION = """\
params: {a: [3, 7]}
stem: Fractions.
parts:
  - prompt: What is $1/<<a>>$?
    answer: {number: part, tolerance: 1 %}
  - prompt: What is left over of 1 if $<<a>>$ times as much is taken away?
    answer: {number: 1 - a*part, tolerance: exact}
    follows: a
derive: {part: 1/a}
"""


def failures(text: str, *, keys_only: bool = False) -> list[str]:
    loaded = running.wordless(template(text)) if keys_only else template(text)
    found: list[str] = []
    for seed in range(8):
        instance = sampling.draw(loaded, Stream(seed))
        problem = compose.problem(instance, Stream(seed, "options"))
        breaches = contract.breaches(instance, list(zip(loaded.parts, problem.parts, strict=True)))
        found += [f"{breach.where}: {breach.how}" for breach in breaches]
    return found


@pytest.mark.parametrize("keys_only", [False, True])
def test_a_rounding_that_the_next_tolerance_does_not_hold_is_found_with_its_line(keys_only: bool) -> None:
    """The root of 2 + 1/7 is 1.46385, and 1.46 squared is 2.1316."""
    found = failures(SQUARE, keys_only=keys_only)
    assert any(
        "bank.yaml:10:" in message
        and "root = 1.46, rounded as a student carries it on, leads to 213.2, which is wrong: the key is 214.3"
        in message
        for message in found
    )


SOUND = {
    "a tolerance as wide as what comes of the rounding": SQUARE.replace("0.1}", "4}"),
    "more digits in the earlier prompt": SQUARE.replace("two decimals", "four decimals"),
    "printed digits where no prompt asks for others": SQUARE.replace(", to two decimals", "").replace("0.1}", "0.5}"),
    "a part that builds on no other": SQUARE.replace("    follows: a\n", ""),
    "an exact fraction": FRACTION.replace("1 %", "exact"),
    "room for decimals": FRACTION.replace("1 - a*part, tolerance: exact", "1 - a*part, tolerance: 0.01"),
}


@pytest.mark.parametrize("text", SOUND.values(), ids=SOUND)
def test_what_holds_the_rounding_is_sound(text: str) -> None:
    assert failures(text) == []


def test_the_ends_of_the_earlier_tolerance_need_not_lead_to_the_key() -> None:
    """With a side of 1.36385, which is right by 0.1, a hundred squares measure 28 less, and 4 are allowed."""
    assert failures(SQUARE.replace("0.005", "0.1").replace("0.1}\n    follows", "4}\n    follows")) == []


def test_where_the_prompt_is_silent_the_stem_tells_the_digits() -> None:
    text = SQUARE.replace(", to two decimals", "").replace("0.1}", "0.5}")
    assert failures(text) == []
    assert failures(text.replace("Lengths.", "Give three significant digits."))


def test_a_fraction_with_a_tolerance_may_be_carried_as_a_decimal() -> None:
    """3 * 0.3333 = 0.9999."""
    assert any("part = 0.3333, rounded as a student carries it on, leads to 0.0001" in m for m in failures(FRACTION))


def test_rounding_goes_on_through_a_part_in_between() -> None:
    """From 1.46 comes 213.2 and from that 2132, but ten times the key is 2143."""
    between = "{number: hundred, tolerance: 4}\n    follows: a\n  - prompt: And ten times as many?\n"
    text = SQUARE.replace(
        "{number: 100*root**2, tolerance: 0.1}", between + "    answer: {number: 10*hundred, tolerance: 1}"
    )
    text = text.replace("    follows: a\nderive: {", "    follows: b\nderive: {hundred: 100*root**2, ")
    found = failures(text)
    assert any("hundred = 213.2, rounded as a student carries it on, leads to 2132" in message for message in found)


def test_a_choice_that_the_rounding_tips_over_is_found() -> None:
    choice = "{choice: \"'above' if root > 1.462 else 'below'\", among: \"['above', 'below']\"}"
    text = SQUARE.replace("{number: 100*root**2, tolerance: 0.1}", choice).replace("2..9", "[2, 9]")
    assert any("leads to 'below', which is wrong: the key is 'above'" in message for message in failures(text))


def test_an_earlier_key_rounded_to_nothing_is_found_where_it_divides() -> None:
    text = SQUARE.replace("root: sqrt(a + 1/7)", "root: sqrt(a + 1/7)/1000").replace("100*root**2", "1/root")
    assert any("nothing follows from root = 0, rounded" in message for message in failures(text))


def test_an_answer_that_does_not_build_on_the_rounded_one_is_passed_over() -> None:
    assert failures(SQUARE.replace("100*root**2, tolerance: 0.1", "100*a, tolerance: exact")) == []
