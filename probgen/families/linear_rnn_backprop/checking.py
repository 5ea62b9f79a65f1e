"""The network run with numbers, with one weight for each use, and with dual numbers: the second method."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import cache
from typing import NamedTuple

from ...exact import Exact, Formula
from ...family import Disagreement
from ...symbolic.evaluation import Evaluation
from .network import Params
from .solving import Solution

_POINTS = 8  # at which formulas are compared, more than a polynomial of degree 4 has coefficients


def verify(params: Params, solution: Solution) -> None:
    """Run the network at many points, move one use of the weight or one edge at a time, and carry dual numbers along.

    Raises:
        Disagreement: a value, a derivative or a share is another, as a formula or for the numbers.
    """
    if [station.name for station in solution.stations] != list(params.names):
        raise Disagreement(f"the edges of the chain are {params.names}")
    if len(solution.shares) != len(params.inputs):
        raise Disagreement(f"the weight is used {len(params.inputs)} times, not {len(solution.shares)}")
    asked, missing = solution.stations[params.asked - 1], solution.stations[params.missing - 1]
    others = tuple(station for station in solution.stations if station.name != missing.name)
    if (solution.asked_station, solution.missing_station, solution.others) != (asked, missing, others):
        raise Disagreement(f"the questions are about {asked.name} and {missing.name}")
    _verify_symbols(params, solution)
    for point in range(_POINTS):
        _verify_formulas(params, solution, _Run.of(params, point))
    _verify_numbers(params, solution, _Run(params.h0, params.inputs, Fraction(params.w)))


class _Run(NamedTuple):
    """An initial state, inputs and a weight."""

    h0: Exact
    inputs: Sequence[Exact]
    w: Fraction

    @classmethod
    def of(cls, params: Params, point: int) -> _Run:
        """Return a point with other numbers, as far as the formulas hold symbols."""
        w = Fraction(2 * point - 7, 5)
        if params.form == "numbers":
            return cls(params.h0, params.inputs, w)
        inputs = [Fraction(point * (t + 3) + 7 * t * t - 11, t + 2) for t in range(len(params.inputs))]
        return cls(Fraction(13 - 3 * point, 4) if params.start == "given" else 0, inputs, w)

    def edges(self, *, use: int = 0, moved: int = 0) -> list[Fraction]:
        """Return the values along the chain, with 1 added to one use of the weight, or to one edge (from 1)."""
        values: list[Fraction] = []
        state = Fraction(self.h0)
        for t, entering in enumerate(self.inputs, start=1):
            state += entering
            values.append(state := state + (moved == 2 * t - 1))
            state *= self.w + (use == t)
            values.append(state := state + (moved == 2 * t))
        return values

    def end(self, *, use: int = 0, moved: int = 0) -> Fraction:
        """Return y."""
        return self.edges(use=use, moved=moved)[-1]

    def dual(self) -> Fraction:
        """Return the slope of y, carried along with the value: that of a product is w' s + w s'."""
        value, slope = Fraction(self.h0), Fraction(0)
        for entering in self.inputs:
            value, slope = self.w * (value + entering), value + entering + self.w * slope
        return slope


def _verify_symbols(params: Params, solution: Solution) -> None:
    """Look at the symbols of the answers: the weight, and the inputs as far as these have no numbers."""
    expected = {params.weight: "real"}
    if params.form == "symbols":
        expected |= {f"{params.letter}{t}": "real" for t in range(1, len(params.inputs) + 1)}
        expected |= {"h0": "real"} if params.start == "given" else {}
    inner, missing = solution.asked_station.value, solution.missing_station.derivative
    for formula in (inner, missing, solution.y, solution.dy_dw):
        if dict(formula.symbols) != expected:
            raise Disagreement(f"the symbols of {formula.source} are {formula.symbols}")


def _verify_formulas(params: Params, solution: Solution, run: _Run) -> None:
    values, base = run.edges(), run.end()
    symbols = {params.weight: run.w}
    if params.form == "symbols":
        symbols |= {f"{params.letter}{t}": Fraction(u) for t, u in enumerate(run.inputs, start=1)}
        symbols |= {"h0": Fraction(run.h0)}
    named = {**symbols, **dict(zip(params.names, values, strict=False)), "h0": Fraction(run.h0)}
    named |= {f"{params.letter}{t}": Fraction(u) for t, u in enumerate(run.inputs, start=1)}
    for place, (station, value) in enumerate(zip(solution.stations, values, strict=False), start=1):
        _demand(f"the value of {station.name}", station.value, value, symbols)
        _demand(f"how {station.name} is made", station.made, value, named)
        _demand(f"the derivative at {station.name}", station.derivative, run.end(moved=place) - base, symbols)
    for share, (place_, short) in zip(solution.shares, solution.blanks, strict=True):
        moved = run.end(use=share.step) - base
        for what, given in (("share", share.full), ("short share", share.short), ("label", short)):
            _demand(f"the {what} of use {share.step}", given, moved, named)
        _demand(f"the derivative behind use {share.step}", share.up, run.end(moved=2 * share.step) - base, symbols)
        if place_ != share.place or named[share.factor] != values[2 * share.step - 2]:
            raise Disagreement(f"another edge than that of use {share.step} is named")
    _demand("what enters the last product", solution.last, values[-2], symbols)
    _demand("y", solution.y, base, symbols)
    _demand("dy/dw", solution.dy_dw, run.dual(), symbols)


def _verify_numbers(params: Params, solution: Solution, run: _Run) -> None:
    values, base = run.edges(), run.end()
    moved = [run.end(use=use) - base for use in range(1, len(params.inputs) + 1)]
    loss = [(run._replace(w=run.w + step).end() - params.target) ** 2 / 2 for step in _NODES]
    gradient = sum((weight * value for weight, value in zip(_slope_weights(), loss, strict=True)), Fraction(0))
    found = {
        "the values of the edges": (tuple(s.number for s in solution.stations), tuple(values[:-1])),
        "the derivatives at the edges": (
            tuple(s.slope for s in solution.stations),
            tuple(run.end(moved=k) - base for k in range(1, len(values))),
        ),
        "what enters the products": (tuple(s.entering for s in solution.shares), tuple(values[::2])),
        "what leaves the products": (tuple(s.leaving for s in solution.shares), tuple(values[1::2])),
        "the derivatives behind the products": (
            tuple(s.slope for s in solution.shares),
            tuple(run.end(moved=2 * s.step) - base for s in solution.shares),
        ),
        "the shares": (tuple(s.number for s in solution.shares), tuple(moved)),
        "the shares of the answer": (solution.share_numbers, tuple(moved)),
        "y": (solution.output, base),
        "dy/dw": (solution.slope, run.dual()),
        "the gradient of the loss": (solution.gradient, gradient),
        "the new weight": (solution.updated, params.w - Fraction(params.rate) * gradient),
    }
    for what, (given, wanted) in found.items():
        if given != wanted:
            raise Disagreement(f"{what}: {wanted}, not {given}")


_NODES = tuple(range(-4, 5))  # a squared loss of four steps has degree 8 in w, so differences at nine points are exact


@cache
def _slope_weights() -> tuple[Fraction, ...]:
    """Return the factors that make a polynomial's slope at 0 from its values at `_NODES` (Lagrange)."""
    weights = []
    for node in _NODES:
        others = [other for other in _NODES if other != node]
        slope = Fraction(0)
        for left in others:
            product = Fraction(1, node - left)
            for other in others:
                product *= Fraction(1) if other == left else Fraction(-other, node - other)
            slope += product
        weights.append(slope)
    return tuple(weights)


def _demand(what: str, formula: Formula, wanted: Fraction, symbols: Mapping[str, Fraction]) -> None:
    found = Evaluation(formula.source, symbols).value
    if found != wanted:
        raise Disagreement(f"{what} is not {formula.source}: that is {found} where it is {wanted}")
