"""Binary cross-entropy over the training nodes of a graph, and what the held-out nodes are for.

For predictions p_i of class 1 and labels y_i the loss is the mean of -y_i log p_i - (1 - y_i) log(1 - p_i) over the
training nodes alone; its derivative by the logit of node i is (p_i - y_i)/m for each of the m training nodes and 0 for
the others. See Kipf and Welling, 2017, section 3.
"""

from .checking import verify
from .construction import draw
from .following import follow
from .nodes import Params
from .solving import Solution, effort, solve

__all__ = ["Params", "Solution", "draw", "effort", "follow", "solve", "verify"]
