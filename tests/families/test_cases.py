"""Every case worked by hand comes out of `solve`, and `verify` agrees."""

from __future__ import annotations

from fractions import Fraction

import pytest

from probgen import bank, compose, family, sampling, shelf
from probgen.exact import Record
from probgen.stream import Stream

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
    assert sum(effort.values()) > 0


@pytest.mark.parametrize("case", [case for case in CASES if not case.refused], ids=ids)
def test_the_bank_entry_gives_the_same_for_pinned_numbers_and_can_be_composed(case: Case) -> None:
    instance = sampling.draw(
        bank.find(case.family, [shelf.shipped()]), Stream("pinned"), knobs=case.knobs, given=case.given
    )
    assert {path: look(Record(instance.scope), path) for path in case.expect} == dict(case.expect)
    parts = compose.problem(instance, Stream("pinned")).parts
    assert "verified" in {part.proof.state for part in parts if part.proof}


def test_activations_may_be_fractions() -> None:
    chosen = module("normalization_statistics")
    params = chosen.Params((((Fraction(1, 2), Fraction(3, 2)), (0, 4)),))
    solution = chosen.solve(params)
    chosen.verify(params, solution)
    assert solution.var_batch == (Fraction(1, 4), 4)
    # squared distances from 3/2: 1 + 0 + 9/4 + 25/4, over 4
    assert (solution.mean_layer, solution.var_layer) == ((Fraction(3, 2),), (Fraction(19, 8),))
    assert solution.entry.value == -1  # (1/2 - 1) / (1/2)


def test_an_entry_whose_deviation_is_no_fraction_is_a_float() -> None:
    chosen = module("normalization_statistics")
    solution = chosen.solve(chosen.Params((((0, 0, 3),),)))
    assert solution.entry.value == pytest.approx(-(0.5**0.5))  # mean 1, variance 2


@pytest.mark.parametrize("name", sorted({case.family for case in CASES}))
def test_every_family_has_three_cases_beside_the_published_ones(name: str) -> None:
    published = ("hw", "mid", "seq")
    own = [case for case in CASES if case.family == name and not case.name.startswith(published)]
    assert len(own) >= 3


def test_every_family_has_cases() -> None:
    assert {case.family for case in CASES} == set(family.names())
