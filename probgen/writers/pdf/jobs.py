"""A run of TeX for some sheets: its source, and what its records and log say of each slot."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ...document import View
from ...errors import Fault, Where
from ...typeset import Outcome
from .. import cover
from ..shell import render
from ..tex import escape
from . import pages
from .layout import Pages
from .positions import Shipped
from .slots import Sheet, Slot
from .texlog import faults, overfull

_BP = 72 / 72.27  # bp in a pt
_LOOSE = 2.0  # pt by which a box may be too wide without a word
_BOX = re.compile(r"box (\d+),([-\d.]+)pt,([-\d.]+)pt,([-\d.]+)pt")
_WIDE = re.compile(r"wide (\S+) ([-\d.]+)pt")
_BRACE = re.compile(r"\\.|[{}]", re.DOTALL)
_HINTS = {
    "Undefined control sequence": "use the commands of amsmath; text belongs outside of the dollars",
    "Missing": "a formula, a brace or an environment is not closed, or _ or ^ stands outside of a formula",
    "File ended": "close the brace",
    "Interruption": "TeX found no end here: look for something that grows or repeats itself",
}


@dataclass(frozen=True, slots=True)
class Setting:
    """A sheet of a group of sheets that share their boxes and pages; without pages it is only measured."""

    group: int
    sheet: Sheet
    boxes: pages.Boxes
    pages: Pages = ()


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a job, and what it came from."""

    setting: Setting
    slot: Slot
    view: View

    @property
    def variant(self) -> str:
        """The name of the variant."""
        return self.setting.sheet.exam.stem


@dataclass
class Report:
    """What a job found of a sheet, or of all sheets of a group; heights in bp, the greatest of them."""

    heights: dict[str, float] = field(default_factory=dict)
    warnings: dict[tuple[str, str], list[str]] = field(default_factory=dict)  # (place, what) -> variants
    faults: dict[tuple[Where, str], list[str]] = field(default_factory=dict)  # (where, what) -> variants

    def add(self, other: Report) -> None:
        """Take over what another job found."""
        for name, height in other.heights.items():
            self.heights[name] = max(height, self.heights.get(name, 0.0))
        for warning, variants in other.warnings.items():
            self.warnings.setdefault(warning, []).extend(variants)
        for fault, variants in other.faults.items():
            self.faults.setdefault(fault, []).extend(variants)


@dataclass
class Result:
    """What a run left of each of its sheets, and what went wrong without a place that TeX could name."""

    reports: list[Report]
    shipped: list[Shipped]
    lost: list[str] = field(default_factory=list)

    @property
    def faulty(self) -> bool:
        """Whether TeX refused anything that it could name."""
        return any(report.faults for report in self.reports)


class Job:
    """The source of a run: it sets the slots of each sheet and ships the pages of those that have some."""

    def __init__(self, settings: Sequence[Setting]) -> None:
        self.settings = settings
        self.lines: dict[int, Line] = {}
        self._text: list[str] = []
        self._count = 1
        shipping = any(setting.pages for setting in settings)
        self._put(render("paper/run.tex.j2", shipping=shipping))
        for place, setting in enumerate(settings):
            if place == 0 or setting.group != settings[place - 1].group:
                self._pages(setting)
            self._sheet(place, setting)
        self._put("\\immediate\\closeout\\pgrecords\n\\csname @@end\\endcsname\n")

    @property
    def source(self) -> str:
        """The job as TeX reads it."""
        return "".join(self._text)

    def _put(self, text: str) -> None:
        self._text.append(text)
        self._count += text.count("\n")

    def _pages(self, setting: Setting) -> None:
        """Define the pages of a group, which its sheets share."""
        width, height = pages.SIZES[setting.sheet.exam.style.paper]
        self._macros = list(pages.macros(setting.pages, setting.sheet, setting.boxes))
        size = {"width": f"{width:g}", "height": f"{height:g}"}
        extra = pages.appended(setting.sheet)
        self._put(render("paper/pages.tex.j2", **size, count=len(setting.pages), pages=self._macros, appended=extra))

    def _sheet(self, place: int, setting: Setting) -> None:
        exam = setting.sheet.exam
        seed = exam.seed_note if exam.style.layout == "practice" else ""
        foot = {"paperof": cover.footer(exam), "code": exam.code, "notice": exam.handout.notice, "seed": seed}
        self._put("".join(f"\\def\\pg{name}{{{escape(said)}}}" for name, said in foot.items()))
        self._put(f"\n\\immediate\\write\\pgrecords{{sheet {place}}}\n")
        for slot in setting.sheet.slots:
            for view in setting.boxes.views(slot.name):
                self._slot(Line(setting, slot, view), slot.exam if view is View.EXAM else slot.solution)
        self._put("".join(f"{fit}\n" for fit in pages.fits(setting.pages, setting.sheet, setting.boxes)))
        page = "\\immediate\\write\\pgrecords{page}\\csname page-"
        self._put("".join(f"{page}{macro.name}\\endcsname\n" for macro in self._macros))
        if self._macros:
            self._put("\\pgappend\n")

    def _slot(self, line: Line, content: str) -> None:
        first = self._count
        number = line.setting.boxes.number(line.slot.name, line.view)
        self._put(f"\\pgslot{{{number}}}{{{line.slot.width:g}}}{{{content}}}\n")
        self.lines.update(dict.fromkeys(range(first, self._count), line))

    def result(self, outcome: Outcome) -> Result:
        """Return sizes, places, warnings and faults of a run, sheet by sheet."""
        found = Result([Report() for _ in self.settings], [self._page(setting) for setting in self.settings])
        self._read_records(outcome.records(), found)
        self._read_log(outcome.log, found)
        if (outcome.code or outcome.timed_out) and not found.faulty:
            said = "took too long" if outcome.timed_out else f"stopped with code {outcome.code} and said nothing"
            found.lost.append(f"TeX {said}")
        return found

    def _page(self, setting: Setting) -> Shipped:
        return Shipped(pages.SIZES[setting.sheet.exam.style.paper][1])

    def _read_log(self, log: str, result: Result) -> None:
        place = {id(setting): number for number, setting in enumerate(self.settings)}
        for hit in overfull(log):
            if line := self.lines.get(hit.line):
                _warn(result.reports[place[id(line.setting)]], line, f"a line is {hit.excess:.0f} pt too wide")
        found = [(self.lines.get(fault.line), fault.what) for fault in faults(log)]
        if not any(line for line, _ in found):
            found = [(self._unbalanced(), what) for _, what in found]
        told: set[tuple[str, str]] = set()
        for line, what in found:
            if line is None:
                if len(found) == 1:  # what follows an error outside of any slot is its echo
                    result.lost.append(f"TeX cannot set the paper: {what}")
                continue
            where, label, variant = line.slot.where, line.slot.label, line.variant
            if (variant, label) not in told:  # and so is what follows it within its slot
                told.add((variant, label))
                report = result.reports[place[id(line.setting)]]
                report.faults.setdefault((where, f"TeX cannot set {label}: {what}"), []).append(variant)

    def _unbalanced(self) -> Line | None:
        """Return the first slot with a brace too few, whose place TeX cannot tell."""
        for line in self.lines.values():
            content = line.slot.exam if line.view is View.EXAM else line.slot.solution
            braces = _BRACE.findall(content)
            if braces.count("{") != braces.count("}"):
                return line
        return None

    def _read_records(self, records: Sequence[str], result: Result) -> None:
        setting, place = self.settings[0], 0
        slots: Mapping[str, Slot] = {}
        wide: list[tuple[str, float]] = []
        for record in records:
            if record.startswith("sheet "):
                place = int(record[6:])
                setting = self.settings[place]
                slots = {slot.name: slot for slot in setting.sheet.slots}
            elif found := _WIDE.match(record):
                wide.append((found[1], float(found[2])))
            elif found := _BOX.match(record):
                line = Line(setting, slots[setting.boxes.slot(int(found[1]))], View.EXAM)
                high, deep, across = (float(size) for size in found.groups()[1:])
                result.shipped[place].tops[int(found[1])] = high * _BP
                _measured(result.reports[place], line, (high + deep) * _BP, across, wide)
                wide = []
            elif record.startswith("over "):
                line = Line(setting, slots[setting.boxes.slot(int(record[5:]))], View.SOLUTION)
                _warn(result.reports[place], line, "something in it is taller than a page")
            else:
                result.shipped[place].record(record)


def _measured(report: Report, line: Line, height: float, across: float, wide: Sequence[tuple[str, float]]) -> None:
    """Keep the size of a box, `height` in bp and `across` in pt, and what is too wide in it."""
    slot = line.slot
    high = slot.space if slot.fixed else max(height + slot.pad, slot.space)
    report.heights[slot.name] = max(report.heights.get(slot.name, 0.0), high)
    if across > slot.width / _BP + _LOOSE:
        _warn(report, line, f"something is {across - slot.width / _BP:.0f} pt too wide")
    for name, excess in wide:
        _warn(report, line, f"the answer `{name}` is {excess:.0f} pt wider than its blank")


def _warn(report: Report, line: Line, what: str) -> None:
    where = line.slot.where
    place = ":".join(str(x) for x in (where.file, where.line) if x)
    key = (f"{place}: {line.slot.label}" if place else line.slot.label, what)
    report.warnings.setdefault(key, []).append(line.variant)


def as_fault(where: Where, what: str, variants: Sequence[str]) -> Fault:
    """Return a fault that names the variants it was met in."""
    hint = next((hint for start, hint in _HINTS.items() if start in what), "correct the text of the bank at this place")
    named = [name for name in variants if name]
    return Fault(where, f"{what} ({listed(named)})" if named else what, hint)


def listed(variants: Sequence[str]) -> str:
    """Return "variant A", "variants A, B and 7 more"."""
    distinct = list(dict.fromkeys(variants))
    if len(distinct) == 1:
        return f"variant {distinct[0]}"
    more = f" and {len(distinct) - 3} more" if len(distinct) > 3 else ""
    return f"variants {', '.join(distinct[:3])}{more}"
