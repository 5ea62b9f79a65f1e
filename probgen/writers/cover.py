"""The cover of a paper, and the head of a paper without one, as pieces of TeX for both views."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ..document import Cover, Exam
from .pdf.paper import Paper
from .shell import Tex, render
from .tex import escape, points

_COLUMNS = 12  # questions in one row of the score table
_PERSONAL = {"name": "name", "id": "id", "sid": "id", "section": "section", "room": "room", "seat": "seat"}
_WIDE = ("name", "signature")  # fields that take a line of their own

Views = tuple[str, str]  # TeX for the exam, TeX for the solution


def pieces(exam: Exam) -> Iterator[tuple[str, Views]]:
    """Yield name and TeX of the cover's pieces from top to foot, nothing for an exam without a cover."""
    if exam.cover is None:
        return
    yield "head", _both("paper/cover.tex.j2", exam, exam.cover)
    if exam.cover.rules:
        rules = [Tex(Paper().text(rule)) for rule in exam.cover.rules]
        text = render("paper/rules.tex.j2", rules=rules)
        yield "rules", (text, text)
    if exam.cover.score_table and exam.questions:
        text = render("paper/scores.tex.j2", tables=list(tables(exam)), total=points(exam.points))
        yield "scores", (text, text)


def title(exam: Exam) -> Views:
    """Return the head of a paper that begins with its first question."""
    return _both("paper/cover.tex.j2", exam, None)


def handout(exam: Exam, *, solved: bool) -> str:
    """Return the head of a paper to take home: course and title, when it is due, what to hand in."""
    said, paper = exam.handout, Paper()
    lines = [line for line in (exam.course.term, exam.course.instructor) if line]
    due, deliverables = Tex(paper.text(said.due)), Tex(paper.text(said.deliverables))
    return render("paper/handout.tex.j2", exam=exam, lines=lines, due=due, deliverables=deliverables, solved=solved)


def footer(exam: Exam) -> str:
    """Return what the foot of every page says at the left: course, term and title, as plain text."""
    course = ", ".join(word for word in (exam.course.code or exam.course.title, exam.course.term) if word)
    return " \u00a0 ".join(word for word in (course, exam.title) if word)


def facts(exam: Exam) -> list[str]:
    """Return the line under the title, piece by piece."""
    worth = f"{points(exam.points)} point{'' if exam.points == 1 else 's'}" if exam.style.points != "none" else ""
    instructor = f"Instructor: {exam.course.instructor}" if exam.course.instructor else ""
    minutes = f"{exam.minutes} minutes" if exam.minutes else ""
    return [fact for fact in (instructor, exam.course.room, minutes, worth) if fact]


def tables(exam: Exam) -> Iterator[list[tuple[str, str]]]:
    """Yield the columns of each score table, number and points, as evenly filled as may be."""
    columns = [(str(question.number), points(question.points)) for question in exam.questions]
    count = -(-len(columns) // _COLUMNS)
    for place in range(count):
        yield columns[place * len(columns) // count : (place + 1) * len(columns) // count]


def _both(template: str, exam: Exam, cover: Cover | None) -> Views:
    def view(*, solved: bool) -> str:
        return render(
            template,
            exam=exam,
            cover=cover,
            solved=solved,
            facts=facts(exam),
            rows=list(_rows(cover.fields)) if cover else [],
            field=_field,
        )

    return view(solved=False), view(solved=True)


def _field(width: int, label: str) -> Tex:
    """Return a field of the cover; one that a roster can fill in records its place."""
    words = re.findall(r"[^\W_]+", label.casefold())
    kind = next((kind for word, kind in _PERSONAL.items() if word in words), "")
    macro = rf"\pgperson{{{kind}}}" if kind else r"\pgfield"
    return Tex(f"{macro}{{{width}}}{{{escape(label)}}}")


def _rows(fields: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Yield the fields line by line: two short ones share a line."""
    waiting = ""
    for field in fields:
        if any(word in field.lower().split() for word in _WIDE):
            if waiting:
                yield (waiting,)
                waiting = ""
            yield (field,)
        elif waiting:
            yield (waiting, field)
            waiting = ""
        else:
            waiting = field
    if waiting:
        yield (waiting,)
