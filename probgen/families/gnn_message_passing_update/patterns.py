"""Design patterns of a node's update: how a rule that has them is written, and how it behaves."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


class Pattern(NamedTuple):
    """A pattern as an option is printed, and what to say where a rule has it and where not."""

    item: str
    present: str
    absent: str


PATTERNS: Mapping[str, Pattern] = {
    "residual_connection": Pattern(
        "a residual connection",
        "The old state $s_i$ is added to what is computed.",
        "The old state of the node is not added to the result.",
    ),
    "attention": Pattern(
        "attention",
        "The weights $a_{ij}$ are a softmax over the neighbors, computed from the states themselves.",
        "All neighbors have the same weight, whatever their states are.",
    ),
    "batch_normalization": Pattern(
        "batch normalization",
        "Mean and standard deviation are those of one entry over all nodes.",
        "Nothing is centered or scaled with statistics over several nodes.",
    ),
    "layer_normalization": Pattern(
        "layer normalization",
        "Mean and standard deviation are those of the entries of one node.",
        "Nothing is centered or scaled with statistics over the entries of a node.",
    ),
    "gating": Pattern(
        "gating",
        "A logistic function of $s_i$, between 0 and 1, multiplies what is computed entry by entry.",
        "No factor between 0 and 1 opens or closes entries.",
    ),
    "dropout": Pattern(
        "dropout",
        "Entries are set to zero at random in training.",
        "Nothing is random.",
    ),
    "weight_sharing": Pattern(
        "weights shared by all nodes",
        "No matrix has the index of a node, so the same ones serve everywhere.",
        "",  # every rule here has it
    ),
}
BLOCKS = tuple(name for name in PATTERNS if name != "weight_sharing")


def rule(blocks: Collection[str]) -> tuple[str, ...]:
    """Return the lines of the rule that is made up of these blocks, as text with formulas."""
    weight, scores = r"\frac{1}{\lvert N(i) \rvert} \sum_{j \in N(i)}", ""
    if "attention" in blocks:
        weight = r"\sum_{j \in N(i)} a_{ij}"
        share = r"\frac{\exp(s_i^\top W_3 s_j)}{\sum_{l \in N(i)} \exp(s_i^\top W_3 s_l)}"
        scores = rf" with $\displaystyle a_{{ij}} = {share}$"
    lines = [rf"$\displaystyle m_i = {weight} \tanh(W_2 s_j)${scores}", "$u_i = W_1 m_i$"]
    if "layer_normalization" in blocks:
        which = "of the entries of $u_i$"
        lines.append(rf"$v_i = (u_i - \mu_i)/\rho_i$ with mean $\mu_i$ and standard deviation $\rho_i$ {which}")
    if "batch_normalization" in blocks:
        which = "of that entry of $u_l$ over all nodes $l$"
        lines.append(rf"$v_i = (u_i - \mu)/\rho$ for each entry, with mean $\mu$ and standard deviation $\rho$ {which}")
    factors = [r"\sigma(W_4 s_i)"] * ("gating" in blocks) + ["r_i"] * ("dropout" in blocks)
    result = "v_i" if len(lines) > 2 else "u_i"
    last = "$s_i' = " + "s_i + " * ("residual_connection" in blocks) + r" \odot ".join([*factors, result]) + "$"
    meanings = [r"the logistic function $\sigma$"] * ("gating" in blocks)
    meanings += ["entries of $r_i$ that are 0 or 2, drawn anew in each training step"] * ("dropout" in blocks)
    return (*lines, " with ".join([last, " and ".join(meanings)]) if meanings else last)


class Weights(NamedTuple):
    """What a rule is run with: its four matrices and the random factors of dropout, shape (nodes, entries)."""

    w1: Array
    w2: Array
    w3: Array
    w4: Array
    random: Array


def run(blocks: Collection[str], states: Array, adjacency: Array, weights: Weights) -> Array:
    """Return the new states, shape (nodes, entries), under the rule that is made up of these blocks."""
    share = adjacency / adjacency.sum(axis=1, keepdims=True)
    if "attention" in blocks:
        raw = np.exp(states @ weights.w3 @ states.T) * adjacency
        share = raw / raw.sum(axis=1, keepdims=True)
    new = share @ np.tanh(states @ weights.w2.T) @ weights.w1.T
    if "layer_normalization" in blocks:
        new = _standardized(new, 1)
    if "batch_normalization" in blocks:
        new = _standardized(new, 0)
    if "gating" in blocks:
        new = new / (1 + np.exp(-states @ weights.w4.T))
    if "dropout" in blocks:
        new = new * weights.random
    return np.asarray(new + states if "residual_connection" in blocks else new)


def _standardized(values: Array, axis: int) -> Array:
    spread = values.std(axis=axis, keepdims=True)
    return np.asarray((values - values.mean(axis=axis, keepdims=True)) / (spread + 1e-9))
