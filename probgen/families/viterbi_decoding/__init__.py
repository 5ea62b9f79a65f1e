"""The Viterbi algorithm for a bigram language model, and which other models it can decode.

delta_t(j) is the probability of the most probable sequence of t words that ends in word j: delta_1(j) = s_j and
delta_{t+1}(j) = max_i P_ij delta_t(i) (Viterbi, 1967; Forney, 1973). Back-pointers hold the maximizing i.
"""

from .checking import verify
from .construction import draw
from .following import follow
from .solving import Solution, effort, solve
from .trellis import Params

__all__ = ["Params", "Solution", "draw", "effort", "follow", "solve", "verify"]
