"""What the log of a TeX run says: errors and overfull boxes, by line of the job."""

from __future__ import annotations

import re
from typing import NamedTuple

_ERROR = re.compile(r"^(?:\./)?job\.tex:(?P<line>\d+): (?P<what>.*)$")
_BARE = re.compile(r"^! (?P<what>.*)$")
_PLACE = re.compile(r"^l\.(?P<line>\d+) ")
_OVERFULL = re.compile(
    r"^Overfull \\hbox \((?P<excess>[\d.]+)pt too wide\).*?(?:lines? )(?P<first>\d+)(?:--(?P<last>\d+))?"
)
_CULPRIT = re.compile(r"(\\[A-Za-z@]+|\\.)\s*$")
_ECHOES = ("Emergency stop", "==> Fatal error", "Fatal error occurred", "That makes 100 errors")


class LogFault(NamedTuple):
    """An error of TeX; line 0 where TeX named none."""

    line: int
    what: str


class Overfull(NamedTuple):
    """A line of text that is `excess` pt too wide, found while reading line `line`."""

    line: int
    excess: float


def faults(log: str) -> list[LogFault]:
    """Return the errors of a run in order; the echoes that end a run are left out where something else was said."""
    lines = log.splitlines()
    found: list[LogFault] = []
    for place, text in enumerate(lines):
        named = _ERROR.match(text)
        if named:
            found.append(LogFault(int(named["line"]), _what(named["what"], lines[place + 1 : place + 12])))
        elif bare := _BARE.match(text):
            found.append(LogFault(_line_after(lines[place + 1 : place + 30]), bare["what"]))
    telling = [fault for fault in found if not fault.what.lstrip().startswith(_ECHOES)]
    return telling or found


def overfull(log: str) -> list[Overfull]:
    """Return the lines that are too wide by more than the job tolerates."""
    hits = (_OVERFULL.match(line) for line in log.splitlines())
    return [Overfull(int(hit["last"] or hit["first"]), float(hit["excess"])) for hit in hits if hit]


def _what(message: str, context: list[str]) -> str:
    """Return the message; an undefined command is named, which TeX does only in the context."""
    if message.startswith("Undefined control sequence"):
        for line in context:
            culprit = _CULPRIT.search(line)
            if culprit:
                return f"Undefined control sequence {culprit[1]}"
    return message.rstrip(".")


def _line_after(context: list[str]) -> int:
    return next((int(hit["line"]) for hit in map(_PLACE.match, context) if hit), 0)
