"""From heights to pages: one layout for all variants of a paper and both of its views.

Pure arithmetic in bp. A place is counted from the top left corner of the text block, which is the same on
every size of paper. Units are never cut while they fit a page; where pages end is decided by dynamic
programming, and height that is left over goes to the answer boxes by their points.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal, TypeAlias

from ...errors import ProbgenError, Where

BLOCK_WIDTH = 468.0
BLOCK_HEIGHT = 676.0
_PER_PAGE = 0.6  # cost of a page, in squared unused shares
_INSIDE = 0.35  # cost of a page that begins inside a question
_SHARE = 0.85  # of the left-over height that goes to boxes
_MOST = 1.7  # times its height is the most that a box may become

Frame: TypeAlias = Literal["", "plain", "ruled", "solution"]  # the last is drawn in the solution alone
Kind: TypeAlias = Literal["cover", "body", "note"]


@dataclass(frozen=True, slots=True)
class Item:
    """What one slot asks of its page; `growth` is its share of left-over height, 0 for what must not grow."""

    slot: str
    gap: float = 0.0  # above it, unless it begins a page
    indent: float = 0.0
    frame: Frame = ""
    growth: float = 0.0
    joined: bool = False  # stays with the next item even where its unit is cut


@dataclass(frozen=True, slots=True)
class Unit:
    """Items that stay on one page: a heading with its stem and first part, or a further part."""

    items: tuple[Item, ...]
    inside: bool  # a page that begins with it begins inside a question
    name: str  # for messages: "question 3, part b"
    where: Where = Where()


@dataclass(frozen=True, slots=True)
class Place:
    """Where a slot stands on its page, and how much room it has."""

    slot: str
    x: float
    y: float
    width: float
    height: float
    frame: Frame = ""


@dataclass(frozen=True, slots=True)
class Page:
    """The places of one page, in reading order."""

    kind: Kind
    places: tuple[Place, ...]


Pages: TypeAlias = tuple[Page, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """The pages of all variants: one tuple of pages for each structure that they have, mostly one in all.

    `warnings` says what a person should look at: text over the margin, an answer wider than its blank.
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

    def pages(self, slots: Collection[str]) -> Pages | None:
        """Return the pages that have a place for exactly these slots, None if there are none."""
        return next((pages for pages in self.papers if places(pages).keys() == set(slots)), None)


def places(pages: Pages) -> dict[str, Place]:
    """Return all places by the name of their slot."""
    return {place.slot: place for page in pages for place in page.places}


def _page(data: Mapping[str, Any]) -> Page:
    return Page(data["kind"], tuple(Place(**place) for place in data["places"]))


def body(units: Sequence[Unit], heights: Mapping[str, float]) -> Pages:
    """Return the pages of the units; `heights` gives each slot's least height.

    Raises:
        ProbgenError: something that cannot be cut is taller than a page.
    """
    whole = [piece for unit in units for piece in _fitting(unit, heights)]
    return tuple(Page("body", _stack(whole[first:last], heights)) for first, last in _breaks(whole, heights))


def cover(slots: Sequence[str], heights: Mapping[str, float]) -> Page:
    """Return a page with the first slot at its top, the last at its foot, the others at equal distances between.

    Raises:
        ProbgenError: they are taller than a page together.
    """
    left = BLOCK_HEIGHT - sum(heights[slot] for slot in slots)
    if left < 0:
        what = f"the cover is {_cm(-left)} taller than a page"
        raise ProbgenError.of(what, hint="give it fewer fields or rules")
    gap = left / max(len(slots) - 1, 1)
    stacked: list[Place] = []
    y = 0.0
    for slot in slots:
        stacked.append(Place(slot, 0.0, _round(y), BLOCK_WIDTH, _round(heights[slot])))
        y += heights[slot] + gap
    return Page("cover", tuple(stacked))


def note(slot: str, heights: Mapping[str, float]) -> Page:
    """Return a page that is empty under one sentence."""
    return Page("note", (Place(slot, 0.0, 0.0, BLOCK_WIDTH, _round(heights[slot])),))


def _height(items: Sequence[Item], heights: Mapping[str, float]) -> float:
    """Return the height of items from the top of a page, where the first one's gap is left out."""
    return sum(heights[item.slot] + item.gap for item in items) - (items[0].gap if items else 0.0)


def _items(units: Sequence[Unit]) -> list[Item]:
    return [item for unit in units for item in unit.items]


def _fitting(unit: Unit, heights: Mapping[str, float]) -> Iterator[Unit]:
    """Yield the unit whole if it fits a page, else the pieces it may be cut into."""
    if _height(unit.items, heights) <= BLOCK_HEIGHT:
        yield unit
        return
    piece: list[Item] = []
    inside = unit.inside
    for item in unit.items:
        piece.append(item)
        if item.joined:
            continue
        tall = _height(piece, heights) - BLOCK_HEIGHT
        if tall > 0:
            raise ProbgenError.of(
                f"{unit.name} is {_cm(tall)} taller than a page",
                where=unit.where,
                hint="give it less `space:`, a shorter solution, or make two parts of it",
            )
        yield replace(unit, items=tuple(piece), inside=inside)
        piece, inside = [], True


def _breaks(units: Sequence[Unit], heights: Mapping[str, float]) -> list[tuple[int, int]]:
    """Return the pages, as ranges of units, at the least cost in all."""
    best = [(0.0, 0)]  # for the first n units: the cost, and where their last page begins
    for last in range(1, len(units) + 1):
        choices: list[tuple[float, int]] = []
        for first in range(last - 1, -1, -1):
            used = _height(_items(units[first:last]), heights)
            if used > BLOCK_HEIGHT and choices:
                break
            unused = 1 - used / BLOCK_HEIGHT
            price = unused * unused + _PER_PAGE + (_INSIDE if units[first].inside else 0.0)
            choices.append((best[first][0] + price, first))
        best.append(min(choices))
    pages: list[tuple[int, int]] = []
    end = len(units)
    while end:
        pages.append((best[end][1], end))
        end = best[end][1]
    return pages[::-1]


def _stack(units: Sequence[Unit], heights: Mapping[str, float]) -> tuple[Place, ...]:
    """Return the places of one page, with the left-over height given to its boxes."""
    items = _items(units)
    extra = _growth(items, heights, BLOCK_HEIGHT - _height(items, heights))
    stacked: list[Place] = []
    y = -items[0].gap
    for item in items:
        y += item.gap
        height = heights[item.slot] + extra.get(item.slot, 0.0)
        width = BLOCK_WIDTH - item.indent
        stacked.append(Place(item.slot, item.indent, _round(y), width, _round(height), item.frame))
        y += height
    return tuple(stacked)


def _growth(items: Sequence[Item], heights: Mapping[str, float], left: float) -> dict[str, float]:
    """Return what each box gains: by points, none more than `_MOST` allows; what one cannot take, others may."""
    room = {item.slot: heights[item.slot] * (_MOST - 1) for item in items if item.growth > 0}
    share = {item.slot: item.growth for item in items if item.growth > 0}
    gained = dict.fromkeys(room, 0.0)
    left = max(left, 0.0) * _SHARE
    open_ = set(room)
    while open_ and left > 0.01:
        total = sum(share[slot] for slot in open_)
        step = min(left / total, *((room[slot] - gained[slot]) / share[slot] for slot in open_))
        for slot in open_:
            gained[slot] += step * share[slot]
        left -= step * total
        open_ = {slot for slot in open_ if room[slot] - gained[slot] > 0.01}
    return gained


def _round(length: float) -> float:
    return round(length, 2)


def _cm(length: float) -> str:
    return f"{length / 72 * 2.54:.1f} cm"
