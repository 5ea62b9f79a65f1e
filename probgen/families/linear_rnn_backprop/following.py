"""What follows from a student's own output and slope."""

from __future__ import annotations

from collections.abc import Mapping

from ...exact import Value
from .network import Params
from .solving import Solution


def follow(params: Params, solution: Solution, wanted: str, earlier: Mapping[str, Value]) -> Value | None:
    """Return the gradient of the loss, or the weight after a step, with a student's own output and dy/dw."""
    gradient = (earlier.get("output", solution.output) - params.target) * earlier.get("slope", solution.slope)
    return {"gradient": gradient, "updated": params.w - params.rate * gradient}.get(wanted)
