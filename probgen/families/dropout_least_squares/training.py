"""Stochastic gradient descent with dropout: the losses of a run whose masks are drawn from a fixed stream."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from ...exact import Exact
from ...stream import Stream


def losses(x: Sequence[Exact], y: Exact, keep: Exact, *, steps: int, batch: int, rate: float) -> list[float]:
    """Return the mean squared error over the masks of each step, from zero weights on, before the step is made.

    The learning rate is `rate` / |x|^2. The masks depend on the numbers alone: the same question has the same run.
    """
    rows = _rows(x, keep)
    stream = Stream("dropout_least_squares", *map(str, (*x, y, keep)), batch)
    shares = _shares(stream, Fraction(keep), len(x), steps=steps, batch=batch)
    step_size = 2 * rate / float(sum(v * v for v in x))
    weights, target = np.zeros(len(x)), float(y)
    found = []
    for share in shares:
        errors = target - rows @ weights
        found.append(float(share @ (errors * errors)))
        weights += step_size * (share * errors) @ rows
    return found


def _rows(x: Sequence[Exact], keep: Exact) -> NDArray[np.float64]:
    """Return what the model sees under mask 0, 1, ...; bit i of the mask's number says whether feature i is kept."""
    kept = np.arange(2 ** len(x))[:, None] >> np.arange(len(x)) & 1
    seen: NDArray[np.float64] = kept * np.array([float(v) for v in x]) / float(keep)
    return seen


def _shares(stream: Stream, keep: Fraction, count: int, *, steps: int, batch: int) -> NDArray[np.float64]:
    """Return the share of each mask among those of each step."""
    digits = stream.digits(keep.denominator, steps * batch * count)
    kept = (digits < keep.numerator).reshape(steps, batch, count)
    masks = (kept << np.arange(count)).sum(axis=2)
    shares: NDArray[np.float64] = (masks[:, :, None] == np.arange(2**count)).mean(axis=1)
    return shares
