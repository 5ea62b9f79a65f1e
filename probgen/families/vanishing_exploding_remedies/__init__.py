"""Vanishing and exploding gradients: what acts against which, growth in a linear network, variances of initialization.

With n inputs to each unit and independent weights of mean zero and variance v, a linear layer multiplies the expected
squared norm of the gradient by n v; L layers by (n v)^L. Xavier (Glorot and Bengio, 2010) takes 2/(n_in + n_out), He
(He et al., 2015) 2/n_in, which makes up for the half that ReLU cuts off.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, NamedTuple

import numpy as np

from ... import handwork
from ...exact import Exact, Record, plain
from ...family import Disagreement, Effort, NotWellPosed
from .experiment import helps

Mark = Literal["yes", "no", "either"]

_MARKS: Mapping[str, tuple[Mark, Mark]] = {  # against vanishing, against exploding
    "he_vs_xavier": ("yes", "either"),
    "skip_connections": ("yes", "no"),
    "batch_norm": ("yes", "yes"),
    "layer_norm": ("yes", "yes"),
    "gradient_clipping": ("no", "yes"),
    "gating": ("yes", "either"),
    "relu_for_sigmoid": ("yes", "no"),
    "orthogonal": ("yes", "yes"),
    "larger_batch": ("no", "no"),
    "dropout": ("no", "no"),
    "weight_sharing": ("no", "no"),
    "shuffling": ("no", "no"),
    "more_data": ("no", "no"),
}


@dataclass(frozen=True, slots=True)
class Params:
    """Remedies, as records with a `name` of the table, `item` and `why`; a linear network; the fans of a ReLU layer."""

    remedies: tuple[Record, ...]
    width: int = 64
    gain: Exact = 2  # width times the variance
    layers: int = 10
    fan_in: int = 300
    fan_out: int = 100

    def __post_init__(self) -> None:
        for row in self.remedies:
            if row.get("name") not in _MARKS:
                raise ValueError(f"'{row.get('name')}' is none of the remedies {', '.join(_MARKS)}")
        if min(self.width, self.layers, self.fan_in, self.fan_out) < 1 or self.gain <= 0:
            raise ValueError("sizes must be at least 1, and the gain positive")


class Row(NamedTuple):
    """A remedy with its marks."""

    name: str
    item: str
    why: str
    vanish: Mark
    explode: Mark


class Solution(NamedTuple):
    """The marks, the growth of the gradient, the variances, and what known mistakes lead to."""

    table: tuple[Row, ...]
    marks: tuple[tuple[Mark, Mark], ...]
    variance: Exact
    growth: Exact  # of the squared norm
    steady: Exact  # the variance that keeps the squared norm
    inverse: Exact
    added: Exact
    bare_variance: Exact  # without the width
    xavier: Exact
    he: Exact
    he_out: Exact  # with the outputs in place of the inputs
    xavier_single: Exact  # 1 / (n_in + n_out)
    lecun: Exact  # 1 / n_in
    deviation: float  # the square root of He's variance


def solve(params: Params) -> Solution:
    """Return the marks of the table and the values of the formulas.

    Raises:
        NotWellPosed: the gradient neither grows nor shrinks.
    """
    gain = Fraction(params.gain)
    if gain == 1:
        raise NotWellPosed("the gradient grows or shrinks")
    rows = tuple(Row(r.name, r.item, r.why, *_MARKS[r.name]) for r in params.remedies)
    return Solution(
        table=rows,
        marks=tuple((row.vanish, row.explode) for row in rows),
        variance=plain(gain / params.width),
        growth=plain(gain**params.layers),
        steady=plain(Fraction(1, params.width)),
        inverse=plain(1 / gain**params.layers),
        added=plain(gain * params.layers),
        bare_variance=plain((gain / params.width) ** params.layers),
        xavier=plain(Fraction(2, params.fan_in + params.fan_out)),
        he=plain(Fraction(2, params.fan_in)),
        he_out=plain(Fraction(2, params.fan_out)),
        xavier_single=plain(Fraction(1, params.fan_in + params.fan_out)),
        lecun=plain(Fraction(1, params.fan_in)),
        deviation=float(np.sqrt(2 / params.fan_in)),
    )


def verify(params: Params, solution: Solution) -> None:
    """Measure gradients of deep random networks with each remedy, and carry second moments from layer to layer.

    Raises:
        Disagreement: a mark that is not free differs from the measurement, or a number from the moments.
    """
    names = tuple((r.name, r.item, r.why) for r in params.remedies)
    if tuple(row[:3] for row in solution.table) != names or tuple(row[3:] for row in solution.table) != solution.marks:
        raise Disagreement(f"the table lists {solution.table} with {solution.marks}")
    for row in solution.table:
        for mark, helped in zip((row.vanish, row.explode), helps(row.name), strict=True):
            if mark != "either" and mark != ("yes" if helped else "no"):
                raise Disagreement(f"{row.name} is measured to help: {helps(row.name)}, marked {row[3:]}")
    moments: list[Exact] = [1] * params.width
    for _ in range(params.layers):
        moments = [solution.variance * sum(moments)] * params.width
    if sum(moments) != solution.growth * params.width:
        raise Disagreement(f"the moments grow to {sum(moments)}, not by {solution.growth}")
    if params.width * solution.variance != params.gain or sum([solution.steady] * params.width) != 1:
        raise Disagreement(f"the moments do not stay with {solution.steady}, or {solution.variance} is another gain")
    # forward: the fan_in products keep the second moment; backward: the fan_out ones do; Xavier averages both demands
    forward, backward = sum([solution.xavier] * params.fan_in), sum([solution.xavier] * params.fan_out)
    halves = [max(sign, 0) ** 2 for sign in (-1, 1)]  # second moment behind ReLU, of a symmetric sum of variance one
    behind_relu = Fraction(sum(halves), len(halves)) * sum([solution.he] * params.fan_in)
    if forward + backward != 2 or behind_relu != 1:
        raise Disagreement(f"Xavier's moments are {forward} and {backward}, He's {behind_relu} behind ReLU")


def effort(params: Params, solution: Solution) -> Effort:
    """Return the work of each part: 2 for a row, 1 more where just one mark is right; powers; quotients."""
    onesided = sum({"yes", "no"} <= {vanish, explode} for vanish, explode in solution.marks)
    power = handwork.product(*[params.gain] * params.layers)
    fans = handwork.total((params.fan_in, params.fan_out)) + handwork.quotient(2, params.fan_in + params.fan_out)
    he = handwork.quotient(2, params.fan_in)
    return {
        "a": 2.0 * len(solution.table) + onesided,
        "b": handwork.product(params.width, solution.variance) + power + handwork.quotient(1, params.width),
        "c": fans + he,
    }
