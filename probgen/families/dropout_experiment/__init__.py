"""Accuracy on training and validation data over the steps of training, for several dropout rates.

The curves are those of an experiment that is run for each variant, or an instructor's own.
"""

from .experiment import draw
from .solving import Params, Solution, effort, solve, verify

__all__ = ["Params", "Solution", "draw", "effort", "solve", "verify"]
