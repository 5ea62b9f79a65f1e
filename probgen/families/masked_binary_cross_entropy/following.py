"""What follows from a student's own formula of the loss."""

from __future__ import annotations

from collections.abc import Mapping
from math import log

from ...exact import Value
from ...symbolic.evaluation import Evaluation
from .nodes import LETTERS, Params
from .solving import Solution


def follow(params: Params, solution: Solution, wanted: str, earlier: Mapping[str, Value]) -> Value | None:
    """Return the value of a student's own formula at the outputs of the network."""
    if wanted != "value" or "loss" not in earlier:
        return None
    point = dict(zip(LETTERS, params.predictions, strict=False))
    value = float(Evaluation(earlier["loss"].source, point).value)
    return value / log(2) if params.numbers == "powers" else value
