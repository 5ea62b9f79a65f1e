"""Attention designed by hand: to select by content, by position, the token before; and the freedom in its matrices.

A token is a one-hot content followed by a one-hot position, and tokens see each other without a mask. A head whose
queries are all 1 gives a token the score g times the entry of the key vector that it meets. Scores X Wq (X Wk)^T do not
change if Wq becomes Wq A and Wk becomes Wk A^-T, for any invertible A.
"""

from .checking import verify
from .solving import Params, Solution, effort, solve

__all__ = ["Params", "Solution", "effort", "solve", "verify"]
