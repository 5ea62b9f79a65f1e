"""Survivors and their reasons (`equivalent.yaml`), and the page of `docs/` that is made of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple, cast

import yaml

from .mutations import Mutant

REASONS = Path(__file__).with_name("equivalent.yaml")
PAGE = Path(__file__).parents[2] / "docs" / "mutants.md"
Survivor = tuple[Mutant, Sequence[str]]


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
    """What became of the mutants of a family."""

    family: str
    mutants: int
    demands: int  # unnoticed, and only deciding which parameters are refused
    explained: Mapping[Reason, Sequence[Survivor]]
    unexplained: Sequence[Survivor]

    @property
    def equivalent(self) -> int:
        """Return how many have a reason."""
        return sum(map(len, self.explained.values()))

    @property
    def killed(self) -> int:
        """Return how many were noticed."""
        return self.mutants - self.demands - self.equivalent - len(self.unexplained)

    def line(self) -> str:
        """Return the counts as a line."""
        return (
            f"{self.family}: {self.mutants} mutants, {self.killed} killed, {self.demands} demands, "
            f"{self.equivalent} equivalent, {len(self.unexplained)} unexplained"
        )


@cache
def reasons() -> Mapping[str, Sequence[Reason]]:
    """Return the reasons of each family."""
    data = cast("dict[str, list[dict[str, Any]]]", yaml.safe_load(REASONS.read_text(encoding="utf-8")) or {})
    return {name: tuple(_reason(entry) for entry in entries) for name, entries in data.items()}


def _reason(entry: Mapping[str, Any]) -> Reason:
    several = {key: tuple([value] if isinstance(value, str) else value) for key, value in entry.items()}
    return Reason(entry["reason"], entry.get("line", ""), several.get("becomes", ()), several.get("within", ()))


def count(name: str, mutants: int, survivors: Sequence[Survivor]) -> Count:
    """Sort the survivors of a family by the reasons that are known."""
    explained: dict[Reason, list[Survivor]] = {}
    unexplained, demands = [], 0
    for mutant, fields in survivors:
        reason = next((r for r in reasons().get(name, ()) if r.explains(mutant)), None)
        if reason:
            explained.setdefault(reason, []).append((mutant, fields))
        elif mutant.demand:
            demands += 1
        else:
            unexplained.append((mutant, fields))
    return Count(name, mutants, demands, explained, unexplained)


def write(counts: Sequence[Count]) -> None:
    """Write the page anew."""
    rows = [
        f"| {c.family} | {c.mutants} | {c.killed} | {c.demands} | {c.equivalent} | {len(c.unexplained)} |"
        for c in (*counts, _total(counts))
    ]
    head = ["| family | mutants | killed | demands | equivalent | unexplained |", "|---|---|---|---|---|---|"]
    PAGE.write_text("\n".join([_INTRODUCTION, *head, *rows, *_told(counts)]) + "\n", encoding="utf-8")


def _total(counts: Sequence[Count]) -> Count:
    explained = {reason: found for c in counts for reason, found in c.explained.items()}
    unexplained = [survivor for c in counts for survivor in c.unexplained]
    return Count("all", sum(c.mutants for c in counts), sum(c.demands for c in counts), explained, unexplained)


def _told(counts: Sequence[Count]) -> list[str]:
    """Return the survivors of each family with their reasons."""
    told = []
    for c in counts:
        if c.explained:
            told += ["", f"## {c.family}", ""]
        for reason, found in c.explained.items():
            told.append(f"* {reason.reason}")
            told += [f"  * `{m.name}`: `{m.line}` -> `{m.becomes}`" for m, _ in found]
    return told


_INTRODUCTION = """# Mutants of the solvers

`make mutants` writes this page. Each sign, number, index and axis of the code that a family's `solve` runs is changed, one at
a time, and the changed `solve` works out 20 variants. A mutant is killed if on one of them it fails, does not end, or the
family's own `verify` disagrees. What is left is listed with the reason why it is no other solver.

*Demands* only decide which parameters are refused; drawn variants meet them all, and `tests/cases` holds refused ones.
"""
