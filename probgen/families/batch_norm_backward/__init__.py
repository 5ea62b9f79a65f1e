"""The backward pass of batch normalization for one feature.

Forward mu = mean x, v = mean (x - mu)^2, z_i = (x_i - mu)/sqrt(v + eps), y_i = gamma z_i + beta; backward, with
d_i = dL/dy_i, dL/dx_i = gamma/sqrt(v + eps) (d_i - mean d - z_i mean(d z)) (Ioffe and Szegedy, 2015, with the three
ways to x_i collected).
"""

from .checking import verify
from .solving import Params, effort, solve

__all__ = ["Params", "effort", "solve", "verify"]
