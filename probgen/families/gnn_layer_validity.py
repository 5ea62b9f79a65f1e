"""Which update rules of a graph layer are legal: those that do not depend on how a node's neighbors are listed.

Each rule is described by its formula over the messages in the order of the list, and by the property of its
operations that decides it. The second method knows no property: it evaluates every rule for all orders.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import permutations
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..exact import Record
from ..family import Disagreement, Effort
from ..stream import Stream

Messages = NDArray[np.float64]  # shape (neighbors, width), in the order of the list


@dataclass(frozen=True)
class Rule:
    """An update rule: as it is printed, whether the order cancels out, and the reason."""

    text: str
    legal: bool
    why: str
    trap: bool = False  # legal, although each place in the list has a weight of its own


@dataclass(frozen=True)
class Params:
    """The names of the rules that are asked about, at least two, without repeats."""

    rules: tuple[str, ...]

    def __post_init__(self) -> None:
        unknown = [name for name in self.rules if name not in RULES]
        if unknown:
            raise ValueError(f"there is no rule '{unknown[0]}'; rules are {', '.join(RULES)}")
        if len(set(self.rules)) != len(self.rules) or len(self.rules) < 2:
            raise ValueError("rules needs two names or more, each once")


class Verdict(NamedTuple):
    """A rule with its verdict; `holds` is the word that a bank's choices take.

    `also_accepted` holds verdicts that are let pass besides the right one: a trap may be taken for illegal.
    """

    text: str
    legal: bool
    holds: str
    why: str
    also_accepted: tuple[bool, ...]


class Solution(NamedTuple):
    """The verdicts in the order asked."""

    verdicts: tuple[Verdict, ...]
    legal: tuple[bool, ...]
    illegal_count: int


def solve(params: Params) -> Solution:
    """Return the verdict on each rule, from the property of its operations."""
    rules = [RULES[name] for name in params.rules]
    verdicts = tuple(
        Verdict(rule.text, rule.legal, "yes" if rule.legal else "no", rule.why, (False,) if rule.trap else ())
        for rule in rules
    )
    return Solution(verdicts, tuple(rule.legal for rule in rules), sum(not rule.legal for rule in rules))


def verify(params: Params, solution: Solution) -> None:
    """Evaluate each rule on fixed messages in every order of the list.

    Raises:
        Disagreement: a legal rule changes its value, an illegal one does not, or the counts differ.
    """
    found = tuple(_same_in_all_orders(_UPDATES[name]) for name in params.rules)
    said = tuple(verdict.legal for verdict in solution.verdicts)
    words = tuple(verdict.holds == "yes" for verdict in solution.verdicts)
    if not found == said == words == solution.legal or solution.illegal_count != found.count(False):
        raise Disagreement(f"solved {solution.legal}, over all orders of the neighbors {found}")
    for legal, name, verdict in zip(found, params.rules, solution.verdicts, strict=True):
        if verdict.also_accepted != ((not legal,) if RULES[name].trap else ()):
            raise Disagreement(f"{name} lets {verdict.also_accepted} pass")


def effort(params: Params, solution: Solution) -> Effort:
    """Count the rules to decide, a trap thrice; and those to disprove, which take a counterexample each."""
    traps = sum(bool(verdict.also_accepted) for verdict in solution.verdicts)
    explained = any(solution.legal)
    return {"a": len(params.rules) + 2.0 * traps, "b": 2.0 * solution.illegal_count + explained}


def draw(stream: Stream, knobs: Record) -> Params:
    """Return rules with one to all but one of them illegal; knobs: `n`, how many."""
    illegal = stream.between(1, knobs["n"] - 1)
    chosen = [
        *stream.sample([name for name, rule in RULES.items() if not rule.legal], illegal),
        *stream.sample([name for name, rule in RULES.items() if rule.legal], knobs["n"] - illegal),
    ]
    return Params(stream.shuffled(chosen))


# Three neighbors with messages of width 2. No two agree in a coordinate, so no order is invisible by accident.
_SAMPLES = (np.array([[1.0, -2.0], [3.0, 0.5], [-1.5, 4.0]]), np.array([[0.3, 1.1], [-0.7, 2.0], [1.9, -0.4]]))
_SLOTS = np.array([2.0, -1.0, 0.5])  # a weight for each place in the list
_MAPS = np.array([[[1.0, 2.0], [0.0, 1.0]], [[0.0, 1.0], [-1.0, 3.0]], [[2.0, 0.0], [1.0, 1.0]]])


def _same_in_all_orders(update: Callable[[Messages], NDArray[np.float64]]) -> bool:
    return all(
        np.allclose(update(sample[list(order)]), update(sample), rtol=1e-9, atol=1e-12)
        for sample in _SAMPLES
        for order in permutations(range(len(sample)))
    )


def _attention(messages: Messages) -> NDArray[np.float64]:
    weights = np.exp(messages @ np.array([0.4, -0.3]))
    return np.asarray(weights @ messages / weights.sum())


def _recurrent(messages: Messages) -> NDArray[np.float64]:
    state = np.zeros(2)
    for message in messages:
        state = np.tanh(_MAPS[0] @ state + message)
    return state


def _matrices(messages: Messages) -> NDArray[np.float64]:
    product = np.eye(2)
    for place, message in enumerate(messages):
        product = product @ (_MAPS[place] + np.diag(message))
    return product


# The terms themselves, which `solve` does not look at.
_UPDATES: Mapping[str, Callable[[Messages], NDArray[np.float64]]] = {
    "mean": lambda m: m.mean(axis=0),
    "sum": lambda m: m.sum(axis=0),
    "componentwise_max": lambda m: m.max(axis=0),
    "componentwise_min": lambda m: m.min(axis=0),
    "degree_normalized_sum": lambda m: m.sum(axis=0) / np.sqrt(len(m)),
    "attention_by_content": _attention,
    "sorted_messages": lambda m: _SLOTS @ np.sort(m, axis=0),
    "scalar_product_with_slot_weights": lambda m: np.prod(_SLOTS * (m @ np.array([1.0, 0.7])), keepdims=True),
    "variance": lambda m: m.var(axis=0),
    "concatenation": lambda m: m.reshape(-1),
    "slot_weights": lambda m: _SLOTS @ m,
    "first_neighbor": lambda m: m[0],
    "recurrent_network": _recurrent,
    "matrix_product": _matrices,
    "steps_between_neighbors": lambda m: np.abs(np.diff(m, axis=0)).sum(axis=0),
    "alternating_sum": lambda m: np.array([-1.0, 1.0, -1.0]) @ m,
}


RULES: Mapping[str, Rule] = {
    "mean": Rule(
        r"$\frac{1}{n}\sum_k m_k$",
        legal=True,
        why="A sum does not depend on the order of its terms, and $n$ is the same for every order.",
    ),
    "sum": Rule(
        r"$\sum_k W m_k$",
        legal=True,
        why="Every message meets the same $W$, and a sum has no order.",
    ),
    "componentwise_max": Rule(
        r"$\max_k m_k$, coordinate by coordinate",
        legal=True,
        why="The largest of some numbers is the same however they are listed.",
    ),
    "componentwise_min": Rule(
        r"$\min_k m_k$, coordinate by coordinate",
        legal=True,
        why="The smallest of some numbers is the same however they are listed.",
    ),
    "degree_normalized_sum": Rule(
        r"$\frac{1}{\sqrt{n}}\sum_k W m_k$",
        legal=True,
        why="The sum has no order, and the factor depends on the number of neighbors alone.",
    ),
    "attention_by_content": Rule(
        r"$\sum_k a_k m_k$ with $a = \operatorname{softmax}(u^\top m_1, \dots, u^\top m_n)$",
        legal=True,
        why="Each weight is computed from its own message and moves with it.",
    ),
    "sorted_messages": Rule(
        r"$\sum_k w_k\, s_k$ with the messages sorted in each coordinate, $s_1 \le \dots \le s_n$",
        legal=True,
        why="Sorting removes the order of the list before the weights are applied.",
    ),
    "scalar_product_with_slot_weights": Rule(
        r"$\prod_k w_k\, (u^\top m_k)$ with a scalar weight $w_k$ for each place in the list",
        legal=True,
        why="Scalars commute: the product of all weights can be taken out, and the rest has no order.",
        trap=True,
    ),
    "variance": Rule(
        r"$\frac{1}{n}\sum_k (m_k - \overline{m})^2$, coordinate by coordinate",
        legal=True,
        why="Both means have no order.",
    ),
    "concatenation": Rule(
        r"$W\,[m_1; m_2; \dots; m_n]$, the messages stacked in the order of the list",
        legal=False,
        why="Each place meets its own columns of $W$; exchanging two different messages changes the result.",
    ),
    "slot_weights": Rule(
        r"$\sum_k w_k\, m_k$ with a scalar weight $w_k$ for each place in the list",
        legal=False,
        why="Two neighbors that change places change weights: $w_1 a + w_2 b$ is not $w_1 b + w_2 a$.",
    ),
    "first_neighbor": Rule(
        r"$W m_1$, the first neighbor only",
        legal=False,
        why="Which neighbor comes first is an accident of the list.",
    ),
    "recurrent_network": Rule(
        r"the last state of $h_k = \tanh(A h_{k-1} + B m_k)$",
        legal=False,
        why="A recurrent network reads its inputs in order; the last one has gone through fewer steps than the first.",
    ),
    "matrix_product": Rule(
        r"$\prod_k W_k M_k$ with a matrix $W_k$ for each place and a matrix $M_k$ made of $m_k$",
        legal=False,
        why="Matrices do not commute, so the order of the factors matters.",
    ),
    "steps_between_neighbors": Rule(
        r"$\sum_k \lvert m_{k+1} - m_k \rvert$, coordinate by coordinate",
        legal=False,
        why="Which messages stand next to each other depends on the list.",
    ),
    "alternating_sum": Rule(
        r"$\sum_k (-1)^k m_k$",
        legal=False,
        why="Exchanging two neighbors exchanges their signs.",
    ),
}
