"""The kit: the glyphs that our pages embed of each font whatever they say, and what a run has embedded beyond it.

A glyph beyond the kit makes the bytes of a paper hang on what else its run has set, and an exam's fonts tell of it
where it is its solution's.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pikepdf

from ... import typeset
from ..shell import render

_Glyphs = frozenset[str]
_SHOWS = ("Tj", "TJ")
_ENCODED = re.compile(r"dup\s+(\d+)\s*/(\S+)\s+put")


class Stranger(NamedTuple):
    """A glyph of a font that is not in the kit."""

    font: str
    glyph: str


@cache
def kit(format_file: Path) -> Mapping[str, _Glyphs]:
    """Return the kit by the names of fonts, as a run embeds it that says nothing; it is kept beside the format.

    Raises:
        pikepdf.PdfError: TeX has left no pages.
    """
    source = render("paper/run.tex.j2", shipping=True) + "\\RawShipout\\vbox{}\n\\csname @@end\\endcsname\n"
    digest = hashlib.sha256(source.encode()).hexdigest()[:8]
    kept = format_file.with_name(f"{format_file.stem}-{digest}.kit.json")
    with suppress(OSError, ValueError, AttributeError):
        return {name: frozenset(glyphs) for name, glyphs in json.loads(kept.read_bytes()).items()}
    with typeset.run(source, format_file, seconds=30) as outcome, pikepdf.open(outcome.pdf) as empty:
        found = _embedded(empty)
    part = kept.with_suffix(f".{os.getpid()}.part")
    with suppress(OSError):
        part.write_text(json.dumps({name: sorted(glyphs) for name, glyphs in found.items()}), encoding="utf-8")
        part.replace(kept)  # by one renaming: others may be at it too
    return found


def strangers(pdf: Path, lengths: Sequence[int], known: Mapping[str, _Glyphs]) -> list[list[Stranger]]:
    """Return what papers of so many pages show beyond the kit; one look at each font tells that most runs do not."""
    with pikepdf.open(pdf) as run:
        strange = {name: found for name, glyphs in _embedded(run).items() if (found := glyphs - known.get(name, set()))}
        if not strange:
            return [[] for _ in lengths]
        shown = [set(_shown(page, strange)) for page in run.pages]
    ends = [sum(lengths[: place + 1]) for place in range(len(lengths))]
    return [sorted(set().union(*shown[end - length : end])) for end, length in zip(ends, lengths, strict=True)]


def _embedded(pdf: pikepdf.Pdf) -> dict[str, _Glyphs]:
    """Return the glyphs of all fonts by their names without the tags of subsets."""
    descriptors = (
        thing
        for thing in pdf.objects
        if isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == "/FontDescriptor"
    )
    return {_name(one.FontName): frozenset(str(one.CharSet).split("/")[1:]) for one in descriptors}


def _name(font: pikepdf.Object) -> str:
    return str(font).rpartition("+")[2].removeprefix("/")


def _shown(page: pikepdf.Page, strange: Mapping[str, _Glyphs]) -> Iterator[Stranger]:
    """Yield the strange glyphs of a page."""
    fonts = {str(key): font for key, font in page.obj.Resources.get("/Font", pikepdf.Dictionary()).items()}
    sought = {
        key: _codes(font, strange[_name(font.BaseFont)])
        for key, font in fonts.items()
        if _name(font.BaseFont) in strange
    }
    if not sought:
        return
    font = ""
    for instruction in pikepdf.parse_content_stream(page):
        operator, operands = str(instruction.operator), instruction.operands
        if operator == "Tf":
            font = str(operands[0])
        elif operator in _SHOWS and font in sought:
            said = operands[0] if isinstance(operands[0], pikepdf.Array) else [operands[0]]
            codes = {code for text in said if isinstance(text, pikepdf.String) for code in bytes(text)}
            for code in codes & sought[font].keys():
                yield Stranger(_name(fonts[font].BaseFont), sought[font][code])


def _codes(font: pikepdf.Object, glyphs: _Glyphs) -> dict[int, str]:
    """Return those glyphs by their codes, from the font's encoding or else from its program."""
    if "/Encoding" not in font:
        program = font.FontDescriptor.FontFile
        head = program.read_bytes()[: int(program.Length1)].decode("latin-1")
        return {int(code): glyph for code, glyph in _ENCODED.findall(head) if glyph in glyphs}
    found: dict[int, str] = {}
    code = 0
    for entry in font.Encoding.Differences:
        if isinstance(entry, pikepdf.Name):
            if str(entry)[1:] in glyphs:
                found[code] = str(entry)[1:]
            code += 1
        else:
            code = int(entry)
    return found
