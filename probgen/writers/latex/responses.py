"""The places of answers in the LaTeX export: blanks, options, tick tables, tables with blanks, figures to draw on.

Each has the size of its kind and shape in both views, so that the exam's source tells nothing of the key.
"""

from __future__ import annotations

from collections.abc import Callable

from pylatex import NoEscape, Tabular

from ...document import (
    Answer,
    ChooseMany,
    ChooseOne,
    Drawing,
    GraphLabeling,
    Inlines,
    Table,
    Tick,
    Ticks,
)
from ...figures.tikz import tikz
from .. import blanks, tex

Text = Callable[[Inlines], str]

_BP_PER_CM = 72 / 2.54
_ROOM = 448.0  # bp, the widest that a table is made: the text of a part
_BOXES: dict[Tick, str] = {"yes": r"\tickedbox", "no": r"\optionbox", "either": r"\eitherbox"}


def centimetres(length: float) -> str:
    """Return a length in bp as a person writes it: 2.4cm."""
    return f"{length / _BP_PER_CM:.2f}".rstrip("0").rstrip(".") + "cm"


def blank(answer: Answer, text: Text, *, solved: bool) -> str:
    """Return the place of an answer that fits a line, and its unit."""
    shown = text(tex.written(answer))
    size = f"{{{centimetres(blanks.width(answer.response))}}}"
    high = blanks.height(answer.response)
    kind = "area" if high else ""
    size += f"{{{centimetres(high)}}}" if high else ""
    place = rf"\filled{kind}{size}{{{shown}}}" if solved else rf"\blank{kind}{size}"
    return place + tex.unit(answer)


def block(answer: Answer, text: Text, *, solved: bool, room: float = _ROOM) -> str:
    """Return the place of an answer that is more than a line, in text that is so many bp wide."""
    match answer.response:
        case ChooseOne() | ChooseMany():
            return _options(answer.response, text, solved=solved)
        case Ticks():
            return _ticks(answer.response, text, solved=solved)
        case Table():
            return _table(answer.response, text, min(room, _ROOM), solved=solved)
        case Drawing(empty, done) | GraphLabeling(empty, done):
            return f"\\begin{{center}}\n{tikz(done if solved else empty, text)}\n\\end{{center}}"
        case _:
            return blank(answer, text, solved=solved)


def _options(response: ChooseOne | ChooseMany, text: Text, *, solved: bool) -> str:
    items = (
        rf"  \item[{_BOXES['yes' if solved and option.right else 'no']}] {text(option.text)}"
        for option in response.options
    )
    return "\n".join([r"\begin{options}", *items, r"\end{options}"])


def _ticks(response: Ticks, text: Text, *, solved: bool) -> str:
    width = centimetres(blanks.tick_columns(response)[1])
    count = len(response.columns)
    items = rf"p{{\itemwidth{{{count}}}{{{width}}}}}"
    tabular = Tabular(f"@{{}}{items}" + f"C{{{width}}}" * count + "@{}", booktabs=True, width=count + 1)
    tabular.add_row([NoEscape(cell) for cell in ("", *map(text, response.columns))])
    tabular.append(NoEscape(r"\midrule"))
    for row in response.rows:
        marks = (_BOXES[tick if solved else "no"] for tick in row.ticks)
        tabular.add_row([NoEscape(text(row.item)), *map(NoEscape, marks)])
    return _centered(tabular, "[1.3]")


def _table(response: Table, text: Text, room: float, *, solved: bool) -> str:
    widths = [centimetres(width) for width in blanks.columns(response, room)]
    tabular = Tabular("|" + "|".join("l" if kind == "text" else "c" for kind in response.kinds) + "|")
    tabular.add_hline()
    tabular.add_row([NoEscape(text(head)) for head in response.columns])
    tabular.add_hline()
    for row in response.rows:
        cells = []
        for width, cell in zip(widths, row, strict=True):
            content = text(cell.shown) if solved or not cell.blank else ""
            filled = rf"\filledcell{{{width}}}{{{content}}}" if solved else rf"\blankcell{{{width}}}"
            cells.append(filled if cell.blank else content)
        tabular.add_row([NoEscape(cell) for cell in cells])
        tabular.add_hline()
    return _centered(tabular)


def _centered(tabular: Tabular, stretch: str = "") -> str:
    return f"\\begin{{answertable}}{stretch}\n{tabular.dumps()}\n\\end{{answertable}}"
