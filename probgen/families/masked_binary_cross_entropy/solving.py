"""Losses as means of minus the logarithm of the probability of each label, and what known mistakes lead to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from math import log
from typing import Any, NamedTuple

from ... import handwork
from ...document import Graph
from ...exact import Exact, Formula, Real, plain, shortest
from ...family import Effort, NotWellPosed
from ...symbolic import formula
from ..gnn_message_passing_update import small_graphs
from .nodes import LETTERS, Params


class Term(NamedTuple):
    """A node: its label, its prediction by letter, the probability of its label, and minus the logarithm of that."""

    node: int
    label: int
    letter: str
    prediction: Exact
    right: Exact
    loss: Real


class Solution(NamedTuple):
    """Losses by formula and in numbers, the share of held-out nodes that are classified right, the gradient.

    The rest is what known mistakes lead to, and the figure.
    """

    n: int
    letters: tuple[str, ...]
    nodes: tuple[Term, ...]
    training: tuple[Term, ...]
    tested: tuple[Term, ...]
    loss: Formula
    value: Real
    held_value: Real
    correct: tuple[int, ...]  # held-out nodes whose label has more than 1/2
    accuracy: Exact
    gradient: tuple[Exact, ...]  # by the logit of each node
    all_accuracy: Exact  # the share among all nodes
    over_all: Formula  # divided by the number of all nodes
    with_held: Formula  # the mean over all nodes
    both: Formula  # both logarithms of every training node
    exchanged: Formula  # labels exchanged
    positive: Formula  # without the sign
    over_all_value: Real
    with_held_value: Real
    both_value: Real
    exchanged_value: Real
    unmasked: tuple[Exact, ...]  # the gradient of the mean over all nodes
    undivided: tuple[Exact, ...]  # the gradient of the sum over the training nodes
    graph: Graph


def solve(params: Params) -> Solution:
    """Return the losses as means of minus the logarithm of the probability of each label.

    Raises:
        NotWellPosed: a held-out node has exactly 1/2 for both labels, or one label does not occur in training.
    """
    nodes = tuple(_term(params, node) for node in range(1, len(params.labels) + 1))
    training = tuple(term for term in nodes if term.node not in params.held_out)
    held = tuple(term for term in nodes if term.node in params.held_out)
    if len({term.label for term in training}) < 2:
        raise NotWellPosed("both labels occur among the training nodes")
    if any(2 * term.right == 1 for term in held):
        raise NotWellPosed("no held-out node is undecided")
    count, m = len(nodes), len(training)
    correct = tuple(term.node for term in held if 2 * term.right > 1)
    errors = [Fraction(term.prediction) - term.label for term in nodes]
    sums = {name: _sum(params, terms) for name, terms in (("all", nodes), ("training", training))}
    losses = [term.loss for term in training]
    others = [_minus_log(1 - Fraction(term.right), params.numbers) for term in training]
    masked = [Fraction(0) if term.node in params.held_out else error for term, error in zip(nodes, errors, strict=True)]
    return Solution(
        n=count,
        letters=tuple(LETTERS[:count]),
        nodes=nodes,
        training=training,
        tested=held,
        loss=_formula(params, f"-({sums['training']})/{m}"),
        value=_mean(losses),
        held_value=_mean([term.loss for term in held]),
        correct=correct,
        accuracy=_exact(Fraction(len(correct), len(held))),
        gradient=tuple(_written(x / m, params) for x in masked),
        all_accuracy=_exact(Fraction(sum((2 * t.prediction > 1) == t.label for t in nodes), count)),
        over_all=_formula(params, f"-({sums['training']})/{count}"),
        with_held=_formula(params, f"-({sums['all']})/{count}"),
        both=_formula(params, f"-({' + '.join(f'log({t.letter}) + log(1 - {t.letter})' for t in training)})/{m}"),
        exchanged=_formula(params, f"-({' + '.join(_log(t.letter, 1 - t.label) for t in training)})/{m}"),
        positive=_formula(params, f"({sums['training']})/{m}"),
        over_all_value=_mean([*losses, *(0 for _ in held)]),
        with_held_value=_mean([term.loss for term in nodes]),
        both_value=_mean([a + b for a, b in zip(losses, others, strict=True)]),
        exchanged_value=_mean(others),
        unmasked=tuple(_written(x / count, params) for x in errors),
        undivided=tuple(_written(x, params) for x in masked),
        graph=small_graphs.picture(count, params.edges, _alt(params), shaded=params.held_out),
    )


def effort(params: Params, solution: Solution) -> Effort:
    """Return the work of each part: terms, one minus a probability for each label 0, logarithms, sum and mean."""
    m = len(solution.training)
    zeros = [term for term in solution.training if not term.label]
    inverted = sum(handwork.total((1, -term.prediction)) for term in zeros)
    logarithms = sum(handwork.weight(term.loss) for term in solution.training)
    added = handwork.total([term.loss for term in solution.training]) + handwork.quotient(m * solution.value, m)
    near = sum(1 + handwork.closeness(Fraction(term.prediction) - Fraction(1, 2), 0.1) for term in solution.tested)
    residuals = [Fraction(term.prediction) - term.label for term in solution.training]
    divided = sum(handwork.quotient(residual, m) + 0.5 * (residual < 0) for residual in residuals)
    return {
        "a": 2.0 * m + 0.5 * len(zeros),
        "b": inverted + 2 * m + logarithms + added,
        "c": near,
        "d": divided + sum(handwork.total((term.prediction, -term.label)) for term in solution.training),
        "e": 4.0,
    }


def _term(params: Params, node: int) -> Term:
    label, prediction = params.labels[node - 1], params.predictions[node - 1]
    right = Fraction(prediction) if label else 1 - Fraction(prediction)
    return Term(node, label, LETTERS[node - 1], prediction, _written(right, params), _minus_log(right, params.numbers))


def _minus_log(probability: Fraction, numbers: str) -> Real:
    """Return -log p: natural, or to the base 2 and then whole for a power of 1/2."""
    if numbers == "tenths":
        return -log(probability)
    if probability.numerator == 1 and probability.denominator.bit_count() == 1:
        return probability.denominator.bit_length() - 1
    return -log(probability) / log(2)


def _mean(values: Sequence[Real]) -> Real:
    total: Any = sum(values)
    return total / len(values) if isinstance(total, float) else _exact(Fraction(total) / len(values))


def _exact(value: Fraction) -> Exact:
    found: Exact = plain(shortest(value))
    return found


def _written(value: Fraction, params: Params) -> Exact:
    """Return a terminating ratio as a decimal among tenths, else as a fraction."""
    if params.numbers == "tenths":
        return _exact(value)
    found: Exact = plain(value)
    return found


def _log(letter: str, label: int) -> str:
    return f"log({letter})" if label else f"log(1 - {letter})"


def _sum(params: Params, terms: Iterable[Term]) -> str:
    return " + ".join(_log(term.letter, term.label) for term in terms)


def _formula(params: Params, source: str) -> Formula:
    return formula(source, dict.fromkeys(LETTERS[: len(params.labels)], "probability"))


def _alt(params: Params) -> str:
    held = ", ".join(map(str, params.held_out))
    edges = small_graphs.listed(params.edges)
    return f"An undirected graph of {len(params.labels)} nodes with the edges {edges}. Shaded: {held}."
