"""Commands that read a set: page, grade, audit."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from ..errors import ExitCode
from .options import as_json, bank_option, readable


@click.command()
@click.argument("set_", metavar="SET", type=click.Path(path_type=Path, exists=True))
@click.argument("code", callback=readable)
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
    from ..commands import page as command

    click.echo(command.run(set_, code, as_json=json_))


@click.command()
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
    from ..commands import grade as command

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


@click.command()
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
    from ..commands import audit as command

    text, sound = command.run(set_, as_json=json_, html=html)
    click.echo(text)
    if not sound:
        sys.exit(ExitCode.CONTENT)
