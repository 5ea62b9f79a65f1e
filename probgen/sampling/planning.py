"""In which order a template is drawn: what is known when, what follows from what, and what stays the same."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from typing import TypeAlias, cast

from .. import family as families
from ..errors import ProbgenError, nearest
from ..family import DrawingFamily, Family
from ..language.draws import Draw
from ..language.expression import Expression
from ..model import Condition, Template


@dataclass(frozen=True, slots=True)
class Judge:
    """Evaluate a condition; `fixed` tells that every try gives the same verdict."""

    condition: Condition
    fixed: bool


@dataclass(frozen=True, slots=True)
class Derive:
    """Compute a derived name."""

    name: str
    expression: Expression


@dataclass(frozen=True, slots=True)
class Solve:
    """Let the family solve; its Params take `fields` by name (none where the family has drawn them).

    `free` are the fields of Params that differ from try to try.
    """

    family: Family
    fields: tuple[str, ...]
    fixed: bool
    free: frozenset[str] = frozenset()


Step: TypeAlias = Judge | Derive | Solve


@dataclass(frozen=True, slots=True)
class Plan:
    """The order of one try: first the draws, then the family's own draw, then the steps.

    `skipped` holds the sentences of conditions that name planted values which are unknown because
    a name derived from them is pinned.
    """

    drawn: tuple[tuple[str, Draw], ...]
    family: Family | None
    drawing: DrawingFamily | None  # the same family, where it draws
    steps: tuple[Step, ...]
    skipped: tuple[str, ...]

    @property
    def chance(self) -> bool:
        """Whether anything is drawn at all."""
        return bool(self.drawn) or self.drawing is not None


def pinnable(template: Template) -> frozenset[str]:
    """Return the names that `given` may hold: everything but pools and what the family computes."""
    fields = families.takes(families.find(template.family)) if template.family else ()
    return frozenset({*template.params, *template.plant, *template.derive, *template.knobs, *fields})


def plan(template: Template, given: Collection[str]) -> Plan:
    """Return the order of a try with the names `given` pinned.

    Conditions run as soon as their names exist, derived names that conditions or the family need
    come next, then the family, then whatever else is derived. What is merely preferred counts where
    it does not follow from what is given.

    Raises:
        ProbgenError: derived names need each other, or something that does not exist; the family gives a name
            that the template uses for something else (a knob may be hidden: what is found counts).
    """
    family = families.find(template.family) if template.family else None
    takes = families.takes(family) if family else {}
    settled = {*template.knobs, *template.pools, *given}
    provided = settled | {*template.params, *template.derive}
    _check_collisions(template, family, takes)
    missing = [name for name, required in takes.items() if required and name not in provided]
    drawing = cast("DrawingFamily", family) if family and missing and families.draws(family) else None
    if missing and not drawing:
        what = f"the family '{template.family}' needs '{missing[0]}', which nothing provides"
        raise ProbgenError.of(what, where=template.where)

    unknown = _unknown(template, given)
    fields = () if drawing else tuple(name for name in takes if name in provided and name not in template.plant)
    if lost := sorted(unknown.intersection(fields)):
        what = f"given: '{lost[0]}' must be given too, since it follows from planted values that are unknown here"
        raise ProbgenError.of(what)
    drawn = tuple(
        (name, draw)
        for name, draw in (*template.params.items(), *template.plant.items())
        if name not in given and name not in unknown
    )
    touched = _touched(template, family, given)
    conditions = (*template.require, *(wish for wish in template.prefer if not wish.test.names & touched))
    order = _Order(
        conditions=[condition for condition in conditions if not condition.test.names & unknown],
        derived={name: made for name, made in template.derive.items() if name not in given and name not in unknown},
        solve=Solve(family, fields, fixed=False) if family else None,
        have=settled | {name for name, _ in drawn} | (set(takes) if drawing else set()),
        fixed=settled,
    )
    checks = [condition for part in template.parts for condition in part.check]
    skipped = (c.sentence for c in (*conditions, *checks) if c.test.names & unknown)
    return Plan(drawn, family, drawing, tuple(order.steps()), tuple(skipped))


def _check_collisions(template: Template, family: Family | None, takes: Collection[str]) -> None:
    own = {**template.params, **template.plant, **template.derive, **template.pools}
    taken = [name for name in (families.gives(family) if family else ()) if name in own and name not in takes]
    if taken:
        what = f"'{taken[0]}' is a name of this problem and of what the family '{template.family}' gives"
        raise ProbgenError.of(what, where=template.where, hint="choose another name")


def _unknown(template: Template, given: Collection[str]) -> set[str]:
    """Return the planted values that cannot be known once names derived from them are pinned, and what needs them."""
    behind: set[str] = set()
    pending = [name for name in given if name in template.derive]
    while pending:
        names = template.derive[pending.pop()].names - behind
        behind |= names
        pending.extend(name for name in names if name in template.derive)
    unknown = {name for name in template.plant if name in behind and name not in given}
    grown = True
    while grown:
        more = {n for n, made in template.derive.items() if n not in given and made.names & unknown} - unknown
        unknown |= more
        grown = bool(more)
    return unknown


def _touched(template: Template, family: Family | None, given: Collection[str]) -> set[str]:
    """Return what is given and all that follows from it, also by way of the family."""
    needs = {name: made.names for name, made in template.derive.items() if name not in given}
    if family:
        needs |= dict.fromkeys(families.gives(family), frozenset(families.takes(family)))
    touched = set(given)
    while more := {name for name, names in needs.items() if names & touched} - touched:
        touched |= more
    return touched


@dataclass
class _Order:
    """The bookkeeping of `plan`: what waits, what exists, what every try has in common."""

    conditions: list[Condition]
    derived: dict[str, Expression]
    solve: Solve | None
    have: set[str]
    fixed: set[str]

    def steps(self) -> Iterator[Step]:
        """Yield the steps until nothing waits."""
        wanted = self._wanted()
        while self.conditions or self.derived or self.solve:
            if ready := next((c for c in self.conditions if c.test.names <= self.have), None):
                self.conditions.remove(ready)
                yield Judge(ready, ready.test.names <= self.fixed)
            elif name := self._derivable(wanted):
                yield self._derive(name)
            elif self.solve and self.have.issuperset(self.solve.fields):
                yield self._solve(self.solve)
            elif name := self._derivable(self.derived):
                yield self._derive(name)
            else:
                raise self._stuck()

    def _wanted(self) -> set[str]:
        """Return the derived names that a condition or the family needs, directly or through others."""
        wanted: set[str] = set()
        pending = [name for condition in self.conditions for name in condition.test.names]
        pending.extend(self.solve.fields if self.solve else ())
        while pending:
            name = pending.pop()
            if name in self.derived and name not in wanted:
                wanted.add(name)
                pending.extend(self.derived[name].names)
        return wanted

    def _derivable(self, among: Collection[str]) -> str:
        return next((n for n, made in self.derived.items() if n in among and made.names <= self.have), "")

    def _derive(self, name: str) -> Derive:
        made = self.derived.pop(name)
        self.have.add(name)
        if made.names <= self.fixed:
            self.fixed.add(name)
        return Derive(name, made)

    def _solve(self, step: Solve) -> Solve:
        self.solve = None
        gives = families.gives(step.family)
        fixed = bool(step.fields) and self.fixed.issuperset(step.fields)
        self.have.update(gives)
        if fixed:
            self.fixed.update(gives)
        return replace(step, fixed=fixed, free=frozenset(step.fields or families.takes(step.family)) - self.fixed)

    def _stuck(self) -> ProbgenError:
        """Return the error for names that nothing provides, or that need each other."""
        waiting: list[tuple[str, Expression]] = [
            *self.derived.items(),
            *((c.sentence, c.test) for c in self.conditions),
        ]
        for _, expression in waiting:
            for name in sorted(expression.names - self.have - set(self.derived)):
                hint = nearest(name, self.have | set(self.derived))
                return ProbgenError.of(f"unknown name '{name}'", where=expression.where, hint=hint)
        first, expression = waiting[0]
        circle = ", ".join(sorted(self.derived))
        return ProbgenError.of(f"'{first}' cannot be derived: {circle} need each other", where=expression.where)
