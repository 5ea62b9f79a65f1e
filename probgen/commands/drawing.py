"""Many variants at once: drawn, proved and composed on all processors."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Iterator, Sequence

from .. import exam as exams
from ..document import Exam
from ..exam.bands import Bands
from ..exam.plan import Plan
from ..fairness import Band
from ..writers import Progress

_LEAST = 8  # variants that are worth further processes

Task = tuple[Plan, str, exams.Wishes, Bands]
Taken = list[tuple[str, Band, float]]

_task: list[Task] = []  # in a child: what it shares with its parent


def drawn(
    plan: Plan, seed: str, names: Sequence[str], wishes: exams.Wishes, bands: Bands, progress: Progress
) -> tuple[Exam, ...]:
    """Return the variants with these names, in this order; `bands` learns what they have taken.

    The first is drawn here, so that the bands' pilots are drawn once and not in each process.

    Raises:
        ProbgenError: a problem cannot be drawn.
    """
    progress("drawn", 0, len(names), 0)
    made = [exams.assemble(plan, seed, names[0], wishes, bands)]
    for exam, taken in _each((plan, seed, wishes, bands), names[1:]):
        bands.add(exam.variant, taken)
        made.append(exam)
        progress("drawn", len(made), len(names), 0)
    return tuple(made)


def _each(task: Task, names: Sequence[str]) -> Iterator[tuple[Exam, Taken]]:
    count = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1
    if len(names) < _LEAST or count < 2 or "fork" not in multiprocessing.get_all_start_methods():
        yield from (_made(task, name) for name in names)
        return
    _task[:] = [task]  # children are copies of this process, so that no bank is read once more
    try:
        with multiprocessing.get_context("fork").Pool(count, initializer=_begin) as pool:
            yield from pool.imap(_one, names, chunksize=max(1, min(8, len(names) // (4 * count))))
    finally:
        _task.clear()


def _begin() -> None:
    """Leave the user's Ctrl-C to the parent, which ends its children."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)


def _one(name: str) -> tuple[Exam, Taken]:
    return _made(_task[0], name)


def _made(task: Task, name: str) -> tuple[Exam, Taken]:
    plan, seed, wishes, bands = task
    return exams.assemble(plan, seed, name, wishes, bands), bands.of(name)
