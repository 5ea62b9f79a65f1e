"""Letters of parts on the paper."""

from __future__ import annotations

from dataclasses import replace

from probgen.errors import Where
from probgen.exam.labels import labels
from probgen.exam.plan import Slot
from probgen.model import Template
from tests.bank_text import template

ALL = Slot(Where(), use="sample")


def sample(count: int) -> Template:
    parts = "".join(f"  - {{prompt: Part {number}., answer: {number}}}\n" for number in range(count))
    return template(f"parts:\n{parts}")


def test_parts_are_lettered() -> None:
    assert labels([(ALL, sample(2))]) == [{"a": "a", "b": "b"}]


def test_chosen_parts_are_lettered_anew() -> None:
    assert labels([(replace(ALL, parts=("b", "c")), sample(3))]) == [{"b": "a", "c": "b"}]


def test_parts_come_in_the_order_of_the_blueprint() -> None:
    assert list(labels([(replace(ALL, parts=("c", "a")), sample(3))])[0].items()) == [("c", "a"), ("a", "b")]


def test_a_lone_part_has_no_letter() -> None:
    assert labels([(replace(ALL, parts=("b",)), sample(2))]) == [{"b": ""}]


def test_letters_go_on_in_the_next_problem() -> None:
    assert labels([(ALL, sample(2)), (replace(ALL, parts=("a",)), sample(2))]) == [{"a": "a", "b": "b"}, {"a": "c"}]


def test_a_group_is_one_part_with_sub_parts() -> None:
    grouped = replace(ALL, parts=("a", "b", "c"), groups=(("a", "b"),))
    assert labels([(grouped, sample(3))]) == [{"a": "a.i", "b": "a.ii", "c": "b"}]


def test_two_groups_side_by_side_are_two_parts() -> None:
    grouped = replace(ALL, parts=("a", "b", "c"), groups=(("a", "b"), ("c",)))
    assert labels([(grouped, sample(3))]) == [{"a": "a.i", "b": "a.ii", "c": "b.i"}]


def test_a_problem_that_joins_goes_on_with_sub_parts() -> None:
    first = replace(ALL, parts=("a", "b"), groups=(("a", "b"),))
    joining = replace(ALL, parts=("c", "d"), joins=True)
    assert labels([(first, sample(4)), (joining, sample(4))]) == [{"a": "a.i", "b": "a.ii"}, {"c": "a.iii", "d": "b"}]


def test_a_part_that_is_joined_becomes_the_first_sub_part() -> None:
    one = replace(ALL, parts=("a",))
    assert labels([(one, sample(1)), (replace(one, joins=True), sample(1))]) == [{"a": "a.i"}, {"a": "a.ii"}]
