"""The PDF output: an exam and its solution share every position, in all variants; other papers flow.

TeX sets boxes, Python makes pages. A first run sets every slot of every variant and reports its height; the
layout is made from the greatest of them; a second run sets the slots again and ships each page. The two runs
know nothing of each other, so either can be made alone and again: with a stored layout the first is left out.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path

import pikepdf

from ... import typeset
from ...document import Exam, View
from ...errors import ExitCode, Fault, ProbgenError, Where
from ...figures.literal import MACROS
from .. import Context, Progress
from ..shell import Tex, render
from . import paging
from .jobs import Job, Report, Setting, as_fault, listed
from .layout import Layout, Pages, places
from .pages import Boxes
from .sheets import sheets
from .slots import Sheet

_MOST = 75  # sheets in one run
_LEAST = 6  # sheets that are worth a process
_BASE, _EACH = 20.0, 0.3  # seconds that a run may take: at all, and for each sheet; TeX needs a tenth of it


@dataclass
class TexError(ProbgenError):
    """TeX could not set some variants; without them the others can be written."""

    variants: tuple[str, ...] = field(default=(), kw_only=True)


@dataclass(frozen=True, slots=True)
class Group:
    """Sheets with the same slots, which share a layout."""

    sheets: tuple[Sheet, ...]
    boxes: Boxes


def write(exams: Sequence[Exam], folder: Path, context: Context) -> None:
    """Write the papers as an output of the table: the context gives and keeps the layout, and takes the warnings.

    Raises:
        ProbgenError: as `make` does.
    """
    known = Layout.read(context.layout) if context.layout else None
    layout = make(exams, folder, layout=known, progress=context.progress)
    context.layout = layout.plain()
    context.warnings += [Fault(Where(), warning) for warning in layout.warnings]


def make(
    exams: Sequence[Exam], folder: Path, *, layout: Layout | None = None, progress: Progress | None = None
) -> Layout:
    """Write the PDFs of `Exam.papers` for each exam and return the layout, to be kept with the set.

    With `layout`, that of an earlier set, the papers have its places; what does not fit them is warned of.
    `progress` is called with what is being done, how many sheets are done, and how many there are.

    Raises:
        ProbgenError: TeX is missing, or something is taller than a page.
        TexError: TeX refused a text; every fault names bank file, line, problem, part and variants.
    """
    groups = _groups([one for exam in exams for one in sheets(exam)])
    report = progress or (lambda stage, done, total: None)
    preamble = format_source()
    format_file = typeset.format_for(preamble)
    press = _Press(format_file, folder, report)
    if layout is None:
        layout = _arranged(groups, press.measure(groups))
    folder.mkdir(parents=True, exist_ok=True)
    found = press.ship(groups, layout)
    return replace(layout, warnings=tuple(dict.fromkeys((*layout.warnings, *found))))


def format_source() -> str:
    """Return the preamble of our papers, which is dumped as a format."""
    return render("paper/preamble.tex.j2", macros=Tex(MACROS))


def _groups(sheets: Sequence[Sheet]) -> list[Group]:
    by_structure: dict[tuple[object, ...], list[Sheet]] = {}
    for one in sheets:
        by_structure.setdefault((one.names, one.exam.style.paper), []).append(one)
    return [Group(tuple(alike), Boxes(alike)) for alike in by_structure.values()]


def _arranged(groups: Sequence[Group], reports: Sequence[Report]) -> Layout:
    """Return the layout of all groups, from the heights that were measured."""
    papers = [_pages(group, report.heights) for group, report in zip(groups, reports, strict=True)]
    return Layout(tuple(papers), tuple(dict.fromkeys(said for report in reports for said in _said(report))))


def _pages(group: Group, heights: dict[str, float]) -> Pages:
    first = group.sheets[0]
    for one in group.sheets:
        for slot in one.slots:
            heights[slot.name] = max(heights.get(slot.name, 0.0), slot.space)
    front = (paging.cover(first.front, heights),) if first.front else ()
    bodies = (page for body in first.bodies for page in paging.body(body, heights, flowing=first.flowing))
    return (*front, *bodies, *(paging.note(name, heights) for name in first.back))


def _said(report: Report) -> list[str]:
    return [f"{place}: {what} ({listed(names)})" for (place, what), names in report.warnings.items()]


class _Press:
    """The runs of one set: in parallel on the processors that there are."""

    def __init__(self, format_file: Path, folder: Path, progress: Progress) -> None:
        self.format_file = format_file
        self.folder = folder
        self.progress = progress

    def measure(self, groups: Sequence[Group]) -> list[Report]:
        """Return what was found of each group; raise if TeX refused anything."""
        reports = [Report() for _ in groups]
        settings = (Setting(n, sheet, group.boxes) for n, group in enumerate(groups) for sheet in group.sheets)
        for found in self._each("measured", list(settings)):
            for group, report in found.items():
                reports[group].add(report)
        _refuse(reports)
        return reports

    def ship(self, groups: Sequence[Group], layout: Layout) -> list[str]:
        """Write all papers and return what does not fit its place."""
        known = layout.by_slots()
        settings: list[Setting] = []
        for number, group in enumerate(groups):
            pages = known.get(frozenset(group.sheets[0].names))
            if pages is None:
                what = f"the layout given has no place for {listed([s.exam.variant for s in group.sheets])}"
                raise ProbgenError.of(what, hint="its questions or parts have changed: make the set anew")
            settings += [Setting(number, sheet, group.boxes, pages) for sheet in group.sheets]
        reports = list(self._each("written", settings))
        _refuse([report for found in reports for report in found.values()])
        pages_of = {setting.group: setting.pages for setting in settings}
        return [said for found in reports for group, report in found.items() for said in _tall(report, pages_of[group])]

    def _each(self, stage: str, settings: Sequence[Setting]) -> Iterator[Mapping[int, Report]]:
        done, total = 0, len(settings)
        self.progress(stage, 0, total)
        chunks = list(_chunks(settings))
        with ThreadPoolExecutor(max_workers=_processors()) as pool:
            for chunk, found in zip(chunks, pool.map(self._run, chunks), strict=True):
                yield found
                done += len(chunk)
                self.progress(stage, done, total)

    def _run(self, chunk: Sequence[Setting]) -> Mapping[int, Report]:
        job = Job(chunk)
        with typeset.run(job.source, self.format_file, seconds=_BASE + _EACH * len(chunk)) as outcome:
            reports = job.reports(outcome)
            if chunk[0].pages and not any(report.faults for report in reports.values()):
                split(outcome.pdf, chunk, self.folder)
        return reports


def _chunks(settings: Sequence[Setting]) -> Iterator[Sequence[Setting]]:
    """Yield the sheets run by run, as evenly as may be."""
    count = max(-(-len(settings) // _MOST), min(_processors(), -(-len(settings) // _LEAST)))
    for place in range(count):
        yield settings[place * len(settings) // count : (place + 1) * len(settings) // count]


def split(pdf: Path, chunk: Sequence[Setting], folder: Path) -> None:
    """Write the papers of a run, file by file of each sheet; the same pages give the same bytes."""
    with pikepdf.open(pdf) as run:
        laid_out = sum(len(one.pages) * len(one.sheet.files) for one in chunk)
        if len(run.pages) != laid_out:
            what = f"TeX made {len(run.pages)} pages where {laid_out} were laid out"
            raise ProbgenError.of(
                what, hint="a formula of a bank ends a group that it did not begin", code=ExitCode.TEX
            )
        start = 0
        for one in chunk:
            for name, view in one.sheet.files:
                with pikepdf.new() as paper:
                    paper.pages.extend(run.pages[start : start + len(one.pages)])
                    paper.docinfo["/Title"] = _title(one.sheet.exam, view)
                    paper.save(
                        folder / f"{name}.pdf",
                        deterministic_id=True,
                        object_stream_mode=pikepdf.ObjectStreamMode.generate,
                    )
                start += len(one.pages)


def _title(exam: Exam, view: View) -> str:
    title = f"{exam.title}, version {exam.variant}"
    return f"{title}: solutions" if view is View.SOLUTION and exam.style.layout != "practice" else title


def _tall(report: Report, pages: Pages) -> list[str]:
    """Return what is taller than the place that an earlier layout gives it."""
    known = places(pages)
    return [
        f"slot {name} is {height - known[name].height:.0f} bp taller than its place in the layout"
        for name, height in report.heights.items()
        if height > known[name].height + 0.5
    ]


def _refuse(reports: Sequence[Report]) -> None:
    """Raise what TeX said, if it said anything."""
    total = Report()
    for report in reports:
        total.add(report)
    if total.faults:
        faults = [as_fault(where, what, names) for (where, what), names in total.faults.items()]
        names = dict.fromkeys(name for found in total.faults.values() for name in found if name)
        raise TexError(tuple(faults), code=ExitCode.TEX, variants=tuple(names))


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
