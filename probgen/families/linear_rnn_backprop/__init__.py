"""Backpropagation through an unrolled linear network of one unit, h_t = w (u_t + h_{t-1}) and y = h_T.

The weight is used T times. Its derivative is the sum over the uses of what enters the product times the derivative of
y at the product's output: dy/dw = sum_t s_t w^(T-t) with s_t = u_t + h_{t-1} (Rumelhart, Hinton and Williams, 1986).
"""

from .checking import verify
from .following import follow
from .network import Params
from .solving import Solution, effort, solve

__all__ = ["Params", "Solution", "effort", "follow", "solve", "verify"]
