"""Figure numbers: one sequence over stems and prompts, so that exam and solution agree; solutions refer to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import count
from typing import Any, TypeVar

from ..document import Emph, FigureBlock, FigureRef, ItemList, Paragraph, Problem, Section, Strong
from ..document.block import DataTable

T = TypeVar("T")


def number_figures(sections: tuple[Section, ...]) -> tuple[Section, ...]:
    """Return the sections with figures numbered from 1 in the order of the paper, and references resolved."""
    numbers = count(1)
    return tuple(
        replace(
            section,
            questions=tuple(replace(q, problem=_problem(q.problem, numbers)) for q in section.questions),
        )
        for section in sections
    )


def _problem(problem: Problem, numbers: count[int]) -> Problem:
    statements = (problem.stem, *(part.prompt for part in problem.parts))
    own = {block.name: next(numbers) for blocks in statements for block in blocks if isinstance(block, FigureBlock)}
    parts = tuple(
        replace(
            part,
            prompt=_numbered(part.prompt, own),
            hint=_numbered(part.hint, own),
            note=_numbered(part.note, own),
            solution=_numbered(part.solution, own),
            rubric=tuple(replace(line, text=_numbered(line.text, own)) for line in part.rubric),
        )
        for part in problem.parts
    )
    return replace(problem, stem=_numbered(problem.stem, own), parts=parts)


def _numbered(content: T, numbers: Mapping[str, int]) -> T:
    """Return blocks or inlines with the figures and references in them numbered."""
    node: Any = content
    match node:
        case tuple():
            node = tuple(_numbered(item, numbers) for item in node)
        case FigureRef(figure):
            node = FigureRef(figure, numbers.get(figure, 0))
        case FigureBlock(name):
            node = replace(node, number=numbers.get(name, 0), caption=_numbered(node.caption, numbers))
        case Paragraph() | Emph() | Strong():
            node = replace(node, content=_numbered(node.content, numbers))
        case ItemList():
            node = replace(node, items=_numbered(node.items, numbers))
        case DataTable():
            node = replace(node, header=_numbered(node.header, numbers), rows=_numbered(node.rows, numbers))
        case _:
            pass
    return node  # type: ignore[no-any-return]
