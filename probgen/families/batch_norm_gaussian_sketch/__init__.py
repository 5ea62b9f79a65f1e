"""What batch normalization makes of a density in one dimension and of the contours of a cloud in two.

The layer maps x to gamma (x - m)/sqrt(v + epsilon) + beta with the mean m and the variance v of the batch, each
coordinate on its own. It is affine, so it keeps the shape of a distribution, and the correlation up to its sign.
See Ioffe and Szegedy, 2015, algorithm 1.
"""

from .checking import verify
from .solving import Params, Solution, effort, solve

__all__ = ["Params", "Solution", "effort", "solve", "verify"]
