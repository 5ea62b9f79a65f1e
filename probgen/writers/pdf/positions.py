"""Where everything was really shipped, as TeX recorded it, against where the layout says that it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, NamedTuple

from ...document import View
from ...errors import ExitCode, ProbgenError
from .layout import BLOCK_WIDTH, Pages, Place
from .pages import LETTER_HEIGHT, SIZES, TOP, Boxes
from .slots import Sheet

FILE = "positions.json"
_BP = 72 / 72.27  # bp in a pt
_SP = _BP / 65536  # bp in TeX's unit
_NEAR = 0.02  # bp: places are told to TeX with two decimals
_INSIDE = (8.0, 5.0)  # bp between a frame and the solution in it
_AT = re.compile(r"at (\w+) ?(\d*),(-?\d+),(-?\d+)")
_REST = re.compile(r"rest (\d+),(\d+),([-\d.]+)pt")


class Spot(NamedTuple):
    """Something that TeX put on a page: its upper left corner, in bp from that of the page; a field's baseline."""

    what: str  # "box", "frame", or the kind of a field: "name", "id" ..., "end"
    box: int
    x: float
    y: float


class Rest(NamedTuple):
    """What a solution has behind its last planned page: how many pages, and which slots go on there, by page."""

    pages: int = 0
    slots: Mapping[str, int] = {}


class Field(NamedTuple):
    """A line to fill in: what it asks for, where its baseline begins in bp from the upper left, and its width."""

    kind: str
    x: float
    y: float
    width: float


@dataclass
class Shipped:
    """What was recorded of the pages of a sheet, file by file, and the heights of its boxes."""

    height: float  # of the page
    tops: dict[int, float] = field(default_factory=dict)  # bp above the baseline, by box
    pages: list[list[Spot]] = field(default_factory=list)
    appended: int = 0  # pages behind those of the layout
    rests: dict[int, int] = field(default_factory=dict)  # page on which a box goes on, by box

    def record(self, line: str) -> None:
        """Take a line of the records; what is no place is left alone."""
        if line in ("page", "page appended"):
            self.pages.append([])
            self.appended += line == "page appended"
        elif found := _REST.match(line):
            self.rests[int(found[1])] = int(found[2])
            self.tops[int(found[1])] = float(found[3]) * _BP
        elif (found := _AT.match(line)) and self.pages:
            what, box = found[1], int(found[2] or 0)
            above = self.tops.get(box, 0.0) if what == "box" else 0.0
            self.pages[-1].append(Spot(what, box, int(found[3]) * _SP, self.height - int(found[4]) * _SP - above))

    def rest(self, boxes: Boxes) -> Rest:
        """Return what stands on the appended pages."""
        return Rest(self.appended, {boxes.slot(box): page for box, page in self.rests.items()})

    def fields(self, page: int) -> list[Field]:
        """Return the fields of a page."""
        spots = [spot for spot in self.pages[page] if not spot.box]
        return [Field(one.what, one.x, one.y, end.x - one.x) for one, end in pairwise(spots) if end.what == "end"]


def expected(pages: Pages, sheet: Sheet, boxes: Boxes, view: View) -> Iterator[list[Spot]]:
    """Yield what must stand on each page in a view, by the layout."""
    width, height = SIZES[sheet.exam.style.paper]
    left, top = (width - BLOCK_WIDTH) / 2, (height - LETTER_HEIGHT) / 2 + TOP
    for page in pages:
        yield [spot for place in page.places for spot in _of(place, left, top, boxes, view)]


def _of(place: Place, left: float, top: float, boxes: Boxes, view: View) -> Iterator[Spot]:
    number, filled = boxes.number(place.slot, view), boxes.is_filled(place.slot, view)
    x, y = left + place.x, top + place.y
    framed = place.frame not in ("", "foot")
    solved = framed and view is View.SOLUTION and filled
    if framed and (solved or place.frame != "solution"):
        yield Spot("frame", number, x, y)
    if solved:
        yield Spot("box", number, x + _INSIDE[0], y + _INSIDE[1])
    elif filled and not framed:
        yield Spot("box", number, x, y)


def proved(shipped: Shipped, pages: Pages, sheet: Sheet, boxes: Boxes) -> int:
    """Return how many places of a sheet TeX recorded where the layout has them, in all of its files.

    All sheets of a layout are compared with the same places, so they agree with one another and so do both views.

    Raises:
        ProbgenError: something stands elsewhere, is missing, or is too much.
    """
    wanted = [page for view in sheet.views for page in expected(pages, sheet, boxes, view)]
    count = 0
    planned = shipped.pages[: len(shipped.pages) - shipped.appended]
    for number, (page, found) in enumerate(zip(wanted, planned, strict=True)):
        kept = sorted(spot for spot in found if spot.box)
        pairs = list(zip(sorted(page), kept, strict=False))
        if len(kept) != len(page) or not all(_same(one, other) for one, other in pairs):
            paper = sheet.files[number // len(pages)][0]
            what = f"page {number % len(pages) + 1} of {paper} is not laid out as its set is"
            raise ProbgenError.of(what, hint="please report it", code=ExitCode.INTERNAL)
        count += len(page)
    return count


def _same(one: Spot, other: Spot) -> bool:
    near = abs(one.x - other.x) < _NEAR and abs(one.y - other.y) < _NEAR
    return (one.what, one.box) == (other.what, other.box) and near


def plain(
    pages: Pages, sheets: Sequence[Sheet], recorded: Mapping[str, int], rests: Mapping[str, Rest]
) -> dict[str, Any]:
    """Return a layout as it is told to people and scripts: every place once, and the papers that have it.

    `recorded` says of each paper how many places TeX recorded, all of them where the layout has them, and `rests`
    what its solution has behind them.
    """
    asked = {slot.name: slot.space for slot in sheets[0].slots}
    width, height = SIZES[sheets[0].exam.style.paper]
    left, top = (width - BLOCK_WIDTH) / 2, (height - LETTER_HEIGHT) / 2 + TOP
    made = [sheet for sheet in sheets if sheet.exam.stem in recorded]
    return {
        "page": [width, height],
        "places": [
            {
                "slot": place.slot,
                "page": number,
                "x": round(left + place.x, 2),
                "y": round(top + place.y, 2),
                "width": place.width,
                "height": place.height,
                "box": place.frame in ("plain", "ruled"),
                **({"asked": round(asked[place.slot], 2)} if place.frame in ("plain", "ruled") else {}),
            }
            for number, page in enumerate(pages, 1)
            for place in page.places
        ],
        "papers": {name: recorded[sheet.exam.stem] for sheet in made for name, _ in sheet.files},
        "appended": {
            sheet.files[-1][0]: {"pages": rest.pages, "continued": dict(rest.slots)}
            for sheet in made
            if (rest := rests.get(sheet.exam.stem)) and rest.pages
        },
    }
