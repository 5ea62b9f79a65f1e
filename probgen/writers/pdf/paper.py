"""Document nodes as TeX for our own PDFs, in the macros of `templates/paper/preamble.tex.j2`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from ... import typography
from ...document import (
    Answer,
    Block,
    Blocks,
    ChooseMany,
    ChooseOne,
    DisplayMath,
    Drawing,
    Essay,
    Figure,
    FigureBlock,
    GraphLabeling,
    Inlines,
    Math,
    Number,
    Paragraph,
    ResponseBlock,
    Table,
    Ticks,
    View,
)
from ...figures import layout
from ...figures.literal import literal
from .. import blanks, tex
from . import responses

_NARROW = 446.0  # bp, the width of a part's block but for a rounding


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
        after = (
            f"~{tex.escape(asked.response.unit)}" if isinstance(asked.response, Number) and asked.response.unit else ""
        )
        shown = self.text(_without_unit(asked))
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
                return responses.ticks(asked, self.text, room=_NARROW, solved=self.solved)
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

    def flow(self, content: Blocks, *, asks: bool = False) -> str:
        """Return blocks as one slot's text: a display belongs to the paragraph before it, ends have struts.

        With `asks`, what asks is followed by how much is wanted: one mark, so many words.
        """
        out = ""
        for place, block in enumerate(content):
            last = place == len(content) - 1
            if place:
                out += _between(content[place - 1], block)
            set_ = tex.block(block, self)
            if isinstance(block, Paragraph):
                set_ = (r"\strut " if not place else "") + set_ + (self._aside(content[place + 1 :]) if asks else "")
                set_ += r"\unskip\strut" if last else ""
            out += set_
        return out

    def _aside(self, rest: Blocks) -> str:
        """Return how many marks are wanted or how much is to be written, behind the paragraph that asks."""
        match rest:
            case (ResponseBlock(name), *_):
                match self.answers[name].response:
                    case ChooseOne():
                        return r" \pgaside{mark one}"
                    case ChooseMany():
                        return r" \pgaside{mark all that apply}"
                    case _:
                        return ""
            case ():
                words = sum(a.response.words for a in self.answers.values() if isinstance(a.response, Essay))
                return rf" \pgaside{{about {words} words}}" if words else ""
            case _:
                return ""


@lru_cache(maxsize=256)
def drawing(figure: Figure) -> str:
    """Return a figure as a box of TeX; its labels hold no blanks."""
    return literal(layout(figure), Paper().text)


def _between(before: Block, after: Block) -> str:
    match before, after:
        case (Paragraph(), DisplayMath()) | (DisplayMath(), Paragraph()):
            return "\n"
        case _:
            return "\n\n"


def _without_unit(answer: Answer) -> Inlines:
    """Return the printed key; the unit is printed behind the blank in both views."""
    match answer.response:
        case Number(key, _, unit) if unit:
            return (Math(str(typography.tex(key))),)
        case _:
            return answer.shown
