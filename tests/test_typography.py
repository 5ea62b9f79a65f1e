"""Every number becomes text in one module; these are its facts."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

import pytest

from probgen import typography as t
from probgen.exact import Dec, Record


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (-3, "-3"),
        (9999, "9999"),
        (12345, r"12\,345"),
        (-1234567, r"-1\,234\,567"),
        (Dec("0.60"), "0.60"),
        (Dec("-1.20"), "-1.20"),
        (Dec("3"), "3"),
        (Fraction(5, 2), r"\frac{5}{2}"),
        (Fraction(-31, 12), r"-\frac{31}{12}"),
        (Fraction(4, 2), "2"),
        (math.pi, "3.142"),
        (-0.000123456, "-0.0001235"),
        ((1, -4, Dec("0.5")), "(1, -4, 0.5)"),
        (((1, 2), (3, Fraction(1, 2))), r"\begin{bmatrix} 1 & 2 \\ 3 & \frac{1}{2} \end{bmatrix}"),
        ("a_b", r"\text{a\_b}"),
        (True, r"\text{yes}"),
    ],
)
def test_tex_sets_each_kind_of_value(value: Any, expected: str) -> None:
    assert t.tex(value) == expected


def test_nothing_cannot_be_printed() -> None:
    with pytest.raises(ValueError, match="NoneType"):
        t.tex(None)


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        (t.coef(1), ""),
        (t.coef(-1), "-"),
        (t.coef(-4), "-4"),
        (t.signed(3), "+ 3"),
        (t.signed(Dec("-0.50")), "- 0.50"),
        (t.signed(0), "+ 0"),
        (t.paren(-3), "(-3)"),
        (t.paren(3), "3"),
        (t.linear((1, 0, -4), "w"), "w_{1} - 4w_{3}"),
        (t.linear((-1, 2), "w"), "-w_{1} + 2w_{2}"),
        (t.linear((0, 0), "w"), "0"),
        (t.sumprod((1, -2), (3, -4)), r"1 \cdot 3 + (-2) \cdot (-4)"),
        (t.sumof((1, 4, -2)), "1 + 4 - 2"),
        (t.sumof((-1, Dec("0.5"))), "-1 + 0.5"),
        (t.frac(Dec("0.25")), r"\frac{1}{4}"),
        (t.dec(Fraction(31, 12), 2), "2.58"),
        (t.dec(Dec("0.125"), 2), "0.12"),
        (t.dec(Dec("0.375"), 2), "0.38"),
        (t.percent(Dec("0.80")), r"80\,\%"),
        (t.vec((1, 2)), r"\begin{bmatrix} 1 \\ 2 \end{bmatrix}"),
        (t.shape((28, 28, 10)), r"28 \times 28 \times 10"),
        (t.shape(490), "490"),
        (t.seq((3, 5)), "3, 5"),
        (t.seq(("red", "blue")), "red, blue"),
        (t.words(("deep", "learn")), "*deep learn*"),
        (t.many(2, "zero"), "two zeros"),
        (t.many(1, "entry"), "one entry"),
        (t.many(13, "entry"), "13 entries"),
        (t.many(0, "bias", "biases"), "no biases"),
    ],
)
def test_filters_set_numbers_as_a_teacher_would(printed: str, expected: str) -> None:
    assert printed == expected


@pytest.mark.parametrize(
    ("value", "expected"), [(1, "1st"), (2, "2nd"), (3, "3rd"), (11, "11th"), (112, "112th"), (21, "21st")]
)
def test_ordinals_follow_english(value: int, expected: str) -> None:
    assert t.ordinal(value) == expected


def test_a_dot_product_needs_two_vectors_of_one_length() -> None:
    with pytest.raises(ValueError, match="one length"):
        t.sumprod((1, 2), (1,))


@pytest.mark.parametrize(
    ("value", "digits", "expected"),
    [(1234.5, 2, "1200"), (0.0456, 2, "0.046"), (Fraction(2, 3), 3, "0.667"), (0.0, 3, "0.0"), (-9.996, 3, "-10.00")],
)
def test_significant_digits_are_written_without_an_exponent(value: Any, digits: int, expected: str) -> None:
    assert t.significant(value, digits) == expected


def test_plain_text_of_a_record_names_its_fields() -> None:
    assert t.plain(Record({"deep": Dec("-0.50"), "n": (1, Fraction(1, 3))})) == "{deep: -0.50, n: (1, 1/3)}"
