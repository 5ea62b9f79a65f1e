"""Web pages: what they say and do not say, and that they stand alone."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from probgen.document import (
    Answer,
    Blank,
    Block,
    ChooseOne,
    CodeBlock,
    DisplayMath,
    Drawing,
    EquationRef,
    Exam,
    FigureBlock,
    GraphLabeling,
    Handout,
    ItemList,
    LabelStyle,
    Math,
    Matrix,
    Mistake,
    Number,
    Option,
    PageStyle,
    Response,
    ResponseBlock,
    Str,
    View,
)
from probgen.errors import ProbgenError
from probgen.writers import Context, html, katex
from probgen.writers.html.nodes import Printer, drawing, formula
from probgen.writers.katex import Katex
from tests import papers
from tests.figures.samples import ALL
from tests.figures.trees import full
from tests.writers import web
from tests.writers.sentinels import WORDS, with_other_keys

STUB = Katex("0", "/* style of formulas */", "/* script of formulas */")
needs_katex = pytest.mark.skipif(not katex.version(), reason="probgen was built without KaTeX, since there is no npm")


@pytest.fixture
def stub(monkeypatch: pytest.MonkeyPatch) -> None:
    """Put two comments in KaTeX's place, which is not everywhere."""
    monkeypatch.setattr(katex, "load", lambda: STUB)


def page(exam: Exam, view: View = View.EXAM) -> web.Element:
    return web.read(html.render(exam, view))


def practice(exam: Exam) -> web.Element:
    ((name, text),) = html.pages(replace(exam, style=PageStyle(layout="practice")))
    assert name == "practice"
    return web.read(text)


# ---- What a page must not say or do ---------------------------------------------------------------------------------


@pytest.mark.usefixtures("stub")
def test_the_exams_page_does_not_depend_on_any_key() -> None:
    exam = papers.exam()
    other = with_other_keys(exam)
    assert html.render(other, View.EXAM) == html.render(exam, View.EXAM)
    assert html.render(other, View.SOLUTION).count(WORDS) > len(exam.questions)


@pytest.mark.parametrize("kind", ["drawing", "labeling"])
def test_a_figure_to_draw_on_shows_its_solution_in_the_solution_alone(kind: str) -> None:
    blank, done = full(1, 2), full(1, 2, marked=True)
    answer = Answer("x", Drawing(blank, done) if kind == "drawing" else GraphLabeling(blank, done, ()))
    empty, solved = (Printer((answer,), solved=view).block(ResponseBlock("x")) for view in (False, True))
    assert (drawing(blank) in empty, drawing(done) in empty) == (True, False)
    assert (drawing(blank) in solved, drawing(done) in solved) == (False, True)


@needs_katex
@pytest.mark.parametrize("view", View)
def test_a_page_asks_the_network_for_nothing(view: View) -> None:
    text = html.render(papers.exam(), view)
    targets = [
        value
        for element in web.read(text).every()
        for name, value in element.attributes.items()
        if name in ("src", "href", "action", "data", "poster", "srcset")
    ]
    assert all(target.startswith("#") for target in targets)
    style = "".join(re.findall(r"<style>.*?</style>", text, re.DOTALL))
    assert set(re.findall(r"url\((\w+:)", style)) == {"data:"}
    assert "@import" not in style
    assert "default-src 'none'" in text


@needs_katex
def test_every_font_of_katex_is_in_its_style() -> None:
    assert katex.load().style.count("url(") == len(list((katex.FOLDER / "fonts").iterdir())) == 20


def test_without_katex_the_remedy_is_said_and_nothing_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(katex, "FOLDER", tmp_path / "nowhere")
    katex.load.cache_clear()
    with pytest.raises(ProbgenError, match=r"HTML pages need KaTeX(.|\n)*install npm"):
        html.write(papers.variants(1), tmp_path, Context())
    assert list(tmp_path.iterdir()) == []


# ---- The page as a whole --------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("stub")
def test_write_puts_both_pages_of_each_variant_into_the_folder(tmp_path: Path) -> None:
    html.write(papers.variants(2), tmp_path, Context())
    assert {file.name for file in tmp_path.iterdir()} == {
        f"{view}-{name}.html" for view in ("exam", "solution") for name in "AB"
    }


@pytest.mark.usefixtures("stub")
def test_the_same_exam_gives_the_same_page() -> None:
    assert html.render(papers.exam(), View.SOLUTION) == html.render(papers.exam(), View.SOLUTION)


@pytest.mark.usefixtures("stub")
@pytest.mark.parametrize("view", View)
def test_each_name_on_a_page_is_there_once_and_each_link_leads_to_one(view: View) -> None:
    for made in (page(papers.exam(), view), practice(papers.exam())):
        names = Counter(element.attributes["id"] for element in made.every() if "id" in element.attributes)
        links = {element.attributes["href"].removeprefix("#") for element in made.every("a")}
        assert set(names.values()) == {1}
        assert "figure-1" in links
        assert links <= set(names)


@pytest.mark.usefixtures("stub")
def test_headings_go_down_one_level_at_a_time() -> None:
    for made in (page(papers.exam()), practice(papers.exam())):
        levels = [int(e.tag[1]) for e in made.every() if re.fullmatch("h[1-6]", e.tag)]
        assert levels[0] == 1
        assert levels.count(1) == 1
        assert all(after <= before + 1 for before, after in pairwise(levels))


@pytest.mark.usefixtures("stub")
def test_the_head_says_course_title_facts_and_version() -> None:
    (head,) = page(papers.exam()).every("header")
    words = (
        "CS 482 Deep Neural Networks Spring 2027 Midterm Exam Instructor: A. Instructor Room 155 80 minutes 41 points"
    )
    assert head.text == f"{words} version A-K7Q0"


@pytest.mark.usefixtures("stub")
def test_titles_are_escaped() -> None:
    exam = replace(papers.exam(), title="<b>1 & 2</b>")
    assert "<h1>&lt;b&gt;1 &amp; 2&lt;/b&gt;</h1>" in html.render(exam, View.EXAM)


@pytest.mark.usefixtures("stub")
def test_a_handout_says_when_what_and_who() -> None:
    handout = Handout(
        due=papers.text("Friday"),
        deliverables=papers.text("One file with ", "$x$"),
        instructions=(papers.text("Show your work."),),
        contributors=("A. Author", "B. Writer"),
        notice="Do not share",
    )
    exam = replace(papers.exam(), cover=None, style=PageStyle(layout="homework"), handout=handout)
    text = page(exam).text
    for words in (
        "A. Author, B. Writer",
        "Due: Friday",
        "Deliverables: One file with x",
        "Show your work.",
        "Do not share",
    ):
        assert words in text


@pytest.mark.usefixtures("stub")
def test_only_an_exam_has_room_to_write_in() -> None:
    homework = replace(papers.exam(), cover=None, style=PageStyle(layout="homework"))
    assert len(list(page(papers.exam()).every("div", class_="room"))) == 7
    assert not list(page(homework).every("div", class_="room"))


@pytest.mark.usefixtures("stub")
def test_text_is_written_on_lines_and_all_else_into_a_box() -> None:
    """96 bp are four lines of 24 bp; 110 bp are room to work."""
    (network,) = page(papers.exam()).every("article", id="question-2")
    (tree,) = page(papers.exam()).every("article", id="question-3")
    assert [len(list(room.every("p"))) for room in network.every("div", class_="lines")] == [4]
    assert [room.attributes.get("style") for room in tree.every("div", class_="room")] == [
        "height:60pt",
        "height:110pt",
    ]


# ---- Practice -------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("stub")
def test_a_practice_page_has_all_problems_before_the_first_solution() -> None:
    exam = papers.exam()
    made = practice(exam)
    names = [article.attributes["id"] for article in made.every("article")]
    assert names == [f"{kind}-{q.number}" for kind in ("question", "solution") for q in exam.questions]
    asked, solved = made.every("div", class_="group")
    assert not list(asked.every("section", class_="solution"))
    assert not list(asked.every(class_="filled"))
    assert "-0.22-0.32-0.42=-0.96" not in asked.text
    assert "-0.22-0.32-0.42=-0.96" in solved.text


@pytest.mark.usefixtures("stub")
def test_a_practice_page_says_its_seed_in_place_of_a_version() -> None:
    made = practice(replace(papers.exam(), seed_note="seed 1234"))
    assert [mark.text for mark in made.every(class_="mark")] == ["seed 1234"] * 2
    assert "A-K7Q0" not in made.text


@pytest.mark.usefixtures("stub")
def test_practice_explains_every_slip_and_a_solution_those_that_earn_something() -> None:
    slip = Mistake("logp", 7, papers.text("$7$"), (papers.para("no seven."),))
    exam = papers.changed(papers.exam(), 3, mistakes=(slip,))
    assert "7 : no seven." in practice(exam).text
    assert "no seven." not in page(exam, View.SOLUTION).text


def test_practice_says_what_is_wrong_with_an_option() -> None:
    wrong = Option((Str("one"),), right=False, feedback=(Str("too small"),))
    answer = Answer("x", ChooseOne((wrong, Option((Str("two"),), right=True))))
    told = [Printer((answer,), solved=True, explains=e).block(ResponseBlock("x")) for e in (False, True)]
    assert ["too small" in text for text in told] == [False, True]


# ---- Parts and points -----------------------------------------------------------------------------------------------


def labeled(label: str, style: LabelStyle) -> web.Element:
    """Return the first part of a page whose part has this label."""
    exam = papers.changed(papers.exam(), 2, label=label)
    made = page(replace(exam, style=PageStyle(labels=style)))
    return next(made.every("section", class_="part", **{"aria-label": f"Part {SPOKEN[label, style]}"}))


SPOKEN: dict[tuple[str, LabelStyle], str] = {
    ("a", "letters"): "(a)",
    ("b.i", "letters"): "(b) i.",
    ("b.ii", "letters"): "(b) ii.",
    ("a", "dotted"): "2.1",
    ("b.ii", "dotted"): "2.2.b",
}


@pytest.mark.usefixtures("stub")
@pytest.mark.parametrize(
    ("label", "style", "hung"),
    [
        ("a", "letters", ["(a)"]),
        ("b.i", "letters", ["(b)", "i."]),
        ("b.ii", "letters", ["ii."]),
        ("a", "dotted", ["2.1"]),
        ("b.ii", "dotted", ["2.2.b"]),
    ],
)
def test_labels_hang_as_their_style_says(label: str, style: LabelStyle, hung: list[str]) -> None:
    assert [mark.text for mark in labeled(label, style).every("span", class_="label")] == hung


@pytest.mark.usefixtures("stub")
@pytest.mark.parametrize(("style", "shown"), [("each", "(12 points)"), ("dashes", "(8-4)"), ("none", None)])
def test_points_are_printed_in_their_style(style: str, shown: str | None) -> None:
    made = page(replace(papers.exam(), style=PageStyle(points=style)))  # type: ignore[arg-type]
    (question,) = made.every("article", id="question-2")
    (heading,) = question.every("div", class_="heading")
    assert [mark.text for mark in heading.every("span", class_="points")] == ([shown] if shown else [])
    of_parts = [mark.text for mark in question.every("span", class_="points")][bool(shown) :]
    assert of_parts == (["8 pts", "4 pts"] if style != "none" else [])


@pytest.mark.usefixtures("stub")
def test_an_optional_part_says_so() -> None:
    (question,) = page(papers.exam()).every("article", id="question-5")
    assert ["Optional." in part.text for part in question.every("section", class_="part")] == [False, True]


# ---- Nodes ----------------------------------------------------------------------------------------------------------


def blocks(*content: Block, anchors: bool = True) -> web.Element:
    return web.read(Printer(anchors=anchors).flow(content))


def place(response: Response, shown: str = "", *, solved: bool) -> web.Element:
    """Return the blank of an answer that fits a line."""
    answer = Answer("x", response, shown=(Math(shown),) if shown else ())
    return web.read(Printer((answer,), solved=solved).text((Blank("x"),)))


def test_text_is_escaped_and_a_formula_is_text() -> None:
    made = blocks(papers.para("a < b & ", r"$x<y \text{&}$"))
    assert made.text == r"a < b & x<y \text{&}"
    assert [e.tag for e in made.every()] == ["p", "span"]


def test_a_formula_stays_with_the_marks_that_touch_it() -> None:
    made = blocks(papers.para("by (", "$a$", "), then ", "$b$", " and CONV", "$k$", "-", "$f$", "."))
    assert [kept.text.replace(" ", "") for kept in made.every("span", class_="kept")] == ["(a),", "CONVk-f."]


def test_what_sets_nothing_is_left_out_of_formulas() -> None:
    assert formula(r"a\/b \\/ c") == r"ab \\/ c"


def test_an_equation_has_its_number_as_a_tag_and_can_be_linked_to() -> None:
    made = blocks(DisplayMath("x=1", "first", 3), papers.para("by ", EquationRef("first", 3)))
    assert next(made.every("div", id="equation-3")).text == r"x=1 \tag{3}"
    assert [(a.attributes["href"], a.text) for a in made.every("a")] == [("#equation-3", "(3)")]


def test_what_stands_on_a_page_twice_is_linked_to_once() -> None:
    equation = DisplayMath("x=1", "first", 3)
    assert not any("id" in element.attributes for element in blocks(equation, anchors=False).every())


@pytest.mark.parametrize("name", ALL)
def test_a_figure_is_an_image_with_its_description_and_number(name: str) -> None:
    made = blocks(FigureBlock("f", ALL[name], papers.text("of ", "$x$"), 2))
    (image,) = made.every("svg", role="img")
    assert next(image.every("desc")).text == " ".join(ALL[name].alt.split())
    assert next(made.every("figcaption")).text == "Figure 2 : of x"
    assert [f.attributes.get("id") for f in made.every("figure")] == ["figure-2"]


def test_lists_and_code_keep_their_kind() -> None:
    made = blocks(
        ItemList(((papers.para("one"),), (papers.para("two"),)), numbered=True), CodeBlock("if a < b:\n    c")
    )
    assert [item.text for item in next(made.every("ol")).every("li")] == ["one", "two"]
    assert next(made.every("code")).content == ["if a < b:\n    c"]


def test_a_blank_is_as_wide_as_its_kind_in_both_views() -> None:
    (empty,) = place(Number(-2), "-2", solved=False).every("span", class_="blank")
    (filled,) = place(Number(-2), "-2", solved=True).every("span", class_="filled")
    assert (empty.attributes["style"], empty.text) == ("width:68pt", "")
    assert (filled.attributes["style"], filled.text) == ("min-width:68pt", "-2")


def test_a_unit_stands_behind_the_blank_and_not_in_it() -> None:
    made = place(Number(3, unit="ms"), r"3\,\text{ms}", solved=True)
    assert made.text == "3 ms"
    assert next(made.every("span", class_="filled")).text == "3"


def test_a_matrix_is_written_into_an_area() -> None:
    (area,) = place(Matrix(((1, 2), (3, 4))), "W", solved=False).every("span", class_="area")
    assert area.attributes["style"] == "width:106pt;height:44pt"


@pytest.mark.usefixtures("stub")
def test_options_are_ticked_in_the_solution_alone() -> None:
    empty, solved = (next(page(papers.exam(), view).every("ul", class_="options")) for view in View)
    assert [box.attributes["aria-label"] for box in empty.every("span", role="img")] == ["empty box"] * 3
    assert [len(list(li.every(class_="ticked"))) for li in solved.every("li")] == [1, 0, 1]


@pytest.mark.usefixtures("stub")
def test_a_tick_table_has_a_head_for_each_column_and_row() -> None:
    (table,) = page(papers.exam(), View.SOLUTION).every("table", class_="ticks")
    assert [cell.text for cell in table.every("th", scope="col")] == ["reduces vanishing", "reduces exploding"]
    assert [cell.text for cell in table.every("th", scope="row")][:2] == ["Gradient clipping", "Skip connections"]
    marks = [cell.attributes["class"] for cell in table.every("span", role="img")]
    assert marks == ["box", "box ticked", "box ticked", "box", "box ticked", "box either", "box", "box"]


@pytest.mark.usefixtures("stub")
def test_a_table_with_blanks_is_filled_in_the_solution_alone() -> None:
    empty, solved = (next(page(papers.exam(), view).every("table", class_="blanks")) for view in View)
    assert [cell.text for cell in empty.every("td", class_="open")] == [""] * 4
    assert [cell.text for cell in solved.every("td", class_="filled")][2] == r"14\times14\times10"
    widths = [
        [c.attributes["style"] for c in t.every("td", class_=n)] for t, n in ((empty, "open"), (solved, "filled"))
    ]
    assert widths[0] == widths[1]


@pytest.mark.usefixtures("stub")
def test_a_data_table_is_aligned_by_its_columns() -> None:
    (table,) = page(papers.exam(), View.SOLUTION).every("table", class_="data")
    row = list(table.every("tr"))[1]
    assert [cell.attributes["class"] for cell in row.every("td")] == ["center", "left", "left"]
