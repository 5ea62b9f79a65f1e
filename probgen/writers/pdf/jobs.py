"""A run of TeX that ships some sheets: its source, and what its records say of each page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from ...document import View
from ...typeset import Outcome
from .. import cover
from ..shell import render
from ..tex import escape
from . import pages
from .layout import Pages
from .positions import Shipped
from .slots import Sheet, Slot
from .texts import Result, Size, Source, Text


class Use(NamedTuple):
    """A text that a slot shows in a view; its box has the `number` by which pages and records know it."""

    slot: Slot
    view: View
    number: int
    text: Text


@dataclass(frozen=True, slots=True)
class Setting:
    """A sheet of a group of sheets that share their boxes and pages; without pages it is only measured."""

    group: int
    sheet: Sheet
    boxes: pages.Boxes
    pages: Pages = ()

    def uses(self) -> Iterator[Use]:
        """Yield what is set of the sheet, slot by slot."""
        for slot in self.sheet.slots:
            for view in self.boxes.views(slot.name):
                tex = slot.exam if view is View.EXAM else slot.solution
                yield Use(slot, view, self.boxes.number(slot.name, view), Text(slot.width, tex))

    def measured(self) -> list[Use]:
        """Return what tells the sizes of all slots: of those that are alike in both views, one view."""
        return [use for use in self.uses() if not (use.slot.alike and use.view is View.EXAM)]

    def shown(self) -> list[Use]:
        """Return what its files show."""
        return [use for use in self.uses() if use.view in self.sheet.views]


class Job:
    """The source of a run: it sets each text where it is first needed, and ships the pages of each sheet.

    A count register for each number of a box says which box register holds its text: negative where the text is
    needed once more, so that the page shows a copy. A register is free when its text is not needed any more.
    """

    def __init__(self, settings: Sequence[Setting]) -> None:
        self.settings = settings
        self._last = {use.text: place for place, setting in enumerate(settings) for use in setting.shown()}
        self._held: dict[Text, int] = {}
        self._free: list[int] = []
        self._next = max(setting.boxes.end for setting in settings)
        self._source = Source(render("paper/run.tex.j2", shipping=True))
        for place, setting in enumerate(settings):
            if place == 0 or setting.group != settings[place - 1].group:
                self._pages(setting)
            self._sheet(place, setting)

    @property
    def source(self) -> str:
        """The job as TeX reads it."""
        return self._source.ended()

    def _pages(self, setting: Setting) -> None:
        """Define the pages of a group, which its sheets share."""
        width, height = pages.SIZES[setting.sheet.exam.style.paper]
        self._macros = list(pages.macros(setting.pages, setting.sheet, setting.boxes))
        size = {"width": f"{width:g}", "height": f"{height:g}"}
        extra = pages.appended(setting.sheet)
        self._source.put(
            render("paper/pages.tex.j2", **size, count=len(setting.pages), pages=self._macros, appended=extra)
        )

    def _sheet(self, place: int, setting: Setting) -> None:
        exam, put = setting.sheet.exam, self._source.put
        seed = exam.seed_note if exam.style.layout == "practice" else ""
        put(f"\\pgfooting{{{escape(cover.footer(exam))}}}{{{escape(exam.code)}}}\n")
        if setting.sheet.flowing:
            put(f"\\pgundertone{{{escape(exam.handout.notice)}}}{{{escape(seed)}}}\n")
        put(f"\\immediate\\write\\pgrecords{{sheet {place}}}\n")
        uses = setting.shown()
        for use in uses:
            if use.text not in self._held:
                self._held[use.text] = self._register()
                self._source.set(use.text, self._held[use.text])
        put("".join(self._where(uses, setting.sheet.views[-1], place)))
        put("".join(f"{fit}\n" for fit in pages.fits(setting.pages, setting.sheet, setting.boxes)))
        page = "\\immediate\\write\\pgrecords{page}\\csname page-"
        put("".join(f"{page}{macro.name}\\endcsname\n" for macro in self._macros))
        put("\\pgappend\n")
        for text in dict.fromkeys(use.text for use in uses):
            if self._last[text] == place:
                self._free.append(self._held.pop(text))

    def _register(self) -> int:
        """Return a box register that holds nothing which is still needed."""
        if self._free:
            return self._free.pop()
        self._next += 1
        return self._next - 1

    def _where(self, uses: Sequence[Use], last: View, place: int) -> Iterator[str]:
        """Yield where each text of a sheet is held; its last file takes what no later sheet needs and it shows once."""
        shown = Counter(use.text for use in uses if use.view is last)
        for use in uses:
            taken = use.view is last and shown[use.text] == 1 and self._last[use.text] == place
            yield f"\\count{use.number}={'' if taken else '-'}{self._held[use.text]}\n"

    def result(self, outcome: Outcome) -> tuple[Result, list[Shipped]]:
        """Return what a run says of its texts, and what it has shipped, sheet by sheet."""
        records = outcome.records()
        result = self._source.result(outcome, records)
        return result, self._shipped(records, result.sizes)

    def _shipped(self, records: Sequence[str], sizes: Mapping[Text, Size]) -> list[Shipped]:
        shipped = [Shipped(pages.SIZES[one.sheet.exam.style.paper][1], _tops(one, sizes)) for one in self.settings]
        place = 0
        for record in records:
            if record.startswith("sheet "):
                place = int(record[6:])
            else:
                shipped[place].record(record)
        return shipped


def _tops(setting: Setting, sizes: Mapping[Text, Size]) -> dict[int, float]:
    """Return how many bp above their baselines the boxes of a sheet begin, by their numbers."""
    return {use.number: sizes[use.text].above for use in setting.shown() if use.text in sizes}
