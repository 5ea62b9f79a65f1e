"""Options that several commands share, and how they are read."""

from __future__ import annotations

from pathlib import Path

import click


def pairs(_: click.Context, __: click.Parameter, written: tuple[str, ...]) -> dict[str, str]:
    """Read NAME=VALUE pairs."""
    for pair in written:
        if "=" not in pair:
            raise click.BadParameter(f"'{pair}' is not NAME=VALUE")
    return dict(pair.split("=", 1) for pair in written)


def readable(_: click.Context, __: click.Parameter, word: str | None) -> str | None:
    """Refuse a text that no file can keep: bytes of another encoding than the terminal's."""
    if word is not None and not word.isascii() and word.encode(errors="ignore").decode() != word:
        raise click.BadParameter("its signs are not written in UTF-8")
    return word


as_json = click.option("--json", "json_", is_flag=True, help="Print JSON for scripts.")
seed_option = click.option("--seed", metavar="S", callback=readable, help="Seed; the same one gives the same numbers.")
knob_option = click.option(
    "--set", "knobs", multiple=True, metavar="KNOB=VALUE", callback=pairs, help="Choose a knob; may be repeated."
)
bank_option = click.option(
    "--banks",
    multiple=True,
    type=click.Path(path_type=Path, exists=True),
    help="A further bank, or folder of banks, before ./banks and the shipped ones.",
)
knob_of_option = click.option(
    "--set", "knobs", multiple=True, metavar="ID.KNOB=VALUE", callback=pairs, help="Choose a problem's knob."
)
jobs_option = click.option(
    "-j", "--jobs", default=0, type=click.IntRange(0, 256), help="Processes.  [default: one per core]"
)
unproved_option = click.option("--allow-unproved", is_flag=True, help="Take problems whose key has no second proof.")
replace_option = click.option("--replace", is_flag=True, help="Put the new set in the place of another one.")
