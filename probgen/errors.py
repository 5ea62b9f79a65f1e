"""Every fault that a user can cause, with its place and its remedy, and the exit codes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from enum import IntEnum
from pathlib import Path


class ExitCode(IntEnum):
    """What the process reports to the shell."""

    DONE = 0
    CONTENT = 1  # a bank, a blueprint or the given numbers are at fault
    USAGE = 2  # the command line is at fault (click's own code)
    INTERNAL = 3  # probgen is at fault
    TEX = 4  # TeX is missing or failed
    CLUSTER = 5  # workers of a cluster or of this machine cannot be used or were lost
    INTERRUPTED = 130  # by the user, with Ctrl-C


@dataclass(frozen=True, slots=True)
class Where:
    """A place in a user's file; lines and columns count from 1, 0 means unknown."""

    file: str = ""
    line: int = 0
    column: int = 0
    path: str = ""  # "part a > answer"

    def __str__(self) -> str:
        place = ":".join(str(x) for x in (self.file, self.line, self.column) if x)
        return ": ".join(x for x in (place, self.path) if x)

    def at(self, step: str, line: int = 0, column: int = 0) -> Where:
        """Return the place one step further down the path, on its own line where that is known."""
        path = f"{self.path} > {step}" if self.path else step
        return Where(self.file, line or self.line, column if line else self.column, path)


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong: where, what (instead of what), and the remedy."""

    where: Where
    what: str
    hint: str = ""

    def __str__(self) -> str:
        place = str(self.where)
        text = f"{place}: {self.what}" if place else self.what
        return f"{text}\n  hint: {self.hint}" if self.hint else text


@dataclass
class ProbgenError(Exception):
    """One or more faults in what the user supplied; printed without a traceback."""

    faults: tuple[Fault, ...]
    code: ExitCode = field(default=ExitCode.CONTENT, kw_only=True)

    @classmethod
    def of(
        cls, what: str, *, where: Where | None = None, hint: str = "", code: ExitCode = ExitCode.CONTENT
    ) -> ProbgenError:
        """Return the error with a single fault."""
        return cls((Fault(where or Where(), what, hint),), code=code)

    def within(self, where: Where) -> ProbgenError:
        """Return the same error, with `where` given to each fault that names no file of its own."""
        return replace(self, faults=tuple(f if f.where.file else replace(f, where=where) for f in self.faults))

    def __str__(self) -> str:
        return "\n".join(str(fault) for fault in self.faults)


class Disproved(ProbgenError):  # noqa: N818 - a verdict on a variant
    """The second method, or a condition of the author's, finds another key."""

    def said(self, of: str) -> Disproved:
        """Return the same error, with the variant that it is of."""
        return replace(self, faults=tuple(replace(fault, what=f"{fault.what}; {of}") for fault in self.faults))


class Undrawable(ProbgenError):  # noqa: N818
    """No draw gives a problem that meets every condition."""


class Stopped(KeyboardInterrupt):
    """The user has stopped a command that says what became of its work."""


def nearest(word: str, known: Iterable[str]) -> str:
    """Return the hint "did you mean `...`?" for the known word closest to `word`, or ""."""
    from difflib import get_close_matches

    found = get_close_matches(word, sorted(known), n=1, cutoff=0.6)
    return f"did you mean `{found[0]}`?" if found else ""


def shown(path: Path) -> str:
    """Return a path as messages say it: from the working directory where it lies below that."""
    here = Path.cwd()
    name = str(path.relative_to(here)) if path.is_relative_to(here) else str(path)
    return name.encode(errors="replace").decode()  # a name may hold bytes that are no text
