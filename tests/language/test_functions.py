"""The functions of the expression language, against values worked by hand."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from probgen.exact import Dec, Value
from probgen.language.functions import FUNCTIONS

A = ((1, 2), (3, 4))


@pytest.mark.parametrize(
    ("name", "arguments", "expected"),
    [
        ("abs", (Dec("-0.50"),), Dec("0.50")),
        ("all", ((True, 1),), True),
        ("all", ((True, 0),), False),
        ("any", ((False, 1),), True),
        ("any", ((),), False),
        ("argmax", ((1, 5, 5),), 1),
        ("argmin", ((3, 1, 1),), 1),
        ("ceil", (Fraction(-1, 2),), 0),
        ("comb", (5, 2), 10),
        ("count", ((True, False, True),), 2),
        ("count", ((0, 1, 0), 0), 2),
        ("cumsum", ((1, 2, -3),), (1, 3, 0)),
        ("cumsum", ((),), ()),
        ("denominator", (Dec("0.75"),), 4),
        ("denominator", (3,), 1),
        ("digits", (Dec("0.360"),), 2),
        ("digits", (1205,), 4),
        ("digits", (1200,), 2),
        ("digits", (0,), 1),
        ("digits", (Fraction(1, 8),), 3),
        ("digits", (Fraction(1, 3),), 10**6),
        ("digits", (0.5,), 10**6),
        ("distinct", ((1, 2, 3),), True),
        ("distinct", (((1, 2), (1, 2)),), False),
        ("distinct", ((Dec("0.50"), Fraction(1, 2)),), False),
        ("dot", ((1, 2, 3), (4, -5, 6)), 12),
        ("enumerate", (("a", "b"), 1), ((1, "a"), (2, "b"))),
        ("factorial", (5,), 120),
        ("flatten", (A,), (1, 2, 3, 4)),
        ("floor", (Fraction(-1, 2),), -1),
        ("gcd", (12, 18), 6),
        ("index", ((3, 4, 4), 4), 1),
        ("len", ("word",), 4),
        ("len", ((1, 2),), 2),
        ("list", ((1, 2),), (1, 2)),
        ("tuple", ((1, 2),), (1, 2)),
        ("matmul", (A, A), ((7, 10), (15, 22))),
        ("matvec", (A, (1, -1)), (-1, -1)),
        ("max", (1, 3, 2), 3),
        ("max", ((1, 3, 2),), 3),
        ("mean", ((1, 2),), Fraction(3, 2)),
        ("mean", ((1, 3),), 2),
        ("min", (Dec("0.5"), Fraction(1, 3)), Fraction(1, 3)),
        ("prod", ((2, 3, Fraction(1, 2)),), 3),
        ("prod", ((),), 1),
        ("range", (3,), (0, 1, 2)),
        ("range", (1, 4), (1, 2, 3)),
        ("range", (10, 0, -5), (10, 5)),
        ("reverse", ((1, 2, 3),), (3, 2, 1)),
        ("round", (Fraction(5, 2),), 2),
        ("round", (Fraction(7, 2),), 4),
        ("round", (Dec("2.675"), 2), Dec("2.68")),
        ("round", (Dec("2.665"), 2), Dec("2.66")),
        ("sorted", ((3, Fraction(1, 2), 2),), (Fraction(1, 2), 2, 3)),
        ("sqrt", (Fraction(9, 4),), Fraction(3, 2)),
        ("sqrt", (Dec("0.25"),), Dec("0.5")),
        ("sqrt", (16,), 4),
        ("sum", ((1, Fraction(1, 2), Fraction(1, 2)),), 2),
        ("transpose", (((1, 2, 3), (4, 5, 6)),), ((1, 4), (2, 5), (3, 6))),
        ("zip", ((1, 2), (3, 4)), ((1, 3), (2, 4))),
    ],
)
def test_functions_give_the_values_worked_by_hand(name: str, arguments: tuple[Value, ...], expected: Value) -> None:
    found = FUNCTIONS[name](*arguments)
    assert found == expected
    assert type(found) is type(expected)


@pytest.mark.parametrize(
    ("name", "arguments", "message"),
    [
        ("argmax", ((),), "the list is empty"),
        ("mean", ((),), "the list is empty"),
        ("sum", (5,), "5 is no list"),
        ("sum", ((1, True),), "truth value True"),
        ("dot", ((1,), (1, 2)), "1 and 2 entries do not match"),
        ("zip", ((1,), (1, 2)), "1 and 2 entries do not match"),
        ("matmul", (((1, 2),), ((1, 2),)), "do not match"),
        ("matmul", (((0,) * 50,) * 50, ((0,) * 50,) * 50), "too large"),
        ("comb", (-1, 0), "outside"),
        ("comb", (10**6, 5), "outside"),
        ("factorial", (501,), "outside"),
        ("index", ((1, 2), 3), "3 is not in the list"),
        ("range", (Fraction(1, 2),), "1/2 is no whole number"),
        ("range", (1001,), "too long"),
        ("range", (), "one to three"),
        ("round", (1, -1), "cannot round"),
        ("sqrt", (-4,), "-4 has no square root"),
        ("log", (0,), "0 has no logarithm"),
        ("abs", ("a",), "'a' is no number"),
        ("denominator", (0.5,), "not exact"),
        ("count", ((1,), 1, 2), "at most one"),
    ],
)
def test_wrong_arguments_are_refused_with_a_sentence(name: str, arguments: tuple[Value, ...], message: str) -> None:
    with pytest.raises((ValueError, TypeError), match=message):
        FUNCTIONS[name](*arguments)


def test_rounding_keeps_the_places_asked_for() -> None:
    assert str(FUNCTIONS["round"](Fraction(1, 2), 3)) == "0.500"


def test_a_root_that_is_not_rational_is_a_float() -> None:
    assert FUNCTIONS["sqrt"](2) == pytest.approx(1.41421356237, abs=1e-11)


def test_logarithm_and_exponential_undo_each_other() -> None:
    assert FUNCTIONS["log"](FUNCTIONS["exp"](Fraction(3, 2))) == pytest.approx(1.5)
    assert FUNCTIONS["log"](10**400) == pytest.approx(400 * math.log(10))


@given(st.fractions(max_denominator=500), st.integers(0, 5))
def test_rounding_is_never_off_by_more_than_half_a_unit(x: Fraction, places: int) -> None:
    assert abs(Fraction(FUNCTIONS["round"](x, places)) - x) * 10**places <= Fraction(1, 2)


@given(st.fractions(min_value=0, max_denominator=99))
def test_the_root_of_a_square_is_exact(x: Fraction) -> None:
    assert FUNCTIONS["sqrt"](x * x) == x
