"""A blueprint, a seed and a variant's name make an exam."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from probgen import exam
from probgen.document import (
    Block,
    Exam,
    FigureBlock,
    FigureRef,
    Paragraph,
    Part,
    Problem,
    Str,
    Symbolic,
    Tree,
    TreeNode,
    View,
)
from probgen.errors import ProbgenError
from probgen.exam import blueprint
from probgen.exam.plan import Plan
from probgen.language import markup
from probgen.writers import text
from probgen.writers.footnotes import footnotes

BANK = """\
id: add
title: Add
topic: sums
params: {a: 1..99, b: 1..99}
prompt: Add $<<a>>$ and $<<b>>$.
answer: a + b
check: {the difference: answer - a == b}
points: 2
---
id: double
title: Double
topic: sums
params: {a: 1..99}
parts:
  - {prompt: "Double $<<a>>$.", answer: 2*a, points: 1, check: {halved: answer / 2 == a}}
  - {prompt: "Halve $<<a>>$.", answer: a/2, points: 3, check: {doubled: answer * 2 == a}}
---
id: square
title: Square
topic: products
knobs: {size: [small, large]}
params: {a: 2..99}
prompt: Square $<<a>>$.
answer: a*a
check: {divided: answer / a == a}
"""


@pytest.fixture
def plan(tmp_path: Path) -> Any:
    """Return a function that loads a blueprint with these sections over the small bank."""
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "sums.yaml").write_text(BANK, encoding="utf-8")

    def load(sections: str, head: str = "") -> Plan:
        file = tmp_path / "quiz.yaml"
        file.write_text(f"exam: Quiz\nbanks: [own]\n{head}sections:\n{dedent(sections)}", encoding="utf-8")
        return blueprint.load(str(file))

    return load


ALL = "  - problems: [{use: add}, {use: double}, {use: square}]\n"


RELIANT = BANK.replace(
    "points: 3, check: {doubled: answer * 2 == a}}", "points: 3, needs: a, check: {doubled: answer * 2 == a}}"
)


def params(made: Exam) -> list[dict[str, Any]]:
    return [dict(question.problems[0].params) for question in made.questions]


def test_the_same_seed_and_name_make_the_same_exam(plan: Any) -> None:
    assert exam.assemble(plan(ALL), "7", "A") == exam.assemble(plan(ALL), "7", "A")


def test_variants_and_seeds_differ_in_every_problem(plan: Any) -> None:
    one, other, third = (params(exam.assemble(plan(ALL), *key)) for key in (("7", "A"), ("7", "B"), ("8", "A")))
    assert all(a != b and a != c for a, b, c in zip(one, other, third, strict=True))


def test_adding_or_moving_a_problem_changes_no_other(plan: Any) -> None:
    before = params(exam.assemble(plan(ALL), "7", "A"))
    moved = plan("  - problems: [{use: square}, {use: add}, {use: add}, {use: double}]\n")
    after = params(exam.assemble(moved, "7", "A"))
    assert [after[1], after[3], after[0]] == before


def test_a_problem_used_twice_is_drawn_twice(plan: Any) -> None:
    first, second = params(exam.assemble(plan("  - problems: [{use: add}, {use: add}]\n"), "7", "A"))
    assert first != second


def test_questions_are_numbered_through_the_sections(plan: Any) -> None:
    made = exam.assemble(plan("  - problems: [{use: add}]\n  - problems: [{use: double}, {use: square}]\n"), "7", "A")
    assert [question.number for question in made.questions] == [1, 2, 3]
    assert [question.points for question in made.questions] == [2, 4, 1]
    assert made.points == 7


def test_points_of_a_question_are_shared_out_by_the_banks_points(plan: Any) -> None:
    made = exam.assemble(plan("  - problems: [{use: double, points: 8}]\n"), "7", "A")
    assert [part.points for part in made.questions[0].parts] == [2, 6]


def test_a_part_is_taken_with_the_part_that_it_needs(plan: Any, tmp_path: Path) -> None:
    (tmp_path / "own" / "sums.yaml").write_text(RELIANT, encoding="utf-8")
    made = exam.assemble(plan("  - problems: [{use: double, parts: [[a, b]]}]\n"), "7", "A")
    assert [part.label for part in made.questions[0].parts] == ["a.i", "a.ii"]
    with pytest.raises(ProbgenError, match="part b of 'double' relies on the text of part a"):
        plan("  - problems: [{use: double, parts: [b]}]\n")


def test_a_part_of_another_draw_is_not_the_one_that_is_needed(plan: Any, tmp_path: Path) -> None:
    (tmp_path / "own" / "sums.yaml").write_text(RELIANT, encoding="utf-8")
    with pytest.raises(ProbgenError, match=r"add a to `parts:` before b"):
        plan("  - problems: [{use: double, parts: [a]}, {use: double, parts: [b], stem: false, joins: true}]\n")


def test_points_may_be_given_by_part(plan: Any) -> None:
    made = exam.assemble(plan("  - problems: [{use: double, points: {b: 1.5}}]\n"), "7", "A")
    assert [str(part.points) for part in made.questions[0].parts] == ["1", "1.5"]


def test_a_pinned_value_stands_in_every_variant(plan: Any) -> None:
    pinned = plan("  - problems: [{use: add, given: {a: 5}}]\n")
    assert [params(exam.assemble(pinned, "7", name))[0]["a"] for name in "ABC"] == [5, 5, 5]


def test_a_pick_is_the_same_in_all_variants_unless_it_says_otherwise(plan: Any) -> None:
    def picked(per: str) -> set[str]:
        loaded = plan(f"  - problems: [{{pick: 1, topic: sums, points: 2, per: {per}}}]\n")
        return {exam.assemble(loaded, "7", name).questions[0].problems[0].id for name in exam.variant_names(12)}

    assert len(picked("exam")) == 1
    assert picked("variant") == {"add", "double"}


def test_a_shuffled_section_keeps_its_questions(plan: Any) -> None:
    loaded = plan("  - order: shuffle\n    problems: [{use: add}, {use: double}, {use: square}]\n")
    orders = {
        tuple(q.problems[0].id for q in exam.assemble(loaded, "7", name).questions) for name in exam.variant_names(12)
    }
    assert len(orders) > 1
    assert {tuple(sorted(order)) for order in orders} == {("add", "double", "square")}


def test_variants_are_named_by_letters() -> None:
    names = exam.variant_names(54)
    assert (names[0], names[25], names[26], names[27], names[53]) == ("A", "Z", "AA", "AB", "BB")


def test_codes_differ_by_variant_and_by_seed() -> None:
    codes = {exam.code(seed, name) for seed in ("1", "2", "3") for name in "ABC"}
    assert len(codes) == 9


def test_a_total_that_is_not_the_sum_is_refused(plan: Any) -> None:
    with pytest.raises(
        ProbgenError, match=r"quiz.yaml:3:1: total: the points add up to 7 \(7 by section\), `total:` says 8"
    ):
        plan(ALL, "total: 8\n")


def test_figures_are_numbered_through_the_exam_and_references_follow() -> None:
    """Figures of statements are numbered 1, 2, ...; the tree is referred to by its number; a solution's has none."""
    made = exam.assemble(blueprint.load("midterm"), "7", "A")
    problems = [problem for question in made.questions for problem in question.problems]
    numbers = [b.number for problem in problems for b in statement(problem) if isinstance(b, FigureBlock)]
    assert numbers == list(range(1, len(numbers) + 1))
    tree = next(problem for problem in problems if problem.id == "decoding_tree_search")
    (figure,) = (block for block in statement(tree) if isinstance(block, FigureBlock))
    assert [node.number for block in statement(tree) for node in references(block)] == [figure.number]
    solved = [block for part in tree.parts for block in part.solution if isinstance(block, FigureBlock)]
    assert [block.number for block in solved] == [0]


def statement(problem: Problem) -> list[Block]:
    """Return the blocks of the stem and of all prompts."""
    return [block for blocks in (problem.stem, *(part.prompt for part in problem.parts)) for block in blocks]


def references(block: Any) -> Iterator[FigureRef]:
    if isinstance(block, Paragraph):
        yield from (node for node in block.content if isinstance(node, FigureRef))


def test_each_computed_part_of_the_midterm_differs_between_variants() -> None:
    plan = blueprint.load("midterm")
    one, other = (exam.assemble(plan, "2026", name) for name in "AB")
    for left, right in zip(one.questions, other.questions, strict=True):
        for a, b in zip(left.parts, right.parts, strict=True):
            if keys(a):
                assert keys(a) != keys(b), (left.number, a.label)


def keys(part: Part) -> list[Any]:
    """Return the keys of answers that are numbers or words; a general formula is the same for everybody."""
    computed = (answer.response for answer in part.answers if not isinstance(answer.response, Symbolic))
    found = [getattr(response, "key", None) for response in computed]
    return [key for key in found if key is not None]


def test_picks_take_no_problem_twice(plan: Any) -> None:
    loaded = plan("  - problems: [{use: add}, {pick: 1, topic: sums, points: 2}]\n")
    assert [q.problems[0].id for q in exam.assemble(loaded, "7", "A").questions] == ["add", "double"]
    two = plan("  - problems: [{pick: 1, topic: sums, points: 2}, {pick: 1, topic: sums, points: 2}]\n")
    chosen = [q.problems[0].id for name in "ABCDEF" for q in exam.assemble(two, name, name).questions]
    assert {tuple(sorted(pair)) for pair in zip(chosen[::2], chosen[1::2], strict=True)} == {("add", "double")}


def test_a_pick_for_all_variants_does_not_follow_those_of_a_variant(plan: Any) -> None:
    first, second = "{pick: 1, topic: sums, points: 2, per: variant}", "{pick: 1, tags: [], topic: sums, points: 3}"
    loaded = plan(f"  - problems: [{first}, {second}]\n")
    made = [exam.assemble(loaded, "7", name) for name in exam.variant_names(8)]
    assert len({one.questions[1].problems[0].id for one in made}) == 1


def test_points_need_something_to_be_shared_out_by(plan: Any, tmp_path: Path) -> None:
    free = "id: free\ntitle: Free\ntopic: t\npoints: 0\nprompt: P\nanswer: 1\n"
    (tmp_path / "own" / "free.yaml").write_text(free)
    with pytest.raises(ProbgenError, match="'free' has no points to share 5 out by"):
        plan("  - problems: [{use: free, points: 5}]\n")


def test_an_exam_may_last_a_week(plan: Any) -> None:
    assert plan(ALL, "minutes: 10080\n").blueprint.minutes == 10080


OTHERS = ("exam", "homework", "assignment")
EQUATIONS = """\
id: first
title: First
topic: sums
stem: |
  By @(sum) it follows:

  $$a + b = c$$ (sum)
parts:
  - prompt: |
      Use @(other) to find $c$.

      $$b = 2$$ (other)
    answer: 1 + 2
    solution: |
      From @(sum) and @(step).

      $$c = 3$$ (step)
  - prompt: Add 1 to it.
    answer: 2 + 2
"""


def test_equations_of_statements_are_numbered_before_those_of_solutions(tmp_path: Path) -> None:
    (tmp_path / "bank.yaml").write_text(EQUATIONS + "---\n" + EQUATIONS.replace("id: first", "id: second"))
    (tmp_path / "b.yaml").write_text(
        "exam: Two\nbanks: [bank.yaml]\nsections: [{problems: [{use: first}, {use: second}]}]\n"
    )
    made = exam.assemble(blueprint.load(str(tmp_path / "b.yaml")), "7", "A")
    shown = [text.question(question, View.SOLUTION) for question in made.questions]
    assert [re.findall(r"\((\d+)\)", words) for words in shown] == [
        ["1", "1", "2", "2", "1", "5", "5"],
        ["3", "3", "4", "4", "3", "6", "6"],
    ]


def test_footnotes_of_statements_are_numbered_before_those_of_solutions(tmp_path: Path) -> None:
    noted = EQUATIONS.replace("to find $c$.", "to find $c$^[a whole number].").replace(
        "From @(sum)", "From^[see] @(sum)"
    )
    (tmp_path / "bank.yaml").write_text(noted.replace("it follows:", "it^[the sum] follows:"))
    (tmp_path / "b.yaml").write_text(
        "exam: Two\nbanks: [bank.yaml]\nsections: [{text: 'Read^[twice].', problems: [{use: first}, {use: first}]}]\n"
    )
    made = exam.assemble(blueprint.load(str(tmp_path / "b.yaml")), "7", "A")
    found = footnotes(
        tuple((s.text, *((p.stem, p.parts[0].prompt) for p in s.questions[0].problems)) for s in made.sections)
    )
    assert [(note.number, note.content) for note in found] == [
        (number, (Str(words),)) for number, words in enumerate(("twice", "the sum", "a whole number"), 1)
    ]
    solved = [footnotes(question.parts[0].solution) for question in made.questions]
    assert [[note.number for note in notes] for notes in solved] == [[6], [7]]


@pytest.mark.parametrize("words", ["a^[b [[x]]]", "a^[b^[c]]", "![a^[b]](tree)"])
def test_a_footnote_holds_no_blank_and_no_note_and_stands_in_no_caption(words: str) -> None:
    with pytest.raises(ProbgenError, match="cannot stand"):
        markup.blocks(words, {"tree": Tree(TreeNode(()), "a tree")})


def test_only_a_paper_for_practice_names_its_seed(plan: Any) -> None:
    assert exam.assemble(plan(ALL, "layout: {style: practice}\n"), "seven", "A").seed_note == "seed seven"
    assert [exam.assemble(plan(ALL, f"layout: {{style: {name}}}\n"), "seven", "A").seed_note for name in OTHERS] == [
        ""
    ] * 3


def test_a_question_of_several_problems_has_one_title_and_letters_them_through(tmp_path: Path) -> None:
    (tmp_path / "bank.yaml").write_text(EQUATIONS)
    (tmp_path / "b.yaml").write_text(
        "exam: One\nbanks: [bank.yaml]\nsections: [{problems: [{question: Both, problems: "
        "[{use: first}, {use: first, joins: true, parts: [b], stem: false, optional: true}]}]}]\n"
    )
    (question,) = exam.assemble(blueprint.load(str(tmp_path / "b.yaml")), "7", "A").questions
    assert (question.title, question.points) == ("Both", 2)
    assert [part.label for part in question.parts] == ["a", "b.i", "b.ii"]
    assert question.problems[1].stem == ()


def test_published_numbers_are_pinned_on_demand(tmp_path: Path) -> None:
    (tmp_path / "b.yaml").write_text(
        "exam: One\nsections: [{problems: [{use: conv1d_filter_recovery, "
        "published: {given: {signal: [1, 4, 0, -2, 3], output: [-2, 2, 11]}}}]}]\n"
    )
    plan = blueprint.load(str(tmp_path / "b.yaml"))
    pinned = exam.assemble(plan, "7", "A", exam.Wishes(published=True))
    fresh = exam.assemble(plan, "7", "A")
    signals = [one.questions[0].problems[0].params["signal"] for one in (pinned, fresh)]
    assert signals[0] == (1, 4, 0, -2, 3) != signals[1]
