"""An exam as slots, pieces that TeX sets one by one, and the units in which they go onto pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ...document import ChooseMany, ChooseOne, Exam, Mistake, Paragraph, Part, Problem, Question, Section, Ticks, View
from ...errors import Where
from ...exact import Exact
from .. import cover, labels, tex
from .layout import BLOCK_WIDTH, Frame, Item, Unit
from .paper import Paper

INDENT = 20.0  # bp of a part's label
PAD = 10.0  # bp of a box beyond the height of its solution
_SIDES = 16.0  # bp between a box and its text, both sides
_AFTER = {"question": 22.0, "section": 28.0, "head": 11.0, "stem": 5.0, "part": 10.0, "box": 6.0}  # bp above each


@dataclass(frozen=True, slots=True)
class Slot:
    """A piece of an exam: its TeX in both views, and whose fault it is if TeX cannot set it.

    A box to work in has no TeX in the exam; it is at least `space` bp high, and `pad` bp higher than its solution.
    """

    name: str
    width: float
    exam: str
    solution: str
    label: str  # "question 3, part b"
    where: Where
    space: float = 0.0
    pad: float = 0.0


@dataclass(frozen=True, slots=True)
class Sheet:
    """One variant as slots; `front`, `units` and `back` are alike in all variants of one structure."""

    exam: Exam
    slots: tuple[Slot, ...]
    front: tuple[str, ...]  # slots of the cover, from top to foot
    units: tuple[Unit, ...]
    back: tuple[str, ...]  # slots that have a page to themselves

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all slots: the structure."""
        return tuple(slot.name for slot in self.slots)


def sheet(exam: Exam) -> Sheet:
    """Return the slots and units of one variant."""
    front = [Slot(f"cover {name}", BLOCK_WIDTH, *tex, "cover", Where()) for name, tex in cover.pieces(exam)]
    slots, units = list(front), []
    if exam.cover is None:
        title = Slot("title", BLOCK_WIDTH, *cover.title(exam), "title", Where())
        slots.append(title)
        units.append(Unit((Item("title"),), inside=False, name="title"))
    for place, section in enumerate(exam.sections, 1):
        opening = _opening(place, section)
        slots += opening
        for question in section.questions:
            pieces, blocks = _question(question, opening)
            slots += pieces
            units += blocks
            opening = []
    back = [
        Slot(name, BLOCK_WIDTH, text, text, name, Where())
        for name, sentence in (("extra page", exam.style.extra_page), ("doodle page", exam.style.doodle_page))
        if sentence
        for text in (Paper().flow((Paragraph(sentence),)),)
    ]
    slots += back
    return Sheet(exam, tuple(slots), tuple(s.name for s in front), tuple(units), tuple(s.name for s in back))


def points_text(points: Exact, short: str = "pt") -> str:
    """Return points with their unit: 1 pt, 4 pts, 2.5 points."""
    return f"{tex.points(points)} {short}{'' if points == 1 else 's'}"


def _opening(place: int, section: Section) -> list[Slot]:
    if not section.title and not section.text:
        return []
    title = rf"\pgsection{{{tex.escape(section.title)}}}" if section.title else ""
    text = f"{title}\n{Paper().flow(section.text)}"
    return [Slot(f"section {place}", BLOCK_WIDTH, text, text, f"section {place}", Where())]


def _question(question: Question, opening: list[Slot]) -> tuple[list[Slot], list[Unit]]:
    """Return the slots of a question (without those of `opening`, which its first unit begins with) and its units."""
    number, name = question.number, f"question {question.number}"
    where = _where(question.problems[0])
    head = rf"\pgheading{{{number}}}{{{tex.escape(question.title)}}}{{{points_text(question.points, 'point')}}}"
    slots = [Slot(f"{number} heading", BLOCK_WIDTH, head, head, name, where)]
    first = [Item(slot.name, gap=_AFTER["section"], joined=True) for slot in opening]
    first.append(Item(slots[0].name, gap=_AFTER["head" if opening else "question"], joined=True))
    units: list[Unit] = []
    for place, problem in enumerate(question.problems):
        if problem.stem:
            stem, where = Paper().flow(problem.stem), _where(problem).at("stem")
            stem_name = f"{number} stem" if place == 0 else f"{number} stem {place + 1}"
            slots.append(Slot(stem_name, BLOCK_WIDTH, stem, stem, f"the stem of {name}", where))
            first.append(Item(stem_name, gap=_AFTER["stem" if place == 0 else "part"]))
        for part in problem.parts:
            pieces, items = _part(problem, number, part)
            slots += pieces
            units.append(Unit((*first, *items), inside=bool(units), name=pieces[0].label, where=pieces[0].where))
            first = []
    return slots, units


def _where(problem: Problem) -> Where:
    return Where(problem.source, problem.line, 0, problem.id)


def _part(problem: Problem, number: int, part: Part) -> tuple[list[Slot], list[Item]]:
    indent = INDENT * labels.depth(part.label)
    width = BLOCK_WIDTH - indent
    where = Where(problem.source, part.line or problem.line, 0, problem.id)
    where = where.at(f"part {part.label}") if part.label else where
    label = f"question {number}" + (f", part {part.label}" if part.label else "")
    exam, solved = (_prompt(part, Paper(part.answers, view)) for view in View)
    name = f"{number}{part.label}"
    slots = [Slot(f"{name} prompt", width, exam, solved, label, where)]
    worked = _worked(part)
    boxed = bool(worked or part.space)
    items = [Item(slots[0].name, gap=_AFTER["part" if part.label else "stem"], indent=indent, joined=boxed)]
    if boxed:
        label = f"the solution of {label}"
        slots.append(Slot(f"{name} work", width - _SIDES, "", worked, label, where, part.space, PAD if worked else 0.0))
        growth = float(part.points) if part.space else 0.0
        items.append(Item(slots[-1].name, gap=_AFTER["box"], indent=indent, frame=_frame(part), growth=growth))
    return slots, items


def _frame(part: Part) -> Frame:
    """Return the frame of a part's box; where all is answered by ticks, an empty box would ask students to write."""
    if part.ruled:
        return "ruled"
    ticked = part.answers and all(isinstance(a.response, ChooseOne | ChooseMany | Ticks) for a in part.answers)
    return "solution" if ticked and not part.space else "plain"


def _prompt(part: Part, paper: Paper) -> str:
    lead = ""
    if part.label:
        lead += (
            "".join(rf"\pghang{{{INDENT * out:g}}}{{{text}}}" for out, text in labels.hung(part.label))
            + rf"\pgworth{{{points_text(part.points)}}}"
        )
        if not part.prompt or not isinstance(part.prompt[0], Paragraph):
            lead += r"\strut\par" + "\n"
    if part.optional:
        lead += r"\emph{Optional.} "
    out = [lead + paper.flow(part.prompt, asks=True)]
    for word, content in (("Hint: ", part.hint), ("Note: ", part.note)):
        if content:
            out.append(rf"\pgremark{{{word}{paper.flow(content)}}}")
    return "\n\n".join(out)


def _worked(part: Part) -> str:
    """Return what the solution shows in a part's box: the worked solution, the rubric, slips that earn something."""
    paper = Paper(part.answers, View.SOLUTION)
    pieces: list[str] = []
    if part.solution:
        gap = r"\enspace " if isinstance(part.solution[0], Paragraph) else "\\strut\n\n"
        pieces.append(rf"\pgtag{{SOLUTION}}{gap}{paper.flow(part.solution)}")
    rubric = [rf"\pgrubric{{{paper.text(line.text)}}}{{{points_text(line.points)}}}" for line in part.rubric]
    slips = [_slip(mistake, part, paper) for mistake in part.mistakes if mistake.credit]
    notes = [_notes(title, lines) for title, lines in (("RUBRIC", rubric), ("COMMON SLIPS", slips)) if lines]
    if notes:
        pieces.append(rf"\pgtwo{{{notes[0]}}}{{{notes[1]}}}" if len(notes) == 2 else notes[0])
    divided = "\n\\pgdivide ".join(pieces)
    return rf"\pgsolution{{{divided}}}" if pieces else ""


def _notes(title: str, lines: Sequence[str]) -> str:
    return rf"\pgnotes{{{title}}}{{" + "\n".join(lines) + "}"


def _slip(mistake: Mistake, part: Part, paper: Paper) -> str:
    earned = points_text(mistake.credit * part.points)
    return rf"\pgslip{{{paper.text(mistake.shown)}}}{{{paper.flow(mistake.feedback)}}}{{{earned}}}"
