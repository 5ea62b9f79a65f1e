"""What the solutions say of a part: the worked solution, what earns points, and the key where it stands apart."""

from __future__ import annotations

from collections.abc import Iterator

from ...document import FITS_A_LINE, Answer, ChooseMany, ChooseOne, Drawing, GraphLabeling, Part, Table, Ticks
from .. import tex
from . import responses
from .dialect import Dialect

_OPEN = r"\emph{No fixed answer.}"


def worked(part: Part, dialect: Dialect, room: str = "") -> str:
    """Return the block behind a part, "" if there is nothing to say; `room` is the least height of an exam's box."""
    lines = list(_lines(part, dialect))
    if not lines:
        return ""
    place = "solution" if part.solution else "marking"
    least = f"[{room}]" if room else ""
    return "\n".join([rf"\begin{{{place}}}{least}", *lines, rf"\end{{{place}}}"])


def apart(part: Part, dialect: Dialect) -> str:
    """Return the solution of a part that stands apart from it, and so says the key as well."""
    lines = [*_key(part, dialect), *_lines(part, dialect)]
    return "\n".join(lines) if lines else _OPEN


def _lines(part: Part, dialect: Dialect) -> Iterator[str]:
    """Yield the worked solution, the rubric, slips that earn something."""
    if part.solution:
        yield tex.blocks(part.solution, dialect)
    if part.rubric:
        earned = (rf"\credit{{{tex.points(line.points)}}}{{{dialect.text(line.text)}}}" for line in part.rubric)
        yield from (r"\begin{rubric}", *earned, r"\end{rubric}")
    slips = [mistake for mistake in part.mistakes if mistake.credit]
    if slips:
        yield r"\begin{slips}"
        for slip in slips:
            told = f"{dialect.text(slip.shown)}: {tex.blocks(slip.feedback, dialect)}"
            yield rf"\credit{{{tex.points(slip.credit * part.points)}}}{{{told}}}"
        yield r"\end{slips}"


def _key(part: Part, dialect: Dialect) -> Iterator[str]:
    """Yield the key of each answer: on one line those that fit, right options, tables and figures filled."""
    short = [answer for answer in part.answers if isinstance(answer.response, FITS_A_LINE)]
    if short:
        yield rf"\result{{{'; '.join(_stated(answer, dialect) for answer in short)}}}"
    for answer in part.answers:
        match answer.response:
            case ChooseOne() | ChooseMany():
                yield responses.right_options(answer.response, dialect.text)
            case Ticks() | Table() | Drawing() | GraphLabeling():
                yield responses.block(answer, dialect.text, solved=True, narrow=dialect.narrow)
            case _:
                pass


def _stated(answer: Answer, dialect: Dialect) -> str:
    label = dialect.text(answer.label)
    return f"{label} {dialect.text(answer.shown)}".strip()
