"""Binary cross-entropy over the training nodes of a graph, and what the held-out nodes are for.

For predictions p_i of class 1 and labels y_i the loss is the mean of -y_i log p_i - (1 - y_i) log(1 - p_i) over the
training nodes alone; its derivative by the logit of node i is (p_i - y_i)/m for each of the m training nodes and 0 for
the others. See Kipf and Welling, 2017, section 3.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import log, prod
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..document import Graph
from ..exact import Exact, Formula, Real, Record, plain, shortest
from ..family import Disagreement, Effort, NotWellPosed
from ..stream import Stream
from ..symbolic import formula
from ..symbolic.evaluation import Evaluation
from .gnn_message_passing_update import small_graphs

Array = NDArray[np.float64]
LETTERS = "abcdefgh"
NUMBERS = ("tenths", "powers")


@dataclass(frozen=True)
class Params:
    """A graph whose nodes, numbered from 1, have `labels` 0 or 1 and `predictions`, the probability of label 1.

    `held_out` are the nodes that do not train. `numbers` is tenths, with natural logarithms, or powers, with
    logarithms to the base 2 and, at the training nodes, powers of 1/2 for the right label.
    """

    edges: small_graphs.Edges
    labels: tuple[int, ...]
    held_out: tuple[int, ...]
    predictions: tuple[Exact, ...]
    numbers: str = "tenths"

    def __post_init__(self) -> None:
        count = len(self.labels)
        if not 2 <= count <= len(LETTERS) or len(self.predictions) != count:
            raise ValueError(f"needs 2 to {len(LETTERS)} labels and as many predictions")
        small_graphs.check(count, self.edges)
        if not {*self.labels} <= {0, 1} or not all(0 < p < 1 for p in self.predictions):
            raise ValueError("labels are 0 or 1, predictions lie between 0 and 1")
        if len(set(self.held_out)) != len(self.held_out) or not {*self.held_out} < {*range(1, count + 1)}:
            raise ValueError("held_out lists nodes, each once, and leaves some for training")
        if not self.held_out or self.numbers not in NUMBERS:
            raise ValueError("held_out needs a node, and numbers is tenths or powers")


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


def verify(params: Params, solution: Solution) -> None:
    """Compute losses with a mask over all nodes and from one product, and the gradient by finite differences.

    Raises:
        Disagreement: a loss, the formula, the accuracy or the gradient is another.
    """
    labels, mask = np.array(params.labels), np.isin(np.arange(1, len(params.labels) + 1), params.held_out)
    _verify_formula(params, solution, labels, ~mask)
    for chosen, terms, value in (
        (~mask, solution.training, solution.value),
        (mask, solution.tested, solution.held_value),
    ):
        if [term.node for term in terms] != (np.flatnonzero(chosen) + 1).tolist():
            raise Disagreement(f"the nodes of {terms} are not those of the mask {chosen}")
        rights = [p if y else 1 - p for p, y, c in zip(_fractions(params), params.labels, chosen, strict=True) if c]
        expected = -log(prod(rights)) / len(rights) / _unit(params)
        if not _close(value, expected):
            raise Disagreement(f"the product of the probabilities {rights} gives {expected}, not {value}")
        for term, right in zip(terms, rights, strict=True):
            said = (term.right, LETTERS.index(term.letter) + 1, term.label, term.prediction)
            node = term.node
            if said != (right, node, params.labels[node - 1], params.predictions[node - 1]):
                raise Disagreement(f"node {node} is not {term}")
            if not _close(term.loss, -log(right) / _unit(params)):
                raise Disagreement(f"minus the logarithm of {right} is not {term.loss}")
    if solution.nodes != tuple(sorted((*solution.training, *solution.tested))):
        raise Disagreement("the nodes are not those of training and those held out")
    guesses = np.array([float(p) for p in params.predictions]).round().astype(int)
    right_nodes = tuple((np.flatnonzero(mask & (guesses == labels)) + 1).tolist())
    if solution.correct != right_nodes or solution.accuracy * int(mask.sum()) != len(right_nodes):
        raise Disagreement(f"the held-out nodes {right_nodes} are right, not {solution.correct}")
    _verify_gradient(params, solution, labels, ~mask)


def effort(params: Params, solution: Solution) -> Effort:
    """Count the terms, and the logarithms twice; comparisons of part c and divisions of part d."""
    m, held = len(solution.training), len(solution.tested)
    return {"a": 2.0 * m, "b": 2.0 * m + 2, "c": 3.0 * held, "d": 2.0 * m, "e": 4.0}


def draw(stream: Stream, knobs: Record) -> Params:
    """Return a connected graph of `knobs.n` nodes, `knobs.held` of them held out, with both labels in training."""
    count = knobs.n
    edges = small_graphs.connected(stream, count, stream.between(0, 2))
    held = tuple(sorted(stream.sample(range(1, count + 1), knobs.held)))
    first, second, *_ = stream.shuffled([node for node in range(1, count + 1) if node not in held])
    labels = [stream.below(2) for _ in range(count)]
    labels[first - 1], labels[second - 1] = 0, 1
    rights = [_right(stream, str(knobs.numbers), held=node in held) for node in range(1, count + 1)]
    written = _exact if knobs.numbers == "tenths" else Fraction
    predictions = tuple(written(q if y else 1 - q) for q, y in zip(rights, labels, strict=True))
    return Params(edges, tuple(labels), held, predictions, str(knobs.numbers))


def _right(stream: Stream, numbers: str, *, held: bool) -> Fraction:
    """Return a probability for the label of a node; at held-out nodes it is not 1/2."""
    if numbers == "tenths":
        return Fraction(stream.pick((1, 2, 3, 4, 6, 6, 7, 7, 8, 8, 9, 9)), 10)
    if held:
        return Fraction(stream.pick((1, 2, 3, 5, 6, 7)), 8)
    return Fraction(1, 2 ** stream.between(1, 4))


def _term(params: Params, node: int) -> Term:
    label, prediction = params.labels[node - 1], params.predictions[node - 1]
    right = Fraction(prediction) if label else 1 - Fraction(prediction)
    return Term(node, label, LETTERS[node - 1], prediction, _written(right, params), _minus_log(right, params.numbers))


def _minus_log(probability: Fraction, numbers: str) -> Real:
    """Return -log p: natural, or to the base 2 and then whole for a power of 1/2."""
    if numbers == "tenths":
        return -log(probability)
    if probability.numerator == 1 and probability.denominator & (probability.denominator - 1) == 0:
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


def _fractions(params: Params) -> list[Fraction]:
    return [Fraction(p) for p in params.predictions]


def _unit(params: Params) -> float:
    """Return the natural logarithm of the base."""
    return 1.0 if params.numbers == "tenths" else log(2)


def _close(one: Real, other: Real) -> bool:
    return abs(float(one) - float(other)) <= 1e-9


def _verify_formula(params: Params, solution: Solution, labels: NDArray[np.int64], mask: NDArray[np.bool_]) -> None:
    """Compare the formula with masked arrays, at the predictions and at two further points."""
    steps = np.arange(len(labels))
    points = (np.array([float(p) for p in params.predictions]), 0.1 + 0.08 * steps, 0.9 - 0.07 * steps**1.1)
    for predictions in points:
        terms = labels * np.log(predictions) + (1 - labels) * np.log(1 - predictions)
        expected = -terms[mask].sum() / mask.sum()
        point = {LETTERS[place]: Fraction(float(p)) for place, p in enumerate(predictions)}
        value: Any = Evaluation(solution.loss.source, point).value
        if not _close(value, expected):
            raise Disagreement(f"{solution.loss.source} is {float(value)}, masked cross-entropy is {expected}")


def _verify_gradient(params: Params, solution: Solution, labels: NDArray[np.int64], mask: NDArray[np.bool_]) -> None:
    """Move each logit a little in the loss that is written with logits, log(1 + e^z) - y z."""
    predictions = np.array([float(p) for p in params.predictions])
    logits = np.log(predictions) - np.log(1 - predictions)

    def loss(moved: Array) -> float:
        return float((np.logaddexp(0, moved) - labels * moved)[mask].mean())

    step = 1e-5
    for place, unit in enumerate(np.eye(len(labels))):
        slope = (loss(logits + step * unit) - loss(logits - step * unit)) / (2 * step)
        if abs(slope - float(solution.gradient[place])) > 1e-7:
            raise Disagreement(f"the slope at node {place + 1} is {slope}, not {solution.gradient[place]}")
    if len(solution.gradient) != len(labels):
        raise Disagreement(f"there are {len(labels)} slopes, not {len(solution.gradient)}")
