"""Heat maps of attention weights."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from ...document import Heatmap, Math, Str
from ...exact import Dec, Exact

_PLACES = 2


def weight_map(weights: Sequence[Exact], selected: Sequence[bool], *, numbers: bool = True) -> Heatmap:
    """Return the weights as rows, one for each query, since all queries of these heads are equal.

    The keys that the head is made to select are outlined.
    """
    count = len(weights)
    row = tuple(Dec(round(Fraction(weight), _PLACES), _PLACES) for weight in weights)
    labels = tuple((Math(f"x_{place}"),) for place in range(1, count + 1))
    keys = [place for place, chosen in enumerate(selected) if chosen]
    named = " and ".join(f"x{key + 1}" for key in keys)
    return Heatmap(
        (row,) * count,
        f"Attention weights, {count} queries by {count} keys; all rows are equal, and the cells of the keys {named}, "
        "which are outlined, are the darkest.",
        rows=labels,
        columns=labels,
        row_title=(Str("query"),),
        column_title=(Str("key"),),
        targets=tuple((query, key) for query in range(count) for key in keys),
        scale=(0, 1),
        numbers=numbers,
    )
