"""Cubes and counts of statistics: errors that the second method notices, and what the figure tells."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import permutations
from typing import Any

import pytest

from probgen.family import Disagreement

from .cases import module

NAME = "normalization_axes"
FAMILY = module(NAME)
PARAMS = FAMILY.Params(("layer", "group", "batch", "instance"), n=4, c=12, h=3, w=5, groups=3)


def counted(name: str, **fields: int) -> Callable[[Any], Any]:
    """Return the change that gives a norm another count."""
    return lambda solution: solution._replace(**{name: getattr(solution, name)._replace(**fields)})


PLANTED: list[tuple[str, Callable[[Any], Any]]] = [
    ("layer for batch norm", lambda s: s._replace(first=s.second)),
    ("batch for layer norm", lambda s: s._replace(second=s.first)),
    ("instance for batch norm", lambda s: s._replace(first="D")),
    ("group for layer norm", lambda s: s._replace(second="B")),
    ("a letter that no cube has", lambda s: s._replace(first="E")),
    ("letters in another order", lambda s: s._replace(letters=s.letters[::-1])),
    ("examples for channels", lambda s: s._replace(batch=s.layer)),
    ("a mean for each position", counted("batch", pairs=180)),
    ("positions left out", counted("batch", entries=4)),
    ("channels left out", counted("layer", entries=15)),
    ("one pair for each channel", counted("instance", pairs=12)),
    ("groups counted once", counted("group", pairs=3)),
    ("groups for channels", counted("group", entries=45)),
    ("a mean for each sequence", counted("tokens_normalized", pairs=4)),
    ("tokens that are averaged over", counted("tokens_normalized", entries=128)),
    ("positions counted once", lambda s: s._replace(total=48)),
]


@pytest.mark.parametrize(("error", "change"), PLANTED, ids=[error for error, _ in PLANTED])
def test_verify_refuses_a_planted_error(error: str, change: Callable[[Any], Any]) -> None:
    right = FAMILY.solve(PARAMS)
    FAMILY.verify(PARAMS, right)
    wrong = change(right)
    assert wrong != right
    with pytest.raises(Disagreement):
        FAMILY.verify(PARAMS, wrong)


def test_verify_looks_at_the_drawn_cube_and_not_at_the_order() -> None:
    right = FAMILY.solve(PARAMS)
    cubes = right.cubes_drawn.cubes
    exchanged = (cubes[0], cubes[1], replace(cubes[2], shaded="instance"), replace(cubes[3], shaded="batch"))
    with pytest.raises(Disagreement, match="not as batch norm does"):
        FAMILY.verify(PARAMS, right._replace(cubes_drawn=replace(right.cubes_drawn, cubes=exchanged)))


@pytest.mark.parametrize("order", list(permutations(FAMILY.NORMS)), ids=" ".join)
def test_every_order_of_the_cubes_is_solved_and_verified(order: tuple[str, ...]) -> None:
    params = FAMILY.Params(order)
    solution = FAMILY.solve(params)
    FAMILY.verify(params, solution)
    assert order["ABCD".index(solution.first)] == "batch"
    assert order["ABCD".index(solution.second)] == "layer"


def test_pairs_times_entries_are_all_entries() -> None:
    solution = FAMILY.solve(PARAMS)
    assert {s.pairs * s.entries for s in (solution.batch, solution.layer, solution.instance, solution.group)} == {720}


def test_the_alternative_text_names_no_norm() -> None:
    solution = FAMILY.solve(PARAMS)
    assert not any(norm in solution.cubes_drawn.alt.lower() for norm in FAMILY.NORMS)


def test_the_alternative_text_tells_the_cubes_apart() -> None:
    alt = FAMILY.solve(PARAMS).cubes_drawn.alt
    assert "A: 1 of 4 along N, 6 of 6 along C" in alt
    assert "C: 4 of 4 along N, 1 of 6 along C" in alt


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"order": ("batch", "batch", "layer")}, "different ones of"),
        ({"order": ("batch", "spectral", "layer")}, "different ones of"),
        ({"order": ("batch", "instance")}, "must be among the cubes"),
        ({"groups": 5}, "share the channels equally"),
        ({"h": 0}, "sizes are positive"),
        ({"n": 10**5}, "at most 100000"),
    ],
)
def test_senseless_sizes_are_refused_with_a_sentence(given: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        FAMILY.Params(**{"order": ("batch", "layer"), **given})
