"""A YAML document with the place of every key and value in it."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple, TypeAlias

from ..errors import Fault, Where

Data: TypeAlias = Any  # None | bool | int | Dec | str | list[Data] | dict[Key, Data]
Key: TypeAlias = Any  # what a mapping's key may be: int | Dec | str, or a tuple of these
DataPath: TypeAlias = tuple[Key, ...]  # the keys and list indices that lead from a document to a value


class Mark(NamedTuple):
    """Where a value stands in the file's text, and what messages call it."""

    start: int
    end: int
    label: str  # "part a > mistake 2"
    block: bool = False  # its text begins on the next line


@dataclass(frozen=True)
class Source:
    """The text of a file, for places in it."""

    file: str
    text: str

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *(found.end() for found in re.finditer("\n", self.text))]

    def where(self, index: int, path: str = "") -> Where:
        """Return the place of the character at `index`."""
        line = bisect_right(self._starts, index)
        return Where(self.file, line, index - self._starts[line - 1] + 1, path)


@dataclass(frozen=True)
class Document:
    """One YAML document: its plain data, and the place of every key and value in it.

    `faults` are those that leave the rest readable (a key that stands twice, a tag ...).
    """

    data: Data
    source: Source
    line: int
    faults: tuple[Fault, ...]
    marks: dict[DataPath, Mark] = field(repr=False)
    keys: dict[DataPath, Mark] = field(repr=False)

    def at(self, path: DataPath) -> Data:
        """Return the value that a path leads to."""
        data = self.data
        for step in path:
            data = data[step]
        return data

    def where(self, *path: Key) -> Where:
        """Return where a value's content begins, on the first line of a `|` block; of the nearest one that exists."""
        mark = self.marks.get(path)
        if mark is None:
            return self.where(*path[:-1]) if path else Where(self.source.file, self.line)
        if not mark.block:
            return self.source.where(mark.start + self._quoted(mark), mark.label)
        first = self.source.text.find("\n", mark.start) + 1 or mark.end
        content = self.source.text[first : mark.end]
        indent = len(content.lstrip("\n")) - len(content.lstrip("\n").lstrip(" "))
        place = self.source.where(first)
        return Where(place.file, place.line, indent + 1, mark.label)

    def _quoted(self, mark: Mark) -> bool:
        return self.source.text[mark.start : mark.start + 1] in ("'", '"')

    def where_key(self, *path: Key) -> Where:
        """Return where the key stands that the path ends in; of the value where it is no key."""
        mark = self.keys.get(path)
        return self.source.where(mark.start + self._quoted(mark), mark.label) if mark else self.where(*path)

    def place(self, path: DataPath, offset: int, *, key: bool = False) -> Where:
        """Return the place of the character at `offset` in the text at `path`, or in the key that ends the path.

        The word there is counted in the value and found again in the file, as folding moves what is between words.
        """
        mark = (self.keys if key else self.marks).get(path)
        value = path[-1] if key else self.at(path)
        word = re.match(r"\S{0,16}", value[offset:]) if isinstance(value, str) else None
        if mark is None or word is None or not word[0]:
            return self.where_key(*path) if key else self.where(*path)
        start = mark.start if not mark.block else self.source.text.find("\n", mark.start)
        for _ in range(value.count(word[0], 0, offset + len(word[0]) - 1) + 1):
            start = self.source.text.find(word[0], start, mark.end) + 1
            if not start:
                return self.where_key(*path) if key else self.where(*path)
        return self.source.where(start - 1, mark.label)
