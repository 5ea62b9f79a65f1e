"""The contract of tolerances: they hold the rounding of a careful student, and nothing that is wrong.

A number is printed with four significant digits where it is irrational, exactly otherwise. So the tolerance of an
irrational key is at least half a unit of its fourth digit, and less than the key itself. Where the prompt asks for a
rounding ("two decimals"), the rounded key is right. What is not equal to the key
(a known mistake, another option) lies outside of it, and a mistake is none of the further right values.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from .. import answers, comparison
from ..document import Answer, ChooseOne, Interval, Matrix, Number, Part, Tolerance, Vector
from ..exact import Exact, Real, Value, is_number, shortest
from ..model import AnswerTemplate, MistakeTemplate, PartTemplate
from ..typography import PRINTED_DIGITS, describe

_COUNTS = {"one": 1, "two": 2, "three": 3, "four": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_ROUNDING = re.compile(
    rf"\b({'|'.join(_COUNTS)})\s+(decimals?|decimal\s+places?|significant\s+digits)\b", re.IGNORECASE
)


def breaches(template: PartTemplate, part: Part, scope: Mapping[str, Value], *, dropped: bool) -> Iterator[str]:
    """Yield what breaks the contract in a composed part; `dropped`: some known mistake counts as right."""
    for old, answer in zip(template.answers, part.answers, strict=True):
        yield from (f"{old.where}: {what}" for what in (*_printed(answer), *_asked(template, answer)))
        if isinstance(answer.response, ChooseOne):
            yield from (f"{old.where}: {what}" for what in _options(old, answer.response, scope))
    if any(answer.accept for answer in template.answers):
        yield from _accepted(template, part)
    if dropped:
        yield from _mistakes(template, part, scope)


def dropped(
    template: PartTemplate, part: Part, scope: Mapping[str, Value]
) -> Iterator[tuple[MistakeTemplate, Value, Value]]:
    """Yield the known mistakes that count as right on this draw, each with its value and the key."""
    keys, known = answers.known(template.answers, scope)
    for mistake in template.mistakes:
        key = keys[mistake.answer]
        value = comparison.alike(mistake.value.value(known), key)
        if comparison.equal(value, key, comparison.tolerance_of(part.answer(mistake.answer).response)):
            yield mistake, value, key


def _mistakes(template: PartTemplate, part: Part, scope: Mapping[str, Value]) -> Iterator[str]:
    for mistake, value, key in dropped(template, part, scope):
        if not comparison.same(value, key):
            what = f"the mistake {describe(value)} is not the key {describe(key)}, but lies within its tolerance"
            yield f"{mistake.value.where}: {what}"


def _accepted(template: PartTemplate, part: Part) -> Iterator[str]:
    for mistake in part.mistakes:
        match part.answer(mistake.answer).response:
            case Number(_, tolerance, _, accept):
                if any(comparison.equal(mistake.value, other, tolerance) for other in accept):
                    where = next(answer.where for answer in template.answers if answer.name == mistake.answer)
                    yield f"{where}: the mistake {describe(mistake.value)} is one of the values that count as right"
            case _:
                pass


def _asked(template: PartTemplate, answer: Answer) -> Iterator[str]:
    """Yield keys that lie outside of their own tolerance once they are rounded as the prompt asks."""
    asked = rounding(template.prompt.source, answer.name if len(template.answers) > 1 else "")
    if asked is None:
        return
    within = comparison.tolerance_of(answer.response)
    for key in _numbers(answer):
        if math.isfinite(key):
            rounded = asked.of(key)
            if abs(rounded - Fraction(key)) > comparison.room(key, within):
                yield f"the key {describe(key)}, rounded as the prompt asks to {describe(rounded)}, is wrong"


class Rounding(NamedTuple):
    """So many decimals, or significant digits."""

    places: int
    significant: bool

    def of(self, number: Real) -> Exact:
        """Return a finite number rounded, a half to the even neighbour."""
        if not number:
            return 0
        unit = Fraction(10) ** ((_leading(number) + 1 if self.significant else 0) - self.places)
        rounded: Exact = shortest(round(Fraction(number) / unit) * unit)
        return rounded


@lru_cache(maxsize=1024)
def rounding(prompt: str, blank: str) -> Rounding | None:
    """Return the rounding that a prompt asks for, of a blank (where there are several) in the same paragraph.

    None where it is silent, and where it speaks of two: which of them belongs to which answer is not told.
    """
    paragraphs = prompt.split("\n\n") if blank else [prompt]
    text = next((text for text in paragraphs if f"[[{blank}]]" in text or not blank), "")
    asked = {Rounding(_COUNTS[found[1].lower()], "digits" in found[2]) for found in _ROUNDING.finditer(text)}
    return asked.pop() if len(asked) == 1 else None


def _printed(answer: Answer) -> Iterator[str]:
    """Yield keys that a student cannot give, rounded as they are printed, or need not give at all."""
    within = comparison.tolerance_of(answer.response)
    for key in _numbers(answer):
        if isinstance(key, float) and key and math.isfinite(key):
            room = comparison.room(key, within)
            unit = Fraction(10) ** (_leading(key) - PRINTED_DIGITS + 1)
            if room < unit / 2:
                half = describe(shortest(unit / 2))
                yield f"the key {describe(key)} is printed rounded by up to {half}, {_than(within)}"
            elif room >= abs(key):
                yield f"the tolerance of the key {describe(key)} is so wide that 0 counts as right"


def _leading(key: Real) -> int:
    """Return the power of ten of the first significant digit."""
    return math.floor(math.log10(abs(float(key))))


def _than(within: Tolerance) -> str:
    size = f"{describe(within.size * 100)} %" if within.relative else describe(within.size)
    return f"which is more than its tolerance, {size}"


def _numbers(answer: Answer) -> tuple[Real, ...]:
    match answer.response:
        case Number(key):
            return (key,)
        case Vector(keys):
            return keys
        case Matrix(rows):
            return tuple(key for row in rows for key in row)
        case Interval(low, high):
            return tuple(end for end in (low, high) if end is not None)
        case _:
            return ()


def _options(template: AnswerTemplate, response: ChooseOne, scope: Mapping[str, Value]) -> Iterator[str]:
    """Yield options that are equal, or printed alike, and values left out that are nearly the key."""
    options = response.options
    for place, option in enumerate(options):
        for other in options[:place]:
            if option.text == other.text or comparison.same(option.value, other.value):
                yield f"the options {describe(other.value)} and {describe(option.value)} are equal or printed alike"
    key = next(option.value for option in options if option.right)
    within = comparison.tolerance(template.tolerance, [key] if is_number(key) else [])
    if within.size and "among" in template.fields:
        for value in template.fields["among"].value(scope):
            if comparison.equal(value, key, within) and not comparison.same(value, key):
                yield f"the option {describe(value)} is not the key {describe(key)}, but lies within its tolerance"
