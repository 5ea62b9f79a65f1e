"""What is wrong with formulas that stand in a bank as they are: found when it is loaded, before any draw."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ..errors import Fault
from ..exact import Formula
from ..language.expression import Expression
from ..model import Template
from ..symbolic import NoFormula, equivalence, syntax
from .lint import Entry


def faults(entry: Entry) -> Iterator[Fault]:
    """Yield keys and known mistakes that are no formulas, and keys that make no sense with their symbols."""
    for part in entry.template.parts:
        answers = {answer.name: answer for answer in part.answers if answer.kind == "symbolic"}
        for answer in answers.values():
            source = _written(answer.value, entry.template)
            if source is not None:
                try:
                    equivalence.check(Formula(source, answer.fields["symbols"], answer.fields["up_to_constant"]))
                except NoFormula as fault:
                    yield Fault(answer.where, str(fault))
        for mistake in part.mistakes:
            source = _written(mistake.value, entry.template)
            if mistake.answer in answers and source is not None:
                try:
                    syntax.tree(source)
                except NoFormula as fault:
                    yield Fault(mistake.value.where, str(fault))


def _written(value: Expression | None, template: Template) -> str | None:
    """Return the text that an expression is, also by way of one derived name; None where it must be computed."""
    if value is None:
        return None
    source = template.derive[value.source].source if value.source in template.derive else value.source
    tree = ast.parse(source, mode="eval").body
    return tree.value if isinstance(tree, ast.Constant) and isinstance(tree.value, str) else None
