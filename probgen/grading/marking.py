"""The mark of one answer: read, compared with the key, with known mistakes, and with what follows from earlier ones."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, Literal, NamedTuple, TypeAlias

from ..document import Answer, ChooseOne, Response, Ticks
from ..exact import Real, Value
from ..writers import text
from ..writers.key import entries
from . import comparing
from .asked import Asked
from .numerals import Unreadable, decimal, shown
from .reading import read

Verdict: TypeAlias = Literal[
    "right", "follows", "known mistake", "partly right", "wrong", "unreadable", "no answer", "by hand", "to be marked"
]
WAITING: Final = "to be marked"
Follow: TypeAlias = Callable[[], Response | None]  # what would be right after the student's earlier answers

_ROUNDING = Fraction(1, 200)


class Flaw(NamedTuple):
    """What is wrong with the cell of one entry, and the remedy."""

    entry: int
    what: str
    hint: str


@dataclass(frozen=True, slots=True)
class Reading:
    """The values of an answer's entries, None for what is not answered or cannot be read."""

    values: tuple[Value, ...]
    flaws: tuple[Flaw, ...] = ()

    @property
    def given(self) -> bool:
        """Whether anything was answered that can be read."""
        return any(value is not None for value in self.values)


@dataclass(frozen=True, slots=True)
class Mark:
    """What an answer earns and why; `note` is the feedback for a known mistake."""

    points: Fraction
    verdict: Verdict
    note: str = ""


def reading(asked: Asked, texts: Sequence[str]) -> Reading:
    """Return what stands in the cells of an answer's entries; an empty cell is no answer."""
    values: list[Value] = []
    flaws: list[Flaw] = []
    for entry, written in enumerate(texts):
        value = None
        if written.strip():
            try:
                value = read(asked.answer.response, entry, written, asked.symbols)
                if asked.by_hand:
                    value = _points(value, asked.worth, written)
            except Unreadable as fault:
                value = None
                flaws.append(Flaw(entry, str(fault), fault.hint))
        values.append(value)
    return Reading(tuple(values), tuple(flaws))


def mark(asked: Asked, read: Reading, follow: Follow) -> Mark:
    """Return the mark of an answer; `follow` is called where the key alone does not give all points.

    The best of three counts: the share that is right, the credit of a known mistake, the share that follows from the
    student's own earlier answers.
    """
    if asked.by_hand:
        return _by_hand(asked, read)
    if not read.given:
        return Mark(Fraction(0), "unreadable" if read.flaws else "no answer")
    answer = asked.answer
    share = comparing.share(answer.response, read.values, each=answer.credit_each)
    if share == 1:
        return Mark(asked.worth, "right")
    best = Mark(asked.worth * share, "partly right" if share else "wrong")
    if known := _mistakes(asked, read.values):
        credit, note = known[0]
        share = max(credit, share)
        best = Mark(asked.worth * share, "known mistake", note)
    if (key := follow()) is not None:
        after = comparing.share(key, read.values, each=answer.credit_each)
        if after > share:
            return Mark(asked.worth * after, "follows", best.note if after < 1 else "")
    return best


def expected(response: Response) -> str:
    """Return the key for feedback, as `key.csv` has it; ticks as a response writes them."""
    if isinstance(response, Ticks):
        return "; ".join(f"[{number}] {_ticked(row.ticks)}" for number, row in enumerate(response.rows, 1))
    return "; ".join(f"{name} {key}".strip() for name, key, _ in entries(Answer("", response)))


def _ticked(ticks: Sequence[str]) -> str:
    """Return the numbers of the columns to tick, those that may be in brackets."""
    shown = {"yes": "{}", "either": "({})"}
    numbers = [shown[tick].format(place) for place, tick in enumerate(ticks, 1) if tick in shown]
    return " ".join(numbers) or "none"


def _points(value: Real, worth: Fraction, written: str) -> Fraction:
    """Return the points that a person gave; a share of a third may be written with two decimals."""
    if not 0 <= value <= worth + _ROUNDING:
        what = f"'{shown(written)}' are not points of an answer that is worth {decimal(worth, 2)}"
        raise Unreadable(what, f"a person marks it: write 0 to {decimal(worth, 2)}, or leave it empty")
    return min(Fraction(value), worth)


def _by_hand(asked: Asked, read: Reading) -> Mark:
    if read.given:
        return Mark(read.values[0], "by hand")
    return Mark(Fraction(0), WAITING if asked.worth else "by hand")


def _mistakes(asked: Asked, values: Sequence[Value]) -> list[tuple[Fraction, str]]:
    """Return credit and feedback of the known mistakes that the answer is, the highest credit first."""
    response, value = asked.answer.response, values[0]
    found = [
        (mistake.credit, " ".join(text.blocks(mistake.feedback).split()))
        for mistake in asked.part.mistakes
        if mistake.answer == asked.answer.name and comparing.made(response, value, mistake.value)
    ]
    if not found and isinstance(response, ChooseOne) and (told := response.options[value].feedback):
        found = [(Fraction(0), text.inlines(told))]
    return sorted(found, key=lambda one: -one[0])
