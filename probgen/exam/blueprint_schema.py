"""The shape of a blueprint file as pydantic models; imported only when one is loaded."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from ..bank.schema_values import Id, Line, Lines, Minutes, Points, Text, Whole


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


class SlotFields(_Strict):
    """A problem by its id, or some picked by what they are."""

    use: Id = ""
    pick: Whole | None = None
    topic: Line = ""
    tags: Lines = ()
    kinds: Lines = ()
    per: Literal["exam", "variant"] = "exam"
    parts: Lines = ()
    points: dict[str, Points] | Points | None = None
    knobs: dict[str, Any] = Field(default_factory=dict)
    given: dict[str, Any] = Field(default_factory=dict)


class SectionFields(_Strict):
    """Problems under a common heading."""

    title: Line = ""
    text: Text = ""
    order: Literal["fixed", "shuffle"] = "fixed"
    problems: Annotated[list[SlotFields], Field(min_length=1)]


class BlueprintFields(_Strict):
    """A whole blueprint."""

    exam: Line
    course: CourseFields = CourseFields()
    minutes: Minutes = 0
    total: Points | None = None
    seed: Text = ""
    banks: Lines = ()
    layout: LayoutFields = LayoutFields()
    cover: CoverFields | None = None
    sections: Annotated[list[SectionFields], Field(min_length=1)]
