"""`probgen check`: banks read to the last line, and tried with many seeds."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from .. import bank, checking, shelf, terminal
from ..checking import Report
from ..errors import Fault, ProbgenError
from .finding import problems


def run(words: Sequence[str], seeds: int, jobs: int, banks: Sequence[Path], *, as_json: bool) -> tuple[str, bool]:
    """Return the report as text or JSON, and whether everything is sound."""
    found = problems(words, banks)
    faults: list[Fault] = []
    sound: list[tuple[Path, str]] = []
    for file in dict.fromkeys(problem.file for problem in found):
        try:
            loaded = {template.id for template in bank.load(Path(file))}
            sound += [(Path(file), p.id) for p in found if p.file == file and p.id in loaded]
        except ProbgenError as error:
            faults += error.faults
    total, finished = len(sound) * seeds, 0
    with terminal.progress("checking") as progress:

        def done(count: int) -> None:
            nonlocal finished
            finished += count
            progress("checking", finished, total, 0)

        reports = list(checking.stress_all(sound, seeds, jobs or os.cpu_count() or 1, done))
    good = not faults and not any(report.failures for report in reports)
    places = {id: _hidden(file) for file, id in sound}
    return (_json(faults, reports, places) if as_json else _text(faults, reports, places, seeds)), good


def _hidden(file: Path) -> str:
    """Return a bank file that other commands do not find by themselves, "" for one that they do."""
    found = any(file.resolve().is_relative_to(folder.resolve()) for folder in shelf.folders())
    return "" if found else str(file)


def _text(faults: Sequence[Fault], reports: Sequence[Report], places: Mapping[str, str], seeds: int) -> str:
    rows = [
        (
            report.id,
            f"{report.acceptance:.1%}",
            str(len(report.variants)),
            f"{1000 * report.seconds / max(report.seeds, 1):.1f}",
            ", ".join(report.proofs),
            str(len(report.failures)),
        )
        for report in reports
    ]
    head = ("id", "accepted", "distinct", "ms each", "proof", "failed")
    sections = ["\n".join(map(str, faults))] if faults else []
    if rows:
        sections.append(f"{seeds} seeds per template")
        sections.append(terminal.table(head, rows, right=("accepted", "distinct", "ms each", "failed")))
    sections += [text for report in reports if (text := _details(report, places[report.id]))]
    failed = sum(len(report.failures) for report in reports)
    counts = ((len(reports), "template"), (len(faults), "fault"), (failed, "failing seed"))
    verdict = ", ".join(f"{count} {noun}{'s' * (count != 1)}" for count, noun in counts)
    return "\n\n".join([*sections, verdict])


def _details(report: Report, place: str) -> str:
    lines = [f"  warning: {warning}" for warning in report.warnings]
    lines += [f"  {n / report.tries:6.1%} of draws rejected: {sentence}" for sentence, n in checking.worst(report)]
    lines += [
        f"  {n / report.seeds:6.1%} of variants have a known mistake equal to the key, {place}"
        for place, n in report.coincidences.most_common()
    ]
    for seed, failure in checking.failures(report):
        again = checking.reproduce(report.id, seed, failure, place)
        lines += [f"  seed {seed}: {failure.message}", f"    again with: {again}"]
    return "\n".join([report.id, *lines]) if lines else ""


def _json(faults: Sequence[Fault], reports: Sequence[Report], places: Mapping[str, str]) -> str:
    content: dict[str, Any] = {
        "faults": [str(fault) for fault in faults],
        "templates": [
            {
                "id": report.id,
                "seeds": report.seeds,
                "tries": report.tries,
                "acceptance": report.acceptance,
                "rejected": dict(report.rejected),
                "distinct": len(report.variants),
                "coincidences": dict(report.coincidences),
                "positions": dict(report.positions),
                "proofs": dict(report.proofs),
                "seconds": report.seconds,
                "warnings": list(report.warnings),
                "failures": {
                    seed: {
                        "message": failure.message,
                        "again": checking.reproduce(report.id, seed, failure, places[report.id]),
                    }
                    for seed, failure in report.failures.items()
                },
            }
            for report in reports
        ],
    }
    return json.dumps(content, indent=1, ensure_ascii=False)
