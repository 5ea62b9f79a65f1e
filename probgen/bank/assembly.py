"""From a bank entry's model to its Template: every text, expression and draw parsed, with a note of where it stands."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import Enum
from fractions import Fraction
from itertools import islice
from typing import Any, TypeVar

from .. import exact
from ..errors import Fault, ProbgenError, Where
from ..language import draws, expression, filling, tag_check, tex_check
from ..language.draws import Draw
from ..language.expression import Expression
from ..language.filling import Text
from ..language.tex_check import TexFault
from ..model import AnswerTemplate, Condition, MistakeTemplate, PartTemplate, RubricTemplate, Template
from ..strict_yaml.document import DataPath, Document
from .schema import FlatProblem, MistakeSpec, Problem
from .schema import Part as PartSpec

T = TypeVar("T")

VALUED = ("number", "vector", "matrix", "sequence", "interval", "choice", "symbolic")  # kinds with one value as key
_FAULTS = 20  # of the TeX in one text that are said
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


class Reader(Enum):
    """Who sees a text, which decides what it may name."""

    STUDENT = "student"  # stem, prompt, hint, note, heads of columns
    SOLUTION = "solution"  # solution, feedback, rubric


@dataclass(frozen=True)
class Use:
    """A text or an expression with its place, for the checks of its names."""

    content: Text | Expression
    path: DataPath
    part: str | None = None  # label of the part whose answers may be named here
    reader: Reader = Reader.SOLUTION
    key: bool = False  # the content is the key that ends the path


class Assembler:
    """One entry on its way to a Template; what cannot be parsed is noted in `faults` and stood in for."""

    def __init__(self, document: Document, model: Problem | FlatProblem) -> None:
        self.document = document
        self.model = model
        self.faults: list[Fault] = []
        self.uses: list[Use] = []
        self.part_paths: dict[str, DataPath] = {}

    def template(self) -> Template:
        """Return the template; it is sound only if no fault was noted."""
        model = self.model
        return Template(
            id=model.id,
            title=model.title,
            topic=model.topic,
            where=Where(self.document.source.file, self.document.line),
            parts=tuple(self._parts()),
            tags=model.tags,
            covers=model.covers,
            family=model.family,
            knobs={name: exact.plain(knob.values) for name, knob in model.knobs.items()},
            knob_docs={name: knob.doc for name, knob in model.knobs.items()},
            params={name: self.draw(source, ("params", name)) for name, source in model.params.items()},
            plant={name: self.draw(source, ("plant", name)) for name, source in model.plant.items()},
            pools={name: exact.plain(rows) for name, rows in model.pools.items()},
            derive={name: self.expression(source, ("derive", name)) for name, source in model.derive.items()},
            require=self._conditions(model.require, ("require",)),
            prefer=self._conditions(model.prefer, ("prefer",)),
            stem=self._optional(model.stem, ("stem",), Reader.STUDENT),
        )

    def _parts(self) -> Iterator[PartTemplate]:
        if isinstance(self.model, FlatProblem):
            self.part_paths[""] = ()
            yield self._part(self.model, "", ())
        else:
            for place, spec in enumerate(self.model.parts):
                label = _LETTERS[place]
                self.part_paths[label] = ("parts", place)
                yield self._part(spec, label, ("parts", place))

    def _part(self, spec: PartSpec | FlatProblem, label: str, path: DataPath) -> PartTemplate:
        answers = tuple(self._answers(spec, path))
        given = tuple(answer.name for answer in answers)
        prompt = self.text(spec.prompt, (*path, "prompt"), Reader.STUDENT)
        return PartTemplate(
            label=label,
            prompt=prompt,
            answers=answers,
            points=spec.points,
            where=self.document.where(*path),
            space=spec.space,
            hint=self._optional(spec.hint, (*path, "hint"), Reader.STUDENT),
            note=self._optional(spec.note, (*path, "note"), Reader.STUDENT),
            solution=self._optional(spec.solution, (*path, "solution"), part=label),
            rubric=tuple(self._rubric(spec, label, path)),
            check=self._conditions(spec.check, (*path, "check"), label),
            mistakes=tuple(
                self._mistake(mistake, label, (*path, "mistakes", place), given)
                for place, mistake in enumerate(spec.mistakes)
            ),
            follows=spec.follows,
            needs=spec.needs,
            optional=spec.optional,
            covers=spec.covers if isinstance(spec, PartSpec) else (),
        )

    def _rubric(self, spec: PartSpec | FlatProblem, label: str, path: DataPath) -> Iterator[RubricTemplate]:
        for sentence, points in spec.rubric.items():
            text = self.text(sentence, (*path, "rubric", sentence), part=label, key=True)
            yield RubricTemplate(text, points)

    def _mistake(self, spec: MistakeSpec, label: str, path: DataPath, given: tuple[str, ...]) -> MistakeTemplate:
        below = (*path, spec.wrong)
        feedback = self.text(spec.feedback, below, part=label)
        return MistakeTemplate(
            value=self.expression(spec.wrong, below, label, key=True),
            feedback=feedback,
            answer=spec.blank or (given[0] if len(given) == 1 else ""),
            credit=spec.credit or Fraction(0),
            name=spec.name,
        )

    def _answers(self, spec: PartSpec | FlatProblem, path: DataPath) -> Iterator[AnswerTemplate]:
        if spec.answer is not None:
            yield self._answer("answer", spec.answer, (*path, "answer"), each=spec.credit == "each")
        for name, answer in spec.answers.items():
            yield self._answer(name, answer, (*path, "answers", name), each=spec.credit == "each")

    def _answer(self, name: str, spec: Any, path: DataPath, *, each: bool) -> AnswerTemplate:
        kind = next(field for field in type(spec).model_fields if field in _FIELDS or field in VALUED)
        payload = getattr(spec, kind)
        below = (*path, kind) if (*path, kind) in self.document.marks else path
        value = self.expression(payload, below) if kind in VALUED else None
        fields: dict[str, Any] = {}
        if kind in _FIELDS:
            value, fields = _FIELDS[kind](self, payload, below)
        if kind == "choice":
            among = None if spec.among is None else self.expression(spec.among, (*path, "among"))
            fields = {key: field for key, field in (("options", spec.options), ("among", among)) if field is not None}
        if kind == "interval":
            fields = {"open": tuple(spec.open)}
        if kind == "symbolic":
            fields = {"symbols": spec.symbols, "up_to_constant": spec.up_to_constant}
        return AnswerTemplate(
            name=name,
            kind=kind,
            where=self.document.where(*path),
            value=value,
            tolerance=getattr(spec, "tolerance", None),
            unit=getattr(spec, "unit", ""),
            accept=tuple(
                self.expression(other, (*path, "accept", place))
                for place, other in enumerate(getattr(spec, "accept", ()))
            ),
            label=self._optional(spec.label, (*path, "label"), Reader.STUDENT),
            credit_each=each or spec.credit == "each",
            points=spec.points,
            fields=fields,
        )

    def _conditions(
        self, sentences: Mapping[str, object], path: DataPath, part: str | None = None
    ) -> tuple[Condition, ...]:
        return tuple(
            Condition(sentence, self.expression(source, (*path, sentence), part))
            for sentence, source in sentences.items()
        )

    def expression(self, source: object, path: DataPath, part: str | None = None, *, key: bool = False) -> Expression:
        """Return the expression; one that cannot be parsed is noted and stood in for by 0."""
        where = self.document.where_key(*path) if key else self.document.where(*path)
        parsed = self._parsed(lambda: expression.parse(source, where), path, key=key)
        if parsed is None:
            return expression.parse(0, where)
        self.uses.append(Use(parsed, path, part, key=key))
        return parsed

    def draw(self, source: object, path: DataPath) -> Draw:
        """Return the draw; one that cannot be parsed is noted and stood in for by `0..0`."""
        where = self.document.where(*path)
        return self._parsed(lambda: draws.parse(source, where), path) or draws.parse("0..0", where)

    def text(
        self,
        source: str,
        path: DataPath,
        reader: Reader = Reader.SOLUTION,
        part: str | None = None,
        *,
        key: bool = False,
    ) -> Text:
        """Return the text, its TeX checked; one that cannot be parsed is noted and stood in for by nothing."""
        unmatched = list(tag_check.faults(source))
        for offset, what, hint in unmatched or _once(islice(tex_check.faults(source), _FAULTS)):
            self.faults.append(Fault(self.document.place(path, offset, key=key), what, hint))
        where = replace(self.document.where_key(*path) if key else self.document.where(*path), column=0)
        parsed = None
        if not unmatched:
            parsed = self._parsed(lambda: filling.parse(source, where), path, key=key, text=source)
        if parsed is None:
            return filling.parse("", where)
        found = (branch._replace(where=self.document.place(path, branch.offset, key=key)) for branch in parsed.branches)
        parsed = replace(parsed, branches=tuple(found))
        self.uses.append(Use(parsed, path, part, reader, key))
        return parsed

    def _optional(
        self, source: str | None, path: DataPath, reader: Reader = Reader.SOLUTION, part: str | None = None
    ) -> Text | None:
        return None if source is None else self.text(source, path, reader, part)

    def _parsed(
        self, parse: Callable[[], T], path: DataPath, *, key: bool = False, text: str | None = None
    ) -> T | None:
        """Return what `parse` returns, None after noting the faults that it raises, each at its exact place."""
        try:
            return parse()
        except ProbgenError as error:
            for fault in error.faults:
                column, place = fault.where.column, fault.where
                if text is not None and column:
                    first = (self.document.where_key(*path) if key else self.document.where(*path)).line
                    above = text.splitlines(keepends=True)[: fault.where.line - first]
                    place = self.document.place(path, sum(map(len, above)) + column - 1, key=key)
                self.faults.append(replace(fault, where=place))
            return None


def _once(faults: Iterator[TexFault]) -> Iterator[TexFault]:
    """Yield the first of the faults that say the same."""
    seen: set[str] = set()
    for fault in faults:
        if fault[1] not in seen:
            seen.add(fault[1])
            yield fault


def _rows(assembler: Assembler, payload: Any, path: DataPath) -> tuple[Expression, dict[str, Any]]:
    """Return the rows and the fields of table, ticks and choices."""
    fields: dict[str, Any] = {}
    for name in ("item", "right", "cells"):
        if hasattr(payload, name):
            fields[name] = getattr(payload, name)
    if hasattr(payload, "columns"):
        fields["columns"] = {
            name: assembler.text(head, (*path, "columns", name), Reader.STUDENT)
            for name, head in payload.columns.items()
        }
    if hasattr(payload, "blanks"):
        fields["blanks"] = assembler.expression(payload.blanks, (*path, "blanks"))
    return assembler.expression(payload.rows, (*path, "rows")), fields


def _graph(assembler: Assembler, payload: Any, path: DataPath) -> tuple[Expression, dict[str, Any]]:
    figure = assembler.expression(repr(payload.of), (*path, "of"))
    return figure, {"labeled": payload.labeled, "blanks": assembler.expression(payload.blanks, (*path, "blanks"))}


def _drawing(assembler: Assembler, payload: Any, path: DataPath) -> tuple[Expression, dict[str, Any]]:
    return assembler.expression(repr(payload.on), (*path, "on")), {"overlay": payload.overlay}


def _room(_: Assembler, payload: Any, __: DataPath) -> tuple[None, dict[str, Any]]:
    return None, payload.model_dump()


_FIELDS: Mapping[str, Callable[[Assembler, Any, DataPath], tuple[Expression | None, dict[str, Any]]]] = {
    "table": _rows, "ticks": _rows, "choices": _rows, "graph": _graph, "drawing": _drawing,
    "essay": _room, "code": _room, "form": _room, "derivation": _room,
}  # fmt: skip
