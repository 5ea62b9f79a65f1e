"""Transposed convolution of an image, of letters, and as the transpose of a matrix.

Each input entry puts a copy of the kernel, times the entry, into the output; neighboring copies lie `stride`
apart, overlaps add up, and `padding` lines are cut off at every border in the end. An input of n lines gives
(n - 1) stride + k - 2 padding lines for a kernel of k. It is the transpose of the ordinary convolution with
the same kernel, stride and padding (Dumoulin and Visin, A guide to convolution arithmetic, section 4).
"""

from .checking import verify
from .solving import Params, Solution, effort, solve

__all__ = ["Params", "Solution", "effort", "solve", "verify"]
