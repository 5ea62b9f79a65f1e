"""Decimals that remember their places, and what counts as plain."""

from __future__ import annotations

import copy
import pickle
from fractions import Fraction
from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from probgen.exact import Dec, Record, decimal_places, is_number, plain, shortest, written_places

cents = st.integers(-(10**6), 10**6).map(lambda n: Dec(Fraction(n, 100), 2))


@pytest.mark.parametrize("text", ["0.60", "-0.60", "12.0", "0.007", "3", "-0.05"])
def test_a_decimal_is_written_as_it_was_read(text: str) -> None:
    assert str(Dec(text)) == text


def test_scientific_notation_has_the_places_of_its_value() -> None:
    assert (str(Dec("1e-3")), str(Dec("1.50e1")), str(Dec("2e3"))) == ("0.001", "15.0", "2000")


def test_a_decimal_equals_its_fraction_and_hashes_alike() -> None:
    assert Dec("0.50") == Fraction(1, 2)
    assert len({Dec("0.50"), Dec("0.5"), Fraction(1, 2)}) == 1


def test_a_third_is_no_decimal() -> None:
    with pytest.raises(ValueError, match="no finite decimal"):
        Dec(Fraction(1, 3))


def test_too_few_places_are_raised_to_those_that_are_exact() -> None:
    assert str(Dec("0.125", 1)) == "0.125"


@pytest.mark.parametrize(
    ("result", "text"),
    [
        (Dec("0.50") + Dec("0.5"), "1.00"),
        (Dec("0.50") + 1, "1.50"),
        (1 - Dec("0.60"), "0.40"),
        (-Dec("1.0"), "-1.0"),
        (abs(Dec("-1.20")), "1.20"),
        (Dec("0.50") * Dec("0.50"), "0.25"),
        (Dec("0.50") * 4, "2"),
        (Dec("0.3") / 3, "0.1"),
        (3 / Dec("0.5"), "6"),
        (Dec("0.5") ** 2, "0.25"),
    ],
)
def test_sums_keep_places_and_products_take_the_fewest(result: Dec, text: str) -> None:
    assert isinstance(result, Dec)
    assert str(result) == text


def test_a_quotient_that_never_ends_is_a_plain_fraction() -> None:
    quotient = Dec("0.1") / 3
    assert type(quotient) is Fraction
    assert quotient == Fraction(1, 30)


def test_a_sum_with_a_third_is_a_plain_fraction() -> None:
    assert type(Dec("0.5") + Fraction(1, 3)) is Fraction


def test_copies_and_pickles_keep_the_places() -> None:
    number = Dec("0.60")
    assert [str(x) for x in (copy.copy(number), copy.deepcopy(number), pickle.loads(pickle.dumps(number)))] == [
        "0.60"
    ] * 3


@given(cents, cents)
def test_decimal_sums_are_the_sums_of_the_fractions(a: Dec, b: Dec) -> None:
    assert Fraction(a + b) == Fraction(a) + Fraction(b)
    assert (a + b).places == 2


@given(st.fractions(max_denominator=2000))
def test_decimal_places_are_the_fewest_that_make_the_number_whole(x: Fraction) -> None:
    places = decimal_places(x)
    if places is None:
        assert all((x * 10**n).denominator > 1 for n in range(15))
    else:
        assert (x * 10**places).denominator == 1
        assert places == 0 or (x * 10 ** (places - 1)).denominator > 1


def test_written_places_count_trailing_zeros() -> None:
    assert [written_places(text) for text in ("0.60", "7", "1.5e-3", "1e3")] == [2, 0, 4, 0]


def test_shortest_leaves_thirds_alone() -> None:
    assert shortest(Fraction(1, 3)) == Fraction(1, 3)
    assert str(shortest(Fraction(1, 8))) == "0.125"


def test_truth_values_are_no_numbers() -> None:
    assert [is_number(x) for x in (True, 1, 1.5, Fraction(1, 2), "1", None)] == [False, True, True, True, False, False]


def test_numpy_arrays_become_tuples_of_python_numbers() -> None:
    value = plain(np.array([[1, 2], [3, 4]]))
    assert value == ((1, 2), (3, 4))
    assert type(value[0][0]) is int


def test_a_whole_fraction_becomes_an_int() -> None:
    assert type(plain([Fraction(4, 2)])[0]) is int


def test_a_named_tuple_stays_itself() -> None:
    class Row(NamedTuple):
        out: int

    assert isinstance(plain(Row(1)), Row)


def test_a_set_is_not_plain() -> None:
    with pytest.raises(TypeError, match="type set is not plain"):
        plain({1, 2})


def test_a_record_reads_as_fields_and_as_a_mapping() -> None:
    row = plain({"item": "pen", "price": Dec("0.50")})
    assert isinstance(row, Record)
    assert (row.item, row["item"], len(row), list(row)) == ("pen", "pen", 2, ["item", "price"])


def test_a_record_has_no_other_fields() -> None:
    with pytest.raises(AttributeError):
        _ = Record({"item": 1}).price


def test_records_compare_and_hash_by_their_entries() -> None:
    assert len({Record({"a": 1}), Record({"a": 1}), Record({"a": 2})}) == 2
    assert pickle.loads(pickle.dumps(Record({"a": 1}))) == Record({"a": 1})


def test_a_decimal_compares_with_floats_by_value() -> None:
    assert Dec("0.5") > 0.25
    assert Dec("0.5") == 0.5
    assert not Dec("-0.16") > 0.009216
