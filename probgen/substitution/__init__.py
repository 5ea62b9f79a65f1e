"""A key computed anew after some fields of the solution have got other values.

The values take the place of the fields; names that are derived from them are computed again, and other fields of the
solution that the key is computed from are asked of the family's `follow`. A field that nobody can tell anew stops it: a
key of which one half follows and the other does not would be no key.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache

from .. import answers, comparison
from .. import family as families
from ..document import ChooseOne, Interval, Matrix, Number, Response, Symbolic, Table, Vector
from ..document import Sequence as Words
from ..exact import Value
from ..language.expression import Expression
from ..model import AnswerTemplate
from ..sampling.instance import Instance
from ..stream import Stream
from . import paths

Scope = Mapping[str, Value]
_STREAM = Stream("grading")  # a key has no chance in it


class Lost(Exception):  # noqa: N818
    """A field of the solution that nobody can compute from other values."""


def built(template: AnswerTemplate, scope: Scope, printed: Response) -> Response:
    """Return the response with the key in a scope; a choice keeps the options of the paper."""
    if isinstance(printed, ChooseOne):
        assert template.value is not None
        key = template.value.value(scope)
        return ChooseOne(tuple(replace(option, right=_is(option.value, key)) for option in printed.options))
    return answers.build(replace(template, label=None), scope, (), _STREAM).response


def _is(option: Value, key: Value) -> bool:
    return option is not None and comparison.equal(option, comparison.alike(key, option))


def change(
    instance: Instance, template: AnswerTemplate, response: Response, values: Sequence[Value]
) -> tuple[str, Value]:
    """Return the path of the field that an answer asks for, with a student's value of it, read entry by entry.

    Raises:
        Lost: the answer is no field but computes something, or is no value: ticks, say.
    """
    path = template.value and paths.named(template.value)
    if not path:
        raise Lost
    value = values[0]
    match response:
        case ChooseOne(options) if options[value].value is not None:
            return path, options[value].value
        case Interval():
            return path, (value.low, value.high)
        case Table():
            return path, tuple(_rows(template, response, values, paths.value(instance.scope, path)))
        case Number() | Vector() | Matrix() | Words() | Symbolic():
            return path, value
        case _:
            raise Lost


def _rows(template: AnswerTemplate, table: Table, values: Sequence[Value], rows: Sequence[Value]) -> Iterator[Value]:
    """Yield the rows of a table with the student's cells in their blanks, as far as they are filled in."""
    filled = iter(values)
    for row, cells in zip(rows, table.rows, strict=True):
        new = row
        for name, cell in zip(template.fields["columns"], cells, strict=True):
            if cell.blank and (value := next(filled)) is not None:
                new = paths.put(new, name, value)
        yield new


def followed(
    instance: Instance, template: AnswerTemplate, printed: Response, changes: Mapping[str, Value]
) -> Response | None:
    """Return the response after changes of fields; None where they do not touch it.

    Raises:
        Lost: it needs a field that nobody can tell anew.
        ProbgenError, ArithmeticError, ValueError, TypeError, LookupError: nothing follows from such values.
    """
    derive = instance.template.derive
    wanted = _needed(tuple(_expressions(template)), derive, changes)
    lost = {path for path in wanted if _computed(instance, path) and not _covered(path, changes)}
    changed = {**changes, **{path: _asked_of_family(instance, path, changes) for path in sorted(lost)}}
    roots = {paths.root(path) for path in changed}
    if not roots & {paths.root(path) for path in wanted}:
        return None
    scope: Scope = dict(instance.scope)
    for path, value in changed.items():
        scope = paths.put(scope, path, value)
    return built(template, _derived(scope, derive, changed), printed)


def _expressions(template: AnswerTemplate) -> Iterator[Expression]:
    """Yield what the key of an answer is computed from; the options of a choice stay those of the paper."""
    kept = () if template.kind == "choice" else template.fields.values()
    fields = (field for field in kept if isinstance(field, Expression))
    yield from (one for one in (template.value, *template.accept, *fields) if one is not None)


def _needed(expressions: Sequence[Expression], derive: Mapping[str, Expression], known: Collection[str]) -> set[str]:
    """Return the paths that expressions read, also by way of derived names that are not known already."""
    needed: set[str] = set()
    pending = [path for expression in expressions for path in paths.used(expression)]
    while pending:
        path = pending.pop()
        if path not in needed:
            needed.add(path)
            made = derive.get(paths.root(path))
            pending.extend(paths.used(made) if made and not _covered(path, known) else ())
    return needed


def _covered(path: str, known: Collection[str]) -> bool:
    return any(paths.covers(outer, path) for outer in known)


def _computed(instance: Instance, path: str) -> bool:
    """Tell whether a path leads into what the family has computed."""
    return paths.root(path) in _gives(instance.template.family)


@cache
def _gives(name: str) -> frozenset[str]:
    return frozenset(families.gives(families.find(name))) if name else frozenset()


def _asked_of_family(instance: Instance, path: str, changes: Mapping[str, Value]) -> Value:
    """Return a field as the family computes it after the changes.

    Raises:
        Lost: it cannot.
    """
    family = families.find(instance.template.family)
    if not families.follows(family) or instance.solved is None:
        raise Lost
    value = family.follow(*instance.solved, path, changes)
    if value is None:
        raise Lost
    return value


def _derived(scope: Scope, derive: Mapping[str, Expression], changed: Collection[str]) -> Scope:
    """Return the scope with all derived names computed again that depend on changed ones."""
    roots = {paths.root(path) for path in changed}
    needs = {name: {paths.root(path) for path in _needed([made], derive, changed)} for name, made in derive.items()}
    fresh, stale = dict(scope), {name for name in derive if name not in roots and needs[name] & roots}
    while stale:
        ready = [name for name in derive if name in stale and not derive[name].names & stale]
        for name in ready:
            fresh[name] = derive[name].value(fresh)
        stale -= set(ready)
    return fresh
