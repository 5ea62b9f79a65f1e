"""Document nodes in the macros of the export's styles."""

from __future__ import annotations

from ...document import Answer, Blocks, Figure, FigureBlock, Footnote, Inlines, once
from ...figures.tikz import tikz
from .. import tex
from ..shell import Tex
from . import responses


class Dialect:
    """What the export writes for the answers of one part, in text that is `room` bp wide."""

    def __init__(self, answers: tuple[Answer, ...] = (), *, solved: bool = False, room: float = 468.0) -> None:
        self.answers = {answer.name: answer for answer in answers}
        self.solved = solved
        self.room = room

    def text(self, content: Inlines) -> str:
        """Return what stands inside a line."""
        return tex.inlines(content, self)

    def blank(self, answer: str) -> str:
        """Return the place of an answer that fits a line."""
        return responses.blank(self.answers[answer], self.text, solved=self.solved)

    def response(self, answer: str) -> str:
        """Return the place of an answer that is more than a line."""
        return responses.block(self.answers[answer], self.text, solved=self.solved, room=self.room)

    def figure(self, block: FigureBlock) -> str:
        """Return the figure over its caption."""
        number = f"Figure {block.number}" if block.number else ""
        caption = ": ".join(words for words in (number, self.text(block.caption)) if words)
        return f"\\begin{{examfigure}}{{{caption}}}\n{picture(block.figure)}\n\\end{{examfigure}}"

    def footnote(self, note: Footnote) -> str:
        """Return a note; its number is that of our own PDFs, in which those of solutions follow all others."""
        number = f"[{note.number}]" if note.number else ""
        return rf"\footnote{number}{{{self.text(note.content)}}}"

    def asked(self, content: Blocks) -> Tex:
        r"""Return a stem or a prompt, in which strong emphasis is what is asked; no escaped text holds `\textbf`.

        How many options to mark stands behind the paragraph that asks.
        """
        pieces = [tex.block(node, self) for node in content]
        for place in range(len(content)):
            if words := tex.aside(content, place, self.answers):
                pieces[place] += rf" \aside{{{words}}}"
        return Tex(tex.joined(content, pieces).replace(r"\textbf{", r"\ask{"))


@once
def picture(figure: Figure) -> str:
    """Return a figure as TikZ; its labels hold no blanks."""
    return tikz(figure, Dialect().text)
