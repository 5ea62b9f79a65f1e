"""Tables of responses as spreadsheets save them."""

from __future__ import annotations

from pathlib import Path

import pytest

from probgen.errors import ProbgenError
from probgen.grading import responses

TEXT = "student,variant,1a\nÅsa,A,−3\n"


def loaded(folder: Path, data: bytes) -> responses.Sheet:
    file = folder / "r.csv"
    file.write_bytes(data)
    return responses.load(file)


def refused(folder: Path, data: bytes) -> str:
    with pytest.raises(ProbgenError) as fault:
        loaded(folder, data)
    return str(fault.value).replace(str(folder), ".")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_unicode_in_any_coat(tmp_path: Path, encoding: str) -> None:
    (row,) = loaded(tmp_path, TEXT.encode(encoding)).rows
    assert row.cells == {"student": "Åsa", "variant": "A", "1a": "−3"}


def test_windows_text_is_read_with_a_warning(tmp_path: Path) -> None:
    sheet = loaded(tmp_path, TEXT.replace("−", "–").encode("cp1252"))
    assert (sheet.rows[0].cells["student"], sheet.rows[0].cells["1a"]) == ("Åsa", "–3")
    assert "was read as Windows-1252" in sheet.warning


def test_unicode_comes_without_a_warning(tmp_path: Path) -> None:
    assert loaded(tmp_path, TEXT.encode()).warning == ""


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_any_separator(tmp_path: Path, separator: str) -> None:
    sheet = loaded(tmp_path, f"student{separator}variant{separator}1a\ns{separator}A{separator}2\n".encode())
    assert sheet.rows[0].cells == {"student": "s", "variant": "A", "1a": "2"}


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_any_end_of_lines(tmp_path: Path, end: str) -> None:
    sheet = loaded(tmp_path, f"student,1a{end}s,2{end}t,3{end}".encode())
    assert [(row.line, row.cells["1a"]) for row in sheet.rows] == [(2, "2"), (3, "3")]


def test_a_cell_of_several_lines_counts_them(tmp_path: Path) -> None:
    sheet = loaded(tmp_path, b'student,1a\ns,"1 2\n3 4"\nt,5\n')
    assert [(row.line, row.cells["1a"]) for row in sheet.rows] == [(2, "1 2\n3 4"), (4, "5")]


def test_names_of_columns_have_no_blanks(tmp_path: Path) -> None:
    assert loaded(tmp_path, b' Student ,VARIANT,"1a[2, 3]"\n').columns == ("student", "variant", "1a[2,3]")


def test_empty_lines_are_no_rows(tmp_path: Path) -> None:
    assert [row.line for row in loaded(tmp_path, b"\nstudent,1a\n\n,\ns,2\n\n").rows] == [5]


def test_a_short_row_has_no_answer_at_its_end(tmp_path: Path) -> None:
    assert loaded(tmp_path, b"student,1a,1b\ns,2\n").rows[0].cells == {"student": "s", "1a": "2"}


def test_cells_beyond_the_columns_are_kept(tmp_path: Path) -> None:
    assert loaded(tmp_path, b"student,1a\ns,2,3\n").rows[0].beyond == ["3"]


def test_students_with_two_rows_are_refused_with_both_lines(tmp_path: Path) -> None:
    assert refused(tmp_path, b"student,1a\ns,2\nt,3\ns,4\nt,5\n") == (
        "./r.csv:4: the student 's' stands in line 2 already\n  hint: keep the row that counts\n"
        "./r.csv:5: the student 't' stands in line 3 already\n  hint: keep the row that counts"
    )


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "needs a first line with a column `student`, found: nothing"),
        (b"name,1a\ns,2\n", "needs a first line with a column `student`, found: name,1a"),
        (b"student,1a,1a\n", "has the column '1a' twice"),
        (b"PK\x03\x04rest", "is a workbook and no table of text"),
        (b"student\0,1a", "holds zero bytes, as no table of text does"),
        (b"student,1a\ns,\x81\n", "has the byte 0x81, which neither UTF-8 nor Windows-1252 knows"),
        (b'student,1a\ns,"2"3\n', "cannot be read: ',' expected after '\"'"),
    ],
)
def test_what_is_no_table_is_refused(tmp_path: Path, data: bytes, message: str) -> None:
    assert message in refused(tmp_path, data).splitlines()[0]


def test_a_broken_quote_is_refused_with_its_line(tmp_path: Path) -> None:
    assert refused(tmp_path, b'student,1a\ns,2\nt,"3"4\n').startswith("./r.csv:3: cannot be read")
