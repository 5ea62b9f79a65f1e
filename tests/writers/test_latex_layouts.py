"""The LaTeX export of all layouts: sub-parts, several problems under one number, solutions behind or apart."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import get_args

import pytest

from probgen.document import LayoutName, View
from probgen.writers import Context, latex, pdf
from tests.writers import nested, reading
from tests.writers.sentinels import with_other_keys

LAYOUTS = get_args(LayoutName)
HANDOUTS = ("homework", "assignment", "practice")


def source(layout: LayoutName, view: View = View.EXAM) -> str:
    return latex.render(nested.paper(layout), view)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_questions_do_not_depend_on_any_key(layout: LayoutName) -> None:
    exam = nested.paper(layout)
    other = with_other_keys(exam)
    assert latex.render(other, View.EXAM) == latex.render(exam, View.EXAM)
    assert latex.render(other, View.SOLUTION).count("sentinel") > 5


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_questions_hold_no_solution(layout: LayoutName) -> None:
    assert not re.search(
        r"\\begin\{(solution|marking|answers)\}|\\solutions|\\filled|\\tickedbox|\\credit", source(layout)
    )


@pytest.mark.parametrize("layout", HANDOUTS)
def test_papers_to_take_home_have_no_room_to_write(layout: LayoutName) -> None:
    assert not re.search(r"\\answer(box|lines)", source(layout, View.SOLUTION))


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_environment_that_begins_ends_in_order(layout: LayoutName) -> None:
    open_: list[str] = []
    for move, name in re.findall(r"\\(begin|end)\{(\w+)\}", source(layout, View.SOLUTION)):
        if move == "begin":
            open_.append(name)
        else:
            assert open_.pop() == name
    assert not open_


def test_sub_parts_stand_in_their_part_across_problems() -> None:
    """The second problem goes on with the sub-parts that the first began."""
    found = re.findall(
        r"\\(?:begin|end)\{(?:sub)?part\}(?:\{[\d.]*\})?|\\statement", source("exam").split("question{")[1]
    )
    assert found == [
        r"\begin{part}{8}",
        r"\end{part}",
        r"\begin{part}{}",
        r"\begin{subpart}{4}",
        r"\end{subpart}",
        r"\statement",
        r"\begin{subpart}{5}",
        r"\end{subpart}",
        r"\begin{subpart}{6}",
        r"\end{subpart}",
        r"\end{part}",
    ]


def test_a_part_without_text_is_followed_by_its_first_sub_part() -> None:
    assert "\\begin{part}{}\n\\begin{subpart}{6}" in source("homework")


def test_points_by_dashes_are_those_of_parts() -> None:
    assert r"\question{Layers and words}{8-15}" in source("assignment")


def test_no_points_are_given_where_none_are_printed() -> None:
    exam = nested.paper("practice", points="none")
    assert not re.search(r"\\(question\{[^}]*\}|begin\{(sub)?part\})\{\d|\\credit", latex.render(exam, View.SOLUTION))


def test_a_question_of_optional_parts_is_optional() -> None:
    assert r"\question{Batch normalization\enspace[Optional]}{}" in source("homework")


def test_an_optional_part_is_marked() -> None:
    assert r"\begin{subpart}{2.5}" + "\n" + r"\optional Is the loss convex" in source("exam")


@pytest.mark.parametrize("layout", LAYOUTS)
def test_an_appended_section_is_set_off(layout: LayoutName) -> None:
    assert r"\appendedsection{From older papers}" in source(layout)


def test_a_question_without_a_worked_solution_has_no_answers() -> None:
    exam = with_other_keys(nested.paper("assignment"))
    assert latex.render(exam, View.SOLUTION).count(r"\begin{answers}") == 3


@pytest.mark.parametrize(
    ("layout", "names"),
    [
        ("homework", {"exam-A.tex", "solution-A.tex"}),
        ("assignment", {"exam-A.tex", "solution-A.tex"}),
        ("practice", {"practice-A.tex"}),
    ],
)
def test_write_puts_the_papers_and_their_styles_into_the_folder(
    layout: LayoutName, names: set[str], tmp_path: Path
) -> None:
    latex.write([nested.paper(layout)], tmp_path, Context())
    styles = {"probgen-common.sty", "probgen-handout.sty"}
    assert {path.name for path in (tmp_path / "tex").iterdir()} == names | styles


# ---- Compiled ---------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The compiled solution of every layout, by its name; in the folder above it, our own PDFs."""
    found: dict[str, Path] = {}
    for layout in LAYOUTS:
        exam = nested.paper(layout)
        folder = tmp_path_factory.mktemp(layout)
        latex.write([exam], folder, Context())
        pdf.write([exam], folder, Context())
        name, _ = exam.papers[-1]
        reading.compiled(folder / "tex", name)
        found[layout] = folder / "tex" / f"{name}.pdf"
    return found


@pytest.mark.parametrize("layout", LAYOUTS)
def test_sources_compile_without_overfull_boxes(made: dict[str, Path], layout: str) -> None:
    assert "Overfull" not in made[layout].with_suffix(".log").read_text(errors="replace")


@pytest.mark.parametrize("layout", LAYOUTS)
def test_texts_numbers_and_points_are_those_of_our_own_pdf(made: dict[str, Path], layout: str) -> None:
    exported = made[layout]
    ours, theirs = reading.body(exported.parents[1] / exported.name), reading.body(exported)
    assert (ours - theirs, theirs - ours) == (Counter(), Counter())


LETTERS = ["(a)", "(b) i.", "ii.", "iii.", "(a) i.", "ii."]
DOTTED = ["1.1", "1.2.a", "1.2.b", "1.2.c", "2.1.a", "2.1.b"]


@pytest.mark.parametrize(
    ("layout", "labels"),
    [
        ("exam", LETTERS),
        ("homework", LETTERS),
        ("practice", LETTERS * 2),
        ("assignment", [*DOTTED[:4], *DOTTED[:4], *DOTTED[4:], *DOTTED[4:]]),  # each question's again in its answers
    ],
)
def test_parts_number_themselves(made: dict[str, Path], layout: str, labels: list[str]) -> None:
    text = reading.text(made[layout])
    label = r"^ *(\(\w\) i\.|\(\w\)|i+\.|\d\.\d(?:\.\w)?)(?: |$)"
    assert [" ".join(found.split()) for found in re.findall(label, text, re.MULTILINE)] == labels


def test_answers_stand_behind_each_question(made: dict[str, Path]) -> None:
    text = reading.text(made["assignment"])
    assert re.findall(r"(Question|Answer) (\d)", text) == [
        (word, number) for number in "123" for word in ("Question", "Answer")
    ]


def test_points_by_dashes_stand_in_brackets_in_headings_and_before_prompts(made: dict[str, Path]) -> None:
    text = reading.text(made["assignment"])
    assert "Question 1 (8-15)" in text
    assert re.search(r"1\.2\.c\s+\(6 pts\)", text)


def test_solutions_for_practice_begin_a_page_and_count_anew(made: dict[str, Path]) -> None:
    pages = reading.text(made["practice"]).split("\f")
    first = next(number for number, page in enumerate(pages) if "Solutions" in page)
    assert "Batch normalization" in "".join(pages[:first])
    assert not any("greedy decoding takes" in page.lower() for page in pages[:first])
    assert re.search(r"Solutions\s+1 +Layers and words", pages[first])


@pytest.mark.parametrize("layout", HANDOUTS)
def test_the_handout_says_what_stands_around_the_questions(made: dict[str, Path], layout: str) -> None:
    words = " ".join(reading.text(made[layout]).split())
    assert "Due: Friday, 12 March Deliverables: one file for all answers" in words
    assert words.index("Questions are independent.") < words.index("Layers and words")
    assert words.index("Contributors") < words.index("Berta Bäcker")


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_page_has_its_foot(made: dict[str, Path], layout: str) -> None:
    pages = reading.text(made[layout]).split("\f")[:-1]
    for number, page in enumerate(pages, 1):
        assert f"page {number} of {len(pages)}" in page
        assert "© 2027 Course staff. Please do not pass on." in page


@pytest.mark.parametrize("layout", LAYOUTS)
def test_footnotes_and_equations_have_their_numbers(made: dict[str, Path], layout: str) -> None:
    """A footnote inside of a box would not reach the page."""
    text = reading.text(made[layout])
    assert text.count("All vectors are columns.") == 1
    assert re.search(r"y = W ?x +\(1\)", text)
    assert "By (1)," in text
