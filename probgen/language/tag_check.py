"""The marks of inserted values and tags in bank text: each `<<` closed, each `for` and `if` ended.

Found before Jinja reads the text, since its own messages speak of Jinja and not of the bank.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

TagFault = tuple[int, str, str]  # offset, what, hint

_OPENING = re.compile(r"(<<|<%)(?:(?!>>|%>|<<|<%).)*(>>|%>|<<|<%|\Z)", re.DOTALL)
_TAG = re.compile(r"<%\s*(\w+).*?%>", re.DOTALL)
_CLOSES = {"<<": ">>", "<%": "%>"}


def faults(text: str) -> Iterator[TagFault]:
    """Yield marks that are not closed, else tags that do not match: offset in the text, what, and the remedy."""
    unclosed = list(_unclosed(text))
    yield from unclosed or _unmatched(text)


def _unclosed(text: str) -> Iterator[TagFault]:
    place = 0
    while found := _OPENING.search(text, place):
        opening, end = found[1], found[2]
        place = found.end()
        if end != _CLOSES[opening]:
            hint = "a value is written `<<name>>`" if opening == "<<" else "a tag is written `<% if name %>`"
            yield found.start(), f"this `{opening}` is never closed by `{_CLOSES[opening]}`", hint
            place = found.start(2) if end in _CLOSES else place
        elif not text[found.start() + 2 : found.start(2)].strip():
            yield found.start(), f"nothing stands between `{opening}` and `{end}`", "write a name there, or delete both"


def _unmatched(text: str) -> Iterator[TagFault]:
    open_: list[tuple[str, int]] = []
    for found in _TAG.finditer(text):
        word, place = found[1], found.start()
        if word in ("for", "if"):
            open_.append((word, place))
        elif word in ("else", "elif", "endfor", "endif"):
            wanted = {"endfor": "for", "endif": "if", "elif": "if"}.get(word, open_[-1][0] if open_ else "")
            if not open_ or open_[-1][0] != wanted:
                hint = f"end the `<% {open_[-1][0]} %>` first" if open_ else "delete it, or open it further up"
                yield place, f"this `<% {word} %>` belongs to nothing", hint
            elif word.startswith("end"):
                open_.pop()
    for word, place in open_:
        yield place, f"this `<% {word} %>` is never ended", f"add `<% end{word} %>`"
