"""The benchmarks: what they report, not how fast anything is."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from benchmarks import clock, command, page_builder, report, sources
from benchmarks.__main__ import main
from benchmarks.findings import Finding, Skipped
from probgen import typeset
from probgen.writers.pdf import format_source


def test_contenders_take_turns_and_every_other_round_runs_backwards() -> None:
    order: list[str] = []
    found = clock.rounds({name: lambda name=name: order.append(name) for name in "ab"}, 3, 1000)  # type: ignore[misc]
    assert ("".join(order), len(found["a"])) == ("abbaab", 3)


def test_there_is_one_round_even_where_no_time_is_left() -> None:
    assert len(clock.rounds({"a": lambda: None}, 5, 0)["a"]) == 1


def test_a_ratio_is_the_median_of_the_rounds_own_ratios() -> None:
    found = {"slow": [clock.Took(s, 0) for s in (2, 30, 8)], "fast": [clock.Took(s, 0) for s in (1, 10, 2)]}
    assert clock.ratio(found, "slow", "fast") == 3


@pytest.mark.parametrize(
    ("finding", "met"),
    [
        (Finding("x", 20, goal=20), True),
        (Finding("x", 19.9, goal=20), False),
        (Finding("x", 1.1, goal=1, better="less"), False),
        (Finding("x", 1), None),
    ],
)
def test_a_goal_is_met_or_not_or_there_is_none(finding: Finding, met: bool | None) -> None:
    assert finding.met is met


def test_the_page_keeps_what_people_wrote_around_the_numbers(tmp_path: Path) -> None:
    page = tmp_path / "performance.md"
    page.write_text(
        "before\n<!-- measured: begin -->\nold\n<!-- measured: end -->\n## What stands in the way\nmuch\n", "utf-8"
    )
    report.write_page({"x": [Finding("speed", 3, goal=2), Skipped("other", "no R")]}, "make bench", page)
    text = page.read_text(encoding="utf-8")
    assert text.startswith("before\n")
    assert text.endswith("## What stands in the way\nmuch\n")
    assert "| speed | >= 2 | 3 times | yes |  |" in text
    assert "no R" in text
    assert "old" not in text


def test_the_page_of_this_repository_has_its_marks(tmp_path: Path) -> None:
    page = tmp_path / "performance.md"
    page.write_text((command.ROOT / "docs" / "performance.md").read_text(encoding="utf-8"), encoding="utf-8")
    report.write_page({"x": [Finding("speed", 3)]}, "make bench", page)
    assert "| speed |" in page.read_text(encoding="utf-8")


@pytest.mark.parametrize("compile_pair", [sources.two_passes, sources.pylatex])
def test_the_frozen_sources_compile(compile_pair: object) -> None:
    assert callable(compile_pair)
    compile_pair(sources.VARIANTS[1])


def test_a_command_tells_what_its_tex_took_and_what_it_held(tmp_path: Path) -> None:
    cost = command.exam(1, tmp_path / "set")
    assert 0 < cost.tex < cost.wall
    assert 10 < cost.memory < 10_000
    assert (tmp_path / "set" / "solution-A.pdf").is_file()


def test_the_page_builder_sets_every_paper_of_a_set(tmp_path: Path) -> None:
    command.exam(2, tmp_path / "set")
    first, second = page_builder.sources(tmp_path / "set", 2)
    assert first.count("\\clearpage") == second.count("\\clearpage") == 2  # an exam and a solution
    with typeset.run(first, typeset.format_for(format_source()), seconds=60) as outcome:
        assert (outcome.code, outcome.pdf.is_file(), "\n!" in outcome.log) == (0, True, False)


def test_a_quick_run_reports_every_goal_that_it_was_asked_for(tmp_path: Path) -> None:
    file = tmp_path / "numbers.json"
    done = CliRunner().invoke(main, ["start", "draws", "--quick", "--json", str(file)], catch_exceptions=False)
    assert done.exit_code == 0
    measured = json.loads(file.read_text(encoding="utf-8"))["measured"]
    goals = {name: [one["what"] for one in found if one["goal"] is not None] for name, found in measured.items()}
    assert {name: len(found) for name, found in goals.items()} == {"start": 2, "draws": 1}
    assert all(one["value"] > 0 for found in measured.values() for one in found)
