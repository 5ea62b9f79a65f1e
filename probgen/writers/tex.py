"""Document nodes to LaTeX, as far as the two LaTeX outputs agree.

What they do differently (blanks, figures, the places of answers) is a `Dialect`. The text needs amsmath,
booktabs and the T1 encoding, and no macro of ours.
"""

from __future__ import annotations

import re
from typing import Protocol, assert_never

from pylatex import NoEscape, Tabular

from ..document import (
    Alignment,
    Blank,
    Block,
    Blocks,
    Code,
    CodeBlock,
    DataTable,
    DisplayMath,
    Emph,
    FigureBlock,
    FigureRef,
    Inline,
    Inlines,
    ItemList,
    LineBreak,
    Math,
    Paragraph,
    ResponseBlock,
    Str,
    Strong,
)

_COLUMN: dict[Alignment, str] = {"left": "l", "center": "c", "right": "r"}

_ESCAPES = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "#": r"\#", "%": r"\%", "_": r"\_",
    "^": r"\textasciicircum{}", "~": r"\textasciitilde{}", "\u00a0": "~", "‘": "`", "’": "'", "“": "``", "”": "''",
    "–": "--", "—": "---", "…": r"\dots{}", "−": "$-$", "×": r"$\times$", "\u2009": r"\,",
}  # fmt: skip
_SPECIAL = re.compile("|".join(map(re.escape, _ESCAPES)))


class Dialect(Protocol):
    """How one LaTeX output writes what the walker leaves to it; names are those of the part's answers."""

    def blank(self, answer: str) -> str:
        """Return the blank (or, in a solution, the filled one) for an answer that fits a line."""

    def response(self, answer: str) -> str:
        """Return the place of an answer that is more than a line, as a block."""

    def figure(self, block: FigureBlock) -> str:
        """Return the figure with its caption, as a block."""


def escape(text: str) -> str:
    """Return literal text as TeX input."""
    return _SPECIAL.sub(lambda found: _ESCAPES[found.group()], text)


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
        case FigureRef(_, number):
            return f"Figure~{number}" if number else "the figure"
        case _:
            assert_never(node)


def blocks(content: Blocks, dialect: Dialect) -> str:
    """Return blocks with an empty line between any two."""
    return "\n\n".join(block(node, dialect) for node in content)


def block(node: Block, dialect: Dialect) -> str:
    """Return one block."""
    match node:
        case Paragraph(content):
            return inlines(content, dialect)
        case DisplayMath(tex):
            return f"\\[\n{tex}\n\\]"
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
