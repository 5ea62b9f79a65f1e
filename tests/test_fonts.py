"""Names as outlines: whole, shaped, in the direction of their script, the same every time."""

from __future__ import annotations

import re
import unicodedata

import pytest

from probgen import fonts


def starts(path: str) -> list[float]:
    """Return where each contour of a path begins, from left to right on the page or not."""
    return [float(x) for x in re.findall(r"([-\d.]+) [-\d.]+ m ", path)]


def drawn(text: str) -> fonts.Outline:
    found = fonts.outline(text)
    if found is None:
        pytest.skip(f"no font here has {unicodedata.name(text[0])}")
    return found


@pytest.mark.parametrize("name", ["Анна Петрова", "محمد الفارسی", "王小明", "अनिरुद्ध क्ष्मा", "Nguyễn Văn Ánh", "שרה כהן"])
def test_a_name_is_an_outline_within_its_width(name: str) -> None:
    outline = drawn(name)
    assert all(-0.5 <= x <= outline.width + 0.5 for x in starts(outline.path))
    assert outline.path.count("h ") >= len(name.replace(" ", "")) / 2


def test_what_no_font_has_is_none() -> None:
    assert fonts.outline("\U000f0000") is None


def test_without_fontconfig_there_is_no_outline(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    for cached in (fonts.outline, fonts._places):
        cached.cache_clear()
    assert fonts.outline("Анна") is None
    for cached in (fonts.outline, fonts._places):
        cached.cache_clear()


def test_arabic_letters_are_joined() -> None:
    """The three letters of a word take other forms, and less room, than each of them alone."""
    alone = sum(drawn(letter).width for letter in "محم")
    assert drawn("محم").width < alone


def test_arabic_begins_at_the_right() -> None:
    """Alef alone is a stroke; written before meem it stands at the right of it."""
    both, meem = drawn("ام"), drawn("م")
    assert max(starts(both.path)) > meem.width


def test_a_mark_takes_no_room_of_its_own() -> None:
    assert drawn("कि").width < drawn("क").width + drawn("इ").width


def test_a_name_in_two_scripts_keeps_the_order_of_its_first() -> None:
    latin, both = drawn("Ali "), drawn("Ali علي")
    assert both.path.startswith(latin.path)


def test_how_a_name_looks_hangs_on_no_other_name() -> None:
    before = drawn("Мария")
    fonts.outline.cache_clear()
    drawn("王小明")
    assert drawn("Мария") == before
