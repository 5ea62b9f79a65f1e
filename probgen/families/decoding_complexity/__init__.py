"""How much work decoders do: sequences, scores and memory for N words, T steps and a beam of width B.

Counts by formula: N^T sequences, or (N-1) N^(T-1) and so on under a rule; N + (T-1) N^2 products in the Viterbi
recursion (Viterbi 1967); N + (T-1) B N scored candidates in beam search, if the first beam holds B of the N words. The
B best of B N candidates cost log B comparisons each with a heap, log(B N) by sorting, a constant number by quickselect,
and B where the largest is looked for B times.
"""

from .checking import verify
from .solving import Params, effort, solve

__all__ = ["Params", "effort", "solve", "verify"]
