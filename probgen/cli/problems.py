"""Commands that look at problems: list, show, solve, check."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from ..errors import ExitCode
from .options import as_json, bank_option, jobs_option, knob_option, readable, seed_option


@click.command("list")
@click.argument("topics", nargs=-1, metavar="[BANK|TOPIC|ID]...")
@click.option("--coverage", is_flag=True, help="Instead: which rows of the source documents work, and by what.")
@click.option("--knobs", is_flag=True, help="Instead: the knobs that change how hard each problem is.")
@bank_option
@as_json
def list_(topics: tuple[str, ...], banks: tuple[Path, ...], *, coverage: bool, knobs: bool, json_: bool) -> None:
    """List the problems there are: id, topic, parts, response kinds, points.

    \b
    Examples:
      probgen list
      probgen list convolution
      probgen list my-banks/midterm.yaml --json
      probgen list --knobs decoding
      probgen list --coverage
    """
    from ..commands import list as command

    if coverage and topics:
        raise click.UsageError("--coverage takes no topics: it tells of all rows")
    if coverage:
        click.echo(command.coverage(banks, as_json=json_))
    else:
        click.echo((command.knobs if knobs else command.run)(topics, banks, as_json=json_))


@click.command()
@click.argument("id")
@seed_option
@click.option(
    "--variant", "name", default="A", show_default=True, callback=readable, help="The variant's name, as in an exam."
)
@click.option("--solution", is_flag=True, help="With key, worked steps and rubric.")
@click.option("--why", is_flag=True, help="What is demanded of a draw, with the values of this one, and the proof.")
@knob_option
@bank_option
@as_json
def show(
    id: str,
    seed: str | None,
    name: str,
    knobs: dict[str, str],
    banks: tuple[Path, ...],
    *,
    solution: bool,
    why: bool,
    json_: bool,
) -> None:
    """Show one problem, readable in the terminal.

    The seed and the variant's name are those of an exam: `--seed 2026 --variant B` shows what stands in exam B, unless
    a blueprint asks for other knobs, or its band of effort for another draw.

    \b
    Examples:
      probgen show conv1d_filter_recovery
      probgen show decoding_tree_search --seed 7 --solution --set regime=both_fail
      probgen show argmax_attention --seed 7 --why
    """
    from ..commands import show as command

    click.echo(command.run(id, seed, name, knobs, banks, solution=solution, why=why, as_json=json_))


@click.command()
@click.argument("id")
@click.option(
    "--given", "given", required=True, metavar="FILE|-", help="YAML with values for parameters; - reads them."
)
@seed_option
@knob_option
@bank_option
@as_json
def solve(
    id: str, given: str, seed: str | None, knobs: dict[str, str], banks: tuple[Path, ...], *, json_: bool
) -> None:
    """Solve a problem for your own numbers: answers, then the worked steps.

    What is not given is drawn. The answers are proved as in an exam.

    \b
    Examples:
      echo '{signal: [1, 4, 0, -2, 3], output: [-2, 2, 11]}' | probgen solve conv1d_filter_recovery --given -
      probgen solve argmax_attention --given numbers.yaml --json
    """
    from ..commands import solve as command

    click.echo(command.run(id, given, seed, knobs, banks, as_json=json_))


@click.command()
@click.argument("banks_", nargs=-1, metavar="[BANK|TOPIC|ID]...")
@click.option(
    "--seeds", default=200, show_default=True, type=click.IntRange(1, 1_000_000), help="Variants to try per template."
)
@jobs_option
@click.option(
    "--keys-only", is_flag=True, help="Draw, solve and prove, without texts and statistics: for very many seeds."
)
@click.option("--full", is_flag=True, help="All statistics, also where more than three templates are checked.")
@click.option(
    "--html", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False), help="Write a page with plots too."
)
@bank_option
@as_json
def check(
    banks_: tuple[str, ...],
    seeds: int,
    jobs: int,
    html: Path | None,
    banks: tuple[Path, ...],
    *,
    keys_only: bool,
    full: bool,
    json_: bool,
) -> None:
    """Check banks: read every line, then draw, solve, prove and compose many variants.

    Prints acceptance by condition, distinct variants, distributions of parameters and answers, places of right
    options, mistakes that coincide with the key, branches of texts that no seed fills, slow seeds, and for each
    failing seed the command that shows it. What never or always happens is judged from 100 seeds on. Leaves with 1
    on any fault.

    \b
    Examples:
      probgen check
      probgen check my-banks/attention.yaml --seeds 2000
      probgen check argmax_attention --html argmax.html
      probgen check decoding --keys-only --seeds 100000 --json
    """
    from ..commands import check as command

    if keys_only and (full or html):
        raise click.UsageError("--keys-only counts no values: leave out --full and --html")
    text, sound = command.run(banks_, seeds, jobs, banks, as_json=json_, full=full, html=html, keys_only=keys_only)
    click.echo(text)
    if not sound:
        sys.exit(ExitCode.CONTENT)
