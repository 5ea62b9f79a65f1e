"""What one part demands of a draw: rounding that is right, and nothing wrong within the tolerance."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import NamedTuple

from .. import answers, comparison
from ..document import Answer, ChooseOne, Interval, Matrix, Number, Part, Tolerance, Vector
from ..errors import Where
from ..exact import Real, Value, is_number, shortest
from ..model import AnswerTemplate, MistakeTemplate, PartTemplate
from ..typography import PRINTED_DIGITS, describe
from .rounding import leading, rounding


class Breach(NamedTuple):
    """Where a draw breaks the contract: in words that all draws share, and with the values of this one."""

    where: Where
    rule: str
    how: str

    @property
    def sentence(self) -> str:
        """What statistics count it under."""
        return f"tolerance, line {self.where.line}: {self.rule}"


def breaches(template: PartTemplate, part: Part, scope: Mapping[str, Value]) -> Iterator[Breach]:
    """Yield what breaks the contract in a composed part."""
    for old, answer in zip(template.answers, part.answers, strict=True):
        yield from _printed(old, answer)
        yield from _asked(template, old, answer)
        if isinstance(answer.response, ChooseOne):
            yield from _options(old, answer.response, scope)
    if any(answer.accept for answer in template.answers):
        yield from _accepted(template, part)
    if len(part.mistakes) < len(template.mistakes):
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


def _mistakes(template: PartTemplate, part: Part, scope: Mapping[str, Value]) -> Iterator[Breach]:
    for mistake, value, key in dropped(template, part, scope):
        if not comparison.same(value, key):
            rule = f"the mistake `{mistake.value.source}` lies within the tolerance of the key"
            how = f"the mistake {describe(value)} is not the key {describe(key)}, but lies within its tolerance"
            yield Breach(mistake.value.where, rule, how)


def _accepted(template: PartTemplate, part: Part) -> Iterator[Breach]:
    for mistake in part.mistakes:
        match part.answer(mistake.answer).response:
            case Number(_, tolerance, _, accept):
                if any(comparison.equal(mistake.value, other, tolerance) for other in accept):
                    where = next(answer.where for answer in template.answers if answer.name == mistake.answer)
                    how = f"the mistake {describe(mistake.value)} is one of the values that count as right"
                    yield Breach(where, "a mistake is one of the values that count as right", how)
            case _:
                pass


def _asked(template: PartTemplate, old: AnswerTemplate, answer: Answer) -> Iterator[Breach]:
    """Yield keys that lie outside of their own tolerance once they are rounded as the prompt asks."""
    asked = rounding(template.prompt.source, answer.name if len(template.answers) > 1 else "")
    if asked is None:
        return
    within = comparison.tolerance_of(answer.response)
    for key in _numbers(answer):
        if math.isfinite(key):
            rounded = asked.of(key)
            if abs(rounded - Fraction(key)) > comparison.room(key, within):
                how = f"the key {describe(key)}, rounded as the prompt asks to {describe(rounded)}, is wrong"
                yield Breach(old.where, "the key, rounded as the prompt asks, is wrong", how)


def _printed(old: AnswerTemplate, answer: Answer) -> Iterator[Breach]:
    """Yield keys that a student cannot give, rounded as they are printed, or need not give at all."""
    within = comparison.tolerance_of(answer.response)
    for key in _numbers(answer):
        if isinstance(key, float) and key and math.isfinite(key):
            room = comparison.room(key, within)
            unit = Fraction(10) ** (leading(key) - PRINTED_DIGITS + 1)
            if room < unit / 2:
                half = describe(shortest(unit / 2))
                how = f"the key {describe(key)} is printed rounded by up to {half}, {_than(within)}"
                yield Breach(old.where, "the key is printed rounded by more than its tolerance", how)
            elif room >= abs(key):
                how = f"the tolerance of the key {describe(key)} is so wide that 0 counts as right"
                yield Breach(old.where, "the tolerance is so wide that 0 counts as right", how)


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


def _options(template: AnswerTemplate, response: ChooseOne, scope: Mapping[str, Value]) -> Iterator[Breach]:
    """Yield options that are equal, or printed alike, and values left out that are nearly the key."""
    options = response.options
    for place, option in enumerate(options):
        for other in options[:place]:
            if option.text == other.text or comparison.same(option.value, other.value):
                how = f"the options {describe(other.value)} and {describe(option.value)} are equal or printed alike"
                yield Breach(template.where, "two options are equal or printed alike", how)
    key = next(option.value for option in options if option.right)
    within = comparison.tolerance(template.tolerance, [key] if is_number(key) else [])
    if within.size and "among" in template.fields:
        for value in template.fields["among"].value(scope):
            if comparison.equal(value, key, within) and not comparison.same(value, key):
                how = f"the option {describe(value)} is not the key {describe(key)}, but lies within its tolerance"
                yield Breach(template.where, "an option lies within the tolerance of the key", how)
