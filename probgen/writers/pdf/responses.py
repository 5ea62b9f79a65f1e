"""The places of answers that are more than a line, for our own PDFs: options, tick tables, tables with blanks."""

from __future__ import annotations

from collections.abc import Callable

from pylatex import NoEscape, Tabular

from ...document import ChooseMany, ChooseOne, Inlines, Table, Tick, Ticks
from .. import blanks

_TICKED: dict[Tick, str] = {"yes": r"\pgticked", "no": r"\pgsquare", "either": r"\pgtickable"}

_ROOM = 448.0  # bp, the widest that a table is made: the text of a part

Text = Callable[[Inlines], str]


def options(response: ChooseOne | ChooseMany, text: Text, *, solved: bool) -> str:
    """Return a list of squares, one option a line; the right ones are ticked in a solution."""
    lines = (
        rf"\pgoption{{{_TICKED['yes' if solved and option.right else 'no']}}}{{{text(option.text)}}}"
        for option in response.options
    )
    return "\n".join(lines) + "\n"


def ticks(response: Ticks, text: Text, room: float, *, solved: bool) -> str:
    """Return a table of squares with booktabs' rules; the items' column takes the width that the others leave."""
    wide, width = blanks.tick_columns(response, min(room, _ROOM))
    tabular = Tabular("@{}l" + "c" * len(response.columns) + "@{}", booktabs=True)
    heads = (rf"\pgcolumn{{{width:g}}}{{\centering}}{{{text(head)}}}" for head in response.columns)
    tabular.add_row([NoEscape(r"\pgtickrow"), *map(NoEscape, heads)])
    tabular.append(NoEscape(r"\midrule"))
    for row in response.rows:
        marks = (_TICKED[tick if solved else "no"] for tick in row.ticks)
        item = rf"\pgtickrow\pgcolumn{{{wide:g}}}{{\raggedright}}{{{text(row.item)}}}"
        tabular.add_row([NoEscape(item), *map(NoEscape, marks)])
    return rf"\pgcentered{{{tabular.dumps()}}}"


def table(name: str, response: Table, text: Text, room: float, *, solved: bool) -> str:
    """Return a ruled table whose blank cells have the width of their column's kind in both views."""
    open_ = [any(row[place].blank for row in response.rows) for place in range(len(response.columns))]
    widths = blanks.columns(response, min(room, _ROOM))
    tabular = Tabular("|" + "|".join("l" if kind == "text" else "c" for kind in response.kinds) + "|")
    tabular.add_hline()
    tabular.add_row([NoEscape(rf"\pgtickrow {text(head)}") for head in response.columns])
    tabular.add_hline()
    for row in response.rows:
        cells: list[str] = []
        for place, cell in enumerate(row):
            width = widths[place] if open_[place] else 0.0
            cells.append(_cell(name, text(cell.shown), width=width, solved=solved, blank=cell.blank))
        tabular.add_row([NoEscape(rf"\pgrow {cells[0]}"), *map(NoEscape, cells[1:])])
        tabular.add_hline()
    return rf"\pgcentered{{{tabular.dumps()}}}"


def _cell(name: str, content: str, *, width: float, solved: bool, blank: bool) -> str:
    if not blank:
        return content
    return rf"\pgfillcell{{{name}}}{{{width:.2f}}}{{{content}}}" if solved else rf"\pgcell{{{width:.2f}}}{{}}"
