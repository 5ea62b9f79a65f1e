"""Variants of a text share one reading, and each has its own values."""

from __future__ import annotations

from probgen.document import Footnote, Math, Paragraph, Str
from probgen.errors import Where
from probgen.language import filling, markup, shapes

PLACES = """\
It is <<a>> and $x = <<a>>$^[not <<b>>], `<<a>>`.

$$<<b>>$$

| <<a>> |
|---|
| $|<<b>>|$ |

- *<<a>>*
"""


def read(text: str, **values: object) -> str:
    filled = filling.parse(text, Where("bank.yaml", 1)).fill(values)
    return repr(markup.blocks(filled, {}))


def test_a_second_variant_has_its_own_values_everywhere() -> None:
    first = read(PLACES, a=1111, b=2222)
    assert read(PLACES, a=3333, b=4444) == first.replace("1111", "3333").replace("2222", "4444")


def test_a_second_variant_is_not_read_by_markdown_again() -> None:
    read(PLACES, a=1, b=2)
    before = shapes.read.cache_info().misses
    read(PLACES, a=-10, b=12345)
    assert shapes.read.cache_info().misses == before


def test_many_values_keep_their_order() -> None:
    text = " ".join(f"<<a{n}>>" for n in range(30))
    values = {f"a{n}": 100 + n for n in range(30)}
    (paragraph,) = markup.blocks(filling.parse(text, Where("bank.yaml", 1)).fill(values), {})
    assert isinstance(paragraph, Paragraph)
    assert [node.tex for node in paragraph.content if isinstance(node, Math)] == [str(n) for n in range(100, 130)]


def test_a_footnote_has_the_values_of_its_text() -> None:
    filled = filling.parse("<<a>>, see^[<<b>> it is] there", Where("bank.yaml", 1)).fill({"a": 1, "b": 2})
    (paragraph,) = markup.blocks(filled, {})
    assert isinstance(paragraph, Paragraph)
    assert Footnote((Math("2"), Str(" it is"))) in paragraph.content
