"""Weight normalization: batch norm of a linear unit with white inputs, and the gradient of its direction.

For y = u^T x with inputs of mean zero and covariance C, E y = 0 and Var y = u^T C u, which for white inputs is |u|^2.
So batch norm gives w^T x + beta with w = gamma u/|u|. With g = dL/dw the direction has the gradient
gamma/|u| (I - u u^T/|u|^2) g, and the length u^T g/|u| (Salimans and Kingma, 2016).
"""

from .checking import verify
from .following import follow
from .solving import Params, effort, solve

__all__ = ["Params", "effort", "follow", "solve", "verify"]
