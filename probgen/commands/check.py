"""`probgen check`: banks read to the last line, and tried with many seeds."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from .. import bank, checking, shelf, terminal
from ..checking import Report
from ..errors import ExitCode, Fault, ProbgenError
from ..model import Template
from .checked import Checked, Findings, data, page, text
from .finding import problems


def run(
    words: Sequence[str],
    seeds: int,
    jobs: int,
    banks: Sequence[Path],
    *,
    as_json: bool,
    full: bool = False,
    html: Path | None = None,
    keys_only: bool = False,
) -> tuple[str, bool]:
    """Return the report as text or JSON, and whether everything is sound; `html` is the file for the report as a page.

    With `keys_only` texts are left out, and standard error tells of each template that is done.

    Raises:
        ProbgenError: a word names nothing, or there is no folder for the page.
        OSError: the page cannot be written.
    """
    if html is not None and not html.parent.is_dir():
        raise ProbgenError.of(f"--html {html}: there is no folder {html.parent}", code=ExitCode.USAGE)
    templates, unread = _load(words, banks)
    notes: list[str] = []
    reports = _stress(templates, seeds, jobs, notes, keys_only=keys_only)
    checked = [
        Checked(template, report, checking.faults(report, template), _hidden(file))
        for (file, template), report in zip(templates, reports, strict=True)
    ]
    findings = Findings(seeds, unread, checked, notes, keys_only)
    if html is not None:
        html.write_text(page.page(findings), encoding="utf-8")
    return (data.json_text(findings) if as_json else text.text(findings, full=full)), findings.sound


def _load(words: Sequence[str], banks: Sequence[Path]) -> tuple[list[tuple[Path, Template]], list[Fault]]:
    """Return the templates that the words name, each with its file, and the faults of files that cannot be read."""
    found = problems(words, banks)
    faults: list[Fault] = []
    sound: list[tuple[Path, Template]] = []
    for file in dict.fromkeys(problem.file for problem in found):
        try:
            loaded = {template.id: template for template in bank.load(Path(file))}
            sound += [(Path(file), loaded[p.id]) for p in found if p.file == file and p.id in loaded]
        except ProbgenError as error:
            faults += error.faults
    return sound, faults


def _stress(
    templates: Sequence[tuple[Path, Template]], seeds: int, jobs: int, notes: list[str], *, keys_only: bool
) -> list[Report]:
    named = [(file, template.id) for file, template in templates]
    total, finished = len(named) * seeds, 0
    with terminal.progress("checking") as progress:

        def done(report: Report, count: int) -> None:
            nonlocal finished
            finished += count
            progress("checking", finished, total, 0)
            if keys_only and report.seeds == seeds:
                said = f"{report.id}: {seeds} seeds, {len(report.failures)} failed, {finished / total:.1%} of all done"
                print(said, file=sys.stderr, flush=True)  # noqa: T201 - a run of hours

        return checking.stress_all(named, seeds, jobs, done, notes.append, keys_only=keys_only)


def _hidden(file: Path) -> str:
    """Return a bank file that other commands do not find by themselves, "" for one that they do."""
    found = any(file.resolve().is_relative_to(folder.resolve()) for folder in shelf.folders())
    return "" if found else str(file)
