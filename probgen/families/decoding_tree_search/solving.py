"""What the three decoders write, and the steps on the way."""

from __future__ import annotations

from fractions import Fraction
from itertools import count
from typing import NamedTuple

from ... import handwork
from ...document import Branch, Math, Str, Tree, TreeNode
from ...exact import Dec, Exact
from ...family import Effort, NotWellPosed
from ...typography import tex
from .tree import Found, Laws, Params, Words, first_order, laws_of, margin_of, places, regime_of, search, step_of

_START = "start"
_UNIT = 0.1  # a difference of log-probabilities that is seen without looking twice


class Path(NamedTuple):
    """A prefix or a whole sequence with its log-probability, the sum of `steps`."""

    words: Words
    logp: Exact
    steps: tuple[Exact, ...]


class Choice(NamedTuple):
    """A step of greedy decoding: the words it chose from, in the order of the tree."""

    step: int
    words: Words
    steps: tuple[Exact, ...]
    word: str
    logp: Exact


class Beam(NamedTuple):
    """A step of beam search: candidates kept and dropped, best first."""

    step: int
    kept: tuple[Path, ...]
    dropped: tuple[Path, ...]


class Solution(NamedTuple):
    """What the three decoders write, how, and what known mistakes lead to."""

    leaves: tuple[Path, ...]  # best first
    best: Path
    greedy: Path
    choices: tuple[Choice, ...]
    beam: Path
    beams: tuple[Beam, ...]
    regime: str
    recovers: bool  # whether the beam finds the best sequence
    smallest_k: int  # the smallest width whose search has no tie at a cut and finds the best sequence
    margin: Exact  # the smallest lead where greedy decoding or the beam decides
    lead: Exact  # of the best sequence over the second
    pruned: bool  # some word cannot follow some prefix
    viterbi_applicable: bool  # the last word alone decides what follows, at every step
    branches: int
    greedy_reads: int  # branches that each decoder looks at
    beam_reads: int
    likeliest_end: Words  # the sequence whose last branch is largest
    largest_magnitude: Words  # the most negative sum
    beam_by_branch: Words  # beam search that ranks candidates by their last branch alone
    tree: Tree
    tree_kept: Tree


def solve(params: Params) -> Solution:
    """Return what exhaustive search, greedy decoding and beam search write, as beams of growing width.

    Raises:
        NotWellPosed: two sequences are best, or greedy decoding or the beam meets a tie.
    """
    digits = places(params)
    laws = laws_of(params)
    everything = search(laws, params.depth, len(params.words) ** params.depth)[-1].kept
    greedy, beams = search(laws, params.depth, 1), search(laws, params.depth, params.k)
    margins = [margin_of(greedy), margin_of(beams)]
    if not all(margins):
        raise NotWellPosed("no decision of greedy decoding or of the beam is a tie")
    if everything[0][1] == everything[1][1]:
        raise NotWellPosed("one sequence is more probable than any other")
    best, lead = everything[0][0], everything[0][1] - everything[1][1]
    chosen = greedy[-1].kept[0][0]
    written = _Writer(params)
    return Solution(
        leaves=tuple(written.path(words) for words, _ in everything),
        best=written.path(best),
        greedy=written.path(chosen),
        choices=tuple(written.choice(chosen[: i + 1]) for i in range(params.depth)),
        beam=written.path(beams[-1].kept[0][0]),
        beams=tuple(written.beam(step, found) for step, found in enumerate(beams, start=1)),
        regime=regime_of(best, greedy, beams),
        recovers=beams[-1].kept[0][0] == best,
        smallest_k=next(k for k in count(1) if _finds(best, search(laws, params.depth, k))),
        margin=Dec(Fraction(min(margins), 10**digits), digits),
        lead=Dec(Fraction(lead, 10**digits), digits),
        pruned=any(len(law) < len(params.words) for law in laws.values()),
        viterbi_applicable=first_order(laws),
        branches=sum(len(law) for law in laws.values()),
        greedy_reads=sum(len(found.kept + found.dropped) for found in greedy),
        beam_reads=sum(len(found.kept + found.dropped) for found in beams),
        **_slips(laws, everything, params),
        tree=Tree(_node(params, (), frozenset()), _alt(params)),
        tree_kept=Tree(
            _node(params, (), frozenset(words for found in beams for words, _ in found.kept)),
            f"The same tree with the prefixes marked that a beam of width {params.k} keeps.",
        ),
    )


def effort(params: Params, solution: Solution) -> Effort:
    """Return the work of each part: sums of logs with their carries, comparisons, and decisions that are close.

    Part a adds along all branches of the tree, part b along one path and compares at each of its nodes, part c adds
    and compares all candidates.
    """
    paths = {leaf.steps[:depth] for leaf in solution.leaves for depth in range(2, params.depth + 1)}
    compared = [sorted(choice.steps)[-2:] for choice in solution.choices if len(choice.steps) > 1]
    candidates = [path for beam in solution.beams for path in (*beam.kept, *beam.dropped)]
    grown = sum(_last_sum(path.steps) for path in candidates)
    return {
        "a": sum(map(_last_sum, paths)) + len(solution.leaves) + handwork.closeness(solution.lead, _UNIT),
        "b": handwork.total(solution.greedy.steps) + sum(1 + handwork.closeness(b - a, _UNIT) for a, b in compared),
        "c": grown + len(candidates) + handwork.closeness(solution.margin, _UNIT),
        "d": 4.0,
        "e": 1.0,
    }


def _last_sum(steps: tuple[Exact, ...]) -> float:
    """Return the work of adding the last step to the sum of those before."""
    return handwork.total((sum(steps[:-1]), steps[-1])) if len(steps) > 1 else 0.0


def _finds(best: Words, steps: list[Found]) -> bool:
    return margin_of(steps) > 0 and steps[-1].kept[0][0] == best


def _slips(laws: Laws, leaves: list[tuple[Words, int]], params: Params) -> dict[str, Words]:
    """Return the sequences that known mistakes lead to; ties go to the more probable one."""
    words = [leaf for leaf, _ in leaves]
    return {
        "likeliest_end": max(words, key=lambda w: step_of(params, w)),
        "largest_magnitude": words[-1],
        "beam_by_branch": search(laws, params.depth, params.k, by_branch=True)[-1].kept[0][0],
    }


class _Writer:
    """Turns prefixes into what the worked solution prints."""

    def __init__(self, params: Params) -> None:
        self.params = params

    def path(self, words: Words) -> Path:
        steps = tuple(step_of(self.params, words[: i + 1]) for i in range(len(words)))
        return Path(words, sum(steps[1:], start=steps[0]), steps)

    def choice(self, words: Words) -> Choice:
        law = self.params.logp[" ".join(words[:-1])]
        return Choice(len(words), tuple(law), tuple(law.values()), words[-1], self.path(words).logp)

    def beam(self, step: int, found: Found) -> Beam:
        kept, dropped = (tuple(self.path(words) for words, _ in side) for side in found)
        return Beam(step, kept, dropped)


def _node(params: Params, prefix: Words, marked: frozenset[Words]) -> TreeNode:
    """Return the node of a prefix with all that follows it; `marked` prefixes are drawn heavy."""
    law = params.logp[" ".join(prefix)] if len(prefix) < params.depth else {}
    branches = tuple(
        Branch((Math(tex(value)),), _node(params, (*prefix, word), marked), marked=(*prefix, word) in marked)
        for word, value in law.items()
    )
    return TreeNode((Str(prefix[-1] if prefix else _START),), branches, marked=prefix in marked)


def _alt(params: Params) -> str:
    """Return the tree in words: each prefix with the log-probabilities of what follows."""
    nodes = (
        f"After {prefix or 'the start'}: " + ", ".join(f"{word} {value}" for word, value in law.items())
        for prefix, law in params.logp.items()
    )
    return f"Tree of {params.depth} steps with log-probabilities. " + "; ".join(nodes) + "."
