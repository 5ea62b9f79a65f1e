"""What a bigram model is given by, and its picture: a column of words for each step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from ...document import Edge, Graph, Inlines, Math, Node, Str
from ...exact import Exact
from .models import MODELS

Words = tuple[str, ...]
Law = tuple[Exact, ...]
_COLUMNS, _COLUMN, _ROW = 344.0, 104.0, 33.0  # bp: all columns together, one at most, one row


@dataclass(frozen=True)
class Params:
    """A bigram model over N words that writes T of them, and models to judge.

    `start` holds the probabilities of the first word, shape (N,); row i of `transition`, shape (N, N), those of the
    word after word i. `asked` is the word, from 1, whose recurrence is written out; `models` are names of `MODELS`, and
    `undecodable` is one whose reason is asked for.
    """

    words: Words
    start: Law
    transition: tuple[Law, ...]
    T: int
    asked: int = 1
    models: Words = ("recurrent_lm", "bigram_lm", "trigram_lm", "transformer_lm", "hidden_markov_path")
    undecodable: str = "no_repeated_bigram"

    def __post_init__(self) -> None:
        count = len(self.words)
        if not 2 <= count <= 6 or len(set(self.words)) != count:
            raise ValueError("words needs two to six different words")
        if len(self.start) != count or [len(law) for law in self.transition] != [count] * count:
            raise ValueError("start needs a probability for each word, transition a row and a column for each word")
        if any(min(law) < 0 or sum(law) != 1 for law in (self.start, *self.transition)):
            raise ValueError("start and every row of transition must be probabilities that add up to 1")
        if not 2 <= self.T <= 6 or not 1 <= self.asked <= count:
            raise ValueError("T is 2 to 6, and asked is the number of a word")
        unknown = [name for name in (*self.models, self.undecodable) if name not in MODELS]
        if unknown:
            raise ValueError(f"there is no model '{unknown[0]}'; models are {', '.join(MODELS)}")
        if MODELS[self.undecodable].decodable:
            raise ValueError(f"the algorithm decodes '{self.undecodable}'")
        if len(set(self.models)) != len(self.models) or len({MODELS[m].decodable for m in self.models}) < 2:
            raise ValueError("models needs names that differ, one that the algorithm decodes and one that it does not")


def trellis(words: Words, steps: int) -> Graph:
    """Return the trellis without numbers: every word is joined to every word of the next step."""
    labels = [[(Str(word),) for word in words]] * steps
    edges = [Edge("start", _name(1, i)) for i in range(len(words))]
    for t in range(1, steps):
        edges += [Edge(_name(t, i), _name(t + 1, j)) for i in range(len(words)) for j in range(len(words))]
    alt = f"A trellis of {steps} steps. The start is joined to each of {', '.join(words)}, and at every step each word "
    return Graph(_nodes(labels), tuple(edges), alt + "is joined to each word of the next step.", step=_step(steps))


def solved_trellis(
    words: Words, values: Sequence[Sequence[Inlines]], back: Sequence[Sequence[int]], best: Sequence[int]
) -> Graph:
    """Return the trellis with `values` beside the words, the edge of every back-pointer, and the best path marked.

    `values` has shape (T, N), `back` (T - 1, N): the word before each word of the steps from the second on.
    """
    labels = [[(Str(f"{word} "), *value) for word, value in zip(words, column, strict=True)] for column in values]
    marked = {*pairwise(("start", *(_name(t, i) for t, i in enumerate(best, 1))))}
    edges = [Edge("start", _name(1, i)) for i in range(len(words))]
    edges += [Edge(_name(t, i), _name(t + 1, j)) for t, pointers in enumerate(back, 1) for j, i in enumerate(pointers)]
    heavy = (Edge(e.start, e.end, marked=(e.start, e.end) in marked) for e in edges)
    path = " ".join(words[i] for i in best)
    alt = f"The trellis with the values of delta and one edge into each word, from its back-pointer; marked: {path}."
    return Graph(_nodes(labels, {end for _, end in marked}), tuple(heavy), alt, step=_step(len(values)))


def _step(steps: int) -> tuple[float, float]:
    return min(_COLUMN, _COLUMNS / steps), _ROW


def _name(step: int, word: int) -> str:
    return f"w{step}_{word}"


def _nodes(labels: Sequence[Sequence[Inlines]], marked: frozenset[str] | set[str] = frozenset()) -> tuple[Node, ...]:
    """Return the start at the left, the words of each step above one another, and the number of each step below."""
    (count,) = set(map(len, labels))
    nodes = [Node("start", (0, (count - 1) / 2), (Str("start"),))]
    for t, column in enumerate(labels, 1):
        nodes += [
            Node(_name(t, i), (t, count - 1 - i), label, "box", marked=_name(t, i) in marked)
            for i, label in enumerate(column)
        ]
        nodes.append(Node(f"t{t}", (t, -0.7), (Math(f"t = {t}"),)))
    return tuple(nodes)
