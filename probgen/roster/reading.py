"""A roster's CSV file -> students, with all that is wrong in it at once."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypeAlias

from ..errors import Fault, ProbgenError, Where, nearest
from . import Student, in_file
from .decoding import decoded

COLUMNS = ("id", "name", "section", "room", "seat", "version", "accommodation")
_NEEDED = COLUMNS[:2]
_ACCOMMODATIONS = ("extra space", "large print")
_LONGEST = 120  # signs of an id or version in a file's name
_MOST_TOLD = 20  # faults that are listed

Row: TypeAlias = tuple[int, Mapping[str, str]]  # line in the file, cells by column


def read(path: Path) -> tuple[Student, ...]:
    """Return the students of a roster: CSV with commas, semicolons or tabs, and a line that names the columns.

    Raises:
        ProbgenError: the file cannot be read, or says something wrong; every fault names its line.
    """
    try:
        data = path.read_bytes()
    except OSError as fault:
        hint = "a roster is a CSV file with the columns id and name"
        raise ProbgenError.of(f"cannot be read: {fault.strerror}", where=Where(str(path)), hint=hint) from fault
    return parsed(decoded(data, str(path)), str(path))


def parsed(text: str, file: str) -> tuple[Student, ...]:
    """Return the students of a roster's text; arguments and errors as in `read`."""
    rows = list(_rows(text, file))
    students: list[Student] = []
    faults: list[Fault] = []
    for line, cells in rows:
        faults += (Fault(Where(file, line), what, hint) for what, hint in _wrong(cells))
        students.append(_student(cells))
    faults += _twice(students, [line for line, _ in rows], file)
    if not rows:
        faults.append(Fault(Where(file), "lists no student", "write a line for each below the names of the columns"))
    if faults:
        faults.sort(key=lambda fault: fault.where.line)
        more = len(faults) - _MOST_TOLD
        rest = [Fault(Where(file), f"and {more} more of the like")] if more > 0 else []
        raise ProbgenError((*faults[:_MOST_TOLD], *rest))
    return tuple(students)


def _rows(text: str, file: str) -> Iterator[Row]:
    """Yield the lines that say anything, with clean cells; ProbgenError where the columns are wrong."""
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    columns: list[str] = []
    try:
        for cells in lines:
            line = lines.line_num
            if not any(cell.strip() for cell in cells):
                continue
            if not columns:
                columns = [_clean(cell).casefold() for cell in cells]
                _check_columns(columns, Where(file, line))
                continue
            if len(cells) > len(columns) and any(cell.strip() for cell in cells[len(columns) :]):
                what = f"has {len(cells)} cells where the first line names {len(columns)} columns"
                raise ProbgenError.of(what, where=Where(file, line), hint="put a cell that holds a comma in quotes")
            yield line, {name: _clean(cell) for name, cell in zip(columns, cells, strict=False) if name in COLUMNS}
    except csv.Error as fault:
        what = f"is no CSV: {fault}"
        raise ProbgenError.of(what, where=Where(file, lines.line_num), hint="close every quote in its line") from fault
    if not columns:
        raise ProbgenError.of("is empty", where=Where(file), hint="its first line names the columns: id,name")


def _delimiter(text: str) -> str:
    """Return the sign between the cells of the first line that says anything."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    return max(",;\t", key=first.count)


def _clean(cell: str) -> str:
    """Return a cell in composed form, its blanks single, without signs that print nothing."""
    text = unicodedata.normalize("NFC", cell)
    printed = (sign for sign in text if sign.isprintable() or sign.isspace() or sign in _JOINERS)
    return " ".join("".join(printed).split())


_JOINERS = "\u200c\u200d"  # they shape Persian and Indic names


def _check_columns(columns: Sequence[str], where: Where) -> None:
    all_names = f"the first line names the columns: {','.join(COLUMNS)}"
    faults = [
        Fault(where, f"there is no column '{name}'", _lookalike(name, columns) or all_names)
        for name in _NEEDED
        if name not in columns
    ]
    faults += [
        Fault(where, f"the column '{name}' stands there twice", "leave one")
        for name in COLUMNS
        if columns.count(name) > 1
    ]
    strange = [name for name in columns if name and name not in COLUMNS]
    meant = {name: nearest(name, COLUMNS[2:]) for name in strange}
    faults += [Fault(where, f"there is no column '{name}'", hint) for name, hint in meant.items() if hint]
    if faults:
        raise ProbgenError(tuple(faults))


def _lookalike(name: str, columns: Sequence[str]) -> str:
    found = next((column for column in columns if name in re.findall(r"[^\W_]+", column)), "")
    return f"call the column '{found}' `{name}`" if found else ""


def _wrong(cells: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield what is wrong in a row, and the remedy."""
    for name in _NEEDED:
        if not cells.get(name):
            yield f"the {name} is empty", "give every student an id and a name, or take the line out"
    for name in ("id", "version"):
        if len(in_file(cells.get(name, ""))) > _LONGEST:
            yield f"the {name} is too long for a file's name", "give a shorter one"
    for wish in _wishes(cells):
        if wish not in _ACCOMMODATIONS:
            hint = nearest(wish, _ACCOMMODATIONS) or f"there are `{'` and `'.join(_ACCOMMODATIONS)}`"
            yield f"'{wish}' is no accommodation", hint


def _wishes(cells: Mapping[str, str]) -> list[str]:
    """Return the accommodations of a row: several are parted by `;`, `,`, `+` or `and`."""
    said = re.split(r"[;,+&/]|\band\b", cells.get("accommodation", "").casefold())
    return [wish for wish in (re.sub(r"[\s_-]+", " ", word).strip() for word in said) if wish]


def _student(cells: Mapping[str, str]) -> Student:
    wishes = _wishes(cells)
    said = {"id": "", "name": ""} | {name: cells[name] for name in COLUMNS[:6] if name in cells}
    return Student(**said, large_print="large print" in wishes, extra_space="extra space" in wishes)


def _twice(students: Sequence[Student], lines: Sequence[int], file: str) -> Iterator[Fault]:
    """Yield ids that stand there twice, and versions that are somebody's id: no file system may mix up their papers."""
    seen: dict[str, int] = {}
    for student, line in zip(students, lines, strict=True):
        key = student.id.casefold()
        if key and key in seen:
            what = f"the id '{student.id}' stands in line {seen[key]} already"
            yield Fault(Where(file, line), what, "take one of them out, or correct it; capital letters do not count")
        seen.setdefault(key, line)
    for student, line in zip(students, lines, strict=True):
        if student.version and student.version.casefold() in seen:
            what = f"the version '{student.version}' is a student's id, in line {seen[student.version.casefold()]}"
            yield Fault(Where(file, line), what, "call the version otherwise")
    versions: dict[str, tuple[str, int]] = {}
    for student, line in zip(students, lines, strict=True):
        first, at = versions.setdefault(student.version.casefold(), (student.version, line))
        if first != student.version:
            what = f"the version '{student.version}' is called '{first}' in line {at}"
            yield Fault(Where(file, line), what, "write it alike everywhere")
