"""Many seeds of one template in this process, and of many templates in parallel."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import product
from math import prod
from pathlib import Path
from typing import TypeAlias

from .. import bank, variant
from ..errors import Disproved, ProbgenError, Undrawable
from ..exact import Value
from ..executor import Local
from ..grading.tracing import untraced
from ..language import branches
from ..language.filling import Text
from ..model import AnswerTemplate, Template
from ..stream import Stream
from .counting import Counting
from .report import Failure, Kind, Report

CHUNK = 50  # seeds that one process takes at a time
MOST_SETTINGS = 20  # of the knobs of a template


class _Unfilled(Text):
    """A text that is read for the rounding that it asks for, and never filled."""

    def fill(self, scope: Mapping[str, Value]) -> str:
        """Return no text."""
        return ""


_Job: TypeAlias = tuple[Path, str, range, bool]  # bank file, id, seeds, keys only


def settings(template: Template) -> list[dict[str, Value]]:
    """Return the knobs to try: all combinations, or each value by itself where they are too many; defaults first."""
    knobs = template.knobs
    if prod(len(values) for values in knobs.values()) <= MOST_SETTINGS:
        return [dict(zip(knobs, values, strict=True)) for values in product(*knobs.values())]
    return [{}, *({name: value} for name, values in knobs.items() for value in values[1:])]


def stream(seed: str, id: str, name: str = "A") -> Stream:
    """Return the stream of a problem in a variant, as exams key it."""
    return Stream(seed, name, id)


def stress(template: Template, seeds: Sequence[int], *, keys_only: bool = False) -> Report:
    """Return what the seeds found, one after another in this process; they take the settings of the knobs in turn.

    With `keys_only` no text is filled and no value counted: the same draws, with the same keys and proofs.
    """
    report = Report(template.id, keys_only, warnings=template.warnings)
    counting = Counting(template, report)
    chosen = settings(template)
    tried = wordless(template) if keys_only else template
    for seed in seeds:
        started = time.perf_counter()
        report.seeds += 1
        knobs = chosen[seed % len(chosen)]
        try:
            with branches.watched() as watch:
                made = variant.make(tried, stream(str(seed), template.id), knobs=knobs)
            if not keys_only and not report.composed:
                report.warnings += tuple(map(str, untraced(made.instance, made.problem)))
            if breaches := counting.count(made, watch):
                report.failures[str(seed)] = Failure("\n".join(breaches), knobs, "contract")
        except ProbgenError as fault:
            report.failures[str(seed)] = Failure(str(fault), knobs, _kind(fault))
        except Exception as fault:
            fault.add_note(f"in {template.id} with seed {seed} and the knobs {knobs}")
            raise
        counting.time(str(seed), time.perf_counter() - started)
    return report


def wordless(template: Template) -> Template:
    """Return the template without texts; draws, keys, options, known mistakes and checks are whole."""
    parts = tuple(
        replace(
            part,
            prompt=_unfilled(part.prompt),
            hint=None,
            note=None,
            solution=None,
            rubric=(),
            answers=tuple(map(_unlabelled, part.answers)),
            mistakes=tuple(replace(mistake, feedback=_unfilled(mistake.feedback)) for mistake in part.mistakes),
        )
        for part in template.parts
    )
    return replace(template, stem=_unfilled(template.stem) if template.stem else None, parts=parts)


def _unfilled(text: Text) -> Text:
    return _Unfilled(text.source, text.where, frozenset(), (), ())


def _unlabelled(answer: AnswerTemplate) -> AnswerTemplate:
    fields = dict(answer.fields)
    if "columns" in fields:
        fields["columns"] = {name: _unfilled(text) for name, text in fields["columns"].items()}
    return replace(answer, label=None, fields=fields)


def _kind(fault: ProbgenError) -> Kind:
    match fault:
        case Disproved():
            return "disproved"
        case Undrawable():
            return "undrawable"
        case _:
            return "fault"


def stress_all(
    templates: Sequence[tuple[Path, str]],
    seeds: int,
    workers: int,
    done: Callable[[Report, int], None],
    say: Callable[[str], None] = lambda word: None,
    *,
    keys_only: bool = False,
) -> list[Report]:
    """Return a report for each template (bank file, id) over the seeds 0..seeds-1, in parallel where that is possible.

    `workers` may be 0, for one on each processor. `done` hears of a template's report and by how many seeds it has
    grown, `say` of what the user should know.
    """
    _template.cache_clear()  # files may have changed
    chunks = [range(start, min(start + CHUNK, seeds)) for start in range(0, seeds, CHUNK)]
    jobs = ((path, id, chunk, keys_only) for path, id in templates for chunk in chunks)
    reports = {named: Report(named[1], keys_only) for named in templates}
    with Local(workers, say) as executor:
        for path, part in executor.run(_chunk, jobs):
            reports[path, part.id].add(part)
            done(reports[path, part.id], part.seeds)
    return list(reports.values())


def _chunk(job: _Job) -> tuple[Path, Report]:
    path, id, seeds, keys_only = job
    return path, stress(_template(path, id), seeds, keys_only=keys_only)


@lru_cache(maxsize=1)
def _template(path: Path, id: str) -> Template:
    return next(template for template in bank.load(path) if template.id == id)
