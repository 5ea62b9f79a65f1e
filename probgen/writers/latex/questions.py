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
        self.inside = solved and style.layout in ("exam", "homework")
        self.behind = solved and style.layout == "assignment"
        self.apart = solved and style.layout == "practice"

    def sections(self, sections: Sequence[Section]) -> Iterator[str]:
        for section in sections:
            yield from _opening(section)
            for question in section.questions:
                yield self.question(question)
                if self.behind:
                    yield f"\\begin{{answers}}\n{self.answers(question)}\n\\end{{answers}}"
        if self.apart:
            yield r"\solutions"
            for section in sections:
                yield from (f"{self.heading(question)}\n{self.answers(question)}" for question in section.questions)

    def question(self, question: Question) -> str:
        """Return a question with its parts and what they have in common."""
        return f"{self.heading(question)}\n{_nested(self.pieces(question))}"

    def pieces(self, question: Question) -> Iterator[tuple[str, str]]:
        """Yield stems and parts, each with its label; that of a stem is the letter of the part behind it."""
        for place, problem in enumerate(question.problems):
            if problem.stem:
                stem = Dialect().asked(problem.stem)
                letter = problem.parts[0].label.partition(".")[0]
                yield letter, f"\\statement\n{stem}" if place else stem
            for part in problem.parts:
                marked = part.optional and not _is_optional(question)
                yield part.label, _part(part, self.earned(part), self.part(part, marked=marked))

    def heading(self, question: Question) -> str:
        """Return the heading with the points of the question, or of each of its parts."""
        optional = _is_optional(question)
        title = tex.escape(question.title) + (r"\enspace[Optional]" if optional else "")
        worth = ""
        if self.style.points != "none" and not optional:
            shares = labels.shares(question) if self.style.points == "dashes" else [question.points]
            worth = "-".join(map(tex.points, shares))
        return rf"\question{{{title}}}{{{worth}}}"

    def earned(self, part: Part) -> str:
        """Return the points that stand beside a part."""
        return tex.points(part.points) if self.style.points == "each" else ""

    def part(self, part: Part, *, marked: bool) -> str:
        """Return prompt, hint and note, the room to work or the work; `marked` as optional."""
        dialect = _dialect(part, solved=self.inside)
        lines = [(r"\optional " if marked else "") + dialect.asked(part.prompt)]
        lines += [rf"\hint{{{tex.blocks(part.hint, dialect)}}}"] if part.hint else []
        lines += [rf"\note{{{tex.blocks(part.note, dialect)}}}"] if part.note else []
        room = responses.centimetres(part.space) if part.space and self.boxed else ""
        empty = rf"\{'answerlines' if part.ruled else 'answerbox'}{{{room}}}" if room else ""
        lines.append((solutions.worked(part, dialect, room) if self.inside else "") or empty)
        return "\n".join(filter(None, lines))

    def answers(self, question: Question) -> str:
        """Return the solutions of all parts, apart from them."""
        said = ((part, solutions.apart(part, _dialect(part, solved=True))) for part in question.parts)
        return _nested((part.label, _part(part, "", text)) for part, text in said)


def _opening(section: Section) -> Iterator[str]:
    if section.title or section.text or section.appended:
        macro = "appendedsection" if section.appended else "examsection"
        yield f"\\{macro}{{{tex.escape(section.title)}}}\n{Dialect().asked(section.text)}".rstrip()


def _dialect(part: Part, *, solved: bool) -> Dialect:
    return Dialect(part.answers, solved=solved, narrow=labels.depth(part.label) > 1)


def _is_optional(question: Question) -> bool:
    return all(part.optional for part in question.parts)


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
