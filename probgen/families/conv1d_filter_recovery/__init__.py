"""Recover the filter of a one-dimensional convolution from a signal and what the layer wrote.

The layer has no bias, pads nothing and does not flip its filter: with stride s,
y_i = sum_j w_j x_(s i + j). As many outputs as taps make a square system of linear equations.
"""

from .checking import verify
from .solving import Params, Solution, effort, follow, solve

__all__ = ["Params", "Solution", "effort", "follow", "solve", "verify"]
