"""The second method: all sequences one by one, and models that are run on all histories."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from itertools import pairwise, product
from math import prod

import numpy as np

from ...family import Disagreement
from ...symbolic.evaluation import Evaluation
from .gains import GAINS
from .models import MODELS
from .paths import Path
from .solving import Solution
from .trellis import Law, Params, Words

_LONGEST = 6  # words of the histories that models are run on
_MEMORIES = range(4)


def verify(params: Params, solution: Solution) -> None:
    """Write down all sequences with their probabilities, and run each model on all short histories.

    Raises:
        Disagreement: a value of the recursion, a back-pointer, a sequence, a formula or a verdict is another.
    """
    ranked = sorted(_scores(params, params.T).items(), key=lambda item: item[1], reverse=True)
    (words, top), (_, second) = ranked[:2]
    if (solution.best.words, solution.best.probability, solution.runner_up) != (words, top, second):
        raise Disagreement(f"of all sequences {words} with {top} is best and {second} is next, not {solution.best}")
    if second == top:
        raise Disagreement(f"the probability {top} is attained twice")
    greedy = [words for words, _ in ranked if _never_worse(params, words)]
    if greedy != [solution.greedy.words] or dict(ranked)[greedy[0]] != solution.greedy.probability:
        raise Disagreement(f"the sequences without a worse step are {greedy}, the solution says {solution.greedy}")
    if solution.regime != ("plain" if greedy == [words] else "astray"):
        raise Disagreement(f"greedy decoding writes {greedy} and {words} is best, which is not '{solution.regime}'")
    _verify_factors(params, solution.best, solution.greedy)
    _verify_table(params, solution)
    if solution.summed != sum(p for found, p in ranked if found[-1] == words[-1]):
        raise Disagreement(f"the sequences that end like the best one do not add up to {solution.summed}")
    exchanged = _scores(params, params.T, tuple(zip(*params.transition, strict=True)))
    if exchanged[solution.transposed] != max(exchanged.values()):
        raise Disagreement(f"with rows and columns exchanged {solution.transposed} is not the best sequence")
    _verify_verdicts(params, solution)


def _scores(params: Params, length: int, transition: tuple[Law, ...] = ()) -> dict[Words, Fraction]:
    """Return the probability of every sequence of `length` words, perhaps with another transition."""
    numbers, moves = range(len(params.words)), transition or params.transition
    return {
        tuple(params.words[i] for i in places): Fraction(params.start[places[0]])
        * prod((Fraction(moves[i][j]) for i, j in pairwise(places)), start=Fraction(1))
        for places in product(numbers, repeat=length)
    }


def _never_worse(params: Params, words: Words) -> bool:
    """Tell whether no word of the sequence has a likelier rival at its step."""
    places = [params.words.index(word) for word in words]
    laws = [params.start, *(params.transition[i] for i in places[:-1])]
    return all(law[i] == max(law) for law, i in zip(laws, places, strict=True))


def _verify_factors(params: Params, *paths: Path) -> None:
    for path in paths:
        factors = [Fraction(factor) for factor in path.factors]
        law = dict(zip(params.words, params.start, strict=True))
        for word, factor in zip(path.words, factors, strict=True):
            if law[word] != factor:
                raise Disagreement(f"the factor of {word} in {path.words} is {law[word]}, not {factor}")
            law = dict(zip(params.words, params.transition[params.words.index(word)], strict=True))


def _verify_table(params: Params, solution: Solution) -> None:
    """Compare delta, back-pointers, candidates and the recurrence with the best of all prefixes of each length."""
    best = [
        {word: max(p for words, p in _scores(params, t).items() if words[-1] == word) for word in params.words}
        for t in range(1, params.T + 1)
    ]
    if solution.delta != tuple(tuple(column.values()) for column in best):
        raise Disagreement(f"the best prefixes have {best}, not {solution.delta}")
    leaders = tuple(max(column, key=lambda word: column[word]) for column in best)
    apart = [t for t, (a, b) in enumerate(zip(leaders, solution.best.words, strict=True), 1) if a != b]
    if (solution.leaders, solution.astray) != (leaders, min(apart, default=0)):
        raise Disagreement(f"the likeliest ends are {leaders}, not {solution.leaders}, and part at {apart}")
    cells = [(t, word) for t in range(2, params.T + 1) for word in params.words]
    if [(row.step, row.word) for row in solution.rows] != cells:
        raise Disagreement(f"the rows of the table are not {cells}")
    for row in solution.rows:
        ending = {w: p for w, p in _scores(params, row.step).items() if w[-1] == row.word}
        winner = max(ending, key=lambda w: ending[w])
        pointer = solution.pointers[row.step - 2][params.words.index(row.word)]
        if (row.delta, row.pointer, pointer) != (ending[winner], winner[-2], winner[-2]):
            raise Disagreement(f"the best prefix that ends in {row.word} is {winner}, not {row}")
        for word, candidate in zip(params.words, row.candidates, strict=True):
            through = max(p for w, p in ending.items() if w[-2] == word)
            seen = (candidate.word, candidate.before, candidate.before * candidate.transition, candidate.product)
            if seen != (word, best[row.step - 2][word], through, through):
                raise Disagreement(f"the best prefix through {word} has {through}, not {candidate}")
    _verify_formulas(params, solution, best[1][params.words[params.asked - 1]])


def _verify_formulas(params: Params, solution: Solution, second: Fraction) -> None:
    """Put numbers into both formulas: those of the model, and others with which each word in turn comes before."""
    if (solution.N, solution.number, solution.word) != (
        len(params.words),
        params.asked,
        params.words[params.asked - 1],
    ):
        raise Disagreement(f"the word asked is number {params.asked}, not {solution.word}")
    start = {f"s{i}": Fraction(p) for i, p in enumerate(params.start, 1)}
    point = {f"d{i}": Fraction(p) for i, p in enumerate(params.start, 1)}
    point |= {f"P{i}{j}": Fraction(p) for i, law in enumerate(params.transition, 1) for j, p in enumerate(law, 1)}
    found = Evaluation(solution.first.source, start).value, Evaluation(solution.recurrence.source, point).value
    if found != (params.start[params.asked - 1], second):
        raise Disagreement(f"the formulas give {found}, the best prefixes of the word asked have {second}")
    numbers = range(1, len(params.words) + 1)
    moves = {f"P{i}{j}": Fraction(10 * i + j, 100) for i in numbers for j in numbers}
    for first in numbers:
        certain = {f"d{i}": Fraction(1 if i == first else 0) for i in numbers}
        if Evaluation(solution.recurrence.source, moves | certain).value != moves[f"P{first}{params.asked}"]:
            raise Disagreement(f"after word {first} the recurrence gives another number than P{first}{params.asked}")


def _verify_verdicts(params: Params, solution: Solution) -> None:
    found = tuple((name, "no" if memory(name) is None else "yes") for name in params.models)
    said = tuple((verdict.name, verdict.holds) for verdict in solution.verdicts)
    decoded = tuple(name for name, holds in found if holds == "yes")
    if said != found or solution.applicable != decoded:
        raise Disagreement(f"run on all histories the models give {found}, not {said}")
    puzzle = solution.puzzle
    if (puzzle.name, puzzle.why) != (params.undecodable, MODELS[puzzle.name].why) or memory(puzzle.name) is not None:
        raise Disagreement(f"{puzzle} is not the model whose reason is asked for, or it depends on a few last words")


@cache
def memory(name: str) -> int | None:
    """Return the least number of last words that, with the step, settles the next factors; None for more than 3."""
    for count in _MEMORIES:
        laws: dict[tuple[int, tuple[int, ...]], list[tuple[float, ...]]] = {}
        for length in range(count, _LONGEST + 1):
            for history in product((0, 1), repeat=length):
                law = tuple(GAINS[name](history).tolist())
                laws.setdefault((length, history[length - count :]), []).append(law)
        if all(np.allclose(found, found[0], rtol=1e-9, atol=1e-12) for found in laws.values()):
            return count
    return None
