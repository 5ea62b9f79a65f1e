"""Strict YAML with the place of everything: what banks, blueprints and given numbers are read with.

Scalars are typed here and nowhere else: whole numbers are `int`, decimals `Dec` (their places are kept), `true` and
`false` are `bool`, `null` and nothing are None, all else is text: `no`, `012`, `12:30`, `1_000`, `0x1F`, dates.
Keys are text or numbers (or lists of these). Duplicate keys, anchors, aliases, tags and merge keys are refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import yaml

from ..errors import Fault, ProbgenError, Where, shown
from ..exact import Dec
from ..language.characters import strange
from .document import Data, DataPath, Document, Key, Mark, Source
from .faults import DEPTH, escape_fault, syntax_fault, unreadable

__all__ = ["SIZE", "Data", "DataPath", "Document", "Key", "load_text", "read", "read_text", "scan", "shown", "typed"]

_WHOLE = re.compile(r"-?(?:0|[1-9][0-9]{0,299})")
_DECIMAL = re.compile(r"-?(?:0|[1-9][0-9]{0,99})(?:\.[0-9]{1,99})?(?:[eE][-+]?[0-9]{1,2})?")
_WORDS = {"true": True, "false": False, "null": None, "": None}
SIZE = 1_000_000  # characters of a file; the largest bank has 10 000
_NUMBERED: dict[Key, str] = {
    "parts": "part",
    "mistakes": "mistake",
    "sections": "section",
    "problems": "problem",
    "forms": "form",
}
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def read(path: Path) -> list[Document]:
    """Return the documents of a YAML file, empty ones left out.

    Raises:
        ProbgenError: the file cannot be read, is no YAML, or holds what strict YAML refuses.
    """
    return read_text(load_text(path), shown(path))


def read_text(text: str, name: str) -> list[Document]:
    """Return the documents of a YAML text; `name` is the file that messages say.

    Raises:
        ProbgenError: the text is no YAML, or holds what strict YAML refuses.
    """
    documents = list(scan(text, name))
    faults = tuple(fault for document in documents for fault in document.faults)
    if faults:
        raise ProbgenError(faults)
    return documents


def scan(text: str, name: str) -> Iterator[Document]:
    """Yield the documents of a YAML text, each with what strict YAML refuses in its `faults`.

    Raises:
        ProbgenError: the text is no YAML.
    """
    if len(text) > SIZE:
        raise ProbgenError.of(
            f"a file of more than {SIZE:,} characters is too large".replace(",", " "),
            where=Where(name),
            hint="split it",
        )
    source = Source(name, text.removeprefix("\ufeff").replace("\r\n", "\n"))
    builder: _Builder | None = None
    try:
        events = yaml.parse(source.text, Loader=yaml.CSafeLoader)
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                builder = _Builder(source, events)
                first = next(events)
                data = builder.value(first, (), "")
                if data is not None or builder.faults:
                    line = source.where(_mark(first).start).line
                    yield Document(data, source, line, tuple(builder.faults), builder.marks, builder.keys)
    except (yaml.YAMLError, UnicodeEncodeError) as fault:
        begun = builder.begun if builder else Where(name)
        raise ProbgenError((syntax_fault(fault, source.text, begun),)) from fault


def load_text(path: Path) -> str:
    """Return the text of a file.

    Raises:
        ProbgenError: there is no such file, or it is not written in UTF-8.
    """
    try:
        with path.open(encoding="utf-8") as file:
            return file.read(SIZE + 1)  # one more than `scan` takes: no file is read without end
    except (OSError, UnicodeDecodeError) as fault:
        raise ProbgenError((unreadable(fault, shown(path)),)) from fault


class _Builder:
    """One document from its events."""

    def __init__(self, source: Source, events: Iterator[yaml.Event]) -> None:
        self.source = source
        self.events = events
        self.faults: list[Fault] = []
        self.marks: dict[DataPath, Mark] = {}
        self.keys: dict[DataPath, Mark] = {}
        self.begun = Where(source.file)  # the value, or its key, that is being read

    def value(self, event: yaml.Event, path: DataPath, label: str) -> Data:
        self.begun = self.place(event, label)
        self.refuse_depth(event, len(path))
        self.marks[path] = _mark(event, label)
        self.refuse(event, label)
        match event:
            case yaml.ScalarEvent():
                return self.scalar(event, label)
            case yaml.SequenceStartEvent():
                return self.sequence(event, path, label)
            case yaml.MappingStartEvent():
                return self.mapping(event, path, label)
            case _:
                return None

    def place(self, event: yaml.Event, label: str) -> Where:
        return self.source.where(_mark(event).start, label)

    def refuse_depth(self, event: yaml.Event, depth: int) -> None:
        """Stop at what is nested so deeply that reading it would exhaust the stack."""
        if depth > DEPTH:
            where = self.place(event, "")
            raise ProbgenError.of(f"lists and mappings are nested deeper than {DEPTH}", where=where)

    def refuse(self, event: yaml.Event, label: str) -> None:
        """Note what strict YAML does without."""
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            what, hint = "anchors and aliases are not read", "write the value out; a text that begins so needs quotes"
        elif tag := getattr(event, "tag", None):
            what, hint = f"the tag '{tag}' is not read", "a text that begins with `!` needs quotes"
        else:
            return
        self.faults.append(Fault(self.place(event, label), what, hint))

    def scalar(self, event: yaml.ScalarEvent, label: str) -> Data:
        text = str(event.value)
        written = self.source.text[_mark(event).start : _mark(event).end] if event.style == '"' else ""
        misread = list(escape_fault(written, self.place(event, label)))
        self.faults.extend(misread)
        if not misread:
            self.refuse_characters(event, label)
        return text if event.style else typed(text)

    def refuse_characters(self, event: yaml.ScalarEvent, label: str) -> None:
        """Note a character that may not stand in a text; only an escape in double quotes can write most of them."""
        if what := strange(str(event.value)):
            self.faults.append(Fault(self.place(event, label), what, "delete it"))

    def sequence(self, event: yaml.SequenceStartEvent, path: DataPath, label: str) -> list[Data]:
        items: list[Data] = []
        item = next(self.events)
        while not isinstance(item, yaml.SequenceEndEvent):
            below, called = (*path, len(items)), _item_label(label, path, len(items))
            value, following = self.value(item, below, called), next(self.events)
            if event.flow_style and _is_cut(item, following):
                value, following = self.rejoined(item, following, called)
            items.append(value)
            item = following
        return items

    def mapping(self, event: yaml.MappingStartEvent, path: DataPath, label: str) -> dict[Key, Data]:
        entries: dict[Key, Data] = {}
        named = next(self.events)
        while not isinstance(named, yaml.MappingEndEvent):
            key = self.key(named, label, len(path))
            below, called = (*path, key), f"{label} > {key}" if label else str(key)
            if key in entries:
                self.duplicate(named, self.keys[below], label)
                below = (*below, "again")  # read like any value, then dropped
            self.keys[below] = _mark(named, called)
            self.begun = self.place(named, called)
            item = next(self.events)
            value, named = self.value(item, below, called), next(self.events)
            if event.flow_style and _is_cut(item, named):
                value, named = self.rejoined(item, named, called, pairs=True)
            entries.setdefault(key, value)
        return entries

    def key(self, event: yaml.Event, label: str, depth: int) -> Key:
        self.refuse(event, label)
        self.refuse_depth(event, depth)
        match event:
            case yaml.ScalarEvent():
                text = str(event.value)
                self.refuse_characters(event, label)
                if text == "<<" and not event.style:
                    what = "the merge key `<<` is not read"
                    self.faults.append(Fault(self.place(event, label), what, "write its entries out"))
                key = text if event.style else typed(text)
                return text if key is None or isinstance(key, bool) else key
            case yaml.SequenceStartEvent():
                items: list[Key] = []
                while not isinstance(item := next(self.events), yaml.SequenceEndEvent):
                    items.append(self.key(item, label, depth + 1))
                return tuple(items)
            case yaml.AliasEvent():
                return f"*{event.anchor}"
            case _:
                hint = "a text that begins with `{` needs quotes"
                raise ProbgenError.of("a mapping cannot be a key", where=self.place(event, label), hint=hint)

    def duplicate(self, event: yaml.Event, first: Mark, label: str) -> None:
        """Note a key that stands twice; where a problem's `---` is missing, only its `id`."""
        if not label and any("new problem" in fault.hint for fault in self.faults):
            return
        key = str(getattr(event, "value", "[...]"))
        hint = "start a new problem with a line `---`" if key == "id" and not label else "keep one of the two"
        what = f"key '{key}' stands twice (first on line {self.source.where(first.start).line})"
        self.faults.append(Fault(self.place(event, label), what, hint))

    def rejoined(
        self, item: yaml.Event, following: yaml.Event, label: str, *, pairs: bool = False
    ) -> tuple[Data, yaml.Event]:
        """Note that a comma cut a value of a { } or [ ] in two; return it whole, and the event behind it."""
        what = f"inside {'{ }' if pairs else '[ ]'} a comma ended the value before '{getattr(following, 'value', '')}'"
        hint = "quote the value, or write the fields on lines of their own"
        self.faults.append(Fault(self.place(item, label), what, hint))
        whole = str(getattr(item, "value", ""))
        while _is_open(whole) and isinstance(following, yaml.ScalarEvent):
            whole = f"{whole}, {following.value}"
            if pairs:
                self.value(next(self.events), ("cut off",), label)
            following = next(self.events)
        return whole, following


def typed(text: str) -> Data:
    """Return what a plain scalar means: a number, a truth value, nothing, or the text itself."""
    if text in _WORDS:
        return _WORDS[text]
    if _WHOLE.fullmatch(text):
        return int(text)
    return Dec(text) if _DECIMAL.fullmatch(text) else text


def _item_label(label: str, path: DataPath, place: int) -> str:
    """Return what messages call an item of a list: `part b` in `parts`, `mistake 2` in `mistakes`."""
    if path and path[-1] in _NUMBERED:
        number = _LETTERS[place % 26] if path[-1] == "parts" else str(place + 1)
        return f"{label.removesuffix(path[-1])}{_NUMBERED[path[-1]]} {number}"
    return f"{label} > item {place + 1}" if label else f"item {place + 1}"


def _mark(event: yaml.Event, label: str = "") -> Mark:
    assert event.start_mark is not None  # libyaml marks every event
    assert event.end_mark is not None
    block = getattr(event, "style", None) in ("|", ">")
    return Mark(event.start_mark.index, event.end_mark.index, label, block)


def _is_cut(item: yaml.Event, following: yaml.Event) -> bool:
    """Tell whether a comma ended a plain value inside its parentheses."""
    return (
        isinstance(item, yaml.ScalarEvent)
        and not item.style
        and _is_open(str(item.value))
        and isinstance(following, yaml.ScalarEvent)
    )


def _is_open(text: str) -> bool:
    return text.count("(") > text.count(")")
