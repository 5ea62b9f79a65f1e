"""The stress run of bank authors: many variants of a template, drawn, solved, proved and composed, in parallel."""

from __future__ import annotations

import shlex
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass, field
from itertools import islice, product
from math import prod
from pathlib import Path
from typing import NamedTuple

from . import answers, bank, comparison, variant
from .document import ChooseOne
from .errors import ProbgenError
from .exact import Value
from .model import Template
from .stream import Stream
from .typography import plain

CHUNK = 50  # seeds that one process takes at a time
MOST_SETTINGS = 20  # of the knobs of a template
KEPT_FAILURES = 5  # that are shown of each template


class Failure(NamedTuple):
    """What went wrong with a seed, and the knobs that it was tried with."""

    message: str
    knobs: Mapping[str, Value]


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
    failures: dict[str, Failure] = field(default_factory=dict)  # by seed
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


def reproduce(id: str, seed: str, failure: Failure, bank: str = "") -> str:
    """Return the one command that shows a failing variant again; `bank` is the file where it would not be found."""
    chosen = [word for name, value in failure.knobs.items() for word in ("--set", f"{name}={plain(value)}")]
    where = ["--banks", bank] if bank else []
    return shlex.join(["probgen", "show", id, "--seed", seed, "--solution", *chosen, *where])


def settings(template: Template) -> list[dict[str, Value]]:
    """Return the knobs to try: all combinations, or each value by itself where they are too many; defaults first."""
    knobs = template.knobs
    if prod(len(values) for values in knobs.values()) <= MOST_SETTINGS:
        return [dict(zip(knobs, values, strict=True)) for values in product(*knobs.values())]
    return [{}, *({name: value} for name, values in knobs.items() for value in values[1:])]


def stream(seed: str, id: str, name: str = "A") -> Stream:
    """Return the stream of a problem in a variant, as exams key it."""
    return Stream(seed, name, id)


def stress(template: Template, seeds: Sequence[int]) -> Report:
    """Return what the seeds found, one after another in this process; they take the settings of the knobs in turn."""
    report = Report(template.id, warnings=template.warnings)
    started = time.perf_counter()
    chosen = settings(template)
    for seed in seeds:
        report.seeds += 1
        knobs = chosen[seed % len(chosen)]
        try:
            made = variant.make(template, stream(str(seed), template.id), knobs=knobs)
        except ProbgenError as fault:
            report.failures[str(seed)] = Failure(str(fault), knobs)
            continue
        except Exception as fault:
            fault.add_note(f"in {template.id} with seed {seed} and the knobs {knobs}")
            raise
        _count(report, template, made)
    report.seconds = time.perf_counter() - started
    return report


def stress_all(
    templates: Sequence[tuple[Path, str]], seeds: int, workers: int, done: Callable[[int], None]
) -> Iterator[Report]:
    """Yield a report for each template (bank file, id) over the seeds 0..seeds-1; `done` hears of finished seeds."""
    starts = range(0, seeds, CHUNK)
    reports: dict[str, Report] = {id: Report(id) for _, id in templates}
    with ProcessPoolExecutor(workers, initializer=_end_with_the_user) as pool:
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


def _end_with_the_user() -> None:
    """Let Ctrl-C end a worker at once and without a word; the main process has the word."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)


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
                within = comparison.tolerance_of(part.answer(mistake.answer).response)
                if comparison.equal(mistake.value.value(scope), scope[mistake.answer], within):
                    report.coincidences[f"{old.label or 'the part'}: {mistake.value.source}"] += 1
        for answer in part.answers:
            if isinstance(answer.response, ChooseOne):
                report.positions[next(n for n, option in enumerate(answer.response.options, 1) if option.right)] += 1


def worst(report: Report) -> list[tuple[str, int]]:
    """Return the conditions that rejected draws, most often first."""
    return report.rejected.most_common()


def failures(report: Report) -> list[tuple[str, Failure]]:
    """Return the first failing seeds."""
    return list(islice(sorted(report.failures.items(), key=lambda item: int(item[0])), KEPT_FAILURES))
