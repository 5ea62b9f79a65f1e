"""Texts as a run of TeX sets them: each once, however many slots and variants have it, and what the run says of it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from ...typeset import Outcome
from .texlog import faults, overfull

_BP = 72 / 72.27  # bp in a pt
_SET = re.compile(r"set (\d+),([-\d.]+)pt,([-\d.]+)pt,([-\d.]+)pt")
_WIDE = re.compile(r"wide (\S+) ([-\d.]+)pt")
_BRACE = re.compile(r"\\.|[{}]", re.DOTALL)


class Text(NamedTuple):
    """What TeX sets in one go, so many bp wide."""

    width: float
    tex: str


class Size(NamedTuple):
    """What a text takes: bp above and below its baseline, pt across; and in pt by how much something in it is too wide.

    `lines` are those over the margin, `answers` those wider than their blanks.
    """

    above: float
    below: float
    across: float
    lines: tuple[float, ...] = ()
    answers: tuple[tuple[str, float], ...] = ()


Sizes: TypeAlias = Mapping[Text, Size | str]  # a text that TeX cannot set has what it said instead


@dataclass
class Result:
    """What a run left of its texts, and what went wrong without a place that TeX could name."""

    sizes: dict[Text, Size]
    faults: dict[Text, str]  # the first of each text
    lost: list[str]

    @property
    def sound(self) -> bool:
        """Whether TeX refused nothing."""
        return not self.faults and not self.lost


class Source:
    """The source of a run, in which the lines of each text are known."""

    def __init__(self, begin: str) -> None:
        self.texts: list[Text] = []
        self._lines: dict[int, Text] = {}
        self._said: list[str] = []
        self._count = 1
        self.put(begin)

    def put(self, said: str) -> None:
        """Add whole lines that are no text."""
        self._said.append(said)
        self._count += said.count("\n")

    def set(self, text: Text, register: int) -> None:
        """Set a text into a box register, and have its sizes recorded."""
        first = self._count
        number = len(self.texts)
        self.put(f"\\pgslot{{{register}}}{{{text.width:g}}}{text.tex}\\pgend{{{register}}}{{{number}}}\n")
        self._lines.update(dict.fromkeys(range(first, self._count), text))
        self.texts.append(text)

    def ended(self) -> str:
        """Return all of it, as TeX reads it."""
        return "".join((*self._said, "\\immediate\\closeout\\pgrecords\n\\csname @@end\\endcsname\n"))

    def result(self, outcome: Outcome, records: Sequence[str]) -> Result:
        """Return what a run and its records say of the texts."""
        log = outcome.log
        lines: dict[Text, tuple[float, ...]] = {}
        for hit in overfull(log):
            if text := self._lines.get(hit.line):
                lines[text] = (*lines.get(text, ()), hit.excess)
        found = Result(self._sizes(records, lines), {}, [])
        self._read_faults(log, found)
        if found.faults:
            return found
        if outcome.code or outcome.timed_out:
            said = "took too long" if outcome.timed_out else f"stopped with code {outcome.code} and said nothing"
            found.lost.append(f"TeX {said}")
        elif len(found.sizes) < len(self.texts):
            found.lost.append("TeX has come to an end before its time")
        return found

    def _sizes(self, records: Sequence[str], lines: Mapping[Text, tuple[float, ...]]) -> dict[Text, Size]:
        sizes: dict[Text, Size] = {}
        wide: list[tuple[str, float]] = []
        for record in records:
            if found := _SET.match(record):
                text = self.texts[int(found[1])]
                above, below, across = (float(size) for size in found.groups()[1:])
                sizes[text] = Size(above * _BP, below * _BP, across, lines.get(text, ()), tuple(wide))
                wide = []
            elif found := _WIDE.match(record):
                wide.append((found[1], float(found[2])))
        return sizes

    def _read_faults(self, log: str, result: Result) -> None:
        found = [(self._lines.get(fault.line), fault.what) for fault in faults(log)]
        if not any(text for text, _ in found):
            found = [(self._unbalanced(), what) for _, what in found]
        for text, what in found:
            if text is not None:
                result.faults.setdefault(text, what)  # what follows is its echo
            elif len(found) == 1:  # what follows an error outside of any text is its echo too
                result.lost.append(f"TeX cannot set the paper: {what}")

    def _unbalanced(self) -> Text | None:
        """Return the first text with a brace too few, whose place TeX cannot tell."""
        for text in self.texts:
            braces = _BRACE.findall(text.tex)
            if braces.count("{") != braces.count("}"):
                return text
        return None
