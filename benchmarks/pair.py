"""One pair of papers, caches warm: the whole command against the usual ways to compile LaTeX sources."""

from __future__ import annotations

import tempfile
from pathlib import Path

from . import clock, command, sources
from .findings import Finding, Plan, Skipped

_NAMES = {
    "two passes": "pdflatex, two passes",
    "latexmk": "latexmk",
    "PyLaTeX": "PyLaTeX's `generate_pdf` with latexmk",
}


def measure(plan: Plan) -> list[Finding | Skipped]:
    """Return how many times longer than `probgen exam midterm` the others take for a pair."""
    variant = sources.VARIANTS[0]
    with tempfile.TemporaryDirectory(prefix="probgen-bench-") as name:
        command.exam(1, Path(name) / "warm")
        found = clock.rounds(
            {
                "two passes": lambda: sources.two_passes(variant),
                "latexmk": lambda: sources.latexmk(variant),
                "PyLaTeX": lambda: sources.pylatex(variant),
                "probgen": lambda: command.exam(1, Path(name) / "set"),
            },
            plan.rounds,
            plan.seconds,
        )
    seconds = Finding("one pair: seconds of the whole command", clock.wall(found, "probgen"), "s")
    others = (
        Finding(
            f"one pair: {said} to probgen's whole command",
            clock.ratio(found, other, "probgen"),
            goal=20.0 if other == "PyLaTeX" else None,
            note=f"{clock.wall(found, other):.2f} s",
        )
        for other, said in _NAMES.items()
    )
    return [*others, seconds]
