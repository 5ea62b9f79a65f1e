"""KaTeX as a page holds it: the script and the style, its fonts in the style as data.

The build brings it into the package from npm (`hatch_build.py`), where there is npm.
"""

from __future__ import annotations

import base64
import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

from ..errors import ProbgenError

FOLDER = Path(__file__).resolve().parents[1] / "katex"
REMEDY = "install npm (`apt install npm`, or from nodejs.org), then probgen again; nothing else needs it"
_SOURCES = re.compile(r"src:url\(fonts/([\w-]+\.woff2)\)[^;}]*")  # the same font follows in older formats


class Katex(NamedTuple):
    """What a page needs to set its formulas."""

    version: str
    style: str
    script: str


def version() -> str:
    """Return the version of KaTeX in the package, "" where it was built without."""
    file = FOLDER / "VERSION"  # the build writes it last
    return file.read_text(encoding="utf-8").strip() if file.is_file() else ""


@cache
def load() -> Katex:
    """Return KaTeX.

    Raises:
        ProbgenError: the package was built without it.
    """
    if not version():
        raise ProbgenError.of("HTML pages need KaTeX, which this installation was built without", hint=REMEDY)
    style, script = (_text(f"katex.min.{kind}") for kind in ("css", "js"))
    return Katex(version(), _SOURCES.sub(_inlined, style), script)


def _inlined(source: re.Match[str]) -> str:
    data = base64.b64encode((FOLDER / "fonts" / source[1]).read_bytes()).decode()
    return f'src:url(data:font/woff2;base64,{data}) format("woff2")'


def _text(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8").strip()
