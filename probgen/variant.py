"""One variant of one problem: drawn until its options differ, solved, proved, composed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from . import compose, sampling
from .answers import Coincidence
from .document import Problem
from .errors import ProbgenError
from .exact import Exact, Value
from .model import Template
from .sampling.instance import Instance
from .stream import Stream

TRIES = 50  # draws whose options coincide; a template that needs more is ill-posed


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
) -> Variant:
    """Return the variant that this stream draws; arguments as in `sampling.draw` and `compose.problem`.

    Raises:
        ProbgenError: no draw meets the conditions, or the bank is at fault.
    """
    redrawn: list[Instance] = []
    reasons: list[str] = []
    for _ in range(TRIES):
        instance = sampling.draw(template, stream, knobs=knobs, given=given)
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
    raise ProbgenError.of(
        what, where=template.where, hint="add known mistakes, or demand under `require` that they differ"
    )
