"""The folder of a set that is not whole yet: one run at a time has it, and what it made outlives the run."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from pathlib import Path

from ..errors import ProbgenError, Where
from ..writers.journal import Journal

JOURNAL = ".journal"


def folder_for(target: Path) -> Path:
    """Return where a set lies until it is whole."""
    return target.with_name(f".{target.name}.partial")


def journal(target: Path) -> Journal | None:
    """Return what an unfinished run has made of a set, None if none was left behind."""
    file = folder_for(target) / JOURNAL
    return Journal(file) if file.is_file() else None


class held:  # noqa: N801 - it is used like a function
    """Hold the folder aside for this run alone; where that is stopped, it does not stay behind empty.

    Raises:
        ProbgenError: another run holds it.
    """

    def __init__(self, target: Path) -> None:
        self.folder = folder_for(target)
        self._lock: int | None = None

    def __enter__(self) -> Path:
        try:
            self._lock = _locked(self.folder)
        except ProbgenError:
            raise
        except BaseException:
            self.__exit__(KeyboardInterrupt)
            raise
        return self.folder

    def __exit__(self, fault: object, *_: object) -> None:
        if fault is not None:
            with suppress(OSError):
                self.folder.rmdir()
        if self._lock is not None:
            os.close(self._lock)


def drop(aside: Path) -> None:
    """Take the folder away, while it is held."""
    shutil.rmtree(aside, ignore_errors=True)


def clear(aside: Path) -> None:
    """Take away what lies in the folder, while it is held."""
    for entry in aside.iterdir():
        if entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry)
        else:
            entry.unlink()


def _locked(aside: Path) -> int | None:
    """Make the folder, lock it and return the lock, which ends with the process; None where there are no locks."""
    try:
        import fcntl
    except ImportError:  # not POSIX
        aside.mkdir(parents=True, exist_ok=True)
        return None
    while True:
        aside.mkdir(parents=True, exist_ok=True)
        with suppress(FileNotFoundError):  # another run has just given it its name, or taken it away
            lock = os.open(aside, os.O_RDONLY)
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                os.close(lock)
                what = "another run is making this set"
                raise ProbgenError.of(what, where=Where(str(aside)), hint="wait for it, or --out FOLDER") from None
            except OSError:  # a file system without locks
                return lock
            if aside.exists() and os.fstat(lock).st_ino == aside.stat().st_ino:
                return lock
            os.close(lock)
