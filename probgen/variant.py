"""One variant of one problem: drawn until its options differ and its effort is usual, solved, proved, composed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from . import compose, sampling
from .answers import Coincidence
from .document import Problem
from .errors import Undrawable
from .exact import Exact, Value
from .fairness import Band
from .model import Template
from .sampling import Draft
from .sampling.instance import Instance
from .stream import Stream

TRIES = 50  # draws whose options coincide, or whose effort is unusual; a template that needs more is ill-posed


class Variant(NamedTuple):
    """A drawn template and the document made of it."""

    instance: Instance
    problem: Problem
    redrawn: tuple[Instance, ...] = ()  # draws before this one, whose options coincided
    coincided: tuple[str, ...] = ()  # in what, for each of them


def make(
    template: Template,
    stream: Stream,
    *,
    knobs: Mapping[str, Value] | None = None,
    given: Mapping[str, Value] | None = None,
    labels: Mapping[str, str] | None = None,
    points: Mapping[str, Exact] | None = None,
    band: Band | None = None,
) -> Variant:
    """Return the variant that this stream draws; arguments as in `sampling.draw` and `compose.problem`.

    It is the first draw within `band`; where none of TRIES is, the nearest. Only what is taken is proved and composed.

    Raises:
        ProbgenError: no draw meets the conditions, or the bank is at fault.
    """
    redrawn: list[Instance] = []
    reasons: list[str] = []
    for draft in _drafts(template, stream, knobs, given, band):
        instance = sampling.proved(draft)
        try:
            problem = compose.problem(instance, stream.child("options"), labels=labels, points=points)
            return Variant(instance, problem, tuple(redrawn), tuple(reasons))
        except Coincidence as verdict:
            redrawn.append(instance)
            reasons.append(str(verdict))
            if given:
                break
    reason = reasons[-1]
    what = f"no draw in {TRIES} had options that differ: {reason}" if not given else f"with the given values {reason}"
    raise Undrawable.of(
        what, where=template.where, hint="add known mistakes, or demand under `require` that they differ"
    )


def _drafts(
    template: Template,
    stream: Stream,
    knobs: Mapping[str, Value] | None,
    given: Mapping[str, Value] | None,
    band: Band | None,
) -> Iterator[Draft]:
    """Yield draws within the band as they come, then the others, the nearest first."""
    strays: list[tuple[float, Draft]] = []
    for _ in range(TRIES):
        draft = sampling.draft(template, stream, knobs=knobs, given=given)
        deviation = band.deviation(draft.instance) if band else 0.0
        if band is None or band.holds(deviation):
            yield draft
        else:
            strays.append((deviation, draft))
    yield from (draft for _, draft in sorted(strays, key=lambda stray: stray[0]))
