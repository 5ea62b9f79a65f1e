"""`probgen exam --roster`: who gets which paper, under which name, and what the set says of it."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path
from typing import Any

import pytest

from probgen.audit.places import places
from probgen.commands import exam as command
from probgen.errors import ExitCode, ProbgenError
from probgen.exam import copies
from probgen.roster import reading
from probgen.sets import manifest
from tests.test_resume import QUIZ
from tests.writers import reading as pdfs


@pytest.fixture(autouse=True)
def quiz(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("quiz.yaml").write_text(QUIZ)


def given_out(*lines: str, out: str = "set", **options: Any) -> Path:
    """Make the set of a roster's lines and return its folder."""
    Path("students.csv").write_text("\n".join(lines), encoding="utf-8")
    given: dict[str, Any] = {"pdf": False, **options}
    command.run(command.Request("quiz.yaml", seed="7", out=Path(out), roster=Path("students.csv"), **given))
    return Path(out)


def key(folder: Path) -> list[dict[str, str]]:
    with (folder / "key.csv").open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_each_student_has_a_variant_of_their_own() -> None:
    rows = key(given_out("id,name", "1,Ada", "2,José"))
    assert {(row["student"], row["name"], row["variant"]) for row in rows} == {("1", "Ada", "1"), ("2", "José", "2")}


def test_another_student_changes_no_key() -> None:
    before = key(given_out("id,name", "1,Ada", "2,José"))
    after = key(given_out("id,name", "3,Eve", "1,Ada", "2,José", out="more"))
    assert [row for row in after if row["student"] != "3"] == before


def test_students_of_one_version_share_a_variant() -> None:
    rows = key(given_out("id,name,version", "1,Ada,A", "2,José,B", "3,Eve,A", "4,Mia,"))
    keys = {student: [row["key"] for row in rows if row["student"] == student] for student in "1234"}
    assert keys["1"] == keys["3"]
    assert {row["student"]: row["variant"] for row in rows} == {"1": "A", "2": "B", "3": "A", "4": "4"}
    assert len(manifest.read(Path("set")).exams) == 3


def test_a_version_has_the_numbers_of_the_variant_of_its_name() -> None:
    shared = key(given_out("id,name,version", "1,Ada,A"))
    command.run(command.Request("quiz.yaml", seed="7", out=Path("plain"), pdf=False))
    assert [row["key"] for row in key(Path("plain"))] == [row["key"] for row in shared]


def test_codes_lead_to_student_and_page_and_tell_no_seed() -> None:
    folder = given_out("id,name,version", "1,Ada,A", "2,José,A")
    record = manifest.read(folder)
    papers = json.loads((folder / "manifest.json").read_text())["papers"]
    assert [(paper["student"]["name"], paper["files"]) for paper in papers] == [
        ("Ada", ["exam-1.pdf", "solution-1.pdf"]), ("José", ["exam-2.pdf", "solution-2.pdf"]),
    ]  # fmt: skip
    found = manifest.look_up(record, f"{papers[1]['token'].lower()}.3")
    assert found is not None
    assert (found.copy.name, found.exam.variant, found.page) == ("José", "A", 3)
    assert manifest.look_up(record, "NOSUCHCODE.1") is None
    assert manifest.look_up(record, ".1") is None


def test_tokens_hang_on_the_seed() -> None:
    students = reading.parsed("id,name\n1,Ada", "students.csv")
    exam = manifest.read(given_out("id,name", "1,Ada")).exams[0]
    (one,), (other,) = (
        [copy.token for made in copies.handed_out({"1": exam}, students, seed, "roster") for copy in made.copies]
        for seed in ("7", "8")
    )
    assert one != other
    assert len(one) == 10


def test_ids_name_files_that_stay_in_the_folder() -> None:
    folder = given_out("id,name", "../../1,Ada", "a/b,José", ".,Eve", pdf=True)
    assert sorted(file.name for file in folder.glob("exam-*")) == [
        "exam-..%2F..%2F1.pdf",
        "exam-..pdf",
        "exam-a%2Fb.pdf",
    ]
    assert sorted(entry.name for entry in Path().iterdir()) == ["quiz.yaml", "set", "students.csv"]
    assert "../../1" in pdfs.text(folder / "exam-..%2F..%2F1.pdf")


@pytest.mark.parametrize(("order", "names"), [("seating", ["Eve", "José", "Ada"]), ("roster", ["Ada", "José", "Eve"])])
def test_papers_are_printed_in_the_order_asked_for(order: str, names: list[str]) -> None:
    folder = given_out("id,name,seat", "1,Ada,B10", "2,José,B9", "3,Eve,A1", pdf=True, order=order)
    said = [page for page in pdfs.text(folder / "print-exams.pdf").split("\f") if "page 1 of" in page]
    assert [next(name for name in names if name in page) for page in said] == names


def test_accommodations_are_kept_in_the_manifest() -> None:
    folder = given_out("id,name,accommodation", "1,Ada,extra space + large print", "2,José,")
    papers = json.loads((folder / "manifest.json").read_text())["papers"]
    assert [paper.get("accommodation") for paper in papers] == [["extra space", "large print"], None]


def test_the_sources_of_a_student_with_extra_space_have_higher_boxes() -> None:
    folder = given_out("id,name,version,accommodation", "1,Ada,A,", "2,José,A,extra space")
    heights = [
        [
            float(height)
            for height in re.findall(r"answerbox\{([\d.]+)cm\}", (folder / "tex" / f"{name}.tex").read_text())
        ]
        for name in ("exam-A", "exam-A+extra-space")
    ]
    assert heights[1] == pytest.approx([1.5 * height for height in heights[0]], abs=0.06)
    assert len(heights[0]) > 0


def test_an_audit_allows_students_with_extra_space_places_of_their_own() -> None:
    folder = given_out("id,name,accommodation", "1,Ada,", "2,José,", "3,Zoë,extra space", pdf=True)
    found = places(manifest.read(folder), folder)
    assert found
    assert (found.alike, found.others, found.sound) == (2, (), True)


def test_a_replay_prints_the_same_papers(tmp_path: Path) -> None:
    folder = given_out("id,name,accommodation", "1,Ада,extra space", "2,José,large print", pdf=True)
    again = command.replay(folder, out=tmp_path / "again", pdf=True, replace=False).folder
    files = sorted(file.relative_to(folder) for file in folder.rglob("*") if file.is_file())
    assert [file for file in files if (again / file).read_bytes() != (folder / file).read_bytes()] == []
    assert len(files) >= 12


def test_variants_can_be_joined_to_print() -> None:
    command.run(command.Request("quiz.yaml", variants=2, seed="7", out=Path("set"), joined=True))
    assert len(pdfs.text(Path("set/print-exams.pdf")).split("\f")) - 1 == 4


def test_practice_has_no_roster() -> None:
    Path("quiz.yaml").write_text(QUIZ + "layout: {style: practice}\n")
    with pytest.raises(ProbgenError, match="belongs to nobody") as caught:
        given_out("id,name", "1,Ada")
    assert caught.value.code is ExitCode.USAGE


def test_homework_has_its_owner_in_the_head_of_each_page() -> None:
    Path("quiz.yaml").write_text(QUIZ + "layout: {style: homework}\n")
    folder = given_out("id,name", "77,Ada", pdf=True)
    assert all("Ada, 77" in page for page in pdfs.text(folder / "solution-77.pdf").split("\f")[:-1])
