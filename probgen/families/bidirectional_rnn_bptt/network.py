"""The numbers of a bidirectional network, and its forward pass."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...exact import Exact, Real, plain, shortest

Row = tuple[Real, ...]
Matrix = tuple[Row, ...]
Array = NDArray[Any]  # of fractions, or of floats where a logistic value is no fraction


@dataclass(frozen=True, slots=True)
class Params:
    """A network over T inputs: x (T by d), z (T by m), U (n by n), V (m by n), and states or what they follow from.

    Either the states f_1 to f_T and b_1 to b_T are given (T by n), or the weights W (n by d) are. Given states need
    linearly independent inputs, so that some weights lead to them. Before its first step a direction has the state 0.
    The questions are about L_`step`, the states one step on from f_`ahead` and from b_`back`, the weights that `ask`
    names, and what depends on the place `changed`.
    """

    x: Matrix
    z: Matrix
    u_f: Matrix
    u_b: Matrix
    v_f: Matrix
    v_b: Matrix
    f: Matrix = ()
    b: Matrix = ()
    w_f: Matrix = ()
    w_b: Matrix = ()
    step: int = 2
    ahead: int = 2
    back: int = 2
    changed: str = "x2"
    ask: Literal["wf_ub", "uf_wb"] = "wf_ub"

    def __post_init__(self) -> None:
        steps, n = len(self.x), len(self.u_f)
        if not 2 <= steps <= 4:
            raise ValueError("the network has 2 to 4 steps")
        if bool(self.f) == bool(self.w_f) or bool(self.b) == bool(self.w_b) or bool(self.f) != bool(self.b):
            raise ValueError("either the states or both matrices W are given")
        for name, rows, columns in (("u_f", n, n), ("u_b", n, n), ("v_f", len(self.v_f), n), ("v_b", len(self.v_f), n),
                                    ("z", steps, len(self.v_f)), ("x", steps, len(self.x[0])),
                                    *((("f", steps, n), ("b", steps, n)) if self.f else
                                      (("w_f", n, len(self.x[0])), ("w_b", n, len(self.x[0]))))):  # fmt: skip
            if [len(row) for row in getattr(self, name)] != [columns] * rows:
                raise ValueError(f"{name} needs {rows} rows of {columns}")
        if not all(0 < value < 1 for row in self.f + self.b for value in row):
            raise ValueError("values of the logistic function lie between 0 and 1")
        if not (1 <= self.step <= steps and 1 <= self.ahead < steps and 2 <= self.back <= steps):
            raise ValueError("the steps that are asked for lie in the network")
        if self.changed not in places(steps):
            raise ValueError(f"what changes is one of {', '.join(places(steps))}")


class Pass(NamedTuple):
    """States (T by n), outputs and errors (T by m)."""

    f: Array
    b: Array
    y: Array
    errors: Array


def places(steps: int) -> tuple[str, ...]:
    """Return the names of inputs and states."""
    return tuple(f"{letter}{t}" for letter in "xfb" for t in range(1, steps + 1))


def forward(params: Params) -> Pass:
    """Return states and outputs; fractions unless a logistic value is none."""
    x = array(params.x)
    if params.f:
        f, b = array(params.f), array(params.b)
    else:
        f = _states(array(params.w_f), array(params.u_f), x)
        b = _states(array(params.w_b), array(params.u_b), x[::-1])[::-1]
    y = f @ array(params.v_f).T + b @ array(params.v_b).T
    return Pass(f, b, y, y - array(params.z))


def _states(w: Array, u: Array, inputs: Array) -> Array:
    state, found = np.zeros(len(u), dtype=object), []
    for x in inputs:
        state = np.array([_logistic(value) for value in w @ x + u @ state], dtype=object)
        found.append(state)
    return np.array(found, dtype=object)


def _logistic(value: Any) -> Real:
    return Fraction(1, 2) if value == 0 else float(1 / (1 + np.exp(-float(value))))


def array(rows: Matrix) -> Array:
    """Return rows of exact numbers as an array of fractions."""
    return np.array([[Fraction(x) for x in row] for row in rows], dtype=object)


def row(values: Any) -> Row:
    """Return numbers as they are printed: whole, as a decimal, as a fraction, or as a float."""
    return tuple(value if isinstance(value, float) else _short(value) for value in values)


def matrix(values: Any) -> Matrix:
    """Return rows of numbers as they are printed."""
    return tuple(row(line) for line in values)


def _short(value: Any) -> Exact:
    exact = Fraction(value)
    found: Exact = plain(exact.numerator if exact.denominator == 1 else shortest(exact))
    return found
