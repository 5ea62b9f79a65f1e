"""Softmax attention through random Fourier features: the Gaussian kernel inside it, its frequencies, the cost.

exp(q.k / s) = g(q) K(q - k) g(k) with K(x) = exp(-|x|^2 / (2 s)) and g(x) = exp(|x|^2 / (2 s)), where s = t sqrt(D) is
the usual scale times a temperature. K(x) is the mean of cos(w.x) over w of mean 0 and covariance I / s (Bochner's
theorem; Rahimi and Recht, 2007), so cosines of drawn frequencies estimate it, and cos(w.(q - k)) = cos w.q cos w.k +
sin w.q sin w.k is an inner product of features, which makes attention linear in its length (Peng et al., 2021).
"""

from .checking import verify
from .solving import Params, effort, solve

__all__ = ["Params", "effort", "solve", "verify"]
