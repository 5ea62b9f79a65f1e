"""What pinned numbers alone make impossible is refused at once, though other numbers are still drawn."""

from __future__ import annotations

from functools import wraps
from typing import Any

import pytest

from probgen import bank, shelf
from probgen import family as families
from probgen.errors import ProbgenError
from probgen.sampling import draw
from probgen.stream import Stream

SINGULAR = {"signal": [2, 2, 2, 2, 2], "output": [4, 4, 4]}


def test_the_family_is_asked_no_more_than_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    """Statements are drawn, but the family refuses before it looks at them."""
    family = families.find("conv1d_filter_recovery")
    solve, calls = family.solve, list[Any]()

    @wraps(solve)
    def counted(params: Any) -> Any:
        calls.append(params)
        return solve(params)

    monkeypatch.setattr(family, "solve", counted)
    with pytest.raises(ProbgenError, match="violate 'the windows of the signal are linearly independent'"):
        draw(bank.find("conv1d_filter_recovery", [shelf.shipped()]), Stream(1), given=SINGULAR)
    assert len(calls) == 2


def test_the_fields_that_a_family_looks_at_are_seen() -> None:
    family = families.find("conv1d_filter_recovery")
    params = family.Params(**SINGULAR)
    assert families.looked_at(params, lambda p: p.signal) == {"signal"}
    assert "further" not in families.looked_at(params, family.solve)


def test_looking_changes_nothing_of_what_is_solved() -> None:
    family = families.find("argmax_attention")
    params = family.Params(keys=((1, 0), (0, 2)), values=((1, 0), (2, 1)), query=(1, 1))
    found: list[Any] = []
    families.looked_at(params, lambda p: found.append(family.solve(p)))
    assert found == [family.solve(params)]
