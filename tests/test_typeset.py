"""TeX as a process to distrust."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from probgen import typeset
from probgen.errors import ExitCode, ProbgenError
from probgen.writers.pdf.texlog import faults

PREAMBLE = "\\documentclass{article}\\nofiles\\newwrite\\records\\begin{document}\\dump\n"
END = "\n\\csname @@end\\endcsname\n"
PAGE = "\\RawShipout\\hbox{x}"


@pytest.fixture(scope="module")
def format_file(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield typeset.format_for(PREAMBLE)


def test_the_engine_says_its_version() -> None:
    assert typeset.engine().version.startswith("pdfTeX ")


def test_a_missing_engine_is_told_with_the_command_that_installs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    typeset.engine.cache_clear()
    monkeypatch.setenv("PATH", "")
    with pytest.raises(ProbgenError, match="apt install texlive-latex-recommended") as caught:
        typeset.engine()
    assert caught.value.code is ExitCode.TEX


def test_a_format_is_kept_uncompressed(format_file: Path) -> None:
    assert not format_file.read_bytes().startswith(b"\x1f\x8b")


def test_a_kept_format_is_not_made_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    made = typeset.format_for(PREAMBLE)
    before = made.stat().st_mtime_ns
    assert typeset.format_for(PREAMBLE).stat().st_mtime_ns == before


def test_the_cache_may_lie_in_a_folder_with_a_blank(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "Zoë's cache"))
    with typeset.run(PAGE + END, typeset.format_for(PREAMBLE), seconds=30) as done:
        assert done.pdf.is_file()


def test_a_cache_that_cannot_be_written_gives_way_to_one_for_the_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    assert typeset.format_for(PREAMBLE).stat().st_size > 0


def test_the_cache_of_a_user_without_a_home_lasts_for_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    def homeless() -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.setattr(Path, "home", homeless)
    assert typeset.cache_folder().is_dir()


def test_another_preamble_has_another_format(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert typeset.format_for(PREAMBLE) != typeset.format_for(PREAMBLE.replace("article", "report"))


def test_a_missing_package_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    with pytest.raises(ProbgenError, match=r"no-such-package\.sty' not found"):
        typeset.format_for("\\documentclass{article}\\usepackage{no-such-package}\\dump\n")


def test_a_failed_format_is_not_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    with pytest.raises(ProbgenError):
        typeset.format_for("\\documentclass{article}\\usepackage{no-such-package}\\dump\n")
    assert list(tmp_path.rglob("*.fmt")) == []


def test_a_run_makes_pages(format_file: Path) -> None:
    with typeset.run(PAGE + END, format_file, seconds=30) as done:
        assert done.pdf.read_bytes().startswith(b"%PDF")


def test_the_files_of_a_run_vanish(format_file: Path) -> None:
    with typeset.run(PAGE + END, format_file, seconds=30) as done:
        folder = done.folder
    assert not folder.exists()


def test_records_are_read_back(format_file: Path) -> None:
    job = "\\immediate\\openout\\records=job.rec\n\\immediate\\write\\records{box 1}\n\\immediate\\closeout\\records"
    with typeset.run(job + END, format_file, seconds=30) as done:
        assert done.records() == ["box 1"]


def test_an_endless_loop_ends_at_the_deadline_with_its_line_in_the_log(format_file: Path) -> None:
    start = time.monotonic()
    with typeset.run("\n\n\\def\\x{\\x}\\x" + END, format_file, seconds=1) as done:
        assert done.timed_out
        assert [fault.line for fault in faults(done.log)] == [3]
    assert time.monotonic() - start < 1 + 4


def test_growth_without_bound_is_stopped(format_file: Path) -> None:
    with typeset.run("\\def\\x{a\\x}\\setbox0\\hbox{\\x}" + END, format_file, seconds=30) as done:
        assert "capacity exceeded" in done.log
        assert not done.timed_out


def test_no_file_of_the_system_can_be_read(format_file: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret.tex"
    secret.write_text("\\immediate\\write-1{leaked}")
    with typeset.run(f"\\csname @@input\\endcsname {secret} " + END, format_file, seconds=30) as done:
        assert "leaked" not in done.log.replace(str(secret), "")


def test_no_file_elsewhere_can_be_written(format_file: Path, tmp_path: Path) -> None:
    target = tmp_path / "written.tex"
    job = f"\\immediate\\openout\\records={target} \\immediate\\write\\records{{x}}"
    with typeset.run(job + END, format_file, seconds=30):
        assert not target.exists()


def test_no_program_can_be_started(format_file: Path, tmp_path: Path) -> None:
    with typeset.run(f"\\immediate\\write18{{touch {tmp_path}/started}}" + END, format_file, seconds=30):
        assert not (tmp_path / "started").exists()
