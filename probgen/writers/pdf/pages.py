"""Pages of a layout as TeX: every box, frame and line at the place that the layout gives it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import groupby
from typing import NamedTuple

from ...document import Paper, View
from ..shell import Tex
from ..tex import escape
from .layout import BLOCK_WIDTH, Page, Pages, Place
from .slots import Sheet

SIZES: dict[Paper, tuple[float, float]] = {"letter": (612.0, 792.0), "a4": (595.276, 841.89)}  # bp
LETTER_HEIGHT = 792.0  # bp, of the paper that the distances from the top are given for
TOP = 60.0  # bp from the top of the page to that of the text
_HEAD, _RULE, _FOOT = 40.0, 752.0, 763.5  # bp from the top: baseline, rule, baseline
_NOTICE = 774.0  # bp from the top: baseline of the second line of a foot
_INNER = 10.0  # bp of a box above and below its text
_LINES = 24.0  # bp between ruled lines
_NOTE_RULE = 5.0  # bp between the first footnote and the rule above it
_FIRST_BOX = 1000


class PageMacro(NamedTuple):
    """A page as the body of a macro; `name` says view and number."""

    name: str
    body: Tex


class Boxes:
    """The numbers of a structure's boxes: two for each slot, one in each view."""

    def __init__(self, sheets: Collection[Sheet]) -> None:
        first = next(iter(sheets))
        self._names = first.names
        self._place = {name: place for place, name in enumerate(first.names)}
        self._filled = {
            View.EXAM: {slot.name for sheet in sheets for slot in sheet.slots if slot.exam},
            View.SOLUTION: {slot.name for sheet in sheets for slot in sheet.slots if slot.solution},
        }

    @property
    def end(self) -> int:
        """The first number behind all of them."""
        return _FIRST_BOX + 2 * len(self._names)

    def number(self, slot: str, view: View) -> int:
        """Return the number of a slot's box in a view."""
        return _FIRST_BOX + 2 * self._place[slot] + (view is View.SOLUTION)

    def slot(self, number: int) -> str:
        """Return the name of the slot that a box belongs to."""
        return self._names[(number - _FIRST_BOX) // 2]

    def views(self, slot: str) -> tuple[View, ...]:
        """Return the views that a slot must be set for, so that no page shows what an earlier variant left."""
        return tuple(view for view in View if self.is_filled(slot, view))

    def is_filled(self, slot: str, view: View) -> bool:
        """Tell whether any variant has something to say in this slot."""
        return slot in self._filled[view]


def macros(pages: Pages, sheet: Sheet, boxes: Boxes) -> Iterator[PageMacro]:
    """Yield the pages of all files of a sheet as macros; all variants of the structure share them."""
    if not pages:
        return
    for view in sheet.views:
        for number, page in enumerate(pages, 1):
            folio = f"page {number} of {len(pages)}" if view is View.EXAM else rf"page {number} of \pgtotal"
            head = "" if sheet.flowing and number == 1 else _head(page, sheet, view)  # its title says what it is
            body = "%\n".join(_page(page, head, folio, sheet, boxes, view))
            yield PageMacro(f"{view.value}-{number}", Tex(body))


def appended(sheet: Sheet) -> Tex:
    """Return the body of a page behind the last one, which goes on with solutions that are taller than their boxes."""
    width, height = SIZES[sheet.exam.style.paper]
    left, down = (width - BLOCK_WIDTH) / 2, (height - LETTER_HEIGHT) / 2
    lines = [
        rf"\pgput{{{left:.2f}}}{{{down + _HEAD:.2f}}}{{\pgsolutions}}",
        rf"\pgput{{{left:.2f}}}{{{down + TOP:.2f}}}{{\pgappended}}",
        *_foot(left, down, r"page \number\pgfolio\space of \pgtotal"),
    ]
    return Tex("%\n".join(lines))


def fits(pages: Pages, sheet: Sheet, boxes: Boxes) -> Iterator[str]:
    """Yield for each box to write in what leaves as much of its solution there as it has room for."""
    if View.SOLUTION not in sheet.views:
        return
    labels = {slot.name: slot.label for slot in sheet.slots}
    for number, page in enumerate(pages, 1):
        for place in page.places:
            if is_box(place) and boxes.is_filled(place.slot, View.SOLUTION):
                box, said = boxes.number(place.slot, View.SOLUTION), labels[place.slot].removeprefix("the solution ")
                yield rf"\pgfit{{{box}}}{{{place.height - _INNER:.2f}}}{{{number}}}{{{escape(said)}}}"


def is_box(place: Place) -> bool:
    """Tell whether a solution is framed there, and an exam has room for it."""
    return place.frame not in ("", "foot")


def _page(page: Page, head: str, folio: str, sheet: Sheet, boxes: Boxes, view: View) -> Iterator[str]:
    width, height = SIZES[sheet.exam.style.paper]
    left, down = (width - BLOCK_WIDTH) / 2, (height - LETTER_HEIGHT) / 2
    if head:
        yield rf"\pgput{{{left:.2f}}}{{{down + _HEAD:.2f}}}{{{head}}}"
    top = down + TOP
    yield from _bars(page.places, left, top)
    yield from _note_rule([place for place in page.places if boxes.is_filled(place.slot, view)], left, top)
    for place in page.places:
        yield from _place(place, left + place.x, top + place.y, boxes, view)
    yield from _foot(left, down, folio)
    if sheet.flowing:
        yield rf"\pgput{{{left:.2f}}}{{{down + _NOTICE:.2f}}}{{\pgnotice}}"


def _foot(left: float, down: float, folio: str) -> Iterator[str]:
    yield rf"\pgput{{{left:.2f}}}{{{down + _RULE:.2f}}}{{\vrule width{BLOCK_WIDTH:g}bp height0bp depth.4bp}}"
    yield rf"\pgput{{{left:.2f}}}{{{down + _FOOT:.2f}}}{{\pgfoot{{{folio}}}}}"


def _head(page: Page, sheet: Sheet, view: View) -> str:
    """Return what stands above the text: the line for a name, or that these are solutions."""
    style = sheet.exam.style
    if page.kind == "cover" or style.layout == "practice":
        return ""
    if view is View.SOLUTION:
        return r"\pgsolutions"
    return r"\pgnameline" if style.name_line and not sheet.flowing else ""


def _place(place: Place, x: float, y: float, boxes: Boxes, view: View) -> Iterator[str]:
    box = boxes.number(place.slot, view)
    if not is_box(place):
        if boxes.is_filled(place.slot, view):
            yield rf"\pgset{{{x:.2f}}}{{{y:.2f}}}{{{box}}}"
    elif view is View.SOLUTION and boxes.is_filled(place.slot, view):
        yield rf"\pgsolved{{{x:.2f}}}{{{y:.2f}}}{{{place.width:g}}}{{{place.height:g}}}{{{box}}}"
    elif place.frame != "solution":
        lines = "".join(_lines(place)) if place.frame == "ruled" else ""
        framed = rf"\pgwhere{{frame {box}}}\pgframe{{{place.width:g}}}{{{place.height:g}}}{lines}"
        yield rf"\pgput{{{x:.2f}}}{{{y:.2f}}}{{{framed}}}"


def _lines(place: Place) -> Iterator[str]:
    for number in range(1, int((place.height - 10) // _LINES) + 1):
        yield rf"\pgline{{8}}{{{place.width - 8:g}}}{{{_LINES * number:g}}}"


def _bars(places: Collection[Place], left: float, top: float) -> Iterator[str]:
    """Yield one bar for all neighbors that have it at the same place."""
    for x, run in groupby(places, lambda place: place.x - place.bar if place.bar else None):
        if x is not None:
            along = list(run)
            y, end = along[0].y, along[-1].y + along[-1].height
            yield rf"\pgput{{{left + x:.2f}}}{{{top + y:.2f}}}{{\pgside{{{end - y:.2f}}}}}"


def _note_rule(places: Collection[Place], left: float, top: float) -> Iterator[str]:
    for place in places:
        if place.frame == "foot":
            yield rf"\pgput{{{left:.2f}}}{{{top + place.y - _NOTE_RULE:.2f}}}{{\pgnoterule}}"
            return
