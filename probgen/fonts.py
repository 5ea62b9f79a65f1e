"""Names in any script as outlines: fonts of the system, found by fontconfig, shaped by HarfBuzz.

An outline depends on the text and the font alone. Fonts are asked in the order in which fontconfig prefers them, and
the first that has all signs of a piece of text sets it, so that no text changes how another one looks.
"""

from __future__ import annotations

import shutil
import subprocess
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import groupby
from pathlib import Path

import uharfbuzz as hb

_FORMAT = "%{file}|%{index}|%{weight}|%{slant}|%{color}|%{fontformat}\n"
_OUTLINES = ("TrueType", "CFF")
_REGULAR = "80"  # fontconfig's weight
_BROUGHT = "\u200c\u200d\u0020\u00a0"  # a font need not have them
_COMMON = ("SPACE", "DIGIT", "HYPHEN", "HYPHEN-MINUS", "APOSTROPHE", "FULL", "COMMA", "NO-BREAK", "COMBINING", "ZERO")


@dataclass(frozen=True, slots=True)
class Outline:
    """A line of text as a path of PDF in a size of 1 bp, from the left of its baseline, and its width."""

    path: str
    width: float


@lru_cache(maxsize=4096)
def outline(text: str) -> Outline | None:
    """Return a text as an outline, None where no font of the system has all of its signs."""
    runs = _runs(text)
    if not runs:
        return None
    if _rightward(text):
        runs = runs[::-1]
    drawn = [(run, font) for run in runs if (font := _font_for(run)) is not None]
    if len(drawn) < len(runs):
        return None
    pieces: list[str] = []
    x = 0.0
    for run, font in drawn:
        path, width = _drawn(run, font, x)
        pieces.append(path)
        x += width
    return Outline("".join(pieces), x)


def count() -> int:
    """Return how many fonts of the system are asked."""
    return len(_places())


def _rightward(text: str) -> bool:
    """Tell whether a text begins at the right: by its first letter."""
    sides = (unicodedata.bidirectional(sign) for sign in text)
    return next((side for side in sides if side in ("L", "R", "AL")), "L") != "L"


def _runs(text: str) -> list[str]:
    """Return a text cut where its script changes; blanks, digits and marks go with what stands before."""
    scripts: list[str] = []
    for sign in text:
        script = unicodedata.name(sign, "?").split(" ")[0]
        scripts.append(scripts[-1] if script in _COMMON and scripts else script)
    first = next((script for script in scripts if script not in _COMMON), "")
    named = [first if script in _COMMON else script for script in scripts]
    return ["".join(sign for _, sign in run) for _, run in groupby(zip(named, text, strict=True), lambda pair: pair[0])]


def _font_for(run: str) -> hb.Font | None:
    wanted = {ord(sign) for sign in run if sign not in _BROUGHT}
    return next((_font(*place) for place in _places() if wanted <= _signs(*place)), None)


@cache
def _places() -> Sequence[tuple[str, int]]:
    """Return file and index of the system's upright fonts, the preferred first; () without fontconfig."""
    found = shutil.which("fc-match")
    if found is None:
        return ()
    said = subprocess.run(  # noqa: S603
        [found, "-a", "-f", _FORMAT, "serif"], capture_output=True, check=False, stdin=subprocess.DEVNULL
    )
    return tuple(_upright(said.stdout.decode(errors="surrogateescape")))


def _upright(listing: str) -> Iterator[tuple[str, int]]:
    for line in listing.splitlines():
        file, index, weight, slant, color, kind = line.rsplit("|", 5)
        if (weight, slant) == (_REGULAR, "0") and color != "True" and kind in _OUTLINES:
            yield file, int(index) & 0xFFFF


@cache
def _face(file: str, index: int) -> hb.Face:
    return hb.Face(hb.Blob.from_file_path(file), index)


@cache
def _signs(file: str, index: int) -> frozenset[int]:
    """Return the signs of a font, none where the file has gone or is damaged."""
    return frozenset(_face(file, index).unicodes) if Path(file).is_file() else frozenset()


@cache
def _font(file: str, index: int) -> hb.Font:
    return hb.Font(_face(file, index))


def _drawn(run: str, font: hb.Font, x: float) -> tuple[str, float]:
    """Return the path of a run that begins at `x`, and its width."""
    buffer = hb.Buffer()
    buffer.add_str(run)
    buffer.guess_segment_properties()
    hb.shape(font, buffer)
    unit = 1 / font.face.upem
    pen = _Pen(unit)
    at = 0
    for info, place in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
        pen.x, pen.y = x + (at + place.x_offset) * unit, place.y_offset * unit
        font.draw_glyph_with_pen(info.codepoint, pen)
        at += place.x_advance
    return "".join(pen.path), at * unit


class _Pen:
    """Writes a glyph's outline in the operators of PDF; quadratic curves become cubic ones."""

    def __init__(self, unit: float) -> None:
        self.unit = unit
        self.x = self.y = 0.0
        self.path: list[str] = []
        self._last = (0.0, 0.0)

    def moveTo(self, point: tuple[float, float]) -> None:  # noqa: N802 - the names are HarfBuzz's
        self._add("m", point)

    def lineTo(self, point: tuple[float, float]) -> None:  # noqa: N802
        self._add("l", point)

    def curveTo(self, *points: tuple[float, float]) -> None:  # noqa: N802
        self._add("c", *points)

    def qCurveTo(self, control: tuple[float, float], end: tuple[float, float]) -> None:  # noqa: N802
        first, second = (
            tuple(a + 2 / 3 * (b - a) for a, b in zip(point, control, strict=True)) for point in (self._last, end)
        )
        self._add("c", (first[0], first[1]), (second[0], second[1]), end)

    def closePath(self) -> None:  # noqa: N802
        self.path.append("h ")

    def endPath(self) -> None:  # noqa: N802
        self.path.append("h ")

    def _add(self, operator: str, *points: tuple[float, float]) -> None:
        numbers = (f"{self.x + x * self.unit:.4f} {self.y + y * self.unit:.4f} " for x, y in points)
        self.path.append("".join(numbers) + f"{operator} ")
        self._last = points[-1]
