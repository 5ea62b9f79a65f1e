"""What commands print: tables and progress for a terminal, plain lines when piped."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

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
    """Show a bar on a terminal's standard error; be quiet elsewhere."""
    if sys.stderr is None or not sys.stderr.isatty():
        yield lambda stage, done, total: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(title, total=None)
        yield lambda stage, done, total: bar.update(task, description=stage, completed=done, total=total)
