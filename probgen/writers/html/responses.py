"""The places of answers on a page: blanks, options, tick tables, tables with blanks.

Each has the size of its kind and shape, so that the exam's page tells nothing of the key.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from markupsafe import Markup

from ...document import Answer, Cell, ChooseMany, ChooseOne, Inlines, Number, Option, Table, Tick, Ticks
from .. import blanks

Text = Callable[[Inlines], Markup]

_BOXES: dict[Tick, tuple[str, str]] = {
    "yes": ("box ticked", "ticked box"),
    "no": ("box", "empty box"),
    "either": ("box either", "box that may be ticked"),
}


def blank(answer: Answer, shown: Markup, *, solved: bool) -> Markup:
    """Return the place of an answer that fits a line (or of a matrix), and its unit."""
    wide, high = blanks.width(answer.response), blanks.height(answer.response)
    unit = answer.response.unit if isinstance(answer.response, Number) else ""
    after = Markup("&nbsp;{}").format(unit) if unit else Markup()
    area = " area" if high else ""
    if solved:
        return Markup('<span class="filled{}" style="min-width:{:g}pt">{}</span>{}').format(area, wide, shown, after)
    size = f"width:{wide:g}pt" + (f";height:{high:g}pt" if high else "")
    place = Markup('<span class="blank{}" style="{}" role="img" aria-label="blank"></span>{}')
    return place.format(area, size, after)


def options(response: ChooseOne | ChooseMany, text: Text, *, solved: bool, explains: bool) -> Markup:
    """Return a list of boxes, the right ones ticked in a solution; with `explains`, wrong ones say what is wrong."""
    lines = Markup("\n").join(_option(one, text, solved=solved, explains=explains) for one in response.options)
    return Markup('<ul class="options">\n{}\n</ul>').format(lines)


def _option(option: Option, text: Text, *, solved: bool, explains: bool) -> Markup:
    told = Markup()
    if solved and explains and option.feedback:
        told = Markup(' <span class="feedback">{}</span>').format(text(option.feedback))
    mark = box("yes" if solved and option.right else "no")
    return Markup("<li>{}<span>{}{}</span></li>").format(mark, text(option.text), told)


def box(tick: Tick) -> Markup:
    """Return a box to tick, or a ticked one."""
    name, spoken = _BOXES[tick]
    return Markup('<span class="{}" role="img" aria-label="{}"></span>').format(name, spoken)


def ticks(response: Ticks, text: Text, *, solved: bool) -> Markup:
    """Return a table of boxes; each row begins with what it is about."""
    heads = Markup("<td></td>") + Markup().join(head(text(column)) for column in response.columns)
    rows = [
        head(text(row.item), "row") + Markup().join(cell(box(tick if solved else "no"), "center") for tick in row.ticks)
        for row in response.rows
    ]
    return grid("ticks", heads, rows)


def table(response: Table, text: Text, *, solved: bool) -> Markup:
    """Return a ruled table whose blank cells have the width of their column's kind in both views."""
    widths = blanks.columns(response)

    def place(column: int, one: Cell) -> Markup:
        if one.blank:
            shown, name = (text(one.shown), "filled") if solved else (Markup(), "open")
            return Markup('<td class="{}" style="min-width:{:.0f}pt">{}</td>').format(name, widths[column], shown)
        if column == 0 and response.kinds[0] == "text":
            return head(text(one.shown), "row")
        return cell(text(one.shown), "left" if response.kinds[column] == "text" else "center")

    heads = Markup().join(head(text(column)) for column in response.columns)
    return grid("blanks", heads, [Markup().join(place(*pair) for pair in enumerate(row)) for row in response.rows])


def head(content: Markup, scope: str = "col") -> Markup:
    """Return a cell that says what its column or row is about."""
    return Markup('<th scope="{}">{}</th>').format(scope, content)


def cell(content: Markup, align: str) -> Markup:
    """Return a cell of a table."""
    return Markup('<td class="{}">{}</td>').format(align, content)


def grid(kind: str, heads: Markup, rows: Sequence[Markup]) -> Markup:
    """Return a table of its cells row by row, in a place that scrolls where the page is narrow."""
    top = Markup("<thead><tr>{}</tr></thead>").format(heads)
    body = Markup("\n").join(Markup("<tr>{}</tr>").format(row) for row in rows)
    return Markup('<div class="scroll"><table class="{}">\n{}\n<tbody>\n{}\n</tbody>\n</table></div>').format(
        kind, top, body
    )
