"""Document nodes as TeX for our own PDFs, in the macros of `templates/paper/preamble.tex.j2`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal, NamedTuple, TypeAlias

from ...document import (
    Answer,
    Blocks,
    ChooseMany,
    ChooseOne,
    CodeBlock,
    DisplayMath,
    Drawing,
    Figure,
    FigureBlock,
    Footnote,
    GraphLabeling,
    Inlines,
    ItemList,
    Math,
    Paragraph,
    ResponseBlock,
    Table,
    Ticks,
    View,
    once,
)
from ...figures import layout
from ...figures.literal import literal
from .. import blanks, tex
from . import responses
from .layout import BLOCK_WIDTH

_MATRIX = (r"\begin{bmatrix}", r"\end{bmatrix}")

PieceKind: TypeAlias = Literal["paragraph", "continued", "list", "item", "block", "place"]


class Piece(NamedTuple):
    """A slot's text cut out of some blocks.

    "continued" goes on behind a display, "list" is a list's first item, "place" where an answer is given.
    """

    kind: PieceKind
    tex: str
    content: Blocks


class Paper:
    """The dialect of our own PDFs, for the texts around one part's answers in one view, so many bp wide."""

    def __init__(self, answers: tuple[Answer, ...] = (), view: View = View.EXAM, width: float = BLOCK_WIDTH) -> None:
        self.answers: Mapping[str, Answer] = {answer.name: answer for answer in answers}
        self.solved = view is View.SOLUTION
        self.width = width

    def text(self, content: Inlines) -> str:
        """Return what stands inside a line."""
        return tex.inlines(content, self)

    def blank(self, answer: str) -> str:
        """Return a rule or empty brackets of fixed size, in a solution with the answer in it, and the unit after it."""
        asked = self.answers[answer]
        wide = f"{blanks.width(asked.response):g}"
        high = blanks.height(asked.response)
        shown, after = self.text(_bare(tex.written(asked)) if high else tex.written(asked)), tex.unit(asked)
        match self.solved, high > 0:
            case False, False:
                return rf"\pgblank{{{wide}}}{{}}{after}"
            case False, True:
                return rf"\pgarea{{{wide}}}{{{high:g}}}{{}}{after}"
            case True, False:
                return rf"\pgfill{{{answer}}}{{{wide}}}{{{shown}}}{after}"
            case _:
                return rf"\pgfillarea{{{answer}}}{{{wide}}}{{{high:g}}}{{{shown}}}{after}"

    def response(self, answer: str) -> str:
        """Return options, a tick table, a table with blanks or a figure to draw on."""
        asked = self.answers[answer].response
        match asked:
            case ChooseOne() | ChooseMany():
                return responses.options(asked, self.text, solved=self.solved)
            case Ticks():
                return responses.ticks(asked, self.text, self.width, solved=self.solved)
            case Table():
                return responses.table(answer, asked, self.text, self.width, solved=self.solved)
            case Drawing(blank, overlay):
                return rf"\pgcentered{{{drawing(overlay if self.solved else blank)}}}"
            case GraphLabeling(blank, labeled, _):
                return rf"\pgcentered{{{drawing(labeled if self.solved else blank)}}}"
            case _:
                return f"{self.blank(answer)}\n"

    def figure(self, block: FigureBlock) -> str:
        """Return the centered figure over its caption."""
        number = f"Figure {block.number}: " if block.number else ""
        caption = self.text(block.caption)
        return rf"\pgfigure{{{drawing(block.figure)}}}{{{number if caption else number.rstrip(': ')}{caption}}}"

    def footnote(self, note: Footnote) -> str:
        """Return the mark of a note; the note itself is a slot of its own."""
        return rf"\pgmark{{{note.number}}}"

    def flow(self, content: Blocks, *, asks: bool = False) -> str:
        """Return blocks as one slot's text, with struts at its ends.

        With `asks`, what asks is followed by how much is wanted: one mark, so many words.
        """
        return self._span(content, range(len(content)), asks=asks)

    def cut(self, content: Blocks, *, asks: bool = False) -> Iterator[Piece]:
        """Yield blocks as the texts of slots: paragraphs with the displays that follow them, items, other blocks."""
        for span in _spans(content):
            first = content[span[0]]
            if isinstance(first, ItemList):
                for place, item in enumerate(first.items):
                    text = self._item(item, place if first.numbered else None)
                    yield Piece("item" if place else "list", text, (ItemList((item,)),))
                continue
            text = self._span(content, span, asks=asks)
            yield Piece(_kind(content, span.start), text, content[span.start : span.stop])

    def _item(self, item: Blocks, number: int | None) -> str:
        """Return a list of one item, which is `number` counted from 0, or has a bullet."""
        name, count = ("itemize", "") if number is None else ("enumerate", rf"\setcounter{{enumi}}{{{number}}}")
        return f"\\parskip0bp\\begin{{{name}}}{count}\n\\item {self.flow(item)}\n\\end{{{name}}}"

    def _span(self, content: Blocks, span: range, *, asks: bool) -> str:
        pieces = [self._block(content, place, span, asks=asks) for place in span]
        return tex.joined(content[span.start : span.stop], pieces)

    def _block(self, content: Blocks, place: int, span: range, *, asks: bool) -> str:
        match content[place]:
            case Paragraph():
                return self._paragraph(content, place, span, asks=asks)
            case CodeBlock(text):
                lines = (tex.escape(line).replace(" ", r"\ ") for line in text.splitlines())
                return r"\pgtyped{" + "".join(rf"\pgtypedline{{{line}}}" for line in lines) + "}"
            case other:
                return tex.block(other, self)

    def _paragraph(self, content: Blocks, place: int, span: range, *, asks: bool) -> str:
        """Return the paragraph at `place`; one with blanks is not justified, unless a display belongs to it."""
        text = tex.block(content[place], self)
        if asked := tex.aside(content, place, self.answers) if asks else "":
            text += rf"\pgaside{{{asked}}}"
        text = (r"\strut " if place == span[0] else "") + text + (r"\unskip\strut" if place == span[-1] else "")
        match content[place:]:
            case (Paragraph(), DisplayMath(), *_):
                return text
            case (Paragraph(inner), *_) if tex.holds_blank(inner):
                return rf"\pgloose{{{text}}}"
            case _:
                return text


def _kind(content: Blocks, place: int) -> PieceKind:
    """Return what the block at `place` is to the one before it."""
    match content[place]:
        case Paragraph(inner) if place and tex.holds_blank(inner):
            return "place"
        case Paragraph() if place and isinstance(content[place - 1], DisplayMath):
            return "continued"
        case Paragraph() | DisplayMath():
            return "paragraph"
        case ResponseBlock():
            return "place"
        case _:
            return "block"


def _spans(content: Blocks) -> Iterator[range]:
    """Yield the ranges of blocks that stay together: a paragraph or a display, with all displays behind it."""
    start = 0
    while start < len(content):
        stop = start + 1
        if isinstance(content[start], Paragraph | DisplayMath):
            while stop < len(content) and isinstance(content[stop], DisplayMath):
                stop += 1
        yield range(start, stop)
        start = stop


def _bare(content: Inlines) -> Inlines:
    """Return a matrix without the brackets that its place has; anything else as it is."""
    match content:
        case (Math(text),) if text.startswith(_MATRIX[0]) and text.endswith(_MATRIX[1]) and text.count(_MATRIX[0]) == 1:
            return (Math(rf"\begin{{matrix}}{text.removeprefix(_MATRIX[0]).removesuffix(_MATRIX[1])}\end{{matrix}}"),)
        case _:
            return content


@once
def drawing(figure: Figure) -> str:
    """Return a figure as a box of TeX; its labels hold no blanks."""
    return literal(layout(figure), Paper().text)
