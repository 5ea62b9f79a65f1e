"""python -m benchmarks [NAME...]: measure, print, and write docs/performance.md and benchmarks/results.json."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import click

from . import batch, draws, pair, report, start
from .findings import FULL, QUICK, Finding, Plan, Skipped

_ROOT = Path(__file__).parent.parent
_MEASUREMENTS: Mapping[str, Callable[[Plan], list[Finding | Skipped]]] = {
    "pair": pair.measure,
    "batch": batch.measure,
    "start": start.measure,
    "draws": draws.measure,
}


@click.command()
@click.argument("names", nargs=-1, type=click.Choice(list(_MEASUREMENTS)))
@click.option("--rounds", type=click.IntRange(1), help="Rounds at most, instead of 5.")
@click.option(
    "--quick", is_flag=True, help="One small round of everything: shows that it works, its numbers say nothing."
)
@click.option("--json", "file", type=click.Path(path_type=Path), help="Write the numbers there, and no page.")
def main(names: tuple[str, ...], *, rounds: int | None, quick: bool, file: Path | None) -> None:
    """Measure probgen beside other ways to the same papers: all of it, or NAMES of it.

    A full run of everything writes docs/performance.md and benchmarks/results.json.
    """
    plan = QUICK if quick else FULL
    plan = replace(plan, rounds=rounds) if rounds else plan
    measured: dict[str, list[Finding | Skipped]] = {}
    for name in names or _MEASUREMENTS:
        measured[name] = _MEASUREMENTS[name](plan)
        for one in measured[name]:
            click.echo(_line(one))
    if file:
        report.write_json(measured, "python -m benchmarks", file)
    elif not names and not quick:
        report.write_json(measured, "make bench", _ROOT / "benchmarks" / "results.json")
        report.write_page(measured, "make bench", _ROOT / "docs" / "performance.md")


def _line(one: Finding | Skipped) -> str:
    if isinstance(one, Skipped):
        return f"{one.what}: not measured, {one.why}"
    goal = "" if one.goal is None else f" (goal {report.number(one.goal)}, {'met' if one.met else 'NOT met'})"
    note = f"; {one.note}" if one.note else ""
    return f"{one.what}: {report.number(one.value)} {one.unit}{goal}{note}"


if __name__ == "__main__":
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[: batch.CORES])
    main()
