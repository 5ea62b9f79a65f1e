"""TeX processes: the only module that starts one.

A job runs in a directory of its own, may neither start programs nor touch files elsewhere, and is bound in
time and memory. Formats (a preamble, dumped) are kept in the user's cache folder.
"""

from __future__ import annotations

import atexit
import gzip
import hashlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from . import memory
from .errors import ExitCode, ProbgenError

_MEMORY = 3 << 30  # bytes of address space
_GRACE = 3.0  # seconds between the polite signal and the other one
_INSTALL = (
    "install TeX: `apt install texlive-latex-recommended lmodern`, on macOS `brew install --cask mactex-no-gui`, "
    "elsewhere https://tug.org/texlive; or write the sources only, with --no-pdf"
)


@dataclass(frozen=True, slots=True)
class Engine:
    """The TeX program that makes our PDFs."""

    path: Path
    version: str  # the first line that it says of itself


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a TeX process left behind; its folder lives as long as the `with` block that ran it."""

    folder: Path
    code: int
    timed_out: bool

    @property
    def log(self) -> str:
        """The log of the run, "" if there is none."""
        path = self.folder / "job.log"
        return path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""

    @property
    def pdf(self) -> Path:
        """The pages, if the run made any."""
        return self.folder / "job.pdf"

    def records(self) -> list[str]:
        """Return the lines that the job wrote to its file of records."""
        path = self.folder / "job.rec"
        return path.read_text(encoding="utf-8", errors="replace").splitlines() if path.is_file() else []


@cache
def engine() -> Engine:
    """Return the installed pdfTeX.

    Raises:
        ProbgenError: there is none; the hint says how to get it.
    """
    found = shutil.which("pdftex")
    if found is None:
        raise ProbgenError.of("PDFs need pdfTeX, which was not found", hint=_INSTALL, code=ExitCode.TEX)
    said = subprocess.run([found, "--version"], capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)  # noqa: S603
    return Engine(Path(found), said.stdout.partition("\n")[0].strip())


def cache_folder() -> Path:
    """Return the folder of dumped formats, which can be emptied at any time.

    It is the user's, or one that lasts as long as this process where there is no home or nothing may be written there.
    """
    return memory.folder() or _passing_folder()


@cache
def _passing_folder() -> Path:
    folder = tempfile.mkdtemp(prefix="probgen-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return Path(folder)


def format_for(preamble: str) -> Path:
    """Return the dumped format of a preamble, which ends by dumping itself; it is made if the cache has none.

    Raises:
        ProbgenError: TeX is missing, or a package that the preamble loads.
    """
    tex = engine()
    digest = hashlib.sha256(f"{tex.version}\n{preamble}".encode()).hexdigest()[:24]
    kept = cache_folder() / f"{digest}.fmt"
    if kept.is_file():
        return kept
    with _workshop("&pdflatex", preamble, seconds=120, options=("-ini",)) as done:
        made = done.folder / "job.fmt"
        if done.code or not made.is_file():
            raise ProbgenError.of(_cannot_dump(done), hint=_INSTALL, code=ExitCode.TEX)
        _keep(made, kept)
    return kept


@contextmanager
def run(source: str, format_file: Path, *, seconds: float) -> Iterator[Outcome]:
    """Run a job on a dumped format and yield its outcome; the job's files vanish afterwards.

    After `seconds` TeX is interrupted, so that it still writes its log and names the line it was at.
    """
    with _workshop(f"-fmt={format_file.with_suffix('')}", source, seconds=seconds) as done:
        yield done


@contextmanager
def _workshop(format_option: str, source: str, *, seconds: float, options: Sequence[str] = ()) -> Iterator[Outcome]:
    with tempfile.TemporaryDirectory(prefix="probgen-") as name:
        folder = Path(name)
        (folder / "job.tex").write_text(source, encoding="utf-8")
        code, timed_out = _execute(folder, [*options, format_option], seconds)
        yield Outcome(folder, code, timed_out)


def _execute(folder: Path, options: Sequence[str], seconds: float) -> tuple[int, bool]:
    command = [
        str(engine().path), "-interaction=batchmode", "-file-line-error", "-no-shell-escape", "-no-mktex=tfm",
        "-no-mktex=pk", "-jobname=job", *options, "job.tex",
    ]  # fmt: skip
    rules = {
        "openin_any": "p",
        "openout_any": "p",
        "max_print_line": "2000",
        "error_line": "250",
        "half_error_line": "200",
    }
    with subprocess.Popen(  # noqa: S603
        command,
        cwd=folder,
        env={**os.environ, **rules},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as process:
        _bound(process, seconds)
        try:
            return process.wait(seconds), False
        except subprocess.TimeoutExpired:
            return _stop(process), True
        except BaseException:  # the user's Ctrl-C must not leave a process behind
            process.kill()
            raise


def _bound(process: subprocess.Popen[bytes], seconds: float) -> None:
    """Bound memory and processor time where the system can do that from outside."""
    if sys.platform == "linux":
        import resource

        allowed = int(2 * seconds + 10)
        try:
            resource.prlimit(process.pid, resource.RLIMIT_AS, (_MEMORY, _MEMORY))
            resource.prlimit(process.pid, resource.RLIMIT_CPU, (allowed, allowed))
        except (ProcessLookupError, PermissionError):  # it has ended, or a container forbids it
            return


def _stop(process: subprocess.Popen[bytes]) -> int:
    process.send_signal(signal.SIGINT)
    try:
        return process.wait(_GRACE)
    except subprocess.TimeoutExpired:
        process.kill()
        return process.wait()


def _keep(made: Path, kept: Path) -> None:
    """Put a format into the cache, uncompressed (which starts faster), by one renaming: others may be at it too."""
    data = made.read_bytes()
    with suppress(gzip.BadGzipFile):
        data = gzip.decompress(data)
    try:
        kept.parent.mkdir(parents=True, exist_ok=True)
        part = kept.with_suffix(f".{os.getpid()}.part")
        part.write_bytes(data)
        part.replace(kept)
    except OSError as fault:
        raise ProbgenError.of(
            f"cannot write the cache of TeX formats: {fault}",
            hint="make the folder writable, or set XDG_CACHE_HOME to another one",
            code=ExitCode.TEX,
        ) from fault


def _cannot_dump(done: Outcome) -> str:
    from .writers.pdf import texlog

    found = texlog.faults(done.log)
    said = found[0].what if found else "it stopped without a message"
    return f"TeX cannot load what our pages need: {said}"
