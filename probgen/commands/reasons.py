"""Why a variant is as it is: what was demanded of its draw, with its values, and how its key was proved."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from .. import answers, contract
from .. import family as families
from ..errors import ProbgenError
from ..exact import Value
from ..language import expression, syntax
from ..language.expression import Expression
from ..model import Condition, PartTemplate
from ..typography import describe
from ..variant import Variant

_SPLIT = (ast.Compare, ast.BoolOp, ast.UnaryOp)  # whose operands are worth a line of their own
_MOST = 8  # values below a condition


class Demand(NamedTuple):
    """A condition with the values of one variant: of the names in it, then of its sub-expressions."""

    kind: str  # require, prefer, check of a part
    sentence: str
    source: str
    values: Mapping[str, str]
    met: bool | None  # None: it names planted values that pinned ones leave unknown


def demands(made: Variant) -> Iterator[Demand]:
    """Yield the conditions of the bank in its order."""
    template, scope = made.instance.template, made.instance.scope
    for kind, conditions in (("require", template.require), ("prefer", template.prefer)):
        yield from (_demand(kind, condition, made, scope) for condition in conditions)
    for part in template.parts:
        _, known = answers.known(part.answers, scope)
        kind = f"check {part.label}".rstrip()
        yield from (_demand(kind, condition, made, known) for condition in part.check)


def text(made: Variant) -> str:
    """Return the reasons as lines."""
    lines: list[str] = []
    for demand in demands(made):
        mark = {True: "", False: "  NOT MET", None: "  not judged: it names planted values"}[demand.met]
        lines += [f"{demand.kind}: {demand.sentence}{mark}", f"    {demand.source}"]
        lines += [f"    {name} = {value}" for name, value in demand.values.items()]
    if family := families_demands(made):
        lines.append(f"family {made.instance.template.family} demands")
        lines += [f"    {sentence}" for sentence in family]
    lines += list(_mistakes(made))
    refused = "".join(f"\n    {times} draws failed: {sentence}" for sentence, times in made.rejected.items())
    lines.append(f"draw {made.tries} was the first to meet all of this{refused}")
    return "\n".join(lines)


def data(made: Variant) -> dict[str, Any]:
    """Return the reasons for JSON."""
    return {
        "demands": [{**demand._asdict(), "values": dict(demand.values)} for demand in demands(made)],
        "family": list(families_demands(made)),
        "mistakes": [line.strip() for line in _mistakes(made)],
        "tries": made.tries,
        "rejected": dict(made.rejected),
    }


def families_demands(made: Variant) -> tuple[str, ...]:
    """Return what the family itself demands of parameters, () without a family."""
    name = made.instance.template.family
    return families.demands(families.find(name)) if name else ()


def _demand(kind: str, condition: Condition, made: Variant, scope: Mapping[str, Value]) -> Demand:
    skipped = condition.sentence in made.instance.skipped
    values = dict(_values(condition.test, made, scope))
    met = None if skipped else bool(condition.test.value(scope))
    return Demand(kind, condition.sentence, condition.test.source, values, met)


def _values(test: Expression, made: Variant, scope: Mapping[str, Value]) -> Iterator[tuple[str, str]]:
    """Yield the names of an expression, derived ones with their formula, then its sides where they are more."""
    derive = made.instance.template.derive
    for name in sorted(test.names & scope.keys()):
        formula = f"{derive[name].source} = " if name in derive else ""
        yield name, f"{formula}{describe(scope[name])}"
    for side in _sides(syntax.tree(test.source), test.source):
        try:
            part = expression.parse(side, test.where)
            if part.names <= scope.keys():
                yield side, describe(part.value(scope))
        except ProbgenError:  # behind an `and` or `or` that stops before it: it has no value on this draw
            continue


def _sides(node: ast.AST, source: str) -> Iterator[str]:
    """Yield the sides of comparisons and the truth values between `and` and `or`, as written."""
    if isinstance(node, _SPLIT):
        for child in ast.iter_child_nodes(node):
            yield from _sides(child, source)
    elif isinstance(node, ast.expr) and not isinstance(node, ast.Name | ast.Constant):
        yield ast.get_source_segment(source, node) or ""


def _mistakes(made: Variant) -> Iterator[str]:
    """Yield each known mistake that equals the key on this draw."""
    for template, part in zip(made.instance.template.parts, made.problem.parts, strict=True):
        for mistake, value, _ in contract.dropped(template, part, made.instance.scope):
            source = mistake.value.source
            yield f"mistake {_where(template)}`{source}` = {describe(value)} equals the key here and is left out"


def _where(part: PartTemplate) -> str:
    return f"of part {part.label}: " if part.label else ""
