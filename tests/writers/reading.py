"""What a PDF says: words and their places, boxes, glyphs; and how an exported source is compiled."""

from __future__ import annotations

import re
import subprocess
from collections import Counter
from decimal import Decimal
from html import unescape
from pathlib import Path
from typing import NamedTuple

import pikepdf

_WORD = re.compile(r'<word xMin="([\d.]+)" yMin="([\d.]+)"[^>]*>([^<]*)</word>')


class Word(NamedTuple):
    """A word and its upper left corner, in bp from the upper left corner of its page."""

    page: int
    x: float
    y: float
    text: str


class Box(NamedTuple):
    """The frame of an answer box: its page, its upper left corner from the lower left of the page, its size."""

    page: int
    x: float
    y: float
    width: float
    height: float


def text(path: Path) -> str:
    """Return the text of a PDF in its layout; a form feed ends each page."""
    run = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=True)
    return run.stdout


def words(path: Path) -> list[Word]:
    """Return every word of a PDF in reading order."""
    run = subprocess.run(["pdftotext", "-bbox", path, "-"], capture_output=True, text=True, check=True)
    return [
        Word(number, float(x), float(y), unescape(word))
        for number, page in enumerate(run.stdout.split("<page ")[1:], 1)
        for x, y, word in _WORD.findall(page)
    ]


def frames(path: Path) -> list[Box]:
    """Return all answer boxes, from the operators that draw them."""
    found: list[Box] = []
    with pikepdf.open(path) as paper:
        for number, page in enumerate(paper.pages, 1):
            x = y = 0.0
            saved: list[tuple[float, float]] = []
            for instruction in pikepdf.parse_content_stream(page):
                numbers = [float(value) for value in instruction.operands if isinstance(value, int | Decimal)]
                match str(instruction.operator):
                    case "q":
                        saved.append((x, y))
                    case "Q":
                        x, y = saved.pop()
                    case "cm":
                        x, y = x + numbers[4], y + numbers[5]
                    case "re" if numbers[2] in (468.0, 448.0) and numbers[3] < 0:
                        found.append(Box(number, round(x, 1), round(y, 1), numbers[2], numbers[3]))
    return found


def charsets(path: Path) -> dict[str, set[str]]:
    """Return the glyphs of every embedded font by its name without the subset's tag."""
    with pikepdf.open(path) as paper:
        return {
            str(thing.FontName).partition("+")[2]: set(str(thing.CharSet).split("/")[1:])
            for thing in paper.objects
            if isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == "/FontDescriptor"
        }


def body(path: Path) -> Counter[str]:
    """Return words and signs of a PDF between header and footer of each page of letter paper.

    Signs, digits and names of one or two letters count one by one: how pdftotext joins them hangs on thin spaces.
    The pieces of large brackets do not count, since those around an answer may be lines. The right margin, which holds
    points, is read by itself: it would part a word from its end on the next line.
    """
    found: Counter[str] = Counter()
    for left, width in ((0, 546), (546, 66)):
        area = ["-r", "72", "-x", str(left), "-y", "50", "-W", str(width), "-H", "695"]
        done = subprocess.run(["pdftotext", *area, path, "-"], capture_output=True, text=True, check=True)
        whole = re.sub(r"(?<=\w)[-\u2010]\n(?=[a-z])", "", done.stdout)
        found += Counter(re.findall(r"[^\W\d_]{3,}|[^\s\ue000-\uf8ff]", whole))
    return found


def compiled(folder: Path, name: str) -> str:
    """Compile a source as a reader would and return the log of the last run."""
    command = ["latexmk", "-pdf", "-interaction=batchmode", f"{name}.tex"]
    done = subprocess.run(command, cwd=folder, capture_output=True, check=False)
    log = (folder / f"{name}.log").read_text(errors="replace")
    assert done.returncode == 0, log
    return log
