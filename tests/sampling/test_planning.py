"""The order in which a template is drawn."""

from __future__ import annotations

from probgen.model import Template
from probgen.sampling.planning import Derive, Judge, Solve, pinnable, plan
from tests.templates import template

PROBLEM = template(
    family="normalization_statistics",
    knobs={"n": (2, 3)},
    params={"row": "int[n] in 0..5"},
    plant={"secret": "1..3"},
    derive={
        "caption": "row[0] + 1",
        "tensor": "[[row, shifted]]",
        "shifted": "[x + offset for x in row]",
        "offset": "2",
        "double": "2*simple",
        "told": "secret + 1",
    },
    require={
        "it varies": "distinct(row)",
        "the statistics are simple": "simple >= 0",
        "the secret is small": "secret < 3",
    },
    prefer={"the start is not zero": "row[0] != 0"},
)


def order(problem: Template, *given: str) -> list[str]:
    """Return the steps by the names derived and the sentences tested."""
    names: list[str] = []
    for step in plan(problem, given).steps:
        match step:
            case Judge(condition):
                names.append(condition.sentence)
            case Derive(name):
                names.append(name)
            case Solve():
                names.append("solve")
    return names


def test_conditions_come_first_then_what_is_needed_then_the_family_then_the_rest() -> None:
    assert order(PROBLEM) == [
        "it varies",
        "the secret is small",
        "the start is not zero",
        "offset",
        "shifted",
        "tensor",
        "solve",
        "the statistics are simple",
        "caption",
        "double",
        "told",
    ]


def test_draws_keep_the_order_of_the_file_planted_ones_last() -> None:
    assert [name for name, _ in plan(PROBLEM, ()).drawn] == ["row", "secret"]


def test_pinned_names_are_neither_drawn_nor_derived() -> None:
    found = plan(PROBLEM, {"row", "offset"})
    assert [name for name, _ in found.drawn] == ["secret"]
    assert "offset" not in order(PROBLEM, "row", "offset")


def test_preferences_about_what_follows_from_given_values_are_left_out() -> None:
    assert "the start is not zero" not in order(PROBLEM, "row")


def test_a_pinned_name_makes_the_planted_values_behind_it_unknown() -> None:
    found = plan(PROBLEM, {"told"})
    assert found.skipped == ("the secret is small",)
    assert [name for name, _ in found.drawn] == ["row"]


def test_what_follows_from_pinned_values_alone_is_fixed() -> None:
    fixed = {step.condition.sentence: step.fixed for step in plan(PROBLEM, {"row"}).steps if isinstance(step, Judge)}
    assert fixed == {"it varies": True, "the secret is small": False, "the statistics are simple": True}


def test_the_family_is_fixed_where_all_that_it_takes_is() -> None:
    solves = [step for given in ((), ("row",)) for step in plan(PROBLEM, given).steps if isinstance(step, Solve)]
    assert [step.fixed for step in solves] == [False, True]


def test_nothing_but_pools_and_the_solution_may_be_pinned() -> None:
    names = pinnable(PROBLEM)
    assert {"row", "secret", "told", "n", "tensor"} <= names
    assert not {"simple", "mean_batch"} & names


def test_a_plan_without_draws_has_no_chance() -> None:
    assert not plan(template(derive={"a": "1"}), ()).chance
    assert plan(PROBLEM, ()).chance
