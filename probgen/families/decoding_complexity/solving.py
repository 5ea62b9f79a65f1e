"""What is given, and the counts from their formulas."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from math import prod
from typing import NamedTuple

from ... import handwork
from ...exact import Formula
from ...family import Effort
from ...symbolic import formula

FORMULAS = {
    "free": "N**T",
    "no_repeat": "N*(N - 1)**(T - 1)",
    "no_start": "(N - 1)*N**(T - 1)",
    "may_stop": "(N**(T + 1) - N)/(N - 1)",
}
SELECTIONS = {"heap": "T*B*N*log(B)", "sort": "T*B*N*log(B*N)", "quickselect": "T*B*N", "scan": "T*B**2*N"}


@dataclass(frozen=True)
class Params:
    """`N` words, `T` steps, a beam of width `B`, which sequences count, and how the best candidates are found.

    Rules: free, all of length T; no_repeat, no word twice in a row; no_start, the first word is not the first of the
    list; may_stop, all of the lengths 1 to T. Selections: heap (of size B), sort, quickselect, scan (B times).
    A large model has `vocabulary` words, sequences of `length` and a beam of `width`; a machine does `rate`
    operations a second and has `seconds`.
    """

    N: int
    T: int
    B: int = 2
    rule: str = "free"
    selection: str = "heap"
    vocabulary: int = 30_000
    length: int = 20
    width: int = 5
    rate: int = 10**9
    seconds: int = 1

    def __post_init__(self) -> None:
        if self.rule not in FORMULAS or self.selection not in SELECTIONS:
            raise ValueError(f"rule is one of {', '.join(FORMULAS)}, selection one of {', '.join(SELECTIONS)}")
        if not (2 <= self.N <= 50 and 2 <= self.T <= 40 and 2 <= self.B <= self.N):
            raise ValueError("needs 2 to 50 words, 2 to 40 steps, and a beam of 2 words up to all of them")
        if not (2 <= self.width <= self.vocabulary <= 10**6 and 2 <= self.length <= 100):
            raise ValueError("the large model needs up to a million words, a beam of them, and 2 to 100 steps")
        if min(self.rate, self.seconds) < 1:
            raise ValueError("the machine needs a rate and seconds")


class Selection(NamedTuple):
    """A way to find the B best candidates of each step, and the time of beam search with it."""

    name: str
    time: Formula


class Decoder(NamedTuple):
    """A decoder of the large model: what it counts, how long that takes, and whether it is done in time."""

    name: str
    operations: Formula
    digits: int  # of their number
    duration: float  # in seconds, infinite where no float holds it
    practical: bool
    right: str  # yes or no


class Solution(NamedTuple):
    """Formulas, then their values for the given sizes, then what known mistakes lead to."""

    sequences: Formula
    total: int
    factors: tuple[int, ...]  # whose product, or (may_stop) whose sum is the count
    viterbi_time: Formula
    viterbi_space: Formula
    viterbi_products: int
    viterbi_later: int  # N^2, the products of each step after the first
    beam_time: Formula  # with the selection of the question
    selections: tuple[Selection, ...]
    beam_space: Formula
    beam_scores: int
    beam_later: int  # B N, the candidates of each step after the first
    decoders: tuple[Decoder, ...]
    swapped: int
    one_more: int
    all_paths: int
    squared_beam: int


def solve(params: Params) -> Solution:
    """Return formulas and counts."""
    n, t, b = params.N, params.T, params.B
    factors = _factors(params)
    sizes = {"N": "size", "T": "size"}
    beam = {**sizes, "B": "size"}
    times = {name: formula(time, beam, up_to_constant=True) for name, time in SELECTIONS.items()}
    return Solution(
        sequences=formula(FORMULAS[params.rule], sizes),
        total=sum(factors) if params.rule == "may_stop" else prod(factors),
        factors=factors,
        viterbi_time=formula("T*N**2", sizes, up_to_constant=True),
        viterbi_space=formula("T*N", sizes, up_to_constant=True),
        viterbi_products=n + (t - 1) * n * n,
        viterbi_later=n * n,
        beam_time=times[params.selection],
        selections=tuple(Selection(name, time) for name, time in times.items()),
        beam_space=formula("B*N + B*T", beam, up_to_constant=True),
        beam_scores=n + (t - 1) * b * n,
        beam_later=b * n,
        decoders=_decoders(params),
        swapped=t**n,
        one_more=n ** (t + 1),
        all_paths=n**t,
        squared_beam=n + (t - 1) * b * b * n,
    )


def effort(params: Params, solution: Solution) -> Effort:
    """Return the work of each part: the count, and the exponents that a rule changes; formulas, the same for all."""
    ruled = 2.0 * (params.rule != "free")
    count = handwork.total(solution.factors) if params.rule == "may_stop" else handwork.product(*solution.factors)
    products = handwork.product(params.N, params.N, params.T - 1) + handwork.weight(solution.viterbi_products)
    beam = handwork.product(params.B, params.N, params.T - 1) + handwork.weight(solution.beam_scores)
    return {"a": 1 + ruled + count, "b": 3.0 + products, "c": 3.0 + beam, "d": 6.0}


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


def _decoders(params: Params) -> tuple[Decoder, ...]:
    """Return what the three decoders count in the large model."""
    v, t, b = params.vocabulary, params.length, params.width
    counts = {
        "exhaustive search": (f"{v}**{t}", v**t),
        "the Viterbi algorithm": (f"{v} + {t - 1}*{v}**2", v + (t - 1) * v * v),
        f"beam search of width {b}": (f"{v} + {t - 1}*{b}*{v}", v + (t - 1) * b * v),
    }
    budget = params.rate * params.seconds
    return tuple(
        Decoder(
            name,
            Formula(written),
            len(str(count)),
            float(Decimal(count) / params.rate),
            count <= budget,
            "yes" if count <= budget else "no",
        )
        for name, (written, count) in counts.items()
    )
