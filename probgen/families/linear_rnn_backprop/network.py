"""What the unrolled network is: its parameters, the edges of its chain, the uses of its weight."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

from ...exact import Exact, Formula

Names = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Params:
    """An unrolled network, the names in its picture, and an example: inputs u_1 to u_T, w, h_0, target and rate.

    `names` are those of the 2T - 1 edges along the chain before y. `form` tells whether the formulas hold the inputs as
    symbols or as the numbers of the example; `start` tells whether h_0 is zero or part of the formulas, too. The
    questions ask for the value of the edge `asked` and for the derivative at the edge `missing`, counted from 1.
    """

    inputs: tuple[int, ...]
    w: Exact
    target: Exact
    rate: Exact
    weight: str = "w"
    letter: str = "u"
    names: Names = ("p", "q", "r", "s", "t")
    asked: int = 5
    missing: int = 1
    h0: int = 0
    start: Literal["zero", "given"] = "zero"
    form: Literal["symbols", "numbers"] = "symbols"

    def __post_init__(self) -> None:
        if not 2 <= len(self.inputs) <= 4:
            raise ValueError("the network has 2 to 4 steps")
        if len(self.names) != 2 * len(self.inputs) - 1:
            raise ValueError(f"{len(self.inputs)} steps need {2 * len(self.inputs) - 1} names")
        known = (self.weight, "y", "h0", *self.names, *(f"{self.letter}{t}" for t in range(1, len(self.inputs) + 1)))
        if len(set(known)) < len(known):
            raise ValueError("each name may stand for one thing only")
        if not (1 <= self.asked <= len(self.names) and 1 <= self.missing <= len(self.names)):
            raise ValueError(f"the edges are counted from 1 to {len(self.names)}")
        if self.asked == 1:
            raise ValueError("the value of the first edge is an input, which is not asked for")
        if self.start == "zero" and self.h0 != 0:
            raise ValueError("h_0 is zero unless it is given")


class Station(NamedTuple):
    """An edge of the chain: its name, how it is made, its value, the derivative of y there, in symbols and numbers."""

    name: str
    made: Formula
    value: Formula
    derivative: Formula
    number: Exact
    slope: Exact


class Share(NamedTuple):
    """One use of the weight: its step, the product's other factor, the derivative at its output, and their product."""

    step: int
    place: str  # of the edge in the picture
    factor: str
    up: Formula
    short: Formula  # in names of the picture
    full: Formula  # in the weight and the inputs
    entering: Exact
    leaving: Exact
    slope: Exact  # of y at the product's output
    number: Exact
