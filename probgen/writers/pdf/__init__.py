"""The PDF output: for every exam two papers, the exam and its solution, every position shared by all of them.

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
from . import layout as pagination
from .jobs import Job, Report, as_fault, listed
from .layout import Layout, Pages
from .pages import Boxes
from .slots import Sheet, sheet

_MOST = 75  # variants in one run
_LEAST = 6  # variants that are worth a process
_BASE, _EACH = 20.0, 0.3  # seconds that a run may take: at all, and for each variant; TeX needs a tenth of it


@dataclass
class TexError(ProbgenError):
    """TeX could not set some variants; without them the others can be written."""

    variants: tuple[str, ...] = field(default=(), kw_only=True)


@dataclass(frozen=True, slots=True)
class Group:
    """Variants with the same slots, which share a layout."""

    sheets: tuple[Sheet, ...]
    boxes: Boxes

    def chunks(self) -> Iterator[tuple[Sheet, ...]]:
        """Yield the variants run by run, as evenly as may be."""
        count = max(-(-len(self.sheets) // _MOST), min(_processors(), -(-len(self.sheets) // _LEAST)))
        for place in range(count):
            yield self.sheets[place * len(self.sheets) // count : (place + 1) * len(self.sheets) // count]


@dataclass(frozen=True, slots=True)
class Task:
    """Some variants of a group for one run; without pages they are only measured."""

    place: int
    group: Group
    sheets: tuple[Sheet, ...]
    pages: Pages = ()


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
    """Write `exam-NAME.pdf` and `solution-NAME.pdf` for each exam and return the layout, to be kept with the set.

    With `layout`, that of an earlier set, the papers have its places; what does not fit them is warned of.
    `progress` is called with what is being done, how many variants are done, and how many there are.

    Raises:
        ProbgenError: TeX is missing, or something is taller than a page.
        TexError: TeX refused a text; every fault names bank file, line, problem, part and variants.
    """
    groups = _groups([sheet(exam) for exam in exams])
    report = progress or (lambda stage, done, total: None)
    preamble = format_source()
    format_file = typeset.format_for(preamble)
    press = _Press(format_file, folder, len(exams), report)
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
    papers: list[Pages] = []
    warnings: list[str] = []
    for group, report in zip(groups, reports, strict=True):
        first = group.sheets[0]
        heights = report.heights
        for one in group.sheets:
            for slot in one.slots:
                heights[slot.name] = max(heights.get(slot.name, 0.0), slot.space)
        front = (pagination.cover(first.front, heights),) if first.front else ()
        back = tuple(pagination.note(name, heights) for name in first.back)
        papers.append((*front, *pagination.body(first.units, heights), *back))
        warnings += _said(report)
    return Layout(tuple(papers), tuple(warnings))


def _said(report: Report) -> list[str]:
    return [f"{place}: {what} ({listed(names)})" for (place, what), names in report.warnings.items()]


class _Press:
    """The runs of one set: in parallel on the processors that there are."""

    def __init__(self, format_file: Path, folder: Path, total: int, progress: Progress) -> None:
        self.format_file = format_file
        self.folder = folder
        self.total = total
        self.progress = progress

    def measure(self, groups: Sequence[Group]) -> list[Report]:
        """Return what was found of each group; raise if TeX refused anything."""
        reports = [Report() for _ in groups]
        tasks = [Task(place, group, chunk) for place, group in enumerate(groups) for chunk in group.chunks()]
        for task, found in self._each("measured", tasks):
            reports[task.place].add(found)
        _refuse(reports)
        return reports

    def ship(self, groups: Sequence[Group], layout: Layout) -> list[str]:
        """Write all papers and return what does not fit its place."""
        tasks: list[Task] = []
        for place, group in enumerate(groups):
            pages = layout.pages(group.sheets[0].names)
            if pages is None:
                what = f"the layout given has no place for {listed([s.exam.variant for s in group.sheets])}"
                raise ProbgenError.of(what, hint="its questions or parts have changed: make the set anew")
            tasks += [Task(place, group, chunk, pages) for chunk in group.chunks()]
        warnings: list[str] = []
        reports: list[Report] = []
        for task, found in self._each("written", tasks):
            warnings += _tall(found.heights, task.pages)
            reports.append(found)
        _refuse(reports)
        return warnings

    def _each(self, stage: str, tasks: Sequence[Task]) -> Iterator[tuple[Task, Report]]:
        done = 0
        self.progress(stage, 0, self.total)
        with ThreadPoolExecutor(max_workers=_processors()) as pool:
            for task, found in zip(tasks, pool.map(self._run, tasks), strict=True):
                yield task, found
                done += len(task.sheets)
                self.progress(stage, done, self.total)

    def _run(self, task: Task) -> Report:
        job = Job(task.sheets, task.group.boxes, task.pages)
        with typeset.run(job.source, self.format_file, seconds=_BASE + _EACH * len(task.sheets)) as outcome:
            report = job.report(outcome)
            if task.pages and not report.faults:
                split(outcome.pdf, task.sheets, len(task.pages), self.folder)
        return report


def split(pdf: Path, sheets: Sequence[Sheet], pages: int, folder: Path) -> None:
    """Write the papers of a run, `pages` pages each, exam before solution; the same pages give the same bytes."""
    with pikepdf.open(pdf) as run:
        if len(run.pages) != 2 * pages * len(sheets):
            what = f"TeX made {len(run.pages)} pages where {2 * pages * len(sheets)} were laid out"
            raise ProbgenError.of(
                what, hint="a formula of a bank ends a group that it did not begin", code=ExitCode.TEX
            )
        start = 0
        for one in sheets:
            for view in View:
                with pikepdf.new() as paper:
                    paper.pages.extend(run.pages[start : start + pages])
                    paper.docinfo["/Title"] = _title(one.exam, view)
                    paper.save(
                        folder / f"{view.value}-{one.exam.variant}.pdf",
                        deterministic_id=True,
                        object_stream_mode=pikepdf.ObjectStreamMode.generate,
                    )
                start += pages


def _title(exam: Exam, view: View) -> str:
    title = f"{exam.title}, version {exam.variant}"
    return f"{title}: solutions" if view is View.SOLUTION else title


def _tall(heights: Mapping[str, float], pages: Pages) -> list[str]:
    """Return what is taller than the place that an earlier layout gives it."""
    places = pagination.places(pages)
    return [
        f"slot {name} is {height - places[name].height:.0f} bp taller than its place in the layout"
        for name, height in heights.items()
        if height > places[name].height + 0.5
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
