"""Document nodes as HTML. Text is escaped by its type: `Markup` is HTML already, any other text is not."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import assert_never

from markupsafe import Markup

from ...document import (
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
    Drawing,
    Emph,
    EquationRef,
    Figure,
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
    ResponseBlock,
    Str,
    Strong,
    Table,
    Ticks,
)
from ...figures import layout
from ...figures.svg import svg
from .. import tex
from ..footnotes import footnotes
from ..text import inlines as plain
from . import responses

_BLANKS = re.compile(r"([ \n\t]+)")
_ESCAPED = re.compile(r"\\([\s\S])")


def formula(source: str) -> str:
    r"""Return a formula of a bank as KaTeX takes it: of what banks may use it lacks only `\/`, which sets nothing."""
    return _ESCAPED.sub(lambda found: "" if found[1] == "/" else found[0], source)


def joined(pieces: list[Markup], between: str = "") -> Markup:
    """Return pieces of HTML one after the other."""
    return Markup(between).join(pieces)  # noqa: S704 - `between` is ours


class Printer:
    """Writes the texts around one part's answers.

    In a solution (`solved`) answers stand in their places; with `explains`, wrong options say why they are wrong.
    A text that a page holds twice has `anchors` once: what a reference leads to.
    """

    def __init__(
        self, answers: tuple[Answer, ...] = (), *, solved: bool = False, explains: bool = False, anchors: bool = True
    ) -> None:
        self.answers: Mapping[str, Answer] = {answer.name: answer for answer in answers}
        self.solved = solved
        self.explains = explains
        self.anchors = anchors

    def flow(self, content: Blocks) -> Markup:
        """Return blocks one after the other."""
        return joined([self._noted(node, self.block(node)) for node in content], "\n")

    def asked(self, content: Blocks) -> Markup:
        """Return the blocks of a prompt; what asks is followed by how much is wanted: one mark, so many words."""
        pieces: list[Markup] = []
        for place, node in enumerate(content):
            words = tex.aside(content, place, self.answers)
            if words and isinstance(node, Paragraph):
                aside = Markup(' <span class="aside">({})</span>').format(words)
                piece = Markup("<p>{}{}</p>").format(self.text(node.content), aside)
            else:
                piece = self.block(node)
            pieces.append(self._noted(node, piece))
        return joined(pieces, "\n")

    def block(self, node: Block) -> Markup:
        """Return one block."""
        match node:
            case Paragraph(content):
                return Markup("<p>{}</p>").format(self.text(content))
            case DisplayMath():
                return self._display(node)
            case ItemList(items, numbered):
                name = "ol" if numbered else "ul"
                lines = [Markup("<li>{}</li>").format(self.flow(item)) for item in items]
                return Markup("<{0}>\n{1}\n</{0}>").format(name, joined(lines, "\n"))
            case DataTable():
                return self._data_table(node)
            case CodeBlock(text):
                return Markup('<pre class="scroll"><code>{}</code></pre>').format(text)
            case FigureBlock():
                return self._figure(node)
            case ResponseBlock(answer):
                return self._response(self.answers[answer])
            case _:
                assert_never(node)

    def _noted(self, node: Block, written: Markup) -> Markup:
        """Return a block with its footnotes below."""
        notes = (
            Markup('\n<p class="footnote" id="footnote-{0}"><sup>{0}</sup> {1}</p>').format(
                n.number, self.text(n.content)
            )
            for n in footnotes((node,))
        )
        return joined([written, *notes])

    def text(self, content: Inlines) -> Markup:
        """Return what stands inside a line. A formula stays with what touches it: its comma, the bracket around it."""
        done: list[Markup] = []
        word: list[Markup] = []  # what no blank divides, since the last one
        for node in content:
            match node:
                case Math():
                    word.append(self._inline(node))
                case Str(text):
                    first, *rest = _BLANKS.split(text)
                    word.append(Markup("{}").format(first))
                    for blank, later in zip(rest[::2], rest[1::2], strict=True):
                        done += [_kept(word), Markup("{}").format(blank)]
                        word = [Markup("{}").format(later)]
                case _:
                    done += [_kept(word), self._inline(node)]
                    word = []
        return joined([*done, _kept(word)])

    def _inline(self, node: Inline) -> Markup:
        match node:
            case Str(text):
                return Markup("{}").format(text)
            case Math(source):
                return Markup('<span class="math">{}</span>').format(formula(source))
            case Emph(content):
                return Markup("<em>{}</em>").format(self.text(content))
            case Strong(content):
                return Markup("<strong>{}</strong>").format(self.text(content))
            case Code(text):
                return Markup("<code>{}</code>").format(text)
            case LineBreak():
                return Markup("<br>\n")
            case Blank(answer):
                return self._blank(self.answers[answer])
            case FigureRef() | EquationRef() | Footnote():
                return _pointer(node)
            case _:
                assert_never(node)

    def _display(self, node: DisplayMath) -> Markup:
        source = formula(node.tex) + (rf" \tag{{{node.number}}}" if node.number else "")
        name, anchor = " numbered" if node.number else "", self._anchor("equation", node.number)
        return Markup('<div class="display{} scroll"{}><span class="math">{}</span></div>').format(name, anchor, source)

    def _data_table(self, table: DataTable) -> Markup:
        head = joined([responses.head(self.text(cell)) for cell in table.header])
        rows = [
            joined([responses.cell(self.text(c), align) for c, align in zip(row, table.align, strict=True)])
            for row in table.rows
        ]
        return responses.grid("data", head, rows)

    def _figure(self, node: FigureBlock) -> Markup:
        caption = self.text(node.caption)
        if node.number:
            caption = Markup("<strong>Figure {}</strong>{}{}").format(node.number, ": " if caption else "", caption)
        below = Markup("\n<figcaption>{}</figcaption>").format(caption) if caption else Markup()
        anchor = self._anchor("figure", node.number)
        return Markup("<figure{}>\n{}{}\n</figure>").format(anchor, drawing(node.figure), below)

    def _anchor(self, kind: str, number: int) -> Markup:
        return Markup(' id="{}-{}"').format(kind, number) if number and self.anchors else Markup()

    def _blank(self, answer: Answer) -> Markup:
        shown = self.text(tex.written(answer))
        return responses.blank(answer, shown, solved=self.solved)

    def _response(self, answer: Answer) -> Markup:
        match answer.response:
            case ChooseOne() | ChooseMany() as choice:
                return responses.options(choice, self.text, solved=self.solved, explains=self.explains)
            case Ticks() as ticks:
                return responses.ticks(ticks, self.text, solved=self.solved)
            case Table() as table:
                return responses.table(table, self.text, solved=self.solved)
            case Drawing(empty, done) | GraphLabeling(empty, done):
                return Markup("<figure>\n{}\n</figure>").format(drawing(done if self.solved else empty))
            case _:
                return Markup("<p>{}</p>").format(self._blank(answer))


def _kept(word: list[Markup]) -> Markup:
    """Return the pieces of a word, kept on one line where a formula is one of them."""
    pieces = [piece for piece in word if piece]
    alone = len(pieces) < 2 or not any("<" in piece for piece in pieces)  # text holds none
    return joined(pieces) if alone else Markup('<span class="kept">{}</span>').format(joined(pieces))


@lru_cache(maxsize=256)
def drawing(figure: Figure) -> Markup:
    """Return a figure with its description, in a place that scrolls where the page is narrow.

    Raises:
        ProbgenError: the figure does not fit a page.
    """
    drawn = layout(figure)
    picture = Markup(svg(drawn, plain, figure.alt))  # noqa: S704 - it escapes labels and description
    return Markup('<div class="scroll" style="--width:{:.0f}pt">{}</div>').format(drawn.width, picture)


def _pointer(node: FigureRef | EquationRef | Footnote) -> Markup:
    """Return what leads to another place of the page."""
    match node:
        case FigureRef(_, number):
            return _reference("figure", number, f"Figure\u00a0{number}", "the figure")
        case EquationRef(_, number):
            return _reference("equation", number, f"({number})", "the equation")
        case Footnote(_, number):
            return Markup('<sup><a href="#footnote-{0}">{0}</a></sup>').format(number)


def _reference(kind: str, number: int, numbered: str, unnumbered: str) -> Markup:
    if not number:
        return Markup("{}").format(unnumbered)
    return Markup('<a href="#{}-{}">{}</a>').format(kind, number, numbered)
