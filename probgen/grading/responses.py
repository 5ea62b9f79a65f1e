"""A table of responses as spreadsheets save it: encoding and separator are found out, or refused with the remedy."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from ..errors import Fault, ProbgenError, Where

STUDENT, VARIANT = "student", "variant"
_MAX_SIZE = 200_000_000  # bytes
_SEPARATORS = ",;\t"
_SAVE_AGAIN = "save it as CSV in UTF-8 (in a spreadsheet: CSV UTF-8)"


class Row(NamedTuple):
    """A line of the file: the cells by column, and those beyond the last one."""

    line: int
    cells: Mapping[str, str]
    beyond: Sequence[str] = ()


@dataclass(frozen=True)
class Sheet:
    """The header and the rows that are not empty; `warning` says what had to be found out."""

    file: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    warning: str = ""


def load(path: Path) -> Sheet:
    """Return the table in a file.

    Raises:
        ProbgenError: it cannot be read, is in an unknown encoding, has no column `student`, or a student, column or
            quote that is not as it should be.
    """
    where = Where(str(path))
    try:
        if path.stat().st_size > _MAX_SIZE:
            raise ProbgenError.of(f"is larger than {_MAX_SIZE // 10**6} MB", where=where, hint="split it")
        data = path.read_bytes()
    except OSError as fault:
        raise ProbgenError.of(f"cannot be read: {fault.strerror}", where=where) from fault
    text, warning = _decoded(data, where)
    lines = _lines(text, where)
    header = _header(next(lines, (0, []))[1], where)
    rows = tuple(
        Row(line, dict(zip(header, (cell.strip() for cell in cells), strict=False)), cells[len(header) :])
        for line, cells in lines
        if any(cell.strip() for cell in cells)
    )
    _refuse_repeated(rows, str(path))
    return Sheet(str(path), header, rows, warning)


def _decoded(data: bytes, where: Where) -> tuple[str, str]:
    """Return the text, and a warning where its encoding was guessed."""
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise ProbgenError.of("is a workbook and no table of text", where=where, hint=_SAVE_AGAIN)
    try:
        if data.startswith((b"\xff\xfe", b"\xfe\xff")):
            return data.decode("utf-16"), ""
        if b"\0" in data:
            raise ProbgenError.of("holds zero bytes, as no table of text does", where=where, hint=_SAVE_AGAIN)
        return data.decode("utf-8-sig"), ""
    except UnicodeDecodeError:
        pass
    try:
        return data.decode("cp1252"), f"{where}: is not in UTF-8 and was read as Windows-1252; {_SAVE_AGAIN}"
    except UnicodeDecodeError as fault:
        what = f"has the byte 0x{data[fault.start]:02x}, which neither UTF-8 nor Windows-1252 knows"
        raise ProbgenError.of(what, where=where, hint=_SAVE_AGAIN) from None


def _lines(text: str, where: Where) -> Iterator[tuple[int, list[str]]]:
    """Yield the cells of each record with the line on which it begins, from the header on."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    begins = 1 + len(text) - len(text.lstrip("\n"))
    text = text.lstrip("\n")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text, where), strict=True)
    before = begins - 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as fault:
            hint = "a quote within quotes is written twice"
            raise ProbgenError.of(f"cannot be read: {fault}", where=Where(where.file, begins), hint=hint) from fault
        yield begins, cells
        begins = before + reader.line_num + 1


def _separator(text: str, where: Where) -> str:
    """Return the sign between the cells: the one that makes a column `student` of the first line."""
    head = text.partition("\n")[0]
    for separator in _SEPARATORS:
        if STUDENT in (cell.strip().strip('"').casefold() for cell in head.split(separator)):
            return separator
    what = f"needs a first line with a column `{STUDENT}`, found: {head.strip()[:60] or 'nothing'}"
    raise ProbgenError.of(what, where=where, hint="`probgen grade MANIFEST --template FILE.csv` writes one")


def _header(cells: Sequence[str], where: Where) -> tuple[str, ...]:
    names = ["".join(cell.split()) for cell in cells]
    names = [name.casefold() if name.casefold() in (STUDENT, VARIANT) else name for name in names]
    while names and not names[-1]:
        names.pop()
    named = [name for name in names if name]
    if repeated := [name for name in dict.fromkeys(named) if named.count(name) > 1]:
        raise ProbgenError.of(f"has the column '{repeated[0]}' twice", where=Where(where.file, 1))
    return tuple(name or f"(column {place})" for place, name in enumerate(names, 1))


def _refuse_repeated(rows: Sequence[Row], file: str) -> None:
    """Refuse students who have more than one row: which one counts is not for a program to say."""
    first: dict[str, int] = {}
    faults = []
    for row in rows:
        student = row.cells.get(STUDENT, "")
        if student and student in first:
            what = f"the student '{student}' stands in line {first[student]} already"
            faults.append(Fault(Where(file, row.line), what, "keep the row that counts"))
        first.setdefault(student, row.line)
    if faults:
        raise ProbgenError(tuple(faults))
