"""Backpropagation through time in a bidirectional network.

States f_t = s(W_f x_t + U_f f_{t-1}) and b_t = s(W_b x_t + U_b b_{t+1}) with the logistic function s, outputs
y_t = V_f f_t + V_b b_t, loss L = sum_t |y_t - z_t|^2 (Schuster and Paliwal, 1997). Derivatives by a state run against
its own direction: g_t = 2 V_f^T (y_t - z_t) + U_f^T (g_{t+1} * f_{t+1} * (1 - f_{t+1})), and mirrored for b.
"""

from .checking import verify
from .construction import draw
from .following import follow
from .network import Params
from .solving import Solution, effort, solve

__all__ = ["Params", "Solution", "draw", "effort", "follow", "solve", "verify"]
