"""The LaTeX export: what its sources say and do not say, and that they compile on their own."""

from __future__ import annotations

import re
import subprocess
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from probgen.document import (
    Answer,
    ChooseOne,
    Drawing,
    Interval,
    Math,
    Matrix,
    Number,
    Option,
    PageStyle,
    Paragraph,
    ResponseBlock,
    Str,
    View,
)
from probgen.document.response import GraphLabeling
from probgen.writers import Context, latex, pdf, tex
from probgen.writers.latex import responses as latex_responses
from tests import papers
from tests.figures.trees import full
from tests.writers import reading
from tests.writers.sentinels import with_other_keys


def test_the_exams_source_does_not_depend_on_any_key() -> None:
    exam = papers.exam()
    other = with_other_keys(exam)
    assert latex.render(other, View.EXAM) == latex.render(exam, View.EXAM)
    assert latex.render(other, View.SOLUTION).count("sentinel") > len(exam.questions)


def test_the_exams_source_has_room_and_no_solution() -> None:
    source = latex.render(papers.exam(), View.EXAM)
    assert r"\answerbox{" in source
    assert not re.search(r"\\begin\{(solution|marking)\}|\\filled|\\tickedbox|\\credit", source)


def test_a_question_says_its_title_and_points() -> None:
    assert r"\question{Counting parameters}{12}" in latex.render(papers.exam(), View.EXAM)


def test_what_is_asked_is_marked_by_its_meaning() -> None:
    assert r"\ask{Complete the table.}" in latex.render(papers.exam(), View.EXAM)


def test_titles_and_names_are_escaped() -> None:
    exam = replace(papers.exam(), title="50% & more_")
    assert r"title={50\% \& more\_}" in latex.render(exam, View.EXAM)


def test_write_puts_both_papers_of_each_variant_and_their_styles_into_the_folder(tmp_path: Path) -> None:
    latex.write(papers.variants(2), tmp_path, Context())
    names = {"exam-A.tex", "solution-A.tex", "exam-B.tex", "solution-B.tex"}
    assert {path.name for path in (tmp_path / "tex").iterdir()} == names | {"probgen-common.sty", "probgen-exam.sty"}


# ---- Single answers ---------------------------------------------------------------------------------------------


def words(content: Any) -> str:
    return "".join(node.text if isinstance(node, Str) else f"${node.tex}$" for node in content)


def test_a_blank_is_as_wide_as_its_kind_in_both_views() -> None:
    """68 bp are 2.40 cm."""
    answer = Answer("x", Number(-2), shown=(Math("-2"),))
    assert latex_responses.blank(answer, words, solved=False) == r"\blank{2.4cm}"
    assert latex_responses.blank(answer, words, solved=True) == r"\filled{2.4cm}{$-2$}"


def test_a_unit_stands_behind_the_blank_and_not_in_it() -> None:
    answer = Answer("x", Number(3, unit="ms"), shown=(Math(r"3\,\text{ms}"),))
    assert latex_responses.blank(answer, words, solved=False) == r"\blank{2.4cm}~ms"
    assert latex_responses.blank(answer, words, solved=True) == r"\filled{2.4cm}{$3$}~ms"


def test_a_matrix_is_written_into_an_area() -> None:
    answer = Answer("W", Matrix(((1, 2), (3, 4))), shown=(Math("W"),))
    assert latex_responses.blank(answer, words, solved=False).startswith(r"\blankarea{")


def test_an_interval_is_written_on_a_line() -> None:
    answer = Answer("x", Interval(0, None), shown=(Math(r"[0, \infty)"),))
    assert latex_responses.blank(answer, words, solved=True).endswith(r"cm}{$[0, \infty)$}")


def test_the_right_option_is_ticked_in_the_solution_alone() -> None:
    answer = Answer("x", ChooseOne((Option((Str("one"),), right=False), Option((Str("two"),), right=True))))
    empty, solved = (latex_responses.block(answer, words, solved=view) for view in (False, True))
    assert re.findall(r"\\item\[\\(\w+)\] (\w+)", empty) == [("optionbox", "one"), ("optionbox", "two")]
    assert re.findall(r"\\item\[\\(\w+)\] (\w+)", solved) == [("optionbox", "one"), ("tickedbox", "two")]


@pytest.mark.parametrize("kind", ["drawing", "labeling"])
def test_a_figure_to_draw_on_shows_its_solution_in_the_solution_alone(kind: str) -> None:
    blank, done = full(1, 2), full(1, 2, marked=True)
    response = Drawing(blank, done) if kind == "drawing" else GraphLabeling(blank, done, ())
    answer = Answer("x", response)
    assert "kept token" not in latex_responses.block(answer, words, solved=False)
    assert "kept token" in latex_responses.block(answer, words, solved=True)


# ---- Compiled ---------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with one variant as LaTeX, compiled there, and in `pdf` as our own PDFs."""
    folder = tmp_path_factory.mktemp("export")
    latex.write([papers.exam()], folder, Context())
    for view in View:
        reading.compiled(folder / "tex", f"{view.value}-A")
    pdf.write([papers.exam()], folder, Context())
    return folder


@pytest.mark.parametrize("view", View)
def test_sources_compile_without_overfull_boxes(made: Path, view: View) -> None:
    log = (made / "tex" / f"{view.value}-A.log").read_text(errors="replace")
    assert "Overfull" not in log


@pytest.mark.parametrize("view", View)
def test_texts_numbers_and_points_are_those_of_our_own_pdf(made: Path, view: View) -> None:
    name = f"{view.value}-A.pdf"
    ours, exported = reading.body(made / name), reading.body(made / "tex" / name)
    assert (ours - exported, exported - ours) == (Counter(), Counter())


def test_the_foot_counts_the_pages(made: Path) -> None:
    text = subprocess.run(["pdftotext", str(made / "tex" / "exam-A.pdf"), "-"], capture_output=True, text=True).stdout
    pages = text.count("\f")
    assert re.findall(r"page (\d+) of (\d+)", text) == [(str(n), str(pages)) for n in range(1, pages + 1)]


def test_a_solution_longer_than_a_page_goes_on_over_it(tmp_path: Path) -> None:
    """70 paragraphs of a line and the gap after it are 70 * 18.6 bp, about two pages of 676 bp."""
    steps = tuple(Paragraph((Str(f"Step {n}."),)) for n in range(70))
    exam = papers.changed(papers.exam(), 6, solution=steps)
    bare = replace(exam, cover=None, style=PageStyle(paper="a4"))
    latex.write([bare], tmp_path, Context())
    assert "Overfull" not in reading.compiled(tmp_path / "tex", "solution-A")
    text = subprocess.run(
        ["pdftotext", str(tmp_path / "tex" / "solution-A.pdf"), "-"], capture_output=True, text=True
    ).stdout
    assert re.findall(r"Step (\d+)\.", text) == [str(n) for n in range(70)]
    assert len({page for page, words in enumerate(text.split("\f")) if "Step" in words}) >= 2


def test_how_many_options_to_mark_stands_behind_the_question() -> None:
    one = Answer("x", ChooseOne((Option((Str("a"),), right=True), Option((Str("b"),), right=False))))
    exam = papers.changed(papers.exam(), 6, prompt=(papers.para("Which?"), ResponseBlock("x")), answers=(one,))
    assert "Which? \\aside{mark one}\n\n\\begin{options}" in latex.render(exam, View.EXAM)


def test_a_part_without_a_worked_solution_says_only_what_earns_points() -> None:
    source = latex.render(papers.changed(papers.exam(), 6, solution=()), View.SOLUTION)
    assert r"\begin{marking}[4.23cm]" + "\n" + r"\begin{rubric}" in source


def test_a_display_belongs_to_the_paragraph_before_it() -> None:
    assert "By the chain rule,\n\\[\n" in latex.render(papers.exam(), View.SOLUTION)


@pytest.fixture(scope="module", params=[60.0, 160.0, 330.0, 480.0])
def pages(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The pages of an exported solution, whose third question is pushed down by so much room before it."""
    folder = tmp_path_factory.mktemp("pushed")
    latex.write([papers.changed(papers.exam(), 1, space=request.param)], folder, Context())
    log = reading.compiled(folder / "tex", "solution-A")
    assert "Overfull" not in log
    return reading.text(folder / "tex" / "solution-A.pdf").split("\f")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Beam search", "A language model"),
        ("A language model", "Which sentence does Noor find"),
        ("Which sentence does Noor find", "Greedy decoding takes"),
        ("Which layers map", "Convolution with"),
        ("Batch normalization ", "Why does batch"),
        ("Why does batch", "In training it uses"),
    ],
)
def test_no_page_ends_between_a_heading_a_prompt_and_its_solution(pages: list[str], before: str, after: str) -> None:
    assert [n for n, page in enumerate(pages) if before in page] == [n for n, page in enumerate(pages) if after in page]


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("[5pt] x", "{[}5pt] x"),  # behind a line's end it would be a height, behind an item its label
        ("* x", "{*} x"),
        ("--all ,, <<x>> ?`", "-{}-all ,{}, <{}<x>{}> ?{}`"),  # signs that the font would join
        ("a [b]", "a [b]"),
        ("one–two", "one--two"),
    ],
)
def test_text_means_nothing_to_tex(text: str, written: str) -> None:
    assert tex.escape(text) == written
