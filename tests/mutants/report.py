"""Survivors and their reasons (`equivalent.yaml`), and the page of `docs/` that is made of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple, cast

import yaml

from .mutations import Mutant
from .roles import role

REASONS = Path(__file__).with_name("equivalent.yaml")
PAGE = Path(__file__).parents[2] / "docs" / "mutants.md"
_CLASSES = {
    "cases": "`verify` does not look there, the cases of `tests/cases` do",
    "demand": "only which parameters are refused: drawn variants meet every demand",
    "alike": "all 20 variants get the same values, perhaps written otherwise (0.5 for 1/2)",
    "slip": "only the values of known slips and wrong options, which are wrong by any method, or what nobody is shown",
    "drawing": "only where a drawing places things",
}


class Survivor(NamedTuple):
    """A mutant that `verify` lets pass, the fields that it changes, and whether a case worked by hand notices."""

    mutant: Mutant
    fields: Sequence[str]
    noticed: bool


class Reason(NamedTuple):
    """Why mutants of a line, or of whole definitions, cannot be noticed."""

    reason: str
    line: str = ""
    becomes: Sequence[str] = ()
    within: Sequence[str] = ()  # names of definitions; with a line, that line in them

    def explains(self, mutant: Mutant) -> bool:
        """Tell whether the reason is meant for this mutant."""
        return (
            (not self.line or (mutant.line == self.line and (not self.becomes or mutant.becomes in self.becomes)))
            and (not self.within or mutant.name in self.within)
            and bool(self.line or self.within)
        )


class Count(NamedTuple):
    """What became of the mutants of a family: survivors by their reason, written or of a class."""

    family: str
    mutants: int
    classes: Mapping[str, Sequence[Survivor]]
    explained: Mapping[Reason, Sequence[Survivor]]
    unexplained: Sequence[Survivor]

    def numbers(self) -> tuple[int, ...]:
        """Return mutants, killed, those of each class, equivalent and unexplained."""
        classes = [len(self.classes.get(name, ())) for name in _CLASSES]
        equivalent, rest = sum(map(len, self.explained.values())), len(self.unexplained)
        return self.mutants, self.mutants - sum(classes) - equivalent - rest, *classes, equivalent, rest

    def line(self) -> str:
        """Return the counts as a line."""
        return f"{self.family}: " + ", ".join(f"{n} {what}" for n, what in zip(self.numbers(), _HEAD, strict=True))


_HEAD = ("mutants", "killed", *_CLASSES, "equivalent", "unexplained")


@cache
def reasons() -> Mapping[str, Sequence[Reason]]:
    """Return the reasons of each family."""
    data = cast("dict[str, list[dict[str, Any]]]", yaml.safe_load(REASONS.read_text(encoding="utf-8")) or {})
    return {name: tuple(_reason(entry) for entry in entries) for name, entries in data.items()}


def _reason(entry: Mapping[str, Any]) -> Reason:
    several = {key: tuple([value] if isinstance(value, str) else value) for key, value in entry.items()}
    return Reason(entry["reason"], entry.get("line", ""), several.get("becomes", ()), several.get("within", ()))


def count(name: str, mutants: int, survivors: Sequence[Survivor]) -> Count:
    """Sort the survivors of a family: written reasons first, then the classes; keys and steps have none."""
    explained: dict[Reason, list[Survivor]] = {}
    classes: dict[str, list[Survivor]] = {}
    unexplained = []
    for survivor in survivors:
        reason = next((r for r in reasons().get(name, ()) if r.explains(survivor.mutant)), None)
        kind = _class(name, survivor)
        if reason:
            explained.setdefault(reason, []).append(survivor)
        elif kind in _CLASSES:
            classes.setdefault(kind, []).append(survivor)
        else:
            unexplained.append(survivor)
    return Count(name, mutants, classes, explained, unexplained)


def _class(name: str, survivor: Survivor) -> str:
    kind = role(name, survivor.fields)
    if kind == "alike":
        return "demand" if survivor.mutant.demand else kind
    return "cases" if survivor.noticed and kind in ("slip", "drawing") else kind


def write(counts: Sequence[Count]) -> None:
    """Write the page anew."""
    total = tuple(map(sum, zip(*(c.numbers() for c in counts), strict=True)))
    rows = [_row(c.family, *c.numbers()) for c in counts]
    table = [_row("family", *_HEAD), "|---|" + "--:|" * len(_HEAD), *rows, _row("all", *total)]
    classes = [f"* *{name}*: {meaning}." for name, meaning in _CLASSES.items()]
    lines = [_INTRODUCTION, *classes, "", *table, *(line for c in counts for line in _told(c))]
    PAGE.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _row(*cells: object) -> str:
    return f"| {' | '.join(map(str, cells))} |"


def _told(count: Count) -> list[str]:
    """Return the survivors of a family: with their reasons, and how many of each line are in a class."""
    told = ["", f"## {count.family}"]
    for reason, found in count.explained.items():
        told += ["", reason.reason, "", *(f"* `{s.mutant.line}` -> `{s.mutant.becomes}`" for s in found)]
    if count.unexplained:
        told += ["", "Unexplained:", ""]
        told += [f"* `{s.mutant.line}` -> `{s.mutant.becomes}` ({', '.join(s.fields)})" for s in count.unexplained]
    for name, found in count.classes.items():
        times = Counter((s.mutant.name, s.mutant.line) for s in found)
        told += ["", f"*{name}*:", "", *(f"* {n} of `{where}`: `{line}`" for (where, line), n in times.items())]
    return told


_INTRODUCTION = """# Mutants of the solvers

Written by `make mutants`. Each sign, number, index and axis of the code that a family's `solve` runs is changed, one at
a time, and the changed `solve` works out 20 variants. A mutant is *killed* if on one of them it fails, does not end, or
the family's own `verify` disagrees. A survivor that changes what a student is asked for, or a step of the printed
solution, is *unexplained* until `tests/mutants/equivalent.yaml` says why it is no other solver. The others change:
"""
