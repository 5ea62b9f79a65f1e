"""Models drawn in a regime: built towards it, and drawn again until it holds."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from ...exact import Dec, Record
from ...family import NotWellPosed
from ...stream import Stream
from .models import MODELS
from .solving import Solution, solve
from .trellis import Params, Words

_TRIES = 4000
_PUZZLES = ("cache_lm", "no_repeated_bigram", "hidden_markov_words")  # each with a reason of its own
_DIGITS = 5  # significant ones of every entry of the table; with two words and three steps 162 models are astray
_LEAD = Fraction(21, 20)  # of the best sequence over the second
Percents = tuple[int, ...]

_VOCABULARIES: Mapping[int, tuple[Words, ...]] = {
    2: (("A", "B"), ("tick", "tock"), ("ha", "ho"), ("yes", "no"), ("hot", "cold"), ("up", "down")),
    3: (("A", "B", "C"), ("la", "mi", "so"), ("sun", "fog", "rain"), ("red", "blue", "pink"), ("run", "jump", "rest")),
    4: (("A", "B", "C", "D"), ("do", "re", "mi", "fa"), ("cat", "dog", "owl", "bee"), ("tea", "rye", "oat", "fig")),
}
_LAWS: Mapping[int, tuple[Percents, ...]] = {
    2: tuple((p, 100 - p) for p in range(5, 100, 5)),
    3: tuple((p, q, 100 - p - q) for p in range(10, 90, 10) for q in range(10, 100 - p, 10)),
    4: tuple(
        (p, q, r, 100 - p - q - r)
        for p in range(10, 80, 10)
        for q in range(10, 90 - p, 10)
        for r in range(10, 100 - p - q, 10)
    ),
}
_SHARP = {2: 80, 3: 70, 4: 60}  # in percent: one word follows at least so often
_FLAT = {2: 60, 3: 50, 4: 40}  # no word follows more often


def draw(stream: Stream, knobs: Record) -> Params:
    """Return a bigram model in the regime `knobs.regime` with `knobs.N` words and `knobs.T` steps.

    astray: greedy decoding misses the best sequence, and at some step before the last the word with the largest delta
    is not on it. Two times in three the model is built so: the likeliest first word has a flat row, another word a
    sharp one. plain: greedy decoding finds the best sequence, which is not found with rows and columns exchanged.
    `knobs.judged` models are judged, at least one of them decodable and at least one not.
    """
    words = stream.shuffled(stream.pick(_VOCABULARIES[knobs.N]))
    words = tuple(sorted(words)) if words[0].isupper() else words
    asked, undecodable = stream.between(1, knobs.N), stream.pick(_PUZZLES)
    models = _models(stream, knobs.judged, undecodable)
    for _ in range(_TRIES):
        start, rows = _laws(stream, knobs)
        try:
            params = Params(words, _decimals(start), tuple(map(_decimals, rows)), knobs.T, asked, models, undecodable)
            solution = solve(params)
        except NotWellPosed:
            continue
        if _in_regime(solution, knobs):
            return params
    raise NotWellPosed("the model is in the regime asked for")


def _laws(stream: Stream, knobs: Record) -> tuple[Percents, list[Percents]]:
    laws, count = _LAWS[knobs.N], knobs.N
    start, rows = stream.pick(laws), [stream.pick(laws) for _ in range(count)]
    if knobs.regime == "astray" and stream.below(3):
        leader = start.index(max(start))
        hero = stream.pick([i for i in range(count) if i != leader])
        rows[leader] = stream.pick([law for law in laws if max(law) <= _FLAT[count]])
        rows[hero] = stream.pick([law for law in laws if max(law) >= _SHARP[count]])
    return start, rows


def _decimals(law: Percents) -> tuple[Dec, ...]:
    places = 1 if all(p % 10 == 0 for p in law) else 2
    return tuple(Dec(Fraction(p, 100), places) for p in law)


def _in_regime(solution: Solution, knobs: Record) -> bool:
    if Fraction(solution.best.probability) < _LEAD * Fraction(solution.runner_up):
        return False
    if knobs.N > 2 and (len(set(solution.best.words)) == 1 or all(len(set(p)) == 1 for p in solution.pointers)):
        return False
    if any(_digits(Fraction(p)) > _DIGITS for column in solution.delta for p in column):
        return False
    if knobs.regime == "plain":
        mistakes = (solution.transposed, solution.backwards, solution.by_column)
        return solution.greedy.words == solution.best.words and solution.best.words not in mistakes
    return solution.greedy.words != solution.best.words and solution.astray > 0


def _digits(decimal: Fraction) -> int:
    return len(str(int(decimal * 10**12)).rstrip("0"))


def _models(stream: Stream, count: int, puzzle: str) -> Words:
    """Return models to judge; the one whose reason is asked for is not among them, since the question tells on it."""
    decodable = stream.between(2, count - 2)
    chosen = [
        *stream.sample([name for name, model in MODELS.items() if model.decodable], decodable),
        *stream.sample(
            [name for name, model in MODELS.items() if not model.decodable and name != puzzle], count - decodable
        ),
    ]
    return stream.shuffled(chosen)
