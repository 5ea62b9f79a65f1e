"""What stands where on the pages of a paper: plain data, kept with a set so that it can be made again.

All lengths are bp. A place is counted from the top left corner of the text block, which is the same on every
size of paper.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal, TypeAlias

from ...errors import Where

BLOCK_WIDTH = 468.0
BLOCK_HEIGHT = 676.0

Frame: TypeAlias = Literal["", "plain", "ruled", "solution", "foot"]  # "solution" is drawn in that view alone
Kind: TypeAlias = Literal["cover", "body", "note"]


@dataclass(frozen=True, slots=True)
class Item:
    """What one slot asks of its page; `growth` is its share of left-over height, 0 for what must not grow."""

    slot: str
    gap: float = 0.0  # above it, unless it begins a page
    indent: float = 0.0
    frame: Frame = ""
    growth: float = 0.0
    least: float = 0.0  # bp that a box must keep where its solution would be taller than the page
    bar: float = 0.0  # distance of a bar at its left, 0 for none
    notes: tuple[str, ...] = ()  # slots of the footnotes whose marks it holds

    def apart(self, prefix: str) -> Item:
        """Return the item of a slot that has another name."""
        return replace(self, slot=prefix + self.slot, notes=tuple(prefix + note for note in self.notes))


@dataclass(frozen=True, slots=True)
class Unit:
    """Items that stay on one page: a part and its box, a heading with its stem, a paragraph."""

    items: tuple[Item, ...]
    price: float  # of a page that begins with it, beside the price of what is unused of a page
    name: str  # for messages: "question 3, part b"
    where: Where = Where()
    overleaf: float = 0.0  # what more such a page costs on the back of the one before: no eye sees both

    def apart(self, prefix: str) -> Unit:
        """Return the unit of slots that have other names."""
        return replace(self, items=tuple(item.apart(prefix) for item in self.items))


@dataclass(frozen=True, slots=True)
class Place:
    """Where a slot stands on its page, and how much room it has."""

    slot: str
    x: float
    y: float
    width: float
    height: float
    frame: Frame = ""
    bar: float = 0.0


@dataclass(frozen=True, slots=True)
class Page:
    """The places of one page, in reading order."""

    kind: Kind
    places: tuple[Place, ...]


Pages: TypeAlias = tuple[Page, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """The pages of all papers: one tuple of pages for each structure that variants share, mostly one in all.

    Where papers flow, each is a structure of its own. `warnings` says what a person should look at: text over the
    margin, an answer wider than its blank.
    """

    papers: tuple[Pages, ...]
    warnings: tuple[str, ...] = ()

    def plain(self) -> dict[str, Any]:
        """Return the layout as what JSON can hold."""
        return asdict(self)

    @classmethod
    def read(cls, data: Mapping[str, Any]) -> Layout:
        """Return the layout that `plain` made."""
        papers = (tuple(_page(page) for page in pages) for pages in data["papers"])
        return cls(tuple(papers), tuple(data["warnings"]))

    def by_slots(self) -> dict[frozenset[str], Pages]:
        """Return the pages by the slots that they have a place for."""
        return {frozenset(places(pages)): pages for pages in self.papers}

    def pages(self, slots: Collection[str]) -> Pages | None:
        """Return the pages that have a place for exactly these slots, None if there are none."""
        return self.by_slots().get(frozenset(slots))


def places(pages: Pages) -> dict[str, Place]:
    """Return all places by the name of their slot."""
    return {place.slot: place for page in pages for place in page.places}


def _page(data: Mapping[str, Any]) -> Page:
    return Page(data["kind"], tuple(Place(**place) for place in data["places"]))
