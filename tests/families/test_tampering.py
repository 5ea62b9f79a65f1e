"""No key goes unverified: whichever value that an answer is made of is altered, the second method disagrees."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from probgen import bank, family, shelf
from probgen.document import FIGURE_TYPES
from probgen.exact import is_number
from probgen.family import Disagreement

from .cases import Case, all_cases, module

CASES: dict[str, Case] = {}
for case in all_cases():
    if not case.refused:
        CASES.setdefault(case.family, case)


def altered(value: Any) -> Iterator[Any]:
    """Yield the value with its first and with its last number, truth value or word of a sequence altered.

    Text in the field of a record is left alone: it is printed beside a key and is none.
    """
    if isinstance(value, bool):
        yield not value
    elif is_number(value):
        yield value + 1
    elif isinstance(value, str):
        yield f"{value}x"
    elif isinstance(value, tuple) and value and not isinstance(value, FIGURE_TYPES):
        record = hasattr(value, "_fields")
        asked = [place for place, item in enumerate(value) if not (record and isinstance(item, str))]
        for place in dict.fromkeys((*asked[:1], *asked[-1:])):
            for other in altered(value[place]):
                items = (*value[:place], other, *value[place + 1 :])
                yield type(value)(*items) if record else items


def fields() -> Iterator[tuple[str, str]]:
    """Yield each family with the fields of its solution that an answer of its entries names."""
    for template in (t for file in shelf.files([shelf.shipped()]) for t in bank.load(file) if t.family in CASES):
        keys = (answer.value for part in template.parts for answer in part.answers if answer.value)
        named = {name for key in keys for name in key.names}
        yield from ((template.family, field) for field in family.gives(family.find(template.family)) if field in named)


@pytest.mark.parametrize(("name", "field"), sorted(set(fields())), ids=lambda word: word)
def test_an_altered_value_is_noticed(name: str, field: str) -> None:
    params = CASES[name].params()
    solution = module(name).solve(params)
    for other in altered(getattr(solution, field)):
        with pytest.raises(Disagreement):
            module(name).verify(params, solution._replace(**{field: other}))
