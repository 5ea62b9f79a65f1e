"""Many seeds of one template in this process, and of many templates in parallel."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from itertools import product
from math import prod
from pathlib import Path

from .. import bank, variant
from ..errors import ProbgenError
from ..exact import Value
from ..grading.tracing import untraced
from ..language import branches
from ..model import Template
from ..stream import Stream
from .counting import Counting
from .report import Failure, Report

CHUNK = 50  # seeds that one process takes at a time
MOST_SETTINGS = 20  # of the knobs of a template


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
    counting = Counting(template, report)
    chosen = settings(template)
    for seed in seeds:
        started = time.perf_counter()
        report.seeds += 1
        knobs = chosen[seed % len(chosen)]
        try:
            with branches.watched() as watch:
                made = variant.make(template, stream(str(seed), template.id), knobs=knobs)
            report.warnings = report.warnings or template.warnings + tuple(
                map(str, untraced(made.instance, made.problem))
            )
            if breaches := counting.count(made, watch):
                report.failures[str(seed)] = Failure("\n".join(breaches), knobs, shown=True)
        except ProbgenError as fault:
            report.failures[str(seed)] = Failure(str(fault), knobs)
        except Exception as fault:
            fault.add_note(f"in {template.id} with seed {seed} and the knobs {knobs}")
            raise
        counting.time(str(seed), time.perf_counter() - started)
    return report


def stress_all(
    templates: Sequence[tuple[Path, str]],
    seeds: int,
    workers: int,
    done: Callable[[int], None],
    say: Callable[[str], None] = lambda word: None,
) -> list[Report]:
    """Return a report for each template (bank file, id) over the seeds 0..seeds-1, in parallel where that is possible.

    `done` hears of finished seeds, `say` of what the user should know.
    """
    starts = range(0, seeds, CHUNK)
    jobs = [(*named, range(start, min(start + CHUNK, seeds))) for named in templates for start in starts]
    reports = {named: Report(named[1]) for named in templates}
    pool = _pool(workers, say) if len(jobs) > 1 else None
    for path, part in _parallel(pool, jobs) if pool else (_chunk(*job) for job in jobs):
        reports[path, part.id].add(part)
        done(part.seeds)
    return list(reports.values())


def _pool(workers: int, say: Callable[[str], None]) -> ProcessPoolExecutor | None:
    """Return so many processes, None for one and where a system cannot share work: without /dev/shm, for example."""
    if workers == 1:
        return None
    try:
        return ProcessPoolExecutor(workers, initializer=_end_with_the_user)
    except (ImportError, NotImplementedError, OSError) as fault:
        say(f"one process does all the work, since this system lets none share it ({fault})")
        return None


def _parallel(pool: ProcessPoolExecutor, jobs: Sequence[tuple[Path, str, range]]) -> Iterator[tuple[Path, Report]]:
    with pool:
        waiting = [pool.submit(_chunk, *job) for job in jobs]
        try:
            for finished in as_completed(waiting):
                yield finished.result()
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise


def _end_with_the_user() -> None:
    """Let Ctrl-C end a worker at once and without a word; the main process has the word."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)


def _chunk(path: Path, id: str, seeds: range) -> tuple[Path, Report]:
    return path, stress(next(template for template in bank.load(path) if template.id == id), seeds)
