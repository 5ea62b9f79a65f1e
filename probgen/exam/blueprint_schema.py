"""The shape of a blueprint file as pydantic models; imported only when one is loaded."""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag

from ..bank.schema_answers import TAG
from ..bank.schema_values import (
    BandWidth,
    Id,
    Line,
    Lines,
    Minutes,
    PartGroups,
    Percentage,
    Points,
    Text,
    Whole,
)
from ..fairness import BAND, Limits


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, populate_by_name=False)


class CourseFields(_Strict):
    """What stands at the head of the paper."""

    code: Line = ""
    title: Line = ""
    term: Line = ""
    instructor: Line = ""
    room: Line = ""


class LayoutFields(_Strict):
    """How the pages are made."""

    paper: Literal["a4", "letter"] = "letter"
    style: Literal["exam", "homework", "assignment", "practice"] = "exam"
    points: Literal["each", "dashes", "none"] | None = None
    labels: Literal["letters", "dotted"] | None = None
    boxes: Literal["grow", "exact"] = "grow"
    name_line: bool = Field(default=True, alias="name line")
    extra_page: Text = Field(default="", alias="extra page")
    doodle_page: Text = Field(default="", alias="doodle page")


class CoverFields(_Strict):
    """What the first page asks for and says."""

    fields_: Lines = Field(default=(), alias="fields")
    seat: bool = False
    neighbors: Lines = ()
    rules: Lines = ()
    score_table: bool = Field(default=True, alias="score table")


class HandoutFields(_Strict):
    """What a paper to take home says around its questions."""

    due: Text = ""
    deliverables: Text = ""
    instructions: Lines = ()
    contributors: Lines = ()
    notice: Line = ""


class LimitsFields(_Strict):
    """How unlike papers may be before an audit objects."""

    copying: Percentage = Fraction(str(Limits().copying))
    effort: Percentage = Fraction(str(Limits().effort))


class PublishedFields(_Strict):
    """The values and knobs of a published instance."""

    given: dict[str, Any] = Field(default_factory=dict)
    knobs: dict[str, Any] = Field(default_factory=dict)


class SlotFields(_Strict):
    """A problem by its id, or some picked by what they are."""

    use: Id = ""
    pick: Whole | None = None
    topic: Line = ""
    tags: Lines = ()
    kinds: Lines = ()
    per: Literal["exam", "variant"] = "exam"
    parts: PartGroups = ()
    joins: bool = False
    stem: bool = True
    optional: bool = False
    points: dict[str, Points] | Points | None = None
    knobs: dict[str, Any] = Field(default_factory=dict)
    given: dict[str, Any] = Field(default_factory=dict)
    published: PublishedFields | None = None


class QuestionFields(_Strict):
    """Several problems under one number and title."""

    question: Line
    problems: Annotated[list[SlotFields], Field(min_length=1)]


def _kind(entry: Any) -> str:
    """Return which model an entry of a section is read by, so that a fault is told once."""
    return QUESTION if isinstance(entry, dict) and "question" in entry else PROBLEM


QUESTION, PROBLEM = f"{TAG}question", f"{TAG}problem"  # no steps of a path
Entry: TypeAlias = Annotated[
    Annotated[QuestionFields, Tag(QUESTION)] | Annotated[SlotFields, Tag(PROBLEM)], Discriminator(_kind)
]


class SectionFields(_Strict):
    """Problems under a common heading."""

    title: Line = ""
    text: Text = ""
    order: Literal["fixed", "shuffle"] = "fixed"
    appended: bool = False
    problems: Annotated[list[Entry], Field(min_length=1)]


class BlueprintFields(_Strict):
    """A whole blueprint."""

    exam: Line
    course: CourseFields = CourseFields()
    minutes: Minutes = 0
    total: Points | None = None
    seed: Text = ""
    banks: Lines = ()
    band: BandWidth = Fraction(str(BAND))
    limits: LimitsFields = LimitsFields()
    layout: LayoutFields = LayoutFields()
    cover: CoverFields | None = None
    handout: HandoutFields = HandoutFields()
    covers: Lines = ()
    sections: Annotated[list[SectionFields], Field(min_length=1)]
