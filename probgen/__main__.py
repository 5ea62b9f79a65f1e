"""The program: commands, and what becomes of every error."""

from __future__ import annotations

import os
import sys
import traceback

from .errors import ExitCode, ProbgenError


def main() -> None:
    """Run the command line and leave with its exit code."""
    # numpy here only ever multiplies small matrices; its threads would cost more than they give
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from .cli import cli

    try:
        cli(prog_name="probgen")
    except ProbgenError as error:
        print(f"{error}", file=sys.stderr)  # noqa: T201
        sys.exit(error.code)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # the reader left; nothing more to say
        sys.exit(ExitCode.DONE)
    except Exception:
        _report(traceback.format_exc())
        sys.exit(ExitCode.INTERNAL)


def _report(trace: str) -> None:
    """Keep the traceback in a file that can be attached to a report, and say where it lies."""
    import platform
    import tempfile

    from . import __version__

    text = f"probgen {__version__}, Python {platform.python_version()}, {platform.platform()}\n{sys.argv}\n\n{trace}"
    with tempfile.NamedTemporaryFile("w", prefix="probgen-", suffix=".txt", delete=False, encoding="utf-8") as file:
        file.write(text)
    last = trace.strip().splitlines()[-1]
    print(f"probgen is at fault: {last}\n  hint: please report it with {file.name}", file=sys.stderr)  # noqa: T201


if __name__ == "__main__":
    main()
