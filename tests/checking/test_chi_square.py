"""The chi-square test against the tables of quantiles."""

from __future__ import annotations

import pytest

from probgen.checking import chi_square


@pytest.mark.parametrize(
    ("freedom", "quantile", "p"),
    [
        (1, 3.841459, 0.05),
        (2, 5.991465, 0.05),
        (3, 7.814728, 0.05),
        (4, 9.487729, 0.05),
        (5, 15.08627, 0.01),
        (10, 18.30704, 0.05),
        (1, 10.82757, 0.001),
        (7, 24.32189, 0.001),
    ],
)
def test_the_tail_is_that_of_the_tables(freedom: int, quantile: float, p: float) -> None:
    assert chi_square.survival(quantile, freedom) == pytest.approx(p, rel=1e-5)


def test_even_counts_are_as_likely_as_can_be() -> None:
    assert chi_square.p_value([25, 25, 25, 25]) == 1


def test_a_die_that_always_falls_alike_is_loaded() -> None:
    assert chi_square.p_value([100, 0, 0, 0]) < 1e-60


def test_pearsons_statistic_is_that_of_a_worked_example() -> None:
    """Counts 8, 12 with mean 10: 4/10 + 4/10 = 0.8 at one degree of freedom."""
    assert chi_square.p_value([8, 12]) == pytest.approx(chi_square.survival(0.8, 1))


@pytest.mark.parametrize("counts", [[], [7], [0, 0]])
def test_nothing_is_said_of_too_few_cases(counts: list[int]) -> None:
    assert chi_square.p_value(counts) == 1
