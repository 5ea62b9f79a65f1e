"""Practice sets: which problems they hold, that they come again, and what the command says."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from probgen import bank, checking, shelf, variant
from probgen.__main__ import main
from probgen.document import Exam
from probgen.errors import ExitCode
from probgen.exam import practice
from probgen.model import Template
from probgen.sets import manifest
from probgen.writers import katex
from probgen.writers.katex import Katex

TWICE = """\
id: twice
title: Twice
topic: numbers
params: {a: 1..9}
prompt: Twice $<<a>>$?
answer: 2*a
check: {half of it: answer/2 == a}
"""

FIXED = """\
id: fixed
title: The same every time
topic: numbers
prompt: Twice $4$?
answer: 8
check: {a sum: answer == 4 + 4}
"""


class Done(NamedTuple):
    """How a command ended."""

    code: int
    out: str
    err: str


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Any:
    """Return a function that runs a command in an empty folder, with two comments in KaTeX's place."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(katex, "load", lambda: Katex("0", "/* style */", "/* script */"))

    def command(*words: str) -> Done:
        monkeypatch.setattr(sys, "argv", ["probgen", *words])
        with pytest.raises(SystemExit) as left:
            main()
        return Done(int(left.value.code or 0), *capsys.readouterr())

    return command


def made(folder: Path) -> Exam:
    (exam,) = manifest.read(folder).exams
    return exam


def ids(folder: Path) -> list[str]:
    return [question.problems[0].id for question in made(folder).questions]


def template(id: str) -> Template:
    return bank.find(id, [shelf.shipped()])


# ---- Which problems -------------------------------------------------------------------------------------------------

THREE = ("argmax_attention", "kernel_attention", "scaled_dot_product_variance")


def keys(count: int, *ids: str, seed: str = "7") -> list[str]:
    """Return the keys of the streams of a set, which are the problems' ids, numbered from the second use on."""
    return [item.key for item in practice.plan([template(id) for id in ids], count, seed).every_item()]


@pytest.mark.parametrize("count", range(1, 4))
def test_no_problem_comes_twice_while_others_are_left(count: int) -> None:
    assert len(set(keys(count, *THREE))) == count


def test_repeats_are_spread_and_have_streams_of_their_own() -> None:
    found = keys(8, *THREE)
    assert len(set(found)) == 8
    assert sorted(Counter(key.partition("#")[0] for key in found).values()) == [2, 3, 3]


def test_other_seeds_draw_other_problems() -> None:
    assert len({tuple(keys(2, *THREE, seed=str(seed))) for seed in range(20)}) == 6


def test_what_draws_nothing_is_not_repeated() -> None:
    (fixed,) = bank.load_text(FIXED, "fixed.yaml")
    plan = practice.plan([template("argmax_attention"), fixed], 5, "7")
    found = sorted(item.key for item in plan.every_item())
    assert found == ["argmax_attention", *(f"argmax_attention#{n}" for n in (2, 3, 4)), "fixed"]


def test_where_nothing_draws_the_set_is_smaller_and_says_so(run: Any, tmp_path: Path) -> None:
    (tmp_path / "own.yaml").write_text(FIXED)
    done = run("practice", "own.yaml", "-n", "3", "--seed", "5", "--html")
    assert "1 of 3 problems: those that match draw no numbers" in done.out
    assert ids(tmp_path / "out" / "practice-5") == ["fixed"]


def test_words_are_topics_tags_and_ids(run: Any, tmp_path: Path) -> None:
    (tmp_path / "banks").mkdir()
    for name, rest in (("one", "topic: apples"), ("two", "topic: pears\ntags: [sour]"), ("three", "topic: plums")):
        text = TWICE.replace("id: twice", f"id: {name}").replace("topic: numbers", rest)
        (tmp_path / "banks" / f"{name}.yaml").write_text(text)
    run("practice", "apples", "sour", "argmax_attention", "-n", "3", "--seed", "5", "--html")
    assert sorted(ids(tmp_path / "out" / "practice-5")) == ["argmax_attention", "one", "two"]


def test_a_bank_file_is_a_word(run: Any, tmp_path: Path) -> None:
    (tmp_path / "own.yaml").write_text(TWICE)
    assert run("practice", "own.yaml", "-n", "2", "--seed", "5", "--html").code == 0
    assert ids(tmp_path / "out" / "practice-5") == ["twice", "twice"]


@pytest.mark.parametrize("seed", ["1", "2", "3"])
def test_forms_and_notebooks_are_left_out(run: Any, tmp_path: Path, seed: str) -> None:
    run("practice", "attention", "convolution", "-n", "200", "--seed", seed, "--html", "--out", "set")
    assert not {"attention_notebook_setup", "transformer_notebook", "train_cnn_in_framework"} & set(ids(Path("set")))


def test_a_form_is_there_if_it_is_named_by_its_id(run: Any) -> None:
    run("practice", "honor_code", "argmax_attention", "-n", "2", "--html", "--out", "set")
    assert sorted(ids(Path("set"))) == ["argmax_attention", "honor_code"]


def test_a_topic_of_forms_alone_is_an_error(run: Any, tmp_path: Path) -> None:
    done = run("practice", "front matter", "--html")
    assert done.code == ExitCode.USAGE
    assert done.err.startswith("front matter holds nothing to practice")
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_topic_gets_the_nearest(run: Any) -> None:
    done = run("practice", "convoluton", "--html")
    assert (done.code, done.out) == (ExitCode.USAGE, "")
    assert done.err == "no problem, topic or tag is called 'convoluton'\n  hint: did you mean `convolution`?\n"


def test_a_topic_is_needed(run: Any) -> None:
    assert run("practice", "--html").code == ExitCode.USAGE


# ---- The same set again ---------------------------------------------------------------------------------------------

WORDS = ("practice", "attention", "decoding", "-n", "3", "--html")


def test_a_seed_gives_the_same_bytes(run: Any) -> None:
    for folder in ("one", "two"):
        run(*WORDS, "--seed", "1234", "--out", folder)
    for name in ("practice-A.html", "manifest.json"):
        assert Path("one", name).read_bytes() == Path("two", name).read_bytes()


def test_the_order_of_words_does_not_matter(run: Any) -> None:
    run("practice", "attention", "decoding", "-n", "3", "--html", "--seed", "5", "--out", "one")
    run("practice", "decoding", "attention", "-n", "3", "--html", "--seed", "5", "--out", "two")
    assert Path("one/practice-A.html").read_bytes() == Path("two/practice-A.html").read_bytes()


def test_a_fresh_seed_is_printed_on_the_terminal_and_on_the_page(run: Any) -> None:
    done = run(*WORDS)
    (seed,) = (line.split()[1].rstrip(";") for line in done.out.splitlines() if line.startswith("seed "))
    assert f"probgen {' '.join(WORDS[:-1])} --seed {seed} --html" in done.out
    assert f"seed {seed}" in Path(f"out/practice-{seed}/practice-A.html").read_text()


def test_the_command_that_is_printed_makes_the_same_set(run: Any) -> None:
    done = run("practice", "attention", "-n", "2", "--set", "argmax_attention.n=3", "--html", "--out", "one")
    again = done.out.rpartition("again with: probgen ")[2].split()
    run(*again, "--out", "two")
    assert Path("one/practice-A.html").read_bytes() == Path("two/practice-A.html").read_bytes()


def test_a_problem_is_the_one_that_show_shows_for_the_seed(run: Any) -> None:
    run("practice", "argmax_attention", "-n", "2", "--seed", "5", "--html")
    first, second = (q.problems[0] for q in made(Path("out/practice-5")).questions)
    shown = variant.make(template("argmax_attention"), checking.stream("5", "argmax_attention")).problem
    assert first.params == shown.params
    assert second.params != shown.params


def test_replay_makes_the_same_page_without_the_bank(run: Any) -> None:
    run(*WORDS, "--seed", "5")
    assert run("replay", "out/practice-5").code == 0
    assert sorted(p.name for p in Path("out/practice-5-replayed").iterdir()) == ["manifest.json", "practice-A.html"]
    pages = [Path(f"out/practice-5{end}/practice-A.html").read_bytes() for end in ("", "-replayed")]
    assert pages[0] == pages[1]


def test_another_set_under_the_seed_is_refused_unless_it_is_to_be_replaced(run: Any) -> None:
    run(*WORDS, "--seed", "5")
    assert run("practice", "convolution", "--seed", "5", "--html").code == ExitCode.CONTENT
    assert run("practice", "convolution", "--seed", "5", "--html", "--replace").code == 0


def test_a_seed_that_is_no_name_of_a_folder_needs_one(run: Any) -> None:
    assert run(*WORDS, "--seed", "a/b").code == ExitCode.USAGE
    assert run(*WORDS, "--seed", "a/b", "--out", "set").code == 0


def test_knobs_are_chosen_by_problem(run: Any) -> None:
    run("practice", "argmax_attention", "-n", "3", "--set", "argmax_attention.n=3", "--html", "--out", "set")
    assert [len(q.problems[0].params["keys"]) for q in made(Path("set")).questions] == [3, 3, 3]


def test_a_knob_of_a_problem_that_does_not_match_is_an_error(run: Any) -> None:
    done = run("practice", "convolution", "--set", "argmax_attention.n=3", "--html")
    assert done.code == ExitCode.USAGE
    assert "no problem of this set is called 'argmax_attention'" in done.err


def test_an_unproved_problem_is_refused_unless_it_is_allowed(run: Any, tmp_path: Path) -> None:
    (tmp_path / "own.yaml").write_text(TWICE.replace("check: {half of it: answer/2 == a}\n", ""))
    refused = run("practice", "own.yaml", "-n", "2", "--html")
    assert (refused.code, refused.err.partition("\n")[0]) == (1, "no second method proves the key of twice")
    assert run("practice", "own.yaml", "-n", "2", "--html", "--allow-unproved").code == 0


# ---- Pages beside an exam's papers ----------------------------------------------------------------------------------


def test_exam_writes_pages_beside_the_sources(run: Any) -> None:
    done = run("exam", "midterm", "--seed", "5", "--no-pdf", "--html")
    assert "out/midterm/exam-A.html  out/midterm/solution-A.html" in done.out
    assert {"exam-A.html", "solution-A.html", "tex", "key.csv"} < {p.name for p in Path("out/midterm").iterdir()}


def test_a_set_loses_no_output_when_another_is_asked_for(run: Any) -> None:
    run("exam", "midterm", "--seed", "5", "--no-pdf", "--html")
    assert run("exam", "midterm", "--seed", "5", "--no-pdf").out == "unchanged: out/midterm\n"
    assert Path("out/midterm/exam-A.html").is_file()


def test_without_katex_an_exam_is_written_but_no_page(
    run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(katex, "FOLDER", tmp_path / "nowhere")
    katex.load.cache_clear()
    refused = run("exam", "midterm", "--seed", "5", "--no-pdf", "--html")
    assert refused.code == ExitCode.CONTENT
    assert "HTML pages need KaTeX" in refused.err
    assert list(tmp_path.iterdir()) == []
    assert run("exam", "midterm", "--seed", "5", "--no-pdf").code == 0
