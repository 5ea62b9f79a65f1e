"""The shape of answers as pydantic models, one for each kind.

The model is picked by the kind before pydantic looks inside, so a misspelt kind is one fault, not one for each model.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Discriminator, Field, Tag
from pydantic_core import PydanticCustomError

from ..errors import nearest
from ..shelf import KINDS
from .schema_symbols import Symbols
from .schema_values import Expr, Line, Name, Points, Text, Tolerance, Whole

TAG = "kind:"  # marks the step that pydantic adds to an error's path when it has picked an answer's model
_BARE = ("essay", "code", "form", "derivation")  # kinds that may be written without fields


class Strict(BaseModel):
    """A mapping that holds its fields and no others, each exactly of its type."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class _Answer(Strict):
    """What every kind of answer may say besides its kind."""

    label: Text | None = None
    credit: Literal["each"] | None = None
    points: Points = 1


class _Measured(_Answer):
    tolerance: Tolerance | None = None


class NumberAnswer(_Measured):
    """`{number: expression}`, or the bare expression."""

    number: Expr
    unit: Line = ""
    accept: list[Expr] = Field(default_factory=list)


class VectorAnswer(_Measured):
    """`{vector: expression}`."""

    vector: Expr


class MatrixAnswer(_Measured):
    """`{matrix: expression}`."""

    matrix: Expr


class SequenceAnswer(_Answer):
    """`{sequence: expression}`."""

    sequence: Expr


class IntervalAnswer(_Measured):
    """`{interval: [low, high], open: [low]}`."""

    interval: Expr
    open: list[Literal["low", "high"]] = Field(default_factory=list)


class ChoiceAnswer(_Measured):
    """`{choice: right value, options: how many}`; mistakes and the values of `among` are the distractors."""

    choice: Expr
    options: Whole | None = None
    among: Expr | None = None


class SymbolicAnswer(_Answer):
    """`{symbolic: formula, symbols: {w: real, X: [n, d]}, up to constant: true}`."""

    symbolic: Expr
    symbols: Symbols = ()
    up_to_constant: bool = Field(default=False, alias="up to constant")


class ChoicesFields(Strict):
    """Rows to choose any number of: the field that is printed, the field that tells which are right."""

    rows: Expr
    item: Name
    right: Name


class TicksFields(Strict):
    """Rows to tick in columns: the field that is printed, the fields that hold the ticks with their heads."""

    rows: Expr
    item: Name
    columns: Annotated[dict[Name, Text], Field(min_length=1)]


class TableFields(Strict):
    """A table with blanks: (row, field) pairs."""

    rows: Expr
    columns: Annotated[dict[Name, Text], Field(min_length=1)]
    cells: dict[Name, Literal["text", "number", "shape", "formula"]] = Field(default_factory=dict)
    blanks: Expr


class GraphFields(Strict):
    """A figure, the same with its labels, and the places to label: (place, formula) pairs."""

    of: Name
    labeled: Name
    blanks: Expr


class DrawingFields(Strict):
    """A figure to draw on, and what the solution shows in its place."""

    on: Name
    overlay: Name


class EssayFields(Strict):
    """Room for a text; `words` is a guide."""

    lines: Whole = 6
    words: Whole = 0


class CodeFields(Strict):
    """Room for a program."""

    lines: Whole = 10
    language: Line = "python"


class FormFields(Strict):
    """Lines to fill in."""

    lines: Whole = 1


class DerivationFields(Strict):
    """Nothing more to say."""


class ChoicesAnswer(_Answer):
    """`{choices: {rows, item, right}}`."""

    choices: ChoicesFields


class TicksAnswer(_Answer):
    """`{ticks: {rows, item, columns}}`."""

    ticks: TicksFields


class TableAnswer(_Answer):
    """`{table: {rows, columns, cells, blanks}}`."""

    table: TableFields


class GraphAnswer(_Answer):
    """`{graph: {of, labeled, blanks}}`."""

    graph: GraphFields


class DrawingAnswer(_Answer):
    """`{drawing: {on, overlay}}`."""

    drawing: DrawingFields


class EssayAnswer(_Answer):
    """`{essay: {lines, words}}`."""

    essay: EssayFields


class CodeAnswer(_Answer):
    """`{code: {lines, language}}`."""

    code: CodeFields


class FormAnswer(_Answer):
    """`{form: {lines}}`."""

    form: FormFields


class DerivationAnswer(_Answer):
    """`{derivation: }`."""

    derivation: DerivationFields


ANSWERS: Mapping[str, type[BaseModel]] = {
    "number": NumberAnswer, "vector": VectorAnswer, "matrix": MatrixAnswer, "sequence": SequenceAnswer,
    "interval": IntervalAnswer, "choice": ChoiceAnswer, "choices": ChoicesAnswer, "ticks": TicksAnswer,
    "table": TableAnswer, "symbolic": SymbolicAnswer, "derivation": DerivationAnswer, "drawing": DrawingAnswer,
    "graph": GraphAnswer, "essay": EssayAnswer, "code": CodeAnswer, "form": FormAnswer,
}  # fmt: skip


def _with_kind(value: object) -> object:
    """Return an answer as the fields of exactly one kind; a bare expression is a number."""
    if not isinstance(value, Mapping):
        return {"number": value}
    kinds = [key for key in value if key in KINDS]
    if len(kinds) > 1:
        what = "an answer has one kind, found '{first}' and '{second}'"
        hint = "several answers go under `answers:`, each with a name"
        raise PydanticCustomError("kind", what, {"first": kinds[0], "second": kinds[1], "key": kinds[1], "hint": hint})
    if not kinds:
        options = {name for model in ANSWERS.values() for name in model.model_fields}
        strange = next((str(key) for key in value if key not in options), "")
        hint = nearest(strange, KINDS) or f"kinds are {', '.join(KINDS)}"
        what = "unknown kind of answer '{key}'" if strange else "needs a kind of answer"
        raise PydanticCustomError("kind", what, {"key": strange, "hint": hint})
    kind = kinds[0]
    return {**value, kind: {}} if value[kind] is None and kind in _BARE else value


def _kind(value: object) -> str | None:
    if isinstance(value, Mapping):
        return next((TAG + key for key in value if key in KINDS), None)
    return TAG + next(iter(type(value).model_fields.keys() & KINDS)) if isinstance(value, BaseModel) else None


AnswerSpec = Annotated[
    Annotated[NumberAnswer, Tag("kind:number")]
    | Annotated[VectorAnswer, Tag("kind:vector")]
    | Annotated[MatrixAnswer, Tag("kind:matrix")]
    | Annotated[SequenceAnswer, Tag("kind:sequence")]
    | Annotated[IntervalAnswer, Tag("kind:interval")]
    | Annotated[ChoiceAnswer, Tag("kind:choice")]
    | Annotated[ChoicesAnswer, Tag("kind:choices")]
    | Annotated[TicksAnswer, Tag("kind:ticks")]
    | Annotated[TableAnswer, Tag("kind:table")]
    | Annotated[SymbolicAnswer, Tag("kind:symbolic")]
    | Annotated[DerivationAnswer, Tag("kind:derivation")]
    | Annotated[DrawingAnswer, Tag("kind:drawing")]
    | Annotated[GraphAnswer, Tag("kind:graph")]
    | Annotated[EssayAnswer, Tag("kind:essay")]
    | Annotated[CodeAnswer, Tag("kind:code")]
    | Annotated[FormAnswer, Tag("kind:form")],
    Discriminator(_kind),
    BeforeValidator(_with_kind),
]
