"""A plot: axes on a grid, curves as Bezier paths, and a label at each curve where it is clear of the others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil, exp, floor, sqrt

from ..document import Axis, Contours, Gaussian, Inlines, LineStyle, Math, Plot, PlotCurve, Polyline
from ..exact import Dec, decimal_places
from ..typography import tex
from .geometry import apart, chords, grown, inside, meets
from .metrics import measure
from .primitives import Box, Drawing, Label, Path, Point, Primitive, bounds, drawing
from .shapes import circle, ellipse, hermite, line, polyline

GRID, GRID_WIDTH, ZERO = 0.72, 0.3, 0.5  # grays of the grid and of its lines through 0; width of the former
AXIS_WIDTH, CURVE_WIDTH, MEAN_WIDTH = 0.6, 1.0, 0.5
DASHES: dict[LineStyle, tuple[float, ...]] = {"solid": (), "dashed": (5.0, 2.5), "dotted": (1.2, 2.0)}
MEAN_DASH = (2.0, 1.5)
BEYOND = 8.0  # by which an axis with its arrow passes the grid
ARROW = 5.0
NUMBER_SIZE, LABEL_SIZE = 8.0, 9.0
NUMBER_GAP = 4.0  # between an axis and its numbers
APART = 6.0  # between neighboring numbers, at least
LABEL_GAP = 3.0  # between a curve and its label
GROUND = 1.0
DOT = 1.8
# of a label from its curve, and how much more from the others, so that it is clear whose it is; the first possible
CLEARANCES = ((4.0, 4.0), (2.5, 4.0), (1.5, 4.0), (1.5, 2.0))
PREFERRED = 0.6  # share of a curve at which its label stands, where it can
TAIL = 4.0  # standard deviations to either side that are drawn of a density
_KNOTS = 16


@dataclass(frozen=True, slots=True)
class Frame:
    """The place of a plot's grid in bp: its lower left corner is (0, 0)."""

    plot: Plot

    @property
    def box(self) -> Box:
        """The grid."""
        return Box(0, 0, self.plot.x.length, self.plot.y.length)

    def at(self, x: float, y: float) -> Point:
        """Return the place of a point in the plot's coordinates."""
        return Point(_place(self.plot.x, x), _place(self.plot.y, y))


@dataclass(frozen=True, slots=True)
class Drawn:
    """A curve in its place: its paths in bp, and where its label stands."""

    curve: PlotCurve
    paths: tuple[Path, ...]
    label: Label | None = None


def layout_plot(plot: Plot) -> Drawing:
    """Return the drawing of a plot: grid, axes with numbers, curves, labels."""
    frame = Frame(plot)
    primitives: list[Primitive] = [*_grid(plot), *_axes(plot), *numbers(plot)]
    curves = place(plot)
    for drawn in curves:
        primitives += drawn.paths
        if isinstance(drawn.curve, Contours):
            primitives.append(replace(circle(_center(frame, drawn.curve), DOT), fill=0.0, stroke=None))
    return drawing([*primitives, *(drawn.label for drawn in curves if drawn.label)])


def place(plot: Plot) -> list[Drawn]:
    """Return the curves and their labels in bp from the grid's lower left corner."""
    frame = Frame(plot)
    drawn = [Drawn(curve, _paths(frame, curve)) for curve in plot.curves]
    labels: list[Label] = []
    for number, one in enumerate(drawn):
        if one.curve.label:
            label = _label(frame, one, drawn, labels)
            labels.append(label)
            drawn[number] = replace(one, label=label)
    return drawn


def ticks(axis: Axis) -> list[Fraction]:
    """Return the multiples of the axis' step that lie on it."""
    step = Fraction(axis.step)
    first, last = ceil(Fraction(axis.low) / step), floor(Fraction(axis.high) / step)
    return [step * count for count in range(first, last + 1)]


def numbered(axis: Axis, *, upright: bool) -> list[tuple[float, Inlines]]:
    """Return place and text of an axis' numbers: at every first, second, fifth ... line of the grid, as room allows."""
    if not axis.numbers:
        return []
    places = max((decimal_places(Fraction(value)) or 0 for value in (axis.low, axis.high, axis.step)), default=0)
    exact = decimal_places(Fraction(axis.step)) is not None
    found = [(_place(axis, t), (Math(tex(Dec(t, places) if exact and places else t)),), t) for t in ticks(axis)]
    sizes = [measure(text, NUMBER_SIZE) for _, text, _ in found]
    need = max((s.up + s.down if upright else s.width for s in sizes), default=0.0) + (2.0 if upright else APART)
    distance = float(axis.step) / float(axis.high - axis.low) * axis.length
    every = next(k * 10**power for power in range(9) for k in (1, 2, 5) if k * 10**power * distance >= need)
    return [(at, text) for at, text, t in found if (t / Fraction(axis.step)) % every == 0]


def numbers(plot: Plot) -> Iterator[Label]:
    """Yield the numbers and the names of both axes."""
    for at, text in numbered(plot.x, upright=False):
        yield Label(at, -NUMBER_GAP, text, anchor="n", size=NUMBER_SIZE)
    for at, text in numbered(plot.y, upright=True):
        yield Label(-NUMBER_GAP, at, text, anchor="e", size=NUMBER_SIZE)
    if plot.x.label:
        yield Label(plot.x.length + BEYOND + LABEL_GAP, 0, plot.x.label, anchor="w", size=LABEL_SIZE)
    if plot.y.label:
        yield Label(0, plot.y.length + BEYOND + LABEL_GAP, plot.y.label, anchor="s", size=LABEL_SIZE)


def covariance_root(frame: Frame, contours: Contours) -> tuple[Point, Point]:
    """Return the columns of the lower triangular root (Cholesky) of the covariance, in bp."""
    (var_x, cov), (_, var_y) = contours.covariance
    across = sqrt(var_x)
    below = cov / across
    scale_x, scale_y = (axis.length / float(axis.high - axis.low) for axis in (frame.plot.x, frame.plot.y))
    return Point(across * scale_x, below * scale_y), Point(0.0, sqrt(max(0.0, var_y - below**2)) * scale_y)


def _place(axis: Axis, value: float | Fraction) -> float:
    return float(value - axis.low) / float(axis.high - axis.low) * axis.length


def _grid(plot: Plot) -> Iterator[Path]:
    _, _, right, top = Frame(plot).box
    zeros = []
    for tick, path in (
        *((t, line(Point(_place(plot.x, t), 0), Point(_place(plot.x, t), top))) for t in ticks(plot.x)),
        *((t, line(Point(0, _place(plot.y, t)), Point(right, _place(plot.y, t)))) for t in ticks(plot.y)),
    ):
        if tick:
            yield replace(path, width=GRID_WIDTH, stroke=GRID)
        else:
            zeros.append(replace(path, width=AXIS_WIDTH, stroke=ZERO))
    yield from zeros


def _axes(plot: Plot) -> Iterator[Path]:
    _, _, right, top = Frame(plot).box
    yield replace(line(Point(0, 0), Point(right + BEYOND, 0)), width=AXIS_WIDTH, arrow=ARROW)
    if plot.y.numbers or plot.y.label:
        yield replace(line(Point(0, 0), Point(0, top + BEYOND)), width=AXIS_WIDTH, arrow=ARROW)


def _center(frame: Frame, contours: Contours) -> Point:
    return frame.at(*(float(value) for value in contours.center))


def _paths(frame: Frame, curve: PlotCurve) -> tuple[Path, ...]:
    """Return the paths of a curve, itself first."""
    match curve:
        case Gaussian():
            mean = line(frame.at(float(curve.mean), float(frame.plot.y.low)), frame.at(float(curve.mean), curve.peak))
            return (_styled(_bell(frame, curve), curve), replace(mean, width=MEAN_WIDTH, dash=MEAN_DASH))
        case Polyline(points):
            return (_styled(polyline(frame.at(float(x), float(y)) for x, y in points), curve),)
        case Contours():
            root, center = covariance_root(frame, curve), _center(frame, curve)
            scaled = (tuple(Point(float(r) * x, float(r) * y) for x, y in root) for r in sorted(curve.radii)[::-1])
            return tuple(_styled(ellipse(center, (one, two)), curve) for one, two in scaled)


def _styled(path: Path, curve: PlotCurve) -> Path:
    return replace(path, width=CURVE_WIDTH, dash=DASHES[curve.style])


def _bell(frame: Frame, curve: Gaussian) -> Path:
    """Return the density as a smooth curve with the exact value and slope at each knot."""
    deviation, axis = sqrt(curve.variance), frame.plot.x
    low = max(float(axis.low), float(curve.mean) - TAIL * deviation)
    high = min(float(axis.high), float(curve.mean) + TAIL * deviation)
    xs = [low + (high - low) * knot / _KNOTS for knot in range(_KNOTS + 1)]
    scores = [(x - float(curve.mean)) / deviation for x in xs]
    heights = [curve.peak * exp(-z * z / 2) for z in scores]
    unit_x, unit_y = (a.length / float(a.high - a.low) for a in (axis, frame.plot.y))
    slopes = [-z / deviation * y * unit_y / unit_x for z, y in zip(scores, heights, strict=True)]
    return hermite([frame.at(x, y) for x, y in zip(xs, heights, strict=True)], slopes)


def _label(frame: Frame, own: Drawn, drawn: Sequence[Drawn], labels: Sequence[Label]) -> Label:
    """Return the curve's label inside the grid where it is clear of all curves and labels, else to the right of it."""
    mine = chords(*own.paths)
    others = chords(*(path for one in drawn if one is not own for path in one.paths))
    taken = [grown(bounds(label), GROUND) for label in labels]

    def free(label: Label, clearance: float, farther: float) -> bool:
        close, wide = (grown(bounds(label), clearance + more - GROUND) for more in (0.0, farther))
        return all(apart(close, other) for other in taken) and not meets(mine, close) and not meets(others, wide)

    for clearance, farther in CLEARANCES:
        for label in _candidates(own, clearance):
            if inside(bounds(label), grown(frame.box, -2.0)) and free(label, clearance, farther):
                return label
    _, end_height = chords(own.paths[0])[-1, 1]
    right = frame.box.right + BEYOND + LABEL_GAP + measure(frame.plot.x.label, LABEL_SIZE).width + LABEL_GAP
    heights = (end_height + sign * 2.0 * step for step in range(200) for sign in (1, -1))
    outside = (Label(right, y, own.curve.label, anchor="w", margin=GROUND, size=LABEL_SIZE) for y in heights)
    return next(label for label in outside if free(label, GROUND, 4.0))


def _candidates(own: Drawn, clearance: float) -> Iterator[Label]:
    """Yield the label in eight directions from points along the curve, the preferred place first."""
    run = chords(own.paths[0])
    width, up, down = measure(own.curve.label, LABEL_SIZE)
    away = (width / 2 + clearance + 0.5, (up + down) / 2 + clearance + 0.5)
    order = sorted(range(len(run)), key=lambda step: abs(step / len(run) - PREFERRED))
    for step in order[:: max(1, len(order) // 40)]:
        x, y = map(float, run[step, 1])
        for right, above in ((1, 1), (1, 0), (-1, 1), (0, 1), (1, -1), (0, -1), (-1, 0), (-1, -1)):
            yield Label(x + right * away[0], y + above * away[1], own.curve.label, margin=GROUND, size=LABEL_SIZE)
