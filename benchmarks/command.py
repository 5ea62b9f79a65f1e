"""The command as users call it, in a process of its own, with what its TeX took and how much memory it held."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from . import clock

ROOT = Path(__file__).parent.parent
# what Python compiles is kept between runs, as an installation keeps it
ENVIRONMENT = {
    **{name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"},
    "PYTHONPATH": str(ROOT),
}

# Stands before pdftex in the PATH, and writes what the real one took: the shell's own `times`.
_SHIM = """#!/bin/sh
{real} "$@"
code=$?
times >>{log}
exit $code
"""


@dataclass(frozen=True, slots=True)
class Cost:
    """What a command took: seconds on the wall, processor seconds of its TeX, MB that its own process held at most."""

    wall: float
    tex: float
    memory: float


def exam(count: int, folder: Path) -> Cost:
    """Make so many pairs of the midterm in a new folder, layout locked, the format warm, and return the cost."""
    if folder.exists():
        shutil.rmtree(folder)
    arguments = ["exam", "midterm", "--variants", str(count), "--seed", "2026", "--out", str(folder)]
    with tempfile.TemporaryDirectory(prefix="probgen-bench-") as name:
        log, memory = Path(name) / "times", Path(name) / "memory"
        path = f"{_shim(Path(name), log)}:{os.environ['PATH']}"
        launcher = [sys.executable, str(Path(__file__).with_name("parent.py")), str(memory), *arguments]
        took = clock.took(lambda: _call(launcher, {**ENVIRONMENT, "PATH": path}))
        return Cost(
            took.wall, _seconds(log.read_text(encoding="utf-8")), int(memory.read_text(encoding="utf-8")) / 1024
        )


def _shim(folder: Path, log: Path) -> Path:
    real = shutil.which("pdftex")
    assert real, "pdfTeX is missing"
    place = folder / "bin"
    place.mkdir()
    file = place / "pdftex"
    file.write_text(_SHIM.format(real=real, log=log), encoding="utf-8")
    file.chmod(0o755)
    return place


def _seconds(times: str) -> float:
    """Return the processor seconds of children that `times` has told: each second line, as in 0m1.5s 0m0.2s."""
    told = (word for line in times.splitlines()[1::2] for word in line.split())
    return sum(60 * float(minutes) + float(seconds.rstrip("s")) for minutes, seconds in (w.split("m") for w in told))


def _call(command: list[str], environment: dict[str, str]) -> None:
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)} failed: {done.stderr[-500:]}")
