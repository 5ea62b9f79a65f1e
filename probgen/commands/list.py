"""`probgen list`: what there is, read from YAML alone."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from .. import terminal
from .finding import problems


def run(words: Sequence[str], banks: Sequence[Path], *, as_json: bool) -> str:
    """Return the table (or the JSON) of the problems that the words name."""
    found = problems(words, banks)
    if as_json:
        return json.dumps([{**line._asdict(), "points": str(line.points)} for line in found], indent=1)
    rows = [
        (line.id, line.topic, str(line.parts), ", ".join(line.kinds), str(line.points), line.title) for line in found
    ]
    return terminal.table(("id", "topic", "parts", "kinds", "points", "title"), rows, right=("parts", "points"))
