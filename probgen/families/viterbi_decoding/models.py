"""Models of sequences: whether the Viterbi algorithm, with a fixed number of states, finds their best sequence.

It does where the factor that a further word brings depends on the step and on the last m words alone; its states are
then sequences of m words. Each model stands here with a small instance over two words, for the second method.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
History = tuple[int, ...]  # the words so far, 0 or 1


class Model(NamedTuple):
    """A model as it is printed, of how many last words its next factor depends (None: of all), and the reason.

    `gain` returns the factors, shape (2,), by which the two possible next words multiply the score of a history.
    """

    text: str
    memory: int | None
    why: str
    gain: Callable[[History], Array]


_TABLE = np.array([[[0.7, 0.3], [0.2, 0.8]], [[0.4, 0.6], [0.9, 0.1]]])  # two words before, one before, next
_IN = np.array([[0.9, -0.4], [-0.5, 1.1]])  # embeddings of the words
_STATE = np.array([[0.5, -0.3], [0.4, 0.6]])
_OUT = np.array([[1.2, -0.7], [-0.3, 0.8]])


def _softmax(scores: Array) -> Array:
    weights = np.exp(scores - scores.max())
    return np.asarray(weights / weights.sum())


def _last(history: History, count: int) -> History:
    return ((0,) * count + history)[len(history) :]  # padded with word 0


def _sigmoid(x: Array) -> Array:
    return np.asarray(1 / (1 + np.exp(-x)))


def _recurrent(history: History) -> Array:
    state = np.zeros(2)
    for word in history:
        state = np.tanh(_STATE @ state + _IN[word])
    return _softmax(_OUT @ state)


def _lstm(history: History) -> Array:
    state, cell = np.zeros(2), np.zeros(2)
    for word in history:
        inner = _STATE @ state + _IN[word]
        cell = _sigmoid(inner + 1) * cell + _sigmoid(inner) * np.tanh(_STATE.T @ state + _IN[word])
        state = _sigmoid(inner - 0.5) * np.tanh(cell)
    return _softmax(_OUT @ state)


def _gru(history: History) -> Array:
    state = np.zeros(2)
    for word in history:
        gate = _sigmoid(_STATE @ state + _IN[word])
        state = gate * state + (1 - gate) * np.tanh(_IN[word] + _STATE.T @ state)
    return _softmax(_OUT @ state)


def _attention(words: History) -> Array:
    """Return the law after one layer in which the last word attends to all of `words`, with codes of position."""
    if not words:
        return np.array([0.5, 0.5])
    tokens = np.array([_IN[word] + 0.3 * place for place, word in enumerate(words)])
    return _softmax(_OUT @ (_softmax(tokens @ _STATE @ tokens[-1]) @ tokens))


def _cache(history: History) -> Array:
    counts = np.bincount(np.array(history, dtype=np.int64), minlength=2) + 1
    return np.asarray(0.7 * _TABLE[0, _last(history, 1)[0]] + 0.3 * counts / counts.sum())


def _no_repeat(history: History) -> Array:
    """Return a bigram law in which a pair of words that has occurred does not occur again."""
    seen = set(pairwise(history))
    last = _last(history, 1)[0]
    return np.array([_TABLE[0, last, word] * ((last, word) not in seen) for word in (0, 1)])


_OBSERVED = (0, 1, 1, 0, 1, 0, 0, 1)
_EMISSION = np.array([[0.8, 0.2], [0.3, 0.7]])


def _hidden_path(history: History) -> Array:
    return np.asarray(_TABLE[0, _last(history, 1)[0]] * _EMISSION[:, _OBSERVED[len(history)]])


def _hidden_words(history: History) -> Array:
    """Return the law of the next visible word, the hidden states summed out."""
    belief = np.array([0.5, 0.5])
    for word in history:
        belief = (belief * _EMISSION[:, word]) @ _TABLE[0]
        belief = belief / belief.sum()
    return np.asarray(belief @ _EMISSION)


def _random_field(history: History) -> Array:
    place, last = len(history), _last(history, 1)[0]
    return np.asarray(np.exp(_OUT[last] + _IN[:, _OBSERVED[place]] * (1 + 0.1 * place)))


_WHOLE = "depends on every word so far"
MODELS: Mapping[str, Model] = {
    "unigram_lm": Model(
        "a unigram model: every word is drawn from the same table, whatever came before",
        0,
        "The next word does not even depend on the last one; a single state is enough.",
        lambda history: _TABLE[0, 0],
    ),
    "bigram_lm": Model(
        "a bigram model: a table of probabilities for each last word",
        1,
        "The next word depends on the last one alone; the states are the words.",
        lambda history: _TABLE[0, _last(history, 1)[0]],
    ),
    "timed_bigram": Model(
        "a bigram model with another table of probabilities for each step",
        1,
        "The table may change from step to step: the recursion uses the one of its step. The states are the words.",
        lambda history: _softmax(_OUT[_last(history, 1)[0]] * (1 + len(history))),
    ),
    "trigram_lm": Model(
        "a trigram model: a table of probabilities for each pair of last words",
        2,
        "With the pairs of last words as states it is a bigram model again.",
        lambda history: _TABLE[_last(history, 2)],
    ),
    "feedforward_lm": Model(
        "a feed-forward network that reads the last two words",
        2,
        "How the next law is computed plays no role; it depends on the last two words, so their pairs are the states.",
        lambda history: _softmax(_OUT @ np.tanh(_IN[_last(history, 2)[0]] + _STATE @ _IN[_last(history, 2)[1]])),
    ),
    "windowed_transformer": Model(
        "a transformer with a single attention layer that sees the last two words only",
        2,
        "Whatever it computes, it computes from the last two words, so their pairs are the states.",
        lambda history: _attention(_last(history, 2)),
    ),
    "hidden_markov_path": Model(
        "the hidden states of a hidden Markov model, for given observations",
        1,
        "A further state brings a transition from the last state and the probability of its observation.",
        _hidden_path,
    ),
    "linear_chain_crf": Model(
        "a conditional random field with a score for each label and each pair of neighboring labels",
        1,
        "Scores of neighbors add up along the chain, like logarithms of transitions; they need not be probabilities.",
        _random_field,
    ),
    "recurrent_lm": Model(
        "a recurrent network",
        None,
        f"Its hidden state {_WHOLE}, so two prefixes with the same last word have different continuations.",
        _recurrent,
    ),
    "lstm_lm": Model(
        "an LSTM",
        None,
        f"Its cell {_WHOLE}: forget gates fade the past but do not cut it off.",
        _lstm,
    ),
    "gru_lm": Model(
        "a GRU network",
        None,
        f"Its gated state {_WHOLE}, so the last word alone does not settle what follows.",
        _gru,
    ),
    "transformer_lm": Model(
        "a transformer that attends to the whole prefix",
        None,
        f"The next law {_WHOLE}, each of which may get attention.",
        _attention,
    ),
    "cache_lm": Model(
        "a bigram model mixed with the frequencies of the words in the text so far",
        None,
        f"The mixture {_WHOLE} through the counts.",
        _cache,
    ),
    "no_repeated_bigram": Model(
        "a bigram model that must not write any pair of neighboring words twice",
        None,
        f"Which pairs are still allowed {_WHOLE}.",
        _no_repeat,
    ),
    "hidden_markov_words": Model(
        "the visible words of a hidden Markov model",
        None,
        f"The hidden states are summed out, and what is known about them {_WHOLE}.",
        _hidden_words,
    ),
}
