"""Plain SVG plots for the page of an audit: bars, a histogram, ranges before and after."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from markupsafe import Markup
from numpy.typing import NDArray

_WIDTH, _LEFT, _LINE = 720.0, 210.0, 20.0
_PLOT = _WIDTH - _LEFT - 70


def _svg(height: float, shapes: Iterable[Markup], alt: str) -> Markup:
    head = Markup('<svg viewBox="0 0 {} {}" role="img" aria-label="{}">').format(_WIDTH, height, alt)
    return head + Markup("").join(shapes) + Markup("</svg>")


def _text(x: float, y: float, words: str, anchor: str = "start") -> Markup:
    return Markup('<text x="{:.1f}" y="{:.1f}" text-anchor="{}">{}</text>').format(x, y, anchor, words)


def _rect(x: float, y: float, width: float, height: float, kind: str) -> Markup:
    return Markup('<rect class="{}" x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}"/>').format(
        kind, x, y, max(width, 1.5), height
    )


def histogram(values: NDArray[np.float64], limit: float, alt: str) -> Markup:
    """Return how many pairs have which share, in steps of 5 %; what lies past the limit has another color."""
    counts, edges = np.histogram(np.clip(values, 0, 1), bins=20, range=(0, 1))
    height, step = 120.0, (_WIDTH - 40) / 20
    top = max(int(counts.max(initial=1)), 1)
    shapes = []
    for place, count in enumerate(counts):
        tall, x = height * count / top, 20 + place * step
        shapes.append(_rect(x, height - tall + 15, step - 3, tall, "past" if edges[place] >= limit else "bar"))
        shapes.append(_text(x + step / 2, height - tall + 11, str(count) if count else "", "middle"))
        shapes.append(_text(x, height + 30, f"{edges[place]:.0%}"))
    return _svg(height + 40, shapes, alt)


def bars(rows: Sequence[tuple[str, float]], alt: str) -> Markup:
    """Return a line for each name with its value as a bar."""
    top = max((value for _, value in rows), default=1) or 1
    shapes = []
    for place, (name, value) in enumerate(rows):
        y, width = place * _LINE, _PLOT * value / top
        shapes += [_text(_LEFT - 8, y + 14, name, "end"), _rect(_LEFT, y + 3, width, _LINE - 6, "bar")]
        shapes.append(_text(_LEFT + width + 6, y + 14, f"{value:.0%}" if top <= 1 else f"{value:.4g}"))
    return _svg(len(rows) * _LINE, shapes, alt)


def ranges(rows: Sequence[tuple[str, tuple[float, float] | None, tuple[float, float], float]], alt: str) -> Markup:
    """Return for each problem its efforts before (pale) and after, on the scale of 0 to twice its median."""
    shapes = [_rect(_LEFT + _PLOT / 2, 0, 0, len(rows) * _LINE, "middle")]
    for place, (name, before, after, middle) in enumerate(rows):
        y = place * _LINE
        shapes.append(_text(_LEFT - 8, y + 14, name, "end"))
        for kind, found, inset in (("pale", before, 3.0), ("bar", after, 6.0)):
            if found and middle:
                low, high = (_LEFT + _PLOT * min(value / middle / 2, 1) for value in found)
                shapes.append(_rect(low, y + inset, high - low, _LINE - 2 * inset, kind))
        shapes.append(_text(_WIDTH - 62, y + 14, f"{after[0]:.4g} to {after[1]:.4g}"))
    return _svg(len(rows) * _LINE, shapes, alt)
