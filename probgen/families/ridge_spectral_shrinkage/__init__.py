"""Linear autoencoders with a ridge penalty: which encoder wins, how it shrinks, and what lambda is for.

The loss of an encoder W on data X (a column for each example) is |X - W X|^2 + lambda |W|^2, in Frobenius
norms. With X = U S V^T its only minimizer is W = U diag(s^2 / (s^2 + lambda)) U^T.
"""

from .checking import verify
from .following import follow
from .solving import Params, effort, solve

__all__ = ["Params", "effort", "follow", "solve", "verify"]
