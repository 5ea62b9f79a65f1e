"""The command line: a command parses, calls one function, and prints. Heavy modules are imported by the command."""

from __future__ import annotations

import sys

import click

from .. import __version__
from ..errors import ExitCode, Stopped
from . import papers, problems, sets


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="probgen")
def cli() -> None:
    """Make exams and practice problems from YAML problem banks, with matched solutions.

    \b
    Start with:
      probgen exam midterm --variants 2
      probgen list
      probgen show argmax_attention --solution
      probgen practice convolution --html
    """


@cli.command()
def doctor() -> None:
    """Say what is installed, what is missing, and the command that gets it.

    \b
    Example:
      probgen doctor
    """
    from ..commands import doctor as command

    text, sound = command.run()
    click.echo(text)
    if not sound:
        sys.exit(ExitCode.TEX)


for _command in (
    problems.list_, problems.show, problems.solve, problems.check,
    papers.exam, papers.practice, papers.replay,
    sets.page, sets.grade, sets.audit,
):  # fmt: skip
    cli.add_command(_command)


def run() -> ExitCode | int:
    """Run the command line and return its exit code; what is no fault of the command line is raised.

    Raises:
        KeyboardInterrupt: the user stopped it.
    """
    try:
        return cli(prog_name="probgen", standalone_mode=False) or ExitCode.DONE
    except click.ClickException as fault:
        fault.show()
        return fault.exit_code
    except click.Abort as abort:
        raise (abort.__cause__ if isinstance(abort.__cause__, Stopped) else KeyboardInterrupt()) from None
