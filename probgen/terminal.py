"""What commands print: tables and progress for a terminal, plain lines when piped."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # `list` starts without writers and documents
    from .writers import Progress


def interactive() -> bool:
    """Tell whether a person watches."""
    return sys.stdout is not None and sys.stdout.isatty()


def table(head: Sequence[str], rows: Sequence[Sequence[str]], *, right: Sequence[str] = ()) -> str:
    """Return a table; columns named in `right` hold numbers. Piped, it is tab-separated without a frame."""
    if not interactive():
        return "\n".join("\t".join(line) for line in (head, *rows))
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table

    grid = Table(box=SIMPLE_HEAD, pad_edge=False)
    for name in head:
        grid.add_column(name, justify="right" if name in right else "left", overflow="fold")
    for row in rows:
        grid.add_row(*row)
    console = Console()
    with console.capture() as captured:
        console.print(grid, end="")
    return captured.get().rstrip()


@contextmanager
def progress(title: str) -> Iterator[Progress]:
    """Show a bar on a terminal's standard error, with rate, pages and the time that is left; be quiet elsewhere."""
    if sys.stderr is None or not sys.stderr.isatty():
        yield lambda *_: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[made]}"),
        TimeRemainingColumn(),
    )  # fmt: skip
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(title, total=None, made="")
        stages: list[str] = []

        def show(stage: str, done: int, total: int, pages: int = 0) -> None:
            if stage not in stages:  # its rate is its own
                stages.append(stage)
                bar.reset(task, total=total, completed=done)
            bar.update(task, description=stage, completed=done, total=total)
            speed = bar.tasks[0].speed
            made = ([f"{pages} pages"] if pages else []) + ([f"{speed:.1f}/s"] if speed else [])
            bar.update(task, made=", ".join(made))

        yield show
