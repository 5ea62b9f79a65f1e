"""Message passing: planted errors are noticed, every rule shows its patterns, drawn graphs pose the question."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import combinations, product
from typing import Any

import numpy as np
import pytest

from probgen.exact import Record
from probgen.family import Disagreement
from probgen.stream import Stream
from probgen.symbolic import formula

from .cases import all_cases, module

NAME = "gnn_message_passing_update"
D = formula("d")
PUBLISHED = next(case for case in all_cases() if case.family == NAME)


def hub(solution: Any, **fields: Any) -> Any:
    changed = solution.hub_update._replace(**fields)
    return solution._replace(hub_update=changed, updates=(changed, solution.leaf_update))


def first(items: tuple[Any, ...], **fields: Any) -> tuple[Any, ...]:
    return (items[0]._replace(**fields), *items[1:])


PLANTED: list[tuple[str, Callable[[Any], Any]]] = [
    ("the node among its neighbors", lambda s: s._replace(hub_formula=s.with_self)),
    ("a mean over all nodes", lambda s: s._replace(hub_formula=s.other_weights)),
    ("the function outside of the sum", lambda s: s._replace(hub_formula=s.outside)),
    ("no residual", lambda s: s._replace(hub_formula=s.bare)),
    ("a division by 1", lambda s: s._replace(leaf_formula=replace(s.leaf_formula, source=f"{s.leaf_formula}/1"))),
    ("the formula of another node", lambda s: s._replace(leaf_formula=s.hub_formula)),
    ("shapes exchanged", lambda s: s._replace(shapes=s.shapes[::-1])),
    ("square matrices", lambda s: s._replace(shapes=tuple(m._replace(rows=D, columns=D) for m in s.shapes))),
    ("one matrix counted", lambda s: s._replace(parameters=s.parameters // 2)),
    ("the state of a mistake", lambda s: hub(s, state=s.with_self_state)),
    ("a wrong sum", lambda s: hub(s, total=(2, 5))),
    ("a wrong message", lambda s: hub(s, message=(2, 4))),
    ("a wrong product", lambda s: hub(s, added=(0, 0))),
    ("a wrong old state", lambda s: hub(s, old=(1, 1))),
    ("a neighbor forgotten", lambda s: hub(s, near=(1, 4))),
    ("a wrong degree", lambda s: hub(s, degree=4)),
    ("updates out of order", lambda s: s._replace(updates=s.updates[::-1])),
    ("no ReLU", lambda s: s._replace(messages=tuple(m._replace(sent=m.inner) for m in s.messages))),
    ("another state sent", lambda s: s._replace(messages=first(s.messages, state=(2, 2)))),
    ("a message too few", lambda s: s._replace(messages=s.messages[1:])),
    ("neighbors forgotten", lambda s: s._replace(hub_near=(1, 4))),
    ("a node not seen", lambda s: s._replace(seen=(3, 5))),
    ("a wrong count", lambda s: s._replace(seen_count=2)),
    ("a layer too few", lambda s: s._replace(layers=2)),
    ("another verdict", lambda s: s._replace(options=first(s.options, holds="no"))),
    ("a pattern left out", lambda s: s._replace(chosen=())),
]


@pytest.mark.parametrize(("error", "change"), PLANTED, ids=[error for error, _ in PLANTED])
def test_verify_refuses_a_planted_error(error: str, change: Callable[[Any], Any]) -> None:
    family, params = module(NAME), PUBLISHED.params()
    with pytest.raises(Disagreement):
        family.verify(params, change(family.solve(params)))


def test_every_rule_shows_its_patterns_when_it_is_disturbed() -> None:
    family = module(NAME)
    patterns, blocks = family.layer.PATTERNS, family.layer.BLOCKS
    for count in range(4):
        for chosen in combinations(blocks, count):
            if {"layer_normalization", "batch_normalization"} <= {*chosen}:
                continue
            given = {**PUBLISHED.given, "blocks": chosen, "patterns": tuple(patterns)}
            params = family.Params(**{k: v for k, v in given.items() if k in family.Params.__dataclass_fields__})
            solution = family.solve(params)
            family.verify(params, solution)
            assert {*solution.chosen} == {*chosen, "weight_sharing"}


@pytest.mark.parametrize(("n", "aggregator"), [*product((4, 5, 6, 7), ("mean", "sum", "symmetric"))])
def test_drawn_graphs_ask_for_a_leaf_and_a_hub(n: int, aggregator: str) -> None:
    family = module(NAME)
    for seed in range(20):
        knobs = Record({"n": n, "aggregator": aggregator, "patterns_asked": 5})
        params = family.draw(Stream("gnn", seed), knobs)
        solution = family.solve(params)
        family.verify(params, solution)
        assert len(solution.leaf_near) == 1
        assert len(solution.hub_near) >= 3
        assert {option.holds for option in solution.options} == {"yes", "no"}


def test_no_edge_of_the_picture_runs_through_a_third_node() -> None:
    graphs = module(NAME).small_graphs
    for count in range(3, 9):
        everything = tuple(combinations(range(1, count + 1), 2))
        at = {node.name: np.array(node.at, dtype=float) for node in graphs.picture(count, everything, "").nodes}
        for a, b in everything:
            way = at[f"n{b}"] - at[f"n{a}"]
            others = (at[name] - at[f"n{a}"] for name in at if name not in (f"n{a}", f"n{b}"))
            distances = [abs(way[0] * o[1] - way[1] * o[0]) / np.linalg.norm(way) for o in others]
            assert min(distances) > 0.25


@pytest.mark.parametrize(
    ("edges", "sentence"),
    [
        (((1, 1), (1, 2)), "joins two different nodes"),
        (((1, 2), (2, 1), (2, 3)), "stand twice"),
        (((1, 2), (1, 4)), "joins two different nodes of 1 to 3"),
        (((1, 2),), "needs a neighbor"),
    ],
)
def test_what_is_no_simple_graph_is_refused(edges: Any, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        module(NAME).small_graphs.check(3, edges)
