"""A paper in any layout: sub-parts, several problems under one number, an optional question in an appended section."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from probgen.document import (
    Cover,
    DisplayMath,
    EquationRef,
    Exam,
    Footnote,
    Handout,
    LayoutName,
    Problem,
    Question,
    RubricLine,
    Section,
)
from tests import papers
from tests.papers import para, text

HANDOUT = Handout(
    due=text("Friday, 12 March"),
    deliverables=text("one file for all answers"),
    instructions=(text("Questions are independent."), text("Show your steps.")),
    contributors=("Ada Author", "Berta Bäcker"),
    notice="© 2027 Course staff. Please do not pass on.",
)


def paper(layout: LayoutName, **style: Any) -> Exam:
    """Return a paper of 3 questions whose parts are (a), (b) i. to iii.; (a) i. to ii.; one without a label."""
    base = papers.exam()
    by_name = {one.id: one for question in base.questions for one in question.problems}
    network = _labeled(by_name["parameters"], "a", "b.i")
    tree = _labeled(by_name["beam"], "b.ii", "b.iii")
    linear = _linear(_labeled(by_name["jacobian"], "a.i", "a.ii"))
    essay = by_name["norm"]
    optional = replace(essay, parts=tuple(replace(part, optional=True) for part in essay.parts))
    sections = (
        Section("Networks", (), (_question(1, "Layers and words", network, tree), _question(2, linear.title, linear))),
        Section("From older papers", (), (_question(3, optional.title, optional),), appended=True),
    )
    kinds = {"points": "dashes", "labels": "dotted"} if layout == "assignment" else {}
    cover = base.cover if layout == "exam" else None
    chosen = replace(base.style, layout=layout, extra_page=(), doodle_page=(), **{**kinds, **style})
    return replace(base, sections=sections, style=chosen, cover=cover and Cover(cover.fields), handout=HANDOUT)


def _linear(old: Problem) -> Problem:
    """Return the problem with a footnote, a numbered equation that the solution refers to, and a rubric."""
    first, second = old.parts
    stem = (
        para("Consider", Footnote(text("All vectors are columns."), 1), " the map"),
        DisplayMath("y = Wx", "map", 1),
    )
    solution = (para("By ", EquationRef("map", 1), ","), *first.solution[1:])
    first = replace(first, solution=solution, rubric=(RubricLine(text("the chain rule"), 6),))
    return replace(old, stem=stem, parts=(first, second))


def _labeled(problem: Problem, *labels: str) -> Problem:
    parts = zip(problem.parts, labels, strict=True)
    return replace(problem, parts=tuple(replace(part, label=label) for part, label in parts))


def _question(number: int, title: str, *problems: Problem) -> Question:
    points = sum((part.points for one in problems for part in one.parts if not part.optional), start=0)
    return Question(number, title, problems, points)
