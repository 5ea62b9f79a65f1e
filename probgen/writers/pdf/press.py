"""The sheets of a set on their way through TeX: in runs that the workers do, each sheet once, and written down."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ... import typeset
from ...document import Exam
from ...errors import Fault, Where
from ...executor import Executor
from .. import Progress
from ..journal import Journal
from . import cutting, measuring, runs
from .jobs import Setting
from .kit import Stranger
from .positions import Rest
from .reports import Report, as_fault, blamed, report
from .texts import Size, Sizes, Text

_MOST = 40  # sheets in one run
_LEAST = 6  # sheets that are worth a process

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

    def __init__(self, preamble: str, folder: Path, progress: Progress, journal: Journal, executor: Executor) -> None:
        self.preamble = preamble
        self.format = typeset.format_for(preamble).stem
        self.folder = folder
        self.progress = progress
        self.journal = journal
        self.executor = executor
        self.failures = Failures()
        self.recorded: dict[str, int] = {}  # places that TeX recorded where they belong, by variant
        self.rests: dict[str, Rest] = {}  # what solutions have behind their planned pages, by variant
        self.strangers: dict[Stranger, list[str]] = {}  # variants by the glyphs that they have beyond the kit

    def measure(self, settings: Sequence[Setting]) -> list[Done]:
        """Return the sizes of all sheets that TeX can set."""
        known = [(setting, self._kept(setting)) for setting in settings]
        done = [(setting, kept) for setting, kept in known if kept is not None]
        for setting, found in self._each_measured([s for s, kept in known if kept is None], len(done)):
            if not found.faults:
                warnings = [[*warning, names] for warning, names in found.warnings.items()]
                self.journal.put(self._measured(setting), {"heights": found.heights, "warnings": warnings})
            self.failures.add(setting, found)
            done.append((setting, found))
        return [(setting, own) for setting, own in done if self.failures.spares(setting.sheet.exam)]

    def ship(self, settings: Sequence[Setting]) -> list[Done]:
        """Write the papers of all sheets, but for those that an earlier run has written, and return their sizes."""
        missing = [setting for setting in settings if not self._stands(setting)]
        return list(self._each_shipped(missing, len(settings) - len(missing)))

    def _measured(self, setting: Setting) -> str:
        return f"measured {self.format} {setting.sheet.digest}"

    def _kept(self, setting: Setting) -> Report | None:
        """Return the sizes that an earlier run has found."""
        kept = self.journal.get(self._measured(setting))
        if kept is None:
            return None
        return Report(dict(kept["heights"]), {(place, what): names for place, what, names in kept["warnings"]})

    def _written(self, setting: Setting) -> str:
        return f"written {self.format} {cutting.digest(setting.pages)} {setting.sheet.digest}"

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

    def _each_measured(self, settings: Sequence[Setting], done: int) -> Iterator[Done]:
        """Yield each sheet with what was found of it, run by run; a text is measured with its first sheet."""
        total, left, sizes = done + len(settings), settings, dict[Text, Size | str]()
        self.progress("measured", done, total, 0)
        while left:
            chunks = list(_chunks(left, self.executor.workers))
            batches = list(_batches(self.preamble, chunks, sizes))
            left = []  # what waits for texts of a run that was given up
            for chunk, batch, found in zip(chunks, batches, self.executor.run(measuring.measure, batches), strict=True):
                untried = {text for text, size in zip(batch.texts, found, strict=True) if size is None}
                sizes.update((text, size) for text, size in zip(batch.texts, found, strict=True) if size is not None)
                for setting in chunk:
                    missing = [use.text for use in setting.measured() if use.text not in sizes]
                    own = report(setting, sizes)
                    if missing and not own.faults and untried.isdisjoint(missing):
                        left.append(setting)
                        continue
                    done += 1
                    yield setting, own if own.faults or not missing else blamed(setting, runs.UNTRIED)
                self.progress("measured", done, total, 0)

    def _each_shipped(self, settings: Sequence[Setting], done: int) -> Iterator[Done]:
        """Yield each sheet with what was found of it, run by run."""
        pages, total = 0, done + len(settings)
        self.progress("written", done, total, pages)
        chunks = list(_chunks(settings, self.executor.workers))
        tasks = (runs.Chunk(self.preamble, chunk) for chunk in chunks)
        for chunk, found in zip(chunks, self.executor.run(runs.run, tasks), strict=True):
            for shipment in found.shipments:
                self._cut(shipment, chunk)
            for place, own in found.reports:
                self.failures.add(chunk[place], own)
            done += len(chunk)
            pages += sum(len(one.pages) * len(one.sheet.files) for one in chunk)
            self.progress("written", done, total, pages)
            yield from ((chunk[place], own) for place, own in found.reports)

    def _cut(self, shipment: runs.Shipment, chunk: Sequence[Setting]) -> None:
        sheets = [(chunk[paper.place], paper.fields) for paper in shipment.papers]
        written = cutting.cut(shipment.pdf, sheets, self.folder)
        for (one, _), paper, files in zip(sheets, shipment.papers, written, strict=True):
            self._count(one, paper.places, paper.rest, paper.strangers)
            kept = {"files": files, "places": paper.places, "rest": paper.rest, "strangers": paper.strangers}
            self.journal.put(self._written(one), kept)


def _chunks(settings: Sequence[Setting], workers: int) -> Iterator[Sequence[Setting]]:
    """Yield the sheets run by run, as evenly as may be."""
    count = max(-(-len(settings) // _MOST), min(workers, -(-len(settings) // _LEAST)))
    for place in range(count):
        yield settings[place * len(settings) // count : (place + 1) * len(settings) // count]


def _batches(preamble: str, chunks: Sequence[Sequence[Setting]], known: Sizes) -> Iterator[measuring.Batch]:
    """Yield what is to be measured for each run: the texts that none before it has."""
    met: set[Text] = set()
    for chunk in chunks:
        texts = [use.text for setting in chunk for use in setting.measured()]
        new = [text for text in dict.fromkeys(texts) if text not in known and text not in met]
        met.update(new)
        yield measuring.Batch(preamble, new)
