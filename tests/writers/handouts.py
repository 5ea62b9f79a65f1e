"""Papers to take home, built from the sample exam: sub-parts, several problems, footnotes, a long solution."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from probgen.document import (
    Block,
    CodeBlock,
    DisplayMath,
    Exam,
    Footnote,
    Handout,
    ItemList,
    LayoutName,
    PageStyle,
    Part,
    Question,
    Section,
)
from probgen.exam.numbering import numbered
from tests.papers import exam, para, text

STEPS = 60

HANDOUT = Handout(
    due=text("Thursday, March 4"),
    deliverables=text("one PDF"),
    instructions=(text("Show your steps."), text("Work alone.")),
    contributors=("Ada L. Example", "Noor Q. Sample"),
    notice="Do not share or post this assignment.",
)


def handout(layout: LayoutName, seed: int = 0, **style: Any) -> Exam:
    """Return one variant: three questions and an old one, the second of two problems, the third optional."""
    paper = exam(seed)
    _, network, tree, remedies, attention, _ = paper.questions
    several = Question(
        1,
        "Networks and trees",
        (*_labeled(network, "a.i", "a.ii"), *_labeled(tree, "b", "c")),
        network.points + tree.points,
    )
    optional = replace(remedies, number=2, points=0, problems=_optional(remedies))
    long = replace(attention, number=3, problems=_with_steps(attention))
    old = replace(tree, number=4, problems=_labeled(tree, "a", "b"))
    note = Footnote(text("As the course has them."))
    opening = (para("Numbers are exact", note, " everywhere."),)
    return replace(
        paper,
        title="Homework 6",
        cover=None,
        style=PageStyle(layout=layout, **style),
        handout=HANDOUT,
        seed_note="seed 1234" if layout == "practice" else "",
        sections=numbered(
            (
                Section("", opening, (several, optional, long)),
                Section("Old questions", (para("These come from an earlier exam."),), (old,), appended=True),
            )
        ),
    )


def _labeled(question: Question, *labels: str) -> Any:
    (problem,) = question.problems
    parts = (replace(part, label=label) for part, label in zip(problem.parts, labels, strict=True))
    return (replace(problem, parts=tuple(parts)),)


def _optional(question: Question) -> Any:
    (problem,) = question.problems
    return (replace(problem, parts=tuple(replace(part, optional=True) for part in problem.parts)),)


def _with_steps(question: Question) -> Any:
    (problem,) = question.problems
    first, *rest = problem.parts
    stem = tuple(replace(block, name="layer") if isinstance(block, DisplayMath) else block for block in problem.stem)
    return (replace(problem, stem=stem, parts=(_solved(first), *rest)),)


def _solved(part: Part) -> Part:
    """Return the part with a solution of so many steps, of every kind of block."""
    steps = tuple(block for number in range(STEPS) for block in _step(number))
    return replace(
        part, optional=False, solution=(para("First", Footnote(text("A note of the solution.")), "."), *steps)
    )


def _step(number: int) -> tuple[Block, ...]:
    match number % 4:
        case 0:
            return para(f"Step{number} gives"), DisplayMath(rf"x_{{{number}}} = \frac{{1}}{{2}}")
        case 1:
            return para(f"step{number} goes on behind it. " * 3), CodeBlock(f">>> step({number})\n  {number}")
        case 2:
            return (ItemList(((para(f"Step{number}, an item"),), (para("and another"),)), numbered=True),)
        case _:
            return (para(f"Step{number} ends here. " * 12),)
