"""Names on pages that TeX has made: in the paper's own type where its kit has the letters, else as outlines.

The kit's roman has Cork's encoding (T1), and every paper embeds all of it, so that such a name adds no glyph to a file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING
from zlib import crc32

import pikepdf

if TYPE_CHECKING:
    from ...fonts import Outline

_ROMAN = "LMRoman10-Regular"
_SPACE = 0.333  # of the size
_CORK = {
    **{chr(code): code for code in range(0x21, 0x7F) if chr(code) not in "'`"},
    **dict(zip("ĂĄĆČĎĚĘĞĹĽŁŃŇŊŐŔŘŚŠŞŤŢŰŮŸŹŽŻĲİđ", range(0x80, 0x9F), strict=True)),
    **dict(zip("ăąćčďěęğĺľłńňŋőŕřśšşťţűůÿźžżĳ", range(0xA0, 0xBD), strict=True)),
    **{chr(code): code for code in range(0xC0, 0x100) if chr(code) not in "×÷ßÿ"},
    "ß": 0xFF, "Đ": 0xD0, "Œ": 0xD7, "œ": 0xF7, "ÿ": 0xB8, "'": 0x27, "’": 0x27, "‘": 0x60, "–": 0x15, "—": 0x16,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Roman:
    """The kit's roman in a run of TeX: widths by code, in a size of 1."""

    widths: Mapping[int, float]

    @classmethod
    def of(cls, page: pikepdf.Page) -> Roman | None:
        """Return the font that the foot of a page is set in, None where there is none."""
        name = resource(page)
        if name is None:
            return None
        font = page.obj.Resources.Font[name]
        first = int(font.FirstChar)
        return cls({first + place: float(width) / 1000 for place, width in enumerate(font.Widths.as_list())})

    def sets(self, text: str) -> bool:
        """Tell whether it has all letters of a text."""
        return all(sign == " " or _CORK.get(sign) in self.widths for sign in text)


@dataclass(frozen=True, slots=True)
class Lettering:
    """A line of text that can be drawn: in a size of 1 bp so wide; `path` is its outline, "" for the kit's roman."""

    text: str
    width: float
    path: str = ""

    def drawn(self, x: float, y: float, room: float, size: float, font: str) -> str:
        """Return the operators that write it at (x, y), smaller where it is wider than its room."""
        size = min(size, room / self.width) if self.width else size
        if self.path:
            return f"q {size:.3f} 0 0 {size:.3f} {x:.2f} {y:.2f} cm {outlined(self.text)} Do Q\n"
        words = (bytes(_CORK[sign] for sign in word).hex() for word in self.text.split(" "))
        line = f" {-1000 * _SPACE:.0f} ".join(f"<{word}>" for word in words)
        return f"BT {font} {size:.3f} Tf 1 0 0 1 {x:.2f} {y:.2f} Tm [{line}] TJ ET\n"


def lettering(text: str, roman: Roman | None) -> Lettering | None:
    """Return how a text is written, None where nothing has all of its signs."""
    if roman is not None and roman.sets(text):
        return Lettering(text, sum(_SPACE if sign == " " else roman.widths[_CORK[sign]] for sign in text))
    found = _outline(text)
    return Lettering(text, found.width, found.path) if found else None


def printable(text: str) -> bool:
    """Tell whether a text can be written on our papers."""
    return all(sign == " " or sign in _CORK for sign in text) or _outline(text) is not None


def outlined(text: str) -> str:
    """Return the name of the resource that holds the outline of a text."""
    return f"/Pg{crc32(text.encode()):08x}"


def resource(page: pikepdf.Page) -> str | None:
    """Return the name that a page has for the kit's roman."""
    for name, font in page.obj.Resources.get("/Font", {}).items():
        if str(font.BaseFont).endswith(_ROMAN) and int(font.LastChar) > 0xC0:  # that in OT1 ends at 127
            return str(name)
    return None


def _outline(text: str) -> Outline | None:
    from ... import fonts  # HarfBuzz is loaded for a name that needs it

    return fonts.outline(text)
