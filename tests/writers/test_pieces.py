"""Pieces of text as TeX: how blocks are cut, what hangs at their left, what a heading says."""

from __future__ import annotations

from dataclasses import replace

import pytest

from probgen.document import Answer, Blocks, CodeBlock, DisplayMath, ItemList, LabelStyle, Matrix, PageStyle, View
from probgen.writers import blanks, labels
from probgen.writers.pdf import pieces
from probgen.writers.pdf.paper import Paper
from tests.papers import exam, para, text
from tests.writers.handouts import handout

DASHES = PageStyle(layout="assignment", points="dashes", labels="dotted")
DISPLAY = DisplayMath("x = 1")


@pytest.mark.parametrize(
    ("content", "kinds"),
    [
        ((para("a"), para("b")), ["paragraph", "paragraph"]),
        ((para("a"), DISPLAY, para("b")), ["paragraph", "continued"]),
        ((para("a"), DISPLAY, DISPLAY, CodeBlock("c")), ["paragraph", "block"]),
        ((DISPLAY, para("b")), ["paragraph", "continued"]),
        ((para("a"), ItemList(((para("b"),), (para("c"), DISPLAY)))), ["paragraph", "list", "item"]),
    ],
)
def test_text_is_cut_into_paragraphs_with_their_displays_and_items(content: Blocks, kinds: list[str]) -> None:
    assert [piece.kind for piece in Paper().cut(content)] == kinds


def test_nothing_is_lost_where_text_is_cut() -> None:
    (problem,) = handout("homework").questions[2].problems
    solution = problem.parts[0].solution
    cut = [block for piece in Paper().cut(solution) for block in piece.content]
    whole = [
        one
        for block in solution
        for one in ([ItemList((i,)) for i in block.items] if isinstance(block, ItemList) else [block])
    ]
    assert [block.items if isinstance(block, ItemList) else block for block in cut] == [
        block.items if isinstance(block, ItemList) else block for block in whole
    ]


def test_an_item_cut_out_of_a_numbered_list_keeps_its_number() -> None:
    _, second = Paper().cut((ItemList(((para("a"),), (para("b"),)), numbered=True),))
    assert r"\setcounter{enumi}{1}" in second.tex


def test_program_text_keeps_its_blanks_and_may_be_broken_at_them() -> None:
    assert r"\pgtypedline{if\ x:}\pgtypedline{\ \ y}" in Paper().flow((CodeBlock("if x:\n  y"),))


@pytest.mark.parametrize("view", View)
def test_a_matrix_is_answered_in_the_brackets_of_its_place(view: View) -> None:
    answer = Answer("m", Matrix(((1, 2), (3, 4))), shown=text(r"$\begin{bmatrix}1&2\\3&4\end{bmatrix}$"))
    blank = Paper((answer,), view).blank("m")
    assert (r"\begin{matrix}1&2\\3&4\end{matrix}" in blank, "bmatrix" in blank) == (view is View.SOLUTION, False)


def test_a_matrix_with_a_factor_keeps_brackets_of_its_own() -> None:
    answer = Answer("m", Matrix(((1,),)), shown=text(r"$\frac12\begin{bmatrix}2\end{bmatrix}$"))
    assert r"\frac12\begin{bmatrix}" in Paper((answer,), View.SOLUTION).blank("m")


def test_a_table_of_boxes_is_no_wider_than_the_text_of_a_sub_part() -> None:
    (_, _, _, remedies, *_) = exam().questions
    ticks = remedies.parts[0].answers[0].response
    items, column = blanks.tick_columns(ticks, 428.0)  # type: ignore[arg-type]
    assert items + 2 * (column + 12.0) <= 428.0


@pytest.mark.parametrize(
    ("label", "style", "hung"),
    [
        ("", "letters", ""),
        ("b", "letters", r"\pghang{20}{(b)}"),
        ("b.i", "letters", r"\pghang{40}{(b)}\pghang{20}{i.}"),
        ("b.ii", "letters", r"\pghang{20}{ii.}"),
        ("b", "dotted", r"\pghang{34}{3.2}"),
        ("b.ii", "dotted", r"\pghang{34}{3.2.b}"),
    ],
)
def test_labels_hang_at_the_left(label: str, style: LabelStyle, hung: str) -> None:
    part = replace(exam().questions[1].parts[0], label=label)
    assert pieces.label(part, PageStyle(labels=style), 3) == hung


@pytest.mark.parametrize(
    ("style", "heading"),
    [
        (PageStyle(), r"\pgheading{\pgnumber{1}Networks and trees}{(23 points)}"),
        (PageStyle(points="none"), r"\pgheading{\pgnumber{1}Networks and trees}{}"),
        (PageStyle(points="dashes"), r"\pgheading{\pgnumber{1}Networks and trees}{(12-5-6)}"),
        (DASHES, r"\pgheading{Question 1 (12-5-6)\unskip\quad Networks and trees}{}"),
    ],
)
def test_a_heading_gives_the_points_in_the_style_of_the_paper(style: PageStyle, heading: str) -> None:
    assert pieces.heading(handout("homework").questions[0], style) == heading


def test_a_question_whose_parts_are_all_optional_says_so_once() -> None:
    question = handout("homework").questions[1]
    assert "[Optional]" in pieces.heading(question, PageStyle())
    assert not any("optional" in pieces.lead(part, PageStyle(), question) for part in question.parts)


def test_shares_of_parts_add_up_to_the_points_of_the_question() -> None:
    for question in handout("homework").questions:
        assert sum(labels.shares(question), start=0) == question.points


def test_a_stem_that_goes_on_inside_a_part_is_moved_in() -> None:
    first, second = handout("homework").questions[0].problems
    inside = replace(second, parts=(replace(second.parts[0], label="a.iii"),))
    assert [pieces.stem_indent(one, PageStyle()) for one in (first, second, inside)] == [0.0, 0.0, 20.0]
