"""Models of sequences: whether the Viterbi algorithm, with a fixed number of states, finds their best sequence.

It does where the factor that a further word brings depends on the step and on the last m words alone; its states are
then sequences of m words.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class Model(NamedTuple):
    """A model as it is printed, the reason why the algorithm decodes it or not, and whether it does."""

    text: str
    why: str
    decodable: bool


_WHOLE = "depends on every word so far"
MODELS: Mapping[str, Model] = {
    "unigram_lm": Model(
        "a unigram model: every word is drawn from the same table, whatever came before",
        "The next word does not even depend on the last one; a single state is enough.",
        decodable=True,
    ),
    "bigram_lm": Model(
        "a bigram model: a table of probabilities for each last word",
        "The next word depends on the last one alone; the states are the words.",
        decodable=True,
    ),
    "timed_bigram": Model(
        "a bigram model with another table of probabilities for each step",
        "The table may change from step to step: the recursion uses the one of its step. The states are the words.",
        decodable=True,
    ),
    "trigram_lm": Model(
        "a trigram model: a table of probabilities for each pair of last words",
        "With the pairs of last words as states it is a bigram model again.",
        decodable=True,
    ),
    "feedforward_lm": Model(
        "a feed-forward network that reads the last two words",
        "How the next law is computed plays no role; it depends on the last two words, so their pairs are the states.",
        decodable=True,
    ),
    "windowed_transformer": Model(
        "a transformer with a single attention layer that sees the last two words only",
        "Whatever it computes, it computes from the last two words, so their pairs are the states.",
        decodable=True,
    ),
    "hidden_markov_path": Model(
        "the hidden states of a hidden Markov model, for given observations",
        "A further state brings a transition from the last state and the probability of its observation.",
        decodable=True,
    ),
    "linear_chain_crf": Model(
        "a conditional random field with a score for each label and each pair of neighboring labels",
        "Scores of neighbors add up along the chain, like logarithms of transitions; they need not be probabilities.",
        decodable=True,
    ),
    "recurrent_lm": Model(
        "a recurrent network",
        f"Its hidden state {_WHOLE}, so two prefixes with the same last word have different continuations.",
        decodable=False,
    ),
    "lstm_lm": Model(
        "an LSTM",
        f"Its cell {_WHOLE}: forget gates fade the past but do not cut it off.",
        decodable=False,
    ),
    "gru_lm": Model(
        "a GRU network",
        f"Its gated state {_WHOLE}, so the last word alone does not settle what follows.",
        decodable=False,
    ),
    "transformer_lm": Model(
        "a transformer that attends to the whole prefix",
        f"The next law {_WHOLE}, each of which may get attention.",
        decodable=False,
    ),
    "cache_lm": Model(
        "a bigram model mixed with the frequencies of the words in the text so far",
        f"The mixture {_WHOLE} through the counts.",
        decodable=False,
    ),
    "no_repeated_bigram": Model(
        "a bigram model that must not write any pair of neighboring words twice",
        f"Which pairs are still allowed {_WHOLE}.",
        decodable=False,
    ),
    "hidden_markov_words": Model(
        "the visible words of a hidden Markov model",
        f"The hidden states are summed out, and what is known about them {_WHOLE}.",
        decodable=False,
    ),
}
