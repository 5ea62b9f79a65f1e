"""The table of the recursion, the way back, and what known mistakes lead to."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from ... import handwork
from ...document import Graph, Math
from ...exact import Exact, Formula
from ...family import Effort, NotWellPosed
from ...symbolic import formula
from ...typography import tex
from .models import MODELS
from .paths import Array, Path, array, best_of, exact, greedy_of, named, path_of, second_of
from .trellis import Params, Words, solved_trellis, trellis


class Candidate(NamedTuple):
    """A predecessor of a word: delta of the step before, times the transition."""

    word: str
    before: Exact
    transition: Exact
    product: Exact


class Row(NamedTuple):
    """A cell of the recursion: delta_t(word), the candidates that it is the maximum of, and the back-pointer."""

    step: int
    word: str
    delta: Exact
    pointer: str
    candidates: tuple[Candidate, ...]


class Verdict(NamedTuple):
    """A model as it is printed, and whether the algorithm decodes it; `holds` is the word that choices take."""

    name: str
    text: str
    holds: str
    why: str


class Solution(NamedTuple):
    """Recurrence, table, sequences and verdicts; then what known mistakes lead to, and the figures."""

    N: int  # words
    number: int  # of the word whose recurrence is asked
    word: str
    first: Formula  # delta_1 of the word asked
    recurrence: Formula  # delta_{t+1} of the word asked
    delta: tuple[tuple[Exact, ...], ...]  # shape (T, N)
    pointers: tuple[Words, ...]  # shape (T - 1, N), from step 2 on
    rows: tuple[Row, ...]  # from step 2 on
    open_cells: tuple[tuple[int, str], ...]
    best: Path
    greedy: Path
    runner_up: Exact  # the probability of the second best sequence
    leaders: Words  # the word with the largest delta of each step
    regime: str  # plain where greedy decoding finds the best sequence, else astray
    astray: int  # the first step whose leader is not on the best path, 0 where none is
    verdicts: tuple[Verdict, ...]
    applicable: Words
    puzzle: Verdict  # a further model, which the algorithm does not decode
    summed: Exact  # the probability of the last word, from sums in place of maxima
    transposed: Words  # the best sequence with rows and columns of the transition exchanged
    backwards: Words  # the best sequence from its end
    by_column: Words  # greedy decoding that reads columns
    sum_recurrence: Formula  # a sum in place of the maximum
    row_recurrence: Formula  # the indices of the transition exchanged
    trellis: Graph
    trellis_solved: Graph


def solve(params: Params) -> Solution:
    """Fill the table of the recursion step by step and follow the back-pointers from the largest last entry.

    Raises:
        NotWellPosed: two sequences are best, or a maximum on the way is attained twice.
    """
    start, moves = array(params.start), np.array([array(law) for law in params.transition])
    deltas, back = _recursion(start, moves, params.T)
    leaders = [_only(delta, "every step has one word with the largest delta") for delta in deltas]
    best = _traced(leaders[-1], back)
    greedy = greedy_of(start, moves, params.T)
    for law in (start, *(moves[i] for i in greedy[:-1])):
        _only(law, "no choice of greedy decoding is a tie")
    verdicts = tuple(_verdict(name) for name in params.models)
    count = len(start)
    rows = [_row(params, t, j, deltas[t - 2], moves) for t in range(2, params.T + 1) for j in range(count)]
    return Solution(
        N=count,
        number=params.asked,
        word=params.words[params.asked - 1],
        delta=tuple(tuple(exact(x) for x in delta) for delta in deltas),
        pointers=tuple(named(params, pointers) for pointers in back),
        rows=tuple(rows),
        open_cells=tuple((place, name) for place in range(len(rows)) for name in ("delta", "pointer")),
        best=path_of(params, best),
        greedy=path_of(params, greedy),
        runner_up=second_of(deltas, moves, params),
        leaders=named(params, leaders),
        regime="plain" if greedy == best else "astray",
        astray=next((t for t, (i, j) in enumerate(zip(leaders, best, strict=True), 1) if i != j), 0),
        verdicts=verdicts,
        applicable=tuple(v.name for v in verdicts if v.holds == "yes"),
        puzzle=_verdict(params.undecodable),
        **_formulas(count, params.asked),
        **_slips(params, best, start, moves),
        trellis=trellis(params.words, params.T),
        trellis_solved=solved_trellis(
            params.words, [[(Math(tex(exact(x))),) for x in delta] for delta in deltas], back, best
        ),
    )


def effort(params: Params, solution: Solution) -> Effort:
    """Return the work of each part: candidates of the table with their comparisons, both paths, models to judge."""
    count = len(params.words)
    cells = sum(handwork.product(c.before, c.transition) + 1 for row in solution.rows for c in row.candidates)
    close = sum(_closest([c.product for c in row.candidates]) for row in solution.rows)
    greedy = params.T * (count - 1.0) + handwork.product(*solution.greedy.factors)
    return {
        "a": float(count),
        "b": 5.0,
        "c": 8.0,
        "d": 8.0,
        "e": cells + close,
        "f": params.T + count - 1 + _closest(list(solution.delta[-1])) + greedy,
        "g": float(len(params.models)),
        "h": 1.0,
    }


def _closest(values: list[Exact]) -> float:
    """Return the work of telling the two largest apart, in units of a tenth of the largest."""
    second, first = sorted(values)[-2:]
    return handwork.closeness(first - second, first / 10) if first else 0.0


def _recursion(start: Array, moves: Array, steps: int) -> tuple[list[Array], list[list[int]]]:
    """Return delta, shape (steps, N), and the back-pointers of the steps from the second on, shape (steps - 1, N)."""
    deltas, back = [start], []
    for _ in range(steps - 1):
        products = deltas[-1][:, None] * moves  # from, to
        back.append([_only(column, "every word has one best predecessor") for column in products.T])
        deltas.append(products.max(axis=0))
    return deltas, back


def _traced(end: int, back: list[list[int]]) -> list[int]:
    """Return the sequence that ends in `end`, from its back-pointers."""
    places = [end]
    for pointers in reversed(back):
        places.insert(0, pointers[places[0]])
    return places


def _formulas(count: int, asked: int) -> dict[str, Any]:
    """Return the recurrence of the word asked, its start, and what they become by known mistakes."""
    numbers = range(1, count + 1)
    products = [f"P{i}{asked}*d{i}" for i in numbers]
    turned = [f"P{asked}{i}*d{i}" for i in numbers]
    names = [*(f"d{i}" for i in numbers), *(f"P{i}{j}" for i in numbers for j in numbers)]
    symbols = dict.fromkeys(names, "probability")
    return {
        "first": formula(f"s{asked}", {f"s{i}": "probability" for i in numbers}),
        "recurrence": formula(f"max({', '.join(products)})", symbols),
        "sum_recurrence": formula(" + ".join(products), symbols),
        "row_recurrence": formula(f"max({', '.join(turned)})", symbols),
    }


def _slips(params: Params, best: list[int], start: Array, moves: Array) -> dict[str, Any]:
    """Return what known mistakes lead to in place of the best and of the greedy sequence."""
    sums = start
    for _ in range(params.T - 1):
        sums = sums @ moves
    return {
        "summed": exact(sums[best[-1]]),
        "transposed": named(params, best_of(start, moves.T, params.T)),
        "backwards": named(params, best[::-1]),
        "by_column": named(params, greedy_of(start, moves.T, params.T)),
    }


def _only(values: Array, demand: str) -> int:
    """Return the place of the maximum, which must be the only one."""
    place = int(np.argmax(values))
    if (values == values[place]).sum() > 1:
        raise NotWellPosed(demand)
    return place


def _row(params: Params, step: int, word: int, before: Array, moves: Array) -> Row:
    candidates = tuple(
        Candidate(name, exact(value), params.transition[i][word], exact(value * moves[i, word]))
        for i, (name, value) in enumerate(zip(params.words, before, strict=True))
    )
    top = max(candidates, key=lambda c: c.product)
    return Row(step, params.words[word], top.product, top.word, candidates)


def _verdict(name: str) -> Verdict:
    model = MODELS[name]
    return Verdict(name, model.text, "yes" if model.decodable else "no", model.why)
