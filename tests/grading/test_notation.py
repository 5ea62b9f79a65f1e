"""What students write is read as they mean it, or refused: by example, and back and forth with random values."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from probgen.document import ChooseMany, ChooseOne, Option, Str, TickRow, Ticks
from probgen.exact import Dec, Exact, Formula
from probgen.grading import notation
from probgen.grading.formulas import formula
from probgen.grading.notation import Span
from probgen.grading.numerals import Unreadable, decimal, number
from probgen.grading.reading import read

# ---- Numbers ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("-3", -3),
        ("−3", -3),
        ("– 3", -3),
        ("+3", 3),
        ("2.5", Fraction(5, 2)),
        ("2,5", Fraction(5, 2)),
        (".5", Fraction(1, 2)),
        ("5.", 5),
        ("0,125", Fraction(1, 8)),
        ("5/2", Fraction(5, 2)),
        ("-5 / 2", Fraction(-5, 2)),
        ("5/-2", Fraction(-5, 2)),
        ("5⁄2", Fraction(5, 2)),
        ("2 1/2", Fraction(5, 2)),
        ("-2 1/2", Fraction(-5, 2)),
        ("12 000/5", 2400),
        ("12 000", 12000),
        ("12\u202f000", 12000),
        ("12'000", 12000),
        ("1,234,567", 1234567),
        ("1.234.567", 1234567),
        ("1,234.5", Fraction(2469, 2)),
        ("1.234,5", Fraction(2469, 2)),
        ("1.234", Fraction(617, 500)),
        ("1e3", 1000),
        ("1.2e-3", Fraction(3, 2500)),
        ("1,2·10^3", 1200),
        ("1.2 x 10**-3", Fraction(3, 2500)),
        ("w = 4", 4),
        ("f(3) = 4", 4),
        ("≈ 4", 4),
        ("2^10", 1024),
        ("sqrt(9)/2", Fraction(3, 2)),
        ("-(3)", -3),
    ],
)
def test_a_number_is_read(text: str, value: Exact) -> None:
    assert number(text) == value


def test_a_closed_form_is_read() -> None:
    assert number("√(2)/2") == pytest.approx(0.5**0.5)


@pytest.mark.parametrize(("text", "unit"), [("80 %", "%"), ("80%", "%"), ("80", "%"), ("80 CM", "cm"), ("80cm", "cm")])
def test_its_unit_may_stand_behind_a_number(text: str, unit: str) -> None:
    assert number(text, unit) == 80


@pytest.mark.parametrize(
    ("text", "unit", "message"),
    [
        ("1,234", "", "'1,234' can be 1.234 or 1234"),
        ("two", "", "'two' is no number"),
        ("", "", "'' is no number"),
        ("1/0", "", "'1/0' divides by zero"),
        ("80 %", "", "'80 %' has '%' behind its number"),
        ("80 m", "cm", "'80 m' has 'm' behind its number"),
        ("2 5/3", "", "'2 5/3' is no mixed number"),
        ("2 3", "", "'2 3' has '3' behind its number"),
        ("1..2", "", "'1..2' is no number"),
        ("1-2", "", "'1-2' is no number"),
        ("02.05.2026", "", "'02.05.2026' looks like a date"),
        ("5-Feb", "", "'5-Feb' looks like a date"),
        ("1e999", "", "'1e999' is beyond all bounds"),
        ("9" * 400, "", f"'{'9' * 37}...' is beyond all bounds"),
        ("9" * 3000, "", "an answer of 3000 characters is too long"),
        ("x*2", "", "'x*2' is no number"),
        ("2**9**9**9", "", "'2**9**9**9' is no number"),
        ("__import__('os')", "", "'__import__('os')' is no number"),
    ],
)
def test_what_is_no_number_or_two_is_refused(text: str, unit: str, message: str) -> None:
    with pytest.raises(Unreadable) as fault:
        number(text, unit)
    assert str(fault.value) == message


FRACTIONS = some.fractions(min_value=-(10**6), max_value=10**6, max_denominator=10**4)
DECIMALS = some.builds(
    lambda n, places: Dec(Fraction(n, 10**places), places), some.integers(-(10**9), 10**9), some.integers(0, 6)
)
MINUS = some.sampled_from("-−–")


@given(FRACTIONS, MINUS)
def test_any_fraction_is_read_back(value: Fraction, minus: str) -> None:
    assert number(str(value).replace("-", minus)) == value


@given(DECIMALS, MINUS)
def test_any_decimal_is_read_back(value: Dec, minus: str) -> None:
    assert number(str(value).replace("-", minus)) == value


@given(DECIMALS)
def test_any_decimal_with_a_comma_is_read_back_or_has_two_readings(value: Dec) -> None:
    try:
        assert number(str(value).replace(".", ",")) == value
    except Unreadable:
        assert (value.places, 1 <= abs(value) < 1000) == (3, True)


@given(some.integers(-(10**15), 10**15), some.sampled_from(" '\u00a0\u202f"))
def test_any_whole_number_in_groups_is_read_back(value: int, separator: str) -> None:
    assert number(f"{value:,}".replace(",", separator)) == value


@given(some.text(max_size=60))
def test_any_text_is_a_number_or_unreadable(text: str) -> None:
    try:
        number(text)
    except Unreadable:
        return


@given(DECIMALS)
def test_points_are_written_exactly_to_four_places(value: Dec) -> None:
    assert abs(Fraction(decimal(value)) - value) <= Fraction(1, 20000)


# ---- Vectors and matrices ---------------------------------------------------------------------------------------

ENTRIES = some.one_of(some.integers(-999, 999), some.fractions(-99, 99, max_denominator=99), DECIMALS)
VECTORS = some.lists(ENTRIES, min_size=1, max_size=6).map(tuple)
MATRICES = (
    some.integers(1, 4)
    .flatmap(
        lambda width: some.lists(some.lists(ENTRIES, min_size=width, max_size=width).map(tuple), min_size=1, max_size=4)
    )
    .map(tuple)
)
AROUND = some.sampled_from(["()", "[]", "{}", "  "])


@given(VECTORS, some.sampled_from([", ", ",", "; ", ";", " ", "\n"]), AROUND, MINUS)
def test_any_vector_is_read_back(value: tuple[Exact, ...], between: str, around: str, minus: str) -> None:
    text = around[0] + between.join(str(entry).replace("-", minus) for entry in value) + around[1]
    assert notation.vector(text, len(value)) == value


@given(VECTORS.filter(lambda value: len(value) > 1))
def test_any_column_is_read_back(value: tuple[Exact, ...]) -> None:
    assert notation.vector(f"[{', '.join(f'[{entry}]' for entry in value)}]", len(value)) == value


@given(MATRICES, some.sampled_from([", ", " "]), AROUND)
def test_any_matrix_in_brackets_is_read_back(value: tuple[tuple[Exact, ...], ...], between: str, around: str) -> None:
    rows = (f"{around[0]}{between.join(map(str, row))}{around[1]}".strip() for row in value)
    text = "\n".join(rows) if around == "  " else f"[{', '.join(rows)}]"
    assert notation.matrix(text, (len(value), len(value[0]))) == value


@given(MATRICES, some.sampled_from([", ", " ", ","]), some.sampled_from(["; ", ";", "\n"]))
def test_any_matrix_in_rows_is_read_back(value: tuple[tuple[Exact, ...], ...], between: str, below: str) -> None:
    text = below.join(between.join(map(str, row)) for row in value)
    assert notation.matrix(text, (len(value), len(value[0]))) == value


@pytest.mark.parametrize(
    ("text", "size", "value"),
    [
        ("2,5 3,1", 2, (Fraction(5, 2), Fraction(31, 10))),
        ("2,5; 3,1", 2, (Fraction(5, 2), Fraction(31, 10))),
        ("2,5", 2, (2, 5)),
        ("2,5", 1, (Fraction(5, 2),)),
        ("2 1/2", 2, (2, Fraction(1, 2))),
        ("2 1/2", 1, (Fraction(5, 2),)),
        ("12 000, 3", 2, (12000, 3)),
        ("w = (2, −1, 3)", 3, (2, -1, 3)),
        ("1, 2, 3", 2, (1, 2, 3)),
    ],
)
def test_the_asked_size_settles_two_readings(text: str, size: int, value: tuple[Exact, ...]) -> None:
    assert notation.vector(text, size) == value


@pytest.mark.parametrize("text", ["(1, 2", "1, x, 3", "", "()", "((1, 2), (3, 4))", "(1, 2), 3", "12 000 5", "1,2"])
def test_what_is_no_vector_or_two_is_refused(text: str) -> None:
    with pytest.raises(Unreadable):
        notation.vector(text, 3)


@pytest.mark.parametrize("text", ["[[1, 2], [3]]", "[[1, 2], 3]", "1 2; 3 x", "[[1, 2]", ""])
def test_what_is_no_matrix_is_refused(text: str) -> None:
    with pytest.raises(Unreadable):
        notation.matrix(text, (2, 2))


@pytest.mark.parametrize("text", ["(1, 2, 3)", "1 2 3", "1; 2; 3", "[[1], [2], [3]]"])
@pytest.mark.parametrize(("shape", "value"), [((3, 1), ((1,), (2,), (3,))), ((1, 3), ((1, 2, 3),))])
def test_a_matrix_of_one_line_may_be_a_vector(text: str, shape: tuple[int, int], value: Any) -> None:
    assert notation.matrix(text, shape) == value


@given(some.text(alphabet="0123456789.,;()[]- /\n", max_size=30))
def test_any_signs_are_a_vector_and_a_matrix_or_unreadable(text: str) -> None:
    readers: tuple[Callable[[], object], ...] = (
        lambda: notation.vector(text, 2),
        lambda: notation.matrix(text, (2, 2)),
        lambda: notation.interval(text),
    )
    for read_text in readers:
        with suppress(Unreadable):
            read_text()


# ---- Intervals, words, shapes, formulas -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("[1, 4)", Span(1, 4, low_closed=True, high_closed=False)),
        ("]1; 4]", Span(1, 4, low_closed=False, high_closed=True)),
        ("[1;4[", Span(1, 4, low_closed=True, high_closed=False)),
        ("[1,5; 4,5]", Span(Fraction(3, 2), Fraction(9, 2), low_closed=True, high_closed=True)),
        ("[1,5, 4,5]", Span(Fraction(3, 2), Fraction(9, 2), low_closed=True, high_closed=True)),
        ("(-inf, 3]", Span(None, 3, low_closed=False, high_closed=True)),
        ("(−∞, ∞)", Span(None, None, low_closed=False, high_closed=False)),
        ("1 <= x < 4", Span(1, 4, low_closed=True, high_closed=False)),
        ("1 < x ≤ 4", Span(1, 4, low_closed=False, high_closed=True)),
        ("x > 3", Span(3, None, low_closed=False, high_closed=False)),
        ("lam <= 3", Span(None, 3, low_closed=False, high_closed=True)),
        ("λ ∈ [1, 2]", Span(1, 2, low_closed=True, high_closed=True)),
    ],
)
def test_an_interval_is_read(text: str, value: Span) -> None:
    assert notation.interval(text) == value


@pytest.mark.parametrize("text", ["4", "1 to 4", "(inf, 3)", "(3, -inf)", "[1, 2, 3]", "[1, x]", ""])
def test_what_is_no_interval_is_refused(text: str) -> None:
    with pytest.raises(Unreadable):
        notation.interval(text)


@given(ENTRIES, ENTRIES, some.booleans(), some.booleans(), some.sampled_from(["; ", ", "]))
def test_any_interval_is_read_back(low: Exact, high: Exact, left: bool, right: bool, between: str) -> None:
    text = f"{'[' if left else '('}{low}{between}{high}{']' if right else ')'}"
    assert notation.interval(text) == Span(low, high, left, right)


@pytest.mark.parametrize(
    ("text", "size", "value"),
    [
        ("the dog barks", 3, ("the", "dog", "barks")),
        ("B, C, A", 3, ("B", "C", "A")),
        ("BCA", 3, ("B", "C", "A")),
        ("BCA", 1, ("BCA",)),
        ("B -> C → A", 3, ("B", "C", "A")),
        ("(B, C, A)", 3, ("B", "C", "A")),
        ("[start] a dog", 3, ("[start]", "a", "dog")),
        ("<s> a dog", 3, ("<s>", "a", "dog")),
    ],
)
def test_words_are_read(text: str, size: int, value: tuple[str, ...]) -> None:
    assert notation.words(text, size) == value


@pytest.mark.parametrize("text", ["28 x 28 x 10", "28×28×10", "(28, 28, 10)", "28 28 10", "28*28*10"])
def test_a_shape_is_read(text: str) -> None:
    assert notation.sizes(text) == (28, 28, 10)


def test_what_is_no_shape_is_refused() -> None:
    with pytest.raises(Unreadable):
        notation.sizes("28 x many")


KEY = Formula("2*w**2*u1 + sqrt(d)", (("w", "real"), ("u1", "real"), ("d", "size"), ("lam", "real")))


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("2w^2 * u1", "2*w**2 * u1"),
        ("y = 2w²·u1", "2*w**2*u1"),
        ("√(d) (w + 1)", "sqrt(d)*(w + 1)"),
        ("2(w + 1)(w − 1)", "2*(w + 1)*(w - 1)"),
        ("λ + lambda", "lam + lam"),
        ("1/(2w)", "1/(2*w)"),
        ("1/2*w", "1/2*w"),
    ],
)
def test_a_formula_is_read(text: str, source: str) -> None:
    assert formula(text, KEY).source == source


@pytest.mark.parametrize("text", ["1/2w", "w u1", "q + 1", "w**", "O(w)", "import os", "w if d else u1", "w.real"])
def test_what_is_no_formula_or_two_is_refused(text: str) -> None:
    with pytest.raises(Unreadable):
        formula(text, KEY)


# ---- Options ----------------------------------------------------------------------------------------------------


def options(*texts: str) -> ChooseOne:
    return ChooseOne(tuple(Option((Str(text),), right=not place) for place, text in enumerate(texts)))


@pytest.mark.parametrize("text", ["2", "b", "B", "(b)", "b)", "2.", "red fox", "Red  Fox"])
def test_an_option_goes_by_number_letter_or_text(text: str) -> None:
    assert read(options("blue", "red fox", "green"), 0, text) == 1


def test_an_option_of_one_letter_goes_by_its_letter() -> None:
    assert read(options("B", "A", "D"), 0, "a") == 1


@pytest.mark.parametrize("text", ["4", "d", "1, 2", "yellow", "0"])
def test_what_is_no_option_is_refused(text: str) -> None:
    with pytest.raises(Unreadable):
        read(options("blue", "red", "green"), 0, text)


def test_a_number_that_is_the_text_of_another_option_is_refused() -> None:
    with pytest.raises(Unreadable, match="can be the number of an option or its text"):
        read(options("3", "1", "7"), 0, "1")


@pytest.mark.parametrize(
    ("text", "value"),
    [("1, 3", {0, 2}), ("a c", {0, 2}), ("ac", {0, 2}), ("1 and 3", {0, 2}), ("none", set()), ("-", set())],
)
def test_several_options_are_read(text: str, value: set[int]) -> None:
    assert read(ChooseMany(options("blue", "red", "green").options), 0, text) == value


@pytest.mark.parametrize("text", ["1 4", "1 1", "maybe", "abz"])
def test_what_names_no_set_of_options_is_refused(text: str) -> None:
    with pytest.raises(Unreadable):
        read(ChooseMany(options("blue", "red", "green").options), 0, text)


def ticks(*columns: str) -> Ticks:
    return Ticks(tuple((Str(column),) for column in columns), (TickRow((), tuple("yes" for _ in columns)),))


@pytest.mark.parametrize(("text", "value"), [("1 2", {0, 1}), ("x -", {0}), ("exploding", {1}), ("none", set())])
def test_ticks_of_a_row_are_read(text: str, value: set[int]) -> None:
    assert read(ticks("vanishing", "exploding"), 0, text) == value


@pytest.mark.parametrize(("text", "value"), [("x", {0}), ("yes", {0}), ("no", set()), ("1", {0}), ("0", set())])
def test_a_single_box_is_yes_or_no(text: str, value: set[int]) -> None:
    assert read(ticks("valid"), 0, text) == value
