"""The cases worked by hand in `tests/cases`: one file for each family."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Mapping
from fractions import Fraction
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple, cast

from probgen import family
from probgen.exact import Value, plain
from probgen.strict_yaml.source import read

FOLDER = Path(__file__).parent.parent / "cases"
_RATIO = re.compile(r"-?\d+/\d+")


class Case(NamedTuple):
    """Given numbers with what is expected of the solution, or the demand that they do not meet."""

    family: str
    name: str
    given: Mapping[str, Value]
    knobs: Mapping[str, Value]
    expect: Mapping[str, Value]
    refused: str

    def params(self) -> Any:
        """Return the family's Params for the given numbers; knobs fill the fields that are not given."""
        made = module(self.family).Params
        fields = {field.name for field in dataclasses.fields(made)}
        return made(**{name: value for name, value in {**self.knobs, **self.given}.items() if name in fields})


def module(name: str) -> ModuleType:
    """Return the family as the module that it is."""
    return cast("ModuleType", family.find(name))


def all_cases() -> Iterator[Case]:
    """Yield every case of every family."""
    for path in sorted(FOLDER.glob("*.yaml")):
        (document,) = read(path)
        for entry in cast("list[dict[str, Any]]", document.data):
            given, knobs, expect = (exact(entry.get(part, {})) for part in ("given", "knobs", "expect"))
            yield Case(path.stem, entry["name"], given, knobs, expect, entry.get("refused", ""))


def exact(data: Any) -> Value:
    """Return what YAML holds as plain values; "5/2" is a fraction."""
    if isinstance(data, dict):
        return plain({key: exact(value) for key, value in data.items()})
    if isinstance(data, list):
        return tuple(exact(item) for item in data)
    if isinstance(data, str) and _RATIO.fullmatch(data):
        return Fraction(data)
    return data


def look(value: Value, path: str) -> Value:
    """Return the field at a dotted path; lists are looked through entry by entry."""
    for step in path.split("."):
        value = _field(value, step)
    return value


def _field(value: Value, name: str) -> Value:
    if isinstance(value, tuple) and not hasattr(value, "_fields"):
        return tuple(_field(item, name) for item in value)
    return getattr(value, name)
