"""The contract of a computed family; a module of `probgen.families` that keeps it is found by its name."""

from __future__ import annotations

import ast
import dataclasses
import importlib
import inspect
import pkgutil
import sys
import typing
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from functools import cache
from typing import Any, Protocol, TypeGuard, cast

from .exact import Record, Value
from .stream import Stream

Effort = Mapping[str, float]  # part label -> amount of hand work


class NotWellPosed(Exception):  # noqa: N818 - a verdict on parameters, not an error of the program
    """`solve` found that these parameters pose no question with one answer; the message is the failed demand."""


class Disagreement(Exception):  # noqa: N818
    """`verify` found another answer than `solve`; the message names both."""


class Family(Protocol):
    """What a family module holds: these four names, and perhaps `draw` and `follow` of the protocols below.

    `Params` is a frozen dataclass of plain values (`probgen.exact`); its fields are taken by name
    from the problem's parameters, knobs and derived values, or made by `draw`. `__post_init__` raises
    ValueError, with a sentence, for values that make no sense. `solve` returns a NamedTuple of plain values
    and figures; its fields become names in the bank entry. The first line of `verify`'s docstring
    names the second method; it is printed in manifests.
    """

    Params: type[Any]

    @staticmethod
    def solve(params: Any) -> Any:
        """Return the answers, the named steps and the figures.

        Raises:
            NotWellPosed: these parameters have no single answer.
        """

    @staticmethod
    def verify(params: Any, solution: Any) -> None:
        """Find the answers again by an unlike method.

        Raises:
            Disagreement: another answer was found.
        """

    @staticmethod
    def effort(params: Any, solution: Any) -> Effort:
        """Return the hand work of each part, by part label ("" for the only part), counted with `handwork`.

        Exams draw variants whose sum over the parts that they ask lies near the usual one.
        """


class DrawingFamily(Family, Protocol):
    """A family that draws its own parameters: a tree, a network, or a regime that rejection cannot reach."""

    @staticmethod
    def draw(stream: Stream, knobs: Record) -> Any:
        """Return one draw of Params; conditions of the bank entry may still reject it."""


class FollowingFamily(Family, Protocol):
    """A family that can go on from a student's own results, so that one slip costs its points once."""

    @staticmethod
    def follow(params: Any, solution: Any, wanted: str, earlier: Mapping[str, Value]) -> Value | None:
        """Return what the solution's field `wanted` ("entry.value" for a field in it) is after earlier results.

        `earlier` holds the fields of the solution that earlier parts asked for and that the student has other values
        for, by name; all else is as in `solution`. None where `wanted` does not depend on them alone. ArithmeticError
        and ValueError mean that nothing follows from such values.
        """


@cache
def names() -> tuple[str, ...]:
    """Return the names of all families: the modules in the folder `families`."""
    from . import families

    return tuple(sorted(module.name for module in pkgutil.iter_modules(families.__path__)))


@cache
def find(name: str) -> Family:
    """Return the family module called `name`, which must be one of `names()`."""
    return cast("Family", importlib.import_module(f"probgen.families.{name}"))


def draws(family: Family) -> bool:
    """Tell whether the family draws its own parameters."""
    return hasattr(family, "draw")


def follows(family: Family) -> TypeGuard[FollowingFamily]:
    """Tell whether the family can go on from a student's own results."""
    return hasattr(family, "follow")


def takes(family: Family) -> dict[str, bool]:
    """Return the names of the fields of Params, each with whether it must be given."""
    missing = dataclasses.MISSING
    return {f.name: f.default is missing and f.default_factory is missing for f in dataclasses.fields(family.Params)}


def gives(family: Family) -> tuple[str, ...]:
    """Return the names of the fields that `solve` returns."""
    returned = typing.get_type_hints(family.solve)["return"]
    return cast("tuple[str, ...]", returned._fields)


def method(family: Family) -> str:
    """Return the first line of `verify`'s docstring, the name of the second method."""
    return (family.verify.__doc__ or "").strip().partition("\n")[0].rstrip(".")


def looked_at(params: Any, solve: Callable[[Any], object]) -> frozenset[str]:
    """Return the fields of Params that `solve` looks at until it has a solution, or refuses."""
    kind, seen = type(params), set[str]()

    def look(self: Any, name: str) -> Any:
        seen.add(name)
        return object.__getattribute__(self, name)

    values = {field.name: getattr(params, field.name) for field in dataclasses.fields(params) if field.init}
    watched = type(kind.__name__, (kind,), {"__getattribute__": look})(**values)
    seen.clear()
    with suppress(NotWellPosed):
        solve(watched)
    return frozenset(seen)


def demands(family: Family) -> tuple[str, ...]:
    """Return the sentences of what a family demands of its parameters, in the order of its source.

    They are the texts of its NotWellPosed and, for values that make no sense, of the ValueErrors of its Params;
    an inserted value stands as `{...}`.
    """
    package = cast("Any", family).__name__
    modules = [module for name, module in sorted(sys.modules.items()) if f"{name}.".startswith(f"{package}.")]
    found: dict[str, None] = {}
    for module in modules:
        tree = ast.parse(inspect.getsource(module))
        checks = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.name == "__post_init__"]
        found |= dict.fromkeys(_sentences(tree, "NotWellPosed"))
        for node in checks:
            found |= dict.fromkeys(_sentences(node, "ValueError"))
    return tuple(found)


def _sentences(tree: ast.AST, name: str) -> Iterator[str]:
    """Yield the texts of errors of this name that are raised below a node."""
    for node in ast.walk(tree):
        match node:
            case ast.Raise(exc=ast.Call(func=ast.Name(id=raised), args=[ast.Constant(value=str(text))])):
                if raised == name:
                    yield text
            case ast.Raise(exc=ast.Call(func=ast.Name(id=raised), args=[ast.JoinedStr(values=pieces)])):
                if raised == name:
                    yield "".join(str(p.value) if isinstance(p, ast.Constant) else "{...}" for p in pieces)
