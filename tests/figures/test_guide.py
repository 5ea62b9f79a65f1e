"""The examples of the guide to figures run, and what they make can be read."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from probgen.document import FIGURE_TYPES, Figure, Graph
from probgen.figures import layout
from tests.figures.legible import assert_legible

GUIDE = Path(__file__).parents[2] / "docs" / "guide" / "figures.md"
FIRST, *EXAMPLES = re.findall(r"```python\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)


@cache
def made(example: str) -> tuple[Figure, ...]:
    scope: dict[str, Any] = {}
    exec(FIRST + example, scope)
    return tuple(value for value in scope.values() if isinstance(value, FIGURE_TYPES))


@pytest.mark.parametrize("place", range(len(EXAMPLES)))
def test_an_example_makes_a_figure_that_can_be_read(place: int) -> None:
    figures = made(EXAMPLES[place])
    assert figures
    for figure in figures:
        edges_labeled = isinstance(figure, Graph) or "Tree(" in EXAMPLES[place]
        assert_legible(layout(figure), on_lines=edges_labeled)


def test_there_is_an_example_of_every_kind() -> None:
    assert {type(figure) for example in EXAMPLES for figure in made(example)} == set(FIGURE_TYPES)
