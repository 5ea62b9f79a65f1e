"""Decoding in a tree of words: the most probable sequence, greedy decoding and beam search.

Every branch carries the natural log-probability of its word given the whole prefix; a prefix scores their sum.
Beam search of width k expands the kept prefixes and keeps the k best of all candidates; it starts from the
empty prefix alone. Greedy decoding is the beam of width 1. See Sutskever et al., 2014, section 3.2.
"""

from .checking import verify
from .construction import draw
from .solving import Solution, effort, solve
from .tree import Params

__all__ = ["Params", "Solution", "draw", "effort", "solve", "verify"]
