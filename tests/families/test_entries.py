"""The shipped entries of the five families, as drawn from the bank: what makes their questions fair."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import cache
from itertools import permutations, product
from math import prod
from typing import Any

import pytest

from probgen import bank, compose, sampling, shelf
from probgen.document import ChooseMany, ChooseOne, Problem
from probgen.stream import Stream

SEEDS = 300
COMPOSED = 40
IDS = (
    "argmax_attention",
    "conv1d_filter_recovery",
    "conv_shape_param_table",
    "decoding_tree_search",
    "honor_code",
    "normalization_statistics",
    "warm_up",
)


@cache
def scopes(name: str) -> tuple[Mapping[str, Any], ...]:
    """Return what 300 seeds draw, each proved by the family's second method."""
    template = bank.find(name, [shelf.shipped()])
    return tuple(sampling.draw(template, Stream("entries", name, seed)).scope for seed in range(SEEDS))


def problems(name: str) -> Iterator[Problem]:
    template = bank.find(name, [shelf.shipped()])
    for seed in range(COMPOSED):
        yield compose.problem(sampling.draw(template, Stream("entries", name, seed)), Stream("composed", name, seed))


@pytest.mark.parametrize("name", IDS)
def test_every_entry_loads_without_a_warning(name: str) -> None:
    assert bank.find(name, [shelf.shipped()]).warnings == ()


@pytest.mark.parametrize("name", IDS)
def test_every_text_can_be_filled_and_every_choice_has_one_right_option(name: str) -> None:
    for problem in problems(name):
        assert problem.stem or len(problem.parts) == 1
        for response in (answer.response for part in problem.parts for answer in part.answers):
            if isinstance(response, ChooseOne):
                assert [option.right for option in response.options].count(True) == 1
            if isinstance(response, ChooseMany):
                assert {option.right for option in response.options} == {True, False}


@pytest.mark.parametrize("name", [name for name in IDS if name not in ("honor_code", "warm_up")])
def test_three_hundred_seeds_hardly_ever_give_the_same_question_twice(name: str) -> None:
    template = bank.find(name, [shelf.shipped()])
    drawn = {sampling.draw(template, Stream("distinct", name, seed)).params for seed in range(SEEDS)}
    assert len(drawn) >= 0.99 * SEEDS


def test_filters_are_whole_and_the_determinant_is_not_tiny() -> None:
    for scope in scopes("conv1d_filter_recovery"):
        windows = [scope["signal"][i : i + 3] for i in range(3)]
        determinant = sum(
            (-1) ** sum(a > b for i, a in enumerate(p) for b in p[i + 1 :]) * prod(windows[i][p[i]] for i in range(3))
            for p in permutations(range(3))
        )
        taps = scope["filter"]
        assert abs(determinant) >= 2
        assert all(isinstance(w, int) and abs(w) <= 4 for w in taps)
        assert taps[0] * taps[2] != 0
        assert taps != taps[::-1]


def test_the_winner_leads_by_two_and_no_short_cut_finds_it() -> None:
    for scope in scopes("argmax_attention"):
        keys, values, query = scope["keys"], scope["values"], scope["query"]
        scores = [sum(a * b for a, b in zip(query, key, strict=True)) for key in keys]
        winner = scores.index(max(scores))
        lengths = [sum(x * x for x in key) for key in keys]
        assert sorted(scores)[-1] - sorted(scores)[-2] >= 2
        assert winner != 0
        assert lengths[winner] < max(lengths)
        assert values[winner] != keys[winner]
        assert len(set(values)) == len(values)


def test_no_slice_is_constant_and_half_of_the_statistics_are_simple() -> None:
    for scope in scopes("normalization_statistics"):
        tensor = scope["tensor"]
        assert all(len(set(row)) > 1 for example in tensor for row in example)
        groups = [[v for x in tensor for v in x[c]] for c in range(2)]
        groups += [[v for row in x for v in row] for x in tensor]
        groups += [list(row) for x in tensor for row in x]
        means = [Fraction(sum(group), len(group)) for group in groups]
        statistics = means + [
            sum((v - mean) ** 2 for v in group) / len(group) for mean, group in zip(means, groups, strict=True)
        ]
        assert 2 * sum(value.denominator <= 6 for value in statistics) >= len(statistics)


def test_the_default_tree_has_eight_sequences_and_the_beam_alone_recovers_the_best() -> None:
    for scope in scopes("decoding_tree_search"):
        assert len({leaf.words for leaf in scope["leaves"]}) == 8
        sums = {
            words: sum(scope["logp"][" ".join(words[:i])][words[i]] for i in range(3))
            for words in product(scope["words"], repeat=3)
        }
        assert scope["beam"].words == max(sums, key=lambda words: sums[words]) != scope["greedy"].words
        assert scope["likeliest_end"] != scope["best"].words


def test_every_open_cell_of_the_table_is_an_open_cell_of_the_answer() -> None:
    for problem, scope in zip(problems("conv_shape_param_table"), scopes("conv_shape_param_table"), strict=False):
        table: Any = problem.parts[0].answers[0].response
        opened = {(i, j) for i, row in enumerate(table.rows) for j, cell in enumerate(row) if cell.blank}
        assert opened == {(row, {"params": 1, "shape": 2}[column]) for row, column in scope["blanks"]}
