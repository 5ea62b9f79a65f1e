"""What arithmetic costs by hand: facts that a person would sign."""

from __future__ import annotations

from fractions import Fraction

import pytest

from probgen import handwork
from probgen.exact import Dec


@pytest.mark.parametrize(
    ("value", "digits"),
    [(0, 0), (7, 1), (-7, 1), (45, 2), (450, 2), (Dec("0.45"), 2), (Dec("10.5"), 3), (Fraction(11, 3), 3), (2**0.5, 3)],
)
def test_a_number_weighs_the_digits_that_count(value: float, digits: int) -> None:
    assert handwork.weight(value) == digits


@pytest.mark.parametrize(
    ("easier", "harder"),
    [
        ((1, 7), (2, 7)),
        ((0, 7), (2, 7)),
        ((2, 7), (2, 17)),
        ((2, 7), (2, -7)),
        ((2, 7), (2, Dec("0.7"))),
        ((2, 10), (2, 12)),
        ((2, 7), (Fraction(2, 3), 7)),
        ((2, 7), (2, 7, 3)),
    ],
)
def test_products_are_ordered(easier: tuple[int, ...], harder: tuple[int, ...]) -> None:
    assert handwork.product(*easier) < handwork.product(*harder)


@pytest.mark.parametrize(
    ("easier", "harder"),
    [
        ((2, 3), (2, 3, 4)),
        ((2, 0), (2, 3)),
        ((12, 13), (18, 13)),
        ((18, -13), (13, -18, 1)),
        ((25, -13), (22, -13)),
        ((2, 3), (2, -3)),
        ((Fraction(1, 3), Fraction(1, 3)), (Fraction(1, 3), Fraction(1, 4))),
        ((Dec("0.5"), Dec("0.2")), (Dec("0.55"), Dec("0.26"))),
    ],
)
def test_sums_are_ordered(easier: tuple[int, ...], harder: tuple[int, ...]) -> None:
    assert handwork.total(easier) < handwork.total(harder)


@pytest.mark.parametrize(("easier", "harder"), [((6, 1), (6, 3)), ((6, 3), (7, 2)), ((7, 2), (7, 3)), ((0, 3), (6, 3))])
def test_quotients_are_ordered(easier: tuple[int, int], harder: tuple[int, int]) -> None:
    assert handwork.quotient(*easier) < handwork.quotient(*harder)


def test_a_dot_product_is_its_products_and_their_sum() -> None:
    assert handwork.dot((2, 3), (4, 5)) == handwork.product(2, 4) + handwork.product(3, 5) + handwork.total((8, 15))


def test_closer_numbers_are_harder_to_tell_apart() -> None:
    work = [handwork.closeness(gap) for gap in (20, 10, 2, 1, Dec("0.1"))]
    assert work == sorted(work)
    assert (work[0], work[1], work[3], work[4]) == (0, 0, 1, 2)


def test_carries_of_a_sum_are_counted() -> None:
    assert handwork.total((99, 1)) - handwork.total((98, 1)) == 1  # two carries
