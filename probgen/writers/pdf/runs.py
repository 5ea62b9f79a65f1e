"""Runs of TeX in a worker: sheets in, pages and places out; what TeX cannot set is kept apart from all others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from ... import typeset
from ...errors import Where
from . import cutting, positions
from .jobs import Job, Report, Result, Setting
from .kit import Stranger, kit, strangers
from .positions import Field, Rest

_BASE, _EACH = 20.0, 0.3  # seconds that a run may take: at all, and for each sheet; TeX needs a tenth of it
_PATIENCE = 3  # runs that took too long, after which the rest of their sheets is left


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
    """Set all sheets of a chunk that TeX can set: those at fault are left out, and the rest is tried once more.

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
        pairs = list(zip(left, result.reports, strict=True))
        if not result.faulty and not result.lost:
            found.reports.extend((place, report) for (place, _), report in pairs)
            return
        late += timed_out
        if result.faulty:
            bad = {_stem(one) for one, report in pairs if report.faults}
            found.reports.extend((one[0], report) for one, report in pairs if _stem(one) in bad)
            left = [one for one in left if _stem(one) not in bad]
            if late >= _PATIENCE:
                found.reports.extend(_blamed(one, "is not tried, since TeX took too long for others") for one in left)
                return
        elif len(left) == 1:
            found.reports.append(_blamed(left[0], *result.lost))
            return
        else:  # no place was named: one by one
            for one in left:
                _run(preamble, [one], found)
            return


def _once(preamble: str, sheets: Sequence[_Numbered], found: Found) -> tuple[Result, bool]:
    """Run TeX on some sheets and keep the pages if nothing is wrong with any; tell also if it took too long."""
    settings = [setting for _, setting in sheets]
    job = Job(settings)
    seconds = _BASE + _EACH * len(settings)
    format_file = typeset.format_for(preamble)
    with typeset.run(job.source, format_file, seconds=seconds) as outcome:
        result = job.result(outcome)
        if settings[0].pages and not result.faulty and not result.lost:
            if cutting.count(outcome.pdf) == sum(len(shipped.pages) for shipped in result.shipped):
                strange = strangers(outcome.pdf, [len(one.pages) for one in result.shipped], kit(format_file))
                found.shipments.append(Shipment(outcome.pdf.read_bytes(), list(_papers(sheets, result, strange))))
            else:
                result.lost.append("a formula of a bank ends a group that it did not begin")
        return result, outcome.timed_out


def _papers(sheets: Sequence[_Numbered], result: Result, strange: Sequence[Sequence[Stranger]]) -> Iterator[Paper]:
    for (place, one), shipped, new in zip(sheets, result.shipped, strange, strict=True):
        fields = [shipped.fields(page) for page in range(len(shipped.pages))]
        proved = positions.proved(shipped, one.pages, one.sheet, one.boxes)
        yield Paper(place, fields, proved, shipped.rest(one.boxes), new)


def _stem(one: _Numbered) -> str:
    return one[1].sheet.exam.stem


def _blamed(one: _Numbered, *said: str) -> tuple[int, Report]:
    """Return faults of a sheet that have no place in a bank."""
    return one[0], replace(Report(), faults={(Where(), what): [_stem(one)] for what in said})
