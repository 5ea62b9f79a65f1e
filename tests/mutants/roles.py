"""What a field of a solution is for, as the entries use it: a key, a step of a solution, a known slip, a drawing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Literal, get_args

from probgen import bank, family, shelf
from probgen.document import FIGURE_TYPES
from probgen.language.expression import Expression
from probgen.language.filling import Text
from probgen.model import AnswerTemplate, PartTemplate, Template

Role = Literal["key", "step", "slip", "drawing", "alike"]
_WEIGHT = get_args(Role)


def role(name: str, fields: Iterable[str]) -> Role:
    """Return the weightiest role of the fields in which a family solves otherwise: "alike" for none."""
    known = _roles(name)
    return min((known.get(field, "slip") for field in fields), key=_WEIGHT.index, default="alike")


def templates(name: str) -> list[Template]:
    """Return the shipped entries that a family solves."""
    return [t for file in shelf.files([shelf.shipped()]) for t in bank.load(file) if t.family == name]


@cache
def _roles(name: str) -> dict[str, Role]:
    """Return the weightiest role of each field; what no entry names is there for `effort` or for slips."""
    figures = {field for field in family.gives(family.find(name)) if _drawn(name, field)}
    found: dict[str, Role] = dict.fromkeys(figures, "drawing")
    for template in templates(name):
        for kind, names in _uses(template):
            for field in _through(template, names):
                asked: Role = "drawing" if field in figures and kind != "key" else kind
                found[field] = min(found.get(field, asked), asked, key=_WEIGHT.index)
    return found


def _drawn(name: str, field: str) -> bool:
    hint = family.find(name).solve.__globals__  # where the annotations of Solution are looked up
    solution = hint.get("Solution")
    annotation = str(solution.__annotations__.get(field, "")) if solution else ""
    return any(kind.__name__ in annotation for kind in FIGURE_TYPES)


def _uses(template: Template) -> Iterator[tuple[Role, Iterable[str]]]:
    if template.stem:
        yield "key", template.stem.names
        yield "drawing", template.stem.figures
    for part in template.parts:
        yield from _of_part(part)


def _of_part(part: PartTemplate) -> Iterator[tuple[Role, Iterable[str]]]:
    yield "key", part.prompt.names
    yield "drawing", part.prompt.figures
    for answer in part.answers:
        yield from _of_answer(answer)
    for text in (part.solution, part.hint, part.note, *(line.text for line in part.rubric)):
        if text:
            yield "step", text.names
            yield "drawing", text.figures
    for mistake in part.mistakes:
        yield "slip", mistake.value.names
        yield "slip", mistake.feedback.names


def _of_answer(answer: AnswerTemplate) -> Iterator[tuple[Role, Iterable[str]]]:
    keys: Sequence[Expression] = [made for made in (answer.value, *answer.accept) if made]
    for made in keys:
        yield "key", made.names
    for name, made in answer.fields.items():
        if isinstance(made, Expression):
            yield ("slip" if name == "among" else "key"), made.names
        elif isinstance(made, Text):
            yield "key", made.names


def _through(template: Template, names: Iterable[str]) -> set[str]:
    """Return names with all that they are derived from."""
    pending, seen = list(names), set[str]()
    while pending:
        name = pending.pop()
        if name not in seen:
            seen.add(name)
            pending += template.derive[name].names if name in template.derive else ()
    return seen
