"""Plain text for the terminal: formulas in Unicode, blanks as lines, keys where the view shows them."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Iterator
from functools import cache
from typing import assert_never

from pylatexenc import macrospec
from pylatexenc.latex2text import LatexNodes2Text, MacroTextSpec, get_default_latex_context_db
from pylatexenc.latexwalker import get_default_latex_context_db as get_parsing_context

from ..document import (
    Answer,
    Blank,
    Block,
    Blocks,
    Cell,
    ChooseMany,
    ChooseOne,
    Code,
    CodeBlock,
    DataTable,
    DisplayMath,
    Drawing,
    Emph,
    EquationRef,
    Exam,
    FigureBlock,
    FigureRef,
    Footnote,
    GraphLabeling,
    Inline,
    Inlines,
    ItemList,
    LineBreak,
    Math,
    Paragraph,
    Part,
    Problem,
    Question,
    ResponseBlock,
    Str,
    Strong,
    Table,
    Ticks,
    View,
)
from ..exact import Exact
from ..figures import unicode
from ..typography import plain
from . import labels

WIDTH = 92
_BLANK = "______"
_BOX = {True: "[x]", False: "[ ]"}


def exam(value: Exam, view: View) -> str:
    """Return a whole exam as text."""
    head = f"{value.course.code} {value.title}, version {value.code}, {value.points} points"
    return "\n\n".join([head.strip(), *(question(asked, view) for asked in value.questions)]) + "\n"


def question(value: Question, view: View) -> str:
    """Return one question as text."""
    printer = _Printer(view)
    heading = f"{value.number}. {value.title} ({counted(value.points)})"
    return "\n\n".join([heading, *(text for one in value.problems for text in printer.problem(one))])


def problem(value: Problem, view: View) -> str:
    """Return one problem as text, with answers, steps and rubric in the solution's view."""
    worth = sum((part.points for part in value.parts if not part.optional), start=0)
    return "\n\n".join([f"{value.title} ({counted(worth)})", *_Printer(view).problem(value)])


def inlines(content: Inlines) -> str:
    """Return inlines that hold no blank as text."""
    return _Printer(View.SOLUTION).inlines(content, {})


def blocks(content: Blocks) -> str:
    """Return blocks that hold no blank as text."""
    return "\n\n".join(_Printer(View.SOLUTION).blocks(content, {}))


def counted(points: Exact) -> str:
    """Return a number of points in words."""
    return "1 point" if points == 1 else f"{plain(points)} points"


@cache
def formula(tex: str) -> str:
    """Return a formula in Unicode: fractions with a slash, matrices as [ 1 2; 3 4 ]."""
    grouped = re.sub(r"([_^])\{([^{}()]{2,})\}", r"\1{(\2)}", tex)
    spaced = re.sub(r"(\\[a-zA-Z]+) +(?=[-+=<>])", r"\1{} ", grouped)  # a macro's name swallows the blank after it
    text = str(_converter().latex_to_text(spaced))
    return re.sub(r"([·×])(?=\S)", r"\1 ", text).strip()


@cache
def _converter() -> LatexNodes2Text:
    context = get_default_latex_context_db()
    fractions = [MacroTextSpec(name, simplify_repl=_fraction) for name in ("frac", "tfrac", "dfrac")]
    context.add_context_category("probgen", macros=fractions, prepend=True)
    return _Converter(latex_context=context, math_mode="text")


class _Converter(LatexNodes2Text):  # type: ignore[misc]
    """pylatexenc with the further fractions of amsmath known to its parser."""

    def latex_to_text(self, latex: str, **options: object) -> str:
        context = get_parsing_context()
        specs = [macrospec.std_macro("tfrac", None, 2), macrospec.std_macro("dfrac", None, 2)]
        context.add_context_category("probgen", macros=specs, prepend=True)
        return str(super().latex_to_text(latex, latex_context=context, **options))


def _fraction(node: object, l2tobj: LatexNodes2Text) -> str:
    upper, lower = (l2tobj.nodelist_to_text([argument]).strip() for argument in node.nodeargd.argnlist)  # type: ignore[attr-defined]
    return "/".join(side if re.fullmatch(r"[\w.  ]+", side) else f"({side})" for side in (upper, lower))


class _Printer:
    """Walks the tree for one view."""

    def __init__(self, view: View) -> None:
        self.solved = view is View.SOLUTION

    def problem(self, problem: Problem) -> Iterator[str]:
        yield from self.blocks(problem.stem, {})
        for part in problem.parts:
            yield from self.part(part)

    def part(self, part: Part) -> Iterator[str]:
        answers = {answer.name: answer for answer in part.answers}
        label = f"{labels.spoken(part.label)} " if part.label else ""
        worth = f"[{counted(part.points)}]"
        first, *rest = list(self.blocks(part.prompt, answers)) or [""]
        yield textwrap.indent(f"{label}{first} {worth}", "") if "\n" not in first else f"{label}{worth}\n{first}"
        yield from rest
        yield from (f"Hint: {text}" for text in self.blocks(part.hint, answers))
        yield from (f"Note: {text}" for text in self.blocks(part.note, answers))
        if self.solved:
            yield from self.solution(part, answers)

    def solution(self, part: Part, answers: dict[str, Answer]) -> Iterator[str]:
        steps = list(self.blocks(part.solution, answers))
        if steps:
            yield textwrap.indent("\n\n".join(["Solution", *steps]), "  | ", lambda line: True)
        if part.rubric:
            yield "\n".join(f"  {plain(line.points):>4}  {self.inlines(line.text, answers)}" for line in part.rubric)
        for mistake in part.mistakes:
            told = " ".join(self.blocks(mistake.feedback, answers)).replace("\n", " ")
            yield _wrapped(f"Not {self.inlines(mistake.shown, answers)}: {told}", indent="  ")

    def blocks(self, content: Blocks, answers: dict[str, Answer]) -> Iterator[str]:
        for node in content:
            yield self.block(node, answers)

    def block(self, node: Block, answers: dict[str, Answer]) -> str:
        match node:
            case Paragraph(content):
                return _wrapped(self.inlines(content, answers))
            case DisplayMath(tex, _, number):
                return textwrap.indent(_aligned(tex) + (f"    ({number})" if number else ""), "    ")
            case ItemList(items, numbered):
                marks = (f"{n}." if numbered else "-" for n in range(1, len(items) + 1))
                bodies = ("\n".join(self.blocks(item, answers)) for item in items)
                return "\n".join(f"  {mark} {_hung(body)}" for mark, body in zip(marks, bodies, strict=True))
            case DataTable(header, rows):
                return _grid([[self.inlines(cell, answers) for cell in line] for line in (header, *rows)])
            case CodeBlock(text):
                return textwrap.indent(text, "    ")
            case FigureBlock(_, figure, caption, number):
                head = f"Figure {number}: " if number else ""
                return f"{unicode.text(figure, self.inlines_plain)}\n{head}{self.inlines(caption, answers)}"
            case ResponseBlock(name):
                return self.response(answers[name])
            case _:
                assert_never(node)

    def response(self, answer: Answer) -> str:
        match answer.response:
            case ChooseOne(options) | ChooseMany(options):
                marks = (_BOX[self.solved and option.right] for option in options)
                lines = (self.inlines(option.text, {}) for option in options)
                return "\n".join(f"  {mark} {line}" for mark, line in zip(marks, lines, strict=True))
            case Ticks(columns, rows):
                head = ["", *(self.inlines(column, {}) for column in columns)]
                body = [[self.inlines(row.item, {}), *(self.tick(tick) for tick in row.ticks)] for row in rows]
                return _grid([head, *body])
            case Table(columns, _, rows):
                cells = (
                    [_BLANK if c.blank and not self.solved else self.inlines(c.shown, {}) for c in r] for r in rows
                )
                return _grid([[self.inlines(column, {}) for column in columns], *cells])
            case Drawing(empty, done) | GraphLabeling(empty, done):
                return unicode.text(done if self.solved else empty, self.inlines_plain)
            case _:
                return self.inlines(answer.shown, {}) if self.solved else _BLANK

    def cell(self, cell: Cell) -> str:
        return _BLANK if cell.blank and not self.solved else self.inlines(cell.shown, {})

    def tick(self, tick: str) -> str:
        return "[/]" if self.solved and tick == "either" else _BOX[self.solved and tick == "yes"]

    def inlines_plain(self, content: Inlines) -> str:
        return self.inlines(content, {})

    def inlines(self, content: Inlines, answers: dict[str, Answer]) -> str:
        return "".join(self.inline(node, answers) for node in content)

    def inline(self, node: Inline, answers: dict[str, Answer]) -> str:
        match node:
            case Str(text) | Code(text):
                return text
            case Math(tex):
                return formula(tex)
            case Emph(content) | Strong(content):
                return self.inlines(content, answers)
            case LineBreak():
                return "\n"
            case Blank(name):
                return self.inlines(answers[name].shown, {}) if self.solved else _BLANK
            case FigureRef(_, number):
                return f"Figure {number}" if number else "the figure"
            case EquationRef(_, number):
                return f"({number})" if number else "the equation"
            case Footnote(content, number):
                return f" [{f'{number}: ' if number else ''}{self.inlines(content, answers)}]"
            case _:
                assert_never(node)


def _wrapped(text: str, indent: str = "") -> str:
    lines = text.split("\n")
    return "\n".join(textwrap.fill(line, WIDTH, initial_indent=indent, subsequent_indent=indent) for line in lines)


def _hung(text: str) -> str:
    """Return the text with all lines but the first moved in under it."""
    return _wrapped(text.replace("\n", " ")).replace("\n", "\n    ")


def _aligned(tex: str) -> str:
    """Return a displayed formula, one line for each of its own."""
    lines = re.sub(r"\\(begin|end)\{(aligned|gathered)\}", "", tex).split("\\\\")
    kept = (line.replace("&", "") for line in lines) if "matrix" not in tex and "cases" not in tex else (tex,)
    return "\n".join(formula(line.strip()) for line in kept if line.strip())


def _grid(rows: Iterable[list[str]]) -> str:
    """Return a table in aligned columns, its first row set off by a rule."""
    table = [*rows]
    widths = [max(len(line[place]) for line in table) for place in range(len(table[0]))]
    lines = ["  " + "  ".join(c.ljust(w) for c, w in zip(line, widths, strict=True)).rstrip() for line in table]
    return "\n".join([lines[0], "  " + "-" * (sum(widths) + 2 * len(widths) - 2), *lines[1:]])
