"""Fields of a solution by their path, such as `entry.value`: found in expressions, read and replaced in a scope."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from ..exact import Record, Value
from ..language.expression import Expression

_PATH = re.compile(r"[^\W\d]\w*(\.[^\W\d]\w*)*")


def named(expression: Expression) -> str | None:
    """Return the path that an expression consists of, None where it computes something."""
    source = expression.source.strip()
    return source if _PATH.fullmatch(source) and root(source) in expression.names else None


@lru_cache(maxsize=1024)
def used(expression: Expression) -> frozenset[str]:
    """Return the longest paths that an expression reads, one for each of its free names at least."""
    tree = ast.parse(expression.source, mode="eval")
    return frozenset(path for path in _paths(tree) if root(path) in expression.names)


def root(path: str) -> str:
    """Return the name at the start of a path."""
    return path.partition(".")[0]


def covers(outer: str, inner: str) -> bool:
    """Tell whether a path is another one, or what that one is a field of."""
    return f"{inner}.".startswith(f"{outer}.")


def value(scope: Mapping[str, Value], path: str) -> Value:
    """Return what a path leads to.

    Raises:
        LookupError: there is no such field.
    """
    found: Value = scope
    for step in path.split("."):
        if isinstance(found, Mapping):
            found = found[step]
        elif step in getattr(found, "_fields", ()):
            found = getattr(found, step)
        else:
            raise LookupError(path)
    return found


def put(holder: Value, path: str, new: Value) -> Value:
    """Return a record, a NamedTuple or a scope with another value at the path."""
    step, _, rest = path.partition(".")
    inner = put(value(holder if isinstance(holder, Mapping) else holder._asdict(), step), rest, new) if rest else new
    if isinstance(holder, Record):
        return Record({**holder, step: inner})
    return {**holder, step: inner} if isinstance(holder, Mapping) else holder._replace(**{step: inner})


def _paths(node: ast.AST) -> Iterator[str]:
    steps: list[str] = []
    inner = node
    while isinstance(inner, ast.Attribute):
        steps.insert(0, inner.attr)
        inner = inner.value
    if isinstance(inner, ast.Name):
        yield ".".join([inner.id, *steps])
    else:
        for child in ast.iter_child_nodes(inner):
            yield from _paths(child)
