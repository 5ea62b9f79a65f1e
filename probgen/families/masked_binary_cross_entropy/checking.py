"""The second method: masks over all nodes, one product of probabilities, and logits that are moved."""

from __future__ import annotations

from fractions import Fraction
from math import log, prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...exact import Real
from ...family import Disagreement
from ...symbolic.evaluation import Evaluation
from .nodes import LETTERS, Params
from .solving import Solution

Array = NDArray[np.float64]


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
    if "".join(solution.letters) != LETTERS[: len(solution.nodes)]:
        raise Disagreement(f"{len(solution.nodes)} nodes have the letters {solution.letters}")
    guesses = np.array([float(p) for p in params.predictions]).round().astype(int)
    right_nodes = tuple((np.flatnonzero(mask & (guesses == labels)) + 1).tolist())
    if solution.correct != right_nodes or solution.accuracy * int(mask.sum()) != len(right_nodes):
        raise Disagreement(f"the held-out nodes {right_nodes} are right, not {solution.correct}")
    _verify_gradient(params, solution, labels, ~mask)


def _fractions(params: Params) -> list[Fraction]:
    return [Fraction(p) for p in params.predictions]


def _unit(params: Params) -> float:
    """Return the natural logarithm of the base."""
    return 1.0 if params.numbers == "tenths" else log(2)


def _close(one: Real, other: Real) -> bool:
    return abs(float(one) - float(other)) <= 1e-9


def _verify_formula(params: Params, solution: Solution, labels: NDArray[np.int64], mask: NDArray[np.bool_]) -> None:
    """Compare the formula with masked arrays, at the predictions and at two further points."""
    if solution.loss.symbols != tuple((letter, "probability") for letter in LETTERS[: len(labels)]):
        raise Disagreement(f"the loss is written in other letters than those of the nodes: {solution.loss.symbols}")
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
