"""The branches of a text: what stands behind each `if`, `elif`, `else` and `for`, and which of them a filling took.

Taking is seen by marks: while somebody watches, a text is compiled with a tag behind each opening one that prints a
sign which no text holds. Jinja trims line breaks and blanks around that tag as it did around the one before it.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import NamedTuple

from ..errors import Where
from ..typography import Prose
from .characters import CLOSE, MARKS, OPEN

_TAG = re.compile(
    r"<#.*?#>|<<[^<>]*>>(?P<shown>\s*<#\s*given\s*#>)|(?P<tag><%[-+]?\s*(?:if|elif|else|for)\b.*?(?P<trim>[-+]?)%>(?P<given>\s*<#\s*given\s*#>)?)",
    re.DOTALL,
)
_GIVEN = chr(MARKS)  # behind a value that is meant to be seen, though it may be a key; branches are counted from 1
_MARK = re.compile(f"[{_GIVEN}-\U000fffff]")
_MEANT = re.compile(f"{OPEN}[^{OPEN}{CLOSE}]*{CLOSE}{_GIVEN}")


class Branch(NamedTuple):
    """A branch by the tag that opens it; `offset` counts characters of the text.

    `given`: its author says, by `<# given #>` behind the tag, that only pinned numbers lead there.
    """

    tag: str
    offset: int
    where: Where
    given: bool


@dataclass
class Watch:
    """What texts did while they were watched: the branches that were taken, and the texts that were filled, in order.

    Of the latter without the values that are marked by `<# given #>`.
    """

    filled: list[tuple[Where, str]] = field(default_factory=list)
    taken: set[Branch] = field(default_factory=set)

    def note(self, where: Where, branches: tuple[Branch, ...], text: str) -> str:
        """Take in a filled text and return it without marks."""
        marks = {ord(mark) - MARKS for mark in _MARK.findall(text)}
        self.taken.update(branches[number - 1] for number in marks if number)
        self.filled.append((where, _MARK.sub("", _MEANT.sub("", text)) if marks else text))
        return _MARK.sub("", text) if marks else text


class _Thread(threading.local):
    def __init__(self) -> None:
        self.watch: Watch | None = None


_thread = _Thread()


@contextmanager
def watched() -> Iterator[Watch]:
    """Watch every text that this thread fills until the block ends."""
    outer, _thread.watch = _thread.watch, Watch()
    try:
        yield _thread.watch
    finally:
        _thread.watch = outer


def watch() -> Watch | None:
    """Return who watches this thread, if anybody does."""
    return _thread.watch


def opened(source: str, place: Callable[[int, str], Where]) -> tuple[Branch, ...]:
    """Return the branches of a text; `place` tells where a tag stands, of its offset and text."""
    return tuple(
        Branch(tag, found.start(), place(found.start(), tag), bool(found["given"]))
        for found in _TAG.finditer(source)
        if (tag := (found["tag"] or "").removesuffix(found["given"] or ""))
    )


def marks(source: str) -> bool:
    """Tell whether a source has anything to mark."""
    return "<%" in source or "<#" in source


def marked(source: str, taken: str) -> str:
    """Return the source with a mark in each branch; `taken` is the filter that makes it of its number."""
    count = iter(range(1, len(source)))

    def with_mark(found: re.Match[str]) -> str:
        if found["shown"]:
            return f"{found[0]}<<0 | {taken}>>"
        return f"{found[0]}<% print {next(count)} | {taken} {found['trim']}%>" if found["tag"] else found[0]

    return _TAG.sub(with_mark, source)


def mark(number: int) -> Prose:
    """Return the sign of a branch."""
    return Prose(chr(MARKS + number))
