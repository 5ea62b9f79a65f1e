"""What one variant adds to a report, and in what it breaks the contract of answers."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping

from .. import contract, typography
from ..document import (
    ChooseMany,
    ChooseOne,
    GraphLabeling,
    Interval,
    Matrix,
    Number,
    Part,
    Response,
    Sequence,
    Symbolic,
    Table,
    Ticks,
    Vector,
)
from ..exact import Value, is_number
from ..language.branches import Watch
from ..language.filling import CONCEALED, conceal
from ..model import PartTemplate, Template
from ..variant import Variant
from .report import KEPT_TIMES, Insert, Report, answer_name, mistake_name
from .ties import Ties


class Counting:
    """The count of one template's variants; what is the same for all of them is found once."""

    def __init__(self, template: Template, report: Report) -> None:
        self.template = template
        self.report = report
        self.values = not report.keys_only  # whether the values that each name takes are counted
        self.ties = Ties(template)
        shown = (text for part in template.parts for text in part.shown())
        self.shown = {text.where: text for text in (*shown, *(() if template.stem is None else (template.stem,)))}

    def count(self, made: Variant, watch: Watch) -> list[str]:
        """Count a variant and return what is wrong with it, although it could be made."""
        report, instance = self.report, made.instance
        report.composed += 1
        report.tries += made.tries
        report.rejected.update(made.rejected)
        report.refused.update((one.breach.where, one.breach.rule) for one in made.refused if one.breach)
        report.variants.add(fingerprint(instance.params))
        if self.values:
            for name, value in instance.params.items():
                if name not in self.template.knobs:
                    report.params[name].add(value)
        states = {part.proof.state for part in made.problem.parts if part.keyed and part.proof}
        report.proofs.update(states or {made.problem.proof.state})
        report.taken.update(watch.taken)
        if self.values:
            self._leaks(made, watch)
        for old, part in zip(self.template.parts, made.problem.parts, strict=True):
            self._part(old, part, instance.scope)
        return list(self.ties.found(instance.scope))

    def time(self, seed: str, seconds: float) -> None:
        """Note how long a seed took."""
        self.report.seconds += seconds
        self.report.slowest = sorted([*self.report.slowest, (seconds, seed)], reverse=True)[:KEPT_TIMES]

    def _part(self, old: PartTemplate, part: Part, scope: Mapping[str, Value]) -> None:
        for answer in part.answers:
            value = key_of(answer.response) if self.values else None
            if value is not None:
                self.report.answers[answer_name(part.label, answer.name)].add(value)
            if isinstance(answer.response, ChooseOne):
                self._position(answer_name(part.label, answer.name), answer.response)
        for mistake, _, _ in contract.dropped(old, part, scope) if len(part.mistakes) < len(old.mistakes) else ():
            self.report.coincidences[mistake_name(old, mistake)] += 1

    def _position(self, name: str, response: ChooseOne) -> None:
        """Count where the right option stands; letters are sorted, so their order is no matter of chance."""
        options = response.options
        if not all(isinstance(option.value, str) and len(option.value) == 1 for option in options):
            positions = self.report.positions[f"{name} of {len(options)}"]
            for place, option in enumerate(options, 1):
                positions[place] += option.right

    def _leaks(self, made: Variant, watch: Watch) -> None:
        """Note the places of values in the statement that are, as they are printed, the key of an answer."""
        given = set(_entries(made.instance.params))
        keys: dict[str, str] = {}
        for part, answer in ((asked, answer) for asked in made.problem.parts for answer in asked.answers):
            if (key := key_of(answer.response)) is not None and not (_plain(key) and key in given):
                name = answer_name(part.label, answer.name)
                self.report.hidden[name] += 1
                keys |= dict.fromkeys(_forms(answer.response), name)
        if keys:
            for where, text in dict(watch.filled).items():
                if where in self.shown:
                    for number, found in enumerate(CONCEALED.finditer(text)):
                        if leaked := keys.get(found[0]):
                            self.report.leaks[Insert(where.file, where.line, where.path, number, leaked)] += 1


def fingerprint(params: Value) -> int:
    """Return 64 bits that tell variants apart: a run over a million seeds keeps them all."""
    return int.from_bytes(hashlib.blake2b(typography.plain(params).encode(), digest_size=8).digest())


def _entries(value: Value) -> Iterator[Value]:
    """Yield a value of numbers and words, and the values that it consists of."""
    if _plain(value):
        yield value
    if isinstance(value, tuple | Mapping):
        for entry in value.values() if isinstance(value, Mapping) else value:
            yield from _entries(entry)


def _plain(value: Value) -> bool:
    if isinstance(value, tuple):
        return all(map(_plain, value))
    return isinstance(value, str) or is_number(value)


def key_of(response: Response) -> Value:
    """Return what is marked as right, as one value; None where a person marks."""
    match response:
        case Number(key) | Vector(key) | Matrix(key) | Sequence(key) | Symbolic(key):
            return key
        case Interval(low, high):
            return (low, high)
        case ChooseOne(options):
            return next(option.value for option in options if option.right)
        case ChooseMany(options):
            return " ".join("+" if option.right else "-" for option in options)
        case Ticks(_, rows):
            return "; ".join(" ".join(row.ticks) for row in rows)
        case Table(_, _, rows):
            return tuple(cell.key for row in rows for cell in row if cell.blank)
        case GraphLabeling(_, _, keys):
            return tuple(key for _, key in keys)
        case _:
            return None


def _forms(response: Response) -> Iterator[str]:
    """Yield the key as a text would insert it."""
    match response:
        case Number(key) | Symbolic(key):
            yield conceal(key)
        case Vector(key):
            yield from (conceal(form) for form in (typography.row(key), typography.vec(key)))
        case Matrix(key):
            yield conceal(typography.matrix(key))
        case ChooseOne(options):
            yield from (conceal(option.value) for option in options if option.right and option.value is not None)
        case _:
            pass
