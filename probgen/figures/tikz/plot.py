"""A plot as TikZ: a grid in bp, curves in a scope with the coordinates of the axes."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from math import sqrt

from pylatex import TikZNode

from ...document import Axis, Contours, Gaussian, Plot, Polyline
from ..literal import number
from ..plot import BEYOND, DOT, TAIL, Frame, covariance_root, numbers, place, ticks
from ..primitives import Point
from .picture import Text, pair, picture, placed, scope

_STYLES = {"solid": "curve", "dashed": "curve,broken", "dotted": "curve,dots"}


def plot(figure: Plot, text: Text) -> str:
    """Return the picture of a plot."""
    labels = [drawn.label for drawn in place(figure) if drawn.label]
    lines: list[str | TikZNode] = [*_grid(figure), *(placed(label, text) for label in numbers(figure))]
    inner = [line for curve in figure.curves for line in _curve(figure, curve)]
    if inner:
        lines += scope(_coordinates(figure), inner)
    for curve in figure.curves:
        if isinstance(curve, Contours):
            lines += _contours(figure, curve)
    return picture([*lines, *(placed(label, text) for label in labels)])


def _grid(figure: Plot) -> Iterator[str]:
    width, height = figure.x.length, figure.y.length
    for axis, path in (
        (figure.x, rf"(\t,0) -- (\t,{number(height)})"),
        (figure.y, rf"(0,\t) -- ({number(width)},\t)"),
    ):
        for style, wanted in (("grid line", False), ("zero line", True)):
            at = [number(_at(axis, float(t))) for t in ticks(axis) if (t == 0) == wanted]
            if at:
                yield rf"\foreach \t in {{{','.join(at)}}} \draw[{style}] {path};"
    yield rf"\draw[edge] (0,0) -- ({number(width + BEYOND)},0);"
    if figure.y.numbers or figure.y.label:
        yield rf"\draw[edge] (0,0) -- (0,{number(height + BEYOND)});"


def _at(axis: Axis, value: float) -> float:
    return (value - float(axis.low)) * _unit(axis)


def _unit(axis: Axis) -> float:
    return axis.length / float(axis.high - axis.low)


def _coordinates(figure: Plot) -> str:
    """Return the options of a scope in which a pair is a point of the plot."""
    origin = f"({_at(figure.x, 0):.4g}bp,{_at(figure.y, 0):.4g}bp)"
    return f"shift={{{origin}}},x={_unit(figure.x):.6g}bp,y={_unit(figure.y):.6g}bp"


def _curve(figure: Plot, curve: Gaussian | Polyline | Contours) -> Iterator[str]:
    """Yield a density or a polyline in the plot's coordinates."""
    if isinstance(curve, Gaussian):
        mean, reach = float(curve.mean), TAIL * sqrt(curve.variance)
        low, high = max(mean - reach, float(figure.x.low)), min(mean + reach, float(figure.x.high))
        density = rf"{{{curve.peak:.5g}*exp(-(\x-({mean:g}))^2/{2 * float(curve.variance):.5g})}}"
        domain = f"domain={low:.5g}:{high:.5g},samples=61,smooth"
        yield rf"\draw[{_STYLES[curve.style]}] plot[{domain}] (\x,{density});"
        yield rf"\draw[mean line] ({mean:g},{float(figure.y.low):g}) -- ({mean:g},{curve.peak:.5g});"
    elif isinstance(curve, Polyline):
        points = " ".join(f"({float(x):.5g},{float(y):.5g})" for x, y in curve.points)
        yield "\n".join(textwrap.wrap(rf"\draw[{_STYLES[curve.style]}] plot coordinates {{{points}}};", 100))


def _contours(figure: Plot, curve: Contours) -> Iterator[str]:
    """Yield circles under the root of the covariance, and the center."""
    frame = Frame(figure)
    center = frame.at(*(float(value) for value in curve.center))
    for radius in curve.radii:
        one, two = (Point(float(radius) * x, float(radius) * y) for x, y in covariance_root(frame, curve))
        matrix = ",".join(f"{value:.4g}" for value in (*one, *two))
        at = f"({number(center.x)}bp,{number(center.y)}bp)"
        yield rf"\draw[{_STYLES[curve.style]},cm={{{matrix},{at}}}] (0,0) circle[radius=1bp];"
    yield rf"\fill {pair(center)} circle[radius={DOT}bp];"
