"""The frozen LaTeX sources of `baseline/`, and three usual ways to compile them."""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from pylatex import Document, NoEscape

_PLACE = Path(__file__).parent / "baseline"
_PARTS = re.compile(
    r"\\documentclass\[(?P<options>[^]]*)\]\{(?P<kind>\w+)\}\n(?P<preamble>.*?)\\begin\{document\}\n(?P<body>.*)"
    r"\\end\{document\}",
    re.DOTALL,
)

VARIANTS = ("A", "B")
VIEWS = ("exam", "solution")


def two_passes(variant: str) -> None:
    """Compile a pair by pdflatex, twice each: the second pass knows how many pages there are."""
    for view in VIEWS:
        with _Workshop() as folder:
            for _ in range(2):
                _run(folder, "pdflatex", "-interaction=batchmode", f"{view}-{variant}.tex")


def latexmk(variant: str) -> None:
    """Compile a pair by latexmk, which decides on the passes."""
    for view in VIEWS:
        with _Workshop() as folder:
            _run(folder, "latexmk", "-pdf", "-interaction=batchmode", f"{view}-{variant}.tex")


def pylatex(variant: str) -> None:
    """Compile a pair by PyLaTeX, which calls latexmk."""
    for view in VIEWS:
        with _Workshop() as folder:
            _document(view, variant).generate_pdf(
                str(folder / "paper"), compiler="latexmk", compiler_args=["-pdf"], silent=True
            )


def many_pairs(count: int, workers: int) -> None:
    """Compile so many pairs in two passes, on so many cores."""
    with ThreadPoolExecutor(workers) as pool:
        list(pool.map(two_passes, (VARIANTS[place % len(VARIANTS)] for place in range(count))))


def _document(view: str, variant: str) -> Document:
    found = _PARTS.search((_PLACE / f"{view}-{variant}.tex").read_text(encoding="utf-8"))
    assert found
    document = Document(documentclass=found["kind"], document_options=found["options"].split(","), page_numbers=False)
    document.preamble.append(NoEscape(found["preamble"]))
    document.append(NoEscape(found["body"]))
    return document


class _Workshop:
    """An empty folder with the sources in it, so that no pass finds what an earlier one has left."""

    def __enter__(self) -> Path:
        self._made = tempfile.TemporaryDirectory(prefix="probgen-bench-")
        return Path(shutil.copytree(_PLACE, Path(self._made.name) / "tex"))

    def __exit__(self, *_: object) -> None:
        self._made.cleanup()


def _run(folder: Path, *command: str) -> None:
    done = subprocess.run(command, cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)} failed: {done.stdout[-500:]}")
