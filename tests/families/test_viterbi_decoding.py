"""The Viterbi algorithm: planted errors are noticed, drawn models are in their regime, figures mark the path."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from itertools import pairwise, product
from typing import Any

import pytest

from probgen.exact import Dec, Record
from probgen.families.viterbi_decoding.models import MODELS
from probgen.family import Disagreement
from probgen.stream import Stream
from probgen.symbolic import formula

from .cases import module

NAME = "viterbi_decoding"
KNOBS = [{"N": n, "T": t, "regime": r, "judged": 5} for n, t, r in product((2, 3, 4), (3, 4), ("astray", "plain"))]


def published() -> Any:
    return module(NAME).Params(
        ("A", "B"), (Dec("0.6"), Dec("0.4")), ((Dec("0.45"), Dec("0.55")), (Dec("0.1"), Dec("0.9"))), 3
    )


def row(solution: Any, **fields: Any) -> Any:
    return solution._replace(rows=(solution.rows[0]._replace(**fields), *solution.rows[1:]))


def candidate(solution: Any, **fields: Any) -> Any:
    candidates = solution.rows[0].candidates
    return row(solution, candidates=(candidates[0]._replace(**fields), *candidates[1:]))


PLANTED: list[tuple[str, Callable[[Any], Any]]] = [
    ("greedy decoding as the best", lambda s: s._replace(best=s.greedy)),
    ("the best as greedy decoding", lambda s: s._replace(greedy=s.best)),
    ("a wrong factor", lambda s: s._replace(best=s.best._replace(factors=(Dec("0.4"), Dec("0.8"), Dec("0.9"))))),
    ("another second best", lambda s: s._replace(runner_up=Dec("0.1485"))),
    ("a wrong entry", lambda s: s._replace(delta=(*s.delta[:2], (Dec("0.1215"), Dec("0.297"))))),
    ("a wrong row", lambda s: row(s, delta=Dec("0.04"))),
    ("a wrong pointer in a row", lambda s: row(s, pointer="B")),
    ("wrong pointers", lambda s: s._replace(pointers=(("A", "A"), ("A", "B")))),
    ("a missing row", lambda s: s._replace(rows=s.rows[1:])),
    ("a wrong product", lambda s: candidate(s, product=Dec("0.3"))),
    ("a wrong transition", lambda s: candidate(s, transition=Dec("0.55"))),
    ("another leader", lambda s: s._replace(leaders=("B", "B", "B"))),
    ("a path that is said not to part", lambda s: s._replace(astray=0)),
    ("a maximum as the sum", lambda s: s._replace(summed=s.best.probability)),
    ("the worst sequence with rows and columns exchanged", lambda s: s._replace(transposed=("B", "A", "B"))),
    ("a sum as the recurrence", lambda s: s._replace(recurrence=s.sum_recurrence)),
    ("indices exchanged", lambda s: s._replace(recurrence=s.row_recurrence)),
    ("another start", lambda s: s._replace(first=formula("s2"))),
    ("another word asked", lambda s: s._replace(word="B")),
    ("another regime", lambda s: s._replace(regime="plain")),
    ("another verdict", lambda s: s._replace(verdicts=(s.verdicts[0]._replace(holds="yes"), *s.verdicts[1:]))),
    ("models left out", lambda s: s._replace(applicable=s.applicable[1:])),
    ("a decodable model as the puzzle", lambda s: s._replace(puzzle=s.verdicts[1])),
    ("another reason", lambda s: s._replace(puzzle=s.puzzle._replace(why=s.verdicts[0].why))),
]


@pytest.mark.parametrize(("error", "change"), PLANTED, ids=[error for error, _ in PLANTED])
def test_verify_refuses_a_planted_error(error: str, change: Callable[[Any], Any]) -> None:
    family, params = module(NAME), published()
    with pytest.raises(Disagreement):
        family.verify(params, change(family.solve(params)))


@pytest.mark.parametrize("knobs", KNOBS, ids=str)
def test_drawn_models_are_in_their_regime(knobs: dict[str, Any]) -> None:
    family = module(NAME)
    for seed in range(10):
        params = family.draw(Stream("viterbi", seed), Record(knobs))
        solution = family.solve(params)
        family.verify(params, solution)
        assert (solution.greedy.words == solution.best.words) == (knobs["regime"] == "plain")
        assert solution.astray > 0 or knobs["regime"] == "plain"
        assert params.undecodable not in params.models
        assert solution.best.probability >= Fraction(21, 20) * solution.runner_up


def test_running_all_models_confirms_what_they_depend_on() -> None:
    family = module(NAME)
    params = family.Params(("A", "B"), published().start, published().transition, 3, models=tuple(MODELS))
    solution = family.solve(params)
    family.verify(params, solution)
    assert {name: family.checking.memory(name) for name in solution.applicable} == {
        "unigram_lm": 0,
        "bigram_lm": 1,
        "timed_bigram": 1,
        "trigram_lm": 2,
        "feedforward_lm": 2,
        "windowed_transformer": 2,
        "hidden_markov_path": 1,
        "linear_chain_crf": 1,
    }


def test_the_statement_shows_every_edge_and_marks_nothing() -> None:
    figure = module(NAME).solve(published()).trellis
    assert len(figure.edges) == 2 + 4 + 4
    assert not any(item.marked for item in (*figure.edges, *figure.nodes))


def test_the_solution_marks_the_best_path_alone() -> None:
    solution = module(NAME).solve(published())
    figure = solution.trellis_solved
    path = ["start", "w1_1", "w2_1", "w3_1"]
    assert {(edge.start, edge.end) for edge in figure.edges if edge.marked} == set(pairwise(path))
    assert {node.name for node in figure.nodes if node.marked} == set(path[1:])


def test_models_that_all_can_be_decoded_pose_no_question() -> None:
    with pytest.raises(ValueError, match="one that the algorithm decodes and one that it does not"):
        module(NAME).Params(
            ("A", "B"), published().start, published().transition, 3, models=("bigram_lm", "gru_lm")[:1]
        )
