"""The command line: a command parses, calls one function, and prints. Heavy modules are imported by the command."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from . import __version__
from .errors import ExitCode, Stopped


def _knobs(_: click.Context, __: click.Parameter, pairs: tuple[str, ...]) -> dict[str, str]:
    """Read NAME=VALUE pairs."""
    for pair in pairs:
        if "=" not in pair:
            raise click.BadParameter(f"'{pair}' is not NAME=VALUE")
    return dict(pair.split("=", 1) for pair in pairs)


def _text(_: click.Context, __: click.Parameter, text: str | None) -> str | None:
    """Refuse a text that no file can keep: bytes of another encoding than the terminal's."""
    if text is not None and not text.isascii() and text.encode(errors="ignore").decode() != text:
        raise click.BadParameter("its signs are not written in UTF-8")
    return text


as_json = click.option("--json", "json_", is_flag=True, help="Print JSON for scripts.")
seed_option = click.option("--seed", metavar="S", callback=_text, help="Seed; the same one gives the same numbers.")
knob_option = click.option(
    "--set", "knobs", multiple=True, metavar="KNOB=VALUE", callback=_knobs, help="Choose a knob; may be repeated."
)
bank_option = click.option(
    "--banks",
    multiple=True,
    type=click.Path(path_type=Path, exists=True),
    help="A further bank, or folder of banks, before ./banks and the shipped ones.",
)


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


@cli.command("list")
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
    from .commands import list as command

    if coverage and topics:
        raise click.UsageError("--coverage takes no topics: it tells of all rows")
    if coverage:
        click.echo(command.coverage(banks, as_json=json_))
    else:
        click.echo((command.knobs if knobs else command.run)(topics, banks, as_json=json_))


@cli.command()
@click.argument("id")
@seed_option
@click.option(
    "--variant", "name", default="A", show_default=True, callback=_text, help="The variant's name, as in an exam."
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
    from .commands import show as command

    click.echo(command.run(id, seed, name, knobs, banks, solution=solution, why=why, as_json=json_))


@cli.command()
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
    from .commands import solve as command

    click.echo(command.run(id, given, seed, knobs, banks, as_json=json_))


@cli.command()
@click.argument("blueprint")
@click.option("--variants", type=click.IntRange(1, 600), help="How many variants.  [default: 1]")
@click.option(
    "--roster", type=click.Path(path_type=Path), help="CSV of students (id, name ...): a named paper for each."
)
@click.option(
    "--order",
    type=click.Choice(["seating", "roster"]),
    default="seating",
    show_default=True,
    help="Of papers to print: by section, room and seat, or as the roster lists them.",
)
@click.option("--print", "print_", is_flag=True, help="Also all exams, and all solutions, as one file to print.")
@seed_option
@click.option(
    "--set", "knobs", multiple=True, metavar="ID.KNOB=VALUE", callback=_knobs, help="Choose a problem's knob."
)
@click.option("--out", type=click.Path(path_type=Path), help="Folder of the set.  [default: out/BLUEPRINT]")
@click.option("--no-lock", is_flag=True, help="Each variant has places of its own, as few pages as it needs.")
@click.option("--no-pdf", is_flag=True, help="No PDFs: LaTeX sources, key and manifest; needs no TeX.")
@click.option("--html", is_flag=True, help="Web pages too, which stand alone and need no network.")
@click.option("--published", is_flag=True, help="Take the numbers of the source, where the blueprint knows them.")
@click.option("--allow-unproved", is_flag=True, help="Take problems whose key has no second proof.")
@click.option("--replace", is_flag=True, help="Put the new set in the place of another one.")
@click.option("--resume", is_flag=True, help="Go on with a set that was not finished; it keeps its seed.")
@click.option("-j", "--jobs", default=0, type=click.IntRange(0, 256), help="Processes.  [default: one per core]")
@click.option("--cluster", metavar="ADDRESS", help="Let the workers of a Dask scheduler do it: tcp://host:8786.")
@bank_option
def exam(
    blueprint: str,
    variants: int | None,
    roster: Path | None,
    order: str,
    seed: str | None,
    knobs: dict[str, str],
    out: Path | None,
    jobs: int,
    cluster: str | None,
    banks: tuple[Path, ...],
    **flags: bool,
) -> None:
    """Make the exam and solution papers of a BLUEPRINT: PDFs, LaTeX sources, key and manifest.

    BLUEPRINT is a YAML file, or the name of one that is shipped. Without --seed the seed is 128 random bits,
    kept in the manifest alone: a seed that can be guessed is the key.

    A ROSTER is CSV with the columns id and name, and if wished section, room, seat, version (students who share
    one share a variant) and accommodation (large print, extra space).

    \b
    Examples:
      probgen exam midterm --variants 2 --seed 2026
      probgen exam midterm --roster students.csv
      probgen exam midterm --roster students.csv --resume
      probgen exam my-final.yaml --variants 4 --set decoding_tree_search.regime=both_fail
      probgen exam midterm --published --out out/midterm-as-set
      probgen exam midterm --html
      probgen exam midterm --roster students.csv --cluster tcp://host:8786
    """
    from .commands import exam as command

    if jobs and cluster:
        raise click.UsageError("--jobs and --cluster: a cluster says itself how many workers there are")
    if variants is not None and roster is not None:
        raise click.UsageError("--variants and --roster: a roster says itself how many variants there are")
    _say(
        command.run(
            blueprint,
            variants or 1,
            seed,
            knobs,
            banks,
            out=out,
            pdf=not flags["no_pdf"],
            html=flags["html"],
            published=flags["published"],
            unproved=flags["allow_unproved"],
            replace=flags["replace"],
            roster=roster,
            order="roster" if order == "roster" else "seating",
            print_=flags["print_"],
            locked=not flags["no_lock"],
            resume=flags["resume"],
            jobs=jobs,
            cluster=cluster or "",
        )
    )


@cli.command()
@click.argument("topics", nargs=-1, required=True, metavar="TOPIC|ID...")
@click.option("-n", "count", default=5, show_default=True, type=click.IntRange(1, 200), help="How many problems.")
@seed_option
@click.option(
    "--set", "knobs", multiple=True, metavar="ID.KNOB=VALUE", callback=_knobs, help="Choose a problem's knob."
)
@click.option("--html", is_flag=True, help="A web page in place of the PDF; it stands alone and needs no network.")
@click.option("--out", type=click.Path(path_type=Path), help="Folder of the set.  [default: out/practice-SEED]")
@click.option("--allow-unproved", is_flag=True, help="Take problems whose key has no second proof.")
@click.option("--replace", is_flag=True, help="Put the new set in the place of another one.")
@bank_option
def practice(
    topics: tuple[str, ...],
    count: int,
    seed: str | None,
    knobs: dict[str, str],
    out: Path | None,
    banks: tuple[Path, ...],
    *,
    html: bool,
    allow_unproved: bool,
    replace: bool,
) -> None:
    """Make a practice set on a TOPIC: fresh problems first, their solutions apart.

    Words are topics, tags, ids or bank files, as for `probgen list`. No problem comes twice before every one that
    matches has come once. The seed is printed: with it the same command makes the same set.

    \b
    Examples:
      probgen practice convolution
      probgen practice attention decoding -n 8 --seed 1234 --html
      probgen practice argmax_attention -n 3 --set argmax_attention.n=3
    """
    from .commands import practice as command

    _say(
        command.run(topics, count, seed, knobs, banks, out=out, html=html, unproved=allow_unproved, replace_old=replace)
    )


@cli.command()
@click.argument("manifest", type=click.Path(path_type=Path, exists=True))
@click.option(
    "--out", type=click.Path(path_type=Path), help="Folder of the new set.  [default: the old name and -replayed]"
)
@click.option("--no-pdf", is_flag=True, help="No PDFs; needs no TeX.")
@click.option("--replace", is_flag=True, help="Put the new set in the place of another one.")
def replay(manifest: Path, out: Path | None, *, no_pdf: bool, replace: bool) -> None:
    """Make the papers of a MANIFEST again, without sampling and without the banks.

    \b
    Examples:
      probgen replay out/midterm/manifest.json
      probgen replay out/midterm --out /tmp/again
    """
    from .commands import exam as command

    _say(command.replay(manifest, out=out, pdf=not no_pdf, replace=replace))


@cli.command()
@click.argument("set_", metavar="SET", type=click.Path(path_type=Path, exists=True))
@click.argument("code", callback=_text)
@as_json
def page(set_: Path, code: str, *, json_: bool) -> None:
    """Tell the variant, the page and the student that the CODE on a page of a SET stands for.

    The CODE is what a reader of QR codes finds on the page. SET is the folder that `probgen exam` has made, or its
    manifest. Leaves with 2 where the set has no such page.

    \b
    Examples:
      probgen page out/midterm 3Y8PLG7NP8.3
      probgen page out/midterm/manifest.json 3Y8PLG7NP8.3 --json
    """
    from .commands import page as command

    click.echo(command.run(set_, code, as_json=json_))


@cli.command()
@click.argument("manifest", type=click.Path(path_type=Path, exists=True))
@click.argument("responses", required=False, type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "--template",
    type=click.Path(path_type=Path),
    help="Instead: write a table to fill in here, with the students of a roster.",
)
@click.option("--out", type=click.Path(path_type=Path), help="Folder of the grading.  [default: out/BLUEPRINT-graded]")
@click.option("--replace", is_flag=True, help="Put it in the place of a grading of other responses.")
@bank_option
@as_json
def grade(
    manifest: Path,
    responses: Path | None,
    template: Path | None,
    out: Path | None,
    banks: tuple[Path, ...],
    *,
    replace: bool,
    json_: bool,
) -> None:
    """Mark the RESPONSES of students to the set of a MANIFEST, a CSV file with a row for each student.

    Writes scores, feedback, item statistics and problems. Numbers have the tolerance of their key, a wrong answer
    that is a known mistake its credit, and what is right after the student's own earlier answer its points.

    \b
    Examples:
      probgen grade out/midterm --template responses.csv
      probgen grade out/midterm/manifest.json responses.csv
      probgen grade out/midterm responses.csv --out out/first-sitting --json
    """
    from .commands import grade as command

    if (responses is None) == (template is None):
        raise click.UsageError("name a file of RESPONSES, or with --template the file to write")
    if template is not None:
        click.echo(command.template(manifest, template))
        return
    assert responses is not None
    text, warnings = command.run(manifest, responses, banks, out=out, replace=replace, as_json=json_)
    for warning in warnings:
        click.echo(f"warning: {warning}", err=True)
    click.echo(text)


@cli.command()
@click.argument("set_", metavar="SET", type=click.Path(path_type=Path, exists=True))
@click.option(
    "--html", type=click.Path(path_type=Path, dir_okay=False), help="Write a page with plots to this file too."
)
@as_json
def audit(set_: Path, html: Path | None, *, json_: bool) -> None:
    """Audit a SET of papers: whether all are equally hard, what copying earns, whether an exam file tells its key.

    SET is the folder that `probgen exam` has made, or its manifest. Leaves with 1 where something lies past the
    blueprint's `limits:`, papers differ in their places, or an exam file holds what only its solution may say.

    \b
    Examples:
      probgen audit out/midterm
      probgen audit out/midterm --html audit.html
      probgen audit out/midterm --json
    """
    from .commands import audit as command

    text, sound = command.run(set_, as_json=json_, html=html)
    click.echo(text)
    if not sound:
        sys.exit(ExitCode.CONTENT)


@cli.command()
@click.argument("banks_", nargs=-1, metavar="[BANK|TOPIC|ID]...")
@click.option(
    "--seeds", default=200, show_default=True, type=click.IntRange(1, 1_000_000), help="Variants to try per template."
)
@click.option("-j", "--jobs", default=0, type=click.IntRange(0, 256), help="Processes.  [default: one per core]")
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
    from .commands import check as command

    if keys_only and (full or html):
        raise click.UsageError("--keys-only counts no values: leave out --full and --html")
    text, sound = command.run(banks_, seeds, jobs, banks, as_json=json_, full=full, html=html, keys_only=keys_only)
    click.echo(text)
    if not sound:
        sys.exit(ExitCode.CONTENT)


@cli.command()
def doctor() -> None:
    """Say what is installed, what is missing, and the command that gets it.

    \b
    Example:
      probgen doctor
    """
    from .commands import doctor as command

    text, sound = command.run()
    click.echo(text)
    if not sound:
        sys.exit(ExitCode.TEX)


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


def _say(done: Any) -> None:
    """Print where a set lies, and what its writers had to say."""
    for warning in done.warnings:
        click.echo(f"warning: {warning}", err=True)
    if done.unchanged:
        click.echo(f"unchanged: {done.folder}")
        return
    for line in done.lines:
        click.echo(line)
