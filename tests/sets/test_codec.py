"""A manifest's trees come back as they went in."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import Any

import pytest

from probgen.document import Math, Paragraph, Str
from probgen.errors import ProbgenError
from probgen.exact import Dec, Formula, Record
from probgen.sets import codec
from tests import papers


@pytest.mark.parametrize(
    "value",
    [
        None, True, -3, 0.5, "word", Dec("0.60"), Fraction(1, 3), (1, (2, "x")), Record({"a": (Dec("1.0"), 2)}),
        Formula("w**2", (("w", "real"),)), Formula("N", up_to_constant=True),
        Paragraph((Str("x = "), Math(r"\frac{1}{2}"))), papers.exam(),
    ],
)  # fmt: skip
def test_what_is_encoded_is_decoded_through_json(value: Any) -> None:
    again = codec.decode(json.loads(json.dumps(codec.encode(value))))
    assert again == value
    assert type(again) is type(value)


def test_a_decimal_keeps_its_places() -> None:
    assert str(codec.decode(codec.encode(Dec("0.600")))) == "0.600"


def test_fields_at_their_default_are_left_out() -> None:
    assert codec.encode(Paragraph((Str("x"),))) == {"@": "Paragraph", "content": [{"@": "Str", "text": "x"}]}


def test_what_is_no_plain_value_is_refused() -> None:
    with pytest.raises(TypeError, match="a set cannot be kept"):
        codec.encode({1, 2})


@pytest.mark.parametrize(
    ("damaged", "message"),
    [
        ({"@": "Sonnet", "lines": 14}, "holds a 'Sonnet'"),
        ({"@": "Str"}, "holds a 'Str'"),
        ({"text": "x"}, "says no kind"),
    ],
)
def test_a_damaged_tree_is_an_error_with_a_sentence(damaged: Any, message: str) -> None:
    with pytest.raises(ProbgenError, match=message):
        codec.decode(damaged)
