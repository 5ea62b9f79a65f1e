"""pdfTeX for the tests of figures: a small document is set and its log read."""

from __future__ import annotations

import subprocess
from pathlib import Path

from probgen.document import Blank, FigureBlock, Footnote, Inlines
from probgen.writers import tex


class Plain:
    """A dialect for labels, which hold neither blanks nor figures."""

    def blank(self, answer: str) -> str:
        raise AssertionError(Blank(answer))

    def response(self, answer: str) -> str:
        raise AssertionError(answer)

    def figure(self, block: FigureBlock) -> str:
        raise AssertionError(block)

    def footnote(self, note: Footnote) -> str:
        raise AssertionError(note)


def words(content: Inlines) -> str:
    """Return a label's content as LaTeX."""
    return tex.inlines(content, Plain())


def compiled(folder: Path, preamble: str, body: str) -> str:
    """Return the log of a run without errors."""
    start = r"\documentclass{article}\usepackage[T1]{fontenc}\usepackage{lmodern}"
    (folder / "x.tex").write_text(f"{start}\n{preamble}\n\\begin{{document}}\n{body}\n\\end{{document}}\n")
    done = subprocess.run(
        ["pdflatex", "-interaction=batchmode", "-no-shell-escape", "x.tex"], cwd=folder, capture_output=True
    )
    log = (folder / "x.log").read_text(errors="replace")
    assert done.returncode == 0, log
    return log
