"""Formulas in bank entries: keys, known mistakes, blanks in tables, figures to draw on."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from probgen import answers, bank, checking
from probgen.document import (
    Answer,
    Blank,
    Branch,
    Drawing,
    GraphLabeling,
    Math,
    Paragraph,
    Part,
    ResponseBlock,
    Str,
    Symbolic,
    Table,
    Tree,
    TreeNode,
    View,
)
from probgen.errors import ProbgenError, Where
from probgen.exact import Formula
from probgen.language import expression
from probgen.model import AnswerTemplate
from probgen.stream import Stream
from probgen.writers import key, text
from tests.bank_text import problem


def part(text: str) -> Part:
    (only,) = problem(text).parts
    return only


def answer(spec: str, more: str = "") -> Answer:
    return part(f"prompt: Say.\nanswer: {spec}\n{more}").answers[0]


def test_a_text_is_the_key_and_is_printed_as_a_formula() -> None:
    made = answer("{symbolic: \"'w**2*u1'\"}")
    assert made.response == Symbolic(Formula("w**2*u1"))
    assert made.shown == (Math("w^2 u_1"),)


def test_a_whole_number_is_a_formula_too() -> None:
    assert answer("{symbolic: 1 + 1}").response == Symbolic(Formula("2"))


def test_the_symbols_of_the_key_are_those_that_its_author_lists() -> None:
    made = answer("{symbolic: \"'X.T @ y'\", symbols: {X: [n, d], y: [n]}}")
    assert made.response == Symbolic(Formula("X.T @ y", (("X", "[n, d]"), ("y", "[n]"))))


def test_a_list_of_symbols_says_their_names_alone() -> None:
    made = answer("{symbolic: \"'w'\", symbols: [w, u]}")
    assert made.response == Symbolic(Formula("w", (("w", "positive"), ("u", "positive"))))


def test_a_blank_stands_on_a_line_of_its_own() -> None:
    made = part("prompt: Say.\nanswer: {symbolic: \"'w'\", label: $y$}")
    assert made.prompt[-1] == Paragraph((Math("y ="), Str(" "), Blank("answer")))


MISTAKES = """
mistakes:
  - "'u1*w*w'": The same in other words.
  - "'w*u1'": A factor is missing.
  - "2": A number.
"""


def test_known_mistakes_are_compared_by_what_they_are_worth() -> None:
    made = part("prompt: Say.\nanswer: {symbolic: \"'w**2*u1'\"}" + MISTAKES)
    assert [(mistake.value, mistake.shown) for mistake in made.mistakes] == [
        (Formula("w*u1"), (Math("w u_1"),)),
        (Formula("2"), (Math("2"),)),
    ]


def test_a_cost_is_compared_up_to_a_constant() -> None:
    made = part(
        "prompt: Say.\nanswer: {symbolic: \"'N**2*D'\", up to constant: true}\n"
        "mistakes: [{\"'5*N**2*D + N'\": same}, {\"'N**2'\": less}]"
    )
    assert [str(mistake.value) for mistake in made.mistakes] == ["N**2"]


def test_formulas_are_options_of_a_choice_unless_they_are_equivalent() -> None:
    made = answer(
        "{choice: \"put('a*x', 'a', 2)\", options: 3}", "mistakes: [{\"'x + x'\": same}, {\"'x**2'\": b}, {\"'x'\": c}]"
    )
    assert sorted(str(option.value) for option in made.response.options) == ["2 * x", "x", "x**2"]  # type: ignore[union-attr]


def test_an_author_can_check_a_formula_by_another_one() -> None:
    text = "prompt: Say.\nanswer: {symbolic: \"'(a + b)**2'\"}\ncheck: {expanded: \"equivalent(answer, 'a**2 + b*b')\"}"
    with pytest.raises(ProbgenError, match="the check 'expanded' failed"):
        part(text)
    assert problem(text.replace("+ b*b", "+ b*b + 2*b*a")).proof.state == "checked"


def test_drawn_numbers_are_put_into_formulas() -> None:
    made = part(
        "params: {c: 3..3}\nderive: {f: \"put('c*q**2', 'c', c)\"}\n"
        "prompt: 'Of $<<f>>$?'\nanswer: {symbolic: \"put('2*c*q', 'c', c)\"}\nsolution: $<<answer>>$"
    )
    assert made.prompt[0] == Paragraph((Str("Of "), Math("3 q^2"), Str("?")))
    assert made.solution[-1] == Paragraph((Math(r"2 \cdot 3 q"),))


def test_texts_are_set_as_formulas_by_the_filter() -> None:
    made = part("derive: {f: \"'w**2'\"}\nprompt: 'Of $<<f | tex>>$?'\nanswer: 3")
    assert made.prompt[0] == Paragraph((Str("Of "), Math("w^2"), Str("?")))


def test_a_cell_can_hold_a_formula() -> None:
    made = answer(
        "{table: {rows: rows, columns: {f: F}, cells: {f: formula}, blanks: \"[[0, 'f']]\"}}",
        "pools: {rows: [{f: w**2}, {f: 2*w}]}",
    )
    assert isinstance(made.response, Table)
    assert [(row[0].key, row[0].shown) for row in made.response.rows] == [
        (Formula("w**2"), (Math("w^2"),)),
        (None, (Math("2 w"),)),
    ]


def test_the_key_file_holds_the_formula_as_it_was_written() -> None:
    assert list(key.entries(answer("{symbolic: \"'w**2'\"}"))) == [("answer", "w**2", "")]
    made = answer("{symbolic: \"'N'\", up to constant: true}")
    assert list(key.entries(made)) == [("answer", "N", "up to a constant")]


EMPTY, FULL = (Tree(TreeNode((Str("a"),), (Branch((Str(word),), TreeNode((Str("b"),))),)), word) for word in ("?", "w"))


def built(kind: Any, **fields: Any) -> Answer:
    figure = expression.parse("'empty'", Where())
    scope = {"empty": EMPTY, "full": FULL, "edges": (("top", Formula("w**2")), ("bottom", 3))}
    return answers.build(AnswerTemplate("answer", kind, Where("f.yaml"), figure, fields=fields), scope, (), Stream(1))


def test_a_drawing_has_a_blank_figure_and_one_for_the_solution() -> None:
    assert built("drawing", overlay="full").response == Drawing(EMPTY, FULL)


def test_a_graph_has_keys_for_its_places() -> None:
    made = built("graph", labeled="full", blanks=expression.parse("edges", Where()))
    assert made.response == GraphLabeling(EMPTY, FULL, (("top", Formula("w**2")), ("bottom", 3)))
    assert list(key.entries(made)) == [("answer", "top: w**2; bottom: 3", "")]


def test_a_figure_that_nothing_makes_is_an_error() -> None:
    with pytest.raises(ProbgenError, match="there is no figure 'other'"):
        built("drawing", overlay="other")


DRAWN = """
family: decoding_tree_search
knobs: {branches: [2], depth: [3], k: [2], regime: [beam_recovers]}
prompt: |
  Draw.

  [[d]]
answers: {d: {drawing: {on: tree, overlay: tree_kept}}}
"""


def test_a_figure_to_draw_on_has_a_place_and_no_room_besides() -> None:
    made = part(DRAWN)
    assert made.prompt[-1] == ResponseBlock("d")
    assert made.space == 0
    assert made.answers[0].response.overlay != made.answers[0].response.blank  # type: ignore[union-attr]


def test_the_terminal_shows_the_figure_that_belongs_to_the_view() -> None:
    made = problem(DRAWN)
    response = made.parts[0].answers[0].response
    assert isinstance(response, Drawing)
    assert text.problem(made, View.EXAM) != text.problem(made, View.SOLUTION)


def test_the_entry_of_the_guide_is_proved_on_every_draw() -> None:
    guide = (Path(__file__).parent.parent / "docs" / "guide" / "formulas.md").read_text(encoding="utf-8")
    (template,) = bank.load_text(guide.split("```yaml\n")[1].partition("```")[0], "guide.yaml")
    report = checking.stress(template, range(20))
    assert (report.failures, dict(report.proofs), report.coincidences) == ({}, {"checked": 20}, {})
