"""The command line as users meet it: what it prints, how it leaves."""

from __future__ import annotations

import io
import json
import os
import re
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any, NamedTuple
from xml.etree import ElementTree

import click
import pytest
import yaml

from probgen import __version__
from probgen.__main__ import main
from probgen.cli import cli
from probgen.errors import ExitCode
from probgen.sets import manifest
from tests.families.cases import Case, all_cases, look


class Done(NamedTuple):
    """How a command ended."""

    code: int
    out: str
    err: str


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Any:
    """Return a function that runs a command in an empty folder."""
    monkeypatch.chdir(tmp_path)

    def command(*words: str, stdin: str = "") -> Done:
        monkeypatch.setattr(sys, "argv", ["probgen", *words])
        monkeypatch.setattr(sys, "stdin", io.StringIO(stdin))
        with pytest.raises(SystemExit) as left:
            main()
        return Done(int(left.value.code or 0), *capsys.readouterr())

    return command


# ---- Help -------------------------------------------------------------------------------------------------------

COMMANDS = sorted(cli.commands)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself_with_an_example(run: Any, name: str) -> None:
    done = run(name, "--help")
    assert done.code == 0
    assert f"  probgen {name}" in done.out.split("Example")[1]


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_says_what_it_does(name: str) -> None:
    options = [parameter for parameter in cli.commands[name].params if isinstance(parameter, click.Option)]
    assert all(option.help for option in options)


def test_the_version_is_said(run: Any) -> None:
    assert run("--version").out.strip().endswith(__version__)


def test_an_unknown_command_is_a_usage_error(run: Any) -> None:
    assert run("exams").code == ExitCode.USAGE


@pytest.mark.parametrize("module", ["numpy", "jinja2", "pydantic", "pylatex", "rich", "pikepdf"])
def test_help_and_list_import_nothing_heavy(module: str) -> None:
    script = (
        "import sys; from probgen.cli import cli; from probgen.commands import list as command; "
        f"command.run([], [], as_json=True); sys.exit({module!r} in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0


# ---- list, show, solve ------------------------------------------------------------------------------------------


def test_list_names_every_problem_with_its_points(run: Any) -> None:
    lines = run("list").out.splitlines()
    assert lines[0].split("\t") == ["id", "topic", "parts", "kinds", "points", "title"]
    assert "conv1d_filter_recovery\tconvolution\t3\tvector, number, choices\t10\tRecover a filter" in lines


def test_list_takes_topics_and_ids(run: Any) -> None:
    found = json.loads(run("list", "argmax_attention", "front matter", "--json").out)
    assert [entry["id"] for entry in found] == ["argmax_attention", "honor_code", "warm_up"]


def test_an_unknown_topic_gets_the_nearest(run: Any) -> None:
    done = run("list", "atention")
    assert (done.code, done.out) == (ExitCode.USAGE, "")
    assert done.err == "no problem, topic or tag is called 'atention'\n  hint: did you mean `attention`?\n"


def test_show_is_the_same_for_the_same_seed(run: Any) -> None:
    one, again, other = (run("show", "argmax_attention", "--seed", seed).out for seed in ("3", "3", "4"))
    assert one == again
    assert one != other


def test_show_hides_the_key_without_solution(run: Any) -> None:
    assert "Solution" not in run("show", "argmax_attention", "--seed", "3").out
    assert "Solution" in run("show", "argmax_attention", "--seed", "3", "--solution").out


def test_show_says_how_the_key_was_proved(run: Any) -> None:
    assert "key verified: " in run("show", "argmax_attention", "--seed", "3").out


def test_show_chooses_knobs(run: Any) -> None:
    problem = json.loads(run("show", "argmax_attention", "--set", "n=5", "--json").out)["problem"]
    assert len(problem["params"]["entries"]["keys"]) == 5


def test_a_knob_that_there_is_not_is_an_error(run: Any) -> None:
    done = run("show", "argmax_attention", "--set", "m=5")
    assert done.code == ExitCode.USAGE
    assert done.err.startswith("--set m=5: 'argmax_attention' has no knob 'm'")


CASES = [case for case in all_cases() if not case.refused]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.family}: {case.name}")
def test_solve_reproduces_every_case_worked_by_hand(run: Any, case: Case) -> None:
    knobs = [word for name, value in case.knobs.items() for word in ("--set", f"{name}={value}")]
    given = yaml.safe_dump(loose(case.given))
    done = run("solve", case.family, "--given", "-", "--json", *knobs, stdin=given)
    assert done.code == 0, done.err
    values = json.loads(done.out)["values"]
    for path, expected in case.expect.items():
        assert exactly(look(tuplewise(values), path.removesuffix(".source"))) == exactly(expected)


def loose(value: Any) -> Any:
    """Return plain values as PyYAML writes them; decimals and fractions keep their text."""
    if hasattr(value, "items"):
        return {name: loose(item) for name, item in value.items()}
    if isinstance(value, tuple):
        return [loose(item) for item in value]
    return value if isinstance(value, str | int) else Plain(str(value))


class Plain(str):
    """Text that is written without quotes."""

    __slots__ = ()


yaml.SafeDumper.add_representer(
    Plain,
    lambda dumper, text: dumper.represent_scalar(f"tag:yaml.org,2002:{'str' if '/' in text else 'float'}", str(text)),
)


def tuplewise(value: Any) -> Any:
    """Return JSON with lists as tuples and objects as records, for `look`."""
    from probgen.exact import Record

    if isinstance(value, dict):
        return Record({name: tuplewise(item) for name, item in value.items()})
    return tuple(map(tuplewise, value)) if isinstance(value, list) else value


def exactly(value: Any) -> Any:
    """Return a value with numbers, also those that JSON carries as text, as fractions: 0.25 is 1/4."""
    if hasattr(value, "items"):
        return tuplewise({name: exactly(item) for name, item in value.items()})
    if isinstance(value, tuple):
        return tuple(map(exactly, value))
    if isinstance(value, bool | None):
        return value
    try:
        return Fraction(value if isinstance(value, int | str) else str(value))
    except ValueError:
        return str(value)


def test_solve_prints_answers_and_steps(run: Any) -> None:
    given = "{signal: [1, 4, 0, -2, 3], output: [-2, 2, 11]}"
    done = run("solve", "conv1d_filter_recovery", "--given", "-", stdin=given)
    assert "w = (2, -1, 3)" in done.out
    assert "2 + 4 · (-1)" in done.out or "2w" in done.out or "w_1 + 4w_2 = -2" in done.out


def test_solve_refuses_numbers_without_one_answer(run: Any) -> None:
    given = "{signal: [2, 2, 2, 2, 2], output: [4, 4, 4]}"
    done = run("solve", "conv1d_filter_recovery", "--given", "-", stdin=given)
    assert done.code == ExitCode.CONTENT
    assert "the windows of the signal are linearly independent" in done.err


@pytest.mark.parametrize("given", ["", "[1, 2]", "a: [1", "{a: 1}\n---\n{b: 2}"])
def test_given_that_is_no_mapping_is_an_error_with_its_place(run: Any, given: str) -> None:
    done = run("solve", "conv1d_filter_recovery", "--given", "-", stdin=given)
    assert done.code == ExitCode.CONTENT
    assert done.err.startswith("standard input")


# ---- check ------------------------------------------------------------------------------------------------------

ILL_POSED = """\
id: half
title: Half
topic: tests
params: {a: 1..9}
prompt: Halve $<<a>>$.
answer: a/2
check: {it is whole: answer % 1 == 0}
"""


def test_check_counts_what_it_tried(run: Any) -> None:
    done = run("check", "warm_up", "--seeds", "12", "--json")
    (report,) = json.loads(done.out)["templates"]
    assert (done.code, report["seeds"], report["failures"]) == (0, 12, {})


def test_check_of_keys_alone_tells_of_each_template_when_it_is_done(run: Any) -> None:
    done = run("check", "argmax_attention", "--keys-only", "--seeds", "4", "--json")
    (report,) = json.loads(done.out)["templates"]
    assert (done.code, report["disproved"], report["undrawable"], report["proofs"]) == (0, 0, 0, {"verified": 4})
    assert "parameters" not in report
    assert done.err == "argmax_attention: 4 seeds, 0 failed, 100.0% of all done\n"


def test_statistics_of_keys_alone_are_refused(run: Any) -> None:
    assert run("check", "warm_up", "--keys-only", "--full").code == ExitCode.USAGE


def test_check_finds_failing_seeds_and_says_how_to_see_them_again(run: Any, tmp_path: Path) -> None:
    (tmp_path / "banks").mkdir()
    (tmp_path / "banks" / "half.yaml").write_text(ILL_POSED)
    done = run("check", "half", "--seeds", "20", "--json")
    (report,) = json.loads(done.out)["templates"]
    assert done.code == ExitCode.CONTENT
    seed, failure = next(iter(report["failures"].items()))
    assert "the check 'it is whole' failed" in failure["message"]
    again = run(*failure["again"].split()[1:])
    assert again.code == ExitCode.CONTENT
    assert again.err.strip() == failure["message"]
    assert seed in failure["again"]


def test_check_reports_faulty_files_and_goes_on(run: Any, tmp_path: Path) -> None:
    (tmp_path / "banks").mkdir()
    (tmp_path / "banks" / "bad.yaml").write_text("id: bad\ntitle: Bad\ntopic: tests\nprompt: Say <<x>>.\nanswer: 1\n")
    done = run("check", "bad", "warm_up", "--seeds", "3")
    assert done.code == ExitCode.CONTENT
    assert "unknown name 'x'" in done.out
    assert "1 template, 1 fault, 0 failing seeds" in done.out


NEARLY = """\
id: nearly
title: Nearly right
topic: tests
params: {n: [47, 51, 53]}
require: {enough: n > 2*11}
prompt: What is the mean of $<<n>>$ values with the sum 1?
answer: 1/n
mistakes:
  - 1/(n - 1): Divide by the number of values.
check: {together they are one: n*answer == 1}
"""


@pytest.fixture
def nearly(tmp_path: Path) -> None:
    (tmp_path / "banks").mkdir()
    (tmp_path / "banks" / "nearly.yaml").write_text(NEARLY)


@pytest.mark.usefixtures("nearly")
def test_what_breaks_the_contract_in_all_draws_is_said_by_the_command_that_check_names(run: Any) -> None:
    done = run("check", "nearly", "--seeds", "4", "--json")
    (report,) = json.loads(done.out)["templates"]
    failure = report["failures"]["2"]
    assert done.code == ExitCode.CONTENT
    assert "lies within its tolerance" in failure["message"]
    again = run(*shlex.split(failure["again"])[1:])
    assert again.code == ExitCode.CONTENT
    assert "lies within its tolerance" in again.err


@pytest.mark.usefixtures("nearly")
def test_given_numbers_that_break_the_contract_of_tolerances_are_refused(run: Any, tmp_path: Path) -> None:
    (tmp_path / "given.yaml").write_text("n: 47")
    done = run("solve", "nearly", "--given", "given.yaml")
    assert done.code == ExitCode.CONTENT
    assert "with the given values the mistake 1/46 is not the key 1/47, but lies within its tolerance" in done.err


@pytest.mark.usefixtures("nearly")
def test_check_says_all_of_few_templates_and_of_many_if_asked(run: Any) -> None:
    few = ("warm_up", "honor_code", "nearly")
    assert "parameter\tleast\tlargest" in run("check", *few, "--seeds", "2").out
    many = (*few, "transformer_notebook")
    assert "parameter\tleast" not in run("check", *many, "--seeds", "2").out
    assert "parameter\tleast" in run("check", *many, "--seeds", "2", "--full").out


@pytest.mark.usefixtures("nearly")
def test_check_writes_a_page_that_needs_nothing_else(run: Any, tmp_path: Path) -> None:
    run("check", "nearly", "conv1d_filter_recovery", "--seeds", "3", "--html", "report.html")
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "lies within its tolerance" in page
    assert page.count("<svg") > 5
    assert re.findall(r"(?:src|href|url)[=(]['\"]?[^'\"#]", page) == []


@pytest.mark.usefixtures("nearly")
def test_a_page_is_well_formed(run: Any, tmp_path: Path) -> None:
    run("check", "nearly", "--seeds", "3", "--html", "report.html")
    page = (tmp_path / "report.html").read_text(encoding="utf-8").removeprefix("<!DOCTYPE html>\n")
    ElementTree.fromstring(page.replace('<meta charset="utf-8">', ""))


def test_few_seeds_do_not_judge_what_never_happens(run: Any, tmp_path: Path) -> None:
    (tmp_path / "banks").mkdir()
    text = NEARLY.replace("sum 1?", "sum 1?<% if n > 60 %> Many.<% endif %>").replace("answer: 1/n", "answer: n")
    (tmp_path / "banks" / "nearly.yaml").write_text(text.replace("n*answer == 1", "answer == n"))
    assert run("check", "nearly", "--seeds", "99").code == 0
    done = run("check", "nearly", "--seeds", "100")
    assert done.code == ExitCode.CONTENT
    said = r"nearly.yaml:6:\d+: prompt: what stands behind `<% if n > 60 %>` was filled by none of 100 variants"
    assert re.search(said, done.out)


# ---- show --why -------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("nearly")
def test_why_gives_each_demand_with_its_values(run: Any, tmp_path: Path) -> None:
    sound = NEARLY.replace("answer: 1/n", "answer: {number: 1/n, tolerance: 0.0001}")
    (tmp_path / "banks" / "nearly.yaml").write_text(sound)
    why = json.loads(run("show", "nearly", "--seed", "2", "--why", "--json").out)["why"]
    enough, together = why["demands"]
    n = enough["values"]["n"]
    assert enough == {
        "kind": "require",
        "sentence": "enough",
        "source": "n > 2*11",
        "values": {"n": n, "2*11": "22"},
        "met": True,
    }
    assert together["values"] == {"answer": f"1/{n}", "n": n, "n*answer": "1"}


def test_why_gives_derived_names_with_their_formula(run: Any) -> None:
    out = run("show", "warm_up", "--seed", "1", "--why").out
    assert "draw 1 was the first to meet all of this" in out
    out = run("show", "normalization_axes", "--seed", "1", "--why").out
    assert re.search(r"^    \w+ = .+ = .+$", out, re.MULTILINE)


def test_why_gives_the_demands_of_the_family_and_the_proof(run: Any) -> None:
    out = run("show", "argmax_attention", "--seed", "7", "--why").out
    assert "    one key has a larger score than any other\n" in out
    assert out.rstrip().endswith("search many directions for a shorter change")


def test_why_gives_the_draws_that_were_refused(run: Any) -> None:
    out = run("show", "argmax_attention", "--seed", "7", "--why").out
    tries = int(re.search(r"draw (\d+) was the first", out)[1])  # type: ignore[index]
    assert sum(map(int, re.findall(r"(\d+) draws failed", out))) == tries - 1


# ---- exam, replay -----------------------------------------------------------------------------------------------


def test_exam_writes_sources_key_and_manifest_without_tex(run: Any, tmp_path: Path) -> None:
    done = run("exam", "midterm", "--variants", "2", "--seed", "5", "--no-pdf")
    assert done.code == 0, done.err
    found = {file.relative_to(tmp_path / "out" / "midterm").as_posix() for file in files(tmp_path / "out" / "midterm")}
    papers = {f"tex/{view}-{name}.tex" for view in ("exam", "solution") for name in "AB"}
    styles = {"tex/probgen-common.sty", "tex/probgen-exam.sty"}
    assert found == papers | styles | {"key.csv", "manifest.json"}


def files(folder: Path) -> Iterator[Path]:
    return (file for file in folder.rglob("*") if file.is_file())


def test_exam_a_second_time_is_unchanged(run: Any) -> None:
    words = ("exam", "midterm", "--seed", "5", "--no-pdf")
    run(*words)
    assert run(*words).out == "unchanged: out/midterm\n"


def test_an_exam_without_a_seed_gets_128_random_bits_that_only_the_manifest_knows(run: Any, tmp_path: Path) -> None:
    run("exam", "midterm", "--no-pdf")
    seed = manifest.read(tmp_path / "out" / "midterm").seed
    assert len(bytes.fromhex(seed)) == 16
    others = (file for file in files(tmp_path / "out" / "midterm") if file.name != "manifest.json")
    assert not any(seed in file.read_text() for file in others)


def test_replay_makes_the_same_papers_without_the_bank(run: Any, tmp_path: Path) -> None:
    (tmp_path / "banks").mkdir()
    bank = tmp_path / "banks" / "own.yaml"
    bank.write_text(ILL_POSED.replace("a/2", "2*a").replace("id: half", "id: twice"))
    (tmp_path / "quiz.yaml").write_text("exam: Quiz\nsections: [{problems: [{use: twice}, {use: argmax_attention}]}]\n")
    assert run("exam", "quiz.yaml", "--variants", "2", "--seed", "5", "--no-pdf").code == 0
    bank.unlink()
    assert run("replay", "out/quiz", "--no-pdf").code == 0
    for file in files(tmp_path / "out" / "quiz"):
        again = tmp_path / "out" / "quiz-replayed" / file.relative_to(tmp_path / "out" / "quiz")
        assert again.read_bytes() == file.read_bytes()


def test_an_unproved_problem_is_refused_unless_it_is_allowed(run: Any, tmp_path: Path) -> None:
    (tmp_path / "banks").mkdir()
    bank = ILL_POSED.replace("check: {it is whole: answer % 1 == 0}\n", "")
    (tmp_path / "banks" / "own.yaml").write_text(bank)
    (tmp_path / "quiz.yaml").write_text("exam: Quiz\nsections: [{problems: [{use: half}]}]\n")
    refused = run("exam", "quiz.yaml", "--seed", "5", "--no-pdf")
    assert refused.code == ExitCode.CONTENT
    assert "no second method proves the key of half" in refused.err
    assert not (tmp_path / "out").exists()
    allowed = run("exam", "quiz.yaml", "--seed", "5", "--no-pdf", "--allow-unproved")
    assert allowed.code == 0
    assert allowed.err.startswith("warning: no second method proves the key of half")
    (variant,) = json.loads((tmp_path / "out" / "quiz" / "manifest.json").read_text())["variants"]
    unproved = {"state": "unproved", "method": ""}
    assert variant["problems"][0]["proof"] == {**unproved, "parts": {"all": unproved}}
    assert "proof" in (tmp_path / "out" / "quiz" / "key.csv").read_text().splitlines()[0]
    assert ",unproved," in (tmp_path / "out" / "quiz" / "key.csv").read_text().splitlines()[1]


def test_an_unproved_problem_is_marked_wherever_it_is_shown(run: Any, tmp_path: Path) -> None:
    part = "{prompt: More than $<<a>>$?, answer: a + 1}"
    parts = f"parts: [{{prompt: Half?, answer: a/2, check: {{half: 2*answer == a}}}}, {part}]\n"
    (tmp_path / "banks").mkdir()
    bank = ILL_POSED.partition("prompt")[0]
    alone = bank.replace("id: half", "id: alone")
    (tmp_path / "banks" / "own.yaml").write_text(f"{bank}{parts}---\n{alone}prompt: $<<a>>$?\nanswer: a\n")
    said = "key of a checked: the author's conditions; of b UNPROVED: no second method has found it"
    assert run("show", "half", "--seed", "1").out.rstrip().endswith(said)
    solved = run("solve", "half", "--given", "-", stdin="a: 4\n").out
    assert said in solved
    assert "The key of this problem has no second proof." in solved
    assert "no second method finds the key of part b" in run("check", "half", "--seeds", "3").out
    assert "Half (unproved)" in run("list", "alone").out
    (tmp_path / "quiz.yaml").write_text("exam: Quiz\nsections: [{problems: [{use: half}]}]\n")
    assert run("exam", "quiz.yaml", "--seed", "5", "--no-pdf", "--html", "--allow-unproved").code == 0
    out = tmp_path / "out" / "quiz"
    for name in ("{}-A.html", "tex/{}-A.tex"):
        texts = [(out / name.format(view)).read_text() for view in ("exam", "solution")]
        assert ["has no second proof" in text for text in texts] == [False, True]
    (made,) = json.loads((out / "manifest.json").read_text())["variants"]
    assert made["problems"][0]["proof"]["parts"] == {
        "a": {"state": "checked", "method": "the author's conditions"},
        "b": {"state": "unproved", "method": ""},
    }


def test_an_unproved_problem_of_any_variant_is_refused(run: Any, tmp_path: Path) -> None:
    (tmp_path / "banks").mkdir()
    proved = ILL_POSED.replace("answer % 1 == 0", "2*answer == a")
    unproved = proved.replace("id: half", "id: other").replace("check: {it is whole: 2*answer == a}\n", "")
    (tmp_path / "banks" / "own.yaml").write_text(f"{proved}---\n{unproved}")
    (tmp_path / "quiz.yaml").write_text(
        "exam: Quiz\nsections: [{problems: [{pick: 1, topic: tests, per: variant, points: 1}]}]\n"
    )
    refused = run("exam", "quiz.yaml", "--variants", "12", "--seed", "5", "--no-pdf")
    assert "no second method proves the key of other" in refused.err


def test_a_variant_that_fails_its_check_stops_the_exam_with_seed_numbers_and_key(run: Any, tmp_path: Path) -> None:
    (tmp_path / "banks").mkdir()
    (tmp_path / "banks" / "own.yaml").write_text(ILL_POSED)
    (tmp_path / "quiz.yaml").write_text("exam: Quiz\nsections: [{problems: [{use: half, given: {a: 7}}]}]\n")
    failed = run("exam", "quiz.yaml", "--seed", "5")
    assert failed.code == ExitCode.CONTENT
    assert "failed for {'a': 7}, with the key answer = 7/2; variant A of seed 5" in failed.err
    assert not (tmp_path / "out").exists()


def test_exam_sets_knobs_by_problem(run: Any, tmp_path: Path) -> None:
    run("exam", "midterm", "--seed", "5", "--no-pdf", "--set", "argmax_attention.n=5")
    (made,) = manifest.read(tmp_path / "out" / "midterm").exams
    attention = next(q.problems[0] for q in made.questions if q.problems[0].id == "argmax_attention")
    assert len(attention.params["keys"]) == 5


def test_a_knob_of_no_problem_is_a_usage_error(run: Any) -> None:
    done = run("exam", "midterm", "--no-pdf", "--set", "attention.n=5")
    assert done.code == ExitCode.USAGE
    assert "no problem of this set is called 'attention'" in done.err


def test_an_unknown_blueprint_gets_the_nearest(run: Any) -> None:
    done = run("exam", "midtrem")
    assert done.code == ExitCode.USAGE
    assert done.err == "no blueprint is called 'midtrem'\n  hint: did you mean `midterm`?\n"


def test_a_missing_file_is_an_error_that_names_it(run: Any) -> None:
    done = run("exam", "nowhere.yaml")
    assert (done.code, done.err.partition(":")[0]) == (ExitCode.CONTENT, "nowhere.yaml")


def test_a_failing_exam_leaves_nothing_behind(run: Any, tmp_path: Path) -> None:
    (tmp_path / "quiz.yaml").write_text("exam: Quiz\nsections: [{problems: [{use: nothing}]}]\n")
    assert run("exam", "quiz.yaml").code == ExitCode.CONTENT
    assert [file.name for file in tmp_path.iterdir()] == ["quiz.yaml"]


def test_a_fault_of_ours_is_kept_in_a_file(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("probgen.commands.show.run", lambda *_, **__: 1 / 0)
    done = run("show", "warm_up")
    assert done.code == ExitCode.INTERNAL
    assert done.err.startswith("probgen is at fault: ZeroDivisionError")
    trace = Path(done.err.rpartition(" ")[2].strip())
    assert "Traceback" in trace.read_text()
    trace.unlink()


def test_doctor_says_what_is_there(run: Any) -> None:
    done = run("doctor")
    assert "ok      pdfTeX" in " ".join(done.out.split("\n")) or "missing pdfTeX" in done.out


# ---- What careless and hostile users do -------------------------------------------------------------------------


def program(*words: str, seconds: float = 60, **options: Any) -> subprocess.CompletedProcess[str]:
    """Run the program as a process of its own."""
    command = [sys.executable, "-m", "probgen", *words]
    return subprocess.run(command, capture_output=True, text=True, timeout=seconds, **options)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("show", "nothing"), "there is no problem 'nothing'"),
        (("show", "argmax_attention", "--set", "n=99"), "--set n=99: knob 'n' takes 4, 3, 5, found 99"),
        (("show", "argmax_attention", "--set", "n="), "--set n=: knob 'n' takes 4, 3, 5, found nothing"),
        (("exam", "midterm", "--set", "argmax_attention.q=1"), "'argmax_attention' has no knob 'q'"),
        (("exam", "midterm", "--set", "argmax_attention.n=9"), "--set argmax_attention.n=9: knob 'n' takes"),
        (("show", "warm_up", "--seed", "\udcff"), "its signs are not written in UTF-8"),
        (("check", "warm_up", "--html", "no/such.html"), "--html no/such.html: there is no folder no"),
        (("list", ""), "no problem, topic or tag is called ''"),
    ],
)
def test_what_is_wrong_in_the_command_itself_is_a_usage_error(run: Any, words: tuple[str, ...], message: str) -> None:
    done = run(*words)
    assert done.code == ExitCode.USAGE
    assert message in done.err


@pytest.mark.parametrize("given", ["query: [1, 2]", "query: null", "query: {a: 1}", "{5: 5}", "{? {a: b} : c}"])
def test_given_values_of_the_wrong_shape_are_errors(run: Any, given: str) -> None:
    done = run("solve", "argmax_attention", "--given", "-", stdin=given)
    assert done.code == ExitCode.CONTENT
    assert done.err.startswith(("given: ", "standard input:"))


def test_given_without_end_is_read_to_its_bound(run: Any) -> None:
    assert "more than 1 000 000 characters" in run("solve", "warm_up", "--given", "/dev/zero").err


def test_a_closed_standard_input_is_an_error() -> None:
    done = subprocess.run(
        [f"exec {sys.executable} -m probgen solve warm_up --given - <&-"], shell=True, capture_output=True, text=True
    )
    assert (done.returncode, done.stderr.partition("\n")[0]) == (1, "standard input: is closed")


def test_a_closed_standard_output_is_no_error() -> None:
    done = subprocess.run([f"exec {sys.executable} -m probgen list >&-"], shell=True, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_reader_that_leaves_is_no_error() -> None:
    reader = f"{sys.executable} -m probgen show argmax_attention --solution 2>&1 1>/dev/null | head -c 0"
    assert subprocess.run([reader], shell=True, capture_output=True, text=True).stdout == ""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device of Linux")
def test_a_full_disk_is_an_error_without_a_traceback() -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run([sys.executable, "-m", "probgen", "list"], stdout=full, stderr=subprocess.PIPE, text=True)
    assert (done.returncode, done.stderr) == (ExitCode.CONTENT, "no space left on device\n")


def test_a_terminal_without_greek_is_no_reason_to_stop() -> None:
    plain = {**os.environ, "PYTHONIOENCODING": "ascii"}
    assert program("show", "normalization_statistics", "--seed", "1", "--solution", env=plain).returncode == 0


@pytest.mark.parametrize("name", ["..yaml", "a\nb.yaml"])
def test_a_blueprint_cannot_name_a_folder_outside_of_out(run: Any, tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("exam: Quiz\nsections: [{problems: [{use: honor_code}]}]\n")
    done = run("exam", name, "--no-pdf")
    assert done.code == ExitCode.USAGE
    assert "cannot be the name of a folder" in done.err
    assert [file.name for file in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize("out", [".", "..", "/", "file", "file/below", "x" * 300, "x/" * 3000])
def test_no_folder_but_a_set_is_ever_replaced(run: Any, tmp_path: Path, out: str) -> None:
    (tmp_path / "file").write_text("work")
    done = run("exam", "midterm", "--seed", "5", "--no-pdf", "--replace", "--out", out)
    assert done.code == ExitCode.CONTENT
    assert "cannot be written" in done.err or "is no set of probgen's" in done.err
    assert (tmp_path / "file").read_text() == "work"


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
@pytest.mark.parametrize(("sent", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_an_interrupted_exam_leaves_nothing_behind(tmp_path: Path, sent: int, code: int) -> None:
    """The signal comes as soon as the set lies aside, half written."""
    (tmp_path / "quiz.yaml").write_text("exam: Quiz\nsections: [{problems: [{use: argmax_attention}]}]\n")
    here = tmp_path / "here"
    here.mkdir()
    words = [sys.executable, "-m", "probgen", "exam", "../quiz.yaml", "--variants", "120", "--no-pdf", "--out", "set"]
    with subprocess.Popen(words, cwd=here, stderr=subprocess.PIPE, text=True) as process:
        while process.poll() is None and not any(here.glob(".set.*")):
            time.sleep(0.002)
        process.send_signal(sent)
        _, said = process.communicate(timeout=60)
    assert process.returncode == code
    assert ("interrupted; nothing is half written" in said) == (sent == signal.SIGINT)
    assert list(here.rglob("*")) == []


def test_check_tries_every_setting_of_the_knobs_and_names_the_failing_one(run: Any, tmp_path: Path) -> None:
    """Only large numbers fail the check; the bank stands where other commands do not look."""
    (tmp_path / "far away").mkdir()
    bank = tmp_path / "far away" / "half.yaml"
    bank.write_text(
        ILL_POSED.replace("params: {a: 1..9}", "knobs: {most: [1, '9 x']}\nparams: {b: 1..9}")
        .replace("$<<a>>$", "$<<b>>$, <<most>>")
        .replace("a/2", "b*2")
        .replace("answer % 1 == 0", "most == 1")
    )
    done = run("check", str(bank), "--seeds", "6", "--json")
    (report,) = json.loads(done.out)["templates"]
    assert sorted(report["failures"]) == ["1", "3", "5"]
    again = shlex.split(report["failures"]["3"]["again"])
    assert again[1:6] == ["show", "half", "--seed", "3", "--solution"]
    assert again[6:] == ["--set", "most=9 x", "--banks", "far away/half.yaml"]
    assert run(*again[1:]).err.strip() == report["failures"]["3"]["message"]
