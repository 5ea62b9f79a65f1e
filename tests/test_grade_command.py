"""`probgen grade` from end to end: a set is made, filled in by its key, and marked."""

from __future__ import annotations

import csv
import io
import json
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from probgen import shelf
from probgen.__main__ import main
from probgen.errors import ExitCode
from probgen.grading.asked import Paper, columns
from probgen.sets import manifest
from tests.grading import made
from tests.test_commands import Done

MOST = 10_000  # students, who are to be marked in seconds


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Any:
    """Return a function that runs a command in a folder where a set of the midterm lies."""
    monkeypatch.chdir(tmp_path)

    def command(*words: str) -> Done:
        monkeypatch.setattr(sys, "argv", ["probgen", *words])
        monkeypatch.setattr(sys, "stdin", io.StringIO(""))
        with pytest.raises(SystemExit) as left:
            main()
        return Done(int(left.value.code or 0), *capsys.readouterr())

    assert command("exam", "midterm", "--variants", "2", "--seed", "5", "--no-pdf").code == 0
    return command


def fill(students: int, wrong: dict[str, str] | None = None) -> Path:
    """Write the responses of students who all have the key, but for some cells."""
    papers = [Paper(exam) for exam in manifest.read(Path("out/midterm")).exams]
    header = columns(papers)
    rows = []
    for paper in papers:
        given = {column: text for one in paper.asked for column, text in zip(one.columns, made.right(one), strict=True)}
        rows.append({"variant": paper.exam.variant, **given, **(wrong or {})})
    file = Path("responses.csv")
    with file.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.DictWriter(stream, ("student", "variant", *header), restval="", extrasaction="ignore")
        writer.writeheader()
        writer.writerows({"student": f"s{number}", **rows[number % 2]} for number in range(students))
    return file


def scores() -> list[dict[str, str]]:
    with Path("out/midterm-graded/scores.csv").open(newline="", encoding="utf-8-sig") as stream:
        return list(csv.DictReader(stream))


def test_the_key_has_all_points_of_a_real_set(run: Any) -> None:
    fill(2)
    done = run("grade", "out/midterm", "responses.csv")
    assert (done.code, done.err) == (0, "")
    assert [(row["total"], row["of"]) for row in scores()] == [("139", "139")] * 2


def test_the_terminal_shows_the_parts_and_the_totals(run: Any) -> None:
    fill(2)
    out = run("grade", "out/midterm/manifest.json", "responses.csv").out
    assert "6a\targmax_attention\t2\t100%" in out
    assert "2 of 2 rows marked\ntotal: mean 139, from 139 to 139, of 139" in out


def test_a_cell_of_a_table_costs_its_share(run: Any) -> None:
    # 7a[2,2] is one of five blanks that are worth 10 points
    fill(1, {"7a[2,2]": "1"})
    run("grade", "out/midterm", "responses.csv")
    assert (scores()[0]["7a"], scores()[0]["total"]) == ("8", "137")


QUIZ = """
exam: Quiz
course: {code: CS 1, title: Test}
banks: [own]
sections:
  - problems:
      - use: conv1d_filter_recovery
        parts: [a, b]
        given: {signal: [1, 4, 0, -2, 3], output: [-2, 2, 11], further: [1]}
"""


@pytest.fixture
def bank(run: Any) -> Path:
    """Return the bank behind the set of a quiz, and leave responses with a wrong filter and what follows from it."""
    file = Path("own/conv1d_filter_recovery.yaml")
    file.parent.mkdir()
    file.write_bytes((shelf.shipped() / file.name).read_bytes())
    Path("quiz.yaml").write_text(QUIZ)
    assert run("exam", "quiz.yaml", "--seed", "5", "--no-pdf").code == 0
    # filter (2, -1, 3); two of three taps of 6 points; (-2, 3, 1).(2, -1, 2) = -4 - 3 + 2 = -5 follows, for 2 points
    Path("responses.csv").write_text("student;1a;1b\ns;(2, -1, 2);-5\n")
    return file


def test_results_go_on_by_the_bank_of_the_set(run: Any, bank: Path) -> None:
    done = run("grade", "out/quiz", "responses.csv", "--out", "out/midterm-graded")
    assert (done.err, scores()[0]["1a"], scores()[0]["1b"]) == ("", "4", "2")


def test_nothing_goes_on_by_a_bank_that_has_changed(run: Any, bank: Path) -> None:
    bank.write_text(bank.read_text() + "\n# changed\n")
    done = run("grade", "out/quiz", "responses.csv", "--out", "out/midterm-graded")
    assert f"no follow-through, {bank} has changed since the set was made" in done.err
    assert scores()[0]["1b"] == "0"


def test_problems_are_warnings_and_no_failure(run: Any) -> None:
    fill(1, {"6a.who": "the first"})
    done = run("grade", "out/midterm", "responses.csv")
    assert (done.code, done.err) == (0, "warning: row 2, 6a.who: 'the first' is no number\n")


def test_json_has_scores_items_and_problems(run: Any) -> None:
    fill(1, {"6a.who": "the first"})
    content = json.loads(run("grade", "out/midterm", "responses.csv", "--json").out)
    assert content["scores"] == [{"student": "s0", "variant": "A", "total": 138.0, "of": 139.0, "to_mark": []}]
    assert [problem["column"] for problem in content["problems"]] == ["6a.who"]


def test_the_template_has_every_column_and_is_graded_empty(run: Any) -> None:
    assert run("grade", "out/midterm", "--template", "t.csv").out == "t.csv: 65 columns for 2 variants\n"
    with Path("t.csv").open("a", encoding="utf-8") as file:
        file.write("s,A\n")
    done = run("grade", "out/midterm", "t.csv")
    assert (done.code, scores()[0]["total"]) == (0, "0")


def test_two_rows_of_a_student_are_refused_with_both_lines(run: Any) -> None:
    Path("r.csv").write_text("student,variant\ns,A\nt,A\ns,B\n")
    done = run("grade", "out/midterm", "r.csv")
    assert done.code == ExitCode.CONTENT
    assert "r.csv:4: the student 's' stands in line 2 already" in done.err


@pytest.mark.parametrize("words", [("out/midterm",), ("out/midterm", "out/midterm/key.csv", "--template", "t.csv")])
def test_responses_or_a_template_is_a_usage_error_otherwise(run: Any, words: tuple[str, ...]) -> None:
    assert run("grade", *words).code == ExitCode.USAGE


def test_a_manifest_is_needed(run: Any) -> None:
    fill(1)
    done = run("grade", "out/midterm/key.csv", "responses.csv")
    assert (done.code, "is no manifest of probgen" in done.err) == (ExitCode.CONTENT, True)


def test_ten_thousand_students_take_seconds(run: Any) -> None:
    fill(MOST)
    started = time.process_time()
    assert run("grade", "out/midterm", "responses.csv").code == 0
    assert time.process_time() - started < 20
