"""`key.csv` is opened in spreadsheets, which take some cells for formulas."""

from __future__ import annotations

import csv
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from probgen.document import Answer, Cell, Number, Symbolic, Table
from probgen.exact import Dec, Formula
from probgen.writers import Context, key
from tests import papers


@pytest.mark.parametrize("cell", ["=1+1", "+w", "-w*x", "@sum", "-", "-3 apples", "\t=1", "--1"])
def test_words_that_begin_like_a_formula_are_guarded(cell: str) -> None:
    assert key.guarded(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["-3", "-0.50", "-1/2", "+4", "-1e-9", "-0.5 %", "(-1, 2)", "w - x", "", 7])
def test_numbers_and_all_else_are_what_they_are(cell: object) -> None:
    assert key.guarded(cell) == str(cell)


def test_the_file_holds_numbers_as_numbers_and_formulas_as_words(tmp_path: Path) -> None:
    exam = papers.exam()
    section, question = exam.sections[1], exam.sections[1].questions[0]
    part = question.problems[0].parts[0]
    answers = tuple(
        replace(part.answers[0], name=name, response=response)
        for name, response in (("n", Number(Dec("-0.50"))), ("f", Symbolic(Formula("-w*x"))))
    )
    problem = replace(question.problems[0], parts=(replace(part, answers=answers, mistakes=()),))
    section = replace(section, questions=(replace(question, problems=(problem,)),))
    key.write([replace(exam, sections=(section,))], tmp_path, Context())
    with (tmp_path / "key.csv").open(newline="", encoding="utf-8") as file:
        found = {row["answer"]: row["key"] for row in csv.DictReader(file)}
    assert found == {"n": "-0.50", "f": "'-w*x"}


def test_a_set_made_before_proofs_were_kept_by_part_has_no_column_for_them(tmp_path: Path) -> None:
    key.write([papers.exam()], tmp_path, Context())
    assert "proof" not in (tmp_path / "key.csv").read_text(encoding="utf-8").partition("\n")[0]


def test_the_points_of_all_lines_add_up_to_those_of_the_parts() -> None:
    exam = papers.exam()
    worth = sum(part.points for question in exam.questions for part in question.parts if part.answers)
    assert sum(Fraction(line.points) for line in key.lines([exam])) == worth


def test_answers_share_the_points_of_their_part_as_they_are_marked() -> None:
    exam = papers.exam()
    question = exam.sections[1].questions[0]
    part = replace(question.problems[0].parts[0], points=4)
    first = replace(part.answers[0], response=Number(1))
    answers = tuple(replace(first, name=name, points=points) for name, points in (("n", 1), ("f", 2)))
    problem = replace(question.problems[0], parts=(replace(part, answers=answers),))
    assert [line.points for line in key.of(exam, question, problem)] == ["1.333", "2.667"]


def test_cells_share_the_points_of_their_table() -> None:
    cells = tuple(Cell((), key=number, blank=True) for number in range(3))
    answer = Answer("table", Table(((),), ("number",), tuple((cell,) for cell in cells)))
    exam = papers.exam()
    question = exam.sections[1].questions[0]
    part = replace(question.problems[0].parts[0], answers=(answer,), points=1, mistakes=())
    problem = replace(question.problems[0], parts=(part,))
    assert [line.points for line in key.of(exam, question, problem)] == ["0.333", "0.334", "0.333"]
