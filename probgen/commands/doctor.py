"""`probgen doctor`: what papers need, what is missing, and the command that gets it."""

from __future__ import annotations

import platform
import shutil
import subprocess
from collections.abc import Iterator
from importlib import metadata
from typing import NamedTuple

from .. import __version__, shelf, typeset
from ..errors import ProbgenError
from ..writers import katex

_PACKAGES = (
    "click", "jinja2", "numpy", "pikepdf", "pydantic", "pylatex", "pyyaml", "rich", "segno", "simpleeval", "uharfbuzz",
)  # fmt: skip
_STYLES = (
    ("amsmath.sty", "texlive-latex-base"),
    ("booktabs.sty", "texlive-latex-recommended"),
    ("lmodern.sty", "lmodern"),
    ("lmr10.pfb", "lmodern"),
    ("tikz.sty", "texlive-pictures"),  # for the exported sources alone
)


class Finding(NamedTuple):
    """One thing looked at: its name, what was found, and the remedy where that is not enough."""

    name: str
    found: str
    remedy: str = ""
    needed: bool = True  # for papers

    @property
    def state(self) -> str:
        """The word that begins its line."""
        return "ok" if not self.remedy else "missing" if self.needed else "without"


def run() -> tuple[str, bool]:
    """Return the findings as text, and whether PDFs can be made."""
    findings = [*_python(), *_tex(), _katex(), _fonts()]
    width = max(len(finding.name) for finding in findings)
    lines = []
    for finding in findings:
        lines.append(f"{finding.state:8}{finding.name:{width}}  {finding.found}".rstrip())
        if finding.remedy:
            lines.append(f"{'':8}{'':{width}}  get it with: {finding.remedy}")
    sound = not any(finding.remedy and finding.needed for finding in findings)
    verdict = "everything is there" if sound else "papers can be written with --no-pdf until this is mended"
    return "\n".join([*lines, verdict]), sound


def _python() -> Iterator[Finding]:
    yield Finding("probgen", f"{__version__}, banks in {shelf.shipped()}")
    yield Finding("Python", platform.python_version())
    for name in _PACKAGES:
        try:
            yield Finding(name, metadata.version(name))
        except metadata.PackageNotFoundError:
            yield Finding(name, "", f"pip install {name}")


def _tex() -> Iterator[Finding]:
    try:
        yield Finding("pdfTeX", typeset.engine().version)
    except ProbgenError:
        yield Finding("pdfTeX", "", _remedy("texlive-latex-base"))
        return
    search = shutil.which("kpsewhich")
    for style, package in _STYLES:
        found = (
            search
            and subprocess.run(  # noqa: S603 - a fixed command
                [search, style], capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL
            ).stdout.strip()
        )
        yield Finding(style, found or "", "" if found else _remedy(package))
    yield Finding("cache", str(typeset.cache_folder()))


def _fonts() -> Finding:
    """Return how many fonts can write names that the paper's own type cannot."""
    from .. import fonts

    remedy = "" if fonts.count() else "install fontconfig, and fonts such as Debian's fonts-noto-core"
    return Finding("fonts", f"{fonts.count()} for names in other scripts", remedy, needed=False)


def _katex() -> Finding:
    version = katex.version()
    return Finding("KaTeX", version or "only --html needs it", "" if version else katex.REMEDY, needed=False)


def _remedy(package: str) -> str:
    """Return the command that installs a Debian package, or its like elsewhere."""
    if shutil.which("apt-get"):
        return f"sudo apt-get install {package}"
    if shutil.which("brew"):
        return "brew install --cask mactex-no-gui"
    return "install TeX Live from tug.org/texlive, or MiKTeX"
