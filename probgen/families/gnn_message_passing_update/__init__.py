"""One layer of message passing on a small graph: its patterns, shapes, expanded updates, and a numeric instance.

s_i' = s_i + W1 sum_{j in N(i)} c_ij tanh(W2 s_j) with c_ij = 1/|N(i)| (mean), 1 (sum) or
1/sqrt(|N(i)| |N(j)|) (symmetric; Kipf and Welling, 2017). For message passing see Gilmer et al., 2017.
"""

from .checking import verify
from .construction import draw
from .layer import Params
from .solving import Solution, effort, solve

__all__ = ["Params", "Solution", "draw", "effort", "solve", "verify"]
