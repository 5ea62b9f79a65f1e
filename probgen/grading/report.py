"""The folder of a grading: scores, feedback, items and problems as CSV; it takes its name when it is whole."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from .. import __version__
from ..errors import ProbgenError, Where
from ..sets import manifest as record
from ..sets import publish
from .asked import Asked
from .grades import Graded, Grades, Objection
from .items import Item
from .marking import Mark, expected
from .numerals import decimal

NAME = "grading.json"
FORMAT = 1
_ELSEWHERE = "--out FOLDER writes elsewhere"
_FORMULA = re.compile(r"[=@\t\r]|[+-](?![0-9.,/ %]*$)")


def write(grades: Grades, items: Sequence[Item], folder: Path, source: dict[str, str], *, replace_old: bool) -> None:
    """Write the folder; `source` says which set and which responses it grades.

    A grading of the same responses is replaced where nobody has changed it, any other only with `replace_old`.

    Raises:
        ProbgenError: something else lies there, or it cannot be written.
    """
    where = Where(str(folder))
    try:
        target = publish.resolved(folder)
        stands = any(target.iterdir()) if target.is_dir() else target.exists()
        if stands:
            _refuse_to_replace(target, where, source, replace_old=replace_old)
        publish.whole(target, lambda aside: _fill(grades, items, aside, source), replace_old=stands)
    except OSError as fault:
        raise ProbgenError.of(f"cannot be written: {fault.strerror}", where=where, hint=_ELSEWHERE) from fault


def save(file: Path, columns: Sequence[str], starts: Iterable[Sequence[str]] = ()) -> None:
    """Write a table to fill in, with the first cells of its rows and a mark by which spreadsheets know UTF-8.

    Raises:
        ProbgenError: there is a file, or it cannot be written.
    """
    where = Where(str(file))
    try:
        with file.open("x", newline="", encoding="utf-8-sig") as stream:
            rows = ([*start, *[""] * (len(columns) - len(start))] for start in starts)
            csv.writer(stream, lineterminator="\n").writerows([columns, *rows])
    except FileExistsError as fault:
        raise ProbgenError.of("exists and may hold responses", where=where, hint="choose another name") from fault
    except OSError as fault:
        raise ProbgenError.of(f"cannot be written: {fault.strerror}", where=where) from fault


def _refuse_to_replace(target: Path, where: Where, source: dict[str, str], *, replace_old: bool) -> None:
    try:
        kept: Any = json.loads((target / NAME).read_text(encoding="utf-8"))
        files, old = dict(kept["files"]), dict(kept["source"])
    except (OSError, ValueError, KeyError, TypeError):
        what = "exists and is no grading of probgen's, so it is not replaced"
        raise ProbgenError.of(what, where=where, hint=_ELSEWHERE) from None
    if strangers := sorted(file.name for file in target.iterdir() if file.name not in {*files, NAME}):
        what = f"holds files that are not of the grading, such as {strangers[0]}, so it is not replaced"
        raise ProbgenError.of(what, where=where, hint=f"move them away; {_ELSEWHERE}")
    altered = [name for name in files if not (target / name).is_file() or record.digest(target / name) != files[name]]
    if replace_old or (old == source and not altered):
        return
    what = f"holds a grading in which {altered[0]} was changed" if altered else "holds the grading of other responses"
    raise ProbgenError.of(what, where=where, hint=f"--replace puts the new one in its place, {_ELSEWHERE}")


def _fill(grades: Grades, items: Sequence[Item], folder: Path, source: dict[str, str]) -> None:
    tables = {
        "scores.csv": _scores(grades),
        "feedback.csv": _feedback(grades.rows),
        "items.csv": _items(items),
        "problems.csv": _problems(grades.objections),
    }
    for name, lines in tables.items():
        with (folder / name).open("w", newline="", encoding="utf-8-sig") as file:
            csv.writer(file, lineterminator="\n").writerows(lines)
    content = {
        "format": FORMAT,
        "probgen": __version__,
        "source": source,
        "notes": list(grades.notes),
        "files": {name: record.digest(folder / name) for name in tables},
    }
    (folder / NAME).write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def _scores(grades: Grades) -> Iterator[list[str]]:
    """Yield a line for each student with the points of each part; the total leaves optional parts out.

    Points are rounded in print alone: a total is that of the exact ones.
    """
    parts = list(dict.fromkeys(part.name for paper in grades.papers for part in paper.parts if part.part.points))
    yield ["student", "variant", *parts, "total", "of", "to mark"]
    for row in grades.rows:
        if row.paper is None:
            yield [quoted(row.student), quoted(row.variant), *("" for _ in parts), "", "", "see problems.csv"]
            continue
        points = {part.name: decimal(its, 2) for part, its in zip(row.paper.parts, row.points, strict=True)}
        cells = (points.get(part, "") for part in parts)
        ends = (decimal(row.total, 2), decimal(row.paper.worth, 2), " ".join(row.to_mark))
        yield [quoted(row.student), row.paper.exam.variant, *cells, *ends]


def _feedback(rows: Sequence[Graded]) -> Iterator[list[str]]:
    """Yield a line for each answer that lost points, followed from an earlier one, or is still to be marked."""
    yield ["student", "variant", "part", "written", "expected", "points", "of", "verdict", "feedback"]
    keys: dict[int, str] = {}
    for row in rows:
        if row.paper is None:
            continue
        for one, mark, cells in zip(row.paper.asked, row.marks, row.cells, strict=True):
            if one.worth and mark.verdict not in ("right", "by hand"):
                if id(one) not in keys:
                    keys[id(one)] = "" if one.by_hand else expected(one.answer.response)
                yield [quoted(row.student), row.paper.exam.variant, *_line(one, mark, cells, keys[id(one)])]


def _line(one: Asked, mark: Mark, cells: Sequence[str], key: str) -> list[str]:
    written = "; ".join(f"{entry} {cell}".strip() for entry, cell in zip(one.entries, cells, strict=True) if cell)
    return [
        one.name,
        quoted(written),
        quoted(key),
        decimal(mark.points, 2),
        decimal(one.worth, 2),
        mark.verdict,
        mark.note,
    ]


def _items(items: Sequence[Item]) -> Iterator[list[str]]:
    yield ["problem", "part", "variant", "students", "facility", "discrimination", "p of variants", "warning"]
    for item in items:
        numbers = ("" if value is None else f"{value:.3f}" for value in (item.facility, item.discrimination, item.p))
        yield [item.problem, item.part, item.variant or "all", str(item.students), *numbers, item.warning]


def _problems(objections: Sequence[Objection]) -> Iterator[list[str]]:
    yield ["row", "student", "column", "written", "what", "hint"]
    for one in objections:
        yield [str(one.line), *map(quoted, (one.student, one.column, one.written, one.what, one.hint))]


def quoted(text: str) -> str:
    """Return what somebody else wrote so that no spreadsheet runs it as a formula."""
    return f"'{text}" if _FORMULA.match(text) else text


def summary(grades: Grades, items: Sequence[Item]) -> dict[str, Any]:
    """Return what `--json` prints."""
    marked = [row for row in grades.rows if row.paper is not None]
    return {
        "students": len(grades.rows),
        "marked": len(marked),
        "scores": [
            {
                "student": row.student,
                "variant": row.paper.exam.variant,
                "total": float(row.total),
                "of": float(row.paper.worth),
                "to_mark": list(row.to_mark),
            }
            for row in marked
            if row.paper is not None
        ],
        "items": [item._asdict() for item in items],
        "problems": [one._asdict() for one in grades.objections],
        "notes": list(grades.notes),
    }
