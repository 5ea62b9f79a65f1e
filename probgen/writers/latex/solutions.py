"""What the solutions say of a part: the worked solution, what earns points, and what was to be filled in."""

from __future__ import annotations

from collections.abc import Iterator

from ...document import Part
from .. import tex
from .dialect import Dialect


def worked(part: Part, dialect: Dialect, *, marked: bool = True) -> Iterator[str]:
    """Yield the worked solution and, if it is to be `marked`, the rubric and slips that earn something."""
    if part.solution:
        yield tex.blocks(part.solution, dialect)
    if part.rubric and marked:
        earned = (rf"\credit{{{tex.points(line.points)}}}{{{dialect.text(line.text)}}}" for line in part.rubric)
        yield from (r"\begin{rubric}", *earned, r"\end{rubric}")
    slips = [mistake for mistake in part.mistakes if mistake.credit and marked]
    if slips:
        yield r"\begin{slips}"
        told = ((slip, f"{dialect.text(slip.shown)}: {tex.blocks(slip.feedback, dialect)}") for slip in slips)
        yield from dict.fromkeys(
            rf"\credit{{{tex.points(slip.credit * part.points)}}}{{{text}}}" for slip, text in told
        )
        yield r"\end{slips}"


def framed(part: Part, lines: Iterator[str], room: str) -> str:
    """Return the environment for such lines, "" for none; `room` is the least height of an exam's box."""
    text = "\n".join(lines)
    place = "solution" if part.solution else "marking"
    least = f"[{room}]" if room else ""
    return f"\\begin{{{place}}}{least}\n{text}\n\\end{{{place}}}" if text else ""


def filled(part: Part, dialect: Dialect) -> Iterator[str]:
    """Yield the blocks of the prompt that hold answers, for a solution that stands apart from it."""
    blocks = tuple(block for block in part.prompt if tex.holds_blank(block))
    if blocks:
        yield tex.blocks(blocks, dialect) + "\n"
