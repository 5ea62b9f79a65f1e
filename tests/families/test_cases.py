"""Every case worked by hand comes out of `solve`, and `verify` agrees."""

from __future__ import annotations

import pytest

from probgen import family

from .cases import Case, all_cases, look, module

CASES = list(all_cases())


def ids(case: Case) -> str:
    return f"{case.family}: {case.name}"


@pytest.mark.parametrize("case", [case for case in CASES if not case.refused], ids=ids)
def test_solve_finds_what_was_worked_by_hand(case: Case) -> None:
    solution = module(case.family).solve(case.params())
    assert {path: look(solution, path) for path in case.expect} == dict(case.expect)


@pytest.mark.parametrize("case", [case for case in CASES if not case.refused], ids=ids)
def test_verify_agrees_with_solve(case: Case) -> None:
    chosen, params = module(case.family), case.params()
    chosen.verify(params, chosen.solve(params))


@pytest.mark.parametrize("case", [case for case in CASES if case.refused], ids=ids)
def test_numbers_without_one_answer_are_refused(case: Case) -> None:
    with pytest.raises(family.NotWellPosed) as refusal:
        module(case.family).solve(case.params())
    assert str(refusal.value) == case.refused


@pytest.mark.parametrize("case", [case for case in CASES if not case.refused], ids=ids)
def test_effort_is_positive_for_every_computed_part(case: Case) -> None:
    chosen, params = module(case.family), case.params()
    effort = chosen.effort(params, chosen.solve(params))
    assert effort
    assert all(amount >= 0 for amount in effort.values())
    assert effort["a"] > 0


@pytest.mark.parametrize("name", sorted({case.family for case in CASES}))
def test_every_family_has_three_cases_beside_the_published_ones(name: str) -> None:
    published = ("hw", "mid", "seq")
    own = [case for case in CASES if case.family == name and not case.name.startswith(published)]
    assert len(own) >= 3


def test_every_family_has_cases() -> None:
    assert {case.family for case in CASES} == set(family.names())
