"""Survivors and their reasons (`equivalent/`), and the page of `docs/` that is made of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple, cast

import yaml

from .mutations import Mutant
from .roles import role

REASONS = Path(__file__).with_name("equivalent")
PAGE = Path(__file__).parents[2] / "docs" / "mutants.md"
_CLASSES = {
    "cases": "it changes no key and no step of these 20 variants, and a case worked by hand notices it",
    "drawing": "it changes only where a drawing places things",
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
    idle: Sequence[Reason] = ()  # they explain nothing that survived

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
    """Return the reasons of each family that has any."""
    read = {path.stem: yaml.safe_load(path.read_text(encoding="utf-8")) for path in sorted(REASONS.glob("*.yaml"))}
    return {name: tuple(map(_reason, cast("list[dict[str, Any]]", entries))) for name, entries in read.items()}


def _reason(entry: Mapping[str, Any]) -> Reason:
    several = {key: tuple([value] if isinstance(value, str) else value) for key, value in entry.items()}
    return Reason(entry["reason"], entry.get("line", ""), several.get("becomes", ()), several.get("within", ()))


def count(name: str, mutants: int, survivors: Sequence[Survivor]) -> Count:
    """Sort the survivors of a family: what has no written reason and is in no class is unexplained."""
    explained: dict[Reason, list[Survivor]] = {}
    classes: dict[str, list[Survivor]] = {}
    unexplained = []
    written = reasons().get(name, ())
    for survivor in survivors:
        reason = next((r for r in written if r.explains(survivor.mutant)), None)
        kind = role(name, survivor.fields)
        if reason:
            explained.setdefault(reason, []).append(survivor)
        elif survivor.noticed and kind not in ("key", "step"):
            classes.setdefault("cases", []).append(survivor)
        elif kind == "drawing":
            classes.setdefault(kind, []).append(survivor)
        else:
            unexplained.append(survivor)
    return Count(name, mutants, classes, explained, unexplained, [r for r in written if r not in explained])


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
the family's own `verify` disagrees. A survivor is *equivalent* for a reason that `tests/mutants/equivalent/` gives, or
in one of two classes, or *unexplained*, which there may not be. A changed key or step needs a reason in any case.
"""
