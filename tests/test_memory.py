"""What is kept of files between runs never shows: it is the same list, only sooner."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from probgen import shelf, strict_yaml
from probgen.errors import ProbgenError

BANK = "id: one\ntitle: {title}\ntopic: sums\npoints: 2.50\ntags: [easy]\nprompt: How much?\nanswer: 1\n"


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    file = tmp_path / "bank.yaml"
    file.write_text(BANK.format(title="First"), encoding="utf-8")
    return file


def kept(file: Path) -> Path:
    return file.parent / "cache" / "probgen" / "summaries.json"


def test_a_second_reading_gives_the_same_without_yaml(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = list(shelf.summaries([file]))
    monkeypatch.delattr(strict_yaml, "scan")
    assert [repr(line) for line in shelf.summaries([file])] == [repr(line) for line in first]


def test_an_edit_that_keeps_size_and_time_is_seen(file: Path) -> None:
    before = file.stat()
    assert [line.title for line in shelf.summaries([file])] == ["First"]
    file.write_text(BANK.format(title="Other"), encoding="utf-8")
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert [line.title for line in shelf.summaries([file])] == ["Other"]


def test_the_same_content_elsewhere_has_its_own_place(file: Path) -> None:
    other = file.with_name("copy.yaml")
    other.write_bytes(file.read_bytes())
    assert [Path(line.file).name for f in (file, other) for line in shelf.summaries([f])] == ["bank.yaml", "copy.yaml"]


def test_a_faulty_file_is_reported_each_time(file: Path) -> None:
    list(shelf.summaries([file]))
    file.write_text("id: [one\n", encoding="utf-8")
    said = []
    for _ in range(2):
        with pytest.raises(ProbgenError) as fault:
            list(shelf.summaries([file]))
        said.append(str(fault.value))
    assert said[0] == said[1] != ""


@pytest.mark.parametrize("content", ["", "[]", "{", '{"maker": 1}', "\x00"])
def test_what_makes_no_sense_is_read_anew(file: Path, content: str) -> None:
    first = list(shelf.summaries([file]))
    kept(file).write_text(content, encoding="utf-8")
    assert list(shelf.summaries([file])) == first


@pytest.mark.parametrize("rows", [None, 1, [1], [[]], [["one"] * 11]])
def test_lines_that_make_no_sense_are_read_anew(file: Path, rows: object) -> None:
    first = list(shelf.summaries([file]))
    content = json.loads(kept(file).read_text(encoding="utf-8"))
    kept(file).write_text(json.dumps(content | {"files": dict.fromkeys(content["files"], rows)}), encoding="utf-8")
    assert list(shelf.summaries([file])) == first


def test_another_version_begins_anew(file: Path) -> None:
    list(shelf.summaries([file]))
    content = json.loads(kept(file).read_text(encoding="utf-8"))
    (rows,) = content["files"].values()
    rows[0][1] = "Stale"
    kept(file).write_text(json.dumps(content | {"maker": "0.0 1"}), encoding="utf-8")
    assert [line.title for line in shelf.summaries([file])] == ["First"]


def test_a_folder_that_takes_nothing_does_no_harm(file: Path) -> None:
    (file.parent / "cache").write_text("a file, no folder", encoding="utf-8")
    assert [line.title for line in shelf.summaries([file])] == ["First"]
