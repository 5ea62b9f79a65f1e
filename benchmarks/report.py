"""`docs/performance.md`, whose part between two marks is written here, and `results.json`."""

from __future__ import annotations

import json
import os
import platform
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from .findings import Finding, Skipped

_BEGIN, _END = "<!-- measured: begin -->\n", "<!-- measured: end -->\n"

Measured = Mapping[str, Sequence[Finding | Skipped]]  # by name of the measurement


def write_json(measured: Measured, command: str, file: Path) -> None:
    """Write all numbers, for programs."""
    numbers = {
        name: [
            {"what": one.what, "skipped": one.why}
            if isinstance(one, Skipped)
            else {"what": one.what, "value": one.value, "unit": one.unit, "goal": one.goal, "met": one.met}
            for one in found
        ]
        for name, found in measured.items()
    }
    content = {"command": command, "machine": _machine(), "date": _today(), "measured": numbers}
    file.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")


def write_page(measured: Measured, command: str, file: Path) -> None:
    """Write the numbers into the page, and leave what people wrote around them."""
    before, _, rest = file.read_text(encoding="utf-8").partition(_BEGIN)
    _, found, after = rest.partition(_END)
    if not found:
        raise RuntimeError(f"{file} has lost the marks between which the numbers stand")
    file.write_text(before + _BEGIN + "".join(_lines(measured, command)) + _END + after, encoding="utf-8")


def _lines(measured: Measured, command: str) -> Iterator[str]:
    yield f"\n`{command}` on {_machine()}, {_today()}.\n"
    every = [one for found in measured.values() for one in found]
    yield "\n| goal | wanted | measured | met? | |\n|---|---|---|---|---|\n"
    for one in every:
        if isinstance(one, Skipped):
            yield f"| {one.what} | | not measured | | {one.why} |\n"
        elif one.goal is not None:
            wanted = f"{'>=' if one.better == 'more' else '<='} {number(one.goal)}"
            met = "yes" if one.met else "**no**"
            yield f"| {one.what} | {wanted} | {number(one.value)} {one.unit} | {met} | {one.note} |\n"
    yield "\n| also measured | | |\n|---|---|---|\n"
    for one in every:
        if isinstance(one, Finding) and one.goal is None:
            yield f"| {one.what} | {number(one.value)} {one.unit} | {one.note} |\n"
    yield "\n"


def number(value: float) -> str:
    """Return a number with three digits that count."""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def _machine() -> str:
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    tex = subprocess.run(["pdftex", "--version"], capture_output=True, text=True, check=True).stdout.partition("\n")[0]
    return f"{platform.system()} {platform.machine()}, {cores} cores, Python {platform.python_version()}, {tex}"


def _today() -> str:
    return datetime.now(UTC).date().isoformat()
