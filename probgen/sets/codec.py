"""The document tree as JSON and back: what a manifest keeps, so that a set outlives its banks.

A node is an object with its class under "@"; fields at their default are left out. Exact values keep
their kind: {"@": "Dec", "text": "0.60"}.
"""

from __future__ import annotations

import dataclasses
import inspect
import json
from fractions import Fraction
from functools import cache
from typing import Any

from .. import document
from ..errors import ProbgenError
from ..exact import Dec, Formula, Record

Json = Any  # None | bool | int | float | str | list[Json] | dict[str, Json]


@cache
def _classes() -> dict[str, Any]:
    found = inspect.getmembers(document, inspect.isclass)
    return {name: kind for name, kind in found if dataclasses.is_dataclass(kind)} | {"Formula": Formula}


@cache
def _fields(name: str) -> tuple[tuple[str, Any], ...]:
    return tuple((field.name, field.default) for field in dataclasses.fields(_classes()[name]))


def dumps(value: Any) -> str:
    """Return a tree of document nodes and plain values as JSON text.

    Raises:
        TypeError: the tree holds something else.
    """
    return json.dumps(value, default=_object, check_circular=False)  # a tree has no circles


def encode(value: Any) -> Json:
    """Return a tree of document nodes and plain values as JSON values; errors as in `dumps`."""
    return json.loads(dumps(value))


def _object(value: Any) -> Json:
    """Return what stands for a value that JSON does not know; what it holds is still to be encoded."""
    name = type(value).__name__
    if name in _classes():  # before what asks abstract classes
        fields = {field: item for field, default in _fields(name) if (item := getattr(value, field)) != default}
        return {"@": name, **fields}
    match value:
        case Dec():
            return {"@": "Dec", "text": str(value)}
        case Fraction():
            return {"@": "Fraction", "text": str(value)}
        case Record():
            return {"@": "Record", "entries": dict(value)}
    raise TypeError(f"a {name} cannot be kept in a manifest")


def decode(value: Json) -> Any:
    """Return the tree that `encode` made these JSON values from.

    Raises:
        ProbgenError: the values were not written by `encode`, or by a version with other nodes.
    """
    match value:
        case list():
            return tuple(decode(item) for item in value)
        case {"@": "Dec", "text": str(text)}:
            return Dec(text)
        case {"@": "Fraction", "text": str(text)}:
            return Fraction(text)
        case {"@": "Record", "entries": dict(entries)}:
            return Record({key: decode(item) for key, item in entries.items()})
        case {"@": str(name), **fields}:
            try:
                return _classes()[name](**{str(key): decode(item) for key, item in fields.items()})
            except (KeyError, TypeError) as fault:
                what = f"the manifest holds a '{name}' that this version of probgen cannot read"
                raise ProbgenError.of(what, hint="replay it with the version that it names") from fault
        case dict():
            raise ProbgenError.of("the manifest is damaged: an object in it says no kind")
        case _:
            return value
