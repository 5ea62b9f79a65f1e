"""From heights to pages, by arithmetic alone; all lengths are bp.

Units are never cut; where pages end is decided by dynamic programming. Height that is left over goes to the boxes
of a page by their points; footnotes stand at its foot.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ...errors import ProbgenError
from .layout import BLOCK_HEIGHT, BLOCK_WIDTH, Item, Page, Pages, Place, Unit

_PER_PAGE = 0.6  # price of a page
_SHARE = 0.85  # of the left-over height that goes to boxes
_MOST = 1.7  # times its height is the most that a box may become
_ABOVE_NOTES = 12.0  # bp between the text and the first note, whose rule is in it
_NOTE_GAP = 2.0
_ROUNDING = 1e-9


def body(
    units: Sequence[Unit],
    heights: Mapping[str, float],
    *,
    before: int = 0,
    flowing: bool = False,
    grown: bool = False,
) -> Pages:
    """Return the pages of the units, which have so many `before` them.

    `heights` gives each slot's least height, or its own where it is `grown` already.

    A page's unused share has its price: squared, so that pages are evenly filled, or, where text is `flowing`, as it
    is, and none on the last page.

    Raises:
        ProbgenError: a unit is taller than a page, even where its box is no higher than was asked for.
    """
    heights = cut(units, heights)
    return tuple(
        Page("body", (*_stack(units[first:last], heights, grown=grown), *_feet(units[first:last], heights)))
        for first, last in _breaks(units, heights, before, flowing=flowing)
    )


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


def roomier(
    units: Sequence[Unit], heights: Mapping[str, float], others: Mapping[str, Place], factor: float
) -> dict[str, float]:
    """Return the heights with every box to write in `factor` times as high as it is at its place in `others`.

    Where a unit would be taller than a page its boxes take what is left of one.
    """
    grown = dict(heights)
    for unit in units:
        boxes = [item.slot for item in unit.items if item.frame in ("plain", "ruled")]
        if boxes:
            rest = _needed(_height(unit.items, heights), _notes([unit], heights)) - sum(heights[slot] for slot in boxes)
            wished = {slot: factor * others[slot].height for slot in boxes}
            share = min(1.0, (BLOCK_HEIGHT - rest - _ROUNDING) / sum(wished.values()))
            grown.update({slot: max(heights[slot], share * wish) for slot, wish in wished.items()})
    return grown


def _height(items: Sequence[Item], heights: Mapping[str, float]) -> float:
    """Return the height of items from the top of a page, where the first one's gap is left out."""
    return sum(heights[item.slot] + item.gap for item in items) - (items[0].gap if items else 0.0)


def _items(units: Sequence[Unit]) -> list[Item]:
    return [item for unit in units for item in unit.items]


def _notes(units: Sequence[Unit], heights: Mapping[str, float]) -> float:
    """Return the height of all footnotes, each with the gap above it."""
    return sum(heights[slot] + _NOTE_GAP for item in _items(units) for slot in item.notes)


def _needed(stacked: float, notes: float) -> float:
    """Return what a page needs for its text and its footnotes."""
    return stacked + notes + _ABOVE_NOTES if notes else stacked


def cut(units: Sequence[Unit], heights: Mapping[str, float]) -> dict[str, float]:
    """Return the heights with the box of a unit that is taller than a page as high as the page allows.

    Raises:
        ProbgenError: a box would become lower than was asked for.
    """
    lowered = dict(heights)
    for unit in units:
        tall = _needed(_height(unit.items, heights), _notes([unit], heights)) - BLOCK_HEIGHT
        box = max(unit.items, key=lambda item: heights[item.slot] if item.least else 0.0)
        if tall > 0 and box.least and heights[box.slot] - tall >= box.least:
            lowered[box.slot] -= tall + _ROUNDING
        elif tall > 0:
            raise _too_tall(unit, tall)
    return lowered


def _too_tall(unit: Unit, tall: float) -> ProbgenError:
    return ProbgenError.of(
        f"{unit.name} is {_cm(tall)} taller than a page",
        where=unit.where,
        hint="give it less `space:`, a shorter text, or make two parts of it",
    )


def _breaks(
    units: Sequence[Unit], heights: Mapping[str, float], before: int, *, flowing: bool
) -> list[tuple[int, int]]:
    """Return the pages, as ranges of units, at the least price in all; there are so many pages before them.

    After an odd number of pages, on a right-hand page, the next one is overleaf. So the first n units are solved for
    an even and an odd number of pages: the price, where their last page begins, and whether that is overleaf.
    """
    inner = [_height(unit.items, heights) for unit in units]
    feet = [_notes([unit], heights) for unit in units]
    best: list[dict[int, tuple[float, int, int]]] = [{before % 2: (0.0, 0, 0)}]
    for last in range(1, len(units) + 1):
        ends: dict[int, tuple[float, int, int]] = {}
        stacked = notes = 0.0
        for first in range(last - 1, -1, -1):
            stacked += inner[first] + (units[first + 1].items[0].gap if first + 1 < last else 0.0)
            notes += feet[first]
            unused = 1 - _needed(stacked, notes) / BLOCK_HEIGHT
            if unused < -_ROUNDING and ends:
                break
            price = _PER_PAGE + units[first].price + _emptiness(unused, flowing=flowing, ends=last == len(units))
            for odd, (spent, _, _) in best[first].items():
                way = (spent + price + odd * units[first].overleaf, first, odd)
                ends[1 - odd] = min(way, ends.get(1 - odd, way))
        best.append(ends)
    pages: list[tuple[int, int]] = []
    end, odd = len(units), min(best[-1], key=lambda odd: best[-1][odd])
    while end:
        _, first, odd_before = best[end][odd]
        pages.append((first, end))
        end, odd = first, odd_before
    return pages[::-1]


def _emptiness(unused: float, *, flowing: bool, ends: bool) -> float:
    """Return the price of a page's unused share; where flowing text ends, it has none."""
    if flowing:
        return 0.0 if ends else unused
    return unused * unused


def _stack(units: Sequence[Unit], heights: Mapping[str, float], *, grown: bool) -> Iterator[Place]:
    """Yield the places of one page, with the left-over height given to its boxes."""
    items = _items(units)
    used = _needed(_height(items, heights), _notes(units, heights))
    extra = {} if grown else _growth(items, heights, BLOCK_HEIGHT - used)
    y = -items[0].gap
    for item in items:
        y += item.gap
        height = heights[item.slot] + extra.get(item.slot, 0.0)
        width = BLOCK_WIDTH - item.indent
        yield Place(item.slot, item.indent, _round(y), width, _round(height), item.frame, item.bar)
        y += height


def _feet(units: Sequence[Unit], heights: Mapping[str, float]) -> Iterator[Place]:
    """Yield the places of one page's footnotes, the last at its foot."""
    y = BLOCK_HEIGHT - _notes(units, heights)
    for slot in (slot for item in _items(units) for slot in item.notes):
        y += _NOTE_GAP
        yield Place(slot, 0.0, _round(y), BLOCK_WIDTH, _round(heights[slot]), "foot")
        y += heights[slot]


def _growth(items: Sequence[Item], heights: Mapping[str, float], left: float) -> dict[str, float]:
    """Return what each box gains: by points, none more than `_MOST` allows; what one cannot take, others may."""
    room = {item.slot: heights[item.slot] * (_MOST - 1) for item in items if item.growth > 0}
    share = {item.slot: item.growth for item in items if item.growth > 0}
    gained = dict.fromkeys(room, 0.0)
    left = max(left, 0.0) * _SHARE
    open_ = list(room)
    while open_ and left > 0.01:
        total = sum(share[slot] for slot in open_)
        step = min(left / total, *((room[slot] - gained[slot]) / share[slot] for slot in open_))
        for slot in open_:
            gained[slot] += step * share[slot]
        left -= step * total
        open_ = [slot for slot in open_ if room[slot] - gained[slot] > 0.01]
    return gained


def _round(length: float) -> float:
    return round(length, 2)


def _cm(length: float) -> str:
    return f"{length / 72 * 2.54:.1f} cm"
