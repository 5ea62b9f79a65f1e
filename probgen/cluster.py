"""The workers of a Dask scheduler as an executor: the same tasks, on as many machines as there are.

A task is bytes that need neither files nor banks of this machine; a worker makes the formats of TeX that it needs.
"""

from __future__ import annotations

import hashlib
import pickle
import platform
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import CancelledError
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from . import __version__, typeset
from .errors import ExitCode, ProbgenError
from .executor import Result, Task, in_order
from .shelf import templates

if TYPE_CHECKING:
    from distributed import Client

_PATIENCE = 5  # seconds that a scheduler may take to answer
_ALONE = 30  # seconds after which it is asked whether anybody still works
_ATTEMPTS = 3  # times that a task may end every worker that Dask gives it to
_AGAIN = "start it anew"
_INSTALL = "pip install 'probgen[dask]', here and where the workers run"


class Versions(NamedTuple):
    """What must be the same everywhere, or papers would differ."""

    probgen: str
    python: str
    tex: str = ""  # "" where no paper is set


class Cluster:
    """The workers of a scheduler; those that join later take tasks too."""

    def __init__(self, client: Client, versions: Versions) -> None:
        self._client = client
        self._versions = versions

    @property
    def workers(self) -> int:
        """How many tasks run at the same time."""
        return sum(self._client.nthreads().values()) or 1

    def run(self, function: Callable[[Task], Result], tasks: Iterable[Task]) -> Iterator[Result]:
        """Yield the results in the order of the tasks.

        Raises:
            ProbgenError: a worker that has joined runs another version, or workers ended and none is left.
        """
        return in_order(lambda task: _Future(self._client, self._versions, function, task), tasks, self.workers)

    def __enter__(self) -> Cluster:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()  # upon which the scheduler forgets what nobody waits for


class _Future:
    """A task under way, which is given out once more where its workers ended."""

    def __init__(self, client: Client, versions: Versions, function: Callable[[Task], Any], task: Task) -> None:
        self._client = client
        self._words = (versions, pickle.dumps((function, task)))
        self._attempts = 0
        self._submit()

    def _submit(self) -> None:
        self._attempts += 1
        self._future = self._client.submit(_task, *self._words, pure=False)

    def result(self) -> Any:
        from distributed import KilledWorker

        while True:
            try:
                return self._future.result(timeout=_ALONE)
            except KilledWorker as fault:
                if self._attempts == _ATTEMPTS:
                    hint = "give the workers more memory, or look into their logs"
                    raise _error("one piece of work ended every worker that took it", hint) from fault
                self._submit()
            except TimeoutError as fault:
                if not self._future.done() and not self._client.nthreads():
                    raise _error("the cluster has no workers left", _AGAIN) from fault
            except CancelledError as fault:
                raise _error("the scheduler has left", _AGAIN) from fault


def connect(address: str, *, tex: bool) -> Cluster:
    """Return the cluster of a scheduler at an address such as `tcp://host:8786`; with `tex` its workers set papers.

    Raises:
        ProbgenError: Dask is not installed, no scheduler answers, it has no workers, or these run other versions.
    """
    try:
        from distributed import Client
    except ImportError as fault:
        raise _error("a cluster needs Dask, which is not installed", _INSTALL) from fault
    wanted = versions(tex=tex)
    try:
        client = Client(address, timeout=_PATIENCE, set_as_default=False)
    except (OSError, ValueError) as fault:
        hint = "start one with `dask scheduler`, and give its address as tcp://host:8786"
        raise _error(f"no scheduler answers at {address}", hint) from fault
    try:
        found = client.run(_versions, wanted, on_error="return")
        if not found:
            raise _error(f"the scheduler at {address} has no workers", f"start some with `dask worker {address}`")
        for worker, its in found.items():
            _refuse(wanted, its, worker)
    except BaseException:
        client.close()
        raise
    return Cluster(client, wanted)


@cache
def versions(*, tex: bool) -> Versions:
    """Return what runs here.

    Raises:
        ProbgenError: TeX is missing.
    """
    places = ((Path(__file__).parent, "*.py"), (templates(), "*.j2"))
    files = sorted(file for folder, ending in places for file in folder.rglob(ending))
    code = hashlib.sha256(b"\0".join(file.read_bytes() for file in files)).hexdigest()[:8]
    python = ".".join(platform.python_version_tuple()[:2])
    return Versions(f"{__version__} ({code})", python, typeset.engine().version if tex else "")


def _versions(wanted: Versions) -> Versions:
    return versions(tex=bool(wanted.tex))


def _task(wanted: Versions, packed: bytes) -> Any:
    """Do a task, in a worker; one that has joined late may run another version."""
    _refuse(wanted, _versions(wanted), platform.node())
    function, task = pickle.loads(packed)  # noqa: S301 - who may give work to a worker may run code there anyway
    return function(task)


def _refuse(wanted: Versions, found: Versions | BaseException, worker: str) -> None:
    """Refuse a worker that would make other papers."""
    if isinstance(found, ProbgenError):
        raise _error(f"worker {worker}: {found.faults[0].what}", found.faults[0].hint)
    if isinstance(found, BaseException):
        raise _error(f"worker {worker} cannot run probgen: {found}", f"{_INSTALL}, the same version")
    for name, here, there in zip(("probgen", "Python", "TeX"), wanted, found, strict=True):
        if here != there:
            what = f"worker {worker} runs {name} {there}, this is {name} {here}"
            raise _error(what, "install the same version everywhere, or papers would differ")


def _error(what: str, hint: str) -> ProbgenError:
    return ProbgenError.of(what, hint=hint, code=ExitCode.CLUSTER)
