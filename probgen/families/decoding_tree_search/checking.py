"""The second method: all sequences by name, and the beam from a rule about each prefix alone."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from functools import cache
from itertools import product

from ...family import Disagreement
from .solving import Solution
from .tree import Params, Words

Sums = dict[Words, Fraction]  # every prefix that the tree holds, with its log-probability


def verify(params: Params, solution: Solution) -> None:
    """Enumerate all sequences with exact sums, and rank each prefix among the children of the kept ones.

    Raises:
        Disagreement: a sequence, a sum, a kept prefix or a width differs.
    """
    sums = _sums(params)
    leaves = {words: total for words, total in sums.items() if len(words) == params.depth}
    top = max(leaves.values())
    if [w for w, s in leaves.items() if s == top] != [solution.best.words] or solution.best.logp != top:
        raise Disagreement(f"enumeration finds {top}, the solution says {solution.best}")
    if {leaf.words: leaf.logp for leaf in solution.leaves} != leaves:
        raise Disagreement(f"enumeration finds the sums {leaves}, the solution says {solution.leaves}")
    if [leaf.logp for leaf in solution.leaves] != sorted(leaves.values(), reverse=True):
        raise Disagreement("the sequences are not listed from the most probable one down")
    greedy = [words for words in leaves if _never_worse(params, words)]
    if greedy != [solution.greedy.words] or leaves[greedy[0]] != solution.greedy.logp:
        raise Disagreement(f"the sequences without a worse step are {greedy}, the solution says {solution.greedy}")
    _verify_beam(params, solution, sums)
    _verify_regime(params, solution, leaves)
    for path in (solution.best, solution.greedy, solution.beam):
        if path.steps != tuple(params.logp[" ".join(path.words[:i])][word] for i, word in enumerate(path.words)):
            raise Disagreement(f"the summands of {path} are not those on its branches")
    continued = {(*_state(prefix), law) for prefix, law in params.logp.items()}
    states = {_state(prefix) for prefix in params.logp}
    if solution.viterbi_applicable != (len(continued) == len(states)):
        raise Disagreement(f"{len(states)} pairs of step and last word have {len(continued)} continuations")


def _verify_regime(params: Params, solution: Solution, leaves: Sums) -> None:
    """Compare what each decoder ends with, walk the greedy path, and look for a word that is missing after a prefix."""
    top = max(leaves.values())
    found = (leaves[solution.greedy.words] == top, leaves[solution.beam.words] == top)
    regimes = {
        (True, True): "greedy_optimal",
        (False, True): "beam_recovers",
        (True, False): "greedy_beats_beam",
        (False, False): "both_fail",
    }
    if solution.regime != regimes[found]:
        raise Disagreement(f"greedy decoding and the beam find the best sequence: {found}, not {solution.regime}")
    steps = []
    for step, word in enumerate(solution.greedy.words, start=1):
        law = params.logp[" ".join(solution.greedy.words[: step - 1])]
        logp = sum(solution.greedy.steps[:step], start=Fraction(0))
        steps.append((step, tuple(law.keys()), tuple(law.values()), word, logp))
    if [tuple(choice) for choice in solution.choices] != steps:
        raise Disagreement(f"greedy decoding chooses {steps}, the solution says {solution.choices}")
    missing = any(word not in law for law in params.logp.values() for word in params.words)
    if solution.pruned != missing:
        raise Disagreement(f"that a word is missing after some prefix is {missing}")


def _verify_beam(params: Params, solution: Solution, sums: Sums) -> None:
    if len(solution.beams) != params.depth:
        raise Disagreement(f"the beam takes {len(solution.beams)} steps, the sequences have {params.depth} words")
    kept = _keeping(sums, params.k)
    for step, beam in enumerate(solution.beams, start=1):
        if beam.step != step:
            raise Disagreement(f"step {step} of the beam is called {beam.step}")
        candidates = {words for words in sums if len(words) == step and words[:-1] in kept}
        if {path.words for path in beam.kept} != candidates & kept:
            raise Disagreement(f"the prefixes that rank within the beam at step {step} are not {beam.kept}")
        if {path.words for path in beam.dropped} != candidates - kept:
            raise Disagreement(f"the candidates that the beam drops at step {step} are not {beam.dropped}")
        if any(sums[path.words] != path.logp for path in beam.kept + beam.dropped):
            raise Disagreement(f"a sum in the beam at step {step} is wrong")
    end = max((words for words in kept if len(words) == params.depth), key=lambda words: sums[words])
    if (solution.beam.words, solution.beam.logp) != (end, sums[end]):
        raise Disagreement(f"the beam ends with {end}, the solution says {solution.beam}")
    if solution.recovers != (end == solution.best.words):
        raise Disagreement("whether the beam finds the best sequence is told wrongly")
    if solution.best.words not in _keeping(sums, solution.smallest_k):
        raise Disagreement(f"a beam of width {solution.smallest_k} does not keep {solution.best.words}")
    _verify_smallest(solution, sums)


def _verify_smallest(solution: Solution, sums: Sums) -> None:
    """Try all smaller widths: the best sequence is lost, or a cut falls between ties."""
    for width in range(1, solution.smallest_k):
        if solution.best.words in _keeping(sums, width) and not _tied(sums, width):
            raise Disagreement(f"a beam of width {width} finds {solution.best.words} too")


def _tied(sums: Sums, width: int) -> bool:
    """Tell whether ties at a cut leave more prefixes of some length than the beam is wide."""
    return max(Counter(map(len, _keeping(sums, width))).values()) > width


def _state(prefix: str) -> tuple[int, str]:
    """Return how many words a prefix has, and its last one."""
    return len(prefix.split()), prefix.rpartition(" ")[2]


def _sums(params: Params) -> Sums:
    """Return all prefixes, found by trying every combination of words."""
    sums: Sums = {(): Fraction(0)}
    for length in range(1, params.depth + 1):
        for words in product(params.words, repeat=length):
            law = params.logp.get(" ".join(words[:-1]), {})
            if words[:-1] in sums and words[-1] in law:
                sums[words] = sum(
                    (Fraction(params.logp[" ".join(words[:i])][words[i]]) for i in range(length)), start=Fraction(0)
                )
    return sums


def _never_worse(params: Params, words: Words) -> bool:
    """Tell whether no word of the sequence has a likelier sibling."""
    laws = [params.logp[" ".join(words[:i])] for i in range(len(words))]
    return all(law[word] == max(law.values()) for law, word in zip(laws, words, strict=True))


def _keeping(sums: Sums, width: int) -> frozenset[Words]:
    """Return all prefixes that a beam keeps: their parent is kept, and fewer than `width` candidates beat them."""

    @cache
    def kept(words: Words) -> bool:
        if not words:
            return True
        rivals = (w for w, total in sums.items() if len(w) == len(words) and total > sums[words] and kept(w[:-1]))
        return kept(words[:-1]) and sum(1 for _ in rivals) < width

    return frozenset(words for words in sums if kept(words))
