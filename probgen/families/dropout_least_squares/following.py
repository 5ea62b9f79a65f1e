"""What follows from a student's own weights."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from ...exact import Value
from .solving import Params, Solution


def follow(params: Params, solution: Solution, wanted: str, earlier: Mapping[str, Value]) -> Value | None:
    """Return the losses with so many kept features, their mean, or the prediction, with a student's own weights.

    Raises:
        ValueError: features contribute unlike, by more than rounding, and masks with as many have several losses.
    """
    own = earlier.get("weights")
    if own is None:
        return None
    shares = [Fraction(x) * Fraction(w) for x, w in zip(params.x, own, strict=True)]
    if wanted == "prediction":
        return sum(shares)
    rows = [(m, sum(s for s, kept in zip(shares, m.kept, strict=True) if kept)) for m in solution.masks]
    losses = [(sum(m.kept), m.probability, (params.y - output / params.keep) ** 2) for m, output in rows]
    if wanted == "floor":
        return sum(Fraction(chance) * loss for _, chance, loss in losses)
    if wanted != "losses":
        return None
    if max(shares) - min(shares) > max(map(abs, shares)) / 100:
        raise ValueError("masks with as many features have several losses")
    share = sum(shares) / len(shares)  # equal but for the rounding of the weights: three digits leave a hundredth
    by_count = {kept: (params.y - kept * share / params.keep) ** 2 for kept, _, _ in losses}
    return tuple(by_count[kept] for kept in sorted(by_count, reverse=True))
