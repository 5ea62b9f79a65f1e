"""Where tasks run: one interface, for the processes of this machine and, in `cluster`, for those of others.

A task is a value and so is what becomes of it: neither hangs on a file, an open handle or the process that made it.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from itertools import chain, islice
from multiprocessing.connection import Connection
from typing import Any, Protocol, TypeVar

from .errors import ExitCode, ProbgenError

Task = TypeVar("Task")
Result = TypeVar("Result")

AHEAD = 2  # tasks for each worker that are under way: no worker waits, and few results are held at once
_busy = threading.Lock()  # in a worker: held by the task that runs


class Future(Protocol):
    """A result that is still to come."""

    def result(self) -> Any:
        """Wait for the result, or for the error of its task."""


class Executor(Protocol):
    """Runs tasks on its workers. It ends with its `with` block; what still runs then is ended too."""

    @property
    def workers(self) -> int:
        """How many tasks run at the same time."""

    def run(self, function: Callable[[Task], Result], tasks: Iterable[Task]) -> Iterator[Result]:
        """Yield what a function of a module makes of each task, in the order of the tasks.

        Tasks are taken as workers become free, so that neither they nor their results are ever held all at once.
        """

    def __enter__(self) -> Executor:
        """Return itself."""

    def __exit__(self, *fault: object) -> None:
        """End the workers, or let go of them."""


class Local:
    """Processes of this machine, by default one for each processor; one alone, or a lone task, needs no process.

    Where a system can fork, the workers are copies of this process: nothing is imported or read once more. `say` hears
    the sentence that the user should know where a system lets no process share the work.
    """

    def __init__(self, workers: int = 0, say: Callable[[str], None] = lambda sentence: None) -> None:
        self.workers = workers or processors()
        self._say = say
        self._pool: ProcessPoolExecutor | None = None
        self._tie: Connection | None = None  # as long as it is open, the workers live

    def run(self, function: Callable[[Task], Result], tasks: Iterable[Task]) -> Iterator[Result]:
        """Yield the results in the order of the tasks.

        Raises:
            ProbgenError: the system has ended a process.
        """
        coming = iter(tasks)
        first = list(islice(coming, 2))
        rest = chain(first, coming)
        pool = self._started() if len(first) > 1 else None
        if pool is None:
            return map(function, rest)
        return _unbroken(in_order(lambda task: pool.submit(_task, function, task), rest, self.workers))

    def __enter__(self) -> Local:
        return self

    def __exit__(self, fault: object = None, *_: object) -> None:
        if self._tie and fault is not None:
            self._tie.close()
        if self._pool:
            self._pool.shutdown(cancel_futures=True)
        if self._tie:
            self._tie.close()

    def _started(self) -> ProcessPoolExecutor | None:
        """Return the processes, None where one is enough or a system cannot share work (without /dev/shm, say)."""
        if self._pool or self.workers == 1:
            return self._pool
        context = multiprocessing.get_context("fork" if "fork" in multiprocessing.get_all_start_methods() else None)
        mine, self._tie = context.Pipe(duplex=False)
        try:
            self._pool = ProcessPoolExecutor(self.workers, context, _begin, (mine, self._tie))
        except (ImportError, NotImplementedError, OSError) as fault:
            self.workers = 1
            self._say(f"one process does all the work, since this system lets none share it ({fault})")
        return self._pool


def _unbroken(results: Iterator[Result]) -> Iterator[Result]:
    try:
        yield from results
    except BrokenProcessPool as fault:
        what = "the system has ended a process that did a part of the work, for lack of memory perhaps"
        raise ProbgenError.of(what, hint="give it fewer with --jobs", code=ExitCode.CLUSTER) from fault


def in_order(submit: Callable[[Task], Future], tasks: Iterable[Task], workers: int) -> Iterator[Any]:
    """Yield the results in the order of the tasks, of which so many for each worker are submitted ahead."""
    coming = iter(tasks)
    waiting = deque(submit(task) for task in islice(coming, AHEAD * workers))
    while waiting:
        result = waiting.popleft().result()
        waiting.extend(submit(task) for task in islice(coming, 1))
        yield result


def batches(items: Iterable[Task], size: int) -> Iterator[Sequence[Task]]:
    """Yield the items so many at a time."""
    coming = iter(items)
    while batch := tuple(islice(coming, size)):
        yield batch


def processors() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _begin(tie: Connection, others: Connection) -> None:
    """Leave the user's Ctrl-C to the process that started this worker, and end with it."""
    signal.signal(signal.SIGINT, lambda *_: None)  # if it were ignored, TeX would be deaf to it too, when it hangs
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    others.close()
    gc.freeze()  # what was loaded before is no garbage
    threading.Thread(target=_end_with, args=(tie,), daemon=True).start()


def _end_with(tie: Connection) -> None:
    """Wait until the other end is closed or its process gone; end the task, so that it clears up, and leave."""
    with suppress(EOFError, OSError):
        tie.recv_bytes()
    os.kill(os.getpid(), signal.SIGTERM)
    while not _busy.acquire(timeout=1):
        os.kill(os.getpid(), signal.SIGTERM)
    os._exit(1)


def _task(function: Callable[[Task], Result], task: Task) -> Result:
    with _busy:
        return function(task)
