"""The knobs of the shipped problems, and the page that tells of them."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner

from probgen import bank, shelf
from probgen.cli import cli
from tests.bank_text import template

PAGE = Path(__file__).parent.parent / "docs" / "knobs.md"
_HEAD = """\
# Knobs

How hard a problem is: the values of each knob, the default first. All variants of an exam share them. A blueprint sets
them by `knobs: {k: 3}`, a command by `--set decoding_tree_search.k=3`. Written by `make golden` from the banks.

| problem | knob | values | what it changes |
|---|---|---|---|
"""


def rows() -> list[dict[str, str]]:
    """Return what the command lists of the shipped problems."""
    done = CliRunner().invoke(cli, ["list", "--knobs", "--json", str(shelf.shipped())])
    found: list[dict[str, str]] = json.loads(done.stdout)
    return found


def page() -> str:
    """Return `docs/knobs.md`."""
    return _HEAD + "".join(
        f"| `{row['id']}` | `{row['knob']}` | {row['values']} | {row['what it changes']} |\n" for row in rows()
    )


def accept() -> None:
    """Write the page anew."""
    PAGE.write_text(page(), encoding="utf-8")


def test_the_page_is_what_the_command_lists() -> None:
    assert PAGE.read_text(encoding="utf-8") == page()


def test_every_shipped_knob_says_what_it_changes() -> None:
    assert [row for row in rows() if len(row["what it changes"]) < 4] == []


def test_every_problem_with_knobs_is_listed() -> None:
    shipped = [shelf.shipped()]
    with_knobs = {line.id for line in shelf.summaries(shipped) if bank.find(line.id, shipped).knobs}
    assert {row["id"] for row in rows()} == with_knobs


def test_a_knob_may_be_a_list_of_values() -> None:
    made = template("knobs: {n: [1, 2]}\nprompt: What is $<<n>>$?\nanswer: n\n")
    assert (dict(made.knobs), dict(made.knob_docs)) == ({"n": (1, 2)}, {"n": ""})


def test_a_knob_may_say_what_it_changes() -> None:
    made = template("knobs: {n: {values: [1, 2], doc: the size}}\nprompt: What is $<<n>>$?\nanswer: n\n")
    assert (dict(made.knobs), dict(made.knob_docs)) == ({"n": (1, 2)}, {"n": "the size"})
