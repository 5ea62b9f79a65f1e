"""Numbers of figures, equations and footnotes: one sequence each over all statements, so that exam and solution agree.

Figures of solutions have none. Equations and footnotes of solutions go on where the statements end.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from itertools import count
from typing import Any, NamedTuple, TypeVar

from ..document import (
    Blocks,
    DataTable,
    DisplayMath,
    Emph,
    EquationRef,
    FigureBlock,
    FigureRef,
    Footnote,
    ItemList,
    Paragraph,
    Problem,
    Section,
    Strong,
)

T = TypeVar("T")


class _Numbers(NamedTuple):
    """The numbers of one problem's figures and equations, by name, and the paper's further footnotes."""

    figures: Mapping[str, int]
    equations: dict[str, int]
    notes: Iterator[int]


def numbered(sections: tuple[Section, ...]) -> tuple[Section, ...]:
    """Return the sections with figures, equations and notes numbered in the paper's order, and references resolved.

    An equation's name is known in its own problem.
    """
    figures, equations, notes = count(1), count(1), count(1)
    problems = [problem for section in sections for question in section.questions for problem in question.problems]
    numbers = [
        _Numbers(
            {block.name: next(figures) for block in _statement(problem) if isinstance(block, FigureBlock)},
            {name: next(equations) for name in _equations(_statement(problem))},
            notes,
        )
        for problem in problems
    ]
    for problem, its in zip(problems, numbers, strict=True):
        solutions = (block for part in problem.parts for block in part.solution)
        its.equations.update({name: next(equations) for name in _equations(tuple(solutions))})
    own = _Numbers({}, {}, notes)
    asked, solved = iter(numbers), iter(numbers)
    stated = _changed(sections, own, lambda problem: _stated(problem, next(asked)))
    return _changed(stated, None, lambda problem: _solved(problem, next(solved)))


def _changed(
    sections: tuple[Section, ...], own: _Numbers | None, change: Callable[[Problem], Problem]
) -> tuple[Section, ...]:
    """Return the sections with every problem changed, in order, each after the text of its section."""
    return tuple(
        replace(
            section,
            text=_resolved(section.text, own) if own else section.text,
            questions=tuple(replace(q, problems=tuple(change(p) for p in q.problems)) for q in section.questions),
        )
        for section in sections
    )


def _statement(problem: Problem) -> Blocks:
    return (*problem.stem, *(block for part in problem.parts for block in part.prompt))


def _equations(content: Any) -> Iterator[str]:
    """Yield the names of equations in the order in which they stand."""
    match content:
        case tuple():
            for item in content:
                yield from _equations(item)
        case ItemList(items):
            yield from _equations(items)
        case DisplayMath(_, name) if name:
            yield name
        case _:
            pass


def _stated(problem: Problem, its: _Numbers) -> Problem:
    stem = _resolved(problem.stem, its)  # before the parts, since footnotes are counted as they are met
    parts = tuple(
        replace(
            part,
            prompt=_resolved(part.prompt, its),
            hint=_resolved(part.hint, its),
            note=_resolved(part.note, its),
        )
        for part in problem.parts
    )
    return replace(problem, stem=stem, parts=parts)


def _solved(problem: Problem, its: _Numbers) -> Problem:
    parts = tuple(
        replace(
            part,
            solution=_resolved(part.solution, its),
            rubric=tuple(replace(line, text=_resolved(line.text, its)) for line in part.rubric),
        )
        for part in problem.parts
    )
    return replace(problem, parts=parts)


def _resolved(content: T, its: _Numbers) -> T:
    """Return blocks or inlines with the figures, equations and references in them numbered."""
    node: Any = content
    match node:
        case tuple():
            node = tuple(_resolved(item, its) for item in node)
        case FigureRef(figure):
            node = FigureRef(figure, its.figures.get(figure, 0))
        case EquationRef(equation):
            node = EquationRef(equation, its.equations.get(equation, 0))
        case Footnote(words):
            number = next(its.notes)
            node = Footnote(_resolved(words, its), number)
        case DisplayMath(_, name) if name:
            node = replace(node, number=its.equations[name])
        case FigureBlock(name):
            node = replace(node, number=its.figures.get(name, 0), caption=_resolved(node.caption, its))
        case Paragraph() | Emph() | Strong():
            node = replace(node, content=_resolved(node.content, its))
        case ItemList():
            node = replace(node, items=_resolved(node.items, its))
        case DataTable():
            node = replace(node, header=_resolved(node.header, its), rows=_resolved(node.rows, its))
        case _:
            pass
    return node  # type: ignore[no-any-return]
