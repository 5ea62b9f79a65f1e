"""Keys that rest on the first of several: `argmax` of a list whose largest entry stands twice has two right answers."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from ..exact import Value
from ..language import expression, syntax
from ..language.expression import Expression
from ..model import Template

_PICKS = {"argmax": ("largest", max), "argmin": ("smallest", min)}


class Pick(NamedTuple):
    """A call of `argmax` or `argmin` that a key rests on, and its list."""

    call: str
    function: str
    entries: Expression


class Ties:
    """The picks that the keys of a template rest on, directly or by way of derived names."""

    def __init__(self, template: Template) -> None:
        self._picks = tuple(pick for source in _behind(template) for pick in _picks(source))

    def found(self, scope: Mapping[str, Value]) -> Iterator[str]:
        """Yield what is said of each pick with more than one entry to pick."""
        for call, function, entries in self._picks:
            if entries.names <= scope.keys():
                values = entries.value(scope)
                word, extreme = _PICKS[function]
                if isinstance(values, tuple) and values and (times := values.count(extreme(values))) > 1:
                    what = f"the key rests on `{call}`, and the {word} entry stands there {times} times"
                    yield f"{entries.where}: {what}"


def _behind(template: Template) -> Iterator[Expression]:
    """Yield the expressions of keys, and of the derived names that they need."""
    pending = [a.value for part in template.parts for a in part.answers if a.value is not None]
    seen: set[str] = set()
    while pending:
        source = pending.pop()
        yield source
        wanted = [name for name in sorted(source.names) if name in template.derive and name not in seen]
        seen.update(wanted)
        pending.extend(template.derive[name] for name in wanted)


def _picks(source: Expression) -> Iterator[Pick]:
    for node in ast.walk(syntax.tree(source.source)):
        match node:
            case ast.Call(func=ast.Name(id=function), args=[entries]) if function in _PICKS:
                text = ast.get_source_segment(source.source, entries) or ""
                yield Pick(f"{function}({text})", function, expression.parse(text, source.where))
