"""Values, derivatives and shares of the weight, as polynomials in the weight and for one example of numbers."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...document import Graph
from ...exact import Exact, Formula, plain, shortest
from ...family import Effort
from ...symbolic import formula
from .drawing import chain

Coefficients = NDArray[np.int64]  # entry (j, k): how often u_j w^k occurs; row 0 belongs to h_0
Names = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Params:
    """An unrolled network, the names in its picture, and an example: inputs u_1 to u_T, w, h_0, target and rate.

    `names` are those of the 2T - 1 edges along the chain before y. `form` tells whether the formulas hold the inputs as
    symbols or as the numbers of the example; `start` tells whether h_0 is zero or part of the formulas, too. The
    questions ask for the value of the edge `asked` and for the derivative at the edge `missing`, counted from 1.
    """

    inputs: tuple[int, ...]
    w: Exact
    target: Exact
    rate: Exact
    weight: str = "w"
    letter: str = "u"
    names: Names = ("p", "q", "r", "s", "t")
    asked: int = 5
    missing: int = 1
    h0: int = 0
    start: Literal["zero", "given"] = "zero"
    form: Literal["symbols", "numbers"] = "symbols"

    def __post_init__(self) -> None:
        if not 2 <= len(self.inputs) <= 4:
            raise ValueError("the network has 2 to 4 steps")
        if len(self.names) != 2 * len(self.inputs) - 1:
            raise ValueError(f"{len(self.inputs)} steps need {2 * len(self.inputs) - 1} names")
        known = (self.weight, "y", "h0", *self.names, *(f"{self.letter}{t}" for t in range(1, len(self.inputs) + 1)))
        if len(set(known)) < len(known):
            raise ValueError("each name may stand for one thing only")
        if not (1 <= self.asked <= len(self.names) and 1 <= self.missing <= len(self.names)):
            raise ValueError(f"the edges are counted from 1 to {len(self.names)}")
        if self.start == "zero" and self.h0 != 0:
            raise ValueError("h_0 is zero unless it is given")


class Station(NamedTuple):
    """An edge of the chain: its name, how it is made, its value, the derivative of y there, in symbols and numbers."""

    name: str
    made: Formula
    value: Formula
    derivative: Formula
    number: Exact
    slope: Exact


class Share(NamedTuple):
    """One use of the weight: its step, the product's other factor, the derivative at its output, and their product."""

    step: int
    place: str  # of the edge in the picture
    factor: str
    up: Formula
    short: Formula  # in names of the picture
    full: Formula  # in the weight and the inputs
    entering: Exact
    leaving: Exact
    slope: Exact  # of y at the product's output
    number: Exact


class Solution(NamedTuple):
    """The chain and the derivative of its end, as formulas and as numbers, and what known mistakes lead to."""

    stations: tuple[Station, ...]  # without y
    asked_station: Station
    missing_station: Station
    others: tuple[Station, ...]  # all but the missing one
    last: Formula  # what enters the last product
    y: Formula
    dy_dw: Formula
    shares: tuple[Share, ...]  # from the first use to the last
    blanks: tuple[tuple[str, Formula], ...]
    output: Exact
    slope: Exact
    share_numbers: tuple[Exact, ...]
    gradient: Exact  # of the squared loss
    updated: Exact  # the weight after a step of gradient descent
    chain: Graph
    chain_blank: Graph
    chain_marked: Graph
    one_earlier: Formula  # the edge before the one that is asked
    single_weight: Formula  # every input multiplied by the weight once
    unlowered: Formula  # exponents brought down and not lowered
    one_less: Formula  # a power too low
    one_more: Formula
    last_only: Exact
    unweighted: Exact
    unlowered_slope: Exact
    wrong_way: Exact  # the weight after a step uphill


def solve(params: Params) -> Solution:
    """Return values by a forward sweep, derivatives by a reverse sweep, and a share of dy/dw for each use of w."""
    return _Network(params).solution()


def effort(params: Params, solution: Solution) -> Effort:
    """Count products and sums; 2 for each product of numbers, a third more where the weight is a fraction."""
    steps = len(params.inputs) + (params.start == "given")
    number = (2.0 if Fraction(params.w).denominator == 1 else 3.0) * steps
    return {"a": 2.0 * steps, "b": 2.0 * steps, "c": 2.0, "d": 3.0 * steps, "e": 4 * number, "f": 6.0}


class _Network:
    """The sweeps; polynomials are arrays of coefficients, multiplied by w by a shift."""

    def __init__(self, params: Params) -> None:
        self.params = params
        self.steps = len(params.inputs)
        inputs = [f"{params.letter}{t}" for t in range(1, self.steps + 1)]
        start = ["h0"] if params.start == "given" else []
        symbols = [params.weight, *(inputs + start if params.form == "symbols" else [])]
        self.domains = dict.fromkeys(symbols, "real")
        self.sums, self.products = self._forward()

    def _forward(self) -> tuple[list[Coefficients], list[Coefficients]]:
        """Return what enters and what leaves each product."""
        state = np.zeros((self.steps + 1, self.steps + 1), dtype=np.int64)
        state[0, 0] = self.params.start == "given"
        sums, products = [], []
        for t in range(1, self.steps + 1):
            entering = state.copy()
            entering[t, 0] += 1
            state = np.roll(entering, 1, axis=1)  # the last column is still empty
            sums.append(entering)
            products.append(state)
        return sums, products

    def solution(self) -> Solution:
        p, w = self.params, self.params.w
        stations, shares = self._stations(), self._shares()
        asked, missing = stations[p.asked - 1], stations[p.missing - 1]
        y = self.products[-1]
        derivative = y[:, 1:] * np.arange(1, self.steps + 1)
        output, slope = self._at(y), self._at(derivative)
        gradient = _short((Fraction(output) - p.target) * slope)
        power = self._power_at(p.missing - 1)
        return Solution(
            stations=stations,
            asked_station=asked,
            missing_station=missing,
            others=tuple(station for station in stations if station is not missing),
            last=self._formula(self.sums[-1]),
            y=self._formula(y),
            dy_dw=self._formula(derivative),
            shares=shares,
            blanks=tuple((share.place, share.short) for share in shares),
            output=output,
            slope=slope,
            share_numbers=tuple(share.number for share in shares),
            gradient=gradient,
            updated=_short(w - Fraction(p.rate) * gradient),
            chain=chain(p.weight, p.letter, p.names, given=p.start == "given"),
            chain_blank=chain(p.weight, p.letter, p.names, given=p.start == "given", blank=True),
            chain_marked=chain(
                p.weight, p.letter, p.names, given=p.start == "given", shares=tuple(s.short.source for s in shares)
            ),
            one_earlier=stations[p.asked - 2].value if p.asked > 1 else asked.derivative,
            single_weight=self._formula(_columns(y.sum(axis=1), 1)),
            unlowered=self._formula(y * np.arange(self.steps + 1)),
            one_less=self._power(power - 1),
            one_more=self._power(power + 1),
            last_only=shares[-1].number,
            unweighted=_short(sum(Fraction(share.entering) for share in shares)),
            unlowered_slope=_short(Fraction(w) * slope),
            wrong_way=_short(w + Fraction(p.rate) * gradient),
        )

    def _stations(self) -> tuple[Station, ...]:
        p = self.params
        values = [value for pair in zip(self.sums, self.products, strict=True) for value in pair]
        found = []
        for place, (name, value) in enumerate(zip(p.names, values, strict=False)):
            before = p.names[place - 1] if place else "h0" if p.start == "given" else ""
            t = place // 2 + 1
            new = f"{p.letter}{t}"
            made = f"{p.weight}*{before}" if place % 2 else f"{new} + {before}" if before else new
            power = self._power_at(place)
            found.append(
                Station(
                    name, Formula(made), self._formula(value), self._power(power), self._at(value), _short(p.w**power)
                )
            )
        return tuple(found)

    def _shares(self) -> tuple[Share, ...]:
        p = self.params
        found = []
        for t, (entering, leaving) in enumerate(zip(self.sums, self.products, strict=True), start=1):
            factor, power = p.names[2 * t - 2], self.steps - t
            slope = _short(Fraction(p.w) ** power)
            number = self._at(entering)
            found.append(
                Share(
                    t,
                    f"w-m{t}",
                    factor,
                    self._power(power),
                    Formula("*".join([*_powers(p.weight, power), factor])),
                    self._formula(np.roll(entering, power, axis=1)),
                    number,
                    self._at(leaving),
                    slope,
                    _short(Fraction(slope) * number),
                )
            )
        return tuple(found)

    def _power_at(self, place: int) -> int:
        """Return how many products lie between an edge of the chain, counted from 0, and y."""
        return self.steps - (place + 1) // 2

    def _power(self, power: int) -> Formula:
        return formula("*".join(_powers(self.params.weight, power)) or "1", self.domains)

    def _formula(self, value: Coefficients) -> Formula:
        """Return a polynomial as text: the latest input first, or, with numbers, the lowest power."""
        p = self.params
        if p.form == "numbers":
            totals = np.array([p.h0, *p.inputs]) @ value
            terms = [(int(total), _powers(p.weight, power)) for power, total in enumerate(totals)]
        else:
            first = f"({p.letter}1 + h0)" if p.start == "given" else f"{p.letter}1"  # both take the same way
            names = [first, *(f"{p.letter}{j}" for j in range(2, self.steps + 1))]
            terms = [
                (int(value[j, power]), [*_powers(p.weight, power), names[j - 1]])
                for j in range(self.steps, 0, -1)
                for power in range(value.shape[1])
            ]
        return formula(_sum([(count, factors) for count, factors in terms if count]), self.domains)

    def _at(self, value: Coefficients) -> Exact:
        """Return the value of a polynomial for the numbers of the example."""
        p = self.params
        powers = np.array([Fraction(p.w) ** k for k in range(value.shape[1])], dtype=object)
        return _short(np.array([p.h0, *p.inputs], dtype=object) @ value.astype(object) @ powers)


def _columns(counts: NDArray[np.int64], power: int) -> Coefficients:
    """Return the polynomial with these counts at one power and none at any other."""
    return np.outer(counts, np.arange(power + 1) == power).astype(np.int64)


def _sum(terms: list[tuple[int, list[str]]]) -> str:
    """Return counts times factors as a sum."""
    text = ""
    for count, factors in terms:
        product = "*".join([str(abs(count))] * (abs(count) > 1 or not factors) + factors)
        sign = ("-" if count < 0 else "") if not text else " - " if count < 0 else " + "
        text += sign + product
    return text or "0"


def _powers(weight: str, power: int) -> list[str]:
    """Return w**power as factors: none for the power 0."""
    return [weight if power == 1 else f"{weight}**{power}"] if power else []


def _short(value: Any) -> Exact:
    """Return a whole number as an int, a ratio that terminates as a decimal."""
    exact = Fraction(value)
    found: Exact = plain(exact.numerator if exact.denominator == 1 else shortest(exact))
    return found
