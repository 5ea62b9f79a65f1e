"""Runs of TeX in a worker that ship: sheets in, pages and places out; what TeX cannot set is kept apart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ... import typeset
from . import cutting, positions
from .jobs import Job, Setting
from .kit import Stranger, kit, strangers
from .positions import Field, Rest, Shipped
from .reports import Report, blamed, report
from .texts import Result

BASE, _EACH = 20.0, 0.3  # seconds that a run may take: at all, and for each sheet; TeX needs a tenth of it
PATIENCE = 3  # runs that took too long, after which the rest of their sheets is left
UNTRIED = "is not tried, since TeX took too long for others"


class Chunk(NamedTuple):
    """Sheets for one run, and the preamble of the format that it needs."""

    preamble: str
    settings: Sequence[Setting]


class Paper(NamedTuple):
    """What a run has shipped of a sheet, by its place in the chunk."""

    place: int
    fields: Sequence[Sequence[Field]]  # page by page
    places: int  # that TeX recorded where they belong
    rest: Rest  # of solutions, on appended pages
    strangers: Sequence[Stranger]


class Shipment(NamedTuple):
    """The pages of a run, and what is known of the papers on them."""

    pdf: bytes
    papers: Sequence[Paper]


class Found(NamedTuple):
    """What came of a chunk: of each sheet, by its place in the chunk, a report; and the pages that were made."""

    reports: list[tuple[int, Report]]
    shipments: list[Shipment]


_Numbered = tuple[int, Setting]  # a sheet with its place in the chunk


def run(chunk: Chunk) -> Found:
    """Ship all sheets of a chunk that TeX can set: those at fault are left out, and the rest is tried once more.

    Raises:
        ProbgenError: TeX is missing, or something does not stand where the layout has it.
    """
    found = Found([], [])
    _run(chunk.preamble, list(enumerate(chunk.settings)), found)
    return found


def _run(preamble: str, left: Sequence[_Numbered], found: Found) -> None:
    late = 0
    while left:
        result, timed_out = _once(preamble, left, found)
        reports = [(place, report(setting, {**result.sizes, **result.faults})) for place, setting in left]
        if result.sound:
            found.reports.extend(reports)
            return
        late += timed_out
        if result.faults:
            bad = {_stem(one) for one, (_, said) in zip(left, reports, strict=True) if said.faults}
            found.reports.extend(said for one, said in zip(left, reports, strict=True) if _stem(one) in bad)
            left = [one for one in left if _stem(one) not in bad]
            if late >= PATIENCE:
                found.reports.extend((place, blamed(one, UNTRIED)) for place, one in left)
                return
        elif len(left) == 1:
            found.reports.append((left[0][0], blamed(left[0][1], *result.lost)))
            return
        else:  # no place was named: one by one
            for one in left:
                _run(preamble, [one], found)
            return


def _once(preamble: str, sheets: Sequence[_Numbered], found: Found) -> tuple[Result, bool]:
    """Run TeX on some sheets and keep the pages if nothing is wrong with any; tell also if it took too long."""
    settings = [setting for _, setting in sheets]
    job = Job(settings)
    seconds = BASE + _EACH * len(settings)
    format_file = typeset.format_for(preamble)
    with typeset.run(job.source, format_file, seconds=seconds) as outcome:
        result, shipped = job.result(outcome)
        if result.sound:
            if cutting.count(outcome.pdf) == sum(len(one.pages) for one in shipped):
                strange = strangers(outcome.pdf, [len(one.pages) for one in shipped], kit(format_file))
                found.shipments.append(Shipment(outcome.pdf.read_bytes(), list(_papers(sheets, shipped, strange))))
            else:
                result.lost.append("a formula of a bank ends a group that it did not begin")
        return result, outcome.timed_out


def _papers(
    sheets: Sequence[_Numbered], shipped: Sequence[Shipped], strange: Sequence[Sequence[Stranger]]
) -> Iterator[Paper]:
    for (place, one), own, new in zip(sheets, shipped, strange, strict=True):
        fields = [own.fields(page) for page in range(len(own.pages))]
        proved = positions.proved(own, one.pages, one.sheet, one.boxes)
        yield Paper(place, fields, proved, own.rest(one.boxes), new)


def _stem(one: _Numbered) -> str:
    return one[1].sheet.exam.stem
