"""The shape of a bank entry as pydantic models: which fields there are and of what type, nothing of their meaning.

Imported only when a bank is validated; `structure.py` turns pydantic's findings into ours.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from .schema_answers import AnswerSpec, Strict
from .schema_values import (
    DrawSource,
    Expr,
    Id,
    Line,
    Lines,
    Name,
    Points,
    Rows,
    Sentence,
    Share,
    Space,
    Text,
    Values,
    mistake,
)


class MistakeSpec(Strict):
    """`wrong value: feedback`, with the fields beside it."""

    wrong: Any
    feedback: Text
    credit: Share | None = None
    blank: Name = ""
    name: Line = ""


class _PartFields(Strict):
    prompt: Text
    answer: AnswerSpec | None = None
    answers: dict[Name, AnswerSpec] = Field(default_factory=dict)
    points: Points = 1
    credit: Literal["each"] | None = None
    space: Space | None = None
    hint: Text | None = None
    note: Text | None = None
    solution: Text | None = None
    rubric: dict[Sentence, Points] = Field(default_factory=dict)
    check: dict[Sentence, Expr] = Field(default_factory=dict)
    mistakes: list[Annotated[MistakeSpec, BeforeValidator(mistake)]] = Field(default_factory=list)
    follows: Lines = ()
    optional: bool = False


class Part(_PartFields):
    """One of several parts."""

    covers: Lines = ()


class _Entry(Strict):
    id: Id
    title: Line
    topic: Line
    tags: Lines = ()
    covers: Lines = ()
    source: Text = ""
    family: Line = ""
    knobs: dict[Name, Values] = Field(default_factory=dict)
    params: dict[Name, DrawSource] = Field(default_factory=dict)
    plant: dict[Name, DrawSource] = Field(default_factory=dict)
    pools: dict[Name, Rows] = Field(default_factory=dict)
    derive: dict[Name, Expr] = Field(default_factory=dict)
    require: dict[Sentence, Expr] = Field(default_factory=dict)
    prefer: dict[Sentence, Expr] = Field(default_factory=dict)
    stem: Text | None = None


class Problem(_Entry):
    """A problem with `parts:`."""

    parts: list[Part] = Field(min_length=1, max_length=26)


class FlatProblem(_Entry, _PartFields):
    """A problem of one part, written in the problem itself."""
