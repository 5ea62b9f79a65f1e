"""Shares as horizontal bars, for pages of statistics."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from .literal import number
from .svg import FONTS

_LINE = 15.0  # pt from one bar to the next
_THICK = 10.0
_LONG = 180.0  # of a bar of 100 %
_SIZE = 10.0  # of the letters
_LETTER = 5.2  # pt, the width that most letters stay below
_MOST = 48  # letters of a label


def svg(title: str, shares: Sequence[tuple[str, float]]) -> str:
    """Return an `svg` element with a bar for each label and share (0 to 1), a number behind each."""
    labels = [label if len(label) <= _MOST else label[: _MOST - 1] + "…" for label, _ in shares]
    left = 6 + _LETTER * max((len(label) for label in labels), default=0)
    wide, high = number(left + _LONG + 46), number(_LINE * len(shares) + 4)
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide}pt" height="{high}pt" viewBox="0 0 {wide} {high}" '
        f'role="img"><title>{escape(title)}</title><g font-family="{FONTS}" font-size="{number(_SIZE)}">'
    ]
    for place, (label, (_, share)) in enumerate(zip(labels, shares, strict=True)):
        top = 2 + _LINE * place
        base = number(top + _THICK - 1.5)
        lines += [
            f'<text x="{number(left - 4)}" y="{base}" text-anchor="end">{escape(label)}</text>',
            f'<rect x="{number(left)}" y="{number(top)}" width="{number(max(_LONG * share, 0.4))}" '
            f'height="{number(_THICK)}" fill="#808080"/>',
            f'<text x="{number(left + _LONG * share + 4)}" y="{base}">{100 * share:.1f} %</text>',
        ]
    lines.append(f'<path d="M{number(left)} 0V{high}" stroke="#000000" stroke-width="0.5"/></g></svg>')
    return "\n".join(lines)
