"""Responses marked by hand: the arithmetic stands in `cases/`."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from tests.grading import made
from tests.grading.made import Case


def cases(field: str = "points") -> list[Any]:
    """Return the cases that say something of a field."""
    return [
        pytest.param(case, id=f"{case.file}: {case.expected['name']}")
        for case in made.cases()
        if field in case.expected
    ]


@pytest.mark.parametrize("case", cases())
def test_points(case: Case) -> None:
    row, _ = made.marked(case.exam, case.written, case.file)
    expected = {part: Fraction(str(its)) for part, its in case.expected["points"].items()}
    assert {part: its for part, its in made.points(row).items() if its or part in expected} == expected


@pytest.mark.parametrize("case", cases())
def test_total(case: Case) -> None:
    row, _ = made.marked(case.exam, case.written, case.file)
    assert row.total == Fraction(str(case.expected["total"]))


@pytest.mark.parametrize("case", cases("verdicts"))
def test_verdicts(case: Case) -> None:
    found = made.verdicts(made.marked(case.exam, case.written, case.file)[0])
    assert {name: found[name] for name in case.expected["verdicts"]} == case.expected["verdicts"]


@pytest.mark.parametrize("case", cases())
def test_what_is_objected_to(case: Case) -> None:
    _, done = made.marked(case.exam, case.written, case.file)
    assert [one.column for one in done.objections] == case.expected.get("objections", [])


@pytest.mark.parametrize("case", cases("feedback"))
def test_feedback(case: Case) -> None:
    row, _ = made.marked(case.exam, case.written, case.file)
    assert row.paper is not None
    told = {one.name: mark.note for one, mark in zip(row.paper.asked, row.marks, strict=True) if mark.note}
    assert told.items() >= case.expected["feedback"].items()
