"""Every figure that the shipped entries draw can be read: in the statement and in the solution, for all their knobs."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from functools import cache
from itertools import product
from typing import Any

import pytest

from probgen import bank, checking, shelf, variant
from probgen.document import FIGURE_TYPES, BinaryImages, ConvDiagram, Cubes, Figure, Graph, Heatmap, Plot, Tree
from probgen.figures import layout
from probgen.model import Template
from probgen.stream import Stream
from tests.figures.legible import assert_legible

SEEDS = 3

ENTRIES: dict[str, Template] = {
    template.id: template for file in shelf.files([shelf.shipped()]) for template in bank.load(file) if template.family
}

KINDS: dict[str, type] = {
    "batch_norm_gaussian_sketch": Plot, "circular_shift_invariance": BinaryImages, "decoding_tree_search": Tree,
    "depthwise_separable_conv_params": ConvDiagram, "dropout_experiment": Plot, "dropout_least_squares": Plot,
    "encoder_decoder_teacher_forcing": Graph, "hand_designed_attention": Heatmap, "normalization_axes": Cubes,
}  # fmt: skip


def figures(content: Any) -> Iterator[Figure]:
    """Yield the figures in a tree of the document, wherever they stand."""
    if isinstance(content, FIGURE_TYPES):
        yield content
    elif isinstance(content, tuple):
        for item in content:
            yield from figures(item)
    elif dataclasses.is_dataclass(content):
        for field in dataclasses.fields(content):
            yield from figures(getattr(content, field.name))


@cache
def drawn(name: str) -> tuple[Figure, ...]:
    """Return the different figures of some seeds of an entry, for each setting of its knobs."""
    settings = checking.settings(ENTRIES[name])
    problems = (
        variant.make(ENTRIES[name], Stream("figures", name, seed), knobs=knobs).problem
        for knobs, seed in product(settings, range(SEEDS))
    )
    return tuple(dict.fromkeys(figure for problem in problems for figure in figures(problem)))


@pytest.mark.parametrize("name", sorted(ENTRIES))
def test_no_label_of_a_figure_meets_another_or_a_line_that_is_not_its_own(name: str) -> None:
    for figure in drawn(name):
        assert_legible(layout(figure), on_lines=isinstance(figure, Graph | Tree))


@pytest.mark.parametrize("name", sorted(ENTRIES))
def test_every_figure_says_what_it_shows(name: str) -> None:
    assert all(figure.alt.strip() for figure in drawn(name))


@pytest.mark.parametrize(("name", "kind"), KINDS.items())
def test_an_entry_shows_the_kind_of_figure_that_belongs_to_it(name: str, kind: type) -> None:
    assert any(isinstance(figure, kind) for figure in drawn(name))
