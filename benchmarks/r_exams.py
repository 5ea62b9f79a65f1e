"""R/exams, where R and its package `exams` are installed."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

_SCRIPT = Path(__file__).with_name("pairs.R")


def installed() -> bool:
    """Tell whether it is there."""
    if not shutil.which("Rscript"):
        return False
    asked = ["Rscript", "-e", "if (!requireNamespace('exams', quietly = TRUE)) quit(status = 1)"]
    return subprocess.run(asked, capture_output=True, check=False).returncode == 0


def pairs(count: int, folder: Path) -> None:
    """Make so many exams of eight problems, and their solutions, on one core."""
    folder.mkdir(exist_ok=True)
    command = ["Rscript", str(_SCRIPT), str(count), str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"R/exams failed: {done.stderr[-500:]}")
