"""What follows from a student's own gradient of the direction."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from ...exact import Real, Value
from .solving import Params, Solution


def follow(params: Params, solution: Solution, wanted: str, earlier: Mapping[str, Value]) -> Value | None:
    """Return what a step along a student's own gradient does; no other earlier answer enters."""
    own = [_number(entry) for entry in earlier.get("grad_u", solution.grad_u)]
    pairs = list(zip(map(_number, params.u), own, strict=True))
    moved = (
        u - _number(params.rate) * d if not isinstance(d, float) else float(u) - float(params.rate) * d
        for u, d in pairs
    )
    found = {
        "orthogonality": sum(u * d for u, d in pairs),
        "after": sum(entry * entry for entry in moved),
        "stretched_gradient": tuple(d / _number(params.stretch) for d in own),
        "turning": solution.turning,
    }
    return found.get(wanted) if "grad_u" in earlier else getattr(solution, wanted, None)


def _number(value: Real) -> Fraction | float:
    return value if isinstance(value, float) else Fraction(value)
