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
    reason = ""
    for _ in range(TRIES):
        instance = sampling.draw(template, stream, knobs=knobs, given=given)
        try:
            return Variant(instance, compose.problem(instance, stream.child("options"), labels=labels, points=points))
        except Coincidence as verdict:
            reason = str(verdict)
            if given:
                break
    what = f"no draw in {TRIES} had options that differ: {reason}" if not given else f"with the given values {reason}"
    raise ProbgenError.of(
        what, where=template.where, hint="add known mistakes, or demand under `require` that they differ"
    )
