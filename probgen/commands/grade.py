"""`probgen grade`: the responses of students to a set, marked."""

from __future__ import annotations

import json
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

from .. import terminal
from ..errors import ExitCode, ProbgenError
from ..grading import asked, grades, items, report, responses
from ..grading.following import Follower
from ..grading.grades import Grades
from ..grading.items import Item
from ..grading.numerals import decimal
from ..sets import manifest as record
from ..sets.manifest import Manifest
from .papers import OUT

_SHOWN = 8  # objections


def run(
    path: Path, responses_: Path, banks: Sequence[Path], *, out: Path | None, replace: bool, as_json: bool
) -> tuple[str, list[str]]:
    """Return the report as text or JSON, and the warnings."""
    manifest = record.read(path)
    sheet = responses.load(responses_)
    done = grades.grade(manifest.exams, sheet, Follower(manifest.sources, banks))
    found = items.items(done)
    folder = out or _folder(manifest)
    source = {"set": manifest.fingerprint, "responses": responses_.name}
    report.write(done, found, folder, source, replace_old=replace)
    if as_json:
        return json.dumps(report.summary(done, found), indent=1, ensure_ascii=False), list(done.notes)
    return _text(done, found, folder), _warnings(done, found, folder)


def template(path: Path, file: Path) -> str:
    """Write a table of responses for a set, a row for each student of its roster, and return where it lies."""
    exams = record.read(path).exams
    columns = asked.columns([asked.Paper(exam) for exam in exams])
    students = [(copy.id, exam.variant) for exam in exams for copy in exam.printed if copy.personal]
    report.save(file, (responses.STUDENT, responses.VARIANT, *columns), sorted(students))
    rows = f", {len(students)} students" if students else ""
    return f"{file}: {len(columns)} columns for {len(exams)} variant{'s' * (len(exams) != 1)}{rows}"


def _folder(manifest: Manifest) -> Path:
    name = f"{manifest.blueprint}-graded"
    if not record.names_a_file(name):
        what = f"'{name}' cannot be the name of a folder"
        raise ProbgenError.of(what, hint="--out FOLDER names another one", code=ExitCode.USAGE)
    return OUT / name


def _text(done: Grades, found: Sequence[Item], folder: Path) -> str:
    """Return the table of parts, and the totals."""
    overall = [item for item in found if not item.variant]
    rows = [
        (
            item.part,
            item.problem,
            str(item.students),
            f"{item.facility:.0%}",
            "" if item.discrimination is None else f"{item.discrimination:.2f}",
            "" if item.p is None else f"{item.p:.3f}",
        )
        for item in overall
    ]
    head = ("part", "problem", "students", "facility", "discrimination", "p of variants")
    sections = [terminal.table(head, rows, right=head[2:])] if rows else []
    sections.append("\n".join((*_totals(done), f"  {folder}/: scores.csv feedback.csv items.csv problems.csv")))
    return "\n\n".join(sections)


def _totals(done: Grades) -> list[str]:
    marked = [row for row in done.rows if row.paper is not None]
    lines = [f"{len(marked)} of {len(done.rows)} rows marked"]
    if marked:
        totals = [row.total for row in marked]
        worth = max(row.paper.worth for row in marked if row.paper is not None)
        mean = decimal(sum(totals, start=Fraction(0)) / len(totals), 2)
        lines.append(
            f"total: mean {mean}, from {decimal(min(totals), 2)} to {decimal(max(totals), 2)}, of {decimal(worth, 2)}"
        )
    if waiting := sum(len(row.to_mark) for row in marked):
        lines.append(f"to be marked by a person: {waiting} answers")
    return lines


def _warnings(done: Grades, found: Sequence[Item], folder: Path) -> list[str]:
    lines = [f"part {item.part} ({item.problem}): {item.warning}" for item in found if item.warning]
    lines += [
        f"row {one.line}{f', {one.column}' if one.column else ''}: {one.what}" for one in done.objections[:_SHOWN]
    ]
    if (more := len(done.objections) - _SHOWN) > 0:
        lines.append(f"and {more} more problems, see {folder / 'problems.csv'}")
    return [*done.notes, *lines]
