"""Drawing keeps the contract of tolerances: a slip within the tolerance of the key is never printed."""

from __future__ import annotations

import pytest

from probgen import checking, sampling, variant
from probgen.errors import Undrawable
from probgen.stream import Stream
from tests.bank_text import template

# 1/n and 1/(n - 1) differ by no more than 0.005 from n = 15 on
SLIP = """\
params: {n: 9..16, a: 2..3}
prompt: Of $<<n>>$ equal shares, how much of <<a>> cakes is one, divided by <<a>>?
answer: {number: 1/n, tolerance: 0.005}
mistakes: [{1/(n - 1): Count once more.}]
"""
RULE = "the mistake `1/(n - 1)` lies within the tolerance of the key"


def drawn(text: str, seeds: int = 60) -> list[variant.Variant]:
    return [variant.make(template(text), Stream(seed)) for seed in range(seeds)]


def test_a_draw_whose_slip_counts_as_right_is_drawn_again() -> None:
    made = drawn(SLIP)
    assert {one.instance.scope["n"] for one in made} == set(range(9, 15))
    assert {one.instance.scope["n"] for v in made for one in v.refused} == {15, 16}


def test_a_draw_that_keeps_the_contract_is_the_one_that_there_would_be_without_it() -> None:
    loaded = template(SLIP)
    first = [one for one in drawn(SLIP) if not one.refused]
    plain = [sampling.draw(loaded, Stream(seed)) for seed in range(60)]
    assert [one.instance.params for one in first] == [one.params for one in plain if one.scope["n"] < 15]


def test_a_slip_that_equals_the_key_is_left_out_and_not_drawn_again() -> None:
    (made,) = drawn(SLIP.replace("1/(n - 1)", "1/(n + a - 2)").replace("2..3", "[2]"), 1)
    assert (made.refused, made.problem.parts[0].mistakes) == ((), ())


def test_pinned_numbers_that_break_it_are_refused_with_the_mistake_and_the_key() -> None:
    said = "bank.yaml:7:.*with the given values the mistake 1/14 is not the key 1/15, but lies within its tolerance"
    with pytest.raises(Undrawable, match=said):
        variant.make(template(SLIP), Stream(1), given={"n": 15, "a": 2})


def test_what_is_not_pinned_is_drawn_again() -> None:
    made = [variant.make(template(SLIP), Stream(seed), given={"a": 2}) for seed in range(30)]
    assert any(one.refused for one in made)
    assert all(one.instance.scope["n"] < 15 for one in made)


def test_a_template_that_always_breaks_it_is_refused_with_its_line() -> None:
    with pytest.raises(Undrawable, match=r"bank.yaml:7:.*of 50 draws none can be printed: the mistake 1/29"):
        variant.make(template(SLIP.replace("9..16", "[30]")), Stream(1))


def test_parts_that_a_paper_leaves_out_are_not_judged() -> None:
    parts = """\
    params: {n: [30]}
    parts:
      - {prompt: "Twice $<<n>>$?", answer: 2*n}
      - {prompt: What is $1/<<n>>$?, answer: 1/n, mistakes: [{1/(n - 1): Divide by n.}]}
    """
    made = variant.make(template(parts), Stream(1), labels={"a": "a"})
    assert made.refused == ()


@pytest.mark.parametrize("keys_only", [False, True])
def test_check_counts_the_draws_that_break_it(keys_only: bool) -> None:
    report = checking.stress(template(SLIP), range(100), keys_only=keys_only)
    times = report.rejected[f"tolerance, line 7: {RULE}"]
    assert report.failures == {}
    assert report.tries == 100 + times
    assert 15 < times < 55


def test_it_is_a_fault_of_the_template_if_many_draws_break_it() -> None:
    loaded = template(SLIP)
    (fault,) = checking.faults(checking.stress(loaded, range(100)), loaded)
    assert (fault.where.line, RULE in fault.what) == (7, True)


def test_it_is_none_if_few_do() -> None:
    loaded = template(SLIP.replace("9..16", "3..33").replace("0.005", "0.001"))
    report = checking.stress(loaded, range(100))
    assert report.refused
    assert checking.faults(report, loaded) == []
