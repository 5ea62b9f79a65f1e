"""Blanks are sized by kind and shape."""

from __future__ import annotations

from fractions import Fraction

import pytest

from probgen.document import FITS_A_LINE, Derivation, Interval, Matrix, Number, Response, Sequence, Symbolic, Vector
from probgen.exact import Formula
from probgen.writers import blanks


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Number(1), Number(Fraction(-12345, 678))),
        (Vector((1, 2)), Vector((Fraction(31, 7), -1000))),
        (Matrix(((1, 0), (0, 1))), Matrix(((123, -456), (Fraction(1, 7), 9)))),
        (Sequence(("a",)), Sequence(("a", "very", "long", "sequence", "of", "words"))),
        (Interval(0, 1), Interval(None, Fraction(22, 7), high_closed=False)),
        (Symbolic(Formula("w")), Symbolic(Formula("w**3*x + w**2*y + w*z"))),
    ],
)
def test_no_blank_tells_its_key(one: Response, other: Response) -> None:
    assert (blanks.width(one), blanks.height(one)) == (blanks.width(other), blanks.height(other))


def test_a_matrix_of_more_rows_has_a_higher_area() -> None:
    assert blanks.height(Matrix(((1,), (2,), (3,)))) > blanks.height(Matrix(((1,), (2,))))


def test_a_longer_vector_has_a_wider_blank() -> None:
    assert blanks.width(Vector((1, 2, 3, 4))) > blanks.width(Vector((1, 2, 3)))


def test_a_formula_that_may_use_many_symbols_has_a_wider_blank() -> None:
    few, many = ((("x", "real"),), tuple((f"x{i}", "real") for i in range(6)))
    assert blanks.width(Symbolic(Formula("x1", many))) > blanks.width(Symbolic(Formula("x", few)))


def test_no_blank_is_wider_than_a_line() -> None:
    assert blanks.width(Vector((0,) * 50)) <= 448
    assert blanks.width(Symbolic(Formula("x1", tuple((f"x{i}", "real") for i in range(50))))) <= 448


def test_a_derivation_is_not_written_on_a_blank() -> None:
    assert not isinstance(Derivation(), FITS_A_LINE)
