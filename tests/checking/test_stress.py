"""What a run over many seeds counts, alone and in parallel."""

from __future__ import annotations

from pathlib import Path

import pytest

from probgen import checking, executor
from probgen.checking import Report
from probgen.checking.report import Kind
from probgen.model import Template
from tests.bank_text import template

TEXT = """\
params: {a: 1..4, b: [2, 3]}
require: {they differ: a != b}
prompt: What is $<<a>> + <<b>>$? <% if a > b %>More.<% else %>Less.<% endif %>
answer: {choice: a + b, options: 3, among: "[a, b, 10, 11]"}
check: {it is larger than both: answer > a and answer > b}
mistakes:
  - a*b: Add, do not multiply.
"""


@pytest.fixture(scope="module")
def sample() -> Template:
    return template(TEXT)


@pytest.fixture(scope="module")
def report(sample: Template) -> Report:
    return checking.stress(sample, range(120))


def test_parameters_have_their_range_and_their_values(report: Report) -> None:
    tally = report.params["a"]
    assert (tally.low, tally.high, sorted(tally.counts)) == (1, 4, ["1", "2", "3", "4"])
    assert tally.counts.total() == report.composed == 120


def test_keys_are_counted_by_value(report: Report) -> None:
    assert set(report.answers["answer"].counts) == {"3", "4", "5", "6", "7"}


def test_the_right_option_is_counted_at_each_place(report: Report) -> None:
    positions = report.positions["answer of 3"]
    assert (sorted(positions), positions.total()) == ([1, 2, 3], 120)


def test_a_mistake_is_counted_where_it_equals_the_key() -> None:
    """a + b = a*b for 2 + 2 alone, one of six draws that are equally likely."""
    text = "params: {a: 1..3, b: 2..3}\nprompt: $<<a>> + <<b>>$?\nanswer: a + b\nmistakes: [{a*b: Multiplied.}]\n"
    found = checking.stress(template(text), range(200))
    equal = found.coincidences["the part: a*b"]
    assert 15 < equal < 60


def test_branches_are_counted_by_seed(report: Report, sample: Template) -> None:
    assert sum(report.taken[branch] for branch in sample.parts[0].prompt.branches) == 120


def test_draws_are_counted_with_those_whose_options_coincide() -> None:
    text = "params: {a: 1..3}\nprompt: $<<a>> + 2$?\nanswer: {choice: a + 2}\nmistakes: [{2*a: Doubled.}]\n"
    found = checking.stress(template(text), range(100))
    assert found.rejected["only 1 of 2 options differ"] > 0
    assert found.tries == 100 + found.rejected.total()


def test_two_runs_joined_are_one_run(sample: Template, report: Report) -> None:
    joined = Report(sample.id)
    for seeds in (range(70), range(70, 120)):
        joined.add(checking.stress(sample, seeds))
    for name in ("composed", "tries", "rejected", "params", "answers", "positions", "taken", "coincidences"):
        assert getattr(joined, name) == getattr(report, name)


def test_the_slowest_seeds_come_first(report: Report) -> None:
    times = [seconds for seconds, _ in report.slowest]
    assert len(times) == 3
    assert times == sorted(times, reverse=True)


def test_many_different_numbers_make_a_histogram_of_intervals() -> None:
    tally = checking.Tally()
    for value in range(100):
        tally.add(value)
    bars = tally.histogram()
    assert len(bars) == 12
    assert sum(share for _, share in bars) == pytest.approx(1)


def test_long_values_are_told_apart_though_they_begin_alike() -> None:
    tally = checking.Tally()
    for last in (1, 2):
        tally.add((*range(100), last))
    assert len(tally.counts) == 2


def saved(folder: Path) -> Path:
    file = folder / "bank.yaml"
    file.write_text("id: sample\ntitle: Sample\ntopic: tests\n" + TEXT, encoding="utf-8")
    return file


def test_processes_find_what_one_process_finds(tmp_path: Path, report: Report) -> None:
    (found,) = checking.stress_all([(saved(tmp_path), "sample")], 120, 2, lambda *_: None)
    assert (found.params, found.rejected) == (report.params, report.rejected)


def test_without_texts_the_same_variants_are_drawn_and_judged(sample: Template, report: Report) -> None:
    found = checking.stress(sample, range(120), keys_only=True)
    for name in ("composed", "tries", "rejected", "variants", "positions", "coincidences", "proofs"):
        assert getattr(found, name) == getattr(report, name)
    assert (found.params, found.answers, found.taken) == ({}, {}, {})
    assert checking.faults(found, sample) == []


WRONG = {
    "disproved": "params: {a: 1..9}\nprompt: Halve $<<a>>$.\nanswer: a/2\ncheck: {it is whole: answer % 1 == 0}\n",
    "undrawable": "params: {a: 1..9}\nrequire: {it is large: a > 9}\nprompt: $<<a>>$?\nanswer: a\n",
    "contract": "params: {a: 'int[9] in 1..3'}\nprompt: Which is largest?\nanswer: argmax(a)\n",
}


@pytest.mark.parametrize("keys_only", [False, True])
@pytest.mark.parametrize("kind", WRONG)
def test_seeds_fail_in_their_own_way(kind: Kind, keys_only: bool) -> None:
    found = checking.stress(template(WRONG[kind]), range(8), keys_only=keys_only)
    assert found.failures
    assert found.failed(kind) == len(found.failures)


def test_where_no_process_can_be_started_one_does_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As without /dev/shm, where a semaphore cannot be made."""

    def refused(*_: object, **__: object) -> None:
        raise OSError(38, "Function not implemented")

    monkeypatch.setattr(executor, "ProcessPoolExecutor", refused)
    words: list[str] = []
    (found,) = checking.stress_all([(saved(tmp_path), "sample")], 60, 2, lambda *_: None, words.append)
    assert found.composed == 60
    assert words == [
        "one process does all the work, since this system lets none share it ([Errno 38] Function not implemented)"
    ]
