"""What the drawing families draw meets the constraints that make a good question."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from itertools import product
from math import isqrt, prod
from typing import Any

import pytest

from probgen.document import Tree, TreeNode
from probgen.errors import ProbgenError
from probgen.exact import Record
from probgen.family import NotWellPosed
from probgen.stream import Stream

from .cases import module

SEEDS = 300
REGIMES = ("beam_recovers", "greedy_optimal", "both_fail")
TREES = [
    {"branches": branches, "depth": depth, "k": k, "regime": regime}
    for branches, depth, k, regime in product((2, 3), (2, 3, 4), (2, 3), REGIMES)
    if branches**depth <= 27 and (regime != "both_fail" or branches ** (depth - 1) > k)
]


def drawn(name: str, seed: int, knobs: dict[str, Any]) -> Any:
    return module(name).draw(Stream("test", name, seed), Record(knobs))


@pytest.mark.parametrize("knobs", TREES, ids=str)
def test_every_regime_is_produced_and_holds_with_room_at_every_decision(knobs: dict[str, Any]) -> None:
    decoding = module("decoding_tree_search")
    for seed in range(10):
        params = drawn("decoding_tree_search", seed, knobs)
        solution = decoding.solve(params)
        decoding.verify(params, solution)
        finds = (solution.greedy.words == solution.best.words, solution.beam.words == solution.best.words)
        expected = {"beam_recovers": (False, True), "greedy_optimal": (True, True), "both_fail": (False, False)}
        assert finds == expected[knobs["regime"]]
        assert solution.regime == knobs["regime"]
        assert solution.margin >= Fraction(5, 100)
        assert solution.lead >= Fraction(10, 100)


@pytest.mark.parametrize("regime", REGIMES)
def test_trees_of_many_seeds_have_the_shape_asked_for_and_hardly_ever_repeat(regime: str) -> None:
    seen = set()
    for seed in range(SEEDS):
        params = drawn("decoding_tree_search", seed, {"branches": 2, "depth": 3, "k": 2, "regime": regime})
        assert len(params.words) == 2
        assert [len(law) for law in params.logp.values()] == [2] * 7
        seen.add((params.words, params.logp))
    assert len(seen) >= 0.99 * SEEDS


@pytest.mark.parametrize("regime", REGIMES)
def test_the_last_word_alone_decides_in_about_half_of_the_trees_unless_both_decoders_fail(regime: str) -> None:
    decoding = module("decoding_tree_search")
    applicable = [
        decoding.solve(
            drawn("decoding_tree_search", seed, {"branches": 2, "depth": 3, "k": 2, "regime": regime})
        ).viterbi_applicable
        for seed in range(SEEDS // 3)
    ]
    assert applicable.count(True) == 0 if regime == "both_fail" else 30 <= applicable.count(True) <= 70


LOGS = {percent: (Decimal(percent) / 100).ln() for percent in range(1, 100)}


def percents(logp: Any) -> list[int]:
    """Return the whole percents whose logarithm rounds to `logp`."""
    return [percent for percent, exact in LOGS.items() if abs(exact - Decimal(str(logp))) <= Decimal("0.005")]


def test_logarithms_are_those_of_percents_that_add_up_to_one_hundred() -> None:
    for seed in range(50):
        params = drawn("decoding_tree_search", seed, {"branches": 3, "depth": 3, "k": 2, "regime": "both_fail"})
        for law in params.logp.values():
            assert any(sum(choice) == 100 for choice in product(*(percents(value) for value in law.values())))


def test_the_best_sum_of_rounded_logs_is_the_best_product_whatever_the_rounding_hid() -> None:
    for seed in range(50):
        params = drawn("decoding_tree_search", seed, {"branches": 2, "depth": 3, "k": 2, "regime": "beam_recovers"})
        best, *others = module("decoding_tree_search").solve(params).leaves
        least = prod(min(percents(step)) for step in best.steps)
        assert all(prod(max(percents(step)) for step in leaf.steps) < least for leaf in others)


def test_a_beam_that_keeps_everything_cannot_be_asked_to_fail() -> None:
    with pytest.raises(ProbgenError, match="a beam of width 2 cannot fail"):
        drawn("decoding_tree_search", 1, {"branches": 2, "depth": 2, "k": 2, "regime": "both_fail"})


def test_a_tree_that_fits_no_page_is_refused() -> None:
    with pytest.raises(ProbgenError, match="81 leaves"):
        drawn("decoding_tree_search", 1, {"branches": 3, "depth": 4, "k": 2, "regime": "beam_recovers"})


def test_the_figure_of_the_statement_marks_nothing_and_that_of_the_solution_the_kept_prefixes() -> None:
    params = drawn("decoding_tree_search", 5, {"branches": 2, "depth": 3, "k": 2, "regime": "beam_recovers"})
    solution = module("decoding_tree_search").solve(params)
    kept = {path.words for beam in solution.beams for path in beam.kept}
    assert marked(solution.tree) == set()
    assert marked(solution.tree_kept) == kept


def marked(tree: Tree) -> set[tuple[str, ...]]:
    """Return the prefixes whose nodes are drawn heavy."""

    def walk(node: TreeNode, prefix: tuple[str, ...]) -> set[tuple[str, ...]]:
        found = {prefix} if node.marked else set()
        for branch in node.branches:
            assert branch.marked == branch.node.marked
            (word,) = branch.node.label
            found |= walk(branch.node, (*prefix, getattr(word, "text", "")))
        return found

    return walk(tree.root, ())


@pytest.mark.parametrize("knobs", [{"N": n, "C": c, "L": k} for n, c, k in product((2, 3, 4), (1, 2, 3), (2, 3, 4))])
def test_the_deviation_of_some_channel_or_example_is_a_fraction(knobs: dict[str, Any]) -> None:
    for seed in range(10):
        tensor = drawn("normalization_statistics", seed, knobs).tensor
        assert (len(tensor), len(tensor[0]), len(tensor[0][0])) == (knobs["N"], knobs["C"], knobs["L"])
        groups = [[v for x in tensor for v in x[c]] for c in range(knobs["C"])]
        groups += [[v for row in x for v in row] for x in tensor]
        # with whole entries the variance is the square of a fraction where count^2 times it is a square
        squares = [len(g) * sum(v * v for v in g) - sum(g) ** 2 for g in groups]
        assert any(square and isqrt(square) ** 2 == square for square in squares)


@pytest.mark.parametrize(
    "knobs", [{"blocks": b, "double": d, "bias": w} for b, d, w in product((2, 3), (0, 1), (0, 1))]
)
def test_networks_have_whole_sides_short_counts_and_five_open_cells(knobs: dict[str, Any]) -> None:
    table = module("conv_shape_param_table")
    for seed in range(SEEDS // 4):
        params = drawn("conv_shape_param_table", seed, knobs)
        try:
            solution = table.solve(params)
        except NotWellPosed:
            continue
        names = dict(enumerate(("Input", *params.layers)))
        counts = [names[row][:4] for row, column in params.blanks if column == "params"]
        assert solution.total <= 99_999
        assert len(set(params.blanks)) == 5
        assert counts.count("CONV") == 2
        assert any(name.startswith("FC") for name in counts)
        assert any(column == "shape" and names[row] == "POOL2" for row, column in params.blanks)
        assert sum(name.startswith("CONV") for name in params.layers) == knobs["blocks"] + knobs["double"]
        assert min(solution.rows[-3].shape) >= 2
