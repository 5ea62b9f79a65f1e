"""Which branches of a text a filling takes, seen without changing what is filled."""

from __future__ import annotations

from typing import Any

import pytest

from probgen.errors import ProbgenError, Where
from probgen.language import branches, filling

HERE = Where("bank.yaml", 7)
NESTED = """\
<% for r in rows %>
  <% if r > 1 %>
many <<r>>
  <% elif r %>
one
  <% else %>
none
  <% endif %>
<% endfor %>
end"""


def taken(source: str, **scope: Any) -> list[str]:
    text = filling.parse(source, HERE)
    with branches.watched() as watch:
        text.fill(scope)
    return [branch.tag for branch in text.branches if branch in watch.taken]


def test_every_opening_tag_is_a_branch_with_its_line() -> None:
    found = [(branch.tag, branch.where.line) for branch in filling.parse(NESTED, HERE).branches]
    assert found == [("<% for r in rows %>", 7), ("<% if r > 1 %>", 8), ("<% elif r %>", 10), ("<% else %>", 12)]


@pytest.mark.parametrize(
    ("rows", "tags"),
    [
        ((), []),
        ((0,), ["<% for r in rows %>", "<% else %>"]),
        ((1, 2), ["<% for r in rows %>", "<% if r > 1 %>", "<% elif r %>"]),
    ],
)
def test_the_branches_that_are_filled_are_taken(rows: tuple[int, ...], tags: list[str]) -> None:
    assert taken(NESTED, rows=rows) == tags


@pytest.mark.parametrize(
    "source",
    [
        NESTED,
        "a <% if rows %>b<% endif %> c",
        "  <% if rows %>\n  | a |\n  <% endif %>\n\nb",
        "a\n<% for r in rows -%>\n  b\n<% endfor %>\nc",
        "$<<rows | row>><# given #>$ and\n<# a remark #>b",
        "<% if rows %><# given #>\na\n<% else %><# given #>\nb\n<% endif %>c",
    ],
)
def test_watching_changes_nothing_of_the_text(source: str) -> None:
    text, scope = filling.parse(source, HERE), {"rows": (0, 1, 2)}
    with branches.watched() as watch:
        seen = text.fill(scope)
    assert seen == text.fill(scope)
    assert len(watch.filled) == 1


def test_a_branch_for_given_numbers_says_so() -> None:
    first, second = filling.parse("<% if a %><# given #>x<% else %>y<% endif %>", HERE).branches
    assert (first.given, first.tag, second.given) == (True, "<% if a %>", False)


def test_a_filled_text_is_kept_without_the_values_that_are_meant_to_be_seen() -> None:
    text = filling.parse("<<a>> <<b>><# given #> <<c>>", HERE)
    with branches.watched() as watch:
        text.fill({"a": 1, "b": 2, "c": 3})
    assert watch.filled == [(HERE, filling.parse("<<a>>  <<c>>", HERE).fill({"a": 1, "c": 3}))]


def test_a_tag_in_a_remark_is_no_branch() -> None:
    assert taken("<# <% if a %> #><% if b %>x<% endif %>", b=True) == ["<% if b %>"]


def test_the_mark_of_a_branch_is_not_for_authors() -> None:
    with pytest.raises(ProbgenError, match="unknown filter '_taken'"):
        filling.parse("<<1 | _taken>>", HERE)


def test_nobody_watches_after_the_block() -> None:
    with branches.watched() as watch:
        pass
    filling.parse("<<a>>", HERE).fill({"a": 1})
    assert watch.filled == []
