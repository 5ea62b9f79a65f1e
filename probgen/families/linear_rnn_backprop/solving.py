"""Values, derivatives and shares of the weight, as polynomials in the weight and for one example of numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ... import handwork
from ...document import Graph
from ...exact import Exact, Formula, plain, shortest
from ...family import Effort
from ...symbolic import formula
from .drawing import chain
from .network import Params, Share, Station

Coefficients = NDArray[np.int64]  # entry (j, k): how often u_j w^k occurs; row 0 belongs to h_0


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
    symbols = [params.weight]
    if params.form == "symbols":
        symbols += [f"{params.letter}{t}" for t, _ in enumerate(params.inputs, start=1)]
        symbols += ["h0"] * (params.start == "given")
    return _Network(params, dict.fromkeys(symbols, "real"), *_forward(params)).solution()


def effort(params: Params, solution: Solution) -> Effort:
    """Return the work of each part: terms and powers of the formulas in a to d, arithmetic in e and f.

    An inner value has a term for every second arrow before it, a derivative a factor for every second one behind it.
    """
    steps = len(params.inputs) + (params.start == "given")
    written = params.form == "numbers"
    signs = 0.5 * handwork.negative(params.inputs) * written
    exponents = range(1, steps + 1)
    lowered = sum(handwork.product(u, j) for u, j in zip(params.inputs[::-1], exponents, strict=False)) * written
    error = solution.output - params.target
    change = params.rate * solution.gradient
    update = handwork.product(error, solution.slope) + handwork.product(params.rate, solution.gradient)
    return {
        "a": 2.0 * steps + (params.asked + 1) // 2 + 2 * signs,
        "b": 2.0 * steps - 1 + lowered + signs,
        "c": 1.0 + len(params.inputs) - params.missing // 2,
        "d": 3.0 * steps + 2 * signs,
        "e": _running(params, solution),
        "f": handwork.total((solution.output, -params.target)) + update + handwork.total((params.w, -change)),
    }


def _running(params: Params, solution: Solution) -> float:
    """Return the work of all values along the chain, all derivatives, and the sum of the shares."""
    state: Exact = params.h0
    work = 0.0
    for entry in params.inputs:
        work += handwork.total((entry, state)) + handwork.product(params.w, entry + state)
        state = params.w * (entry + state)
    for share in solution.shares:
        work += handwork.product(share.entering, share.leaving) + handwork.product(params.w, share.leaving)
    return work + handwork.total(solution.share_numbers)


def _forward(params: Params) -> tuple[list[Coefficients], list[Coefficients]]:
    """Return what enters and what leaves each product."""
    size = len(params.inputs) + 1
    state = np.zeros((size, size), dtype=np.int64)
    state[0, 0] = params.start == "given"
    sums, products = [], []
    for t in range(1, size):
        entering = state.copy()
        entering[t, 0] += 1
        state = np.roll(entering, 1, axis=1)  # the last column is still empty
        sums.append(entering)
        products.append(state)
    return sums, products


@dataclass(frozen=True)
class _Network:
    """The sweeps; polynomials are arrays of coefficients, multiplied by w by a shift."""

    params: Params
    domains: Mapping[str, str]  # of the symbols in formulas
    sums: Sequence[Coefficients]  # what enters each product
    products: Sequence[Coefficients]  # what leaves it

    @property
    def steps(self) -> int:
        return len(self.params.inputs)

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
            one_earlier=stations[p.asked - 2].value,
            single_weight=self._formula(np.outer(y.sum(axis=1), [0, 1])),
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
                (int(count), [*_powers(p.weight, power), name])
                for name, row in reversed([*zip(names, value[1:], strict=True)])
                for power, count in enumerate(row)
            ]
        return formula(_sum([(count, factors) for count, factors in terms if count]), self.domains)

    def _at(self, value: Coefficients) -> Exact:
        """Return the value of a polynomial for the numbers of the example."""
        p = self.params
        powers = np.array([Fraction(p.w) ** k for k in range(value.shape[1])], dtype=object)
        return _short(np.array([p.h0, *p.inputs], dtype=object) @ value.astype(object) @ powers)


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
    found: Exact = shortest(plain(Fraction(value)))
    return found
