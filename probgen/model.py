"""What a bank file holds once it is loaded and validated: templates, ready to draw and to fill."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Literal, NamedTuple, TypeAlias

from .errors import Where
from .exact import Exact, Value
from .language.draws import Draw
from .language.expression import Expression
from .language.filling import Text

Kind: TypeAlias = Literal[
    "number", "vector", "matrix", "sequence", "interval", "choice", "choices", "ticks", "table",
    "symbolic", "derivation", "drawing", "graph", "essay", "code", "form",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Condition:
    """A sentence with the test that decides it."""

    sentence: str
    test: Expression


@dataclass(frozen=True, slots=True)
class ToleranceRule:
    """A tolerance as written: `0.01`, `1 %`, `2 decimals`, `3 digits`; `exact` is absolute 0."""

    kind: Literal["absolute", "relative", "decimals", "digits"]
    amount: Exact


class Room(NamedTuple):
    """A height to leave for work, in bp; an `exact` one never grows with the solution."""

    height: float
    exact: bool = False


@dataclass(frozen=True, slots=True)
class AnswerTemplate:
    """An answer as an author wrote it.

    `value` is the key of number, vector, matrix, sequence, interval, choice and symbolic, the rows of
    table, ticks and choices, the figure's name as a string expression for drawing and graph, and None for the rest.
    `fields` holds what else the kind takes, already of its type:

    * choice: options (int: how many, right one included)
    * choices: item, right (str: names of the rows' fields)
    * ticks: item (str), columns (dict of field name to Text)
    * table: columns (dict of field name to Text), cells (dict of field name to CellKind; others are text),
      blanks (Expression: pairs of row index and field name)
    * interval: open (tuple of "low", "high")
    * symbolic: symbols (pairs of name and domain), up_to_constant (bool)
    * drawing: overlay (str); graph: labeled (str), blanks (Expression: pairs of place and formula)
    * essay: lines, words; code: lines, language; form: lines
    """

    name: str  # "answer" where a part has one
    kind: Kind
    where: Where
    value: Expression | None = None
    tolerance: ToleranceRule | None = None
    unit: str = ""
    accept: tuple[Expression, ...] = ()
    label: Text | None = None
    credit_each: bool = False
    points: Exact = 1  # relative to the other answers of the part
    fields: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class MistakeTemplate:
    """A known wrong answer: its value and what to tell whoever gives it."""

    value: Expression
    feedback: Text
    answer: str = "answer"
    credit: Fraction = Fraction(0)
    name: str = ""


@dataclass(frozen=True, slots=True)
class RubricTemplate:
    """A line of a rubric."""

    text: Text
    points: Exact


@dataclass(frozen=True, slots=True)
class PartTemplate:
    """One thing asked, as an author wrote it; `label` is "" in a problem of one flat part."""

    label: str
    prompt: Text
    answers: tuple[AnswerTemplate, ...]
    points: Exact
    where: Where
    space: Room | None = None  # None: from points and kinds
    hint: Text | None = None
    note: Text | None = None
    solution: Text | None = None
    rubric: tuple[RubricTemplate, ...] = ()
    check: tuple[Condition, ...] = ()
    mistakes: tuple[MistakeTemplate, ...] = ()
    follows: tuple[str, ...] = ()  # whose answers this part builds on
    needs: tuple[str, ...] = ()  # whose text this part cannot be read without
    optional: bool = False
    covers: tuple[str, ...] = ()

    def texts(self) -> Iterator[Text]:
        """Yield every text of the part."""
        yield from (text for text in (self.prompt, self.hint, self.note, self.solution) if text is not None)
        yield from (line.text for line in self.rubric)
        yield from (mistake.feedback for mistake in self.mistakes)
        for answer in self.answers:
            yield from (answer.label,) if answer.label is not None else ()
            yield from answer.fields.get("columns", {}).values()

    def shown(self) -> Iterator[Text]:
        """Yield the texts that students see before they answer."""
        yield from (text for text in (self.prompt, self.hint, self.note) if text is not None)


@dataclass(frozen=True, slots=True)
class Template:
    """One problem of a bank: all its variants at once. Mappings keep the author's order."""

    id: str
    title: str
    topic: str
    where: Where
    parts: tuple[PartTemplate, ...]
    tags: tuple[str, ...] = ()
    covers: tuple[str, ...] = ()
    family: str = ""
    knobs: Mapping[str, tuple[Value, ...]] = field(default_factory=dict)  # the first is the default
    knob_docs: Mapping[str, str] = field(default_factory=dict)  # what each changes
    params: Mapping[str, Draw] = field(default_factory=dict)
    plant: Mapping[str, Draw] = field(default_factory=dict)
    pools: Mapping[str, tuple[Value, ...]] = field(default_factory=dict)
    derive: Mapping[str, Expression] = field(default_factory=dict)
    require: tuple[Condition, ...] = ()
    prefer: tuple[Condition, ...] = ()
    stem: Text | None = None
    digest: str = ""  # SHA-256 of the bank file, for manifests
    warnings: tuple[str, ...] = ()  # faults that do not stop a load

    @property
    def points(self) -> Exact:
        """The points of all parts that are not optional."""
        return sum((part.points for part in self.parts if not part.optional), start=0)

    def needed(self, label: str) -> tuple[str, ...]:
        """Return the labels of all parts without which a part cannot be read, in order, also those that they need."""
        found: set[str] = {label}
        for part in reversed(self.parts):  # a part needs earlier ones only
            if part.label in found:
                found.update(part.needs)
        return tuple(part.label for part in self.parts if part.label in found - {label})
