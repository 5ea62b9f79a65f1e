"""The shape of a text: how Markdown reads it, whatever the values are.

What is concealed does not change how Markdown reads the rest, so all variants of a text share one reading: that of the
text with each value replaced by its number.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Any, NamedTuple

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.footnote.index import footnote_inline

_ROW = re.compile(r"^\s*\|.*$", re.MULTILINE)


class Shape(NamedTuple):
    """How Markdown reads a text: a tree that nobody changes."""

    tree: SyntaxTreeNode
    notes: Mapping[int, str]  # the text of each footnote


@lru_cache(maxsize=1024)
def read(markdown: str) -> Shape:
    """Return the shape of a text whose values are numbered, the same one for an equal text."""
    kept: dict[str, Any] = {}
    tree = SyntaxTreeNode(_parser().parse(_ROW.sub(_without_bars, markdown), kept))
    notes = kept.get("footnotes", {}).get("list", {})
    return Shape(tree, {number: note["content"] for number, note in notes.items()})


def _without_bars(row: re.Match[str]) -> str:
    """Return a table's row with the bars inside its formulas written so that they end no cell."""
    return re.sub(r"\$[^$]*\$", lambda formula: formula[0].replace("|", r"\vert "), row[0])


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"typographer": True, "html": False})
    parser.enable(["table", "replacements", "smartquotes"])
    parser.disable(["html_block", "html_inline", "link", "autolink", "reference", "lheading", "code", "entity"])
    parser.inline.ruler.after("image", "footnote_inline", footnote_inline)
    return parser.use(dollarmath_plugin, allow_digits=False, allow_labels=True, double_inline=True)
