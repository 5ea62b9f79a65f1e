"""A paper is the same, byte by byte, however the work was divided."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from probgen.commands import drawing
from probgen.commands import exam as command
from probgen.sets import manifest
from probgen.writers import Context, key, latex, pdf
from probgen.writers.pdf import press
from tests.test_resume import QUIZ

VARIANTS = 12


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Return the files of a set that one process made in one run of TeX for each stage."""
    folder = tmp_path_factory.mktemp("whole")
    return made(folder, jobs=1)


def made(folder: Path, **options: Any) -> dict[str, bytes]:
    (folder / "quiz.yaml").write_text(QUIZ)
    roster = "".join(f"{number},Student {number}\n" for number in range(VARIANTS))
    (folder / "students.csv").write_text(f"id,name\n{roster}")
    given: dict[str, Any] = {"out": folder / "set", **options}
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        command.run(command.Request("quiz.yaml", seed="7", roster=Path("students.csv"), **given))
    return {str(f.relative_to(folder / "set")): f.read_bytes() for f in (folder / "set").rglob("*") if f.is_file()}


@pytest.mark.parametrize("jobs", [2, 3])
def test_on_any_number_of_processes(jobs: int, whole: dict[str, bytes], tmp_path: Path) -> None:
    assert made(tmp_path, jobs=jobs) == whole


@pytest.mark.parametrize("size", [1, 5])
def test_in_any_chunks(size: int, whole: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for module, name in ((press, "_MOST"), (drawing, "_MOST"), (drawing, "_LEAST")):
        monkeypatch.setattr(module, name, size)
    for module in (key, latex, manifest, pdf):
        monkeypatch.setattr(module, "_BATCH", size)
    assert made(tmp_path, jobs=2) == whole


def test_alone_in_the_places_of_its_set(whole: dict[str, bytes], tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_bytes(whole["manifest.json"])
    kept = manifest.read(tmp_path)
    for exam in kept.exams[3], kept.exams[VARIANTS - 1]:
        pdf.write([exam], tmp_path, Context(layout=kept.layout))
        for name in (f"exam-{exam.variant}.pdf", f"solution-{exam.variant}.pdf"):
            assert (tmp_path / name).read_bytes() == whole[name]
