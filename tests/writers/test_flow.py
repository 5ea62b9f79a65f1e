"""Homework, assignment and practice as PDFs: what they say, and how their text flows over the pages."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

import pikepdf
import pytest

from probgen.document import Exam, Footnote, LayoutName
from probgen.writers import pdf
from probgen.writers.pdf.layout import BLOCK_HEIGHT, Layout, Page, Pages
from probgen.writers.pdf.sheets import sheets
from tests import papers
from tests.papers import para, text
from tests.writers import reading
from tests.writers.handouts import STEPS, handout
from tests.writers.sentinels import with_other_keys

FILES = {
    "homework": ("exam-A", "solution-A"),
    "assignment": ("exam-A", "solution-A"),
    "practice": ("practice-A",),
}
DOCUMENTS = [(layout, name) for layout, names in FILES.items() for name in names]


@dataclass(frozen=True)
class Handouts:
    """The set of two variants of one layout."""

    folder: Path
    layout: Layout
    exams: tuple[Exam, ...]

    def text(self, name: str) -> str:
        return reading.text(self.folder / f"{name}.pdf")

    def pages(self, name: str) -> Pages:
        return next(pages for pages in self.layout.papers if pages[0].places[0].slot.startswith(f"{name} "))


def made(layout: LayoutName, folder: Path) -> Handouts:
    style = {"points": "dashes", "labels": "dotted"} if layout == "assignment" else {}
    exams = tuple(handout(layout, seed, **style) for seed in range(2))
    return Handouts(folder, pdf.make(exams, folder), exams)


@pytest.fixture(scope="module")
def every(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Handouts]:
    return {layout: made(layout, tmp_path_factory.mktemp(layout)) for layout in ("homework", "assignment", "practice")}


@pytest.fixture(scope="module")
def homework(every: dict[str, Handouts]) -> Handouts:
    return every["homework"]


@pytest.fixture(scope="module")
def assignment(every: dict[str, Handouts]) -> Handouts:
    return every["assignment"]


@pytest.fixture(scope="module")
def practice(every: dict[str, Handouts]) -> Handouts:
    return every["practice"]


# ---- Pages ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("layout", FILES)
def test_there_are_these_files_of_each_variant(every: dict[str, Handouts], layout: str) -> None:
    found = sorted(file.stem for file in every[layout].folder.iterdir())
    assert found == sorted(name.replace("-A", f"-{letter}") for name in FILES[layout] for letter in "AB")


@pytest.mark.parametrize("layout", FILES)
def test_nothing_is_warned_of(every: dict[str, Handouts], layout: str) -> None:
    assert every[layout].layout.warnings == ()


@pytest.mark.parametrize(("layout", "name"), DOCUMENTS)
def test_every_piece_has_one_place_in_the_order_of_the_paper(
    every: dict[str, Handouts], layout: str, name: str
) -> None:
    one = every[layout]
    (sheet,) = [sheet for sheet in sheets(one.exams[0]) if sheet.files[0][0] == name]
    placed = [place.slot for page in one.pages(name) for place in page.places if place.frame != "foot"]
    assert placed == [slot for slot in sheet.names if " note " not in slot]


@pytest.mark.parametrize(("layout", "name"), DOCUMENTS)
def test_no_page_is_overfull_and_nothing_overlaps(every: dict[str, Handouts], layout: str, name: str) -> None:
    for page in every[layout].pages(name):
        assert max(place.y + place.height for place in page.places) <= BLOCK_HEIGHT + 0.01
        assert all(one.y + one.height <= other.y + 0.02 for one, other in pairwise(page.places))


@pytest.mark.parametrize(("layout", "name"), DOCUMENTS)
def test_no_heading_ends_a_page(every: dict[str, Handouts], layout: str, name: str) -> None:
    lasts = [_last(page) for page in every[layout].pages(name)]
    assert not [slot for slot in lasts if re.search(r"heading|section|title|answer|solutions|solved", slot)]


def _last(page: Page) -> str:
    return [place.slot for place in page.places if place.frame != "foot"][-1]


def test_a_long_solution_flows_over_pages(homework: Handouts) -> None:
    """All steps are there, in their order, on more than two pages."""
    text = homework.text("solution-A")
    numbers = [
        int(number)
        for number in re.findall(r"[Ss]tep(\d+) (?:gives|goes|ends)|Step(\d+), an", text)
        for number in number
        if number
    ]
    assert [*dict.fromkeys(numbers)] == list(range(STEPS))
    assert len({page for page, words in enumerate(text.split("\f")) if re.search(r"[Ss]tep\d", words)}) > 2


def test_text_is_cut_between_blocks_and_not_before_a_display(homework: Handouts) -> None:
    """A display is in its paragraph's slot: `Step0 gives` and the formula stand on one page."""
    for page in homework.text("solution-A").split("\f"):
        assert page.count(" gives") == len(re.findall(r"x\d+ =", page.replace(" ", "").replace("=", " =")))


def test_pages_but_the_last_are_full(homework: Handouts) -> None:
    """No piece that may begin a page is higher than a third of one."""
    *full, _ = homework.pages("solution-A")
    assert all(max(place.y + place.height for place in page.places) > BLOCK_HEIGHT * 2 / 3 for page in full)


@pytest.mark.parametrize(("layout", "name"), DOCUMENTS)
def test_a_paper_has_the_pages_of_its_own_layout(every: dict[str, Handouts], layout: str, name: str) -> None:
    with pikepdf.open(every[layout].folder / f"{name}.pdf") as paper:
        assert len(paper.pages) == len(every[layout].pages(name))


def test_the_layout_of_a_set_gives_the_same_bytes(homework: Handouts, tmp_path: Path) -> None:
    kept = Layout.read(homework.layout.plain())
    pdf.make(homework.exams[1:], tmp_path, layout=kept)
    for name in ("exam-B", "solution-B"):
        assert (tmp_path / f"{name}.pdf").read_bytes() == (homework.folder / f"{name}.pdf").read_bytes()


def test_the_questions_do_not_change_by_a_byte_when_all_keys_do(homework: Handouts, tmp_path: Path) -> None:
    """Text, metadata, fonts and positions of the questions are free of the key."""
    pdf.make([with_other_keys(exam) for exam in homework.exams], tmp_path)
    assert (tmp_path / "exam-A.pdf").read_bytes() == (homework.folder / "exam-A.pdf").read_bytes()
    assert (tmp_path / "solution-A.pdf").read_bytes() != (homework.folder / "solution-A.pdf").read_bytes()


def test_thirty_homeworks_are_set_by_few_runs(sources: list[str], tmp_path: Path) -> None:
    """Sixty files with layouts of their own: measured and shipped by two runs each."""
    pdf.make([handout("homework", seed) for seed in range(30)], tmp_path)
    assert [source.count("pgrecords{sheet") for source in sources] == [0, 0, 30, 30]


# ---- What they say ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    ["CS 482 Deep Neural Networks", "Homework 6", "Spring 2027", "Due: Thursday, March 4", "Deliverables: one PDF",
     "Show your steps.", "1 Networks and trees", "(23 points)", "(a) i.", "ii.", "4 pts", "[Optional]",
     "(optional) Is the",
     "Old questions", "Contributors", "Noor Q. Sample", "Do not share or post", "A-K7Q0", "page 1 of",
     "(Hint: go through the layers one by one.)", "Figure 2: log-probability", "As the course has them."],
)  # fmt: skip
def test_the_homework_shows(homework: Handouts, words: str) -> None:
    assert words in re.sub(r" +", " ", homework.text("exam-A"))


def test_room_to_work_is_not_kept(homework: Handouts) -> None:
    assert reading.frames(homework.folder / "exam-A.pdf") == []
    assert not any(
        place.frame in ("plain", "ruled", "solution")
        for pages in homework.layout.papers
        for page in pages
        for place in page.places
    )


def test_the_solution_has_all_pieces_of_the_homework_in_their_order(homework: Handouts) -> None:
    asked, solved = ([name.partition(" ")[2] for name in one.names] for one in sheets(homework.exams[0]))
    rest = iter(solved)
    assert [name for name in asked if name not in rest] == []
    assert len(asked) > 30


def test_the_solution_says_all_that_the_homework_says(homework: Handouts) -> None:
    asked, solved = (Counter(re.findall(r"[^\W\d_]{3,}", homework.text(name))) for name in FILES["homework"])
    assert set(asked) <= set(solved)
    assert asked - solved == Counter()


@pytest.mark.parametrize("layout", ["homework", "assignment"])
def test_numbers_agree_between_questions_and_solution(every: dict[str, Handouts], layout: str) -> None:
    """Of questions, figures, equations and footnotes."""
    expected = {
        r"^(?:Question )?(\d)(?: \([-\d.]+\))? +(?=Networks|Gradients|A linear|Beam)": ["1", "2", "3", "4"],
        r"Figure (\d): ": ["1", "2"],
        r"^W = .* \((\d)\)$": ["1"],
        r"^(\d) As the course": ["1"],
    }
    for name in FILES[layout]:
        text = re.sub(r"(?m)^ +", "", every[layout].text(name))
        assert {mark: re.findall(mark, text, re.MULTILINE) for mark in expected} == expected


def test_a_solution_follows_its_part(homework: Handouts) -> None:
    text = homework.text("solution-A")
    order = ["Complete the table", "A filter has nine weights", "One more image", "Convolution with wrapped padding"]
    assert [text.index(words) for words in order] == sorted(text.index(words) for words in order)


@pytest.mark.parametrize(
    "words",
    ["Question 1 (12-5-6)", "Question 2", "[Optional]", "(8 pts) Complete", "1.1.a", "1.1.b", "1.2", "1.3"],
)
def test_the_assignment_shows(assignment: Handouts, words: str) -> None:
    text = re.sub(r" +", " ", assignment.text("exam-A"))
    assert words in text


def test_an_assignment_answers_behind_each_question(assignment: Handouts) -> None:
    text = assignment.text("solution-A")
    order = ["Question 1", "Answer 1", "Question 2", "Answer 2", "Question 3", "Answer 3", "Question 4", "Answer 4"]
    assert [text.index(words) for words in order] == sorted(text.index(words) for words in order)
    assert re.findall(
        r"^ *(\d\.\d(?:\.[ab])?) ", text.partition("Answer 1")[2].partition("Question 2")[0], re.MULTILINE
    ) == ["1.1.a", "1.1.b", "1.2", "1.3"]


def test_an_answer_to_a_later_sub_part_alone_has_the_letter_of_its_part() -> None:
    paper = handout("assignment")
    bare = papers.changed(replace(paper, sections=paper.sections[1:]), 4, solution=(), rubric=(), mistakes=())
    (question,) = bare.questions
    (problem,) = question.problems
    parts = tuple(replace(part, label=label) for part, label in zip(problem.parts, ("a.i", "a.ii"), strict=True))
    nested = replace(question, problems=(replace(problem, parts=parts),))
    _, solution = sheets(replace(bare, sections=(replace(bare.sections[0], questions=(nested,)),)))
    (slot,) = [slot for slot in solution.slots if slot.name.endswith("4a.ii solution")]
    assert r"\pghang{40}{(a)}\pghang{20}{ii.}" in slot.solution


def test_no_question_of_an_assignment_says_answer(assignment: Handouts) -> None:
    assert "Answer 1" not in assignment.text("exam-A")


def test_practice_has_all_questions_before_all_solutions(practice: Handouts) -> None:
    text = practice.text("practice-A")
    asked, _, solved = text.partition("Solutions\n")
    assert asked.rstrip(" ").endswith("\f")
    assert "Step3 ends here" not in asked
    titles = ["Networks and trees", "A linear layer", "Beam search"]
    for half in (asked, solved):
        assert [half.index(title) for title in titles] == sorted(half.index(title) for title in titles)


def test_practice_fills_in_what_is_asked_behind_the_questions(practice: Handouts) -> None:
    asked, _, solved = practice.text("practice-A").partition("Solutions\n")
    assert ("deep deep deep" in asked, "deep deep deep" in solved) == (False, True)
    assert ("1960" in asked, "1960" in solved) == (False, True)


def test_each_page_for_practice_names_the_seed(practice: Handouts) -> None:
    pages = practice.text("practice-A").split("\f")[:-1]
    assert all("seed 1234" in page for page in pages)


@pytest.mark.parametrize("layout", ["exam", "homework"])
def test_no_other_paper_names_a_seed(layout: LayoutName, tmp_path: Path) -> None:
    paper = papers.exam() if layout == "exam" else handout(layout)
    pdf.make([replace(paper, seed_note="seed 1234")], tmp_path)
    assert not any("seed" in reading.text(file) for file in tmp_path.iterdir())


# ---- Exams ------------------------------------------------------------------------------------------------------


def test_footnotes_of_an_exam_stand_at_one_place_and_those_of_solutions_in_the_solution_alone(tmp_path: Path) -> None:
    prompt = (para("Look", Footnote(text("twice"), 1), " at it."),)
    solution = (para("Seen", Footnote(text("with glasses"), 2), "."),)
    noted = papers.changed(replace(papers.exam(), cover=None), 6, prompt=prompt, solution=solution)
    pdf.make([noted], tmp_path)
    exam, solved = (reading.words(tmp_path / f"{name}-A.pdf") for name in ("exam", "solution"))
    (note,) = [word for word in exam if word.text == "twice"]
    assert note in solved
    assert note.y > 690
    assert [[word.y > 690 for word in words if word.text == "glasses"] for words in (exam, solved)] == [[], [True]]
