"""Filled bank text to document nodes: markdown-it reads it, what `filling` concealed is revealed by its context."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import cast

from markdown_it.tree import SyntaxTreeNode

from .. import typography
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
    EquationRef,
    Figure,
    FigureBlock,
    FigureRef,
    Footnote,
    Inline,
    Inlines,
    ItemList,
    LineBreak,
    Math,
    Paragraph,
    Str,
    Strong,
)
from ..errors import ProbgenError
from . import shapes, tex_check
from .characters import CLOSE, OPEN, VEIL
from .filling import CONCEALED, reveal
from .syntax import short

_MARK = re.compile(
    r"\[\[(?P<blank>\w+)\]\]|(?<![\w@])@(?P<figure>[A-Za-z]\w*)|(?<![\w@])@\((?P<equation>[A-Za-z]\w*)\)"
)

_STRANGE = {  # what a line can begin by accident
    "heading": ("a heading", r"a sign that begins a line is written `\#`"),
    "blockquote": ("a quotation", r"a sign that begins a line is written `\>`"),
    "hr": ("a rule", "leave the line of `-`, `*` or `_` out"),
}


def blocks(markdown: str, figures: Mapping[str, Figure]) -> Blocks:
    """Return the blocks of a filled text; `![caption](name)` is the figure of that name, `^[words]` a footnote.

    Raises:
        ProbgenError: the text uses Markdown that a problem has no use for, or an unknown figure.
    """
    if OPEN not in markdown and "![" not in markdown:
        return _fixed(markdown)
    values: list[str] = []

    def numbered(concealed: re.Match[str]) -> str:
        values.append(concealed[0])
        digits = "".join(chr(VEIL + ord(digit)) for digit in str(len(values) - 1))
        return f"{OPEN}{concealed[1]}{digits}{CLOSE}"

    shape = shapes.read(CONCEALED.sub(numbered, markdown))
    return tuple(_Reader(figures, shape.notes, values).blocks(shape.tree))


@lru_cache(maxsize=4096)  # most texts are the same in all variants
def _fixed(markdown: str) -> Blocks:
    """Return the blocks of a text without values and figures."""
    shape = shapes.read(markdown)
    return tuple(_Reader({}, shape.notes, []).blocks(shape.tree))


def inlines(markdown: str) -> Inlines:
    """Return the content of a text of one paragraph, () for an empty text.

    Raises:
        ProbgenError: the text is more than a paragraph.
    """
    match blocks(markdown, {}):
        case ():
            return ()
        case (Paragraph(content),) if not _noted(content):
            return content
        case (Paragraph(),):
            raise ProbgenError.of("a footnote cannot stand here", hint="put it into a stem, a prompt or a solution")
        case _:
            raise ProbgenError.of("a single paragraph of text is needed here")


class _Reader:
    """One walk over the tree of a shape, with the values that its numbers stand for."""

    def __init__(self, figures: Mapping[str, Figure], notes: Mapping[int, str], values: list[str]) -> None:
        self.figures = figures
        self.notes = notes
        self.values = values

    def filled(self, text: str) -> str:
        """Return a text of the tree with its values, concealed, in place of their numbers."""
        return CONCEALED.sub(lambda number: self.values[int(reveal(number[2]))], text) if OPEN in text else text

    def blocks(self, parent: SyntaxTreeNode) -> Iterator[Block]:
        for node in parent.children:
            yield from self.block(node)

    def block(self, node: SyntaxTreeNode) -> Iterator[Block]:
        match node.type:
            case "paragraph":
                yield from self.paragraph(node)
            case "math_block":
                yield DisplayMath(_formula(self.filled(node.content)))
            case "math_block_label":
                if not re.fullmatch(r"[A-Za-z]\w*", node.info):
                    what = f"'({self.filled(node.info)})' behind a displayed formula is no name"
                    raise ProbgenError.of(what, hint="a name is one word; text goes on in a line of its own")
                yield DisplayMath(_formula(self.filled(node.content)), node.info)
            case "bullet_list" | "ordered_list":
                items = tuple(tuple(self.blocks(item)) for item in node.children)
                yield ItemList(items, numbered=node.type == "ordered_list")
            case "fence":
                yield CodeBlock(_text(self.filled(node.content)).rstrip("\n"))
            case "table":
                yield self.table(node)
            case other:
                what, hint = _STRANGE.get(other, (other.replace("_", " "), ""))
                raise ProbgenError.of(f"{what} is not part of a problem's text", hint=hint)

    def paragraph(self, node: SyntaxTreeNode) -> Iterator[Block]:
        """Cut a paragraph at displayed formulas and figures that stand inside it."""
        line: list[Inline] = []
        for child in node.children[0].children:
            block: Block
            if child.type == "math_inline_double":
                block = DisplayMath(_formula(self.filled(child.content)))
            elif child.type == "image":
                block = self.figure(child)
            else:
                line.extend(self.inline(child))
                continue
            yield from _paragraph(line)
            yield block
            line = []
        yield from _paragraph(line)

    def figure(self, node: SyntaxTreeNode) -> FigureBlock:
        name = str(node.attrs["src"])
        if name not in self.figures:
            raise ProbgenError.of(f"there is no figure '{name}'")
        caption = tuple(self.inlines(node))
        if _noted(caption):
            raise ProbgenError.of("a footnote cannot stand in a caption")
        return FigureBlock(name, self.figures[name], caption)

    def footnote(self, node: SyntaxTreeNode) -> Footnote:
        content = inlines(self.filled(self.notes[node.meta["id"]]))
        if any(isinstance(inner, Blank) for inner in content):
            raise ProbgenError.of("a blank cannot stand in a footnote")
        return Footnote(content)

    def table(self, node: SyntaxTreeNode) -> DataTable:
        header, *body = [line for group in node.children for line in group.children]
        return DataTable(
            tuple(tuple(self.inlines(cell.children[0])) for cell in header.children),
            tuple(tuple(tuple(self.inlines(cell.children[0])) for cell in line.children) for line in body),
            tuple(_alignment(cell) for cell in header.children),
        )

    def inlines(self, parent: SyntaxTreeNode) -> Iterator[Inline]:
        for node in parent.children:
            yield from self.inline(node)

    def inline(self, node: SyntaxTreeNode) -> Iterator[Inline]:
        match node.type:
            case "text":
                yield from _pieces(self.filled(node.content), CONCEALED, _revealed, _marks)
            case "softbreak":
                yield Str(" ")
            case "hardbreak":
                yield LineBreak()
            case "em":
                yield Emph(tuple(self.inlines(node)))
            case "strong":
                yield Strong(tuple(self.inlines(node)))
            case "code_inline":
                yield Code(_text(self.filled(node.content)))
            case "math_inline":
                yield from _math(_formula(self.filled(node.content)))
            case "footnote_ref":
                yield self.footnote(node)
            case other:
                raise ProbgenError.of(f"{other.replace('_', ' ')} cannot stand inside a line of a problem's text")


def _paragraph(line: list[Inline]) -> Iterator[Paragraph]:
    content = _merged(line)
    if content:
        yield Paragraph(content)


def _noted(content: Inlines) -> bool:
    """Tell whether there is a footnote between these words."""
    return any(
        isinstance(node, Footnote) or (isinstance(node, Emph | Strong) and _noted(node.content)) for node in content
    )


def _merged(line: list[Inline]) -> Inlines:
    """Join neighboring texts and drop blanks at both ends of the line."""
    merged: list[Inline] = []
    for node in line:
        if isinstance(node, Str) and merged and isinstance(merged[-1], Str):
            merged[-1] = Str(merged[-1].text + node.text)
        else:
            merged.append(node)
    if merged and isinstance(merged[0], Str):
        merged[0] = Str(merged[0].text.lstrip())
    if merged and isinstance(merged[-1], Str):
        merged[-1] = Str(merged[-1].text.rstrip())
    return tuple(node for node in merged if node != Str(""))


def _pieces(
    text: str,
    pattern: re.Pattern[str],
    found: Callable[[re.Match[str]], Iterator[Inline]],
    between: Callable[[str], Iterator[Inline]],
) -> Iterator[Inline]:
    """Return the nodes of a text in which the matches of a pattern mean something of their own."""
    end = 0
    for match in pattern.finditer(text):
        if match.start() > end:
            yield from between(text[end : match.start()])
        yield from found(match)
        end = match.end()
    if end < len(text):
        yield from between(text[end:])


def _revealed(match: re.Match[str]) -> Iterator[Inline]:
    """Return a value in running text: a formula, or words, which are the bank's own Markdown."""
    text = reveal(match[2])
    if match[1] == "t":
        yield from _math(_formula(text))
    else:
        yield from inlines(text) if text.strip() else (Str(text),)


def _math(formula: str) -> Iterator[Inline]:
    """Return a formula, nothing for an empty one: its two dollars would open a display."""
    if formula:
        yield Math(formula)


def _marks(text: str) -> Iterator[Inline]:
    return _pieces(text, _MARK, _mark, lambda between: iter((Str(between),)))


def _mark(match: re.Match[str]) -> Iterator[Inline]:
    if match["blank"]:
        yield Blank(match["blank"])
    else:
        yield FigureRef(match["figure"]) if match["figure"] else EquationRef(match["equation"])


def _formula(tex: str) -> str:
    """Return a formula with the values in it revealed; words become text."""

    def piece(match: re.Match[str]) -> str:
        text = reveal(match[2])
        return text if match[1] == "t" else typography.tex(text)

    done = (CONCEALED.sub(piece, tex) if OPEN in tex else tex).strip()
    if fault := _fault(done):  # a value may bring TeX that the check of the bank never saw
        raise ProbgenError.of(f"in the formula `{short(done)}`: {fault[1]}", hint=fault[2])
    return done


@lru_cache(maxsize=4096)
def _fault(tex: str) -> tex_check.TexFault | None:
    return next(tex_check.formula(tex), None)


def _text(text: str) -> str:
    return CONCEALED.sub(lambda match: reveal(match[2]), text)


def _alignment(cell: SyntaxTreeNode) -> Alignment:
    style = str(cell.attrs.get("style", ""))
    return cast("Alignment", style.removeprefix("text-align:")) if style else "left"
