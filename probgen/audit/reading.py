"""What a file of a set says to whoever opens it: its text, and in a PDF all that is not on a page."""

from __future__ import annotations

import re
import shutil
import subprocess
import unicodedata
from html import unescape
from pathlib import Path

import pikepdf

_SECONDS = 60  # that a PDF's text may take
_DASHES = str.maketrans("\u2212\u2010\u2011\u2013\u00ad", "-----")


def squeezed(text: str) -> str:
    """Return a text without blanks, with plain signs for raised digits, ligatures and dashes."""
    return "".join(unicodedata.normalize("NFKC", text).translate(_DASHES).split()).replace("-\n", "")


def reads_pdf_text() -> bool:
    """Tell whether poppler's pdftotext is installed."""
    return shutil.which("pdftotext") is not None


def pdf_text(file: Path) -> str:
    """Return the text of a PDF's pages; "" without pdftotext, or where it fails."""
    program = shutil.which("pdftotext")
    if program is None:
        return ""
    run = subprocess.run([program, "-raw", str(file), "-"], capture_output=True, check=False, timeout=_SECONDS)  # noqa: S603
    return re.sub(r"(?<=\w)[-\u2010]\n(?=[a-z])", "", run.stdout.decode(errors="replace"))


def pdf_beside_pages(file: Path) -> tuple[str, tuple[str, ...], dict[str, tuple[str, ...]]]:
    """Return the metadata as text, the names of attachments, and the glyphs of each font by its name without a tag."""
    with pikepdf.open(file) as paper:
        said = [str(value) for value in paper.docinfo.values()]
        if "/Metadata" in paper.Root:
            said.append(paper.Root.Metadata.read_bytes().decode(errors="replace"))
        fonts = {
            str(thing.FontName).partition("+")[2] or str(thing.FontName): tuple(str(thing.CharSet).split("/")[1:])
            for thing in paper.objects
            if isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == "/FontDescriptor" and "/CharSet" in thing
        }
        return "\n".join(said), tuple(paper.attachments), fonts


def html_text(file: Path) -> str:
    """Return the source of a page without what draws it: scripts, styles and figures."""
    source = file.read_text(encoding="utf-8", errors="replace")
    bare = re.sub(r"<(script|style|svg)\b.*?</\1>", " ", source, flags=re.DOTALL | re.IGNORECASE)
    return unescape(re.sub(r"</?(?:span|em|strong|code|b|i)\b[^>]*>", "", bare))
