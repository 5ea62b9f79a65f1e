"""Rows, columns and variants: what cannot be marked is said, and nothing is lost."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

import pytest

from probgen.document import Copy, Exam
from probgen.errors import ProbgenError
from probgen.grading.asked import Paper, columns
from probgen.grading.following import Follower
from probgen.grading.grades import Grades, grade
from tests.grading import made


@cache
def both() -> tuple[Exam, Exam]:
    """Return two variants: mean 5 of 3, 4, 8 and mean 4 of 2, 4, 6."""
    one, other = (made.problem("going_on", {"x": x}) for x in ([3, 4, 8], [2, 4, 6]))
    return made.exam(one), made.exam(other, name="B")


def graded(*rows: dict[str, str]) -> Grades:
    return grade(both(), made.sheet(rows), made.follower("going_on"))


def test_each_variant_has_its_own_key() -> None:
    done = graded({"student": "s", "variant": "A", "1a": "5"}, {"student": "t", "variant": "B", "1a": "4"})
    assert [row.total for row in done.rows] == [2, 2]


@pytest.mark.parametrize("variant", ["B", "b", "B-QQQQ", "b-qqqq"])
def test_a_variant_goes_by_its_name_or_its_printed_code(variant: str) -> None:
    assert graded({"student": "s", "variant": variant, "1a": "4"}).rows[0].total == 2


@pytest.mark.parametrize(
    ("row", "column", "what"),
    [
        ({"student": "s", "variant": "C", "1a": "5"}, "variant", "there is no variant 'C'"),
        ({"student": "s", "variant": "", "1a": "5"}, "variant", "no variant"),
        ({"student": "", "variant": "A", "1a": "5"}, "student", "the row names no student"),
    ],
)
def test_a_row_that_nobody_can_place_is_kept_without_points(row: dict[str, str], column: str, what: str) -> None:
    done = graded(row)
    assert [(one.line, one.column, one.what) for one in done.objections] == [(2, column, what)]
    assert [(kept.student, kept.paper) for kept in done.rows] == [(row["student"], None)]


def test_the_only_variant_need_not_be_named() -> None:
    done = grade(both()[:1], made.sheet([{"student": "s", "1a": "5"}]), made.follower("going_on"))
    assert done.rows[0].total == 2


def test_a_row_with_cells_beyond_the_columns_is_not_marked() -> None:
    sheet = made.sheet([{"student": "s", "variant": "A", "1a": "2"}])
    shifted = sheet.rows[0]._replace(beyond=("5",))
    done = grade(both(), replace(sheet, rows=(shifted,)), made.follower("going_on"))
    assert (done.rows[0].paper, done.objections[0].written) == (None, "5")


def test_an_unknown_column_is_objected_to_once() -> None:
    rows = ({"student": name, "variant": "A", "1f": "5", "1a": "5"} for name in "stu")
    assert [(one.line, one.column) for one in graded(*rows).objections] == [(1, "1f")]


def test_the_column_that_may_be_meant_is_named() -> None:
    (objection,) = graded({"student": "s", "variant": "A", "1aa": "5"}).objections
    assert objection.hint == "did you mean `1a`?"


def test_the_name_of_a_lone_answer_may_be_written() -> None:
    assert graded({"student": "s", "variant": "A", "1a.answer": "5"}).rows[0].total == 2


def test_one_thing_in_two_columns_is_refused() -> None:
    with pytest.raises(ProbgenError, match=r"the columns '1a' and '1a.answer' are the same"):
        graded({"student": "s", "variant": "A", "1a": "5", "1a.answer": "5"})


def test_an_answer_to_what_a_variant_does_not_ask_is_objected_to() -> None:
    single = made.exam(made.problem("going_on", {"x": [2, 4, 6]}, labels={"a": ""}), name="B")
    sheet = made.sheet([{"student": "s", "variant": "B", "1": "4", "1b": "15"}])
    done = grade((both()[0], single), sheet, made.follower("going_on"))
    assert [(one.column, one.what) for one in done.objections] == [("1b", "variant B asks nothing of this name")]


def test_what_a_person_marks_waits_for_its_points() -> None:
    paper = made.exam(made.problem("every_kind"))
    assert made.marked(paper, {"1a.half": "5/2"})[0].to_mark == ("1l",)


def test_optional_parts_stay_out_of_the_total() -> None:
    problem = made.problem("going_on", {"x": [3, 4, 8]})
    optional = replace(problem, parts=(problem.parts[0], replace(problem.parts[1], optional=True)))
    row, _ = made.marked(made.exam(optional), {"1a": "5", "1b": "19"}, "going_on")
    assert [*row.points, row.total] == [2, 2, 2]


def test_all_variants_share_the_columns() -> None:
    papers = [Paper(exam) for exam in both()]
    assert columns(papers) == ("1a", "1b", "1c", "1d", "1e")


def test_an_equal_row_is_marked_alike_after_another_earlier_answer() -> None:
    rows: list[Any] = [{"student": str(n), "variant": "A", "1a": mean, "1b": "15"} for n, mean in enumerate("4344")]
    assert [row.total for row in graded(*rows).rows] == [2, 0, 2, 2]


# ---- Follow-through needs the bank ------------------------------------------------------------------------------

WRITTEN = {"student": "s", "variant": "A", "1a": "4", "1b": "15"}


def test_without_the_bank_nothing_follows_and_it_is_said() -> None:
    done = grade(both(), made.sheet([WRITTEN]), Follower({"bank.yaml": made.template("going_on").digest}, ()))
    assert done.rows[0].total == 0
    assert done.notes == (
        "going_on: no follow-through, there is no problem 'going_on'; --banks names the bank of the set",
    )


def test_with_a_changed_bank_nothing_follows_and_it_is_said() -> None:
    done = grade(both(), made.sheet([WRITTEN]), Follower({"bank.yaml": "another"}, (made.BANK,)))
    assert done.rows[0].total == 0
    assert [note.partition(" has changed")[1] for note in done.notes] == [" has changed"]


def test_nothing_is_said_where_nothing_had_to_follow() -> None:
    right = {**WRITTEN, "1a": "5", "1b": "19"}
    assert grade(both(), made.sheet([right]), Follower({}, ())).notes == ()


def test_from_ticked_options_nothing_follows_and_it_is_said() -> None:
    paper = made.exam(made.problem("ticked"))
    row, done = made.marked(paper, {"1a": "none", "1b": "0"}, "ticked")
    assert row.total == 0
    assert [note.partition(":")[0] for note in done.notes] == ["ticked, 1b"]


def test_a_family_that_cannot_go_on_is_said() -> None:
    _, done = made.marked(made.exam(made.problem("lost")), {"1a": "1234", "1b": "1000"}, "lost")
    assert done.notes == (
        "lost, 1b: no follow-through, neither the bank's expression nor a `follow` of its family computes it",
    )


def of_a_roster(variant: str) -> Grades:
    """Return the grading of a student who has variant B by the roster."""
    one, other = both()
    exams = (replace(one, copies=(Copy("s1", id="s1"),)), replace(other, copies=(Copy("s2", id="s2"),)))
    return grade(exams, made.sheet([{"student": "s2", "variant": variant, "1a": "4"}]), made.follower("going_on"))


def test_a_roster_tells_the_variant_that_is_not_written() -> None:
    done = of_a_roster("")
    assert [row.total for row in done.rows] == [2]
    assert not done.objections


def test_another_variant_than_that_of_the_roster_is_objected_to_and_marked() -> None:
    done = of_a_roster("A")
    assert [row.total for row in done.rows] == [0]
    assert [one.what for one in done.objections] == ["the roster gives this student the variant B"]


def test_an_unknown_variant_of_a_student_of_the_roster_has_that_of_the_roster_as_remedy() -> None:
    assert [one.hint for one in of_a_roster("C").objections] == ["this student has B"]
