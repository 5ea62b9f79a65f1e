"""An exam as LaTeX sources that a person likes to edit: `exam-A.tex`, `solution-A.tex` and the style beside them.

The exam's source holds no key: worked text, filled blanks and ticked options stand in the solution's source alone.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pylatex import NoEscape
from pylatex.table import Tabularx

from ...document import (
    Answer,
    Blocks,
    Exam,
    FigureBlock,
    Footnote,
    Inlines,
    Part,
    Question,
    Section,
    View,
)
from ...figures.tikz import tikz
from ...shelf import templates
from .. import Context, cover, shell, tex
from ..shell import Tex
from . import responses as latex_responses

STYLE = "probgen-exam.sty"


def write(exams: Sequence[Exam], folder: Path, context: Context) -> None:
    """Write `tex/` with both sources of every exam, and the style once."""
    place = folder / "tex"
    place.mkdir(parents=True, exist_ok=True)
    for done, exam in enumerate(exams, 1):
        for view in View:
            (place / f"{view.value}-{exam.variant}.tex").write_text(render(exam, view), encoding="utf-8")
        context.progress("LaTeX sources", done, len(exams))
    shutil.copyfile(templates() / "latex" / STYLE, place / STYLE)


def render(exam: Exam, view: View) -> str:
    """Return the source of one paper.

    Raises:
        ProbgenError: a figure does not fit a page.
    """
    plain = _Dialect((), view)
    last = [sentence for sentence in (exam.style.extra_page, exam.style.doodle_page) if sentence]
    return shell.render(
        "latex/exam.tex.j2",
        exam=exam,
        solved=view is View.SOLUTION,
        facts=_facts(exam),
        rules=[Tex(tex.inlines(rule, plain)) for rule in exam.cover.rules] if exam.cover else [],
        scores=Tex("\n\n\\medskip\n".join(_scores(exam))),
        sections=[_section(section, view) for section in exam.sections],
        last_pages=[Tex(tex.inlines(sentence, plain)) for sentence in last],
    )


@dataclass(frozen=True, slots=True)
class _Part:
    """A part as TeX; `room` is the place for work, in a solution with the work in it."""

    label: str
    points: str
    prompt: Tex
    hint: Tex
    note: Tex
    room: Tex


@dataclass(frozen=True, slots=True)
class _Problem:
    stem: Tex
    parts: tuple[_Part, ...]


@dataclass(frozen=True, slots=True)
class _Question:
    title: str
    points: str
    problems: tuple[_Problem, ...]


@dataclass(frozen=True, slots=True)
class _Section:
    title: str
    text: Tex
    questions: tuple[_Question, ...]


class _Dialect:
    """What the export writes for the answers of one part."""

    def __init__(self, answers: tuple[Answer, ...], view: View) -> None:
        self.answers = {answer.name: answer for answer in answers}
        self.solved = view is View.SOLUTION

    def text(self, content: Inlines) -> str:
        return tex.inlines(content, self)

    def blank(self, answer: str) -> str:
        asked = self.answers[answer]
        return latex_responses.blank(asked, self.text, solved=self.solved)

    def response(self, answer: str) -> str:
        asked = self.answers[answer]
        return latex_responses.block(asked, self.text, solved=self.solved)

    def figure(self, block: FigureBlock) -> str:
        number = f"Figure {block.number}" if block.number else ""
        caption = ": ".join(words for words in (number, self.text(block.caption)) if words)
        return f"\\begin{{examfigure}}{{{caption}}}\n{tikz(block.figure, self.text)}\n\\end{{examfigure}}"

    def footnote(self, note: Footnote) -> str:
        number = f"[{note.number}]" if note.number else ""
        return rf"\footnote{number}{{{self.text(note.content)}}}"

    def asked(self, content: Blocks) -> Tex:
        r"""Return a stem or a prompt, in which strong emphasis is what is asked; no escaped text holds `\textbf`.

        How many options to mark stands behind the paragraph that asks.
        """
        pieces = [tex.block(node, self) for node in content]
        for place in range(len(content)):
            if words := tex.aside(content, place, self.answers):
                pieces[place] += rf" \aside{{{words}}}"
        return Tex(tex.joined(content, pieces).replace(r"\textbf{", r"\ask{"))


def _section(section: Section, view: View) -> _Section:
    questions = tuple(_question(question, view) for question in section.questions)
    return _Section(section.title, _Dialect((), view).asked(section.text), questions)


def _question(question: Question, view: View) -> _Question:
    problems = (
        _Problem(_Dialect((), view).asked(problem.stem), tuple(_part(part, view) for part in problem.parts))
        for problem in question.problems
    )
    return _Question(question.title, tex.points(question.points), tuple(problems))


def _part(part: Part, view: View) -> _Part:
    dialect = _Dialect(part.answers, view)
    prompt = (r"\emph{Optional.} " if part.optional else "") + dialect.asked(part.prompt)
    return _Part(
        label=part.label,
        points=tex.points(part.points),
        prompt=Tex(prompt),
        hint=Tex(tex.blocks(part.hint, dialect)),
        note=Tex(tex.blocks(part.note, dialect)),
        room=Tex(_worked(part, dialect) if view is View.SOLUTION else _room(part)),
    )


def _room(part: Part) -> str:
    if not part.space:
        return ""
    return rf"\{'answerlines' if part.ruled else 'answerbox'}{{{latex_responses.centimetres(part.space)}}}"


def _worked(part: Part, dialect: _Dialect) -> str:
    """Return the box of a solution: the worked solution, the rubric, slips that earn something."""
    slips = [mistake for mistake in part.mistakes if mistake.credit]
    if not (part.solution or part.rubric or slips):
        return _room(part)
    room = f"[{latex_responses.centimetres(part.space)}]" if part.space else ""
    place = "solution" if part.solution else "marking"
    lines = [rf"\begin{{{place}}}{room}", *([tex.blocks(part.solution, dialect)] if part.solution else [])]
    if part.rubric:
        earned = (rf"\credit{{{tex.points(line.points)}}}{{{dialect.text(line.text)}}}" for line in part.rubric)
        lines += [r"\begin{rubric}", *earned, r"\end{rubric}"]
    if slips:
        lines.append(r"\begin{slips}")
        for slip in slips:
            told = f"{dialect.text(slip.shown)}: {tex.blocks(slip.feedback, dialect)}"
            lines.append(rf"\credit{{{tex.points(slip.credit * part.points)}}}{{{told}}}")
        lines.append(r"\end{slips}")
    return "\n".join([*lines, rf"\end{{{place}}}"])


def _facts(exam: Exam) -> list[tuple[str, str]]:
    r"""Return what `\examset` says, key by key."""
    return [
        ("course", exam.course.code),
        ("subject", exam.course.title),
        ("term", exam.course.term),
        ("title", exam.title),
        ("facts", Tex(r"\quad ".join(map(tex.escape, cover.facts(exam))))),
        ("version", exam.code),
        ("foot", cover.footer(exam)),
        ("nameline", "yes" if exam.style.name_line else "no"),
    ]


def _scores(exam: Exam) -> Iterator[str]:
    """Yield the score table in rows of evenly many questions, the total at the end of the last."""
    tables = list(cover.tables(exam))
    for columns in tables:
        last = columns is tables[-1]
        numbers, worths = zip(*columns, strict=True)
        size = len(columns) + 1
        table = Tabularx("|l|" + "Y|" * size, width_argument=NoEscape(r"\linewidth"), width=size + 1)
        table.add_hline()
        for line in (
            ("Question", *numbers, "Total" if last else ""),
            ("Points", *worths, rf"\textbf{{{tex.points(exam.points)}}}" if last else ""),
            (r"\scorespace Score", *("" for _ in range(size))),
        ):
            table.add_row([NoEscape(cell) for cell in line])
            table.add_hline()
        yield str(table.dumps())
