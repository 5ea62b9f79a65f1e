"""The tree, and beam search in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from ...exact import Dec, Exact, Record, decimal_places, is_number

Words = tuple[str, ...]
Law = tuple[tuple[str, int], ...]  # words with log-probabilities, in units of the last printed place
Laws = Mapping[Words, Law]


@dataclass(frozen=True, slots=True)
class Params:
    """The tree: `logp` maps a prefix (words joined by blanks, "" at the start) to its words' log-probabilities.

    Sequences have `depth` words out of `words`; a word that a prefix lacks cannot follow it. `k` is the beam width.
    """

    words: Words
    depth: int
    logp: Record
    k: int = 2

    def __post_init__(self) -> None:
        if self.depth < 1 or self.k < 1:
            raise ValueError("the depth and the beam width must be at least 1")
        known, level = {""}, [""]
        for _ in range(self.depth):
            level = [f"{prefix} {word}".strip() for prefix in level for word in self._law(prefix)]
            known |= set(level)
        for prefix in self.logp:
            if prefix not in known or prefix in level:
                raise ValueError(f"nothing can be drawn at the prefix '{prefix}': no branch leads there before the end")
        if len(level) < 2:
            raise ValueError("the tree has one sequence only, so there is nothing to decide")

    def _law(self, prefix: str) -> Record:
        law = self.logp.get(prefix)
        if not isinstance(law, Mapping) or not law:
            raise ValueError(f"the prefix '{prefix}' needs log-probabilities for the words that follow it")
        for word, value in law.items():
            if word not in self.words:
                raise ValueError(f"the word '{word}' after '{prefix}' is none of {', '.join(self.words)}")
            if not is_number(value) or isinstance(value, float) or value > 0 or decimal_places(Fraction(value)) is None:
                raise ValueError(f"the log-probability of '{word}' after '{prefix}' must be a decimal of at most 0")
        return Record(law)


class Found(NamedTuple):
    """One step of a search: candidates with their sums in units of the last printed place, best first."""

    kept: list[tuple[Words, int]]
    dropped: list[tuple[Words, int]]


def places(params: Params) -> int:
    """Return the number of decimal places that the log-probabilities are printed with."""
    values = [value for law in params.logp.values() for value in law.values()]
    return max((v if isinstance(v, Dec) else Dec(v)).places for v in values)


def laws_of(params: Params) -> dict[Words, Law]:
    """Return the tree in units of the last printed place."""
    unit = 10 ** places(params)
    return {
        tuple(prefix.split()): tuple((word, int(value * unit)) for word, value in law.items())
        for prefix, law in params.logp.items()
    }


def search(laws: Laws, depth: int, width: int, *, by_branch: bool = False) -> list[Found]:
    """Return all steps of beam search; equal candidates keep the order of the tree."""
    kept: list[tuple[Words, int]] = [((), 0)]
    steps = []
    for _ in range(depth):
        candidates = [((*prefix, w), total + step) for prefix, total in kept for w, step in laws[prefix]]
        if by_branch:
            branches = [-step for prefix, _ in kept for _, step in laws[prefix]]
            ranked = [candidates[i] for i in sorted(range(len(candidates)), key=branches.__getitem__)]
        else:
            ranked = sorted(candidates, key=lambda candidate: -candidate[1])
        kept = ranked[:width]
        steps.append(Found(kept, ranked[width:]))
    return steps


def margin_of(steps: list[Found]) -> int:
    """Return the smallest lead at a cut and of the final choice."""
    leads = [found.kept[-1][1] - found.dropped[0][1] for found in steps if found.dropped]
    if len(steps[-1].kept) > 1:
        leads.append(steps[-1].kept[0][1] - steps[-1].kept[1][1])
    return min(leads)


def regime_of(best: Words, greedy: list[Found], beams: list[Found]) -> str:
    """Return which decoders find the best sequence."""
    by_greedy, by_beam = (steps[-1].kept[0][0] == best for steps in (greedy, beams))
    if by_beam:
        return "greedy_optimal" if by_greedy else "beam_recovers"
    return "greedy_beats_beam" if by_greedy else "both_fail"


def first_order(laws: Laws) -> bool:
    """Tell whether prefixes of equal length and equal last word have equal laws."""
    seen: dict[tuple[int, Words], Law] = {}
    return all(seen.setdefault((len(prefix), prefix[-1:]), law) == law for prefix, law in laws.items())


def step_of(params: Params, words: Words) -> Exact:
    """Return the log-probability of a prefix's last word."""
    value: Exact = params.logp[" ".join(words[:-1])][words[-1]]
    return value
