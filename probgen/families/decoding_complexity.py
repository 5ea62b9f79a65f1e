"""How much work decoders do: sequences, scores and memory for N words, T steps and a beam of width B.

Counts by formula: N^T sequences, or (N-1) N^(T-1) and so on under a rule; N + (T-1) N^2 products in the Viterbi
recursion (Viterbi 1967); N + (T-1) B N scored candidates in beam search, if the first beam holds B of the N words.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import NamedTuple

from ..exact import Formula
from ..family import Disagreement, Effort
from ..symbolic import formula

RULES = ("free", "no_repeat", "no_start", "may_stop")
_COUNTED = 20_000  # sequences that the second method still writes down one by one


@dataclass(frozen=True)
class Params:
    """`N` words, `T` steps, a beam of width `B`, and which sequences count.

    free: all of length T; no_repeat: no word twice in a row; no_start: the first word is not the first of the list;
    may_stop: all of the lengths 1 to T.
    """

    N: int
    T: int
    B: int = 2
    rule: str = "free"

    def __post_init__(self) -> None:
        if self.rule not in RULES:
            raise ValueError(f"rule is one of {', '.join(RULES)}")
        if not (2 <= self.N <= 50 and 2 <= self.T <= 40 and 2 <= self.B <= self.N):
            raise ValueError("needs 2 to 50 words, 2 to 40 steps, and a beam of 2 words up to all of them")


class Solution(NamedTuple):
    """Formulas, then their values for the given sizes, then what known mistakes lead to."""

    sequences: Formula
    total: int
    factors: tuple[int, ...]  # whose product, or (may_stop) whose sum is the count
    viterbi_time: Formula
    viterbi_space: Formula
    viterbi_products: int
    viterbi_later: int  # N^2, the products of each step after the first
    beam_time: Formula
    beam_space: Formula
    beam_scores: int
    beam_later: int  # B N, the candidates of each step after the first
    swapped: int
    one_more: int
    all_paths: int
    squared_beam: int


def solve(params: Params) -> Solution:
    """Return formulas and counts."""
    n, t, b = params.N, params.T, params.B
    factors = _factors(params)
    count = sum(factors) if params.rule == "may_stop" else _product(factors)
    sizes = {"N": "size", "T": "size"}
    return Solution(
        formula(_FORMULAS[params.rule], sizes),
        count,
        factors,
        formula("T*N**2", sizes, up_to_constant=True),
        formula("T*N", sizes, up_to_constant=True),
        n + (t - 1) * n * n,
        n * n,
        formula("T*B*N*log(B)", {**sizes, "B": "size"}, up_to_constant=True),
        formula("B*N + B*T", {**sizes, "B": "size"}, up_to_constant=True),
        n + (t - 1) * b * n,
        b * n,
        t**n,
        n ** (t + 1),
        n**t,
        n + (t - 1) * b * b * n,
    )


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
    value = _FORMULA_VALUES[params.rule](params.N, params.T)
    if solution.sequences.source != _FORMULAS[params.rule] or value != solution.total:
        raise Disagreement(f"the formula {solution.sequences.source} gives {value}, counted {solution.total}")
    _verify_growth(solution)


def effort(params: Params, solution: Solution) -> Effort:
    """Count the factors to multiply and the digits of the result."""
    return {"a": len(solution.factors) + len(str(solution.total)) / 2, "b": 4.0, "c": 4.0}


_FORMULAS = {
    "free": "N**T",
    "no_repeat": "N*(N - 1)**(T - 1)",
    "no_start": "(N - 1)*N**(T - 1)",
    "may_stop": "(N**(T + 1) - N)/(N - 1)",
}
_FORMULA_VALUES = {
    "free": lambda n, t: n**t,
    "no_repeat": lambda n, t: n * (n - 1) ** (t - 1),
    "no_start": lambda n, t: (n - 1) * n ** (t - 1),
    "may_stop": lambda n, t: (n ** (t + 1) - n) // (n - 1),
}


def _factors(params: Params) -> tuple[int, ...]:
    n, t = params.N, params.T
    match params.rule:
        case "no_repeat":
            return (n, *(n - 1 for _ in range(t - 1)))
        case "no_start":
            return (n - 1, *(n for _ in range(t - 1)))
        case "may_stop":
            return tuple(n**length for length in range(1, t + 1))
        case _:
            return tuple(n for _ in range(t))


def _product(factors: tuple[int, ...]) -> int:
    result = 1
    for factor in factors:
        result *= factor
    return result


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
    said = [f.source for f in (solution.viterbi_time, solution.viterbi_space, solution.beam_time, solution.beam_space)]
    if said != ["T*N**2", "T*N", "T*B*N*log(B)", "B*N + B*T"]:
        raise Disagreement(f"the growths {said} are not those of the counts")
