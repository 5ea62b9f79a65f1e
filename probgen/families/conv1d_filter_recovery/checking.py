"""The second method: search, permutations, and the convolution itself."""

from __future__ import annotations

from itertools import permutations, product
from math import prod

from ...exact import Exact
from ...family import Disagreement
from .elimination import Combination, Equation
from .solving import Params, Solution

_SEARCHED = 20_000  # filters that the exhaustive search may visit


def verify(params: Params, solution: Solution) -> None:
    """Search all small whole-number filters, expand the determinant by permutations, and convolve again.

    Raises:
        Disagreement: the filter does not reproduce the output, or is not the only one.
    """
    taps = len(params.output)
    windows = [params.signal[params.stride * i : params.stride * i + taps] for i in range(taps)]
    determinant = sum(_sign(p) * prod(windows[i][p[i]] for i in range(taps)) for p in permutations(range(taps)))
    if not determinant or determinant != solution.determinant:
        raise Disagreement(f"the determinant is {determinant} by permutations, {solution.determinant} by elimination")
    if len(solution.filter) != taps or not _writes(solution.filter, windows, params.output):
        raise Disagreement(f"the filter {solution.filter} does not write the output {params.output}")
    _verify_steps(solution)
    bound = max([4, *(abs(int(w)) for w in solution.filter)])
    if all(w == int(w) for w in solution.filter) and (2 * bound + 1) ** taps <= _SEARCHED:
        values = range(-bound, bound + 1)
        fitting = [w for w in product(values, repeat=taps) if _writes(w, windows, params.output)]
        if fitting != [tuple(solution.filter)]:
            raise Disagreement(f"the search finds the filters {fitting}, elimination finds {solution.filter}")
    _verify_next(params, solution)


def _verify_steps(solution: Solution) -> None:
    """Insert the filter into every written equation, and follow every written step."""
    written: list[Equation | Combination] = [*solution.equations, *solution.combinations]
    if [equation.number for equation in written] != list(range(1, len(written) + 1)):
        raise Disagreement(f"the equations are numbered {[equation.number for equation in written]}")
    if sorted(f.tap for f in solution.found) != list(range(1, len(solution.filter) + 1)):
        raise Disagreement(f"the written steps lead to the taps {[f.tap for f in solution.found]}")
    for equation in written:
        if sum(t * w for t, w in zip(equation.taps, solution.filter, strict=True)) != equation.out:
            raise Disagreement(f"the filter {solution.filter} does not solve {equation}")
    lines = {equation.number: (*equation.taps, equation.out) for equation in written}
    for c in solution.combinations:
        if c.times < 1 or c.factor < 1 or next(t for t in c.taps if t) < 0:
            raise Disagreement(f"{c} is written with a negative factor or begins with a negative term")
        joined = [c.times * a + c.sign * c.factor * b for a, b in zip(lines[c.kept], lines[c.pivot], strict=True)]
        if joined != [c.divisor * a for a in lines[c.number]]:
            raise Disagreement(f"the written step {c} gives {joined} before its division")
    for f in solution.found:
        rest = f.out - sum(a * w for a, w in zip(f.known, f.values, strict=True))
        if f.value != solution.filter[f.tap - 1] or not f.coefficient * f.value == f.rest == rest:
            raise Disagreement(f"the written step {f} does not lead to tap {f.tap} of {solution.filter}")


def _writes(candidate: tuple[Exact, ...], windows: list[tuple[Exact, ...]], output: tuple[Exact, ...]) -> bool:
    """Tell whether the filter writes the output, term by term."""
    return all(
        sum(w * x for w, x in zip(candidate, window, strict=True)) == y
        for window, y in zip(windows, output, strict=True)
    )


def _verify_next(params: Params, solution: Solution) -> None:
    """Slide over the longer signal and compare its last output with the predicted one."""
    if not params.further:
        return
    longer, taps = params.signal + params.further, len(params.output)
    predicted = sum(w * longer[len(longer) - taps + j] for j, w in enumerate(solution.filter))
    if predicted != solution.next_output:
        raise Disagreement(f"the next output is {predicted} on the longer signal, {solution.next_output} by the window")


def _sign(permutation: tuple[int, ...]) -> int:
    inversions = sum(a > b for i, a in enumerate(permutation) for b in permutation[i + 1 :])
    return -1 if inversions % 2 else 1
