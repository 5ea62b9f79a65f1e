"""The plan of an exam: which problems, in which order, for how many points, on what kind of paper; no file is read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from ..document import Course, Cover, PageStyle
from ..errors import Where
from ..exact import Exact, Value
from ..model import Template


@dataclass(frozen=True, slots=True)
class Slot:
    """One entry of a section: a problem by its id, or `count` problems picked by topic, tags and kinds.

    `points` is a total, or points by part label; None keeps the bank's. `given` pins values in every variant.
    """

    where: Where
    use: str = ""
    count: int = 1
    topic: str = ""
    tags: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    per: Literal["exam", "variant"] = "exam"
    parts: tuple[str, ...] = ()  # () for all
    points: Exact | Mapping[str, Exact] | None = None
    knobs: Mapping[str, Value] = field(default_factory=dict)
    given: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SectionPlan:
    """Entries under a common heading."""

    title: str
    text: str
    slots: tuple[Slot, ...]
    shuffled: bool = False  # each variant has its own order


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
    seed: str = ""
    banks: tuple[Path, ...] = ()


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
    items: tuple[tuple[Item, ...], ...]  # by section
    sources: Mapping[str, str]  # file -> SHA-256 of the blueprint and of each bank
