"""The contract of a computed family; a module of `probgen.families` that keeps it is found by its name."""

from __future__ import annotations

import dataclasses
import importlib
import pkgutil
import typing
from collections.abc import Mapping
from functools import cache
from typing import Any, Protocol, cast

from .exact import Record
from .stream import Stream

Effort = Mapping[str, float]  # part label -> amount of hand work


class NotWellPosed(Exception):  # noqa: N818 - a verdict on parameters, not an error of the program
    """`solve` found that these parameters pose no question with one answer; the message is the failed demand."""


class Disagreement(Exception):  # noqa: N818
    """`verify` found another answer than `solve`; the message names both."""


class Family(Protocol):
    """What a family module holds: these four names, and `draw` where YAML cannot describe the parameters.

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
