"""Numbers put in for symbols."""

from __future__ import annotations

from fractions import Fraction

import pytest

from probgen.exact import Dec, Exact, Formula
from probgen.symbolic import NoFormula
from probgen.symbolic.substitution import put


@pytest.mark.parametrize(
    ("source", "values", "expected"),
    [
        ("c*q**n", {"c": 3, "n": 2}, "3 * q ** 2"),
        ("q**2 - c", {"q": -2}, "(-2) ** 2 - c"),
        ("a*x", {"a": Fraction(-1, 2)}, "-(1 / 2) * x"),
        ("a*x + 0.10", {"a": Dec("0.50")}, "0.50 * x + 0.10"),
        ("sqrt(x)/x", {"x": 2}, "sqrt(2) / 2"),
    ],
)
def test_numbers_stand_where_the_symbols_stood(source: str, values: dict[str, Exact], expected: str) -> None:
    assert put(Formula(source), values).source == expected


def test_the_domains_of_other_symbols_stay() -> None:
    given = Formula("c*q", (("c", "real"), ("q", "size")), up_to_constant=True)
    assert put(given, {"c": 2}) == Formula("2 * q", (("q", "size"),), up_to_constant=True)


def test_a_name_that_is_not_there_is_an_error() -> None:
    with pytest.raises(NoFormula, match="has no symbol 'k'"):
        put(Formula("c*q"), {"k": 2})
