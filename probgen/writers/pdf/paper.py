"""Document nodes as TeX for our own PDFs, in the macros of `templates/paper/preamble.tex.j2`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from ...document import (
    Answer,
    Blocks,
    ChooseMany,
    ChooseOne,
    DisplayMath,
    Drawing,
    Figure,
    FigureBlock,
    Footnote,
    GraphLabeling,
    Inlines,
    Paragraph,
    Table,
    Ticks,
    View,
)
from ...figures import layout
from ...figures.literal import literal
from .. import blanks, tex
from . import responses


class Paper:
    """The dialect of our own PDFs, for the texts around one part's answers in one view."""

    def __init__(self, answers: tuple[Answer, ...] = (), view: View = View.EXAM) -> None:
        self.answers: Mapping[str, Answer] = {answer.name: answer for answer in answers}
        self.solved = view is View.SOLUTION

    def text(self, content: Inlines) -> str:
        """Return what stands inside a line."""
        return tex.inlines(content, self)

    def blank(self, answer: str) -> str:
        """Return a rule or an area of fixed size, in a solution with the answer on it, and the unit after it."""
        asked = self.answers[answer]
        wide = f"{blanks.width(asked.response):g}"
        high = blanks.height(asked.response)
        shown, after = self.text(tex.written(asked)), tex.unit(asked)
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
                return responses.ticks(asked, self.text, solved=self.solved)
            case Table():
                return responses.table(answer, asked, self.text, solved=self.solved)
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
        pieces = [
            self._paragraph(content, place, asks=asks) if isinstance(block, Paragraph) else tex.block(block, self)
            for place, block in enumerate(content)
        ]
        return tex.joined(content, pieces)

    def _paragraph(self, content: Blocks, place: int, *, asks: bool) -> str:
        """Return the paragraph at `place`; one with blanks is not justified, unless a display belongs to it."""
        text = tex.block(content[place], self)
        if asked := tex.aside(content, place, self.answers) if asks else "":
            text += rf"\pgaside{{{asked}}}"
        text = (r"\strut " if place == 0 else "") + text + (r"\unskip\strut" if place == len(content) - 1 else "")
        match content[place:]:
            case (Paragraph(), DisplayMath(), *_):
                return text
            case (Paragraph(inner), *_) if tex.holds_blank(inner):
                return rf"\pgloose{{{text}}}"
            case _:
                return text


@lru_cache(maxsize=256)
def drawing(figure: Figure) -> str:
    """Return a figure as a box of TeX; its labels hold no blanks."""
    return literal(layout(figure), Paper().text)
