"""What follows from a student's own table of losses and penalties."""

from __future__ import annotations

from collections.abc import Mapping

from ...exact import Value
from ...family import NotWellPosed
from .solving import Params, Solution, best_range


def follow(params: Params, solution: Solution, wanted: str, earlier: Mapping[str, Value]) -> Value | None:
    """Return for which lambda the favored encoder is the best, by a student's own table.

    Raises:
        ValueError: it never is.
    """
    if wanted != "favored_range" or "candidates" not in earlier:
        return None
    try:
        return best_range(earlier["candidates"], params.favored)[1]
    except NotWellPosed as fault:
        raise ValueError(str(fault)) from fault
