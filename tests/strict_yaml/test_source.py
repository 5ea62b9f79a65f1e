"""Strict YAML: what scalars mean, what is refused, and where everything stands."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from probgen import strict_yaml
from probgen.errors import ProbgenError
from probgen.exact import Dec


def data(text: str) -> Any:
    return strict_yaml.read_text(text, "f.yaml")[0].data


def fault(text: str) -> str:
    with pytest.raises(ProbgenError) as caught:
        strict_yaml.read_text(text, "f.yaml")
    return str(caught.value)


@pytest.mark.parametrize("text", ["no", "yes", "012", "12:30", "1_000", "0x1F", "2024-01-31", "~", ".5", "1e999", "+1"])
def test_what_yaml_would_convert_stays_text(text: str) -> None:
    assert data(f"a: {text}") == {"a": text}


@pytest.mark.parametrize(("text", "value"), [("0", 0), ("-12", -12), ("true", True), ("null", None), ("", None)])
def test_whole_numbers_truth_values_and_nothing_are_typed(text: str, value: object) -> None:
    assert data(f"a: {text}") == {"a": value}
    assert type(data(f"a: {text}")["a"]) is type(value)


@pytest.mark.parametrize(("text", "shown"), [("0.60", "0.60"), ("-1.5", "-1.5"), ("1e-3", "0.001"), ("2.50e1", "25.0")])
def test_decimals_keep_the_places_they_are_written_with(text: str, shown: str) -> None:
    value = data(f"a: {text}")["a"]
    assert isinstance(value, Dec)
    assert str(value) == shown


def test_quoted_scalars_are_text() -> None:
    assert data("a: '5'\nb: \"true\"\n") == {"a": "5", "b": "true"}


def test_keys_may_be_numbers_and_lists() -> None:
    assert data("5: a\n0.50: b\n[1, 2]: c\ntrue: d\n") == {5: "a", Dec("0.50"): "b", (1, 2): "c", "true": "d"}


def test_documents_are_split_and_empty_ones_left_out() -> None:
    documents = strict_yaml.read_text("---\na: 1\n---\n---\n# only a comment\n---\nb: 2\n", "f.yaml")
    assert [(document.data, document.line) for document in documents] == [({"a": 1}, 2), ({"b": 2}, 7)]


def test_a_block_text_keeps_its_lines() -> None:
    assert data("a: |\n  one\n    two\n\n  three\n") == {"a": "one\n  two\n\nthree\n"}


def test_a_byte_order_mark_and_carriage_returns_change_no_place() -> None:
    document = strict_yaml.read_text("\ufeffa: 1\r\nb: |\r\n  text\r\n", "f.yaml")[0]
    assert document.data == {"a": 1, "b": "text\n"}
    assert str(document.where("b")) == "f.yaml:3:3: b"


SAMPLE = """\
title: Größe
parts:
  - prompt: |

      first line
      second word word
    answers: {one: 1, two: 'it''s here'}
  - prompt: a text that goes on
      over a second line
    mistakes:
      - 5: Too few.
"""


@pytest.mark.parametrize(
    ("path", "place"),
    [
        (("title",), "f.yaml:1:8: title"),
        (("parts", 0), "f.yaml:3:5: part a"),
        (("parts", 0, "prompt"), "f.yaml:4:7: part a > prompt"),
        (("parts", 0, "answers", "two"), "f.yaml:7:29: part a > answers > two"),
        (("parts", 1, "mistakes", 0, 5), "f.yaml:11:12: part b > mistake 1 > 5"),
        (("parts", 1, "rubric", "absent"), "f.yaml:8:5: part b"),
    ],
)
def test_a_value_is_placed_where_its_content_begins(path: tuple[Any, ...], place: str) -> None:
    assert str(strict_yaml.read_text(SAMPLE, "f.yaml")[0].where(*path)) == place


def test_a_key_has_a_place_of_its_own() -> None:
    document = strict_yaml.read_text(SAMPLE, "f.yaml")[0]
    assert str(document.where_key("parts", 0, "answers", "two")) == "f.yaml:7:23: part a > answers > two"


@pytest.mark.parametrize(
    ("path", "word", "place"),
    [
        (("parts", 0, "prompt"), "second", "f.yaml:6:7"),
        (("parts", 1, "prompt"), "second", "f.yaml:9:14"),
        (("parts", 0, "answers", "two"), "here", "f.yaml:7:35"),
    ],
)
def test_a_word_of_a_text_is_placed_on_its_own_line(path: tuple[Any, ...], word: str, place: str) -> None:
    document = strict_yaml.read_text(SAMPLE, "f.yaml")[0]
    text = document.data
    for step in path:
        text = text[step]
    assert str(document.place(path, text.index(word))).startswith(place)


def test_a_repeated_word_is_placed_by_counting() -> None:
    document = strict_yaml.read_text(SAMPLE, "f.yaml")[0]
    text = document.data["parts"][0]["prompt"]
    assert str(document.place(("parts", 0, "prompt"), text.rindex("word"))).startswith("f.yaml:6:19")


def test_a_comma_inside_parentheses_is_named_and_the_value_read_whole() -> None:
    document = next(strict_yaml.scan("a: {b: f(x, y, z), c: 1}\nd: [g(1, 2), 3]\n", "f.yaml"))
    assert document.data == {"a": {"b": "f(x, y, z)", "c": 1}, "d": ["g(1, 2)", 3]}
    assert [fault.where.line for fault in document.faults] == [1, 2]


def test_of_a_key_that_stands_twice_the_first_value_counts() -> None:
    document = next(strict_yaml.scan("a: 1\na: {b: 2}\n", "f.yaml"))
    assert document.data == {"a": 1}
    assert [fault.what for fault in document.faults] == ["key 'a' stands twice (first on line 1)"]


def test_an_escape_for_a_line_end_is_no_tex() -> None:
    assert data('a: "one\\ntwo \\\\beta"') == {"a": "one\ntwo \\beta"}


@pytest.mark.parametrize("text", ["a: \x07", "a: \ud800"])
def test_control_characters_are_placed(text: str) -> None:
    assert fault(text) == "f.yaml:1:4: a control character cannot stand in a file\n  hint: delete it"


def test_deep_nesting_ends_in_a_fault() -> None:
    assert "nested deeper than 30" in fault("[" * 5000)


def test_an_unclosed_bracket_is_placed_where_it_opens() -> None:
    assert fault("a: 1\nb: [1, 2\n").startswith("f.yaml:2:4: b: this `[` is never closed")


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ProbgenError, match=r"gone\.yaml: cannot be read: no such file or directory"):
        strict_yaml.read(tmp_path / "gone.yaml")


def test_a_file_in_another_encoding_is_placed(tmp_path: Path) -> None:
    (tmp_path / "latin.yaml").write_bytes("a: 1\nb: Größe\n".encode("latin-1"))
    with pytest.raises(ProbgenError, match=r"latin\.yaml:2: the file is not written in UTF-8"):
        strict_yaml.read(tmp_path / "latin.yaml")


@pytest.mark.parametrize("character", ["\x1b", "\x85", "\u202e", "\u2028", "\ue000", "\U000f0100", "\uffff"])
def test_characters_that_steer_or_hide_are_refused_in_values_and_keys(character: str) -> None:
    escape = f"\\U{ord(character):08x}"
    assert f"the character U+{ord(character):04X} cannot stand in a text" in fault(f'a: "x{escape}"')
    assert f"the character U+{ord(character):04X} cannot stand in a text" in fault(f'"x{escape}": a')


def test_a_key_without_a_bottom_is_a_fault() -> None:
    assert "nested deeper than 30" in fault("? " + "[" * 5000 + "]" * 5000 + "\n: 1\n")


def test_a_file_without_end_is_read_to_its_bound(tmp_path: Path) -> None:
    (tmp_path / "long.yaml").write_text("a: " + "x" * 2_000_000)
    with pytest.raises(ProbgenError, match="more than 1 000 000 characters"):
        strict_yaml.read(tmp_path / "long.yaml")
