"""`probgen list`: what there is, read from YAML alone; and which rows of the source documents work."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from .. import shelf, terminal
from .finding import problems


def run(words: Sequence[str], banks: Sequence[Path], *, as_json: bool) -> str:
    """Return the table (or the JSON) of the problems that the words name."""
    found = problems(words, banks)
    if as_json:
        return json.dumps([{**line._asdict(), "points": str(line.points)} for line in found], indent=1)
    rows = [
        (line.id, line.topic, str(line.parts), ", ".join(line.kinds), str(line.points), line.title + _mark(line))
        for line in found
    ]
    return terminal.table(("id", "topic", "parts", "kinds", "points", "title"), rows, right=("parts", "points"))


def _mark(line: shelf.Summary) -> str:
    return " (unproved)" if line.unproved else ""


def coverage(banks: Sequence[Path], *, as_json: bool) -> str:
    """Return the rows of the source documents (as JSON, if asked), with what reproduces each and whether it works."""
    from ..coverage import survey

    lines = survey(shelf.folders(banks))
    if as_json:
        rows = ({**line.row._asdict(), "entries": line.entries, "state": line.state} for line in lines)
        return json.dumps(list(rows), indent=1)
    table = terminal.table(
        ("row", "entry", "mode", "figure", "golden", "state"),
        [
            (row.id, "; ".join(entries), row.mode, row.figure or "-", "yes" if row.golden else "-", state)
            for row, entries, state in lines
        ],
    )
    return f"{table}\n{sum(line.works for line in lines)} of {len(lines)} rows work"


def knobs(words: Sequence[str], banks: Sequence[Path], *, as_json: bool) -> str:
    """Return the knobs of the problems that the words name: values, the default first, and what each changes."""
    from .. import bank
    from ..typography import plain

    folders = shelf.folders(banks)
    rows = [
        (template.id, name, ", ".join(map(plain, values)), template.knob_docs.get(name, ""))
        for template in (bank.find(line.id, (Path(line.file), *folders)) for line in problems(words, banks))
        for name, values in template.knobs.items()
    ]
    heads = ("id", "knob", "values", "what it changes")
    return (
        json.dumps([dict(zip(heads, row, strict=True)) for row in rows], indent=1)
        if as_json
        else terminal.table(heads, rows)
    )
