"""The contract of tolerances: they hold the rounding of a careful student, and nothing that is wrong.

A number is printed with four significant digits where it is irrational, exactly otherwise. So the tolerance of an
irrational key is at least half a unit of its fourth digit, and less than the key itself. Where the prompt asks for a
rounding ("two decimals"), the rounded key is right, and what later parts make of it. What is not equal to the key
(a known mistake, another option) lies outside of it, and a mistake is none of the further right values.

`variant.make` draws again where a draw breaks it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..document import Part
from ..model import PartTemplate
from ..sampling.instance import Instance
from . import carrying, parts
from .parts import Breach, dropped

__all__ = ["Breach", "breaches", "dropped"]


def breaches(instance: Instance, asked: Sequence[tuple[PartTemplate, Part]]) -> Iterator[Breach]:
    """Yield what breaks the contract in the parts that a paper asks, each beside its template."""
    for template, part in asked:
        yield from parts.breaches(template, part, instance.scope)
    yield from carrying.breaches(instance, asked)
