"""The folder of a grading: what its files say, and that it is whole, or is not there."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import pytest

from probgen.errors import ProbgenError
from probgen.grading import report
from probgen.grading.grades import Grades
from probgen.grading.items import items
from tests.grading import made

SOURCE = {"set": "x", "responses": "r.csv"}


def done(**written: str) -> Grades:
    paper = made.exam(made.problem("going_on", {"x": [3, 4, 8]}))
    return made.marked(paper, {f"1{part}": text for part, text in written.items()}, "going_on")[1]


def write(folder: Path, grades: Grades, *, replace_old: bool = False, **source: str) -> None:
    report.write(grades, items(grades), folder, {**SOURCE, **source}, replace_old=replace_old)


def table(file: Path) -> list[dict[str, str]]:
    with file.open(newline="", encoding="utf-8-sig") as stream:
        return list(csv.DictReader(stream))


def test_scores_have_the_points_of_each_part(tmp_path: Path) -> None:
    write(tmp_path / "g", done(a="4", b="15", d="1"))
    assert table(tmp_path / "g" / "scores.csv") == [
        {"student": "s", "variant": "A", "1a": "0", "1b": "2", "1c": "0", "1d": "0", "1e": "0",
         "total": "2", "of": "7", "to mark": ""}
    ]  # fmt: skip


def test_feedback_has_what_lost_points_or_followed(tmp_path: Path) -> None:
    write(tmp_path / "g", done(a="4", b="15", c="15", d="-1", e="yes"))
    lines = table(tmp_path / "g" / "feedback.csv")
    assert [(line["part"], line["written"], line["expected"], line["verdict"]) for line in lines] == [
        ("1a", "4", "5", "wrong"),
        ("1b", "15", "19", "follows"),
    ]


def test_problems_have_row_column_what_and_remedy(tmp_path: Path) -> None:
    write(tmp_path / "g", done(a="five"))
    assert table(tmp_path / "g" / "problems.csv") == [
        {"row": "2", "student": "s", "column": "1a", "written": "five", "what": "'five' is no number",
         "hint": "write it as -3, 2.5 or 5/2"}
    ]  # fmt: skip


def test_items_have_facility_and_discrimination(tmp_path: Path) -> None:
    write(tmp_path / "g", done(a="5"))
    first = table(tmp_path / "g" / "items.csv")[0]
    assert (first["problem"], first["part"], first["facility"]) == ("going_on", "1a", "1.000")


@pytest.mark.parametrize("text", ["=1+1", "@x", "+cmd", "-cmd|' /C calc'!A0", "\t=1"])
def test_no_spreadsheet_runs_what_a_student_wrote(text: str) -> None:
    assert report.quoted(text) == f"'{text}"


@pytest.mark.parametrize("text", ["-3", "+2.5", "-5/2", "-2, 3", "(2, -1)", "−3", "A", ""])
def test_numbers_are_written_as_they_are(text: str) -> None:
    assert report.quoted(text) == text


def test_the_same_responses_are_graded_again(tmp_path: Path) -> None:
    write(tmp_path / "g", done(a="4"))
    write(tmp_path / "g", done(a="5"))
    assert table(tmp_path / "g" / "scores.csv")[0]["total"] == "2"


def test_a_grading_of_other_responses_is_kept(tmp_path: Path) -> None:
    write(tmp_path / "g", done(a="4"))
    with pytest.raises(ProbgenError, match="holds the grading of other responses"):
        write(tmp_path / "g", done(a="5"), responses="second.csv")


def test_a_grading_that_was_edited_is_kept(tmp_path: Path) -> None:
    write(tmp_path / "g", done(a="4"))
    (tmp_path / "g" / "scores.csv").write_text("mine")
    with pytest.raises(ProbgenError, match=r"holds a grading in which scores.csv was changed"):
        write(tmp_path / "g", done(a="5"))


def test_replace_replaces_either(tmp_path: Path) -> None:
    write(tmp_path / "g", done(a="4"))
    (tmp_path / "g" / "scores.csv").write_text("mine")
    write(tmp_path / "g", done(a="5"), replace_old=True, responses="second.csv")
    assert table(tmp_path / "g" / "scores.csv")[0]["total"] == "2"


def test_a_folder_of_something_else_is_never_replaced(tmp_path: Path) -> None:
    (tmp_path / "g").mkdir()
    (tmp_path / "g" / "thesis.tex").write_text("mine")
    with pytest.raises(ProbgenError, match="is no grading of probgen's"):
        write(tmp_path / "g", done(a="5"), replace_old=True)


def test_a_grading_with_files_of_somebody_else_is_never_replaced(tmp_path: Path) -> None:
    write(tmp_path / "g", done(a="4"))
    (tmp_path / "g" / "notes.txt").write_text("mine")
    with pytest.raises(ProbgenError, match=r"such as notes.txt"):
        write(tmp_path / "g", done(a="5"), replace_old=True)


def test_what_fails_leaves_the_old_grading_and_nothing_half_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "g", done(a="4"))

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(report, "_problems", fail)
    with pytest.raises(ProbgenError, match="No space left on device"):
        write(tmp_path / "g", done(a="5"))
    assert [folder.name for folder in tmp_path.iterdir()] == ["g"]
    assert table(tmp_path / "g" / "scores.csv")[0]["total"] == "0"


def test_a_row_that_cannot_be_marked_stands_among_the_scores(tmp_path: Path) -> None:
    grades = done(a="5")
    lost = replace(grades.rows[0], student="t", paper=None, marks=(), cells=(), points=())
    write(tmp_path / "g", replace(grades, rows=(*grades.rows, lost)))
    assert [(row["student"], row["total"]) for row in table(tmp_path / "g" / "scores.csv")] == [("s", "2"), ("t", "")]


def test_a_table_to_fill_in_is_never_written_over_another_file(tmp_path: Path) -> None:
    report.save(tmp_path / "r.csv", ("student", "variant", "1a[2,3]"))
    assert (tmp_path / "r.csv").read_text(encoding="utf-8-sig") == 'student,variant,"1a[2,3]"\n'
    with pytest.raises(ProbgenError, match="exists and may hold responses"):
        report.save(tmp_path / "r.csv", ("student",))


def test_a_table_to_fill_in_has_the_students_of_the_roster_with_their_variants(tmp_path: Path) -> None:
    report.save(tmp_path / "r.csv", ("student", "variant", "1a"), [("s1", "A"), ("s2", "twins")])
    assert (tmp_path / "r.csv").read_text(encoding="utf-8-sig") == "student,variant,1a\ns1,A,\ns2,twins,\n"
