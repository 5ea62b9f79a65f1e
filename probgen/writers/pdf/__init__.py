"""The PDF output: an exam and its solution share every position, in all variants; other papers flow.

TeX sets boxes, Python makes pages. A first run sets every text of any slot and variant once and reports its height;
the layout is made from the greatest of them; a second run sets the texts again and ships each page. The two runs
know nothing of each other, so either can be made alone and again: with a stored layout the first is left out.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from ...document import Copy, Exam, Packed, heads, packed
from ...errors import ExitCode, Fault, ProbgenError, Where
from ...executor import Local, batches
from ...figures.literal import MACROS
from .. import Context, Progress
from ..journal import Journal
from ..shell import Tex, render
from . import lettering, paging, positions
from .jobs import Setting
from .layout import Layout, Pages, Unit, places
from .pages import Boxes, is_box
from .positions import Rest
from .press import Press
from .reports import Report, listed
from .sheets import sheets
from .slots import Sheet

_BATCH = 8  # exams in one task


@dataclass
class TexError(ProbgenError):
    """TeX could not set some variants; the papers of all others were written."""

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
    context.warnings += [fault for exam in heads(exams) for copy in exam.printed for fault in _unwritten(copy)]
    groups = _groups(context.executor.run(_sheets, batches(packed(exams), _BATCH)))
    press = Press(format_source(), folder, context.progress, context.journal, context.executor)
    layout = _printed(groups, press, known)
    _tell_positions(folder, groups, layout, press)
    names = {
        f"{exam.named(name, copy)}.pdf" for exam in heads(exams) for copy in exam.printed for name, _ in exam.papers
    }
    for file in folder.glob("*.pdf"):
        if file.name not in names:  # of a student who has left the roster since an earlier run
            file.unlink()
    context.layout = layout.plain()
    context.warnings += [Fault(Where(), warning) for warning in layout.warnings]


def make(
    exams: Sequence[Exam],
    folder: Path,
    *,
    layout: Layout | None = None,
    progress: Progress | None = None,
) -> Layout:
    """Write the PDFs of each exam's copies and return the layout, to be kept with the set.

    With `layout`, that of an earlier set, the papers have its places; what does not fit them is warned of.
    `progress` is called with what is being done, how many sheets are done, how many there are, and the pages made.

    Raises:
        ProbgenError: TeX is missing, or something is taller than a page.
        TexError: TeX refused a text, and all other variants are written; every fault names bank file, line, problem,
            part and variants.
    """
    press = Press(format_source(), folder, progress or (lambda *_: None), Journal(), Local(1))
    return _printed(_groups([_sheets(tuple(packed(exams)))]), press, layout)


def _printed(groups: Sequence[Group], press: Press, layout: Layout | None) -> Layout:
    """Write all papers that TeX can set and return their layout; arguments and errors as in `make`."""
    if layout is None:
        settings = [Setting(n, sheet, group.boxes) for n, group in enumerate(groups) for sheet in group.sheets]
        reports = {number: Report() for number in range(len(groups))}
        for setting, report in press.measure(settings):
            reports[setting.group].add(report)
        whole = [n for n, group in enumerate(groups) if any(press.failures.spares(one.exam) for one in group.sheets)]
        layout = _arranged([groups[n] for n in whole], [reports[n] for n in whole])
    papers = list(_settings(groups, layout, press))
    if papers:
        press.folder.mkdir(parents=True, exist_ok=True)
    done = press.ship(papers)
    tall = dict.fromkeys(said for setting, report in done for said in _tall(report, setting.pages))
    continued = _continued(groups, press.rests)
    layout = replace(layout, warnings=tuple(dict.fromkeys((*layout.warnings, *tall, *continued, *_strange(press)))))
    if press.failures.stems:
        stems = tuple(press.failures.stems)
        raise TexError(press.failures.told(), code=ExitCode.TEX, variants=stems)
    return layout


def _settings(groups: Sequence[Group], layout: Layout, press: Press) -> Iterator[Setting]:
    """Yield every sheet of a sound variant with its pages."""
    known = layout.by_slots()
    for number, group in enumerate(groups):
        sound = [sheet for sheet in group.sheets if press.failures.spares(sheet.exam)]
        if not sound:
            continue
        pages = known.get(frozenset(group.sheets[0].names))
        if pages is None:
            what = f"the layout given has no place for {listed([s.exam.variant for s in sound])}"
            raise ProbgenError.of(what, hint="its questions or parts have changed: make the set anew")
        yield from (Setting(number, sheet, group.boxes, pages) for sheet in sound)


def _unwritten(copy: Copy) -> Iterator[Fault]:
    """Yield what is said of a name that no font here can write."""
    if copy.personal and not lettering.printable(copy.name):
        what = f"student {copy.id}: no font here has all letters of '{copy.name}', so the id is printed in its place"
        yield Fault(Where(), what, "install fonts for its script: `apt install fonts-noto-core fonts-noto-cjk`")


def _tell_positions(folder: Path, groups: Sequence[Group], layout: Layout, press: Press) -> None:
    """Write `positions.json`: the places of each layout, and how many TeX recorded there in each paper."""
    known = layout.by_slots()
    told = [
        positions.plain(known[frozenset(group.sheets[0].names)], group.sheets, press.recorded, press.rests)
        for group in groups
    ]
    text = json.dumps({"unit": "bp from the upper left corner of the page", "layouts": told}, indent=1)
    (folder / positions.FILE).write_text(text + "\n", encoding="utf-8")


def format_source() -> str:
    """Return the preamble of our papers, which is dumped as a format."""
    return render("paper/preamble.tex.j2", macros=Tex(MACROS))


def _sheets(batch: Sequence[Packed]) -> list[Sheet]:
    return [sheet for one in batch for sheet in sheets(one.exam)]


def _groups(batches: Iterable[Sequence[Sheet]]) -> list[Group]:
    """Return the sheets by their structure; what is the same in several sheets is held once."""
    by_structure: dict[tuple[object, ...], list[Sheet]] = {}
    known: dict[Any, Any] = {}
    for one in (sheet for batch in batches for sheet in batch):
        by_structure.setdefault((one.names, one.exam.style.paper), []).append(one.sharing(known))
    return [Group(tuple(alike), Boxes(alike)) for alike in by_structure.values()]


def _arranged(groups: Sequence[Group], reports: Sequence[Report]) -> Layout:
    """Return the layout of all groups, from the heights that were measured."""
    heights = [_heights(group, report.heights) for group, report in zip(groups, reports, strict=True)]
    common = {group.sheets[0].bare: found for group, found in zip(groups, heights, strict=True) if not _roomy(group)}
    papers: list[Pages] = []
    for group, own in zip(groups, heights, strict=True):
        first = group.sheets[0]
        roomy = _roomy(group)
        papers.append(_pages(group, _extra(group, own, common.get(first.bare, {})) if roomy else own, grown=roomy))
    return Layout(tuple(papers), tuple(dict.fromkeys(said for report in reports for said in _said(report))))


def _extra(group: Group, own: Mapping[str, float], others: Mapping[str, float]) -> Mapping[str, float]:
    """Return the heights with boxes so much higher than those of all others, who have the heights `others`."""
    first = group.sheets[0]
    common = {name: max(high, others.get(first.bare_name(name), 0.0)) for name, high in own.items()}
    return paging.roomier(_units(group), common, places(_pages(group, common)), first.exam.style.roominess)


def _roomy(group: Group) -> bool:
    return group.sheets[0].exam.style.extra_space and not group.sheets[0].flowing


def _units(group: Group) -> list[Unit]:
    return [unit for body in group.sheets[0].bodies for unit in body]


def _heights(group: Group, found: Mapping[str, float]) -> dict[str, float]:
    """Return the least height of each slot: what was measured, and what the author asks for."""
    heights = dict(found)
    for one in group.sheets:
        for slot in one.slots:
            heights[slot.name] = max(heights.get(slot.name, 0.0), slot.space)
    return heights


def _pages(group: Group, heights: Mapping[str, float], *, grown: bool = False) -> Pages:
    first = group.sheets[0]
    pages: Pages = (paging.cover(first.front, heights),) if first.front else ()
    for body in first.bodies:
        pages += paging.body(body, heights, before=len(pages), flowing=first.flowing, grown=grown)
    return (*pages, *(paging.note(name, heights) for name in first.back))


def _said(report: Report) -> list[str]:
    return [f"{place}: {what} ({listed(names)})" for (place, what), names in report.warnings.items()]


def _tall(report: Report, pages: Pages) -> list[str]:
    """Return what is taller than the place that an earlier layout gives it."""
    known = places(pages)
    return [
        f"slot {name} is {height - known[name].height:.0f} bp taller than its place in the layout"
        for name, height in report.heights.items()
        if height > known[name].height + 0.5 and not is_box(known[name])
    ]


def _strange(press: Press) -> Iterator[str]:
    """Yield which glyphs are not in the kit, with the fonts and the variants that show them."""
    for stranger, names in sorted(press.strangers.items()):
        what = f"the font {stranger.font} has {stranger.glyph} beyond the fixed kit of glyphs"
        yield f"{what}, so that bytes hang on the run and may tell of a solution ({listed(names)}); use another font"


def _continued(groups: Sequence[Group], rests: Mapping[str, Rest]) -> Iterator[str]:
    """Yield which solutions go on behind the last page, and in which variants."""
    found: dict[str, list[str]] = {}
    for sheet in (sheet for group in groups for sheet in group.sheets):
        for slot in sheet.slots:
            if slot.name in rests.get(sheet.exam.stem, Rest()).slots:
                found.setdefault(slot.label, []).append(sheet.exam.stem)
    for label, names in found.items():
        yield f"{label} is longer than its box and continues on an appended page ({listed(names)})"
