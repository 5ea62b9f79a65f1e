"""Dropout of the inputs of a linear regression as a ridge penalty.

Masks R with entries 1 of probability p, else 0, and no rescaling:
E |y - (R*X) w|^2 = |y - p X w|^2 + p (1-p) sum_j |X_j|^2 w_j^2 with the columns X_j. With u = p w this is the
Tikhonov loss |y - X u|^2 + |G u|^2, G = sqrt((1-p)/p) diag(|X_j|), and with v = G u the ridge loss
|y - X G^-1 v|^2 + |v|^2, where all columns have the norm sqrt(p/(1-p)).
"""

from .checking import verify
from .solving import Params, effort, solve

__all__ = ["Params", "effort", "solve", "verify"]
