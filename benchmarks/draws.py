"""Variants of a problem per second: sampled, solved and verified, on one core."""

from __future__ import annotations

import time

from probgen import bank, sampling, shelf
from probgen.model import Template
from probgen.stream import Stream

from .findings import Finding, Plan, Skipped

CARDS = (
    "argmax_attention",
    "conv1d_filter_recovery",
    "conv_shape_param_table",
    "decoding_tree_search",
    "normalization_statistics",
)
_GOAL = 30_000.0  # in a minute


def measure(plan: Plan) -> list[Finding | Skipped]:
    """Return the speed of every computed family, and that of the cards together, as many variants of each."""
    templates = [one for file in shelf.files([shelf.shipped()]) for one in bank.load(file) if one.family]
    rates = {one.id: _rate(one, plan.draws * (8 if one.family in CARDS else 1)) for one in templates}
    cards = [rates[one.id] for one in templates if one.family in CARDS]
    together = 60 * len(cards) / sum(1 / rate for rate in cards)
    what = "draws: variants of the five card families in a minute of one core"
    each = (Finding(f"draws: {name}", rate, "variants/s") for name, rate in sorted(rates.items()))
    return [Finding(what, together, "variants", goal=_GOAL), *each]


def _rate(template: Template, seconds: float) -> float:
    """Return variants per processor second, with the default knobs."""
    sampling.draw(template, Stream("warm", "A", template.id))
    count, start = 0, time.process_time()
    while count == 0 or time.process_time() - start < seconds:
        sampling.draw(template, Stream(str(count), "A", template.id))
        count += 1
    return count / (time.process_time() - start)
