"""Sets that were not finished: what TeX refuses is named and kept apart, and another run makes only what is missing."""

from __future__ import annotations

import errno
import json
import multiprocessing
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

import pytest

from probgen import typeset
from probgen.commands import drawing
from probgen.commands import exam as command
from probgen.commands.papers import Done
from probgen.document import Exam, Math, Paragraph
from probgen.errors import ExitCode, ProbgenError, Stopped
from probgen.sets import manifest
from probgen.writers import pdf
from probgen.writers.pdf import cutting, press, runs

QUIZ = """
exam: Quiz
total: 10
sections:
  - problems:
      - use: argmax_attention
        parts: [a, b]
        points: 10
"""
DRAWN = drawing.drawn
LOOP = r"\def\x{\x}\x"  # a macro without end


@pytest.fixture(autouse=True)
def quiz(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in an empty folder with a small blueprint."""
    monkeypatch.chdir(tmp_path)
    Path("quiz.yaml").write_text(QUIZ)


def made(**options: Any) -> Done:
    given: dict[str, Any] = {"out": Path("set"), "variants": 4, **options}
    return command.run(command.Request("quiz.yaml", **given))


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Return a function that puts TeX into the solution of some variants' first part, or none once it is mended."""

    def put(**tex: str) -> None:
        def drawn(*arguments: Any) -> tuple[Exam, ...]:
            return tuple(_with(exam, tex[exam.variant]) if exam.variant in tex else exam for exam in DRAWN(*arguments))

        monkeypatch.setattr(drawing, "drawn", drawn)

    return put


def _with(exam: Exam, tex: str) -> Exam:
    (section,) = exam.sections
    (question,) = section.questions
    (problem,) = question.problems
    part = replace(problem.parts[0], solution=(Paragraph((Math(tex),)),))
    parts = (part, *problem.parts[1:])
    return replace(
        exam, sections=(replace(section, questions=(replace(question, problems=(replace(problem, parts=parts),)),)),)
    )


def failed(**options: Any) -> ProbgenError:
    with pytest.raises(ProbgenError) as caught:
        made(**options)
    return caught.value


def papers(folder: Path) -> list[str]:
    return sorted(file.stem for file in folder.glob("*.pdf"))


ASIDE = Path(".set.partial")
GOOD = ["exam-A", "exam-C", "exam-D", "solution-A", "solution-C", "solution-D"]


def test_a_broken_variant_is_named_with_bank_line_and_problem_and_the_others_are_made(broken: Any) -> None:
    broken(B=r"\frobnicate")
    error = failed()
    assert error.code is ExitCode.TEX
    told = [str(fault) for fault in error.faults]
    assert "argmax_attention.yaml:" in told[0]
    assert r"argmax_attention > part a: TeX cannot set the solution of question 1, part a" in told[0]
    assert r"\frobnicate (variant B)" in told[0]
    assert "the papers of all other variants are kept here: 6 files\n  hint: mend the bank" in told[1]
    assert "--resume" in told[1]
    assert papers(ASIDE) == GOOD
    assert not Path("set").exists()


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runs, "BASE", 2.0)


@pytest.mark.parametrize(
    ("tex", "said"), [(LOOP, "Interruption"), (r"\def\x{a\x}\x", "capacity exceeded"), ("a}b", "Extra }, or")]
)
@pytest.mark.usefixtures("hasty")
def test_a_variant_on_which_tex_hangs_or_runs_away_is_named_and_the_others_are_made(
    broken: Any, tex: str, said: str
) -> None:
    broken(B=tex)
    (fault, *_) = failed().faults
    assert said in fault.what
    assert "(variant B)" in fault.what
    assert papers(ASIDE) == GOOD


@pytest.mark.usefixtures("hasty")
def test_a_run_of_variants_that_hang_is_given_up(broken: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(press, "_LEAST", 100)
    broken(**{name: f"{LOOP} {name}" for name in "ABCDE"})
    told = " ".join(str(fault) for fault in failed(variants=6).faults)
    assert "is not tried, since TeX took too long for others (variants D, E, F)" in told


@pytest.mark.usefixtures("hasty")
def test_a_run_that_is_given_up_costs_no_other_run_its_variants(broken: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """All variants have texts in common, which are measured with the first of them."""
    monkeypatch.setattr(press, "_MOST", 4)
    monkeypatch.setattr(press, "_LEAST", 100)
    broken(**{name: f"{LOOP} {name}" for name in "ABC"})
    told = " ".join(str(fault) for fault in failed(variants=8).faults)
    assert "took too long for others (variant D)" in told
    assert papers(ASIDE) == [f"{paper}-{name}" for paper in ("exam", "solution") for name in "EFGH"]


def test_resume_makes_only_what_is_missing(broken: Any) -> None:
    broken(B=r"\frobnicate")
    failed(seed="7")  # of which B is not the variant that needs the most room
    before = {file.name: file.stat().st_mtime_ns for file in ASIDE.glob("*.pdf")}
    broken()
    done = made(resume=True)
    assert not done.unchanged
    assert papers(Path("set")) == sorted([*GOOD, "exam-B", "solution-B"])
    assert {name: (Path("set") / name).stat().st_mtime_ns for name in before} == before
    assert not ASIDE.exists()


def test_resume_keeps_a_seed_that_nobody_chose(broken: Any) -> None:
    broken(B=r"\frobnicate")
    failed()
    seed = json.loads((ASIDE / ".journal").read_text().splitlines()[0])[1]["seed"]
    broken()
    made(resume=True)
    assert manifest.read(Path("set")).seed == seed


def test_a_resumed_set_is_the_set_that_one_run_makes(broken: Any) -> None:
    broken(B=r"\frobnicate")
    failed(seed="7")
    broken()
    made(resume=True)
    made(seed="7", out=Path("whole"))
    files = sorted(file.relative_to("whole") for file in Path("whole").rglob("*") if file.is_file())
    assert [file for file in files if (Path("set") / file).read_bytes() != (Path("whole") / file).read_bytes()] == []
    assert len(files) == len([file for file in Path("set").rglob("*") if file.is_file()])


def test_where_the_mended_variant_needs_more_room_all_papers_get_the_new_layout(broken: Any) -> None:
    broken(B=r"\frobnicate")
    failed(seed="7")
    broken(B=r"\rule{1pt}{500pt}")
    made(resume=True)
    layout = json.loads(Path("set/positions.json").read_text())["layouts"]
    assert len(layout) == 1
    assert sorted(layout[0]["papers"]) == papers(Path("set"))


def test_an_altered_paper_is_made_anew(broken: Any) -> None:
    broken(B=r"\frobnicate")
    failed(seed="7")
    whole = (ASIDE / "exam-A.pdf").read_bytes()
    (ASIDE / "exam-A.pdf").write_bytes(b"half")
    broken()
    made(resume=True)
    assert Path("set/exam-A.pdf").read_bytes() == whole


def test_there_must_be_something_to_resume() -> None:
    error = failed(resume=True)
    assert error.code is ExitCode.USAGE
    assert "there is nothing to resume" in str(error)


def test_other_options_cannot_resume(broken: Any) -> None:
    broken(B=r"\frobnicate")
    failed()
    assert "begun with variants 4, not 5" in str(failed(variants=5, resume=True))


def test_without_resume_a_new_set_is_begun(broken: Any) -> None:
    broken(B=r"\frobnicate")
    failed(seed="7")
    broken()
    made(seed="8")
    assert manifest.read(Path("set")).seed == "8"
    assert not ASIDE.exists()


def test_an_unfinished_set_leaves_the_old_one_alone(broken: Any) -> None:
    made(seed="1")
    before = Path("set/manifest.json").read_bytes()
    broken(B=r"\frobnicate")
    failed(seed="2", replace=True)
    assert Path("set/manifest.json").read_bytes() == before
    broken()
    made(resume=True)  # the leave to replace was given when the set was begun
    assert manifest.read(Path("set")).seed == "2"


def test_ctrl_c_says_how_to_resume(monkeypatch: pytest.MonkeyPatch) -> None:
    cut = cutting.cut

    def interrupted(*arguments: Any) -> Any:
        cut(*arguments)
        raise KeyboardInterrupt

    monkeypatch.setattr(cutting, "cut", interrupted)
    with pytest.raises(Stopped, match=r"interrupted; 0 files are kept in .*\.set\.partial, and .* --resume"):
        made(seed="7")
    monkeypatch.setattr(cutting, "cut", cut)
    made(resume=True)
    assert len(papers(Path("set"))) == 8


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
@pytest.mark.parametrize("jobs", [1, 2])
def test_ctrl_c_ends_the_tex_that_runs_and_starts_no_further(
    jobs: int, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """What it left is cleared away, and not taken for a fault of its sheets."""
    started = tmp_path_factory.mktemp("started")
    run = typeset.run

    @contextmanager
    def looping(source: str, *arguments: Any, **bounds: Any) -> Iterator[Any]:
        with NamedTemporaryFile(dir=started), run(source.replace("\\pgmargins", LOOP, 1), *arguments, **bounds) as done:
            (started / "ended").touch()
            yield done

    def interrupt() -> None:
        while len(list(started.iterdir())) < jobs:
            time.sleep(0.01)
        os.kill(os.getpid(), signal.SIGINT)

    typeset.format_for(pdf.format_source())
    monkeypatch.setattr(typeset, "run", looping)
    monkeypatch.setattr(press, "_LEAST", 2)
    watch = threading.Thread(target=interrupt)
    watch.start()
    with pytest.raises(KeyboardInterrupt):
        made(variants=12, jobs=jobs)
    watch.join()
    assert list(started.iterdir()) == []
    assert multiprocessing.active_children() == []
    assert sorted(entry.name for entry in Path().iterdir()) == ["quiz.yaml"]


def test_what_was_made_before_the_disk_was_full_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: Any) -> Any:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(cutting, "cut", full)
    assert "cannot be written: No space left on device" in str(failed(seed="7"))
    assert (ASIDE / ".journal").is_file()


WORDS = (sys.executable, "-m", "probgen", "exam", "quiz.yaml", "--variants", "40", "--out", "set")


def written(journal: Path) -> Iterator[dict[str, str]]:
    """Yield the files of each sheet that a journal says to be made."""
    for line in journal.read_text().splitlines() if journal.is_file() else ():
        try:
            key, value = json.loads(line)
        except ValueError:
            continue
        if key.startswith("written "):
            yield value["files"]


def begun(journal: Path) -> list[str]:
    return journal.read_text().splitlines() if journal.is_file() else []


def run(words: Sequence[str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*WORDS, *words], capture_output=True, text=True, check=False)


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
@pytest.mark.parametrize("moment", ["begun", "written"])
def test_a_kill_leaves_the_old_set_and_a_new_one_that_can_be_resumed(
    moment: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run(["--seed", "1"]).returncode == 0
    old = {file: file.read_bytes() for file in Path("set").rglob("*") if file.is_file()}
    journal = ASIDE / ".journal"
    with subprocess.Popen([*WORDS, "--seed", "2", "--replace"], start_new_session=True) as process:
        while process.poll() is None and not (any(begun(journal)) if moment == "begun" else any(written(journal))):
            time.sleep(0.002)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    assert process.returncode == -signal.SIGKILL
    assert {file: file.read_bytes() for file in Path("set").rglob("*") if file.is_file()} == old
    kept = {name: (ASIDE / name).stat().st_mtime_ns for files in written(journal) for name in files}
    assert bool(kept) == (moment == "written")
    assert run(["--resume"]).returncode == 0
    assert {name: (Path("set") / name).stat().st_mtime_ns for name in kept} == kept
    assert manifest.read(Path("set")).seed == "2"
    assert len(papers(Path("set"))) == 80
    assert sorted(entry.name for entry in Path().iterdir()) == ["quiz.yaml", "set"]


def test_a_run_without_resume_says_what_it_drops(broken: Any) -> None:
    broken(B=r"\frobnicate")
    failed()
    broken()
    (warning,) = made().warnings
    assert str(warning) == (
        "set: what a run that was not finished had made, 6 files, was dropped\n  hint: --resume goes on with it"
    )
    assert made(seed=manifest.read(Path("set")).seed).warnings == ()
