"""What a copy has beyond its variant: the code of each page, and whose copy it is.

All of it is laid over the pages that TeX has made, so that students who share a version share its pages too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

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
_SIDE = 21  # modules
_DARK = re.compile("1+")
_HEAD, _WHERE = 40.0, 26.0  # bp from the top of letter paper: baseline of the head, and of room and seat above it
_SIZE, _SMALL = 11.0, 9.0
_HEAD_ROOM = 260.0  # bp for name and id at the right of a head without fields


def page_code(token: str, page: int) -> str:
    """Return what the code of a page says: the paper's token and the page's number."""
    return f"{token}.{page}"


class _Writing(NamedTuple):
    """A line of text on a page: its place from the lower left, its room and size in bp; on the `right` of its room."""

    text: str
    x: float
    y: float
    room: float
    size: float
    right: bool = False


def stamp(paper: pikepdf.Pdf, copy: Copy, fields: Sequence[Sequence[Field]], size: Paper) -> None:
    """Lay code and owner over the pages of a paper, whose fields were recorded page by page; enlarge it if wished."""
    begin = _enlarging(paper, size) if copy.large else "q "
    opening = paper.make_stream(begin.encode())
    pen = _Pen(paper, copy)
    for number, page in enumerate(paper.pages, 1):
        width, height = (float(x) for x in page.MediaBox.as_list()[2:])
        over = [_code(copy.token, number, width, height)] if copy.token else []
        if copy.personal:
            over += [pen.write(page, line) for line in _lines(copy, number, fields[number - 1], (width, height))]
        closing = f" Q {begin}{''.join(over)} Q"
        page.obj.Contents = pikepdf.Array([opening, page.obj.Contents, paper.make_stream(closing.encode())])
        if copy.large:
            page.obj.MediaBox = pikepdf.Array([0, 0, *LARGER[size]])


class _Pen:
    """Writes on the pages of one paper; an outline is drawn once for all of them."""

    def __init__(self, paper: pikepdf.Pdf, copy: Copy) -> None:
        self.paper = paper
        self.copy = copy
        self.roman = Roman.of(paper.pages[0])
        self.outlines: dict[str, pikepdf.Object] = {}

    def write(self, page: pikepdf.Page, line: _Writing) -> str:
        """Return the operators that write a line, for which the page gets what it needs."""
        font = resource(page) or ""
        letters = self._letters(line.text, self.roman if font else None)
        if letters.path:
            self._add_outline(page, letters)
        x = line.x + max(line.room - letters.width * line.size, 0.0) if line.right else line.x
        return letters.drawn(x, line.y, line.room, line.size, font)

    def _letters(self, text: str, roman: Roman | None) -> Lettering:
        """Return how a text is written; what cannot be is the id, or else what stands for it in the file's name."""
        found = (lettering(said, roman) for said in (text, self.copy.id, self.copy.file))
        return next((letters for letters in found if letters), Lettering("", 0.0))

    def _add_outline(self, page: pikepdf.Page, letters: Lettering) -> None:
        name = outlined(letters.text)
        if name not in self.outlines:
            form = self.paper.make_stream(f"{letters.path}f".encode())
            form.Type, form.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
            form.BBox = pikepdf.Array([-1, -2, round(letters.width + 2, 2), 3])
            self.outlines[name] = form
        if "/XObject" not in page.obj.Resources:
            page.obj.Resources.XObject = pikepdf.Dictionary()
        page.obj.Resources.XObject[name] = self.outlines[name]


def _enlarging(paper: pikepdf.Pdf, size: Paper) -> str:
    """Return the operators before the content of a page that is enlarged to the middle of larger paper."""
    width, height = (float(x) for x in paper.pages[0].MediaBox.as_list()[2:])
    wide, high = LARGER[size]
    scale = min(wide / width, high / height)
    return f"q {scale:.4f} 0 0 {scale:.4f} {(wide - scale * width) / 2:.2f} {(high - scale * height) / 2:.2f} cm "


def _lines(copy: Copy, number: int, fields: Sequence[Field], size: tuple[float, float]) -> Iterator[_Writing]:
    """Yield what is written on a page: seat, fields, and in a head without fields whose copy it is."""
    width, height = size
    left, down = (width - BLOCK_WIDTH) / 2, (height - 792.0) / 2
    if number == 1 and (where := place(copy)):
        yield _Writing(where, left, height - down - _WHERE, BLOCK_WIDTH, _SMALL)
    for field in fields:
        if said := str(getattr(copy, field.kind, "")):
            yield _Writing(said, field.x + 3, height - field.y, field.width - 6, _SIZE)
    if not {"name", "id"} & {field.kind for field in fields}:
        x = left + BLOCK_WIDTH - _HEAD_ROOM
        yield _Writing(f"{copy.name}, {copy.id}", x, height - down - _HEAD, _HEAD_ROOM, _SMALL, right=True)


def place(copy: Copy) -> str:
    """Return where a student sits, as it is printed: "Section 101, Room 155, Seat B 12"."""
    named = (("Section", copy.section), ("Room", copy.room), ("Seat", copy.seat))
    said = (text if text.casefold().startswith(word.casefold()) else f"{word} {text}" for word, text in named if text)
    return ", ".join(said)


@lru_cache(maxsize=64)
def _code(token: str, page: int, width: float, height: float) -> str:
    """Return the code of a page as a path in its upper right corner, run by run of dark modules."""
    left, top = width - _CODE_RIGHT - _SIDE * _MODULE, height - (height - 792.0) / 2 - _CODE_TOP
    modules = f"{_modules(token, page):0{_SIDE * _SIDE}b}"
    rows = (modules[start : start + _SIDE] for start in range(0, _SIDE * _SIDE, _SIDE))
    runs = (_run(left, top, row, *found.span()) for row, bits in enumerate(rows) for found in _DARK.finditer(bits))
    return "".join(runs) + "f\n"


@lru_cache(maxsize=4096)
def _run(left: float, top: float, row: int, start: int, stop: int) -> str:
    size = f"{(stop - start) * _MODULE:.2f} {_MODULE:g}"
    return f"{left + start * _MODULE:.2f} {top - (row + 1) * _MODULE:.2f} {size} re "


def _modules(token: str, page: int) -> int:
    """Return the dark modules of a page's code as the bits of a number, row by row.

    Sums modulo 2 of codes of one length and mask are sums of what they say: from one page to another the same modules
    change for every token. So a token needs one code of its own for all pages whose numbers are equally long.
    """
    first = 10 ** (len(str(page)) - 1)
    other = "A" * len(token)
    return _matrix(token, first) ^ _matrix(other, first) ^ _matrix(other, page)


@lru_cache(maxsize=512)
def _matrix(token: str, page: int) -> int:
    said = page_code(token, page)
    made = segno.make(said, error="q", version=1, mode="alphanumeric", mask=_MASK, micro=False)
    return int("".join(str(module) for row in made.matrix for module in row), 2)
