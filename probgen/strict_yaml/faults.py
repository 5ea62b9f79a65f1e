"""What the YAML parser says, in the words of a bank author, with the remedy."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import yaml

from ..errors import Fault, Where
from ..language.tex_check import COMMANDS

DEPTH = 30  # levels of lists and mappings
_ESCAPED = COMMANDS | {"begin", "end"}
_QUOTE = "put the text in quotes, or on its own lines after `|`"
_TEX = "use a `|` block, single quotes, or no quotes"

# a pattern of the parser's words, what it means, the remedy
_MEANINGS = (
    ("mapping values are not allowed", "a colon followed by a space cannot stand inside plain text", _QUOTE),
    ("tab character", "a tab cannot indent", "indent with blanks"),
    ("scanning a quoted scalar", "this quote is never closed", "add the closing quote"),
    ("scanning an? (?:alias|anchor)", "plain text cannot begin with '{char}'", _QUOTE),
    ("line break", "nothing may follow `|` on its line", "begin the text on the next line"),
    ("block sequence entries", "a list cannot begin on the line of its key", "begin it on the next line"),
    ("expected ',' or '[}\\]]'", "inside { } or [ ] the sign '{char}' ends the value", "quote the value"),
    ("could not find expected ':'", "this line is no `key: value`", "indent it if it belongs to the text above"),
    ("expected <document start>", "text cannot follow `...`", "start a new problem with a line `---`"),
    ("maximum nesting depth", f"lists and mappings are nested deeper than {DEPTH}", ""),
    ("expected node content", "plain text cannot begin with '{char}'", _QUOTE),
    ("parsing a block", "this line fits neither the indentation nor the value above it", "indent all keys alike"),
)


def syntax_fault(fault: yaml.YAMLError | UnicodeEncodeError, text: str, begun: Where) -> Fault:
    """Return the fault that stopped the parser, at its place; `begun` is the value that was being read."""
    if not isinstance(fault, yaml.MarkedYAMLError) or fault.problem_mark is None:
        index = getattr(fault, "position", getattr(fault, "start", 0))
        where = Where(begun.file, text.count("\n", 0, index) + 1, index - text.rfind("\n", 0, index))
        return Fault(where, "a control character cannot stand in a file", "delete it")
    mark, words = fault.problem_mark, f"{fault.context or ''}: {fault.problem}"
    rest = text[mark.index :] if mark.line else text[mark.column :]
    if fault.context_mark and "unknown escape" not in words:
        unclosed = "flow" in words and not rest.strip()
        if unclosed or re.search("quoted scalar|alias|anchor", words):
            mark, rest = fault.context_mark, text[fault.context_mark.index :]
            words = "unclosed" if unclosed else words
    where = Where(begun.file, mark.line + 1, mark.column + 1, begun.path if begun.line == mark.line + 1 else "")
    where = replace(where, path=where.path.split(" > item ")[0])
    what, hint = _meaning(words, rest, text[: mark.index], later=begun.line <= mark.line)
    return Fault(where, what, hint)


def _meaning(words: str, rest: str, before: str, *, later: bool) -> tuple[str, str]:
    """Return what is wrong and the remedy; `later` tells that the value being read began on an earlier line."""
    char = rest[:1]
    closed = before.rstrip(" ")[-1:]
    if "unknown escape" in words:
        return _unknown_escape(rest)
    if words == "unclosed":
        return f"this `{char}` is never closed", "add the closing bracket"
    if "cannot start any token" in words and char != "\t":
        return f"plain text cannot begin with '{char}'", _QUOTE
    if "cannot start any token" in words:
        return "a tab cannot indent", "indent with blanks"
    if "parsing a block" in words and closed in ("'", '"'):
        hint = "quote the whole text in the other quotes, or put it after `|`"
        return f"the value ended with the quote {closed}, and more text follows", hint
    if "parsing a block" in words and closed in ("]", "}"):
        return f"the value ended with `{closed}`, and more text follows", "quote the whole text, or put it after `|`"
    if "mapping values" in words and later:
        return (
            "this line is indented as a part of the text above it",
            "indent it like the keys above, or put the whole text after `|`",
        )
    for pattern, what, hint in _MEANINGS:
        if re.search(pattern, words):
            return what.replace("{char}", char), hint
    return f"this is not YAML: {words.strip(': ')}", _QUOTE


def escape_fault(written: str, where: Where) -> Iterator[Fault]:
    r"""Yield the TeX commands in a double-quoted text whose first letters YAML reads as an escape."""
    for found in re.finditer(r"(\\+)([A-Za-z]+)", written):
        if len(found[1]) % 2 and len(found[2]) > 1 and found[2] in _ESCAPED:
            what = f"TeX in double quotes: YAML reads `\\{found[2][0]}` of \\{found[2]} as an escape"
            yield Fault(where, what, _TEX)


def unreadable(fault: OSError | UnicodeDecodeError, file: str) -> Fault:
    """Return the fault of a file that cannot be read as text."""
    if isinstance(fault, UnicodeDecodeError):
        line = fault.object.count(b"\n", 0, fault.start) + 1
        return Fault(Where(file, line), "the file is not written in UTF-8", "save it as UTF-8")
    return Fault(Where(file), f"cannot be read: {(fault.strerror or str(fault)).lower()}")


def _unknown_escape(rest: str) -> tuple[str, str]:
    word = re.match(r"\\([A-Za-z]*)", rest)
    if word and word[1] in _ESCAPED:
        return f"TeX in double quotes: `\\{word[1][0]}` of \\{word[1]} is no escape of YAML", _TEX
    return f"`{rest[:2]}` in double quotes is no escape of YAML", _TEX
