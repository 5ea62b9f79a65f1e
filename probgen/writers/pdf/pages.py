"""Pages of a layout as TeX: every box, frame and line at the place that the layout gives it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import NamedTuple

from ...document import Paper, View
from ..shell import Tex
from .layout import BLOCK_WIDTH, Page, Pages, Place
from .slots import Sheet

SIZES: dict[Paper, tuple[float, float]] = {"letter": (612.0, 792.0), "a4": (595.276, 841.89)}  # bp
_LETTER = 792.0  # bp, the height of the paper that the distances from the top are given for
_HEAD, _BODY, _RULE, _FOOT = 40.0, 60.0, 752.0, 763.5  # bp from the top: baseline, top, rule, baseline
_LINES = 24.0  # bp between ruled lines
_FIRST_BOX = 1000


class PageMacro(NamedTuple):
    """A page as the body of a macro; `name` says view and number."""

    name: str
    body: Tex


class Boxes:
    """The numbers of a structure's boxes: one for both views where these are alike in all variants."""

    def __init__(self, sheets: Collection[Sheet]) -> None:
        first = next(iter(sheets))
        self._names = first.names
        self._place = {name: place for place, name in enumerate(first.names)}
        self._apart = {slot.name for sheet in sheets for slot in sheet.slots if slot.exam != slot.solution}
        self._solved = {slot.name for sheet in sheets for slot in sheet.slots if slot.solution}

    def number(self, slot: str, view: View) -> int:
        """Return the box register of a slot in a view."""
        return _FIRST_BOX + 2 * self._place[slot] + (view is View.SOLUTION and slot in self._apart)

    def slot(self, number: int) -> str:
        """Return the name of the slot that is kept in a box register."""
        return self._names[(number - _FIRST_BOX) // 2]

    def views(self, slot: str) -> tuple[View, ...]:
        """Return the views that a slot must be set for."""
        return tuple(View) if slot in self._apart else (View.EXAM,)

    def is_solved(self, slot: str) -> bool:
        """Tell whether any variant's solution has something to say in this slot."""
        return slot in self._solved


def macros(pages: Pages, sheet: Sheet, boxes: Boxes) -> Iterator[PageMacro]:
    """Yield the pages of both views as macros; all variants of the structure share them."""
    for view in View:
        for number, page in enumerate(pages, 1):
            body = "%\n".join(_page(page, f"page {number} of {len(pages)}", sheet, boxes, view))
            yield PageMacro(f"{view.value}-{number}", Tex(body))


def _page(page: Page, folio: str, sheet: Sheet, boxes: Boxes, view: View) -> Iterator[str]:
    style = sheet.exam.style
    width, height = SIZES[style.paper]
    left, down = (width - BLOCK_WIDTH) / 2, (height - _LETTER) / 2
    if page.kind != "cover":
        if view is View.SOLUTION:
            yield rf"\pgput{{{left:.2f}}}{{{down + _HEAD:.2f}}}{{\pgtag{{SOLUTIONS}}}}"
        elif style.name_line:
            yield rf"\pgput{{{left:.2f}}}{{{down + _HEAD:.2f}}}{{\pgnameline}}"
    for place in page.places:
        yield from _place(place, left + place.x, down + _BODY + place.y, boxes, view)
    yield rf"\pgput{{{left:.2f}}}{{{down + _RULE:.2f}}}{{\vrule width{BLOCK_WIDTH:g}bp height0bp depth.4bp}}"
    yield rf"\pgput{{{left:.2f}}}{{{down + _FOOT:.2f}}}{{\pgfoot{{\pgpaperof}}{{\pgcode}}{{{folio}}}}}"


def _place(place: Place, x: float, y: float, boxes: Boxes, view: View) -> Iterator[str]:
    box = boxes.number(place.slot, view)
    if not place.frame:
        yield rf"\pgset{{{x:.2f}}}{{{y:.2f}}}{{{box}}}"
    elif view is View.SOLUTION and boxes.is_solved(place.slot):
        yield rf"\pgsolved{{{x:.2f}}}{{{y:.2f}}}{{{place.width:g}}}{{{place.height:g}}}{{{box}}}"
    elif place.frame != "solution":
        lines = "".join(_lines(place)) if place.frame == "ruled" else ""
        yield rf"\pgput{{{x:.2f}}}{{{y:.2f}}}{{\pgframe{{{place.width:g}}}{{{place.height:g}}}{lines}}}"


def _lines(place: Place) -> Iterator[str]:
    for number in range(1, int((place.height - 10) // _LINES) + 1):
        yield rf"\pgline{{8}}{{{place.width - 8:g}}}{{{_LINES * number:g}}}"
