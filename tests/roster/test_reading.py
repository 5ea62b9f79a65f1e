"""Rosters: what is read, in which order papers are printed, and every fault with its line."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from probgen.errors import ProbgenError
from probgen.roster import Student, in_file, ordered, reading
from probgen.roster.decoding import decoded

TWO = (Student("1", "Ada"), Student("2", "José"))


def parsed(*lines: str) -> tuple[Student, ...]:
    return reading.parsed("\n".join(lines), "students.csv")


def test_all_columns_are_read() -> None:
    students = parsed(
        "ID,Name,section,room,seat,version,accommodation,email",
        '7,"Lovelace, Ada",101,155,B 2,A,"large print; Extra-Space",a@b.c',
    )
    assert students == (Student("7", "Lovelace, Ada", "101", "155", "B 2", "A", large_print=True, extra_space=True),)


@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_commas_semicolons_and_tabs_part_cells(sign: str) -> None:
    assert parsed(f"id{sign}name", f"1{sign}Ada", "", f"2{sign}José") == TWO


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_every_encoding_that_is_certain_is_read(tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "students.csv"
    file.write_text("id,name\r\n1,Ada\r\n2,José\r\n", encoding=encoding)
    assert reading.read(file) == TWO


def test_another_encoding_is_refused_with_line_and_remedy() -> None:
    with pytest.raises(ProbgenError) as caught:
        decoded("id,name\n1,Ada\n2,José\n".encode("cp1252"), "students.csv")
    assert str(caught.value) == (
        "students.csv:3: is not written in UTF-8: were it Windows-1252, here would stand '2,José'\n"
        "  hint: save it as UTF-8 (in Excel: CSV UTF-8; in LibreOffice: the character set Unicode UTF-8), "
        "or convert it: iconv -f WINDOWS-1252 -t UTF-8"
    )


def test_a_mark_that_lies_is_told() -> None:
    with pytest.raises(ProbgenError, match="says that it is UTF-8 and is not"):
        decoded(b"\xef\xbb\xbfid,name\n1,\xff", "students.csv")


def test_names_are_composed_and_hidden_signs_taken_out() -> None:
    assert parsed("id,name", "1,\u200bJose\u0301  Mari\u0301a ")[0].name == "José María"


def test_all_faults_are_told_at_once_with_their_lines() -> None:
    with pytest.raises(ProbgenError) as caught:
        parsed("id,name,accommodation", "1,Ada,", "2,,", ",Bob,", "1,Eve,", "3,Mia,big print")
    assert [str(fault).partition("\n")[0] for fault in caught.value.faults] == [
        "students.csv:3: the name is empty",
        "students.csv:4: the id is empty",
        "students.csv:5: the id '1' stands in line 2 already",
        "students.csv:6: 'big print' is no accommodation",
    ]
    assert caught.value.faults[-1].hint == "did you mean `large print`?"


@pytest.mark.parametrize(
    ("lines", "what"),
    [
        (["name", "Ada"], "there is no column 'id'"),
        (["student id,name", "1,Ada"], "call the column 'student id' `id`"),
        (["id,name,accomodation", "1,Ada,"], "did you mean `accommodation`?"),
        (["id,name,name", "1,Ada,Eve"], "the column 'name' stands there twice"),
        (["id,name"], "lists no student"),
        ([""], "is empty"),
        (["id,name", "1,Lovelace,Ada"], "has 3 cells where the first line names 2 columns"),
        (["id,name", '1,"Ada'], "is no CSV"),
        (["id,name", "ab,Ada", "AB,Eve"], "the id 'AB' stands in line 2 already"),
        (["id,name,version", "A,Ada,", "2,Eve,A"], "the version 'A' is a student's id, in line 2"),
        (["id,name,version", "1,Ada,A", "2,Eve,a"], "the version 'a' is called 'A' in line 2"),
        (["id,name", f"{'x' * 121},Ada"], "the id is too long for a file's name"),
    ],
)
def test_what_is_wrong_is_said(lines: list[str], what: str) -> None:
    with pytest.raises(ProbgenError) as caught:
        parsed(*lines)
    assert what in str(caught.value)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ProbgenError, match=r"none\.csv: cannot be read: No such file"):
        reading.read(tmp_path / "none.csv")


def test_of_many_faults_the_first_are_told() -> None:
    with pytest.raises(ProbgenError) as caught:
        parsed("id,name", *(f"{n}," for n in range(50)))
    assert str(caught.value.faults[-1]) == "students.csv: and 30 more of the like"


def test_ten_thousand_rows_are_read_in_a_second() -> None:
    text = "\n".join(["id,name,section,room,seat", *(f"{n},Ada Nr {n},{n % 9},R,{n}" for n in range(10_000))])
    start = time.process_time()
    assert len(reading.parsed(text, "students.csv")) == 10_000
    assert time.process_time() - start < 1


@pytest.mark.parametrize("id", ["../x", "a/b", "..", "a\\b", "C:x", "é", "a b", "%2F", "con."])
def test_an_id_in_a_file_s_name_stays_in_its_folder(id: str, tmp_path: Path) -> None:
    assert (tmp_path / f"exam-{in_file(id)}.pdf").resolve().parent == tmp_path.resolve()


def test_two_ids_never_have_the_same_file() -> None:
    assert len({in_file(id) for id in ("a/b", "a%2Fb", "a_b", "a b", "a+b")}) == 5


def test_papers_are_ordered_by_section_room_and_seat_with_numbers_by_value() -> None:
    seats = [("2", "B10"), ("2", "B9"), ("10", "A1"), ("", "A1"), ("2", "")]
    students = [Student(str(n), "x", section, "", seat) for n, (section, seat) in enumerate(seats)]
    assert [student.id for student in ordered(students, "seating")] == ["1", "0", "4", "2", "3"]
    assert [student.id for student in ordered(students, "roster")] == ["0", "1", "2", "3", "4"]
