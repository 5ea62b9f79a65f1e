"""How long commands that make nothing take to start, beside Python with the two packages that each of them needs."""

from __future__ import annotations

import subprocess
import sys
from functools import partial

from . import clock
from .command import ENVIRONMENT
from .findings import Finding, Plan, Skipped

_BARE = ["-c", "import click, yaml"]
_COMMANDS = {"probgen --help": ["-m", "probgen", "--help"], "probgen list": ["-m", "probgen", "list"]}


def measure(plan: Plan) -> list[Finding | Skipped]:
    """Return how many times longer than bare imports the commands take."""
    calls = {"bare": _BARE, **_COMMANDS}
    for arguments in calls.values():  # compiled and in the file cache
        _call(arguments)
    contenders = {name: partial(_call, arguments) for name, arguments in calls.items()}
    found = clock.rounds(contenders, 8 * plan.rounds, plan.seconds / 3)
    return [
        Finding(
            f'start: `{name}` to `python -c "import click, yaml"`',
            clock.ratio(found, name, "bare"),
            goal=2.0,
            better="less",
            note=f"{1000 * clock.wall(found, name):.0f} against {1000 * clock.wall(found, 'bare'):.0f} ms",
        )
        for name in _COMMANDS
    ]


def _call(arguments: list[str]) -> None:
    subprocess.run([sys.executable, *arguments], env=ENVIRONMENT, stdout=subprocess.DEVNULL, check=True)
