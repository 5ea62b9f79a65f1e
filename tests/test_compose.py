"""A drawn template becomes a document: answers, their places, room, points, mistakes, proof."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from probgen.compose import scaled
from probgen.document import (
    Blank,
    ChooseMany,
    ChooseOne,
    Emph,
    Essay,
    Interval,
    Math,
    Matrix,
    Number,
    Paragraph,
    Part,
    ResponseBlock,
    Sequence,
    Str,
    Table,
    TickRow,
    Ticks,
    Tolerance,
    Vector,
)
from probgen.errors import ProbgenError
from probgen.exact import Dec
from tests.bank_text import problem


def part(text: str, **options: Any) -> Part:
    (only,) = problem(text, **options).parts
    return only


def response(answer: str, more: str = "") -> Any:
    return part(f"prompt: Say.\nanswer: {answer}\n{more}").answers[0].response


def test_a_bare_expression_is_a_number_on_a_line_of_its_own() -> None:
    made = part("prompt: Add.\nanswer: 1 + 1")
    assert made.answers[0].response == Number(2)
    assert made.prompt[-1] == Paragraph((Str("Answer: "), Blank("answer")))


def test_a_label_stands_before_the_blank() -> None:
    made = part("prompt: Add.\nanswer: {vector: '[1, 2]', label: $w$}")
    assert made.prompt[-1] == Paragraph((Math("w ="), Str(" "), Blank("answer")))


def test_a_label_that_ends_in_a_relation_gets_no_second_one() -> None:
    made = part("prompt: Say.\nanswer: {interval: '[1, 2]', label: '$x \\in$'}")
    assert made.prompt[-1] == Paragraph((Math(r"x \in"), Str(" "), Blank("answer")))


def test_a_blank_in_the_prompt_is_the_place() -> None:
    made = part("prompt: 'It is [[x]].'\nanswers: {x: 3}")
    assert made.prompt == (Paragraph((Str("It is "), Blank("x"), Str("."))),)


@pytest.mark.parametrize("answer", ["{choice: 6, among: '[5, 7]'}", "{essay: {lines: 3}}"])
def test_an_answer_that_needs_more_than_a_line_has_no_place_inside_one(answer: str) -> None:
    with pytest.raises(ProbgenError, match=r"the answer 'x' does not fit into a line\n  hint: give `\[\[x\]\]`"):
        part(f"prompt: 'It is [[x]].'\nanswers: {{x: {answer}}}\n")


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("{vector: '[1, 1/2]'}", Vector((1, Dec("0.5")))),
        ("{matrix: '[[1, 2], [3, 4]]'}", Matrix(((1, 2), (3, 4)))),
        ('{sequence: \'["deep", "learn"]\'}', Sequence(("deep", "learn"))),
        ("{interval: '[1, 2]', open: [low]}", Interval(1, 2, low_closed=False)),
        ("{essay: {lines: 4, words: 50}}", Essay(4, 50)),
    ],
)
def test_each_kind_becomes_its_response(answer: str, expected: object) -> None:
    assert response(answer) == expected


@pytest.mark.parametrize(
    ("answer", "tolerance"),
    [
        ("1 + 1", Tolerance(0)),
        ("1/3", Tolerance(Dec("0.005"))),
        ("{number: 1/4, tolerance: 0.01}", Tolerance(Dec("0.01"))),
        ("{number: 50, tolerance: 2 %}", Tolerance(Dec("0.02"), relative=True)),
        ("{number: 1/3, tolerance: 2 decimals}", Tolerance(Dec("0.005"))),
        ("{number: 1234, tolerance: 3 digits}", Tolerance(5)),
        ("{number: 1/300, tolerance: 2 digits}", Tolerance(Fraction(1, 20000))),
    ],
)
def test_a_tolerance_is_what_its_rule_means(answer: str, tolerance: Tolerance) -> None:
    assert response(answer).tolerance == tolerance


def test_a_choice_offers_the_key_and_the_mistakes_once_each() -> None:
    mistakes = "mistakes:\n  - 5: less.\n  - 2*3: the key.\n  - 7: more.\n"
    options = response("{choice: 6, options: 3}", mistakes).options
    assert sorted(option.value for option in options) == [5, 6, 7]
    assert [option.value for option in options if option.right] == [6]


def test_a_choice_whose_options_coincide_is_refused() -> None:
    with pytest.raises(ProbgenError, match="only 2 of 3 options differ"):
        response("{choice: 6, options: 3}", "mistakes:\n  - 5: less.\n  - 10/2: less again.\n")


def test_options_of_a_choice_stand_at_every_place() -> None:
    text = "prompt: Say.\nanswer: {choice: 6, options: 3}\nmistakes:\n  - 5: a.\n  - 7: b.\n"
    places = set()
    for seed in range(40):
        made = part(text, seed=seed).answers[0].response
        assert isinstance(made, ChooseOne)
        places.add([option.right for option in made.options].index(True))
    assert places == {0, 1, 2}


def test_options_that_are_letters_are_sorted() -> None:
    text = 'prompt: Say.\nanswer: {choice: \'"C"\', among: \'["B", "D", "A"]\'}\n'
    made: list[Any] = [part(text, seed=seed).answers[0].response for seed in range(10)]
    assert {tuple(option.value for option in choice.options) for choice in made} == {("A", "B", "C", "D")}


POOL = """
pools:
  facts:
    - {item: one, right: yes, low: yes, high: either}
    - {item: $x^2$, right: no, low: no, high: no}
prompt: Say.
"""


def test_statements_to_choose_are_read_from_rows() -> None:
    made = part(POOL + "answer: {choices: {rows: facts, item: item, right: right}}").answers[0].response
    assert isinstance(made, ChooseMany)
    assert [(option.text, option.right) for option in made.options] == [((Str("one"),), True), ((Math("x^2"),), False)]


def test_a_tick_table_keeps_what_may_go_either_way() -> None:
    made = part(POOL + "answer: {ticks: {rows: facts, item: item, columns: {low: Low, high: High}}}")
    kind = made.answers[0].response
    assert isinstance(kind, Ticks)
    assert kind.rows == (TickRow((Str("one"),), ("yes", "either")), TickRow((Math("x^2"),), ("no", "no")))
    assert made.prompt[-1] == ResponseBlock("answer")


def test_a_table_asks_its_blanks_only() -> None:
    text = """
    pools:
      layers: [{name: A, size: 3}, {name: B, size: 4}]
    prompt: Fill.
    answer:
      table: {rows: layers, columns: {name: Layer, size: Size}, cells: {size: number}, blanks: '[(1, "size")]'}
    """
    kind = part(text).answers[0].response
    assert isinstance(kind, Table)
    assert [[cell.key for cell in row] for row in kind.rows] == [[None, None], [None, 4]]


def test_a_key_of_another_kind_is_refused_at_its_line() -> None:
    with pytest.raises(ProbgenError, match=r"bank.yaml:5:9: answer: the key 3 is no vector"):
        response("{vector: 3}")


def test_mistakes_equal_to_the_key_are_left_out() -> None:
    made = part("prompt: Say.\nanswer: 4\nmistakes:\n  - 2*2: the key itself.\n  - 5: one more.\n")
    assert [mistake.value for mistake in made.mistakes] == [5]


def test_mistakes_that_equal_the_key_are_left_out() -> None:
    made = part("prompt: Say.\nanswer: {number: 4, tolerance: 0.5}\nmistakes:\n  - 2 * 2: equal.\n  - 4.6: off.\n")
    assert [mistake.value for mistake in made.mistakes] == [Dec("4.6")]


def test_a_failing_check_stops_the_variant() -> None:
    with pytest.raises(ProbgenError, match="the check 'it is even' failed"):
        part("prompt: Say.\nanswer: 3\ncheck: {it is even: answer % 2 == 0}")


@pytest.mark.parametrize(
    ("more", "state"),
    [("", "unproved"), ("check: {twice: answer == 2 + 1}", "checked")],
)
def test_a_problem_without_a_family_is_as_proved_as_its_checks(more: str, state: str) -> None:
    assert problem(f"prompt: Say.\nanswer: 3\n{more}").proof.state == state


ROWS = "pools: {rows: [{item: one, right: yes}, {item: two, right: no}]}\n"
LISTED = "prompt: Which?, answer: {choices: {rows: rows, item: item, right: right}}"


@pytest.mark.parametrize(
    ("asked", "state"),
    [
        ("answer: ordinary", "verified"),
        ("answer: twice", "verified"),
        ("answer: side, check: {small: answer < 9}", "checked"),
        ("answer: {choices: {rows: rows, item: item, right: right}}", "stated"),
        ("answer: {choice: 'row.item', among: \"['three']\"}", "stated"),
        ("answer: {essay: {lines: 3}}", "stated"),
        ("answer: side", "unproved"),
        ("answer: {choice: \"row.item if side > 2 else 'x'\", among: \"['three']\"}", "unproved"),
        ("answer: 'len(rows)'", "unproved"),
    ],
)
def test_a_part_is_as_proved_as_what_its_key_is_made_from(asked: str, state: str) -> None:
    params = "params: {in_channels: 3..5, out_channels: 6..9, kernel: 3..5, side: 7..8, row: one of rows}\n"
    text = f"family: depthwise_separable_conv_params\n{ROWS}{params}derive: {{twice: 2*ordinary}}\n"
    made = problem(f"{text}parts:\n  - {{prompt: Say., answer: ordinary}}\n  - {{prompt: Say., {asked}}}\n")
    assert [part.proof.state for part in made.parts if part.proof] == ["verified", state]


def test_a_problem_is_as_proved_as_its_weakest_key() -> None:
    text = f"{ROWS}parts:\n  - {{prompt: One., answer: 1, check: {{it is one: answer == 1}}}}\n  - {{{LISTED}}}\n"
    assert problem(text).proof.state == "stated"
    assert problem(f"{text}  - {{prompt: Three., answer: 3}}\n").proof.state == "unproved"


def test_statements_alone_with_neither_family_nor_check_are_unproved() -> None:
    assert problem(f"{ROWS}parts:\n  - {{{LISTED}}}\n").proof.state == "unproved"


def test_the_solution_of_an_unproved_key_says_so() -> None:
    note = Paragraph((Emph((Str("The key of this problem has no second proof."),)),))
    made = problem("parts:\n  - {prompt: Why?, answer: {essay: }}\n  - {prompt: Two., answer: 2}\n")
    assert [part.solution[:1] for part in made.parts] == [(), (note,)]


def test_a_problem_of_essays_has_nothing_to_prove() -> None:
    assert problem("prompt: Say.\nanswer: {essay: {lines: 3}}").proof.state == "nothing to prove"


TWO = """
parts:
  - {prompt: One., answer: 1, points: 3, rubric: {first: 2, second: 1}}
  - {prompt: Two., answer: 2}
"""


def test_parts_have_the_labels_of_the_bank() -> None:
    assert [part.label for part in problem(TWO).parts] == ["a", "b"]


def test_of_given_labels_there_are_those_parts_alone() -> None:
    assert [part.label for part in problem(TWO, labels={"b": "c.i"}).parts] == ["c.i"]


def test_points_of_a_blueprint_scale_the_rubric() -> None:
    made = problem(TWO, points={"a": 6}).parts[0]
    assert (made.points, [line.points for line in made.rubric]) == (6, [4, 2])


@pytest.mark.parametrize(
    ("lines", "points", "expected"),
    [([2, 1], 2, [Dec("1.5"), Dec("0.5")]), ([1, 1, 1], 2, [1, Dec("0.5"), Dec("0.5")]), ([3, 4], 7, [3, 4])],
)
def test_scaled_points_are_halves_that_add_up(lines: list[Any], points: int, expected: list[Any]) -> None:
    """2:1 of 2 points is 4/3 and 2/3, in halves 2.67 and 1.33: the half left over goes to the larger remainder."""
    assert scaled(lines, sum(lines), points) == expected


def test_a_line_is_left_a_quarter_where_halves_would_leave_it_nothing() -> None:
    assert scaled([2, 1, 1], 4, 1) == [Dec("0.5"), Dec("0.25"), Dec("0.25")]


def test_text_answers_get_ruled_lines_and_numbers_room_by_points() -> None:
    essay, number = (part(f"prompt: Say.\nanswer: {a}\npoints: 6") for a in ("{essay: {lines: 5}}", "3"))
    assert (essay.ruled, essay.space) == (True, 120.0)
    assert (number.ruled, number.space) == (False, 120.0)


def test_an_author_may_say_how_much_room_there_is() -> None:
    assert part("prompt: Say.\nanswer: 3\nspace: 3 lines").space == 72.0


def test_ticks_that_earn_their_share_each_have_a_rubric_of_their_own() -> None:
    text = """
        pools: {rows: [{item: one, odd: yes, small: yes}, {item: four, odd: no, small: no}]}
        prompt: Tick.
        answer:
          ticks: {rows: rows, item: item, columns: {odd: odd, small: small}}
          credit: each
        points: 2
        check: {there are two: len(rows) == 2}
    """
    (line,) = problem(text).parts[0].rubric
    assert line.points == 2
    assert line.text == (Str("each of the 4 boxes, ticked or left open as it should be: the same share"),)
