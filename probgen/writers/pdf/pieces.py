"""The pieces of a paper as TeX, as far as all layouts agree: headings, labels, hints, rubrics."""

from __future__ import annotations

from collections.abc import Sequence

from ...document import Blocks, Exam, LabelStyle, Mistake, PageStyle, Paragraph, Part, Problem, Question, Section
from ...errors import Where
from ...exact import Exact
from .. import labels, tex
from .paper import Paper
from .slots import Slot, whole

INDENT: dict[LabelStyle, float] = {"letters": 20.0, "dotted": 34.0}  # bp of a part's label


def points_text(points: Exact, short: str = "pt") -> str:
    """Return points with their unit: 1 pt, 4 pts, 2.5 points."""
    return f"{tex.points(points)} {short}{'' if points == 1 else 's'}"


def worth(question: Question, style: PageStyle) -> str:
    """Return the points of a question as its heading gives them: (6 points), (1-12-2-6) part by part, or nothing."""
    if style.points == "none" or question.optional:
        return ""
    if style.points == "dashes":
        return f"({'-'.join(tex.points(share) for share in labels.shares(question))})"
    return f"({points_text(question.points, 'point')})"


def heading(question: Question, style: PageStyle, *, counted: bool = True) -> str:
    """Return the line over a question: number and title, points at the right; of an assignment, points first."""
    title = tex.escape(question.title) + (r"\enspace{}[Optional]" if question.optional else "")
    points = worth(question, style) if counted else ""
    if style.layout == "assignment":
        return rf"\pgheading{{Question {question.number} {points}\unskip\quad {title}}}{{}}"
    return rf"\pgheading{{\pgnumber{{{question.number}}}{title}}}{{{points}}}"


def opening(place: int, section: Section, prefix: str = "") -> list[Slot]:
    """Return the slot that begins a section, if it has a title, a text or a line that sets it off."""
    if not section.title and not section.text and not section.appended:
        return []
    line = "\\pgseparator\n" if section.appended else ""
    title = rf"\pgsection{{{tex.escape(section.title)}}}" if section.title else ""
    return [whole(f"{prefix}section {place}", f"{line}{title}\n{Paper().flow(section.text)}", f"section {place}")]


def back(exam: Exam, prefix: str = "") -> list[Slot]:
    """Return the sentences that have a page to themselves."""
    pages = (("extra page", exam.style.extra_page), ("doodle page", exam.style.doodle_page))
    return [whole(f"{prefix}{name}", Paper().flow((Paragraph(said),)), name) for name, said in pages if said]


def indent(part: Part, style: PageStyle) -> float:
    """Return by how much a part's text is moved in, in bp."""
    depth = labels.depth(part.label)
    return INDENT[style.labels] * (min(depth, 1) if style.labels == "dotted" else depth)


def stem_indent(problem: Problem, style: PageStyle) -> float:
    """Return by how much a stem is moved in, in bp: by a label's width where it goes on inside of a part."""
    first = problem.parts[0].label
    inside = labels.depth(first) > 1 and not labels.is_first(first)
    return INDENT[style.labels] if inside and style.labels == "letters" else 0.0


def label(part: Part, style: PageStyle, number: int, *, begins: bool = False) -> str:
    """Return what hangs at the left of the first line of a part, or of its solution, which may begin a part's."""
    if not part.label:
        return ""
    hung = labels.hung(part.label, style.labels, number, begins=begins)
    return "".join(rf"\pghang{{{INDENT[style.labels] * out:g}}}{{{text}}}" for out, text in hung)


def lead(part: Part, style: PageStyle, question: Question) -> str:
    """Return what a part's first line begins with: label, points at the right or in brackets, "optional"."""
    begun = label(part, style, question.number)
    if begun and style.points == "each":
        begun += rf"\pgworth{{{points_text(part.points)}}}"
    elif begun and style.points == "dashes":
        begun += f"({points_text(part.points)}) "
    return begun + ("(optional) " if part.optional and not question.optional else "")


def prompt(part: Part, style: PageStyle, question: Question, text: str) -> str:
    """Return the text of a prompt behind the part's lead, which has a line of its own where no paragraph follows."""
    return behind(part.prompt, lead(part, style, question)) + text


def place(question: Question, problem: Problem, part: Part) -> tuple[str, Where]:
    """Return what messages call a part, and where it stands in its bank."""
    where = Where(problem.source, part.line or problem.line, 0, problem.id)
    if not part.label:
        return f"question {question.number}", where
    return f"question {question.number}, part {part.label}", where.at(f"part {part.label}")


def behind(content: Blocks, begun: str) -> str:
    """Return what a text begins with, on a line of its own where no paragraph follows."""
    return begun if not begun or begins_with_words(content) else begun + "\\strut\\par\n"


def beside(content: Blocks, begun: str) -> str:
    """Return a label that hangs beside what follows it, whatever it is."""
    return begun if not begun or begins_with_words(content) else rf"\pgbeside{{{begun}}}"


def begins_with_words(content: Blocks) -> bool:
    """Tell whether a paragraph comes first."""
    return bool(content) and isinstance(content[0], Paragraph)


def filled(part: Part) -> Blocks:
    """Return the blocks of a prompt that an answer is written into."""
    return tuple(block for block in part.prompt if tex.holds_blank(block))


def remarks(part: Part) -> list[tuple[str, Blocks]]:
    """Return what is said behind a prompt: "hint" or "note", and its content."""
    return [(word, content) for word, content in (("hint", part.hint), ("note", part.note)) if content]


def remark(word: str, content: Blocks, paper: Paper) -> str:
    """Return a hint or a note, in brackets."""
    return rf"\pgremark{{{word.capitalize()}: {paper.flow(content)}}}"


def notes(part: Part, paper: Paper) -> str:
    """Return the rubric and the slips that earn something, "" if there are none."""
    rubric = [rf"\pgrubric{{{paper.text(line.text)}}}{{{points_text(line.points)}}}" for line in part.rubric]
    slips = list(dict.fromkeys(_slip(mistake, part, paper) for mistake in part.mistakes if mistake.credit))
    found = [_notes(title, lines) for title, lines in (("RUBRIC", rubric), ("COMMON SLIPS", slips)) if lines]
    return rf"\pgtwo{{{found[0]}}}{{{found[1]}}}" if len(found) == 2 else "".join(found)


def _notes(title: str, lines: Sequence[str]) -> str:
    return rf"\pgnotes{{{title}}}{{" + "\n".join(lines) + "}"


def _slip(mistake: Mistake, part: Part, paper: Paper) -> str:
    earned = points_text(mistake.credit * part.points)
    return rf"\pgslip{{{paper.text(mistake.shown)}}}{{{paper.flow(mistake.feedback)}}}{{{earned}}}"
