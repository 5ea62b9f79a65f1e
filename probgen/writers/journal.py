"""What has been made of a set so far: a file of lines that outlives the process, so that another one can go on."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any


class Journal:
    """Values by key, each written down as soon as it is known; without a file it is kept in memory alone."""

    def __init__(self, file: Path | None = None) -> None:
        self.file = file
        self._kept: dict[str, Any] = _read(file) if file else {}

    def get(self, key: str) -> Any:
        """Return what was written down under a key, None if nothing was."""
        return self._kept.get(key)

    def put(self, key: str, value: Any) -> None:
        """Write a value of JSON down."""
        self._kept[key] = value
        if self.file:
            with self.file.open("a", encoding="utf-8") as log:
                log.write(json.dumps([key, value]) + "\n")

    def keeps_work(self) -> bool:
        """Tell whether it names anything that need not be made again."""
        return any(key.startswith(("measured ", "written ")) for key in self._kept)

    def written(self) -> int:
        """Return how many files it names."""
        return sum(len(value["files"]) for key, value in self._kept.items() if key.startswith("written "))

    def end(self) -> None:
        """Take the file away: all is made."""
        if self.file:
            self.file.unlink()


def _read(file: Path) -> dict[str, Any]:
    """Return what a journal holds; of a line that was cut off by the end of its process, nothing."""
    kept: dict[str, Any] = {}
    if not file.is_file():
        return kept
    lines = file.read_text(encoding="utf-8", errors="replace").splitlines()
    for line in lines:
        try:
            key, value = json.loads(line)
        except (ValueError, TypeError):
            continue
        kept[key] = value
    if lines:
        with file.open("a", encoding="utf-8") as log:
            log.write("\n")  # behind what may have been cut off
    return kept
