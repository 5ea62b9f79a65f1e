"""A small instance over two words of each model, for the second method: what a further word multiplies the score by."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
History = tuple[int, ...]  # the words so far, 0 or 1

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


# of each model of `MODELS`: the factors, shape (2,), of the two possible next words
GAINS: Mapping[str, Callable[[History], Array]] = {
    "unigram_lm": lambda history: _TABLE[0, 0],
    "bigram_lm": lambda history: _TABLE[0, _last(history, 1)[0]],
    "timed_bigram": lambda history: _softmax(_OUT[_last(history, 1)[0]] * (1 + len(history))),
    "trigram_lm": lambda history: _TABLE[_last(history, 2)],
    "feedforward_lm": lambda history: _softmax(
        _OUT @ np.tanh(_IN[_last(history, 2)[0]] + _STATE @ _IN[_last(history, 2)[1]])
    ),
    "windowed_transformer": lambda history: _attention(_last(history, 2)),
    "hidden_markov_path": _hidden_path,
    "linear_chain_crf": _random_field,
    "recurrent_lm": _recurrent,
    "lstm_lm": _lstm,
    "gru_lm": _gru,
    "transformer_lm": _attention,
    "cache_lm": _cache,
    "no_repeated_bigram": _no_repeat,
    "hidden_markov_words": _hidden_words,
}
