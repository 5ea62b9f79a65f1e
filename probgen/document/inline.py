"""What stands inside a line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True)
class Str:
    """Literal text; every writer escapes it."""

    text: str


@dataclass(frozen=True)
class Math:
    """A formula in TeX, without its dollars."""

    tex: str


@dataclass(frozen=True)
class Emph:
    """Emphasis."""

    content: tuple[Inline, ...]


@dataclass(frozen=True)
class Strong:
    """Strong emphasis: by convention what is asked."""

    content: tuple[Inline, ...]


@dataclass(frozen=True)
class Code:
    """A piece of program text."""

    text: str


@dataclass(frozen=True)
class LineBreak:
    """A forced end of line."""


@dataclass(frozen=True)
class Blank:
    """The place where the part's answer called `answer` is written (and, in the solution, stands)."""

    answer: str


@dataclass(frozen=True)
class FigureRef:
    """The words "Figure n" for the problem's figure called `figure`; 0 until the exam numbers it."""

    figure: str
    number: int = 0


@dataclass(frozen=True)
class EquationRef:
    """The number in brackets of the question's displayed formula called `equation`; 0 until the exam numbers it."""

    equation: str
    number: int = 0


@dataclass(frozen=True)
class Footnote:
    """A note at the foot of the page, behind the mark that stands here; 0 until the exam numbers it."""

    content: tuple[Inline, ...]  # holds no blank and no note
    number: int = 0


Inline: TypeAlias = Str | Math | Emph | Strong | Code | LineBreak | Blank | FigureRef | EquationRef | Footnote
Inlines: TypeAlias = tuple[Inline, ...]
