"""What stands on lines of its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from .figure import Figure
from .inline import Inlines

Alignment: TypeAlias = Literal["left", "center", "right"]


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of text."""

    content: Inlines


@dataclass(frozen=True)
class DisplayMath:
    r"""A displayed formula in TeX: what stands between `\[` and `\]` (`aligned` allowed, `align` not).

    One with a `name` can be referred to; `number` is 0 until the exam numbers it.
    """

    tex: str
    name: str = ""
    number: int = 0


@dataclass(frozen=True)
class ItemList:
    """A bulleted or numbered list; each item holds blocks."""

    items: tuple[tuple[Block, ...], ...]
    numbered: bool = False


@dataclass(frozen=True)
class DataTable:
    """A table: one header row, the body, one alignment a column. A cell may hold a Blank."""

    header: tuple[Inlines, ...]
    rows: tuple[tuple[Inlines, ...], ...]
    align: tuple[Alignment, ...]


@dataclass(frozen=True)
class CodeBlock:
    """Program text, set line by line."""

    text: str


@dataclass(frozen=True)
class FigureBlock:
    """A figure with its caption; `number` is 0 until the exam numbers it, and stays 0 in a solution."""

    name: str
    figure: Figure
    caption: Inlines
    number: int = 0


@dataclass(frozen=True)
class ResponseBlock:
    """The place of an answer that is more than a line: options, tick table, table with blanks, grid."""

    answer: str


Block: TypeAlias = Paragraph | DisplayMath | ItemList | DataTable | CodeBlock | FigureBlock | ResponseBlock
Blocks: TypeAlias = tuple[Block, ...]
