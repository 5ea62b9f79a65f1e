"""One variant of one problem: drawn until its answers keep their contract and its effort is usual, solved, proved."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from . import compose, contract, sampling
from .answers import Coincidence
from .contract import Breach
from .document import Part, Problem
from .errors import ProbgenError, Undrawable
from .exact import Exact, Value
from .fairness import Band
from .model import PartTemplate, Template
from .sampling import Draft
from .sampling.instance import Instance
from .stream import Stream

TRIES = 50  # draws that break the contract, or whose effort is unusual; a template that needs more is ill-posed


class Refused(NamedTuple):
    """A draw that meets every condition and cannot be printed all the same."""

    instance: Instance
    sentence: str  # that statistics count it under
    breach: Breach | None = None  # None: its options coincide


class Variant(NamedTuple):
    """A drawn template and the document made of it."""

    instance: Instance
    problem: Problem
    refused: tuple[Refused, ...] = ()  # draws before this one

    @property
    def tries(self) -> int:
        """How many draws it took."""
        return self.instance.tries + sum(one.instance.tries for one in self.refused)

    @property
    def rejected(self) -> Counter[str]:
        """How many draws failed each condition, or were refused."""
        counts = Counter(one.sentence for one in self.refused)
        for instance in (self.instance, *(one.instance for one in self.refused)):
            counts.update(dict(instance.rejected))
        return counts


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

    It is the first draw within `band` that keeps the contract of its answers; where none of TRIES is within, it is the
    nearest. Only what is taken, or refused, is proved and composed.

    Raises:
        ProbgenError: no draw meets the conditions and the contract, or the bank is at fault.
    """
    refused: list[Refused] = []
    for draft in _drafts(template, stream, knobs, given, band):
        instance = sampling.proved(draft)
        try:
            problem = compose.problem(instance, stream.child("options"), labels=labels, points=points)
        except Coincidence as verdict:
            refused.append(Refused(instance, str(verdict)))
        else:
            breach = next(contract.breaches(instance, _asked(template, problem, labels)), None)
            if breach is None:
                return Variant(instance, problem, tuple(refused))
            refused.append(Refused(instance, breach.sentence, breach))
        if not draft.chance:
            break
    raise _undrawable(template, refused, given=bool(given))


def _asked(template: Template, problem: Problem, labels: Mapping[str, str] | None) -> list[tuple[PartTemplate, Part]]:
    """Return the parts of a composed problem, each beside its template."""
    by_label = {part.label: part for part in template.parts}
    chosen = by_label if labels is None else labels
    return [(by_label[label], part) for label, part in zip(chosen, problem.parts, strict=True)]


def _undrawable(template: Template, refused: Sequence[Refused], *, given: bool) -> ProbgenError:
    _, sentence, breach = refused[-1]
    how = breach.how if breach else sentence
    what = f"with the given values {how}" if given else f"of {len(refused)} draws none can be printed: {how}"
    hint = "give it another tolerance" if breach else "add known mistakes, or demand under `require` that they differ"
    where = breach.where if breach else template.where
    return Undrawable.of(what, where=where, hint="give other values" if given else hint)


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
