"""Many variants at once: drawn, proved and composed by all workers."""

from __future__ import annotations

import pickle
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any, NamedTuple

from .. import exam as exams
from ..document import Exam, Exams, Packed
from ..exam.bands import Bands
from ..exam.bands import efforts as pilot_efforts
from ..exam.plan import Plan
from ..executor import Executor, batches
from ..fairness import Band
from ..writers import Progress

_LEAST = 3  # variants that are worth further processes
_MOST = 8  # variants in one task

Taken = list[tuple[str, Band, float]]


class Task(NamedTuple):
    """Variants to draw, and what they share: plan, seed, wishes and bands as bytes, which a worker reads once."""

    shared: bytes
    names: Sequence[str]


def drawn(
    plan: Plan,
    seed: str,
    names: Sequence[str],
    wishes: exams.Wishes,
    bands: Bands,
    progress: Progress,
    executor: Executor,
) -> Sequence[Exam]:
    """Return the variants with these names, in this order; `bands` learns what they have taken.

    The bands' pilots come first, so that they are drawn once and not by each worker.

    Raises:
        ProbgenError: a problem cannot be drawn.
    """
    progress("drawn", 0, len(names), 0)
    pilots = bands.unknown(exams.pilots(plan, seed, names, wishes))
    for pilot, efforts in zip(pilots, executor.run(pilot_efforts, pilots), strict=True):
        bands.learn(pilot, efforts)
    made: list[Packed] = []
    shared = pickle.dumps((plan, seed, wishes, bands))
    size = len(names) if len(names) <= _LEAST else max(1, min(_MOST, len(names) // (4 * executor.workers)))
    for found in executor.run(_each, (Task(shared, some) for some in batches(names, size))):
        for exam, taken in found:
            bands.add(exam.head.variant, taken)
            made.append(exam)
        progress("drawn", len(made), len(names), 0)
    return Exams(made)


def _each(task: Task) -> list[tuple[Packed, Taken]]:
    plan, seed, wishes, pilots = _shared(task.shared)
    bands = replace(pilots, taken={}, by_key={})
    made = ((name, exams.assemble(plan, seed, name, wishes, bands)) for name in task.names)
    return [(Packed.of(exam), bands.of(name)) for name, exam in made]


@lru_cache(maxsize=1)
def _shared(packed: bytes) -> Any:
    return pickle.loads(packed)  # noqa: S301 - what `drawn` has packed
