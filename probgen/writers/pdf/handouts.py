"""The layouts of papers to take home, with nothing to write in; each file has its own pages."""

from __future__ import annotations

from ...document import Exam, Part, Problem, Question, Section, View
from .. import cover, tex
from . import pieces
from .flow import Flow, Source
from .layout import BLOCK_WIDTH
from .paper import Paper, Piece
from .slots import Sheet, at

_TAG = r"\pgtag{Solution}\enspace "
_BAR = 10.0  # bp between a solution's text and the bar at its left
_AFTER = {"section": 22.0, "head": 9.0, "question": 16.0, "stem": 4.0, "part": 7.0, "solution": 6.0, "notes": 5.0}
_NEVER = 10.0  # price of a page that begins with what belongs to the line above it
_PART = 0.004  # of one that begins with a part
_TORN = 0.1  # of one that begins with the first part after a stem, and as much again where that is overleaf
_SHOWN = 0.15  # of one that begins with a figure or a table of what was said before, and again overleaf
_REMARK = 0.1  # of one that begins with a hint
_SOLUTION = 0.08  # of one that begins with the solution of what stands on the page before
_ANSWER = 0.03  # of one that begins with the answers to all of a question


def homework(exam: Exam) -> tuple[Sheet, ...]:
    """Return the sheets of a homework: each part is followed by its solution."""
    return tuple(_Handout(exam, name, view).homework() for name, view in exam.papers)


def assignment(exam: Exam) -> tuple[Sheet, ...]:
    """Return the sheets of an assignment: each question is followed by the answers to all its parts."""
    return tuple(_Handout(exam, name, view).assignment() for name, view in exam.papers)


def practice(exam: Exam) -> tuple[Sheet, ...]:
    """Return the one sheet of a paper for practice: all questions, and from a new page on their solutions."""
    return tuple(_Handout(exam, name, view).practice() for name, view in exam.papers)


class _Handout(Flow):
    """The pieces of one file."""

    def __init__(self, exam: Exam, file: str, view: View) -> None:
        super().__init__(exam, file, view)
        self.solved: set[tuple[int, str]] = set()  # number and letter of the parts that something is said of

    def homework(self) -> Sheet:
        self.head(solved=self.view is View.SOLUTION)
        self.questions(self.view, inline=self.view is View.SOLUTION)
        self.contributors()
        return self.sheet()

    def assignment(self) -> Sheet:
        self.head(solved=self.view is View.SOLUTION)
        self.questions(self.view, answered=self.view is View.SOLUTION)
        self.contributors()
        return self.sheet()

    def practice(self) -> Sheet:
        self.head(solved=False)
        self.questions(View.EXAM)
        self.turn()
        self.solutions()
        self.contributors()
        return self.sheet()

    # ---- Statements ------------------------------------------------------------------------------------------------

    def head(self, *, solved: bool) -> None:
        self.add("title", cover.handout(self.exam, solved=solved), Source("title"), gap=0, price=0)
        for place, said in enumerate(self.exam.handout.instructions, 1):
            text = rf"\pgrulesitem{{{Paper().text(said)}}}"
            self.add(f"instruction {place}", text, Source("instructions"), gap=1 if place > 1 else 6, price=0.2)

    def questions(self, view: View, *, inline: bool = False, answered: bool = False) -> None:
        for place, section in enumerate(self.exam.sections, 1):
            opened = self.opening(place, section)
            for question in section.questions:
                self.question(question, view, opened=opened, inline=inline)
                opened = False
                if answered:
                    self.answers(question)

    def opening(self, place: int, section: Section) -> bool:
        """Keep what begins a section; tell whether there is anything."""
        for slot in pieces.opening(place, section):
            self.add(slot.name, slot.exam, Source(slot.label), gap=_AFTER["section"], price=0, content=section.text)
            return True
        return False

    def question(self, question: Question, view: View, *, opened: bool, inline: bool) -> None:
        self.heading(question, gap=_AFTER["head" if opened else "question"], price=_NEVER if opened else 0.0)
        name, price = f"{question.number} stem", _NEVER
        for place, problem in enumerate(question.problems):
            if problem.stem:
                source = Source(f"the stem of question {question.number}", at(problem).at("stem"))
                first = (_AFTER["part" if place else "stem"], price)
                cut, indent = Paper().cut(problem.stem), pieces.stem_indent(problem, self.style)
                own = f"{name} {place + 1}" if place else name
                self.flow(own, cut, source, first, shown=_SHOWN, indent=indent)
                price = _TORN
            for part in problem.parts:
                self.part(question, problem, part, view, price)
                price = _PART
                if inline:
                    indent = pieces.indent(part, self.style) + _BAR
                    self.worked(question, problem, part, _SOLUTION, tag=_TAG, indent=indent, bar=_BAR)

    def heading(self, question: Question, *, gap: float, price: float, name: str = "heading") -> None:
        source = Source(f"question {question.number}", at(question.problems[0]))
        text = pieces.heading(question, self.style, counted=name == "heading")
        self.add(f"{question.number} {name}", text, source, gap=gap, price=price)

    def part(self, question: Question, problem: Problem, part: Part, view: View, price: float) -> None:
        indent = pieces.indent(part, self.style)
        paper = Paper(part.answers, view, BLOCK_WIDTH - indent)
        source = Source(*pieces.place(question, problem, part))
        name = f"{question.number}{part.label}"
        cut = list(paper.cut(part.prompt, asks=True)) or [Piece("paragraph", "", ())]
        cut[0] = cut[0]._replace(tex=pieces.prompt(part, self.style, question, cut[0].tex))
        first = (_AFTER["part" if part.label else "stem"], price)
        torn = price if price == _TORN else 0.0
        self.flow(f"{name} prompt", cut, source, first, overleaf=torn, shown=_SHOWN, indent=indent)
        for word, content in pieces.remarks(part):
            text = pieces.remark(word, content, paper)
            self.add(f"{name} {word}", text, source, gap=4, price=_REMARK, content=content, indent=indent)

    # ---- Solutions -------------------------------------------------------------------------------------------------

    def worked(
        self,
        question: Question,
        problem: Problem,
        part: Part,
        price: float,
        *,
        tag: str = "",
        places: bool = False,
        **place: float,
    ) -> bool:
        """Keep a part's solution, behind a tag or the part's label; with `places`, what is filled in comes first.

        Return whether there is anything to keep.
        """
        asked, where = pieces.place(question, problem, part)
        source = Source(f"the solution of {asked}", where)
        name = f"{question.number}{part.label}"
        paper = Paper(part.answers, View.SOLUTION, BLOCK_WIDTH - place["indent"])
        filled, steps = list(paper.cut(pieces.filled(part))) if places else [], list(paper.cut(part.solution))
        letter = (question.number, part.label.partition(".")[0])
        label = pieces.label(part, self.style, question.number, begins=letter not in self.solved)
        for cut in (filled or steps,):
            if cut:
                begun = pieces.behind(cut[0].content, tag) if tag else pieces.beside(cut[0].content, label)
                cut[0] = cut[0]._replace(tex=begun + cut[0].tex)
        self.flow(f"{name} filled", filled, source, (_AFTER["part"], price), worked=True, **place)
        first = (_AFTER["solution"], _SOLUTION) if filled or tag else (_AFTER["part"], price)
        self.flow(f"{name} solution", steps, source, first, worked=True, **place)
        said = pieces.notes(part, paper) if self.style.points != "none" else ""
        if said:
            self.add(f"{name} notes", rf"\pgworked {said}", source, gap=_AFTER["notes"], price=_REMARK, **place)
        kept = bool(filled or steps or said)
        self.solved |= {letter} if kept else set()
        return kept

    def answers(self, question: Question) -> None:
        """Keep the block "Answer 2", if there is anything to say."""
        if not any(part.solution or part.rubric for part in question.parts):
            return
        source = Source(f"the answer to question {question.number}", at(question.problems[0]))
        text = rf"\textbf{{\strut Answer {question.number}}}"
        self.add(f"{question.number} answer", text, source, gap=10, price=_ANSWER, indent=_BAR, bar=_BAR)
        price = _NEVER
        for problem in question.problems:
            for part in problem.parts:
                indent = pieces.indent(part, self.style) + _BAR
                if self.worked(question, problem, part, price, indent=indent, bar=indent):
                    price = _PART

    def solutions(self) -> None:
        """Keep all solutions under the headings of their questions."""
        self.add("solutions", r"\pgsection{Solutions}", Source("solutions"), gap=0, price=0)
        for place, question in enumerate(self.exam.questions):
            self.heading(question, gap=_AFTER["question"], price=0.0 if place else _NEVER, name="solved")
            price = _NEVER
            for problem in question.problems:
                for part in problem.parts:
                    indent = pieces.indent(part, self.style)
                    if self.worked(question, problem, part, price, places=True, indent=indent):
                        price = _PART

    def contributors(self) -> None:
        names, source = self.exam.handout.contributors, Source("contributors")
        if names:
            self.add("contributors", r"\pgsection{Contributors}", source, gap=_AFTER["section"], price=_PART)
        for place, name in enumerate(names, 1):
            text = rf"\pgrulesitem{{{tex.escape(name)}}}"
            self.add(f"contributor {place}", text, source, gap=1, price=_PART if place > 1 else _NEVER)
