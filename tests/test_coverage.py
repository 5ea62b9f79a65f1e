"""The rows of the source documents: which work, and by what."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from probgen import coverage, shelf
from probgen.cli import cli
from probgen.errors import ProbgenError
from probgen.exam import blueprint
from tests.families.test_published import published

PAGE = Path(__file__).parent.parent / "docs" / "coverage.md"
_HEAD = """\
# Coverage

What reproduces each row of the five source documents: two homeworks with solutions (`hw22`, `hw25`), one without
(`hw23`), a midterm (`mid22`) and an assignment on sequence models (`seq`). Modes: R randomized, C conceptual, F fixed
text with fields, C+R conceptual with a computed companion. A row works if one variant of what covers it is drawn,
solved, proved and rendered as this page is written; *golden* rows have a checked answer in the tests. Written by
`make golden`.

| row | entry | mode | figure | golden | state |
|---|---|---|---|---|---|
"""


@pytest.fixture(scope="module")
def lines() -> list[coverage.Line]:
    return coverage.survey([shelf.shipped()])


def page(found: list[coverage.Line]) -> str:
    """Return `docs/coverage.md`."""
    rows = (
        f"| {row.id} | {'<br>'.join(entries)} | {row.mode} | {row.figure} | {'yes' if row.golden else ''} | {state} |\n"
        for row, entries, state in found
    )
    return f"{_HEAD}{''.join(rows)}\n{sum(line.works for line in found)} of {len(found)} rows work.\n"


def accept() -> None:
    """Write the page anew."""
    PAGE.write_text(page(coverage.survey([shelf.shipped()])), encoding="utf-8")


def test_the_page_is_what_the_command_finds(lines: list[coverage.Line]) -> None:
    assert PAGE.read_text(encoding="utf-8") == page(lines)


def test_every_row_works(lines: list[coverage.Line]) -> None:
    assert {line.row.id: line.state for line in lines if not line.works} == {}


def test_there_are_140_rows() -> None:
    assert len({row.id for row in coverage.rows()}) == 140


def test_each_golden_row_is_tested_through_solve_or_as_the_points_of_a_blueprint() -> None:
    tested = {row for case in published() for row in case.rows} | {"mid22-points", "seq-points"}
    assert {row.id for row in coverage.rows() if row.golden} <= tested


@pytest.mark.parametrize(("name", "total"), [("midterm", 139), ("sequence-models", 77)])
def test_the_points_of_a_blueprint_are_those_of_its_source(name: str, total: int) -> None:
    assert blueprint.load(name).blueprint.total == total


def test_the_command_ends_in_a_count() -> None:
    done = CliRunner().invoke(cli, ["list", "--coverage"])
    assert done.stdout.splitlines()[-1] == "140 of 140 rows work"


def test_a_row_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    (tmp_path / "bank.yaml").write_text("id: x\ntitle: X\ntopic: y\ncovers: [mid22-99]\nprompt: One?\nanswer: 1\n")
    with pytest.raises(ProbgenError, match="x covers 'mid22-99', which is no row of the source documents"):
        coverage.survey([tmp_path])


def test_a_row_whose_figure_is_missing_does_not_work(tmp_path: Path) -> None:
    (tmp_path / "bank.yaml").write_text(
        "id: x\ntitle: X\ntopic: y\ncovers: [mid22-8a]\nprompt: Which?\nanswer: 1\ncheck: {one: 1 == 1}\n"
    )
    states = {line.row.id: line.state for line in coverage.survey([tmp_path])}
    assert states["mid22-8a"] == "shows no probability tree"
