"""Commands that make papers: exam, practice, replay."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from .options import bank_option, jobs_option, knob_of_option, replace_option, seed_option, unproved_option


@click.command()
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
@knob_of_option
@click.option("--out", type=click.Path(path_type=Path), help="Folder of the set.  [default: out/BLUEPRINT]")
@click.option("--no-lock", is_flag=True, help="Each variant has places of its own, as few pages as it needs.")
@click.option("--no-pdf", is_flag=True, help="No PDFs: LaTeX sources, key and manifest; needs no TeX.")
@click.option("--html", is_flag=True, help="Web pages too, which stand alone and need no network.")
@click.option("--published", is_flag=True, help="Take the numbers of the source, where the blueprint knows them.")
@unproved_option
@replace_option
@click.option("--resume", is_flag=True, help="Go on with a set that was not finished; it keeps its seed.")
@jobs_option
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
    from ..commands import exam as command

    if jobs and cluster:
        raise click.UsageError("--jobs and --cluster: a cluster says itself how many workers there are")
    if variants is not None and roster is not None:
        raise click.UsageError("--variants and --roster: a roster says itself how many variants there are")
    say(
        command.run(
            command.Request(
                blueprint,
                variants=variants or 1,
                seed=seed,
                knobs=knobs,
                banks=banks,
                published=flags["published"],
                locked=not flags["no_lock"],
                unproved=flags["allow_unproved"],
                roster=roster,
                order="roster" if order == "roster" else "seating",
                out=out,
                pdf=not flags["no_pdf"],
                html=flags["html"],
                joined=flags["print_"],
                replace=flags["replace"],
                resume=flags["resume"],
                jobs=jobs,
                cluster=cluster or "",
            )
        )
    )


@click.command()
@click.argument("topics", nargs=-1, required=True, metavar="TOPIC|ID...")
@click.option("-n", "count", default=5, show_default=True, type=click.IntRange(1, 200), help="How many problems.")
@seed_option
@knob_of_option
@click.option("--html", is_flag=True, help="A web page in place of the PDF; it stands alone and needs no network.")
@click.option("--out", type=click.Path(path_type=Path), help="Folder of the set.  [default: out/practice-SEED]")
@unproved_option
@replace_option
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
    from ..commands import practice as command

    say(
        command.run(topics, count, seed, knobs, banks, out=out, html=html, unproved=allow_unproved, replace_old=replace)
    )


@click.command()
@click.argument("manifest", type=click.Path(path_type=Path, exists=True))
@click.option(
    "--out", type=click.Path(path_type=Path), help="Folder of the new set.  [default: the old name and -replayed]"
)
@click.option("--no-pdf", is_flag=True, help="No PDFs; needs no TeX.")
@replace_option
def replay(manifest: Path, out: Path | None, *, no_pdf: bool, replace: bool) -> None:
    """Make the papers of a MANIFEST again, without sampling and without the banks.

    \b
    Examples:
      probgen replay out/midterm/manifest.json
      probgen replay out/midterm --out /tmp/again
    """
    from ..commands import exam as command

    say(command.replay(manifest, out=out, pdf=not no_pdf, replace=replace))


def say(done: Any) -> None:
    """Print where a set lies, and what its writers had to say."""
    for warning in done.warnings:
        click.echo(f"warning: {warning}", err=True)
    if done.unchanged:
        click.echo(f"unchanged: {done.folder}")
        return
    for line in done.lines:
        click.echo(line)
