"""The layout of exams: boxes to write in, and every place shared by all variants and both views."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ...document import (
    Blocks,
    ChooseMany,
    ChooseOne,
    DataTable,
    Drawing,
    Exam,
    FigureBlock,
    GraphLabeling,
    Part,
    Problem,
    Question,
    Section,
    Ticks,
    View,
)
from ...errors import Where
from .. import cover
from . import pieces
from .layout import BLOCK_WIDTH, Frame, Item, Unit
from .paper import Paper
from .slots import Sheet, Slot, at, notes

PAD = 10.0  # bp of a box beyond the height of its solution
_SIDES = 16.0  # bp between a box and its text, both sides
_LEAST = 48.0  # bp that are left of a box in a solution taller than a page
_AFTER = {"question": 22.0, "section": 28.0, "head": 11.0, "stem": 5.0, "part": 10.0, "box": 6.0}  # bp above each
_PART = (0.15, 0.1)  # price of a page that begins with a part, and what more where that is overleaf
_TORN = (0.1, 0.7)  # of one that begins with the first part after a stem: overleaf costs more than a page
_READS = (0.15, 0.7)  # of one that begins with a later part that reads a figure or a table of the stem


def sheets(exam: Exam) -> tuple[Sheet, ...]:
    """Return the one sheet of an exam, whose files are the exam and its solution."""
    builder = _Builder(exam)
    front = [Slot(f"cover {name}", BLOCK_WIDTH, *tex, "cover", Where()) for name, tex in cover.pieces(exam)]
    back = pieces.back(exam)
    builder.paper()
    sheet = Sheet(
        exam,
        exam.papers,
        (*front, *builder.slots, *back),
        (tuple(builder.units),),
        tuple(slot.name for slot in front),
        tuple(slot.name for slot in back),
    )
    if not exam.style.locked:
        return (sheet.apart(f"{exam.stem} "),)
    return (sheet.apart("extra space ") if exam.style.extra_space else sheet,)


class _Builder:
    """Slots and units of the questions of one exam."""

    def __init__(self, exam: Exam) -> None:
        self.exam = exam
        self.slots: list[Slot] = []
        self.units: list[Unit] = []

    def paper(self) -> None:
        if self.exam.cover is None:
            self.slots.append(Slot("title", BLOCK_WIDTH, *cover.title(self.exam), "title", Where()))
            self.units.append(Unit((Item("title"),), price=0.0, name="title"))
        for place, section in enumerate(self.exam.sections, 1):
            opening = list(self.opening(place, section))
            for question in section.questions:
                self.question(question, opening)
                opening = []

    def opening(self, place: int, section: Section) -> Iterator[Item]:
        for slot in pieces.opening(place, section):
            yield self.item(slot, _AFTER["section"], section.text)

    def item(self, slot: Slot, gap: float, content: Any = (), **more: Any) -> Item:
        """Keep a slot, and those of its footnotes; return what it asks of its page."""
        feet = list(notes(content, slot.label, slot.where, solved=not slot.exam))
        self.slots += [slot, *feet]
        return Item(slot.name, gap, notes=tuple(foot.name for foot in feet), **more)

    def question(self, question: Question, opening: list[Item]) -> None:
        number, name = question.number, f"question {question.number}"
        text = pieces.heading(question, self.exam.style)
        heading = Slot(f"{number} heading", BLOCK_WIDTH, text, text, name, at(question.problems[0]))
        start = [*opening, self.item(heading, _AFTER["head" if opening else "question"])]
        price, overleaf = 0.0, 0.0
        for place, problem in enumerate(question.problems):
            if problem.stem:
                start.append(self.stem(question, place, problem))
                self.units.append(Unit(tuple(start), price, name, at(problem), overleaf))
                start, (price, overleaf) = [], _TORN
            for part in problem.parts:
                if not start and part is not problem.parts[0]:
                    price, overleaf = _READS if _reads(problem, part) else _PART
                items, slot = self.part(question, problem, part)
                self.units.append(Unit((*start, *items), price, slot.label, slot.where, overleaf))
                start, (price, overleaf) = [], _PART

    def stem(self, question: Question, place: int, problem: Problem) -> Item:
        text = Paper().flow(problem.stem)
        name = f"{question.number} stem" + (f" {place + 1}" if place else "")
        where = at(problem).at("stem")
        indent = pieces.stem_indent(problem, self.exam.style)
        slot = Slot(name, BLOCK_WIDTH - indent, text, text, f"the stem of question {question.number}", where)
        return self.item(slot, _AFTER["part" if place else "stem"], problem.stem, indent=indent)

    def part(self, question: Question, problem: Problem, part: Part) -> tuple[list[Item], Slot]:
        """Return the items of a part and the slot of its prompt."""
        indent = pieces.indent(part, self.exam.style)
        width = BLOCK_WIDTH - indent
        label, where = pieces.place(question, problem, part)
        name = f"{question.number}{part.label}"
        exam, solved = (self.prompt(question, part, Paper(part.answers, view, width)) for view in View)
        drawn = any(isinstance(answer.response, Drawing | GraphLabeling) for answer in part.answers)
        prompt = Slot(f"{name} prompt", width, exam, solved, label, where, alike=not drawn)
        asked = (part.prompt, part.hint, part.note)
        items = [self.item(prompt, _AFTER["part" if part.label else "stem"], asked, indent=indent)]
        worked = _worked(part)
        if worked or part.space:
            pad = PAD if worked else 0.0
            fixed = (part.exact or self.exam.style.exact) and part.space > 0
            said = f"the solution of {label}"
            box = Slot(f"{name} work", width - _SIDES, "", worked, said, where, part.space, pad, fixed)
            growth = float(part.points) if part.space and not fixed else 0.0
            framed = {"indent": indent, "frame": _frame(part), "growth": growth, "least": part.space or _LEAST}
            items.append(self.item(box, _AFTER["box"], part.solution, **framed))
        return items, prompt

    def prompt(self, question: Question, part: Part, paper: Paper) -> str:
        text = pieces.prompt(part, self.exam.style, question, paper.flow(part.prompt, asks=True))
        said = (pieces.remark(word, content, paper) for word, content in pieces.remarks(part))
        return "\n\n".join([text, *said])


def _frame(part: Part) -> Frame:
    """Return the frame of a part's box; where all is answered by ticks, an empty box would ask students to write."""
    if part.ruled:
        return "ruled"
    ticked = part.answers and all(isinstance(a.response, ChooseOne | ChooseMany | Ticks) for a in part.answers)
    return "solution" if ticked and not part.space else "plain"


def _reads(problem: Problem, part: Part) -> bool:
    """Tell whether a part has nothing to look at but the figures and tables of its stem."""
    drawn = any(isinstance(answer.response, Drawing | GraphLabeling) for answer in part.answers)
    return _shows(problem.stem) and not drawn and not _shows(part.prompt)


def _shows(content: Blocks) -> bool:
    return any(isinstance(block, FigureBlock | DataTable) for block in content)


def _worked(part: Part) -> str:
    """Return what the solution shows in a part's box: the worked solution, the rubric, slips that earn something."""
    paper = Paper(part.answers, View.SOLUTION)
    solution = (
        pieces.behind(part.solution, r"\pgtag{SOLUTION}\enspace ") + paper.flow(part.solution) if part.solution else ""
    )
    divided = "\n\\pgdivide ".join(filter(None, (solution, pieces.notes(part, paper))))
    return rf"\pgsolution {divided}" if divided else ""
