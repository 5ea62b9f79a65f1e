"""What is given about the nodes of a graph."""

from __future__ import annotations

from dataclasses import dataclass

from ...exact import Exact
from ..gnn_message_passing_update import small_graphs

LETTERS = "abcdefgh"
NUMBERS = ("tenths", "powers")


@dataclass(frozen=True)
class Params:
    """A graph whose nodes, numbered from 1, have `labels` 0 or 1 and `predictions`, the probability of label 1.

    `held_out` are the nodes that do not train. `numbers` is tenths, with natural logarithms, or powers, with
    logarithms to the base 2 and, at the training nodes, powers of 1/2 for the right label.
    """

    edges: small_graphs.Edges
    labels: tuple[int, ...]
    held_out: tuple[int, ...]
    predictions: tuple[Exact, ...]
    numbers: str = "tenths"

    def __post_init__(self) -> None:
        count = len(self.labels)
        if not 2 <= count <= len(LETTERS) or len(self.predictions) != count:
            raise ValueError(f"needs 2 to {len(LETTERS)} labels and as many predictions")
        small_graphs.check(count, self.edges)
        if not {*self.labels} <= {0, 1} or not all(0 < p < 1 for p in self.predictions):
            raise ValueError("labels are 0 or 1, predictions lie between 0 and 1")
        if len(set(self.held_out)) != len(self.held_out) or not {*self.held_out} < {*range(1, count + 1)}:
            raise ValueError("held_out lists nodes, each once, and leaves some for training")
        if not self.held_out or self.numbers not in NUMBERS:
            raise ValueError("held_out needs a node, and numbers is tenths or powers")
