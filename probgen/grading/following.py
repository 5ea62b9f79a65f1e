"""Follow-through: the key of a part after the student's own answers to the parts that it builds on.

The problem is drawn again from its bank with the values of the manifest. Where an earlier answer is a field of the
solution (`answer: filter`), the student's value takes its place; what is derived from it is computed again, and other
fields of the solution that the later answer names are asked of the family's `follow`. A field that nobody can tell
anew stops it: a key of which one half follows and the other does not would be no key.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

from .. import answers, bank, comparison, sampling, shelf
from .. import family as families
from ..document import ChooseOne, Interval, Part, Problem, Response, Table
from ..errors import ProbgenError
from ..exact import Value
from ..language.expression import Expression
from ..model import AnswerTemplate, PartTemplate, Template
from ..sampling.instance import Instance
from ..stream import Stream
from . import comparing, paths
from .asked import BY_HAND, Asked, Paper
from .marking import Reading

Scope = Mapping[str, Value]
_STREAM = Stream("grading")  # nothing is left to chance: all values are given


class Follower:
    """Finds keys that follow, from the banks that made a set; `notes` say by problem why it cannot."""

    def __init__(self, sources: Mapping[str, str], banks: Sequence[Path]) -> None:
        self._digests = frozenset(sources.values())
        kept = tuple(Path(file) for file in sources if Path(file).is_file())
        self._folders = (*banks, *kept, *shelf.folders())
        self.notes: dict[str, str] = {}
        self._templates: dict[str, Template | None] = {}
        self._instances: dict[int, tuple[Problem, Instance | None]] = {}

    def earlier(self, paper: Paper, number: int) -> tuple[int, ...]:
        """Return which answers of the paper the one at `number` builds on."""
        asked = paper.asked[number]
        template = self._template(asked.problem)
        part = template and _part(template, asked.part)
        if not template or not part or not part.follows:
            return ()
        return tuple(
            place
            for place, other in enumerate(paper.asked)
            if other.problem is asked.problem
            and (its := _part(template, other.part))
            and its.label in part.follows
            and not other.by_hand
        )

    def key(self, asked: Asked, earlier: Sequence[tuple[Asked, Reading]]) -> Response | None:
        """Return what would be right after the student's earlier answers; None where those are right."""
        wrong = [(other, read) for other, read in earlier if read.given and not _right(other, read)]
        instance = self._instance(asked.problem) if wrong else None
        if instance is None:
            return None
        try:
            changes = dict(_change(instance, other, read) for other, read in wrong)
            return _followed(instance, asked, changes)
        except _Lost:
            label = f"{asked.problem.id}, part {asked.part.label or 'one'}"
            self.notes.setdefault(label, f"its {asked.answer.name} cannot be computed from other earlier answers")
            return None
        except (ProbgenError, ArithmeticError, ValueError, TypeError, LookupError):
            return None  # the earlier answer is of a kind from which nothing follows: a division by its zero, say

    def _template(self, problem: Problem) -> Template | None:
        if problem.id not in self._templates:
            self._templates[problem.id] = self._found(problem)
        return self._templates[problem.id]

    def _found(self, problem: Problem) -> Template | None:
        try:
            template = bank.find(problem.id, self._folders)
        except ProbgenError:
            self.notes[problem.id] = "no follow-through, its bank is not to be found: name it with --banks"
            return None
        if template.digest not in self._digests:
            self.notes[problem.id] = f"no follow-through, {template.where.file} has changed since the set was made"
            return None
        return template

    def _instance(self, problem: Problem) -> Instance | None:
        if id(problem) not in self._instances:
            self._instances[id(problem)] = problem, self._drawn(problem)
        return self._instances[id(problem)][1]

    def _drawn(self, problem: Problem) -> Instance | None:
        """Return the problem drawn again with the values of the manifest, if that gives the keys of the paper."""
        template = self._template(problem)
        if template is None:
            return None
        knobs = {name: value for name, value in problem.params.items() if name in template.knobs}
        given = {name: value for name, value in problem.params.items() if name not in template.knobs}
        try:
            instance = sampling.draw(template, _STREAM, knobs=knobs, given=given)
            if all(_as_printed(instance, part) for part in problem.parts):
                return instance
        except (ProbgenError, TypeError, ValueError):
            pass
        self.notes[problem.id] = "no follow-through, its bank does not make the keys of the paper again"
        return None


class _Lost(Exception):  # noqa: N818
    """A field of the solution that nobody can compute from other values."""


def _right(asked: Asked, read: Reading) -> bool:
    return comparing.share(asked.answer.response, read.values, each=False) == 1


def _part(template: Template, part: Part) -> PartTemplate | None:
    """Return the bank's part behind a part of the paper, found by its line and its answers."""
    names = [answer.name for answer in part.answers]
    found = [p for p in template.parts if p.where.line == part.line and [a.name for a in p.answers] == names]
    return found[0] if len(found) == 1 else None


def _answer(instance: Instance, part: Part, name: str) -> AnswerTemplate:
    found = _part(instance.template, part)
    if found is None:
        raise _Lost
    return next(answer for answer in found.answers if answer.name == name)


def _as_printed(instance: Instance, part: Part) -> bool:
    """Tell whether the bank gives the keys of a part of the paper."""
    for answer in part.answers:
        response, template = answer.response, _answer(instance, part, answer.name)
        if not isinstance(response, BY_HAND) and _built(template, instance.scope, response) != response:
            return False
    return True


def _built(template: AnswerTemplate, scope: Scope, printed: Response) -> Response:
    """Return the response with the key in this scope; a choice keeps the options of the paper."""
    if isinstance(printed, ChooseOne):
        assert template.value is not None
        key = template.value.value(scope)
        return ChooseOne(tuple(replace(option, right=_is(option.value, key)) for option in printed.options))
    return answers.build(replace(template, label=None), scope, (), _STREAM).response


def _is(option: Value, key: Value) -> bool:
    return option is not None and comparison.equal(option, comparison.alike(key, option))


def _change(instance: Instance, asked: Asked, read: Reading) -> tuple[str, Value]:
    """Return the path of the field that an answer asks for, with the student's value of it."""
    template = _answer(instance, asked.part, asked.answer.name)
    path = template.value and paths.named(template.value)
    if not path:
        raise _Lost
    response, value = asked.answer.response, read.values[0]
    match response:
        case ChooseOne(options):
            return path, options[value].value
        case Interval():
            return path, (value.low, value.high)
        case Table():
            return path, tuple(_rows(template, response, read, paths.value(instance.scope, path)))
        case _:
            return path, value


def _rows(template: AnswerTemplate, table: Table, read: Reading, rows: Sequence[Value]) -> Iterator[Value]:
    """Yield the rows of a table with the student's cells in their blanks, as far as they are filled in."""
    values = iter(read.values)
    for row, cells in zip(rows, table.rows, strict=True):
        new = row
        for name, cell in zip(template.fields["columns"], cells, strict=True):
            if cell.blank and (value := next(values)) is not None:
                new = paths.put(new, name, value)
        yield new


def _followed(instance: Instance, asked: Asked, changes: Mapping[str, Value]) -> Response | None:
    """Return the response after the changes; None where they do not touch it."""
    template = _answer(instance, asked.part, asked.answer.name)
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
    return _built(template, _derived(scope, derive, changed), asked.answer.response)


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
        _Lost: it cannot.
    """
    family = families.find(instance.template.family)
    if not families.follows(family) or instance.solved is None:
        raise _Lost
    value = family.follow(*instance.solved, path, changes)
    if value is None:
        raise _Lost
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
