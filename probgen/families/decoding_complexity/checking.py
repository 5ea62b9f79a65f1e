"""The second method: sequences written down, decoders and selections run with counters."""

from __future__ import annotations

import heapq
import sys
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import product
from math import inf, isclose, log, log10

from ...family import Disagreement
from ...stream import Stream
from ...symbolic.evaluation import Evaluation
from .solving import FORMULAS, Params, Selection, Solution

_COUNTED = 20_000  # sequences that are still written down one by one
_STEADY = 1.5  # how far comparisons over growth may move from a narrow beam to a wide one
_NARROW, _WIDE, _WORDS = 4, 256, 32


def verify(params: Params, solution: Solution) -> None:
    """Write the sequences down, or count them by their last word, and run both decoders with counters.

    Raises:
        Disagreement: another count was found, or a formula has another value.
    """
    found = {
        "sequences": _listed(params) if params.N**params.T <= _COUNTED else _by_last_word(params),
        "products": _run_viterbi(params),
        "scores": _run_beam(params),
    }
    said = {
        "sequences": solution.total,
        "products": solution.viterbi_products,
        "scores": solution.beam_scores,
    }
    if found != said:
        raise Disagreement(f"solved {said}, counted {found}")
    longer = replace(params, T=params.T + 1)
    later = (_run_viterbi(longer) - found["products"], _run_beam(longer) - found["scores"])
    if (solution.viterbi_later, solution.beam_later) != later:
        raise Disagreement(f"a further step takes {later} products and candidates")
    value = _FORMULA_VALUES[params.rule](params.N, params.T)
    if solution.sequences.source != FORMULAS[params.rule] or value != solution.total:
        raise Disagreement(f"the formula {solution.sequences.source} gives {value}, counted {solution.total}")
    _verify_growth(solution)
    _verify_selections(solution.selections)
    if solution.beam_time != dict(solution.selections)[params.selection]:
        raise Disagreement(f"{solution.beam_time} is not the time with {params.selection}")
    _verify_decoders(params, solution)


_FORMULA_VALUES = {
    "free": lambda n, t: n**t,
    "no_repeat": lambda n, t: n * (n - 1) ** (t - 1),
    "no_start": lambda n, t: (n - 1) * n ** (t - 1),
    "may_stop": lambda n, t: (n ** (t + 1) - n) // (n - 1),
}


def _lengths(params: Params) -> Iterator[int]:
    yield from range(1, params.T + 1) if params.rule == "may_stop" else (params.T,)


def _listed(params: Params) -> int:
    """Count the sequences one by one."""
    found = 0
    for length in _lengths(params):
        for words in product(range(params.N), repeat=length):
            repeated = any(words[place] == words[place + 1] for place in range(length - 1))
            found += not (params.rule == "no_repeat" and repeated) and not (params.rule == "no_start" and words[0] == 0)
    return found


def _by_last_word(params: Params) -> int:
    """Count the sequences by their last word, step by step."""
    ending = [0 if params.rule == "no_start" and word == 0 else 1 for word in range(params.N)]
    found = [sum(ending)]
    for _ in range(params.T - 1):
        total = sum(ending)
        ending = [total - ending[word] if params.rule == "no_repeat" else total for word in range(params.N)]
        found.append(sum(ending))
    return sum(found) if params.rule == "may_stop" else found[-1]


def _run_viterbi(params: Params) -> int:
    """Count the products of the recursion by running its loops."""
    done = params.N  # the first step: one start probability for each word
    for _ in range(params.T - 1):
        for _word in range(params.N):
            for _before in range(params.N):
                done += 1
    return done


def _run_beam(params: Params) -> int:
    """Count the candidates that are scored, with the beam as a list of prefixes."""
    beam: list[tuple[int, ...]] = [()]
    done = 0
    for _ in range(params.T):
        candidates = [(*prefix, word) for prefix in beam for word in range(params.N)]
        done += len(candidates)
        beam = candidates[: params.B]
    return done


def _verify_growth(solution: Solution) -> None:
    """Compare the growths with counts at doubled sizes, by the factor that each size contributes."""
    small, steps, words = Params(8, 8, 2), Params(8, 16, 2), Params(16, 8, 2)
    wider = Params(16, 8, 4)
    ratios = {
        "steps": round(_run_viterbi(steps) / _run_viterbi(small)),
        "words": round(_run_viterbi(words) / _run_viterbi(small)),
        "beam": round((_run_beam(wider) - 16) / (_run_beam(words) - 16)),
    }
    if ratios != {"steps": 2, "words": 4, "beam": 2}:
        raise Disagreement(f"the counts grow by {ratios}")
    growths = (solution.viterbi_time, solution.viterbi_space, solution.beam_space)
    if not all(f.up_to_constant for f in (*growths, *(selection.time for selection in solution.selections))):
        raise Disagreement("a growth is asked for with its constant, which no count tells")
    said = [f.source for f in growths]
    if said != ["T*N**2", "T*N", "B*N + B*T"]:
        raise Disagreement(f"the growths {said} are not those of the counts")


class _Counted:
    """A score that counts its comparisons."""

    comparisons = 0

    def __init__(self, score: int) -> None:
        self.score = score

    def __lt__(self, other: _Counted) -> bool:
        _Counted.comparisons += 1
        return self.score < other.score


@cache
def _verify_selections(selections: tuple[Selection, ...]) -> None:
    """Count comparisons in one step with a narrow and with a wide beam: over the growth they must hardly move."""
    for selection in selections:
        ratios = []
        for b in (_NARROW, _WIDE if selection.name != "scan" else _WIDE // 4):  # a scan is slow
            growth = {
                "T*B*N*log(B)": b * _WORDS * log(b),
                "T*B*N*log(B*N)": b * _WORDS * log(b * _WORDS),
                "T*B*N": b * _WORDS,
                "T*B**2*N": b * b * _WORDS,
            }[selection.time.source]
            ratios.append(_comparisons(selection.name, b) / growth)
        if not 1 / _STEADY < ratios[1] / ratios[0] < _STEADY:
            raise Disagreement(f"with {selection.name}, comparisons over {selection.time} are {ratios}")


def _comparisons(way: str, b: int) -> int:
    """Find the b best of b N candidates, and count; rising scores are the worst case of a heap."""
    scores = list(range(b * _WORDS))
    if way != "heap":
        scores = list(Stream("selection", b).sample(scores, len(scores)))
    candidates, best = [_Counted(score) for score in scores], list(range(b * (_WORDS - 1), b * _WORDS))
    _Counted.comparisons = 0
    match way:
        case "heap":
            found = candidates[:b]
            heapq.heapify(found)
            for candidate in candidates[b:]:
                if found[0] < candidate:
                    heapq.heapreplace(found, candidate)
        case "sort":
            found = sorted(candidates)[-b:]
        case "scan":
            found, left = [], set(candidates)
            for _ in range(b):
                largest = max(left)
                found.append(largest)
                left.remove(largest)
        case _:
            found = _quickselected(candidates, b)
    if sorted(candidate.score for candidate in found) != best:
        raise Disagreement(f"{way} does not find the best")
    return _Counted.comparisons


def _quickselected(candidates: list[_Counted], b: int) -> list[_Counted]:
    """Return the b largest, by splitting at a pivot and going on in the part where the border lies."""
    found: list[_Counted] = []
    while candidates:
        pivot = candidates[len(candidates) // 2]
        small: list[_Counted] = []
        large: list[_Counted] = []
        for candidate in candidates:
            (small if candidate < pivot else large).append(candidate)
        if len(found) + len(large) <= b:
            found += large
            candidates = small
        elif len(large) == len(candidates):  # the pivot is the smallest
            candidates = [candidate for candidate in large if candidate is not pivot]
        else:
            candidates = large
        if len(found) == b:
            break
    return found


def _verify_decoders(params: Params, solution: Solution) -> None:
    """Let each decoder of the large model work step by step until its time is over."""
    v, steps = params.vocabulary, range(params.length - 1)
    counts = [v, v, v]
    for _ in steps:
        counts = [counts[0] * v, counts[1] + v * v, counts[2] + v * params.width]
    for decoder, count in zip(solution.decoders, counts, strict=True):
        in_time = count // params.rate < params.seconds or count == params.rate * params.seconds
        if (decoder.practical, decoder.right) != (in_time, "yes" if in_time else "no"):
            raise Disagreement(f"{decoder.name} needs {count} operations")
        if decoder.digits != int(log10(count) + 1e-9) + 1 or Evaluation(decoder.operations.source, {}).value != count:
            raise Disagreement(f"{decoder.operations} is not {count}")
        exponent = log(count) - log(params.rate)
        held = exponent < log(sys.float_info.max)
        if not isclose(log(decoder.duration), exponent if held else inf, abs_tol=1e-9):
            raise Disagreement(f"{decoder.name} takes {decoder.duration} seconds")
