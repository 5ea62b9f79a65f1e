"""Ill-posed templates, each of which a look at one variant would pass: `probgen check` finds every one of them."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from probgen import checking
from tests.bank_text import template


class Ill(NamedTuple):
    """A template, its line that is at fault, and what is said."""

    text: str
    line: int
    said: str


AMBIGUOUS = Ill(
    """\
    params: {scores: 'int[4] in 1..9'}
    prompt: The scores are $<<scores | row>>$. Which is the largest, counted from 1?
    answer: argmax(scores) + 1
    """,
    6,
    "the key rests on `argmax(scores)`, and the largest entry stands there 2 times",
)

WRONG_FORMULA = Ill(
    """\
    params: {n: 5..9, k: [2, 3]}
    prompt: How many windows of $<<k>>$ lie in $<<n>>$ values?
    answer: n - k
    check: {the last window ends at the last value: answer + k - 1 == n}
    """,
    7,
    "the check 'the last window ends at the last value' failed",
)

EQUAL_OPTIONS = Ill(
    """\
    params: {a: 2..9}
    prompt: What is $<<a>> + <<a>>$?
    answer: {choice: a + a}
    mistakes:
      - 2*a: Added once more.
      - a**2: Multiplied.
    """,
    1,
    "of 50 draws none can be printed: only 2 of 3 options differ",
)

MISTAKE_IS_KEY = Ill(
    """\
    params: {a: 2..9, b: 2..9}
    prompt: What is $<<a>> \\cdot <<b>>$?
    answer: a*b
    mistakes:
      - b*a: Added, not multiplied.
    """,
    8,
    "the mistake `b*a` equals the key in all 200 variants",
)

LEAK = Ill(
    """\
    params: {a: 2..99, b: 2..99}
    derive: {total: b + a}
    prompt: Of $<<total>>$ things, $<<a>>$ are red and $<<b>>$ are blue. How many are there?
    answer: a + b
    """,
    6,
    "the inserted value no. 1 is the key of answer, in 100% of the variants",
)

LEAKED_PRODUCT = Ill(
    """\
    params: {w: 'int[2] in 2..9', x: 'int[2] in 2..9'}
    stem: The product is $<<w[0]*x[0] + w[1]*x[1]>>$.
    prompt: What is $<<w | row>> \\cdot <<x | row>>$?
    answer: dot(w, x)
    """,
    5,
    "the inserted value no. 1 is the key of answer",
)

NEARLY_RIGHT = Ill(
    """\
    params: {n: 30..60}
    prompt: What is the variance of $<<n>>$ values with the sum of squares 1?
    answer: 1/n
    mistakes:
      - 1/(n - 1): Divide by the number of values.
    """,
    8,
    "the mistake 1/",
)

NEARLY_RIGHT_OPTION = Ill(
    """\
    params: {n: 300..600}
    prompt: What is $1/<<n>>$?
    answer: {choice: 1/n, options: 3, among: "[1/(n + 1), n, 2*n]"}
    """,
    6,
    "but lies within its tolerance",
)

ROUNDED_AWAY = Ill(
    """\
    params: {a: 2..9}
    prompt: What is $1000 \\sqrt{<<a>>}$?
    answer: {number: 1000*sqrt(a + 1/7), tolerance: 0.01}
    """,
    6,
    "is printed rounded by up to 0.5, which is more than its tolerance, 0.01",
)

ROUNDED_AS_ASKED = Ill(
    """\
    params: {a: [3, 7, 9, 11]}
    prompt: What is $1/<<a>>$, to two decimals?
    answer: {number: 1/a, tolerance: 0.001}
    """,
    6,
    "in 77% of the draws the key, rounded as the prompt asks, is wrong",
)

ZERO_IS_RIGHT = Ill(
    """\
    params: {a: 6..9}
    prompt: What is $e^{-<<a>>}$?
    answer: exp(-a)
    """,
    6,
    "is so wide that 0 counts as right",
)

NEVER_FILLED = Ill(
    """\
    params: {a: 2..9}
    prompt: |
      What is $2 \\cdot <<a>>$?
      <% if a > 9 %>
      Use two digits.
      <% endif %>
    answer: 2*a
    """,
    7,
    "what stands behind `<% if a > 9 %>` was filled by none of 200 variants",
)

ALL = {name.lower(): ill for name, ill in list(globals().items()) if isinstance(ill, Ill)}


def messages(ill: Ill) -> list[str]:
    loaded = template(ill.text)
    report = checking.stress(loaded, range(200))
    return [*map(str, checking.faults(report, loaded)), *(failure.message for failure in report.failures.values())]


@pytest.mark.parametrize("ill", ALL.values(), ids=ALL)
def test_the_fault_is_found_with_its_line(ill: Ill) -> None:
    found = [message for message in messages(ill) if ill.said in message]
    assert found
    assert all(f"bank.yaml:{ill.line}:" in message for message in found)


SOUND = {
    "argmax with its condition": AMBIGUOUS.text + "require: {one is largest: 'count(scores, max(scores)) == 1'}\n",
    "the right formula": WRONG_FORMULA.text.replace("n - k", "n - k + 1"),
    "options that differ": EQUAL_OPTIONS.text.replace("2*a", "3*a").replace("2..9", "4..9"),
    "a mistake that differs": MISTAKE_IS_KEY.text.replace("b*a", "b + a").replace("2..9", "3..9"),
    "nothing of the key": LEAK.text.replace("Of $<<total>>$ things", "Of some things"),
    "a tolerance that tells them apart": NEARLY_RIGHT.text.replace(": 1/n\n", ": {number: 1/n, tolerance: 1 %}\n"),
    "a tolerance as wide as the rounding": ROUNDED_AWAY.text.replace("0.01", "4 digits"),
    "a tolerance for what is asked": ROUNDED_AS_ASKED.text.replace("0.001", "0.005"),
    "a rounding for what is tolerated": ROUNDED_AS_ASKED.text.replace("two decimals", "three significant digits"),
    "a tolerance below the key": ZERO_IS_RIGHT.text.replace("exp(-a)", "{number: exp(-a), tolerance: 2 digits}"),
    "a key that is meant to be seen": LEAK.text.replace("<<total>>", "<<total>><#given#>"),
    "a branch for given numbers": NEVER_FILLED.text.replace("9 %>", "9 %><# given #>"),
}


@pytest.mark.parametrize("text", SOUND.values(), ids=SOUND)
def test_the_corrected_template_is_sound(text: str) -> None:
    assert messages(Ill(text, 0, "")) == []


def test_a_parameter_that_is_the_key_may_be_shown() -> None:
    text = "params: {w: 3..40, h: 3..40}\nprompt: <<h>> rows of <<w>> pixels, how many columns?\nanswer: w\n"
    assert messages(Ill(text, 0, "")) == []


def test_a_value_that_is_the_key_by_chance_is_no_leak() -> None:
    text = "params: {a: 1..6, b: 1..6}\nderive: {c: a + b}\nprompt: $<<c>>$, $<<a>>$?\nanswer: a*b\n"
    assert messages(Ill(text, 0, "")) == []


def test_a_mistake_that_is_one_of_the_further_right_values_is_found() -> None:
    text = "params: {a: 2..9}\nprompt: A root of $<<a * a>>$?\nanswer: {number: a, accept: ['-a']}\n"
    text += "mistakes: [{-a: Wrong sign.}]\n"
    assert any("is one of the values that count as right" in message for message in messages(Ill(text, 0, "")))
