"""What a copy has beyond its variant: the code of each page, and whose copy it is.

All of it is laid over the pages that TeX has made, so that students who share a version share its pages too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

import pikepdf
import segno

from ...document import Copy, Paper
from .layout import BLOCK_WIDTH
from .lettering import Lettering, Roman, lettering, outlined, resource
from .positions import Field

LARGER: dict[Paper, tuple[float, float]] = {"letter": (792.0, 1224.0), "a4": (841.89, 1190.551)}  # tabloid, A3; bp
_MODULE = 1.3  # bp, 11 dots of a printer with 600 in an inch
_CODE_RIGHT, _CODE_TOP = 25.0, 21.0  # bp between the code and the edges of the page
_MASK = 3  # any of the eight may be taken; to try them all takes four times as long
_HEAD, _WHERE = 40.0, 26.0  # bp from the top of letter paper: baseline of the head, and of room and seat above it
_SIZE, _SMALL = 11.0, 9.0
_HEAD_ROOM = 260.0  # bp for name and id at the right of a head without fields


def page_code(token: str, page: int) -> str:
    """Return what the code of a page says: the paper's token and the page's number."""
    return f"{token}.{page}"


def stamp(paper: pikepdf.Pdf, copy: Copy, fields: Sequence[Sequence[Field]], size: Paper) -> None:
    """Lay code and owner over the pages of a paper, whose fields were recorded page by page; enlarge it if wished."""
    begin, end = _frame(paper, size) if copy.large else ("q ", " Q")
    opening = paper.make_stream(begin.encode())
    roman = Roman.of(paper.pages[0])
    drawn: dict[str, pikepdf.Object] = {}
    for number, page in enumerate(paper.pages, 1):
        width, height = (float(x) for x in page.MediaBox.as_list()[2:])
        over = [_code(copy.token, number, width, height)] if copy.token else []
        if copy.personal:
            font = resource(page) or ""
            spots = _spots(copy, number, fields[number - 1], (width, height))
            for said, x, y, room, points in spots:
                letters = _letters(said, copy, roman if font else None)
                if letters.path:
                    _add_outline(paper, page, letters, drawn)
                over.append(letters.drawn(x, y, room, points, font))
        closing = f" Q {begin}{''.join(over)}{end}"
        page.obj.Contents = pikepdf.Array([opening, page.obj.Contents, paper.make_stream(closing.encode())])
        if copy.large:
            page.obj.MediaBox = pikepdf.Array([0, 0, *LARGER[size]])


def _frame(paper: pikepdf.Pdf, size: Paper) -> tuple[str, str]:
    """Return the operators around the content of a page that is enlarged to the middle of larger paper."""
    width, height = (float(x) for x in paper.pages[0].MediaBox.as_list()[2:])
    wide, high = LARGER[size]
    scale = min(wide / width, high / height)
    return f"q {scale:.4f} 0 0 {scale:.4f} {(wide - scale * width) / 2:.2f} {(high - scale * height) / 2:.2f} cm ", " Q"


def _spots(
    copy: Copy, number: int, fields: Sequence[Field], size: tuple[float, float]
) -> Iterator[tuple[str, float, float, float, float]]:
    """Yield what is written on a page: text, place from the lower left, room and size, all in bp."""
    width, height = size
    left, down = (width - BLOCK_WIDTH) / 2, (height - 792.0) / 2
    if number == 1 and (where := place(copy)):
        yield where, left, height - down - _WHERE, BLOCK_WIDTH, _SMALL
    for field in fields:
        if said := str(getattr(copy, field.kind, "")):
            yield said, field.x + 3, height - field.y, field.width - 6, _SIZE
    if not {"name", "id"} & {field.kind for field in fields}:
        x = left + BLOCK_WIDTH - _HEAD_ROOM
        yield f"{copy.name}, {copy.id}", x, height - down - _HEAD, _HEAD_ROOM, _SMALL


def place(copy: Copy) -> str:
    """Return where a student sits, as it is printed: "Section 101, Room 155, Seat B 12"."""
    named = (("Section", copy.section), ("Room", copy.room), ("Seat", copy.seat))
    said = (text if text.casefold().startswith(word.casefold()) else f"{word} {text}" for word, text in named if text)
    return ", ".join(said)


def _letters(text: str, copy: Copy, roman: Roman | None) -> Lettering:
    """Return how a text is written; what cannot be is the id, or else what stands for it in the name of the file."""
    for said in (text, copy.id, copy.file):
        if found := lettering(said, roman):
            return found
    return Lettering("", 0.0)


def _add_outline(paper: pikepdf.Pdf, page: pikepdf.Page, letters: Lettering, drawn: dict[str, pikepdf.Object]) -> None:
    """Give a page the outline of a text, of which a paper has one."""
    name = outlined(letters.text)
    if name not in drawn:
        form = paper.make_stream(f"{letters.path}f".encode())
        form.Type, form.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
        form.BBox = pikepdf.Array([-1, -2, round(letters.width + 2, 2), 3])
        drawn[name] = form
    if "/XObject" not in page.obj.Resources:
        page.obj.Resources.XObject = pikepdf.Dictionary()
    page.obj.Resources.XObject[name] = drawn[name]


@lru_cache(maxsize=64)
def _code(token: str, page: int, width: float, height: float) -> str:
    """Return the code of a page as a path in its upper right corner, run by run of dark modules."""
    made = segno.make(page_code(token, page), error="q", version=1, mask=_MASK, micro=False)
    left, top = width - _CODE_RIGHT - 21 * _MODULE, height - (height - 792.0) / 2 - _CODE_TOP
    runs: list[str] = []
    for row, modules in enumerate(made.matrix):
        start = 0
        for place in range(len(modules) + 1):
            if place == len(modules) or not modules[place]:
                if place > start:
                    size = f"{(place - start) * _MODULE:.2f} {_MODULE:g}"
                    runs.append(f"{left + start * _MODULE:.2f} {top - (row + 1) * _MODULE:.2f} {size} re ")
                start = place + 1
    return "".join(runs) + "f\n"
