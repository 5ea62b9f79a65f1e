"""Where banks stand, and what a bank holds at a glance."""

from __future__ import annotations

import subprocess
import sys
from fractions import Fraction
from pathlib import Path
from typing import get_args

import pytest

from probgen import bank, model, shelf
from probgen.errors import ProbgenError

BANK = """\
# a comment
id: parts_of_all_kinds
title: Parts
topic: sums
tags: [easy, short]
covers: one
params: {a: 1..9}
parts:
  - prompt: How much is it?
    points: 2.5
    covers: [two]
    answers: {x: a, y: {vector: "[a, a]"}}
  - prompt: Why?
    points: 3
    answer: {essay: }
  - prompt: What more?
    optional: true
    answer: a
---
id: "flat"
title: Flat
topic: words
prompt: What?
answer: {choice: 1}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "b.yaml").write_text(BANK, encoding="utf-8")
    return tmp_path


def test_a_summary_counts_parts_kinds_and_points(folder: Path) -> None:
    first, second = shelf.summaries([folder])
    file = str(folder / "deep" / "b.yaml")
    assert first == shelf.Summary(
        "parts_of_all_kinds", "Parts", "sums", ("easy", "short"), ("one", "two"), 3, ("number", "vector", "essay"),
        Fraction(11, 2), "", file, 2, unproved=True,
    )  # fmt: skip
    assert (second.id, second.parts, second.kinds, second.points, second.line) == ("flat", 1, ("choice",), 1, 20)


@pytest.mark.parametrize(
    ("entry", "unproved"),
    [
        ("answer: 1", True),
        ("answer: 1\ncheck: {it is one: answer == 1}", False),
        ("family: argmax_attention\nanswer: 1", False),
        ("answer: {essay: }", False),
        ("parts: [{answer: 1}, {answer: 2, check: {it is two: answer == 2}}]", False),
    ],
)
def test_an_entry_with_keys_and_neither_family_nor_check_is_unproved(
    entry: str,
    unproved: bool,
    tmp_path: Path,
) -> None:
    (tmp_path / "a.yaml").write_text(f"id: a\n{entry}\n", encoding="utf-8")
    assert [summary.unproved for summary in shelf.summaries([tmp_path])] == [unproved]


def test_of_an_id_in_two_banks_the_first_counts(folder: Path) -> None:
    other = folder / "other.yaml"
    other.write_text("id: flat\ntitle: Mine\ntopic: sums\nprompt: What?\nanswer: 1\n", encoding="utf-8")
    titles = [summary.title for summary in shelf.summaries([other, folder]) if summary.id == "flat"]
    assert titles == ["Mine"]


def test_ids_are_found_without_parsing() -> None:
    assert list(shelf.ids(BANK)) == ["parts_of_all_kinds", "flat"]


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ProbgenError, match="there is no such folder or file"):
        list(shelf.files([tmp_path / "gone"]))


def test_own_banks_come_before_the_shipped_ones(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "banks").mkdir()
    monkeypatch.chdir(tmp_path)
    assert shelf.folders([Path("x.yaml")]) == (Path("x.yaml"), Path("banks"), shelf.shipped())


def test_the_shipped_folder_is_named_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(shelf.shipped().parent)
    assert shelf.folders() == (shelf.shipped(),)


def test_banks_and_templates_are_found() -> None:
    assert shelf.shipped().is_dir()
    assert shelf.templates().is_dir()


def test_the_kinds_are_those_of_the_model() -> None:
    assert get_args(model.Kind) == shelf.KINDS


def test_a_listing_imports_nothing_heavy() -> None:
    script = (
        "import sys\nfrom probgen import shelf\nlist(shelf.summaries(shelf.folders()))\n"
        "print([name for name in ('numpy', 'pydantic', 'jinja2', 'simpleeval', 'markdown_it') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60)
    assert (done.stdout.strip(), done.stderr) == ("[]", "")


def test_a_problem_is_found_in_the_first_bank_that_holds_it(folder: Path) -> None:
    (folder / "a.yaml").write_text("id: broken\ntitle: [\n", encoding="utf-8")
    other = (
        "id: sought\ntitle: Sought\ntopic: sums\nprompt: What is it?\nanswer: {number: 1}\ncheck: {sure: answer == 1}\n"
    )
    (folder / "c.yaml").write_text(other, encoding="utf-8")
    assert bank.find("sought", [folder]).title == "Sought"


def test_a_problem_that_is_not_there_gets_a_near_name(folder: Path) -> None:
    with pytest.raises(ProbgenError, match=r"there is no problem 'flut'\n  hint: did you mean `flat`\?"):
        bank.find("flut", [folder])
