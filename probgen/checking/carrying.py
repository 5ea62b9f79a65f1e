"""Rounding that a careful student carries from the answer of one part into the next.

Where a part `follows:` another one, the earlier key is taken as it is written down: rounded as its prompt asks. Where
that is silent, it is rounded as the stem says or as irrational numbers are printed, if its tolerance allows that: an
exact key stays exact. What follows, rounded in the same way, must be right by the tolerance of the later key.

The ends of the earlier tolerance are not carried: they leave room for other slips than rounding, and follow-through
credits what comes of those.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from fractions import Fraction

from .. import comparison
from ..document import ChooseOne, Interval, Matrix, Number, Problem, Response, Vector
from ..errors import ProbgenError
from ..exact import Real, Value
from ..grading import comparing, paths, substitution
from ..grading.notation import Span
from ..grading.substitution import Lost
from ..model import AnswerTemplate, Template
from ..sampling.instance import Instance
from ..typography import PRINTED_DIGITS, describe
from .contract import Rounding, rounding

_PRINTED = Rounding(PRINTED_DIGITS, significant=True)


def breaches(template: Template, instance: Instance, problem: Problem) -> Iterator[str]:
    """Yield what comes out wrong in later parts from the rounded keys of earlier ones.

    The template has the texts, which those of the instance may lack. What cannot be traced is passed over.
    """
    usual = (rounding(template.stem.source, "") if template.stem else None) or _PRINTED
    held: dict[str, dict[str, Value]] = {}  # by part: the fields of the solution that it asks for, as they are written
    for old, part in zip(template.parts, problem.parts, strict=True):
        earlier = {path: value for label in old.follows for path, value in held[label].items()}
        mine = held[old.label] = {}
        for answer, key in ((answer, part.answer(answer.name).response) for answer in old.answers):
            asked = rounding(old.prompt.source, answer.name if len(old.answers) > 1 else "")
            try:
                found = substitution.followed(instance, answer, key, earlier) if earlier else None
            except Lost:
                found = None  # `tracing` warns of it
            except (ProbgenError, ArithmeticError, ValueError, TypeError, LookupError):
                yield f"{answer.where}: nothing follows from {_list(earlier)}, rounded as a student carries it on"
                continue
            value = _written(found or key, asked, usual)
            if value is None:
                continue
            if found and comparing.share(key, [value], each=False) != 1:
                what = f"{_list(earlier)}, rounded as a student carries it on, leads to {_said(key, value)}"
                yield f"{answer.where}: {what}, which is wrong: the key is {_said(key, _written(key, asked, usual))}"
            mine |= _changes(instance, answer, key, value)


def _changes(instance: Instance, answer: AnswerTemplate, key: Response, value: Value) -> dict[str, Value]:
    """Return the field that an answer asks for with its written value, if that is not the exact one."""
    try:
        path, carried = substitution.change(instance, answer, key, [value])
    except Lost:
        return {}
    return {} if carried == paths.value(instance.scope, path) else {path: carried}


def _list(carried: Mapping[str, Value]) -> str:
    return ", ".join(f"{path} = {describe(value)}" for path, value in carried.items())


def _said(response: Response, value: Value) -> str:
    return describe(response.options[value].value if isinstance(response, ChooseOne) else value)


def _written(response: Response, asked: Rounding | None, usual: Rounding) -> Value:
    """Return the key as a student writes it and grading reads it; None where it is neither number nor choice."""
    within = comparison.tolerance_of(response)

    def number(key: Real) -> Real:
        if not math.isfinite(key):
            return key
        rounded = (asked or usual).of(key)
        return rounded if asked or abs(rounded - Fraction(key)) <= comparison.room(key, within) else key

    def end(key: Real | None) -> Real | None:
        return None if key is None else number(key)

    match response:
        case Number(key):
            return number(key)
        case Vector(keys):
            return tuple(map(number, keys))
        case Matrix(rows):
            return tuple(tuple(map(number, row)) for row in rows)
        case Interval(low, high, low_closed, high_closed):
            return Span(end(low), end(high), low_closed, high_closed)
        case ChooseOne(options):
            return next((place for place, option in enumerate(options) if option.right), None)
        case _:
            return None
