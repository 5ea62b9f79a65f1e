"""A drawn, solved and proved template becomes a document: text filled and read, answers built, room given."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

from . import answers, comparison, proof
from .document import (
    FIGURE_TYPES,
    FITS_A_LINE,
    MARKED_BY_RUBRIC,
    Answer,
    Blank,
    Block,
    Blocks,
    ChooseMany,
    DataTable,
    Derivation,
    Emph,
    Essay,
    Figure,
    Form,
    Inlines,
    ItemList,
    Math,
    Mistake,
    Paragraph,
    Part,
    Problem,
    Program,
    ResponseBlock,
    RubricLine,
    Str,
    Strong,
    Table,
    Ticks,
)
from .errors import Disproved, ProbgenError, Where
from .exact import Dec, Exact, Record, Value
from .language import markup
from .language.filling import Text
from .model import Condition, PartTemplate, RubricTemplate
from .sampling.instance import Instance
from .stream import Stream
from .typography import describe

LINE = 24.0  # bp from one ruled line to the next
_NOTE = Paragraph((Emph((Str("The key of this problem has no second proof."),)),))


def problem(
    instance: Instance,
    stream: Stream,
    *,
    labels: Mapping[str, str] | None = None,
    points: Mapping[str, Exact] | None = None,
) -> Problem:
    """Return the problem, of its parts those that `labels` gives a label on the paper, in its order (all, by default).

    `points` by the bank's label overrule the bank's.

    Raises:
        Coincidence: options of a choice are equal as values on this draw.
        ProbgenError: a text, an answer or a `check:` of the bank is at fault.
    """
    template = instance.template
    by_label = {part.label: part for part in template.parts}
    chosen = [by_label[label] for label in (by_label if labels is None else labels)]
    composer = _Composer(instance, stream)
    done = tuple(
        composer.part(part, (labels or {}).get(part.label, part.label), (points or {}).get(part.label, part.points))
        for part in chosen
    )
    effort = {new.label: instance.effort.get(old.label, 0) for new, old in zip(done, chosen, strict=True)}
    return Problem(
        id=template.id,
        title=template.title,
        topic=template.topic,
        stem=composer.blocks(template.stem, instance.scope),
        parts=_noted(done),
        proof=proof.weakest(done),
        params=instance.params,
        effort=Record(effort),
        source=template.where.file,
        line=template.where.line,
    )


class _Composer:
    """The texts of one instance, with its figures."""

    def __init__(self, instance: Instance, stream: Stream) -> None:
        self.instance = instance
        self.stream = stream
        self.proofs = proof.of(instance.template, instance.skipped)
        self.figures: dict[str, Figure] = {
            name: value for name, value in instance.scope.items() if isinstance(value, FIGURE_TYPES)
        }

    def blocks(self, text: Text | None, scope: Mapping[str, Value]) -> Blocks:
        if text is None:
            return ()
        try:
            return markup.blocks(text.fill(scope), self.figures)
        except ProbgenError as fault:
            raise fault.within(text.where) from fault

    def part(self, template: PartTemplate, label: str, points: Exact) -> Part:
        keys, scope = answers.known(template.answers, self.instance.scope)
        self.check(template.check, keys, scope)
        given = tuple(
            answers.build(answer, scope, template.mistakes, self.stream.child(template.label, answer.name))
            for answer in template.answers
        )
        return Part(
            label=label,
            prompt=_placed(self.blocks(template.prompt, self.instance.scope), given, template.where),
            answers=given,
            points=points,
            space=_room(given, points) if template.space is None else template.space.height,
            exact=template.space is not None and template.space.exact,
            ruled=any(isinstance(answer.response, Essay | Form) for answer in given),
            hint=self.blocks(template.hint, self.instance.scope),
            note=self.blocks(template.note, self.instance.scope),
            solution=self.blocks(template.solution, scope),
            rubric=tuple(self.rubric(template.rubric, template.points, points, scope)) or _by_each(given, points),
            mistakes=tuple(self.mistakes(template, given, keys, scope)),
            optional=template.optional,
            line=template.where.line,
            proof=self.proofs[template.label],
        )

    def check(self, conditions: tuple[Condition, ...], keys: Mapping[str, Value], scope: Mapping[str, Value]) -> None:
        """Refuse the variant if a condition that must never fail does; those on unknown planted values are skipped."""
        for condition in conditions:
            if condition.sentence not in self.instance.skipped and not condition.test.value(scope):
                found = ", ".join(f"{name} = {describe(value)}" for name, value in keys.items())
                what = f"the check '{condition.sentence}' failed for {dict(self.instance.params)}, with the key {found}"
                raise Disproved.of(what, where=condition.test.where, hint="the answer or the check is wrong")

    def rubric(
        self, lines: tuple[RubricTemplate, ...], total: Exact, points: Exact, scope: Mapping[str, Value]
    ) -> Iterator[RubricLine]:
        """Return the rubric, scaled to the points that the blueprint gives, in half points."""
        shares = scaled([line.points for line in lines], total, points)
        for line, share in zip(lines, shares, strict=True):
            yield RubricLine(markup.inlines(line.text.fill(scope)), share)

    def mistakes(
        self,
        template: PartTemplate,
        given: tuple[Answer, ...],
        keys: Mapping[str, Value],
        scope: Mapping[str, Value],
    ) -> Iterator[Mistake]:
        """Return the known mistakes whose value differs from the key on this draw."""
        responses = {answer.name: answer.response for answer in given}
        for mistake in template.mistakes:
            key = keys[mistake.answer]
            value = comparison.alike(mistake.value.value(scope), key)
            try:
                right = comparison.equal(value, key, comparison.tolerance_of(responses[mistake.answer]))
                printed = answers.printed(value)
            except ValueError as fault:
                what = f"the wrong value {describe(value)} is no answer: {fault}"
                raise ProbgenError.of(what, where=mistake.value.where) from None
            if not right:
                yield Mistake(mistake.answer, value, printed, self.blocks(mistake.feedback, scope), mistake.credit)


def _noted(parts: tuple[Part, ...]) -> tuple[Part, ...]:
    """Return the parts, the solution of the first without a proof behind a note that says so."""
    first = next((part for part in parts if part.proof and part.proof.state == "unproved"), None)
    return tuple(replace(part, solution=(_NOTE, *part.solution)) if part is first else part for part in parts)


def _placed(prompt: Blocks, given: tuple[Answer, ...], where: Where) -> Blocks:
    """Return the prompt with a place for each answer: a line or a block is added for those without."""
    by_name = {answer.name: answer for answer in given}
    placed = [_as_response_block(block, by_name) for block in prompt]
    seen = list(_blanks(tuple(placed)))
    for answer in given:
        if answer.name in seen or isinstance(answer.response, MARKED_BY_RUBRIC):
            continue
        if isinstance(answer.response, FITS_A_LINE):
            placed.append(Paragraph((*_lead(answer.label), Blank(answer.name))))
        else:
            placed.append(ResponseBlock(answer.name))
    strangers = [name for name in seen if name not in by_name]
    if strangers or len(set(seen)) != len(seen):
        raise ProbgenError.of(f"the blanks {seen} do not match the answers {list(by_name)}", where=where)
    for name in (name for block in placed if not isinstance(block, ResponseBlock) for name in _blanks(block)):
        if not isinstance(by_name[name].response, FITS_A_LINE):
            what = f"the answer '{name}' does not fit into a line"
            raise ProbgenError.of(what, where=where, hint=f"give `[[{name}]]` a paragraph of its own, or leave it out")
    return tuple(placed)


def _as_response_block(block: Block, by_name: Mapping[str, Answer]) -> Block:
    """Return the block of an answer that is more than a line where its blank has a paragraph to itself."""
    match block:
        case Paragraph((Blank(name),)) if name in by_name and isinstance(by_name[name].response, answers.PLACED):
            return ResponseBlock(name)
        case _:
            return block


def _blanks(content: Any) -> Iterator[str]:
    """Return the names of all answers that have their place in some blocks or inlines."""
    match content:
        case tuple():
            for item in content:
                yield from _blanks(item)
        case Paragraph(inner) | Emph(inner) | Strong(inner) | ItemList(inner):
            yield from _blanks(inner)
        case DataTable(header, rows):
            yield from _blanks(header)
            yield from _blanks(rows)
        case Blank(name) | ResponseBlock(name):
            yield name
        case _:
            pass


def _lead(label: Inlines) -> Inlines:
    """Return what stands before a blank on a line of its own: `w =`, `λ ∈`, `Answer:`."""
    match label:
        case ():
            return (Str("Answer: "),)
        case (*_, Math(tex)) if tex.rstrip().endswith((r"\in", "=", r"\approx")):
            return (*label, Str(" "))
        case _:
            return (
                (*label, Math("="), Str(" "))
                if not isinstance(label[-1], Math)
                else (
                    *label[:-1],
                    Math(f"{label[-1].tex} ="),
                    Str(" "),
                )
            )


def _room(given: tuple[Answer, ...], points: Exact) -> float:
    """Return the height to leave for work, in bp, scaled to the points where the kind does not fix it."""
    lines = sum(a.response.lines for a in given if isinstance(a.response, Essay | Form | Program))
    if lines:
        return LINE * lines
    if any(isinstance(answer.response, Derivation) for answer in given):
        return min(max(30.0 * float(points), 96.0), 400.0)
    if all(isinstance(answer.response, answers.PLACED) for answer in given):
        return 0.0
    return min(max(20.0 * float(points), 48.0), 260.0)


def _by_each(given: tuple[Answer, ...], points: Exact) -> tuple[RubricLine, ...]:
    """Return the rubric of a part without one whose only answer is marked piece by piece."""
    match given:
        case (Answer(response=ChooseMany(options), credit_each=True),):
            count, what = len(options), "options, marked or left open as it should be"
        case (Answer(response=Ticks(columns, rows), credit_each=True),):
            count, what = len(columns) * len(rows), "boxes, ticked or left open as it should be"
        case (Answer(response=Table(_, _, rows), credit_each=True),):
            count, what = sum(cell.blank for row in rows for cell in row), "cells"
        case _:
            return ()
    return (RubricLine((Str(f"each of the {count} {what}: the same share"),), points),) if points else ()


def scaled(lines: list[Exact], total: Exact, points: Exact) -> list[Exact]:
    """Return the lines' points scaled from `total` to `points`: half points, largest remainders first.

    Where a line would be left with nothing, quarters are given, or eighths.
    """
    if total == points or not lines:
        return lines
    for unit in (2, 4, 8):
        counts = _shared([Fraction(line) * unit * points / total for line in lines], round(unit * points))
        if all(counts[place] for place, line in enumerate(lines) if line):
            break
    return [whole // unit if whole % unit == 0 else Dec(Fraction(whole, unit)) for whole in counts]


def _shared(shares: list[Fraction], count: int) -> list[int]:
    """Return whole shares that add up to `count`."""
    floors = [int(share) for share in shares]
    order = sorted(range(len(shares)), key=lambda place: floors[place] - shares[place])
    for place in order[: count - sum(floors)]:
        floors[place] += 1
    return floors
