"""Least squares on one example, without and with dropout of its features.

One example x with target y, a linear model without bias, squared loss. Dropout keeps each feature with
probability k and divides what it keeps by k, so the expected loss is
(y - x.w)^2 + q sum_i x_i^2 w_i^2 with q = (1 - k)/k. Its minimizer shares y equally: x_i w_i = y/(d + q).
"""

from .checking import verify
from .following import follow
from .solving import Params, effort, solve

__all__ = ["Params", "effort", "follow", "solve", "verify"]
