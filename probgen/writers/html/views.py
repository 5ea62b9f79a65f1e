"""What a page shows, piece by piece, as its template takes it: an exam, its solution, or a practice set."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from ...document import Blocks, ChooseMany, ChooseOne, Exam, Handout, Mistake, Part, Question, Section, View
from ...exact import Exact
from .. import cover, labels, tex
from .nodes import Printer

_LINE = 24.0  # bp from one line to the next


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a rubric, or a known slip, with what it earns ("" for nothing)."""

    text: Markup
    points: str


@dataclass(frozen=True, slots=True)
class PartView:
    """A part; what only a solution shows is empty in an exam, and `room` (in bp) is 0 where nothing is written."""

    depth: int
    labels: tuple[tuple[int, str], ...]  # what hangs at the left of the text, and by how many indents
    spoken: str  # the label by itself
    points: str
    optional: bool
    prompt: Markup
    hint: Markup
    note: Markup
    room: float
    lines: int  # to write on; a box where there are none
    worked: Markup
    rubric: tuple[Line, ...]
    slips: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class QuestionView:
    """A question as (stem, parts) of each problem; `kind` is "solution" where its statement stands elsewhere.

    `behind` holds the parts once more with their answers, where these stand behind the question.
    """

    kind: str
    number: int
    title: str
    points: str
    problems: tuple[tuple[Markup, tuple[PartView, ...]], ...]
    behind: tuple[PartView, ...] = ()


@dataclass(frozen=True, slots=True)
class SectionView:
    """Questions under a heading ("" for none)."""

    title: str
    text: Markup
    questions: tuple[QuestionView, ...]
    appended: bool = False


@dataclass(frozen=True, slots=True)
class HandoutView:
    """What a paper to take home says before its questions."""

    due: Markup
    deliverables: Markup
    instructions: tuple[Markup, ...]
    contributors: str


@dataclass(frozen=True, slots=True)
class Page:
    """A page from head to foot. `groups` are sections under a common heading, one without heading in an exam."""

    exam: Exam
    title: str  # of the window
    stamp: str  # beside the title
    facts: tuple[str, ...]
    mark: str  # the version, or the seed of a practice set
    opens: bool  # with what a cover asks for
    rules: tuple[Markup, ...]
    score_tables: tuple[list[tuple[str, str]], ...]
    total: str  # of the points
    handout: HandoutView
    foot: str
    groups: tuple[tuple[str, tuple[SectionView, ...]], ...]


def paper(exam: Exam, view: View) -> Page:
    """Return an exam, or its solution: answers in their places and worked steps below."""
    solved = view is View.SOLUTION
    return _page(exam, (("", _sections(exam, solved=solved)),), solved=solved)


def practice(exam: Exam) -> Page:
    """Return a practice set: the problems, then their parts once more with answers and worked steps."""
    solutions = tuple(_solution(exam, question) for question in exam.questions)
    groups = (("Problems", _sections(exam, solved=False)), ("Solutions", (SectionView("", Markup(), solutions),)))
    return _page(exam, groups, solved=False)


def _page(exam: Exam, groups: tuple[tuple[str, tuple[SectionView, ...]], ...], *, solved: bool) -> Page:
    mark = exam.seed_note or f"version {exam.code}"
    facts = cover.facts(exam)
    asked = exam.cover if not solved else None
    return Page(
        exam=exam,
        title=f"{exam.title}, {exam.seed_note or f'version {exam.variant}'}{': solutions' if solved else ''}",
        stamp="Solutions" if solved else "",
        facts=tuple(facts[:-1] if exam.style.points == "none" else facts),  # the points are the last
        mark=mark,
        opens=asked is not None,
        rules=tuple(Printer().text(rule) for rule in asked.rules) if asked else (),
        score_tables=tuple(cover.tables(exam)) if asked and asked.score_table else (),
        total=tex.points(exam.points),
        handout=_handout(exam.handout),
        foot=cover.footer(exam),
        groups=groups,
    )


def _handout(handout: Handout) -> HandoutView:
    printer = Printer()
    return HandoutView(
        due=printer.text(handout.due),
        deliverables=printer.text(handout.deliverables),
        instructions=tuple(printer.text(line) for line in handout.instructions),
        contributors=", ".join(handout.contributors),
    )


def _sections(exam: Exam, *, solved: bool) -> tuple[SectionView, ...]:
    return tuple(_section(exam, section, solved=solved) for section in exam.sections)


def _section(exam: Exam, section: Section, *, solved: bool) -> SectionView:
    questions = tuple(_question(exam, question, solved=solved) for question in section.questions)
    return SectionView(section.title, Printer().flow(section.text), questions, section.appended)


def _question(exam: Exam, question: Question, *, solved: bool) -> QuestionView:
    apart = solved and exam.style.layout == "assignment"
    inside = solved and not apart
    problems = tuple(
        (Printer().asked(problem.stem), tuple(_part(exam, question, part, solved=inside) for part in problem.parts))
        for problem in question.problems
    )
    title = f"{question.title} [Optional]" if question.optional else question.title
    behind = tuple(_part(exam, question, part, solved=True, apart=True) for part in question.parts) if apart else ()
    return QuestionView("question", question.number, title, _heading_points(exam, question), problems, behind)


def _solution(exam: Exam, question: Question) -> QuestionView:
    """Return the parts of a question solved, without what stands before them."""
    parts = tuple(_part(exam, question, part, solved=True, apart=True) for part in question.parts)
    return QuestionView("solution", question.number, question.title, "", ((Markup(), parts),))


def _part(exam: Exam, question: Question, part: Part, *, solved: bool, apart: bool = False) -> PartView:
    """Return a part; one that stands `apart` from its statement explains wrong options and every known slip."""
    style = exam.style
    printer = Printer(part.answers, solved=solved, explains=apart, anchors=not apart)
    steps = Printer(part.answers, solved=True)
    dotted = style.labels == "dotted"
    return PartView(
        depth=labels.depth(part.label),
        labels=() if dotted or not part.label else tuple(labels.hung(part.label)),
        spoken=labels.spoken(part.label, style.labels, question.number) if part.label else "",
        points=_counted(part.points, "pt") if style.points != "none" and part.label else "",
        optional=part.optional and not question.optional,
        prompt=printer.asked(part.prompt),
        hint=_unless(apart, printer, part.hint),
        note=_unless(apart, printer, part.note),
        room=part.space if style.layout == "exam" else 0.0,
        lines=max(1, round(part.space / _LINE)) if part.ruled else 0,
        worked=steps.flow(part.solution) if solved else Markup(),
        rubric=tuple(Line(steps.text(r.text), _counted(r.points, "pt")) for r in part.rubric) if solved else (),
        slips=tuple(dict.fromkeys(_slips(part, steps, every=apart))) if solved else (),
    )


def _unless(apart: bool, printer: Printer, content: Blocks) -> Markup:  # noqa: FBT001 - it reads as a condition
    return Markup() if apart else printer.flow(content)


def _slips(part: Part, printer: Printer, *, every: bool) -> Iterator[Line]:
    """Yield the known slips: those that earn something, or every one that no option explains already."""
    for slip in part.mistakes:
        if slip.credit or (every and not _explained(part, slip)):
            told = Markup("{}: {}").format(printer.text(slip.shown), _inside(printer.flow(slip.feedback)))
            yield Line(told, _counted(slip.credit * part.points, "pt") if slip.credit else "")


def _explained(part: Part, slip: Mistake) -> bool:
    return isinstance(part.answer(slip.answer).response, ChooseOne | ChooseMany)


def _inside(content: Markup) -> Markup:
    """Return blocks as they can go on a line that has begun."""
    return Markup('<div class="told">{}</div>').format(content)


def _heading_points(exam: Exam, question: Question) -> str:
    """Return the points of a question, those of its parts where the style is "1-12-2"; nothing in a style without."""
    match "none" if question.optional else exam.style.points:
        case "each":
            return _counted(question.points, "point")
        case "dashes":
            return "-".join(tex.points(share) for share in labels.shares(question))
        case "none":
            return ""


def _counted(points: Exact, noun: str) -> str:
    return f"{tex.points(points)}\u00a0{noun}{'' if points == 1 else 's'}"
