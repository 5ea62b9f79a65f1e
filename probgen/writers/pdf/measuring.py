"""Runs of TeX in a worker that measure texts; one that TeX cannot set is kept apart from all others."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from ... import typeset
from ..shell import render
from . import runs
from .texts import Result, Size, Source, Text

_REGISTER = 1000  # of the box that all texts are set into, one after the other
_EACH = 0.005  # seconds that a run may take for each text; TeX needs a tenth of it
_PARTS = 25  # runs that a run is parted into of which nobody knows what was wrong


class Batch(NamedTuple):
    """Texts for one run, and the preamble of the format that it needs."""

    preamble: str
    texts: Sequence[Text]


def measure(batch: Batch) -> list[Size | str | None]:
    """Return the size of each text, or what TeX said that cannot set it; None for one that was not tried.

    Texts are left untried when TeX has taken too long for several others.

    Raises:
        ProbgenError: TeX is missing.
    """
    found: dict[Text, Size | str] = {}
    _measure(batch.preamble, batch.texts, found)
    return [found.get(text) for text in batch.texts]


def _measure(preamble: str, left: Sequence[Text], found: dict[Text, Size | str]) -> None:
    late = 0
    while left and late < runs.PATIENCE:
        result, timed_out = _once(preamble, left)
        if result.sound:
            found.update(result.sizes)
            return
        late += timed_out
        if result.faults:
            found.update(result.faults)
            left = [text for text in left if text not in result.faults]
        elif len(left) == 1:
            found[left[0]] = result.lost[0]
            return
        else:  # no text was named
            size = -(-len(left) // _PARTS)
            for start in range(0, len(left), size):
                _measure(preamble, left[start : start + size], found)
            return


def _once(preamble: str, texts: Sequence[Text]) -> tuple[Result, bool]:
    """Run TeX on some texts; tell also if it took too long."""
    source = Source(render("paper/run.tex.j2", shipping=False))
    for text in texts:
        source.set(text, _REGISTER)
    seconds = runs.BASE + _EACH * len(texts)
    with typeset.run(source.ended(), typeset.format_for(preamble), seconds=seconds) as outcome:
        return source.result(outcome, outcome.records()), outcome.timed_out
