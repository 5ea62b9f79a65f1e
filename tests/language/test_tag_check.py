"""Marks and tags of bank text: each closed, each ended."""

from __future__ import annotations

import pytest

from probgen.language import tag_check


@pytest.mark.parametrize(
    "text",
    [
        "no tags",
        "<<a>> and <<a < b>> and <<a - b | signed>>",
        "<% for x in xs %><% if x > 1 %><<x>><% elif x %>1<% else %>0<% endif %><% endfor %>",
        "<% for x in xs %><<x>><% else %>none<% endfor %>",
    ],
)
def test_what_is_closed_passes(text: str) -> None:
    assert list(tag_check.faults(text)) == []


@pytest.mark.parametrize(
    ("text", "offset", "what"),
    [
        ("a <<b and <<c>>", 2, "this `<<` is never closed by `>>`"),
        ("a <<b>", 2, "this `<<` is never closed by `>>`"),
        ("<% if a >> b", 0, "this `<%` is never closed by `%>`"),
        ("x <% for a in b %>", 2, "this `<% for %>` is never ended"),
        ("<% endif %>", 0, "this `<% endif %>` belongs to nothing"),
        ("<% for a in b %><% endif %>", 16, "this `<% endif %>` belongs to nothing"),
        ("<% else %>", 0, "this `<% else %>` belongs to nothing"),
    ],
)
def test_what_is_not_closed_is_placed(text: str, offset: int, what: str) -> None:
    assert next(tag_check.faults(text))[:2] == (offset, what)


def test_empty_marks_are_placed() -> None:
    assert next(tag_check.faults("a << >> b"))[:2] == (2, "nothing stands between `<<` and `>>`")
