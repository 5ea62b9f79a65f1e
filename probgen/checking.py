"""The stress run of bank authors: many variants of a template, drawn, solved, proved and composed, in parallel."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from . import answers, bank, variant
from .document import ChooseOne
from .errors import ProbgenError
from .exact import Value
from .model import Template
from .stream import Stream
from .typography import plain

CHUNK = 50  # seeds that one process takes at a time
KEPT_FAILURES = 5  # that are shown of each template


@dataclass
class Report:
    """What a run over many seeds of one template found; `add` joins two."""

    id: str
    seeds: int = 0
    tries: int = 0
    seconds: float = 0.0
    rejected: Counter[str] = field(default_factory=Counter)  # by the sentence of the condition
    variants: set[str] = field(default_factory=set)  # distinct ones, by their parameters
    coincidences: Counter[str] = field(default_factory=Counter)  # mistakes equal to the key, by part and feedback
    positions: Counter[int] = field(default_factory=Counter)  # of the right option, from 1
    failures: dict[str, str] = field(default_factory=dict)  # seed -> message
    proofs: Counter[str] = field(default_factory=Counter)
    warnings: tuple[str, ...] = ()

    @property
    def acceptance(self) -> float:
        """The share of draws that met every condition."""
        return (self.seeds - len(self.failures)) / self.tries if self.tries else 0.0

    def add(self, other: Report) -> None:
        """Take in what another run over other seeds of the same template found."""
        self.seeds += other.seeds
        self.tries += other.tries
        self.seconds += other.seconds
        self.rejected += other.rejected
        self.variants |= other.variants
        self.coincidences += other.coincidences
        self.positions += other.positions
        self.failures |= other.failures
        self.proofs += other.proofs


def reproduce(id: str, seed: str) -> str:
    """Return the one command that shows a failing variant again."""
    return f"probgen show {id} --seed {seed} --solution"


def stream(seed: str, id: str, name: str = "A") -> Stream:
    """Return the stream of a problem in a variant, as exams key it."""
    return Stream(seed, name, id)


def stress(template: Template, seeds: Sequence[int]) -> Report:
    """Return what the seeds found, one after another in this process."""
    report = Report(template.id, warnings=template.warnings)
    started = time.perf_counter()
    for seed in seeds:
        report.seeds += 1
        try:
            made = variant.make(template, stream(str(seed), template.id))
        except ProbgenError as fault:
            report.failures[str(seed)] = str(fault)
            continue
        _count(report, template, made)
    report.seconds = time.perf_counter() - started
    return report


def stress_all(
    templates: Sequence[tuple[Path, str]], seeds: int, workers: int, done: Callable[[int], None]
) -> Iterator[Report]:
    """Yield a report for each template (bank file, id) over the seeds 0..seeds-1; `done` hears of finished seeds."""
    starts = range(0, seeds, CHUNK)
    reports: dict[str, Report] = {id: Report(id) for _, id in templates}
    with ProcessPoolExecutor(workers) as pool:
        waiting = {
            pool.submit(_chunk, path, id, range(start, min(start + CHUNK, seeds))): id
            for path, id in templates
            for start in starts
        }
        try:
            for finished in as_completed(waiting):
                part = finished.result()
                reports[part.id].add(part)
                reports[part.id].warnings = part.warnings
                done(part.seeds)
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise
    yield from reports.values()


def _chunk(path: Path, id: str, seeds: range) -> Report:
    return stress(next(template for template in bank.load(path) if template.id == id), seeds)


def _count(report: Report, template: Template, made: variant.Variant) -> None:
    instance, problem = made
    report.tries += instance.tries
    report.rejected.update(dict(instance.rejected))
    report.variants.add(plain(instance.params))
    report.proofs[problem.proof.state] += 1
    for old, part in zip(template.parts, problem.parts, strict=True):
        kept = Counter(mistake.answer for mistake in part.mistakes)
        if sum(kept.values()) < len(old.mistakes):
            found = answers.keys(old.answers, instance.scope)
            scope: dict[str, Value] = {**instance.scope, **found}
            for mistake in old.mistakes:
                within = answers.tolerance_of(part.answer(mistake.answer).response)
                if answers.equal(mistake.value.value(scope), scope[mistake.answer], within):
                    report.coincidences[f"{old.label or 'the part'}: {mistake.value.source}"] += 1
        for answer in part.answers:
            if isinstance(answer.response, ChooseOne):
                report.positions[next(n for n, option in enumerate(answer.response.options, 1) if option.right)] += 1


def worst(report: Report) -> list[tuple[str, int]]:
    """Return the conditions that rejected draws, most often first."""
    return report.rejected.most_common()


def failures(report: Report) -> list[tuple[str, str]]:
    """Return the first failing seeds with their messages."""
    return list(islice(sorted(report.failures.items(), key=lambda item: int(item[0])), KEPT_FAILURES))
