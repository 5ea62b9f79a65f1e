"""The questions of a paper: sections, questions, parts and sub-parts, which number themselves when TeX sets them.

The solution stands behind its part in an exam and in homework, behind its question in an assignment, and behind all
questions in a paper for practice.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from ...document import Exam, PageStyle, Part, Question, Section, View
from .. import labels, tex
from ..shell import Tex
from . import responses, solutions
from .dialect import Dialect

_WIDTH = 468.0  # bp, of the text
_ENVIRONMENTS = ("", "part", "subpart")  # by depth


def body(exam: Exam, view: View) -> Tex:
    """Return everything between the head of a paper and its end.

    Raises:
        ProbgenError: a figure does not fit a page.
    """
    return Tex("\n\n".join(_Writer(exam.style, solved=view is View.SOLUTION).sections(exam.sections)))


class _Writer:
    """Writes the questions of one paper."""

    def __init__(self, style: PageStyle, *, solved: bool) -> None:
        self.style = style
        self.boxed = style.layout == "exam"
        self.marked = self.boxed or style.points != "none"  # by rubrics
        self.filled = solved and style.layout != "practice"
        self.inside = solved and style.layout in ("exam", "homework")
        self.behind = solved and style.layout == "assignment"
        self.apart = solved and style.layout == "practice"

    def sections(self, sections: Sequence[Section]) -> Iterator[str]:
        for section in sections:
            yield from _opening(section)
            for question in section.questions:
                yield self.question(question)
                if self.behind and any(part.solution or part.rubric for part in question.parts):
                    yield f"\\begin{{answers}}\n{self.answers(question)}\n\\end{{answers}}"
        if self.apart:
            yield r"\solutions"
            for section in sections:
                for question in section.questions:
                    yield f"{_heading(question, '')}\n{self.answers(question)}"

    def question(self, question: Question) -> str:
        """Return a question with its parts and what they have in common."""
        return f"{_heading(question, self.worth(question))}\n{_nested(self.pieces(question))}"

    def worth(self, question: Question) -> str:
        """Return the points of a question, or of each of its parts, for its heading."""
        if self.style.points == "none" or question.optional:
            return ""
        shares = labels.shares(question) if self.style.points == "dashes" else [question.points]
        return "-".join(map(tex.points, shares))

    def pieces(self, question: Question) -> Iterator[tuple[str, str]]:
        """Yield stems and parts, each with its label; that of a stem is the letter of the part behind it."""
        for place, problem in enumerate(question.problems):
            if problem.stem:
                stem = Dialect().asked(problem.stem)
                letter = problem.parts[0].label.partition(".")[0]
                yield letter, f"\\statement\n{stem}" if place else stem
            for part in problem.parts:
                worth = "" if self.style.points == "none" else tex.points(part.points)
                optional = part.optional and not question.optional
                yield part.label, _part(part, worth, self.part(part, optional=optional))

    def part(self, part: Part, *, optional: bool) -> str:
        """Return prompt, hint and note, the room to work or the work."""
        dialect = self.dialect(part, solved=self.filled)
        lines = [(r"\optional " if optional else "") + dialect.asked(part.prompt)]
        lines += [rf"\hint{{{tex.blocks(part.hint, dialect)}}}"] if part.hint else []
        lines += [rf"\note{{{tex.blocks(part.note, dialect)}}}"] if part.note else []
        room = responses.centimetres(self.style.roominess * part.space) if part.space and self.boxed else ""
        work = solutions.framed(part, self.worked(part), room) if self.inside else ""
        if room and not work:
            work = rf"\{'answerlines' if part.ruled else 'answerbox'}{{{room}}}"
        return "\n".join([*lines, *([work] if work else [])])

    def worked(self, part: Part) -> Iterator[str]:
        return solutions.worked(part, self.dialect(part, solved=True), marked=self.marked)

    def dialect(self, part: Part, *, solved: bool) -> Dialect:
        depth = labels.depth(part.label)
        indent = 34.0 * min(depth, 1) if self.style.labels == "dotted" else 20.0 * depth
        return Dialect(part.answers, solved=solved, room=_WIDTH - indent)

    def answers(self, question: Question) -> str:
        """Return the solutions of all parts apart from them; where nothing is to be said, the label alone is passed."""
        return _nested((part.label, self.answer(part)) for part in question.parts)

    def answer(self, part: Part) -> str:
        filled = solutions.filled(part, self.dialect(part, solved=True)) if self.apart else ()
        text = "\n".join([*filled, *self.worked(part)])
        name = _ENVIRONMENTS[labels.depth(part.label)]
        return _part(part, "", text) if text or not name else rf"\stepcounter{{{name}}}"


def _opening(section: Section) -> Iterator[str]:
    if section.title or section.text or section.appended:
        macro = "appendedsection" if section.appended else "examsection"
        yield f"\\{macro}{{{tex.escape(section.title)}}}\n{Dialect().asked(section.text)}".rstrip()


def _heading(question: Question, worth: str) -> str:
    title = tex.escape(question.title) + (r"\enspace[Optional]" if question.optional else "")
    return rf"\question{{{title}}}{{{worth}}}"


def _part(part: Part, points: str, text: str) -> str:
    name = _ENVIRONMENTS[labels.depth(part.label)]
    return f"\\begin{{{name}}}{{{points}}}\n{text}\n\\end{{{name}}}" if name else text


def _nested(pieces: Iterable[tuple[str, str]]) -> str:
    """Return labeled pieces one after the other, sub-parts within an environment for their part."""
    out: list[str] = []
    around = ""  # the letter of the part that is open
    for label, text in pieces:
        letter, _, inner = label.partition(".")
        if around and letter != around:
            out.append(r"\end{part}")
            around = ""
        begins = inner and not around
        out.append(f"\\begin{{part}}{{}}\n{text}" if begins else text)
        around = letter if begins else around
    return "\n\n".join([*out, *([r"\end{part}"] if around else [])])
