"""The second method of each family catches planted errors."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest

from probgen.exact import Dec
from probgen.family import Disagreement

from .cases import Case, all_cases, module

Change = Callable[[Any], Any]
CASES: dict[str, Case] = {}
for case in all_cases():
    CASES.setdefault(case.family, case)  # the published one


def first(items: tuple[Any, ...], **fields: Any) -> tuple[Any, ...]:
    """Return the tuple with fields of its first record replaced."""
    return (items[0]._replace(**fields), *items[1:])


def entered(solution: Any, **fields: Any) -> Any:
    """Return the solution with fields of its normalized entry replaced."""
    return solution._replace(entry=solution.entry._replace(**fields))


CONV1D, TABLE, ATTENTION = "conv1d_filter_recovery", "conv_shape_param_table", "argmax_attention"
DECODING, NORM = "decoding_tree_search", "normalization_statistics"
PLANTED: list[tuple[str, str, Change]] = [
    (CONV1D, "a flipped filter", lambda s: s._replace(filter=s.filter[::-1])),
    (CONV1D, "a slip of sign", lambda s: s._replace(filter=(2, 1, 3))),
    (CONV1D, "a tap too many", lambda s: s._replace(filter=(*s.filter, 0))),
    (CONV1D, "a wrong determinant", lambda s: s._replace(determinant=52)),
    (CONV1D, "a wrong step", lambda s: s._replace(found=first(s.found, value=7))),
    (CONV1D, "a wrong rest", lambda s: s._replace(found=first(s.found, rest=7))),
    (CONV1D, "an equation with a wrong output", lambda s: s._replace(equations=first(s.equations, out=-3))),
    (CONV1D, "a combination with a wrong sign", lambda s: s._replace(combinations=first(s.combinations, sign=1))),
    (TABLE, "a wrong total", lambda s: s._replace(total=s.total + 1)),
    (TABLE, "another largest layer", lambda s: s._replace(largest=s.smaller[0])),
    (TABLE, "another largest count", lambda s: s._replace(largest_params=s.runner_up_params)),
    (TABLE, "an input with parameters", lambda s: s._replace(rows=first(s.rows, params=1))),
    (TABLE, "a missing row", lambda s: s._replace(rows=s.rows[:-1])),
    (TABLE, "a product without a factor", lambda s: s._replace(counts=first(s.counts, weights=(9,)))),
    (
        TABLE,
        "biases left out of a count",
        lambda s: s._replace(rows=(*s.rows[:1], s.rows[1]._replace(params=90), *s.rows[2:])),
    ),
    (
        TABLE,
        "a shape that pooling did not halve",
        lambda s: s._replace(rows=(*s.rows[:2], s.rows[2]._replace(shape=(28, 28, 10)), *s.rows[3:])),
    ),
    (ATTENTION, "a wrong score", lambda s: s._replace(scores=(3, 11, 5, 3))),
    (ATTENTION, "another value", lambda s: s._replace(output=(0, -1, 4))),
    (ATTENTION, "another winner", lambda s: s._replace(winner=2)),
    (ATTENTION, "a one-hot vector elsewhere", lambda s: s._replace(onehot=(0, 0, 1, 0))),
    (ATTENTION, "a wrong margin", lambda s: s._replace(margin=8)),
    (ATTENTION, "another nearest rival", lambda s: s._replace(nearest=s.rivals[0])),
    (ATTENTION, "a wrong length", lambda s: s._replace(nearest=s.nearest._replace(squared_step=Fraction(6, 25)))),
    (ATTENTION, "a step too short", lambda s: s._replace(flip_step=tuple(x / 2 for x in s.flip_step))),
    (ATTENTION, "a step in another direction", lambda s: s._replace(flip_step=(Fraction(6, 5), 0, 0))),
    (ATTENTION, "a wrong rival", lambda s: s._replace(rivals=first(s.rivals, squared_step=Fraction(1, 9)))),
    (DECODING, "the second best sequence", lambda s: s._replace(best=s.leaves[1])),
    (DECODING, "a wrong sum", lambda s: s._replace(best=s.best._replace(logp=Dec("-0.96")))),
    (DECODING, "a leaf with a wrong sum", lambda s: s._replace(leaves=first(s.leaves, logp=Dec("-0.90")))),
    (DECODING, "leaves out of order", lambda s: s._replace(leaves=s.leaves[::-1])),
    (DECODING, "the best sequence as greedy", lambda s: s._replace(greedy=s.best)),
    (DECODING, "greedy decoding as the beam", lambda s: s._replace(beam=s.greedy, recovers=False)),
    (DECODING, "a beam that keeps one", lambda s: s._replace(beams=first(s.beams, kept=s.beams[0].kept[:1]))),
    (DECODING, "a candidate forgotten", lambda s: s._replace(beams=first(s.beams[::-1], dropped=())[::-1])),
    (DECODING, "a step too few", lambda s: s._replace(beams=s.beams[:2])),
    (DECODING, "a beam said to fail", lambda s: s._replace(recovers=False)),
    (DECODING, "a wrong summand", lambda s: s._replace(greedy=s.greedy._replace(steps=s.best.steps))),
    (DECODING, "a width too small", lambda s: s._replace(smallest_k=1)),
    (DECODING, "Viterbi's algorithm where it fails", lambda s: s._replace(viterbi_applicable=True)),
    (NORM, "unbiased variances", lambda s: s._replace(var_batch=s.unbiased_batch)),
    (NORM, "averaged variances", lambda s: s._replace(var_layer=s.averaged_layer)),
    (NORM, "layer statistics for batch norm", lambda s: s._replace(mean_batch=s.mean_layer)),
    (NORM, "a mean cut off", lambda s: s._replace(mean_layer=(2, 3, 2, Fraction(8, 3)))),
    (NORM, "rows exchanged", lambda s: s._replace(mean_instance=s.mean_instance[::-1])),
    (NORM, "unbiased rows", lambda s: s._replace(var_instance=s.unbiased_instance)),
    (NORM, "an entry with the wrong sign", lambda s: entered(s, value=1.963961)),
    (NORM, "an entry divided by the variance", lambda s: entered(s, value=s.divided_by_var)),
    (NORM, "another deviation", lambda s: entered(s, deviation=s.entry.var)),
    (NORM, "an entry under another norm", lambda s: entered(s, norm="layer")),
]


@pytest.mark.parametrize(("name", "error", "change"), PLANTED, ids=[f"{name}: {error}" for name, error, _ in PLANTED])
def test_verify_refuses_a_planted_error(name: str, error: str, change: Change) -> None:
    chosen, params = module(name), CASES[name].params()
    right = chosen.solve(params)
    wrong = change(right)
    assert wrong != right
    with pytest.raises(Disagreement):
        chosen.verify(params, wrong)


def test_verify_slides_on_to_the_next_output() -> None:
    chosen = module(CONV1D)
    params = chosen.Params((1, 4, 0, -2, 3), (-2, 2, 11), further=(1,))
    solution = chosen.solve(params)
    assert solution.next_output == -2 * 2 + 3 * -1 + 1 * 3
    with pytest.raises(Disagreement):
        chosen.verify(params, solution._replace(next_output=11))


def test_verify_of_an_exact_entry_allows_no_rounding() -> None:
    chosen = module(NORM)
    params = chosen.Params((((0, 3), (3, 6)),))
    solution = chosen.solve(params)
    assert solution.entry.rational
    with pytest.raises(Disagreement):
        chosen.verify(params, solution._replace(entry=solution.entry._replace(value=Fraction(-1000001, 1000000))))
