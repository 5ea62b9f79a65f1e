"""What a run over many seeds counts, and how the counts of two runs are joined."""

from __future__ import annotations

import hashlib
import heapq
import math
import shlex
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import islice
from typing import Literal, NamedTuple, TypeAlias

from ..errors import Where
from ..exact import Value, is_number
from ..language.branches import Branch
from ..model import MistakeTemplate, PartTemplate
from ..typography import plain

KEPT_FAILURES = 5  # that are shown of each template
KEPT_TIMES = 3  # of the slowest seeds
_FEW = 12  # bars of a histogram
_LONGEST = 60  # characters of a counted value; of a longer one the beginning and its hash are kept


Kind: TypeAlias = Literal["disproved", "undrawable", "contract", "fault"]


class Failure(NamedTuple):
    """What went wrong with a seed, and the knobs that it was tried with; of kind `contract` it is made all the same."""

    message: str
    knobs: Mapping[str, Value]
    kind: Kind

    @property
    def shown(self) -> bool:
        """Whether the variant is made all the same."""
        return self.kind == "contract"


class Insert(NamedTuple):
    """The place of a value in a filled text that students see, and the answer whose key it is."""

    file: str
    line: int
    path: str
    number: int  # from 0, of the inserted values
    answer: str


@dataclass
class Tally:
    """How often each value of one name came."""

    counts: Counter[str] = field(default_factory=Counter)
    low: float | None = None  # of the numbers in it, entries of lists too
    high: float | None = None

    def add(self, value: Value) -> None:
        """Count one value."""
        text = plain(value)
        if len(text) > _LONGEST:
            text = f"{text[:_LONGEST]}... {hashlib.sha256(text.encode()).hexdigest()[:12]}"
        self.counts[text] += 1
        if is_number(value):
            self._stretch(float(value), float(value))
        elif numbers := [float(number) for number in _numbers(value)]:
            self._stretch(min(numbers), max(numbers))

    def join(self, other: Tally) -> None:
        """Take in the counts of another run."""
        self.counts.update(other.counts)
        if other.low is not None and other.high is not None:
            self._stretch(other.low, other.high)

    @property
    def most(self) -> tuple[str, float]:
        """The most frequent value and its share."""
        ((value, times),) = self.counts.most_common(1)
        return value.partition("...")[0], times / self.counts.total()

    def histogram(self) -> list[tuple[str, float]]:
        """Return shares of values, of intervals where there are many numbers; [] where neither says anything."""
        total = self.counts.total()
        if len(self.counts) <= _FEW:
            ordered = sorted(self.counts.items(), key=lambda item: (_number(item[0]), item[0]))
            return [(value, times / total) for value, times in ordered]
        numbers = {_number(value): times for value, times in self.counts.items()}
        if self.low is None or self.high is None or not all(map(math.isfinite, numbers)):
            return []
        width = (self.high - self.low) / _FEW
        bins = Counter(dict.fromkeys(range(_FEW), 0))
        for value, times in numbers.items():
            bins[min(int((value - self.low) / width), _FEW - 1)] += times
        edges = [self.low + width * place for place in range(_FEW + 1)]
        return [(f"{edges[n]:.3g} to {edges[n + 1]:.3g}", times / total) for n, times in sorted(bins.items())]

    def _stretch(self, low: float, high: float) -> None:
        self.low = low if self.low is None else min(self.low, low)
        self.high = high if self.high is None else max(self.high, high)


def _number(text: str) -> float:
    """Return the number that a counted text is, infinity where it is none."""
    try:
        return float(Fraction(text))
    except (ValueError, OverflowError):
        return math.inf


def _numbers(value: Value) -> Iterator[float]:
    if isinstance(value, tuple):
        for entry in value:
            yield from _numbers(entry)
    elif is_number(value):
        yield float(value)


def _tallies() -> dict[str, Tally]:
    return defaultdict(Tally)


def _counters() -> dict[str, Counter[int]]:
    return defaultdict(Counter)


@dataclass
class Report:
    """What a run over many seeds of one template found; `add` joins two."""

    id: str
    keys_only: bool = False  # without texts, and without the values that names take
    seeds: int = 0
    composed: int = 0  # seeds that gave a variant
    tries: int = 0
    seconds: float = 0.0
    rejected: Counter[str] = field(default_factory=Counter)  # by the sentence of the condition
    variants: set[int] = field(default_factory=set)  # distinct ones, by 64 bits of the hash of their parameters
    params: dict[str, Tally] = field(default_factory=_tallies)
    answers: dict[str, Tally] = field(default_factory=_tallies)  # keys, by part and answer
    refused: Counter[tuple[Where, str]] = field(default_factory=Counter)  # draws, by the rule of tolerances they break
    coincidences: Counter[str] = field(default_factory=Counter)  # mistakes equal to the key, by `mistake_name`
    positions: dict[str, Counter[int]] = field(default_factory=_counters)  # of right options, from 1
    taken: Counter[Branch] = field(default_factory=Counter)  # seeds that went through a branch of a text
    hidden: Counter[str] = field(default_factory=Counter)  # seeds whose key of an answer is no parameter
    leaks: Counter[Insert] = field(default_factory=Counter)  # and stands where students read
    slowest: list[tuple[float, str]] = field(default_factory=list)  # seconds and seed, the slowest first
    failures: dict[str, Failure] = field(default_factory=dict)  # by seed
    proofs: Counter[str] = field(default_factory=Counter)  # seeds with a part whose key is so proved
    warnings: tuple[str, ...] = ()

    @property
    def acceptance(self) -> float:
        """The share of draws that met every condition."""
        return self.composed / self.tries if self.tries else 0.0

    def add(self, other: Report) -> None:
        """Take in what another run over other seeds of the same template found."""
        self.seeds += other.seeds
        self.composed += other.composed
        self.tries += other.tries
        self.seconds += other.seconds
        self.variants |= other.variants
        self.failures |= other.failures
        for name in ("rejected", "refused", "coincidences", "taken", "hidden", "leaks", "proofs"):
            getattr(self, name).update(getattr(other, name))
        for mine, theirs in ((self.params, other.params), (self.answers, other.answers)):
            for name, tally in theirs.items():
                mine[name].join(tally)
        for name, positions in other.positions.items():
            self.positions[name].update(positions)
        self.slowest = heapq.nlargest(KEPT_TIMES, [*self.slowest, *other.slowest])
        self.warnings = other.warnings or self.warnings

    def failed(self, kind: Kind) -> int:
        """Return how many seeds failed in one way."""
        return sum(failure.kind == kind for failure in self.failures.values())

    def worst(self) -> list[tuple[str, int]]:
        """Return the conditions that rejected draws, most often first."""
        return self.rejected.most_common()

    def first_failures(self) -> list[tuple[str, Failure]]:
        """Return the first failing seeds."""
        return list(islice(sorted(self.failures.items(), key=lambda item: int(item[0])), KEPT_FAILURES))


def mistake_name(part: PartTemplate, mistake: MistakeTemplate) -> str:
    """Return what reports call a known mistake: its part and its value."""
    return f"{part.label or 'the part'}: {mistake.value.source}"


def answer_name(label: str, name: str) -> str:
    """Return what reports call an answer, as `probgen solve` does: `a.scores`, `answer` in a problem of one part."""
    return f"{label}.{name}".lstrip(".")


def reproduce(id: str, seed: str, failure: Failure, bank: str = "") -> str:
    """Return the one command that shows a failing variant again; `bank` is the file where it would not be found."""
    chosen = [word for name, value in failure.knobs.items() for word in ("--set", f"{name}={plain(value)}")]
    where = ["--banks", bank] if bank else []
    why = ["--why"] if failure.shown else []
    return shlex.join(["probgen", "show", id, "--seed", seed, "--solution", *why, *chosen, *where])
