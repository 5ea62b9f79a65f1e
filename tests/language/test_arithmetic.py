"""The bounded operators that expressions and texts share."""

from __future__ import annotations

import ast
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from probgen.exact import Dec, Value
from probgen.language.arithmetic import BINARY, MAX_SIZE, bounded, power, shown, size, square_root

ADD, MULTIPLY, DIVIDE, MODULO = (BINARY[symbol] for symbol in (ast.Add, ast.Mult, ast.Div, ast.Mod))


def test_the_table_holds_six_operators_and_no_power() -> None:
    assert set(BINARY) == {ast.Add, ast.Sub, ast.Mult, ast.Div, ast.FloorDiv, ast.Mod}


def test_a_number_may_have_4096_bits_and_no_more() -> None:
    assert bounded(2**4095) == 2**4095
    for number in (2**4096, -(2**4096), Fraction(1, 2**4096), Fraction(2**4096, 3)):
        with pytest.raises(ValueError, match="too large"):
            bounded(number)


def test_infinity_is_refused() -> None:
    with pytest.raises(ValueError, match="too large"):
        MULTIPLY(1e308, 10.0)


def test_a_complex_root_is_no_number() -> None:
    with pytest.raises(TypeError, match="no real number"):
        power(-2.0, 0.3)


def test_whole_results_are_ints() -> None:
    results: list[Value] = [DIVIDE(6, 3), MULTIPLY(Dec("0.5"), 4), ADD(Fraction(1, 2), Fraction(1, 2))]
    assert [(type(x), x) for x in results] == [(int, 2), (int, 2), (int, 1)]


def test_the_remainder_of_decimals_is_a_decimal() -> None:
    rest = MODULO(Dec("0.75"), Dec("0.5"))
    assert (str(rest), type(rest)) == ("0.25", Dec)


def test_lists_may_grow_to_the_limit() -> None:
    assert len(MULTIPLY((0,), MAX_SIZE)) == MAX_SIZE
    with pytest.raises(ValueError, match="longer than"):
        MULTIPLY((0,), MAX_SIZE + 1)
    with pytest.raises(ValueError, match="longer than"):
        ADD((0,) * MAX_SIZE, (0,))


def test_a_negative_number_of_repetitions_gives_nothing() -> None:
    assert MULTIPLY((1, 2), -3) == ()


def test_inner_lists_count_towards_the_size() -> None:
    assert size(((1, 2), (3, (4,)))) == 7


@pytest.mark.parametrize("pair", [("a", 1), ((1,), 1), (None, 1), (True, 1), ((1,), "a")])
def test_what_cannot_be_added_is_refused_with_a_sentence(pair: tuple[Value, Value]) -> None:
    with pytest.raises(TypeError, match=r"cannot add|truth value"):
        ADD(*pair)


@pytest.mark.parametrize(("base", "exponent"), [(2, 257), (2, -257), (10**9, 200), (Fraction(1, 10**9), 200)])
def test_large_powers_are_refused_before_they_are_computed(base: Value, exponent: int) -> None:
    with pytest.raises(ValueError, match="too large"):
        power(base, exponent)


def test_a_power_of_zero_with_a_negative_exponent_is_a_division_by_zero() -> None:
    with pytest.raises(ZeroDivisionError):
        power(0, -1)


def test_half_powers_are_exact_where_they_can_be() -> None:
    assert power(Fraction(4, 9), Fraction(3, 2)) == Fraction(8, 27)


@given(st.integers(-20, 20), st.integers(0, 8))
def test_a_power_is_a_repeated_product(base: int, exponent: int) -> None:
    product = 1
    for _ in range(exponent):
        product *= base
    assert power(base, exponent) == product


@given(st.integers(0, 10**12))
def test_a_square_root_squares_back(number: int) -> None:
    assert square_root(number) ** 2 == pytest.approx(number)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ((1, Dec("0.50")), "[1, 0.50]"),
        ("a", "'a'"),
        (tuple(range(20)), "[0, 1, 2, 3, 4, 5, 6, 7, ...]"),
        (Fraction(1, 3), "1/3"),
    ],
)
def test_values_are_shown_as_an_author_writes_them(value: Value, text: str) -> None:
    assert shown(value) == text


def test_long_values_are_cut() -> None:
    assert len(shown("x" * 500)) == 60
