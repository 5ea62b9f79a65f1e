"""Rounding that a careful student carries from the answer of one part into the next.

Where a part `follows:` another one that is asked too, the earlier key is taken as it is written down: rounded as its
prompt asks. Where that is silent, it is rounded as the stem says or as irrational numbers are printed, if its tolerance
allows that: an exact key stays exact. What follows, rounded likewise, must be right by the tolerance of the later key.

The ends of the earlier tolerance are not carried: they leave room for other slips than rounding, and follow-through
credits what comes of those.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from .. import comparison, substitution
from ..document import ChooseOne, Interval, Matrix, Number, Part, Response, Vector
from ..errors import ProbgenError
from ..exact import Real, Value
from ..model import AnswerTemplate, PartTemplate
from ..sampling.instance import Instance
from ..substitution import Lost, paths
from ..typography import PRINTED_DIGITS, describe
from .parts import Breach
from .rounding import Rounding, rounding

_PRINTED = Rounding(PRINTED_DIGITS, significant=True)


def breaches(instance: Instance, asked: Sequence[tuple[PartTemplate, Part]]) -> Iterator[Breach]:
    """Yield what comes out wrong in later parts from the rounded keys of earlier ones.

    What cannot be traced is passed over.
    """
    if not any(template.follows for template, _ in asked):
        return
    stem = instance.template.stem
    usual = (rounding(stem.source, "") if stem else None) or _PRINTED
    held: dict[str, dict[str, Value]] = {}  # by part: the fields of the solution that it asks for, as they are written
    for old, part in asked:
        earlier = {path: value for label in old.follows for path, value in held.get(label, {}).items()}
        mine = held[old.label] = {}
        for answer, key in ((answer, part.answer(answer.name).response) for answer in old.answers):
            wanted = rounding(old.prompt.source, answer.name if len(old.answers) > 1 else "")
            try:
                found = substitution.followed(instance, answer, key, earlier) if earlier else None
            except Lost:
                found = None  # `tracing` warns of it
            except (ProbgenError, ArithmeticError, ValueError, TypeError, LookupError):
                how = f"nothing follows from {_list(earlier)}, rounded as a student carries it on"
                yield Breach(answer.where, "nothing follows from an earlier key, rounded", how)
                continue
            value = _written(found or key, wanted, usual)
            if value is None:
                continue
            if found and not _right(key, value):
                how = (
                    f"{_list(earlier)}, rounded as a student carries it on, leads to {_said(key, value)}, "
                    f"which is wrong: the key is {_said(key, _written(key, wanted, usual))}"
                )
                yield Breach(answer.where, "an earlier key, rounded, leads to a wrong answer", how)
            mine |= _changes(instance, answer, key, value)


def _right(response: Response, value: Value) -> bool:
    """Tell whether a written value is right."""
    match response:
        case Number(key, tolerance, _, accept):
            return any(comparison.equal(value, right, tolerance) for right in (key, *accept))
        case Vector(key, tolerance) | Matrix(key, tolerance):
            return comparison.equal(value, key, tolerance)
        case Interval(low, high):
            return comparison.equal((value.low, value.high), (low, high), response.tolerance)
        case ChooseOne(options):
            return options[value].right
        case _:
            return True


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
    match response:
        case ChooseOne(options):
            return describe(options[value].value)
        case Interval():
            return describe((value.low, value.high))
        case _:
            return describe(value)


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
        case Interval(low, high):
            return replace(response, low=end(low), high=end(high))
        case ChooseOne(options):
            return next((place for place, option in enumerate(options) if option.right), None)
        case _:
            return None
