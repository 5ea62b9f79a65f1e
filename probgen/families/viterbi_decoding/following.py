"""What follows from a student's own table of the recursion."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from ...exact import Exact, Value
from .solving import Row, Solution
from .trellis import Params


def follow(params: Params, solution: Solution, wanted: str, earlier: Mapping[str, Value]) -> Value | None:
    """Return the best sequence, its probability or the leaders, by a student's own entries and back-pointers.

    Raises:
        ValueError: a maximum is attained twice.
        LookupError: a back-pointer is no word.
    """
    rows: Sequence[Row] = earlier.get("rows", solution.rows)
    columns = [dict(zip(params.words, params.start, strict=True))]
    columns += [{row.word: row.delta for row in rows if row.step == step} for step in range(2, params.T + 1)]
    if wanted == "best.probability":
        return max(columns[-1].values(), key=Fraction)
    if wanted == "leaders":
        return tuple(map(_leader, columns))
    if wanted != "best.words":
        return getattr(solution.greedy, wanted.removeprefix("greedy."), None) if "greedy." in wanted else None
    named = {word.casefold(): word for word in params.words}
    back = {(row.step, row.word): named[str(row.pointer).casefold()] for row in rows}
    words = [_leader(columns[-1])]
    for step in range(params.T, 1, -1):
        words.insert(0, back[step, words[0]])
    return tuple(words)


def _leader(column: Mapping[str, Exact]) -> str:
    first, *others = sorted(column, key=lambda word: -Fraction(column[word]))
    if others and column[first] == column[others[0]]:
        raise ValueError("two words have the largest entry")
    return first
