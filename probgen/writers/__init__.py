"""The outputs: a module each, and the table that names them.

A further output is a module with a function `write(exams, folder, context)` and a line in `WRITERS`.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol, TypeAlias, cast

from ..document import Exam
from ..errors import Fault
from ..executor import Executor, Local
from .journal import Journal

Progress: TypeAlias = Callable[[str, int, int, int], None]  # what is done, how many, of how many, and pages made


@dataclass
class Context:
    """What a writer may need besides the exams, and what it leaves behind."""

    progress: Progress = lambda *_: None
    journal: Journal = field(default_factory=Journal)  # what an earlier run has made
    executor: Executor = field(default_factory=lambda: Local(1))  # what does the work
    layout: Any = None  # the places of all boxes, once they are decided
    warnings: list[Fault] = field(default_factory=list)  # what the output cannot carry, or carries badly


class Writer(Protocol):
    """A module that writes exams, all variants at once, into an existing folder."""

    @staticmethod
    def write(exams: Sequence[Exam], folder: Path, context: Context) -> None:
        """Write the files of this output."""


WRITERS: Mapping[str, str] = {
    "html": "exam-A.html and solution-A.html ..., pages that need no network",
    "key": "key.csv, a line for each thing that is marked",
    "latex": "tex/, LaTeX sources that compile on their own",
    "pdf": "exam-A.pdf and solution-A.pdf ..., positions.json",
    "print": "print-exams.pdf and print-solutions.pdf, all papers one after another",
}


def find(name: str) -> Writer:
    """Return the writer called `name`, which must be in the table."""
    return cast("Writer", importlib.import_module(f"{__name__}.{name}"))
