"""The search of every exam file for what only its solution may say."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from ..document import (
    Answer,
    Cell,
    ChooseMany,
    ChooseOne,
    Code,
    CodeBlock,
    DisplayMath,
    Drawing,
    Exam,
    GraphLabeling,
    Math,
    Part,
    Sequence,
    Str,
    Table,
    Ticks,
    View,
)
from ..executor import Local
from ..sets.manifest import Manifest
from ..writers import text
from . import reading
from .reading import squeezed

_SENTENCE = 24  # signs without blanks of a solution's text that no statement says by chance
_KEY = 6  # of a key
_SEED = 6
_KINDS = (".pdf", ".html", ".tex")


class Leak(NamedTuple):
    """What a file gives away."""

    file: str
    where: str  # "text", "metadata", "attachment", "fonts"
    what: str


class _Search(NamedTuple):
    """An exam file of a set, and what it must not hold."""

    file: Path
    folder: Path
    needles: frozenset[str]


class Scan(NamedTuple):
    """What was read, with what, and what was found."""

    files: int
    needles: int  # keys and sentences that were looked for
    without_text: bool  # PDFs were read, and there is no program that reads their text
    leaks: tuple[Leak, ...]


def scan(manifest: Manifest, folder: Path) -> Scan:
    """Search the exam files of a set; practice papers hold their solutions and are none."""
    jobs = [
        (folder / name, exam)
        for exam in manifest.exams
        for stem, view in exam.papers
        if view is View.EXAM
        for name in manifest.files
        if name.endswith(_KINDS)
        and name.rpartition("/")[2].rpartition(".")[0] in {stem, *(exam.named(stem, copy) for copy in exam.printed)}
    ]
    needles = {exam.variant: secrets(exam, manifest.seed) for _, exam in jobs}
    with Local() as executor:
        tasks = (_Search(file, folder, needles[exam.variant]) for file, exam in jobs)
        found = [leak for leaks in executor.run(_leaks, tasks) for leak in leaks]
    papers = [file for file, _ in jobs if file.suffix == ".pdf"]
    leaks = [*found, *_fonts(papers, folder)]
    without = bool(papers) and not reading.reads_pdf_text()
    return Scan(len(jobs), sum(map(len, needles.values())), without, tuple(leaks))


def secrets(exam: Exam, seed: str) -> frozenset[str]:
    """Return what an exam file must not hold, squeezed: keys and sentences of the solution that its statements lack."""
    parts = [(problem, part) for question in exam.questions for problem in question.problems for part in problem.parts]
    asked: list[Any] = [exam.title, exam.cover, exam.course, exam.handout, exam.seed_note, exam.style]
    asked += [value for section in exam.sections for value in (section.title, section.text)]
    asked += [value for problem, part in parts for value in (problem.title, problem.stem, *_asked(part))]
    seen = "\n".join(map(squeezed, (piece for value in asked for piece in _pieces(value))))
    seen += "\n" + squeezed("\n".join(text.question(question, View.EXAM) for question in exam.questions))
    told = {
        squeezed(piece)
        for _, part in parts
        for piece in _pieces((part.solution, part.note, part.rubric, part.mistakes))
    }
    told = {piece for piece in told if len(piece) >= _SENTENCE}
    told |= {piece for _, part in parts for answer in part.answers for piece in _keys(answer) if len(piece) >= _KEY}
    told |= {seed} if len(seed) >= _SEED else set()
    return frozenset(piece for piece in told if piece not in seen)


def _asked(part: Part) -> Iterator[Any]:
    """Yield what an exam prints of a part."""
    yield from (part.prompt, part.hint)
    for answer in part.answers:
        yield answer.label
        match answer.response:
            case ChooseOne(options) | ChooseMany(options):
                yield [option.text for option in options]
            case Ticks(columns, rows):
                yield (columns, [row.item for row in rows])
            case Table(columns, _, rows):
                yield (columns, [cell.shown for row in rows for cell in row if not cell.blank])
            case Drawing(blank) | GraphLabeling(blank):
                yield blank
            case _:
                pass


def _keys(answer: Answer) -> Iterator[str]:
    """Yield the key as it is printed, in Unicode and in TeX.

    Options are printed in the exam too, and the words of a sequence are the question's: figures may set them in a row.
    """
    match answer.response:
        case Table(_, _, rows):
            shown = [cell.shown for row in rows for cell in row if isinstance(cell, Cell) and cell.blank]
        case ChooseOne() | ChooseMany() | Ticks() | Sequence():
            shown = []
        case _:
            shown = [answer.shown]
    for content in shown:
        yield squeezed(text.inlines(content))
        yield from (squeezed(piece) for piece in _pieces(content))


def _pieces(node: Any) -> Iterator[str]:
    """Yield all text and all formulas in any part of a tree."""
    match node:
        case str():
            yield node
        case Str(words) | Code(words) | CodeBlock(words):
            yield words
        case Math(tex) | DisplayMath(tex):
            yield tex
        case list() | tuple():
            for item in node:
                yield from _pieces(item)
        case _ if dataclasses.is_dataclass(node):
            for field in dataclasses.fields(node):
                yield from _pieces(getattr(node, field.name))
        case _:
            pass


def _leaks(search: _Search) -> list[Leak]:
    """Return what a file gives away."""
    return list(_given_away(*search))


def _given_away(file: Path, folder: Path, needles: frozenset[str]) -> Iterator[Leak]:
    name = file.relative_to(folder).as_posix()
    match file.suffix:
        case ".pdf":
            said, attached, _ = reading.pdf_beside_pages(file)
            yield from (Leak(name, "attachment", what) for what in attached)
            yield from (Leak(name, "metadata", needle) for needle in _found(needles, said))
            body = reading.pdf_text(file)
        case ".html":
            body = reading.html_text(file)
        case _:
            body = file.read_text(encoding="utf-8", errors="replace")
    yield from (Leak(name, "text", needle) for needle in _found(needles, body))


def _found(needles: frozenset[str], text_: str) -> list[str]:
    hay = squeezed(text_)
    return sorted(needle for needle in needles if needle in hay)


def _fonts(papers: Collection[Path], folder: Path) -> Iterator[Leak]:
    """Yield the fonts whose glyphs differ between exam papers: such a list tells what was printed, or is left out."""
    first: dict[str, tuple[str, ...]] = {}
    for file in papers:
        for font, glyphs in reading.pdf_beside_pages(file)[2].items():
            if first.setdefault(font, glyphs) != glyphs:
                yield Leak(
                    file.relative_to(folder).as_posix(), "fonts", f"{font} has other glyphs than in other papers"
                )
