"""A bidirectional network run with complex numbers: the imaginary part of a tiny imaginary step is a derivative."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...family import Disagreement
from .network import Params

Complex = NDArray[np.complex128]
Floats = NDArray[np.float64]
_TINY = 1e-30  # Squire and Trapp, 1998: no difference is taken, so nothing cancels
_CLOSE = 1e-9


@dataclass(frozen=True)
class Network:
    """Weights, inputs (T by d), targets (T by m) and initial states, all complex.

    `moved` names places and what is added there: to a state `f2`, or to what its logistic function receives, `pre_f2`.
    """

    w_f: Complex
    u_f: Complex
    v_f: Complex
    w_b: Complex
    u_b: Complex
    v_b: Complex
    x: Complex
    z: Complex
    f_start: Complex
    b_start: Complex

    @classmethod
    def of(cls, params: Params) -> Network:
        """Return the network of the question, with weights W that lead to the states where these are given."""
        u_f, v_f, u_b, v_b, x, z = (
            _complex(m) for m in (params.u_f, params.v_f, params.u_b, params.v_b, params.x, params.z)
        )
        if params.f:
            w_f = _weights(_complex(params.f), u_f, x)
            w_b = _weights(_complex(params.b)[::-1], u_b, x[::-1])
        else:
            w_f, w_b = _complex(params.w_f), _complex(params.w_b)
        zero = np.zeros(len(u_f), dtype=complex)
        return cls(w_f, u_f, v_f, w_b, u_b, v_b, x, z, zero, zero)

    @classmethod
    def sample(cls, steps: int) -> Network:
        """Return a network of other sizes, with initial states that are not zero and numbers of no pattern."""
        n, d, m = 3, 2, 2
        sizes = ((n, d), (n, n), (m, n), (n, d), (n, n), (m, n), (steps, d), (steps, m), (n,), (n,))
        made = (np.sin(seed + np.arange(1.0, np.prod(size) + 1) ** 2) for seed, size in enumerate(sizes))
        return cls(*(np.asarray(a, dtype=complex).reshape(size) for a, size in zip(made, sizes, strict=True)))

    @property
    def steps(self) -> range:
        """The numbers of the steps, from 1 to T."""
        return range(1, len(self.x) + 1)

    def values(self, moved: Mapping[str, Any] | None = None) -> dict[str, Complex]:
        """Return inputs, states and outputs by name: x1, f0 to fT, b1 to b(T + 1), y1 and so on."""
        moved = moved or {}
        found = {f"x{t}": self.x[t - 1] for t in self.steps}
        found |= {"f0": self.f_start, f"b{len(self.x) + 1}": self.b_start}
        for t in self.steps:
            inner = self.w_f @ self.x[t - 1] + self.u_f @ found[f"f{t - 1}"] + moved.get(f"pre_f{t}", 0)
            found[f"f{t}"] = _logistic(inner) + moved.get(f"f{t}", 0)
        for t in reversed(self.steps):
            inner = self.w_b @ self.x[t - 1] + self.u_b @ found[f"b{t + 1}"] + moved.get(f"pre_b{t}", 0)
            found[f"b{t}"] = _logistic(inner) + moved.get(f"b{t}", 0)
        return found | {f"y{t}": self.v_f @ found[f"f{t}"] + self.v_b @ found[f"b{t}"] for t in self.steps}

    def loss(self, moved: Mapping[str, Any] | None = None, only: int = 0) -> Any:
        """Return L, or L_t for `only` = t."""
        found = self.values(moved)
        return sum(((found[f"y{t}"] - self.z[t - 1]) ** 2).sum() for t in self.steps if only in (0, t))

    def by_place(self, place: str, only: int = 0) -> Floats:
        """Return the derivatives of the loss by the entries of a place."""
        return _slopes(len(self.u_f), lambda step: self.loss({place: step}, only))

    def by_weight(self, name: str) -> Floats:
        """Return the derivatives of the loss by the entries of a matrix."""
        old = getattr(self, name)
        return _slopes(old.size, lambda step: replace(self, **{name: old + step.reshape(old.shape)}).loss()).reshape(
            old.shape
        )

    def jacobian(self, of: str, by: str) -> Floats:
        """Return the derivatives of the entries of a state (rows) by those of its neighbor (columns)."""
        steps = 1j * _TINY * np.eye(len(self.u_f))
        return np.array([np.imag(self.values({by: step})[of]) / _TINY for step in steps]).T

    def followers(self, place: str) -> set[str]:
        """Return the names of all values that change when an input or a state does, itself not included."""
        before = self.values()
        if place[0] == "x":
            x = self.x.copy()
            x[int(place[1:]) - 1] += 1
            after = replace(self, x=x).values()
        elif place == "f0":
            after = replace(self, f_start=self.f_start + 1).values()
        elif place == f"b{len(self.x) + 1}":
            after = replace(self, b_start=self.b_start + 1).values()
        else:
            after = self.values({place: 1})
        return {name for name in before if name != place and not np.array_equal(before[name], after[name])}


def _slopes(count: int, function: Callable[[Complex], Any]) -> Floats:
    """Return the derivatives of a number by each of its `count` arguments, at 0."""
    return np.array([np.imag(function(line)) / _TINY for line in 1j * _TINY * np.eye(count)])


def _weights(states: Complex, u: Complex, x: Complex) -> Complex:
    """Return W with which the states follow from the inputs, both in the order of the run."""
    before = np.vstack([np.zeros((1, len(u))), states[:-1]])
    wanted = np.log(states / (1 - states)) - before @ u.T
    w, *_ = np.linalg.lstsq(x, wanted, rcond=None)
    if not np.allclose(x @ w, wanted, rtol=0, atol=_CLOSE):
        raise Disagreement("no weights lead to the given states: the inputs are linearly dependent")
    return np.asarray(w.T)


def _logistic(value: Complex) -> Complex:
    return np.asarray(1 / (1 + np.exp(-value)))


def _complex(rows: Any) -> Complex:
    return np.array([[float(x) for x in row] for row in rows], dtype=complex)
