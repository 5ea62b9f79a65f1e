"""The footnotes in a piece of text, for outputs that place them themselves."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..document import DataTable, Emph, Footnote, ItemList, Paragraph, Strong


def footnotes(content: Any) -> Iterator[Footnote]:
    """Yield the footnotes of blocks or inlines in the order of their marks."""
    match content:
        case tuple():
            for item in content:
                yield from footnotes(item)
        case Footnote():
            yield content
        case Paragraph(inner) | Emph(inner) | Strong(inner) | ItemList(inner):
            yield from footnotes(inner)
        case DataTable(header, rows):
            yield from footnotes((header, rows))
        case _:
            pass
