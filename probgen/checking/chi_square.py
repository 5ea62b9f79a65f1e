"""Whether counts are those of equally likely cases: Pearson's test, with its p-value as a finite sum."""

from __future__ import annotations

import math
from collections.abc import Sequence


def p_value(counts: Sequence[int]) -> float:
    """Return the probability that equally likely cases give counts as uneven as these; 1 for fewer than two cases.

    The statistic sum (n_i - m)^2 / m has, for large m, the chi-square distribution of k - 1 degrees of freedom.
    """
    if len(counts) < 2 or not sum(counts):
        return 1.0
    mean = sum(counts) / len(counts)
    return survival(sum((count - mean) ** 2 for count in counts) / mean, len(counts) - 1)


def survival(statistic: float, freedom: int) -> float:
    """Return P(X >= statistic) for a chi-square variable, the regularized upper incomplete gamma Q(freedom/2, x/2).

    Exact for whole degrees of freedom by Q(a + 1, h) = Q(a, h) + h^a e^-h / Gamma(a + 1), from Q(1, h) = e^-h or
    Q(1/2, h) = erfc(sqrt h) (Abramowitz and Stegun 26.4.4 and 26.4.5).
    """
    h = statistic / 2
    if h <= 0:
        return 1.0
    a = 1.0 if freedom % 2 == 0 else 0.5
    q = math.exp(-h) if freedom % 2 == 0 else math.erfc(math.sqrt(h))
    while a < freedom / 2:
        q += math.exp(a * math.log(h) - h - math.lgamma(a + 1))
        a += 1
    return min(q, 1.0)
