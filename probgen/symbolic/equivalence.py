"""Whether two formulas say the same: equal at random points of their domains, or of equal growth."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import lru_cache
from typing import Any

import numpy as np

from ..exact import Formula
from ..stream import Stream
from . import domains, syntax
from .domains import Domain
from .evaluation import Array, Evaluation, Point, Undefined
from .shapes import Misfit, Shape, shape

_POINTS = 20  # at which both formulas are compared
_ENOUGH = 4  # of them, where one of the formulas is undefined at many
_TRIES = 80
_RELATIVE = Fraction(1, 10**9)
_ROUNDING = Fraction(1, 10**13)  # of the largest number on the way: what a float loses where terms cancel

_STEPS = (64, 256)  # two points of a direction of growth, in powers of two
_DIRECTIONS = 64
_BOUNDED = Fraction(3, 2)  # how far the ratio may move from the first point to the second


def equivalent(
    left: Formula | str,
    right: Formula | str,
    symbols: Mapping[str, str] | None = None,
    *,
    up_to_constant: bool = False,
) -> bool:
    """Tell whether two formulas have the same value wherever both are defined.

    Both are evaluated at 20 random points, the same in every run: symbols within their domains, matrices with random
    entries and with different sizes for different names. Rational values are compared exactly, others within 1e-9 of
    the larger one. A point at which one is undefined is left out; formulas with fewer than four common points differ.
    A formula with a symbol that the other lacks and that is nowhere listed is another formula.

    `up_to_constant`, or one of them being `O(...)`, compares the growth instead, see `same_growth`.
    `symbols` gives names their domains, on top of those that the formulas list.

    Raises:
        NoFormula: one of them cannot be read. Shapes that do not fit make a formula unlike any other.
    """
    one, other = (side if isinstance(side, Formula) else Formula(side) for side in (left, right))
    listed = {**dict(other.symbols), **dict(one.symbols), **(symbols or {})}
    growth = up_to_constant or any(side.up_to_constant or syntax.is_order(side.source) for side in (one, other))
    return _equivalent(one.source, other.source, tuple(sorted(listed.items())), growth=growth)


@lru_cache(maxsize=4096)
def _equivalent(left: str, right: str, listed: tuple[tuple[str, str], ...], *, growth: bool) -> bool:
    known = {name: domain for side in (left, right) for name, domain in domains.of(Formula(side, listed)).items()}
    strangers = (syntax.names(left) ^ syntax.names(right)) - syntax.CONSTANTS
    if not strangers <= {*dict(listed), *_sizes(listed)}:
        return False
    try:
        shapes = shape(syntax.tree(left), known), shape(syntax.tree(right), known)
    except Misfit:
        return False
    if shapes[0] != shapes[1]:
        return False
    return same_growth(left, right, known) if growth else _same_values(left, right, known)


@lru_cache(maxsize=4096)
def check(formula: Formula) -> Shape:
    """Return the shape of a formula that makes sense: () for a number, (rows, columns) for a matrix.

    Raises:
        NoFormula: it cannot be read, uses symbols besides those it lists, its shapes do not fit, or it has no value.
    """
    known = domains.of(formula)
    listed = {*dict(formula.symbols), *_sizes(formula.symbols)}
    for name in sorted(syntax.names(formula.source) - listed - syntax.CONSTANTS):
        if formula.symbols:
            raise syntax.NoFormula(f"the symbol '{name}' is not listed, there are {', '.join(sorted(listed))}")
    found = shape(syntax.tree(formula.source), known)
    if formula.up_to_constant or syntax.is_order(formula.source):
        if not same_growth(formula.source, formula.source, known):
            raise syntax.NoFormula(f"`{syntax.short(formula.source)}` does not grow with its symbols as a cost does")
    elif not _same_values(formula.source, formula.source, known):
        raise syntax.NoFormula(f"`{syntax.short(formula.source)}` has no value on the domains of its symbols")
    return found


def same_growth(left: str, right: str, known: Mapping[str, Domain]) -> bool:
    """Tell whether the ratio of two positive formulas stays bounded, from above and below, as their symbols grow.

    The symbols grow as powers of a common t, in up to 64 directions: exponents 0 to 3 in all combinations for up to
    three symbols, for more of them each alone, all together, and a fixed sample. A symbol in an exponent grows like
    log t instead; a probability stays as it is. In each direction the ratio at t = 2**64 and at t = 2**256 must agree
    within a factor 3/2. A factor of log log t is therefore not seen, and constants of a million are no obstacle.
    """
    names = [name for name in sorted(known) if known[name].word not in ("probability", "function")]
    slow = frozenset(name for side in (left, right) for name in syntax.in_exponents(side))
    decided = False
    for direction in _directions(len(names)):
        ratios = []
        for step in _STEPS:
            point = {name: Fraction(1, 3) for name in known} | {
                name: Fraction(place + 3 + step * power // 16 if name in slow else (place + 3) << step * power)
                for place, (name, power) in enumerate(zip(names, direction, strict=True))
            }
            try:
                one, other = Evaluation(left, point).value, Evaluation(right, point).value
            except Undefined:
                break
            if not (isinstance(one, Fraction) and isinstance(other, Fraction) and one > 0 and other > 0):
                break
            ratios.append(one / other)
        else:
            decided = True
            if not 1 / _BOUNDED < ratios[1] / ratios[0] < _BOUNDED:
                return False
    return decided


def _same_values(left: str, right: str, known: Mapping[str, Domain]) -> bool:
    symbols = tuple(sorted(known.items()))
    common = 0
    for place in range(_TRIES):
        point = _points(symbols, _POINTS if place < _POINTS else _TRIES)[place]
        try:
            one = Evaluation(left, point)
            other = one if left == right else Evaluation(right, point)
        except Undefined:
            continue
        if one is not other and not _agree(one, other):
            return False
        common += 1
        if common == _POINTS:
            break
    return common >= _ENOUGH


@lru_cache(maxsize=256)
def _points(symbols: tuple[tuple[str, Domain], ...], count: int) -> tuple[Point, ...]:
    """Return the first points at which formulas over some symbols are compared: the same ones for all formulas."""
    stream = Stream("formulas", *(name for name, _ in symbols))
    return tuple(_point(dict(symbols), stream) for _ in range(count))


def _agree(one: Evaluation, other: Evaluation) -> bool:
    if one.exact and other.exact:
        return bool(one.value == other.value)
    if isinstance(one.value, Fraction) and isinstance(other.value, Fraction):
        distance, size = abs(one.value - other.value), max(abs(one.value), abs(other.value))
    else:
        a, b = np.asarray(one.value), np.asarray(other.value)
        distance, size = (Fraction(float(np.abs(value).max())) for value in (a - b, np.maximum(np.abs(a), np.abs(b))))
    return distance <= _RELATIVE * size + _ROUNDING * max(one.scale, other.scale)


def _sizes(symbols: tuple[tuple[str, str], ...]) -> set[str]:
    """Return the names that stand in the shapes of symbols."""
    return {size for _, text in symbols for size in domains.parse(text).shape if not size.isdigit()}


def _directions(count: int) -> Iterator[tuple[int, ...]]:
    if count <= 3:
        yield from itertools.product(range(4), repeat=count)
        return
    yield from (tuple(int(place == one) for place in range(count)) for one in range(count))
    yield (1,) * count
    stream = Stream("growth", count)
    yield from (tuple(stream.below(4) for _ in range(count)) for _ in range(_DIRECTIONS - count - 1))


def _point(known: Mapping[str, Domain], stream: Stream) -> Point:
    """Return a value for each symbol; the sizes of matrices differ from one another."""
    needed = sorted({size for domain in known.values() for size in domain.shape if not size.isdigit()})
    sizes = dict(zip(needed, stream.sample(range(2, 6 + len(needed)), len(needed)), strict=True))
    point: dict[str, Any] = {name: Fraction(size) for name, size in sizes.items()}
    for name in sorted(known.keys() - sizes.keys()):
        domain = known[name]
        if domain.shape:
            rows, columns = (int(size) if size.isdigit() else sizes[size] for size in domain.shape)
            point[name] = _matrix(domain, rows, columns, stream)
        else:
            point[name] = _scalar(domain, stream)
    return point


def _scalar(domain: Domain, stream: Stream) -> Any:
    match domain.word:
        case "positive":
            return Fraction(stream.between(300, 3000), 1000)
        case "real":
            return Fraction(stream.between(300, 3000) * stream.pick((-1, 1)), 1000)
        case "probability":
            return Fraction(stream.between(50, 950), 1000)
        case "size":
            return Fraction(stream.between(2, 7))
        case "function":
            level, wave, speed, start = (stream.between(low, low + 1000) / 1000 for low in (2000, 500, 700, 0))
            return lambda x: level + wave * np.sin(speed * x + start)  # positive, so that it may be divided by


def _matrix(domain: Domain, rows: int, columns: int, stream: Stream) -> Array:
    drawn = np.array([[float(_scalar(domain, stream)) for _ in range(columns)] for _ in range(rows)])
    match domain.property:
        case "diagonal":
            return np.diag(np.diag(drawn))
        case "symmetric":
            return np.asarray(drawn + drawn.T)
        case "orthogonal":
            return np.asarray(np.linalg.qr(drawn)[0])
        case _:
            return drawn
