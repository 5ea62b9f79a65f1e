"""The runs of TeX for a set: in parallel, each sheet once, and what TeX cannot set kept apart from all others."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field, replace
from pathlib import Path

from ... import typeset
from ...document import Exam
from ...errors import Fault, Where
from .. import Progress
from ..journal import Journal
from . import cutting, positions
from .jobs import Job, Report, Result, Setting, as_fault
from .kit import Stranger, kit, strangers
from .positions import Rest

_MOST = 75  # sheets in one run
_LEAST = 6  # sheets that are worth a process
_BASE, _EACH = 20.0, 0.3  # seconds that a run may take: at all, and for each sheet; TeX needs a tenth of it
_PATIENCE = 3  # runs that took too long, after which the rest of their sheets is left

Done = tuple[Setting, Report]


@dataclass
class Failures:
    """What TeX refused, and the variants that are without papers for it."""

    faults: dict[tuple[Where, str], list[str]] = field(default_factory=dict)
    stems: dict[str, None] = field(default_factory=dict)  # in the order in which they failed

    def add(self, setting: Setting, report: Report) -> None:
        """Take what is wrong with a sheet."""
        for fault, names in report.faults.items():
            self.faults.setdefault(fault, []).extend(names)
            self.stems[setting.sheet.exam.stem] = None

    def told(self) -> tuple[Fault, ...]:
        """Return each fault once, with the variants that it was met in."""
        return tuple(as_fault(where, what, names) for (where, what), names in self.faults.items())

    def spares(self, exam: Exam) -> bool:
        """Tell whether nothing is wrong with a variant."""
        return exam.stem not in self.stems


class Press:
    """Measures and ships sheets, and writes down what is done."""

    def __init__(self, format_file: Path, folder: Path, progress: Progress, journal: Journal) -> None:
        self.format_file = format_file
        self.folder = folder
        self.progress = progress
        self.journal = journal
        self.failures = Failures()
        self.recorded: dict[str, int] = {}  # places that TeX recorded where they belong, by variant
        self.rests: dict[str, Rest] = {}  # what solutions have behind their planned pages, by variant
        self.strangers: dict[Stranger, list[str]] = {}  # variants by the glyphs that they have beyond the kit
        self._lock = threading.Lock()
        self._stopped = False  # by the user: what TeX leaves behind then says nothing

    def measure(self, settings: Sequence[Setting]) -> list[Done]:
        """Return the sizes of all sheets that TeX can set."""
        known = [(setting, self._kept(setting)) for setting in settings]
        done = [(setting, report) for setting, report in known if report is not None]
        for setting, report in self._each("measured", [s for s, report in known if report is None], len(done)):
            if not report.faults:
                warnings = [[*warning, names] for warning, names in report.warnings.items()]
                self.journal.put(self._measured(setting), {"heights": report.heights, "warnings": warnings})
            done.append((setting, report))
        return [(setting, report) for setting, report in done if self.failures.spares(setting.sheet.exam)]

    def ship(self, settings: Sequence[Setting]) -> list[Done]:
        """Write the papers of all sheets, but for those that an earlier run has written, and return their sizes."""
        missing = [setting for setting in settings if not self._stands(setting)]
        return list(self._each("written", missing, len(settings) - len(missing)))

    def _measured(self, setting: Setting) -> str:
        return f"measured {self.format_file.stem} {setting.sheet.digest}"

    def _kept(self, setting: Setting) -> Report | None:
        """Return the sizes that an earlier run has found."""
        kept = self.journal.get(self._measured(setting))
        if kept is None:
            return None
        return Report(dict(kept["heights"]), {(place, what): names for place, what, names in kept["warnings"]})

    def _written(self, setting: Setting) -> str:
        return f"written {self.format_file.stem} {cutting.digest(setting.pages)} {setting.sheet.digest}"

    def _stands(self, setting: Setting) -> bool:
        """Tell whether an earlier run has written all papers of a sheet, and nobody touched them."""
        kept = self.journal.get(self._written(setting))
        if kept is None or not cutting.stand(kept["files"], self.folder):
            return False
        self._count(setting, kept["places"], Rest(*kept["rest"]), [Stranger(*one) for one in kept["strangers"]])
        return True

    def _count(self, setting: Setting, places: int, rest: Rest, strange: Sequence[Stranger]) -> None:
        stem = setting.sheet.exam.stem
        for stranger in strange:
            self.strangers.setdefault(stranger, []).append(stem)
        if rest.pages:
            self.rests[stem] = rest
        self.recorded[stem] = self.recorded.get(stem, 0) + places

    def _each(self, stage: str, settings: Sequence[Setting], done: int) -> Iterator[Done]:
        """Yield each sheet with what was found of it, run by run as they end."""
        pages, total = 0, done + len(settings)
        self.progress(stage, done, total, pages)
        pool = ThreadPoolExecutor(max_workers=processors())
        try:
            waiting: set[Future[list[Done]]] = {pool.submit(self._run, chunk) for chunk in _chunks(settings)}
            while waiting:
                ended, waiting = wait(waiting, return_when=FIRST_COMPLETED)
                for future in ended:
                    found = future.result()
                    for setting, report in found:
                        self.failures.add(setting, report)
                    done += len(found)
                    pages += sum(len(setting.pages) * len(setting.sheet.files) for setting, _ in found)
                    self.progress(stage, done, total, pages)
                    yield from found
        except BaseException:  # the user's Ctrl-C does not wait for what is still to come
            self._stopped = True
            pool.shutdown(wait=False, cancel_futures=True)
            typeset.stop()
            raise
        finally:
            pool.shutdown(wait=True, cancel_futures=True)

    def _run(self, chunk: Sequence[Setting]) -> list[Done]:
        """Return what was found of each sheet: those at fault are left out, and the rest is tried once more."""
        done: list[Done] = []
        left, late = list(chunk), 0
        while left and not self._stopped:
            result, timed_out = self._once(left)
            pairs = list(zip(left, result.reports, strict=True))
            if not result.faulty and not result.lost:
                return done + pairs
            late += timed_out
            if result.faulty:
                bad = {setting.sheet.exam.stem for setting, report in pairs if report.faults}
                done += [pair for pair in pairs if pair[0].sheet.exam.stem in bad]
                left = [setting for setting in left if setting.sheet.exam.stem not in bad]
                if late >= _PATIENCE:
                    return done + [_blamed(one, "is not tried, since TeX took too long for others") for one in left]
            elif len(left) == 1:
                return [*done, _blamed(left[0], *result.lost)]
            else:  # no place was named: one by one
                return done + [pair for setting in left for pair in self._run([setting])]
        return done

    def _once(self, chunk: Sequence[Setting]) -> tuple[Result, bool]:
        job = Job(chunk)
        with typeset.run(job.source, self.format_file, seconds=_BASE + _EACH * len(chunk)) as outcome:
            result = job.result(outcome)
            if chunk[0].pages and not result.faulty and not result.lost:
                if cutting.count(outcome.pdf) == sum(len(shipped.pages) for shipped in result.shipped):
                    self._cut(outcome.pdf, chunk, result)
                else:
                    result.lost.append("a formula of a bank ends a group that it did not begin")
            return result, outcome.timed_out

    def _cut(self, pdf: Path, chunk: Sequence[Setting], result: Result) -> None:
        places = [
            positions.proved(shipped, one.pages, one.sheet, one.boxes)
            for one, shipped in zip(chunk, result.shipped, strict=True)
        ]
        rests = [shipped.rest(one.boxes) for one, shipped in zip(chunk, result.shipped, strict=True)]
        strange = strangers(pdf, [len(shipped.pages) for shipped in result.shipped], kit(self.format_file))
        fields = [[shipped.fields(page) for page in range(len(shipped.pages))] for shipped in result.shipped]
        written = cutting.cut(pdf, list(zip(chunk, fields, strict=True)), self.folder)
        with self._lock:
            for one, found, rest, new, files in zip(chunk, places, rests, strange, written, strict=True):
                self._count(one, found, rest, new)
                kept = {"files": files, "places": found, "rest": rest, "strangers": new}
                self.journal.put(self._written(one), kept)


def _blamed(setting: Setting, *said: str) -> Done:
    """Return a sheet with faults that have no place in a bank."""
    faults = {(Where(), what): [setting.sheet.exam.stem] for what in said}
    return setting, replace(Report(), faults=faults)


def _chunks(settings: Sequence[Setting]) -> Iterator[Sequence[Setting]]:
    """Yield the sheets run by run, as evenly as may be."""
    count = max(-(-len(settings) // _MOST), min(processors(), -(-len(settings) // _LEAST)))
    for place in range(count):
        yield settings[place * len(settings) // count : (place + 1) * len(settings) // count]


def processors() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
