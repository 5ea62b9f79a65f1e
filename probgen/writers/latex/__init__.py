"""A paper as LaTeX sources that a person likes to edit: `exam-A.tex`, `solution-A.tex` and the styles beside them.

The exam's source holds no key: worked text, filled blanks and ticked options stand in the solution's source alone. A
paper for practice is one source with both, `practice-A.tex`.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

from pylatex import NoEscape
from pylatex.table import Tabularx

from ...document import Exam, Inlines, Packed, View, heads, packed
from ...executor import batches
from ...shelf import templates
from .. import Context, cover, shell, tex
from ..shell import Tex
from .dialect import Dialect
from .questions import body

COMMON = "probgen-common.sty"
_BATCH = 8  # exams in one task


def write(exams: Sequence[Exam], folder: Path, context: Context) -> None:
    """Write `tex/` with the sources of every exam, and once the styles that they need."""
    place = folder / "tex"
    place.mkdir(parents=True, exist_ok=True)
    done = 0
    for sources in context.executor.run(_sources, batches(packed(exams), _BATCH)):
        done += len(sources)
        for name, text in (named for own in sources for named in own.items()):
            (place / f"{name}.tex").write_text(text, encoding="utf-8")
        context.progress("LaTeX sources", done, len(exams), 0)
    for style in {COMMON, *(f"probgen-{_style(exam)}.sty" for exam in heads(exams))}:
        shutil.copyfile(templates() / "latex" / style, place / style)


def _sources(batch: Sequence[Packed]) -> list[dict[str, str]]:
    """Return the sources of each exam by the names of its files."""
    return [{name: render(exam, view) for name, view in exam.papers} for exam in (one.exam for one in batch)]


def render(exam: Exam, view: View) -> str:
    """Return the source of one paper.

    Raises:
        ProbgenError: a figure does not fit a page.
    """
    last = [sentence for sentence in (exam.style.extra_page, exam.style.doodle_page) if sentence]
    shared = {
        "exam": exam,
        "solved": view is View.SOLUTION,
        "facts": _facts(exam),
        "body": body(exam, view),
        "last_pages": [_text(sentence) for sentence in last],
    }
    around = _exam(exam) if _boxed(exam) else _handout(exam, view)
    return shell.render(f"latex/{_style(exam)}.tex.j2", **shared, **around)


def _boxed(exam: Exam) -> bool:
    return exam.style.layout == "exam"


def _style(exam: Exam) -> str:
    return "exam" if _boxed(exam) else "handout"


def _text(content: Inlines) -> Tex:
    return Tex(tex.inlines(content, Dialect()))


def _exam(exam: Exam) -> dict[str, object]:
    """Return what an exam's shell says before its questions."""
    rules = [_text(rule) for rule in exam.cover.rules] if exam.cover else []
    return {"rules": rules, "scores": Tex("\n\n\\medskip\n".join(_scores(exam)))}


def _handout(exam: Exam, view: View) -> dict[str, object]:
    """Return what the shell of a paper to take home says around its questions."""
    layout = exam.style.layout
    solved = view is View.SOLUTION and layout != "practice"  # which marks its solutions itself
    options = [*(["assignment"] if layout == "assignment" else []), *(["solution"] if solved else [])]
    return {
        "options": ",".join(options),
        "due": _text(exam.handout.due),
        "deliverables": _text(exam.handout.deliverables),
        "instructions": [_text(line) for line in exam.handout.instructions],
    }


def _facts(exam: Exam) -> list[tuple[str, str]]:
    r"""Return what `\examset` says, key by key; only what differs from a style's own settings."""
    said = [
        ("course", exam.course.code),
        ("subject", exam.course.title),
        ("term", exam.course.term),
        ("title", exam.title),
        ("instructor", "" if _boxed(exam) else exam.course.instructor),
        ("facts", Tex(r"\quad ".join(map(tex.escape, cover.facts(exam)))) if _boxed(exam) else ""),
        ("version", exam.code),
        ("foot", cover.footer(exam)),
        ("notice", exam.handout.notice),
        ("seed", exam.seed_note),
        ("nameline", "no" if _boxed(exam) and not exam.style.name_line else ""),
        ("labels", exam.style.labels if exam.style.labels != "letters" else ""),
        ("points", exam.style.points if exam.style.points == "dashes" else ""),
    ]
    return [(key, value) for key, value in said if value]


def _scores(exam: Exam) -> Iterator[str]:
    """Yield the score table in rows of evenly many questions, the total at the end of the last."""
    tables = list(cover.tables(exam))
    for columns in tables:
        last = columns is tables[-1]
        numbers, worths = zip(*columns, strict=True)
        size = len(columns) + 1
        table = Tabularx("|l|" + "Y|" * size, width_argument=NoEscape(r"\linewidth"), width=size + 1)
        table.add_hline()
        for line in (
            ("Question", *numbers, "Total" if last else ""),
            ("Points", *worths, rf"\textbf{{{tex.points(exam.points)}}}" if last else ""),
            (r"\scorespace Score", *("" for _ in range(size))),
        ):
            table.add_row([NoEscape(cell) for cell in line])
            table.add_hline()
        yield str(table.dumps())
