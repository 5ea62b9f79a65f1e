"""The plan of an exam: which problems, in which order, for how many points, on what kind of paper; no file is read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from ..document import Course, Cover, Handout, PageStyle
from ..errors import Where
from ..exact import Exact, Value
from ..fairness import Limits
from ..model import Template


@dataclass(frozen=True, slots=True)
class Pinned:
    """Values and knobs of a published instance."""

    given: Mapping[str, Value]
    knobs: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Slot:
    """One entry of a section: a problem by its id, or `count` problems picked by topic, tags and kinds.

    `points` is a total, or points by part label; None keeps the bank's. `given` pins values in every variant, and
    `published` those of the source that the entry comes from, where the command asks for them.
    """

    where: Where
    use: str = ""
    count: int = 1
    topic: str = ""
    tags: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    per: Literal["exam", "variant"] = "exam"
    parts: tuple[str, ...] = ()  # () for all
    groups: tuple[tuple[str, ...], ...] = ()  # of the parts, those that are sub-parts of one part
    joins: bool = False  # the first part is a further sub-part of the part before
    stem: bool = True  # printed
    optional: bool = False
    points: Exact | Mapping[str, Exact] | None = None
    knobs: Mapping[str, Value] = field(default_factory=dict)
    given: Mapping[str, Value] = field(default_factory=dict)
    published: Pinned | None = None


@dataclass(frozen=True, slots=True)
class QuestionPlan:
    """What becomes one question called `title`; without a title, each problem becomes a question of its own."""

    title: str
    slots: tuple[Slot, ...]


@dataclass(frozen=True, slots=True)
class SectionPlan:
    """Questions under a common heading."""

    title: str
    text: str
    questions: tuple[QuestionPlan, ...]
    shuffled: bool = False  # each variant has its own order
    appended: bool = False  # set off from the sections before


@dataclass(frozen=True, slots=True)
class Blueprint:
    """A validated plan."""

    name: str  # of the file, without its ending: the folder under `out/`
    title: str
    course: Course
    where: Where
    sections: tuple[SectionPlan, ...]
    minutes: int = 0
    total: Exact | None = None  # checked against the sum of all points
    cover: Cover | None = None
    style: PageStyle = PageStyle()
    handout: Handout = Handout()
    covers: tuple[str, ...] = ()  # conventions of a source that the paper as a whole follows
    seed: str = ""
    banks: tuple[Path, ...] = ()
    band: float | None = None  # how far the effort of a problem's variants may lie from the median, as a share
    limits: Limits = Limits()  # of an audit


@dataclass(frozen=True, slots=True)
class Item:
    """A slot of a blueprint with the template that fills it; `key` tells a template's uses apart in one exam."""

    slot: Slot
    templates: tuple[Template, ...]  # one, or those that each variant picks from
    key: str


@dataclass(frozen=True, slots=True)
class Plan:
    """A blueprint with every template loaded: what all variants share."""

    blueprint: Blueprint
    items: tuple[tuple[tuple[Item, ...], ...], ...]  # by section and question
    sources: Mapping[str, str]  # file -> SHA-256 of the blueprint and of each bank

    def every_item(self) -> tuple[Item, ...]:
        """Return the items of all questions in the order of the blueprint."""
        return tuple(item for section in self.items for question in section for item in question)
