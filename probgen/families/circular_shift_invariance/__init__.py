"""Features behind circular convolutions and a global average: equal for images that are circular shifts.

A convolution with stride 1 and circular padding, and a function of single entries such as ReLU, commute with
circular shifts; the average over all positions then forgets the shift. See Goodfellow et al., Deep Learning, 9.2.
"""

from .checking import verify
from .construction import draw
from .solving import Params, Solution, effort, solve

__all__ = ["Params", "Solution", "draw", "effort", "solve", "verify"]
