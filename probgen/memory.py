"""The user's cache folder, and in it what files were found to hold, by their content; it may be emptied at any time."""

from __future__ import annotations

import hashlib
import json
import os
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeAlias

from . import __version__

Rows: TypeAlias = list[list[Any]]  # as JSON carries them

_MOST = 500  # files; beyond that only those of the last run are kept


def folder() -> Path | None:
    """Return the user's cache folder, None where there is no home or nothing may be written there."""
    try:
        found = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "probgen"
        found.mkdir(parents=True, exist_ok=True)
    except (OSError, RuntimeError):
        return None
    return found if os.access(found, os.W_OK) else None


class Seen:
    """Rows that were made of files, by the SHA-256 of their content: an edited file is another one."""

    def __init__(self, maker: Path) -> None:
        """Read what is kept of this version of probgen and of `maker`, the module that makes the rows."""
        self.maker = f"{__version__} {maker.stat().st_mtime_ns}"
        self.used: dict[str, Rows] = {}
        self.place = (home := folder()) and home / "summaries.json"
        self.known: dict[str, Rows] = {}
        with suppress(OSError, ValueError, TypeError, KeyError):
            kept = json.loads(self.place.read_bytes()) if self.place else {}
            if kept["maker"] == self.maker:
                self.known = dict(kept["files"])

    def find(self, digest: str) -> Rows | None:
        """Return the rows of a file, None where it is new."""
        if digest in self.known:
            self.used[digest] = self.known[digest]
        return self.known.get(digest)

    def add(self, digest: str, rows: Rows) -> None:
        """Remember the rows of a file."""
        self.used[digest] = rows

    def save(self) -> None:
        """Write what is new, by one renaming: others may be at it too. A folder that takes nothing is left alone."""
        if self.place is None or self.used.keys() <= self.known.keys():
            return
        files = {**self.known, **self.used}
        content = {"maker": self.maker, "files": files if len(files) <= _MOST else self.used}
        part = self.place.with_suffix(f".{os.getpid()}.part")
        with suppress(OSError):
            part.write_text(json.dumps(content), encoding="utf-8")
            part.replace(self.place)


def digest(file: Path, limit: int) -> str:
    """Return the SHA-256 of a file, "" for one that cannot be read or has more than `limit` bytes."""
    try:
        with file.open("rb") as opened:
            data = opened.read(limit + 1)
    except OSError:
        return ""
    return hashlib.sha256(data).hexdigest() if len(data) <= limit else ""
