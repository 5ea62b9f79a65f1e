"""The program: commands, and what becomes of every error."""

from __future__ import annotations

import gc
import os
import signal
import sys
import traceback
from typing import NoReturn

from .errors import ExitCode, ProbgenError

_interrupts: list[bool] = []  # an import that is interrupted may raise something else


def main() -> None:
    """Run the command line and leave with its exit code."""
    try:
        _prepare()
        code = _run()
    except KeyboardInterrupt as stop:
        code = _stopped(str(stop))
    sys.exit(code)


def _prepare() -> None:
    # numpy here only ever multiplies small matrices; its threads would cost more than they give
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    gc.set_threshold(50_000)  # trees have no cycles: to look for some after every 700 objects takes a quarter of a run
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))  # what is half done is cleared away
    signal.signal(signal.SIGINT, _interrupt)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")  # a terminal without Greek is no reason to stop


def _interrupt(*_: object) -> NoReturn:
    _interrupts.append(True)
    raise KeyboardInterrupt


def _run() -> int:
    try:
        from . import cli

        code = cli.run()
        if sys.stdout is not None:
            sys.stdout.flush()
    except ProbgenError as error:
        _say(str(error))
        return error.code
    except BrokenPipeError:
        _drop_output()  # the reader left; nothing more to say
        return ExitCode.DONE
    except OSError as fault:
        named = f"{fault.filename}: " if fault.filename else ""
        _say(f"{named}{(fault.strerror or str(fault)).lower()}")
        _drop_output()
        return ExitCode.CONTENT
    except Exception:
        if _interrupts:
            return _stopped()
        _report(traceback.format_exc())
        return ExitCode.INTERNAL
    return code


def _drop_output() -> None:
    """Let go of what standard output does not take: Python would try again when it ends, and leave with 120."""
    if sys.stdout is not None:
        try:
            sys.stdout.flush()
        except OSError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _stopped(said: str = "") -> int:
    _say(said or "interrupted; nothing is half written, and the same command starts again")
    return ExitCode.INTERRUPTED


def _report(trace: str) -> None:
    """Keep the traceback in a file that can be attached to a report, and say where it lies."""
    import platform
    import tempfile

    from . import __version__

    text = f"probgen {__version__}, Python {platform.python_version()}, {platform.platform()}\n{sys.argv}\n\n{trace}"
    with tempfile.NamedTemporaryFile(
        "w", prefix="probgen-", suffix=".txt", delete=False, encoding="utf-8", errors="backslashreplace"
    ) as file:
        file.write(text)
    last = trace.strip().splitlines()[-1]
    _say(f"probgen is at fault: {last}\n  hint: please report it with {file.name}")


def _say(text: str) -> None:
    print(text, file=sys.stderr)  # noqa: T201


if __name__ == "__main__":
    main()
