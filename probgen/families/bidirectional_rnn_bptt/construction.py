"""Networks whose states have been computed already: short decimals, and outputs that miss by halves."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import numpy as np

from ...exact import Dec, Exact, Record
from ...family import NotWellPosed
from ...stream import Stream
from .network import Params, array, forward, matrix, places

_TRIES = 2_000
_EVEN = Dec("0.5")  # of slope 0.25
_UNEVEN = tuple(map(Dec, ("0.2", "0.8", "0.4", "0.6")))  # of slopes 0.16 and 0.24
_ERRORS = tuple(Fraction(k, 2) for k in (-4, -3, -2, -1, 1, 2, 3, 4))
_CLEAR = tuple(Fraction(k, 2) for k in (-4, -3, 3, 4))  # far from those where a norm and its square look alike
_INPUTS = (0, 0, 0, 1, 1, 1, 2, -1)
_RECURRENT = {2: (-2, -1, 1, 2, 3, 4), 3: (-4, -2, 2, 4), 4: (-4, -2, 2, 4)}  # by T: divided by 4 in each step
_OUTPUT = (-3, -2, -1, 1, 2, 3)
_LARGEST = 40  # gradient by a state, of which only three digits are wanted


def draw(stream: Stream, knobs: Record) -> Params:
    """Return a network over `knobs.T` inputs with states of `knobs.n` numbers, whose gradients can be written shortly.

    Inputs are linearly independent and have as many entries as there are steps, so that weights W with these states
    exist. Errors are drawn, and the targets follow from them. Most states are 0.5. Others are where a Jacobian is asked
    for, since a diagonal with equal entries could stand on either side, and where a sweep ends.

    Raises:
        NotWellPosed: none of many networks has.
    """
    for _ in range(_TRIES):
        params = _drawn(stream, knobs)
        if _telling(params) and _handy(params):
            return params
    raise NotWellPosed("gradients of states are short")


def _drawn(stream: Stream, knobs: Record) -> Params:
    steps, n = knobs.T, knobs.n
    step, ahead = stream.between(1, steps), stream.between(1, steps - 1)
    back, changed = stream.between(2, steps), stream.pick(places(steps))
    ends = {steps - 1} if steps > 2 else set()  # of the sweep for b; two uneven slopes in a row give long decimals
    f = _states(stream, steps, n, {ahead, *(steps - 1 - end for end in ends)})
    b = _states(stream, steps, n, {back - 2, *ends})
    u_f, u_b = (_rows(stream, _RECURRENT[steps], n, n) for _ in range(2))
    v_f, v_b = (_rows(stream, _OUTPUT, 1, n) for _ in range(2))
    errors = array(_rows(stream, _ERRORS, steps, 1))
    errors[step - 1] = stream.pick(_CLEAR)
    y = array(f) @ array(v_f).T + array(b) @ array(v_b).T
    z, x = matrix(y - errors), _independent(stream, steps)
    return Params(x, z, u_f, u_b, v_f, v_b, f, b, step=step, ahead=ahead, back=back, changed=changed, ask=knobs.ask)


def _states(stream: Stream, steps: int, n: int, uneven: set[int]) -> tuple[tuple[Exact, ...], ...]:
    """Return states of halves, with one other entry at the steps `uneven`, counted from 0."""
    rows = [[_EVEN] * n for _ in range(steps)]
    for step in sorted(uneven):
        rows[step][stream.below(n)] = stream.pick(_UNEVEN)
    return tuple(map(tuple, rows))


def _telling(params: Params) -> bool:
    """Tell whether a diagonal on the wrong side, or of the wrong state, is another matrix."""
    for states, new, old in ((params.f, params.ahead, params.ahead - 1), (params.b, params.back - 2, params.back - 1)):
        slopes = [tuple(h * (1 - h) for h in states[place]) for place in (new, old)]
        if slopes[0] == slopes[1] or (len(slopes[0]) > 1 and len(set(slopes[0])) == 1):
            return False
    return params.u_f != params.u_b and params.v_f != params.v_b


def _handy(params: Params) -> bool:
    """Tell whether both sweeps stay among numbers of three digits."""
    run = forward(params)
    sweeps = ((run.errors[::-1], run.f[::-1], params.u_f, params.v_f), (run.errors, run.b, params.u_b, params.v_b))
    for errors, states, u, v in sweeps:
        passed = np.zeros(len(u), dtype=object)
        for error, state in zip(errors, states, strict=True):
            total = 2 * array(v).T @ error + passed
            if not all(value == 0 or _short(value) for value in total):
                return False
            passed = array(u).T @ (total * state * (1 - state))
    return True


def _short(value: Fraction) -> bool:
    """Tell whether a number has at most three digits and two of them behind the point."""
    return (
        abs(value) <= _LARGEST and (100 * value).denominator == 1 and (abs(value) < 10 or (10 * value).denominator == 1)
    )


def _independent(stream: Stream, count: int) -> tuple[tuple[Exact, ...], ...]:
    while True:
        x = _rows(stream, _INPUTS, count, count)
        if abs(np.linalg.det(np.array(x, dtype=float))) > 0.5:
            return x


def _rows(stream: Stream, values: Sequence[Exact], count: int, length: int) -> tuple[tuple[Exact, ...], ...]:
    return tuple(tuple(stream.pick(values) for _ in range(length)) for _ in range(count))
