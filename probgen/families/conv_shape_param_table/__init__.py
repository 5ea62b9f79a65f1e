"""Parameters and activation shapes of a small convolutional network, layer by layer.

CONVk-f: f filters of odd side k over all input channels, stride 1, zero padding that keeps the size,
(k k c + b) f parameters for c input channels and b = 1 with biases, else 0. POOL2 halves both sides.
FLATTEN writes all values in a row. FC-m: m units, (n + b) m parameters for n inputs.
"""

from .checking import verify
from .construction import draw
from .network import Params
from .solving import Solution, effort, follow, solve

__all__ = ["Params", "Solution", "draw", "effort", "follow", "solve", "verify"]
