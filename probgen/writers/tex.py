"""Document nodes to LaTeX, as far as the two LaTeX outputs agree.

What they do differently (blanks, figures, the places of answers) is a `Dialect`. The text needs amsmath,
booktabs and the T1 encoding, and no macro of ours.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Any, Protocol, assert_never

from pylatex import NoEscape, Tabular

from .. import typography
from ..document import (
    Alignment,
    Answer,
    Blank,
    Block,
    Blocks,
    ChooseMany,
    ChooseOne,
    Code,
    CodeBlock,
    DataTable,
    DisplayMath,
    Emph,
    EquationRef,
    Essay,
    FigureBlock,
    FigureRef,
    Footnote,
    Inline,
    Inlines,
    ItemList,
    LineBreak,
    Math,
    Number,
    Paragraph,
    ResponseBlock,
    Str,
    Strong,
)
from ..exact import Exact, shortest

_COLUMN: dict[Alignment, str] = {"left": "l", "center": "c", "right": "r"}

_ESCAPES = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "#": r"\#", "%": r"\%", "_": r"\_",
    "^": r"\textasciicircum{}", "~": r"\textasciitilde{}", "\u00a0": "~", "‘": "`", "’": "'", "“": "``", "”": "''",
    "–": "--", "—": "---", "…": r"\dots{}", "−": "$-$", "×": r"$\times$", "\u2009": r"\,", "\u2060": "{}",
}  # fmt: skip
_SPECIAL = re.compile("|".join(map(re.escape, _ESCAPES)))
_LIGATURE = re.compile(r"(?<=([-,<>'`]))(?=\1)|(?<=[?!])(?=`)")  # what the font would join to another sign
_OPTION = re.compile(r"\A(\s*)([\[*])")  # what a `\\` or `\item` before it would take for its own


class Dialect(Protocol):
    """How one LaTeX output writes what the walker leaves to it; names are those of the part's answers."""

    def blank(self, answer: str) -> str:
        """Return the blank (or, in a solution, the filled one) for an answer that fits a line."""

    def response(self, answer: str) -> str:
        """Return the place of an answer that is more than a line, as a block."""

    def figure(self, block: FigureBlock) -> str:
        """Return the figure with its caption, as a block."""

    def footnote(self, note: Footnote) -> str:
        """Return the mark of a note at the foot of the page, with the note itself where TeX is to place it."""


@lru_cache(maxsize=4096)  # variants have most of their words in common
def escape(text: str) -> str:
    """Return literal text as TeX input."""
    apart = _LIGATURE.sub("\u2060", text)
    return _OPTION.sub(r"\1{\2}", _SPECIAL.sub(lambda found: _ESCAPES[found.group()], apart))


def points(value: Exact) -> str:
    """Return a number of points: 4, 2.5."""
    return typography.plain(shortest(value))


def holds_blank(content: Any) -> bool:
    """Tell whether some blocks or words have a place for an answer."""
    match content:
        case tuple():
            return any(map(holds_blank, content))
        case Paragraph(inner) | Emph(inner) | Strong(inner) | ItemList(inner):
            return holds_blank(inner)
        case DataTable(header, rows):
            return holds_blank((header, rows))
        case _:
            return isinstance(content, Blank | ResponseBlock)


def written(answer: Answer) -> Inlines:
    """Return what a solution shows on an answer's blank: the printed key without its unit."""
    match answer.response:
        case Number(key, _, unit) if unit:
            return (Math(str(typography.tex(key))),)
        case _:
            return answer.shown


def unit(answer: Answer) -> str:
    """Return what stands behind an answer's blank in both views."""
    return f"~{escape(answer.response.unit)}" if isinstance(answer.response, Number) and answer.response.unit else ""


def aside(content: Blocks, place: int, answers: Mapping[str, Answer]) -> str:
    """Return what stands in brackets behind the paragraph at `place` of a prompt: how much is wanted, or ""."""
    match content[place:]:
        case (Paragraph(), ResponseBlock(name), *_):
            match answers[name].response:
                case ChooseOne():
                    return "mark one"
                case ChooseMany():
                    return "mark all that apply"
                case _:
                    return ""
        case (Paragraph(),):
            words = sum(answer.response.words for answer in answers.values() if isinstance(answer.response, Essay))
            return f"about {words} words" if words else ""
        case _:
            return ""


def inlines(content: Inlines, dialect: Dialect) -> str:
    """Return what stands inside a line."""
    return "".join(inline(node, dialect) for node in content)


def inline(node: Inline, dialect: Dialect) -> str:
    """Return one inline node."""
    match node:
        case Str(text):
            return escape(text)
        case Math(tex):
            return f"${tex}$"
        case Emph(content):
            return rf"\emph{{{inlines(content, dialect)}}}"
        case Strong(content):
            return rf"\textbf{{{inlines(content, dialect)}}}"
        case Code(text):
            return rf"\texttt{{{escape(text)}}}"
        case LineBreak():
            return "\\\\\n"
        case Blank(answer):
            return dialect.blank(answer)
        case FigureRef() | EquationRef():
            return _reference(node)
        case Footnote():
            return dialect.footnote(node)
        case _:
            assert_never(node)


def _reference(node: FigureRef | EquationRef) -> str:
    if isinstance(node, FigureRef):
        return f"Figure~{node.number}" if node.number else "the figure"
    return f"({node.number})" if node.number else "the equation"


def blocks(content: Blocks, dialect: Dialect) -> str:
    """Return blocks one after the other."""
    return joined(content, [block(node, dialect) for node in content])


def joined(content: Blocks, pieces: Sequence[str]) -> str:
    """Join blocks that are TeX already: an empty line is between any two, but a display belongs to its paragraph."""
    text = "".join(pieces[:1])
    for (before, after), piece in zip(pairwise(content), pieces[1:], strict=True):
        display = isinstance(before, DisplayMath) or isinstance(after, DisplayMath)
        paragraph = isinstance(before, Paragraph) or isinstance(after, Paragraph)
        text += ("\n" if display and paragraph else "\n\n") + piece
    return text


def block(node: Block, dialect: Dialect) -> str:
    """Return one block."""
    match node:
        case Paragraph(content):
            return inlines(content, dialect)
        case DisplayMath(tex, _, number):
            tag = rf" \tag{{{number}}}" if number else ""
            return f"\\[\n{tex}{tag}\n\\]"
        case ItemList(items, numbered):
            name = "enumerate" if numbered else "itemize"
            body = "\n".join(rf"\item {blocks(item, dialect)}" for item in items)
            return f"\\begin{{{name}}}\n{body}\n\\end{{{name}}}"
        case DataTable():
            return f"\\begin{{center}}\n{data_table(node, dialect)}\n\\end{{center}}"
        case CodeBlock(text):
            lines = (rf"\texttt{{{escape(line).replace(' ', '~')}}}" for line in text.splitlines())
            return "\\begin{flushleft}\n" + "\\\\\n".join(lines) + "\n\\end{flushleft}"
        case FigureBlock():
            return dialect.figure(node)
        case ResponseBlock(answer):
            return dialect.response(answer)
        case _:
            assert_never(node)


def data_table(table: DataTable, dialect: Dialect) -> str:
    """Return the `tabular` of a table, with booktabs' rules."""
    tabular = Tabular("".join(_COLUMN[align] for align in table.align), booktabs=True)
    tabular.add_row([NoEscape(inlines(cell, dialect)) for cell in table.header])
    tabular.add_hline()
    for row in table.rows:
        tabular.add_row([NoEscape(inlines(cell, dialect)) for cell in row])
    return str(tabular.dumps())
