r"""The same blocks through LaTeX's page builder: no boxes, no layout in Python, each variant's pages as they come.

Every slot of a set is set as ordinary paragraphs on our own dumped format, first those of the exam, then those of the
solution, with a head, a foot and plain frames. That is the least that a document without a common layout costs.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from probgen import typeset
from probgen.document import View
from probgen.sets import manifest
from probgen.writers import cover
from probgen.writers.pdf import format_source
from probgen.writers.pdf.sheets import sheets
from probgen.writers.pdf.slots import Sheet, Slot
from probgen.writers.shell import render
from probgen.writers.tex import escape

_SHELL = r"""
\pdfpagewidth612bp \pdfpageheight792bp
\oddsidemargin72bp \evensidemargin72bp \topmargin28bp \headheight12bp \headsep20bp \footskip27bp
\textwidth468bp \textheight676bp \columnwidth\textwidth \hsize\textwidth \linewidth\textwidth
\global\@colht\textheight \global\@colroom\textheight \global\vsize\textheight
\def\@oddhead{\pghead}\def\@oddfoot{\pgfoot{page \thepage}}
\let\@evenhead\@oddhead\let\@evenfoot\@oddfoot
\long\def\pgblock#1#2{\begingroup\hsize#1bp\linewidth\hsize\columnwidth\hsize#2\par\endgroup}
\def\pgroom#1{\par\penalty-50\vskip6bp\hrule height.6bp\nobreak\vskip#1bp\hrule height.6bp}
\long\def\pgwork#1#2{\par\penalty-50\vskip6bp\hrule height.6bp\nobreak\vskip5bp\pgblock{#1}{#2}%
  \nobreak\vskip5bp\hrule height.6bp}
"""


def sources(folder: Path, workers: int) -> list[str]:
    """Return a job for each worker, which together hold all papers of the set in a folder."""
    papers = [sheet for exam in manifest.read(folder / manifest.NAME).exams for sheet in sheets(exam)]
    shares = [papers[place * len(papers) // workers : (place + 1) * len(papers) // workers] for place in range(workers)]
    return ["".join(_job(share)) for share in shares if share]


def typeset_all(jobs: Sequence[str]) -> None:
    """Run TeX on all jobs at once."""
    format_file = typeset.format_for(format_source())
    with ThreadPoolExecutor(len(jobs)) as pool:
        list(pool.map(lambda job: _run(job, format_file), jobs))


def _run(job: str, format_file: Path) -> int:
    with typeset.run(job, format_file, seconds=600) as outcome:
        if outcome.code or not outcome.pdf.is_file():
            raise RuntimeError(f"TeX stopped: {outcome.log[-500:]}")
        return outcome.pdf.stat().st_size


def _job(papers: Sequence[Sheet]) -> Iterator[str]:
    yield render("paper/run.tex.j2", shipping=True) + _SHELL
    for paper in papers:
        yield f"\\pgfooting{{{escape(cover.footer(paper.exam))}}}{{{escape(paper.exam.code)}}}"
        for view in paper.views:
            yield "\n\\def\\pghead{%s}\\setcounter{page}{1}\n" % (
                r"\pgnameline" if view is View.EXAM else r"\pgsolutions"
            )
            yield from (_block(slot, view) for slot in paper.slots)
            yield "\\clearpage\n"
    yield "\\immediate\\closeout\\pgrecords\n\\csname @@end\\endcsname\n"


def _block(slot: Slot, view: View) -> str:
    content = slot.exam if view is View.EXAM else slot.solution
    if content and not slot.exam:
        return f"\\pgwork{{{slot.width:g}}}{{{content}}}\n"
    if content:
        return f"\\penalty-50\\vskip6bp\\pgblock{{{slot.width:g}}}{{{content}}}\n"
    return f"\\pgroom{{{slot.space:g}}}\n" if slot.space else ""
