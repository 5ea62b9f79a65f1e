"""The shape of a bank entry as pydantic models: which fields there are and of what type, nothing of their meaning.

Imported only when a bank is validated; `structure.py` turns pydantic's findings into ours.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from .schema_answers import AnswerSpec, Strict
from .schema_values import (
    MAX_ENTRIES,
    DrawSource,
    Expr,
    Id,
    Knob,
    Line,
    Lines,
    Name,
    Points,
    Rows,
    Sentence,
    Share,
    Space,
    Text,
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
    answers: dict[Name, AnswerSpec] = Field(default_factory=dict, max_length=MAX_ENTRIES)
    points: Points = 1
    credit: Literal["each"] | None = None
    space: Space | None = None
    hint: Text | None = None
    note: Text | None = None
    solution: Text | None = None
    rubric: dict[Sentence, Points] = Field(default_factory=dict, max_length=MAX_ENTRIES)
    check: dict[Sentence, Expr] = Field(default_factory=dict, max_length=MAX_ENTRIES)
    mistakes: list[Annotated[MistakeSpec, BeforeValidator(mistake)]] = Field(
        default_factory=list, max_length=MAX_ENTRIES
    )
    follows: Lines = ()
    needs: Lines = ()
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
    knobs: dict[Name, Knob] = Field(default_factory=dict, max_length=MAX_ENTRIES)
    params: dict[Name, DrawSource] = Field(default_factory=dict, max_length=MAX_ENTRIES)
    plant: dict[Name, DrawSource] = Field(default_factory=dict, max_length=MAX_ENTRIES)
    pools: dict[Name, Rows] = Field(default_factory=dict, max_length=MAX_ENTRIES)
    derive: dict[Name, Expr] = Field(default_factory=dict, max_length=MAX_ENTRIES)
    require: dict[Sentence, Expr] = Field(default_factory=dict, max_length=MAX_ENTRIES)
    prefer: dict[Sentence, Expr] = Field(default_factory=dict, max_length=MAX_ENTRIES)
    stem: Text | None = None


class Problem(_Entry):
    """A problem with `parts:`."""

    parts: list[Part] = Field(min_length=1, max_length=26)


class FlatProblem(_Entry, _PartFields):
    """A problem of one part, written in the problem itself."""
