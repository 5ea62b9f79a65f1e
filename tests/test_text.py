"""The terminal's view of a problem."""

from __future__ import annotations

import pytest

from probgen.document import Math, Str, Strong, View
from probgen.writers import text
from tests import papers
from tests.bank_text import problem


@pytest.mark.parametrize(
    ("tex", "expected"),
    [
        (r"\frac{5}{2}", "5/2"),
        (r"\mu = \frac{1 + 2}{4}", "μ = (1 + 2)/4"),
        (r"\tfrac{7}{12}", "7/12"),
        (r"\begin{bmatrix} 1 & 2 \\ 3 & 4 \end{bmatrix}", "[ 1 2; 3 4 ]"),
        (r"28 \times 28", "28 × 28"),
        (r"x_{n,c}", "x_(n,c)"),
        (r"x^{(1)}", "x^(1)"),
        (r"\sqrt{\frac{7}{12}}", "√(7/12)"),
        (r"12\,345", "12 345"),
    ],
)
def test_formulas_are_written_in_unicode(tex: str, expected: str) -> None:
    assert text.formula(tex) == expected


SUM = "params: {a: '3..3'}\nprompt: 'Add $<<a>>$ and one: [[x]].'\nanswers: {x: a + 1}\nsolution: $<<a>> + 1 = 4$.\n"


def test_the_exam_shows_blanks_and_the_solution_their_keys() -> None:
    made = problem(SUM)
    assert "Add 3 and one: ______." in text.problem(made, View.EXAM)
    assert "Add 3 and one: 4." in text.problem(made, View.SOLUTION)


def test_the_exam_shows_no_solution() -> None:
    assert "3 + 1 = 4" not in text.problem(problem(SUM), View.EXAM)
    assert "  | 3 + 1 = 4." in text.problem(problem(SUM), View.SOLUTION)


def test_one_point_is_singular() -> None:
    assert text.problem(problem(SUM), View.EXAM).startswith("Sample (1 point)")


def test_a_table_is_aligned() -> None:
    made = problem("stem: |\n  | n | name |\n  |---|---|\n  | 1 | one |\n  | 10 | ten |\nprompt: Say.\nanswer: 3")
    assert "  n   name\n  --------\n  1   one\n  10  ten" in text.problem(made, View.EXAM)


def test_a_whole_exam_reads_question_by_question() -> None:
    paper = papers.exam()
    shown = text.exam(paper, View.EXAM)
    assert all(f"{question.number}. {question.title}" in shown for question in paper.questions)


def test_inlines_without_blanks_are_plain_text() -> None:
    assert text.inlines((Math("x_1"), Str(" and "), Strong((Str("this"),)))) == "x_1 and this"
