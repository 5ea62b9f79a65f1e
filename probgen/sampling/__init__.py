"""From a template and a stream of chance to an instance: drawn until every condition holds, solved, proved."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, NamedTuple, assert_never

from .. import family as families
from ..errors import Disproved, ProbgenError, Undrawable, Where, nearest
from ..exact import Record, Value, plain
from ..family import Disagreement, DrawingFamily, Family, NotWellPosed
from ..language import expression
from ..language.arithmetic import shown, size
from ..language.draws import literal
from ..model import Template
from ..stream import Stream
from . import planning
from .instance import Instance
from .planning import Derive, Judge, Plan, Solve

TRIES = 2000
_MAX_WORK = 3_000_000  # of all tries of a draw together, as `expression.spent` counts: some seconds
_WORK_OF_AN_ENTRY = 20  # that a family solves for


class Draft(NamedTuple):
    """A draw that is solved but not proved: enough to tell its effort, not enough to print it."""

    instance: Instance
    params: Any  # of the family, None without one
    solution: Any
    chance: bool = True  # whether another try would draw anything


def draw(
    template: Template,
    stream: Stream,
    *,
    knobs: Mapping[str, Value] | None = None,
    given: Mapping[str, Value] | None = None,
) -> Instance:
    """Return the first draw that meets every condition, solved and verified; arguments and errors as in `draft`."""
    return proved(draft(template, stream, knobs=knobs, given=given))


def draft(
    template: Template,
    stream: Stream,
    *,
    knobs: Mapping[str, Value] | None = None,
    given: Mapping[str, Value] | None = None,
) -> Draft:
    """Return the first draw that meets every condition, solved.

    Args:
        template: what to draw.
        stream: the source of chance; each try draws from it, in the order of the bank file.
        knobs: chosen difficulties; each is the first of its list otherwise.
        given: parameters or derived names that are pinned; text such as "5/2" is a number, and the `name` of a pool's
            row stands for the row.

    Raises:
        ProbgenError: an unknown knob or name; pinned values of another shape, or that violate a
            requirement; no draw in TRIES tries; a fault in an expression.
    """
    pinned = {name: _row(template, name, _exact(value)) for name, value in (given or {}).items()}
    plan = _plan(_Same(template), frozenset(pinned))
    start = {**template.pools, **settings(template, knobs or {}), **pinned}
    _check_shapes(template, pinned, start)
    rejected: Counter[_Verdict] = Counter()
    limit = expression.spent() + _MAX_WORK
    judged: set[str] = set()
    for tries in range(1, TRIES + 1):
        attempt = _Attempt(template, plan, dict(start), pinned, limit, judged)
        try:
            attempt.run(stream)
        except _Rejected as rejection:
            rejected[rejection.verdict] += 1
            if rejection.fixed or not plan.chance:
                raise _hopeless(rejection.verdict, chance=plan.chance, given=bool(pinned)) from None
        except _Overworked:
            break
        else:
            return attempt.draft(tries, rejected)
    if not rejected:
        hint = "compute less under `derive:`, or draw less"
        raise Undrawable.of("one draw takes too many steps", where=template.where, hint=hint)
    raise _exhausted(rejected, given=bool(pinned))


def proved(draft: Draft) -> Instance:
    """Return the instance of a draft, its key confirmed by the family's second method.

    Raises:
        Disproved: the second method found another key.
    """
    template = draft.instance.template
    if not template.family:
        return draft.instance
    try:
        families.find(template.family).verify(draft.params, draft.solution)
    except Disagreement as fault:
        what = f"the key of family '{template.family}' was not confirmed: {fault}; for {draft.params}"
        hint = "probgen or the bank is at fault, not your numbers: please report this line"
        raise Disproved.of(what, where=template.where, hint=hint) from fault
    return draft.instance


@dataclasses.dataclass(frozen=True, slots=True)
class _Verdict:
    """Why a draw was rejected: the sentence, and where it stands."""

    sentence: str
    where: Where


class _Rejected(Exception):  # noqa: N818 - a verdict on a draw
    def __init__(self, sentence: str, where: Where, *, fixed: bool) -> None:
        super().__init__(sentence)
        self.verdict = _Verdict(sentence, where)
        self.fixed = fixed


class _Overworked(Exception):  # noqa: N818
    """The tries have taken more steps than a draw may."""


class _Attempt:
    """One try: a scope that fills up, until a condition fails or all is solved."""

    def __init__(
        self,
        template: Template,
        plan: Plan,
        scope: dict[str, Value],
        pinned: Mapping[str, Value],
        limit: int,
        judged: set[str],
    ) -> None:
        self.template = template
        self.judged = judged  # sentences of the family's, whether they depend on chance; of all tries
        self.limit = limit
        self.plan = plan
        self.scope = scope
        self.pinned = pinned
        self.knobs = {name: scope[name] for name in template.knobs}
        self.drawn: dict[str, Value] = {}
        self.params: Any = None
        self.solution: Any = None

    def run(self, stream: Stream) -> None:
        """Draw and compute everything.

        Raises:
            _Rejected: a condition fails, or the family finds no question with one answer.
            _Overworked: all tries together have taken too many steps.
        """
        for name, how in self.plan.drawn:
            self.scope[name] = self.drawn[name] = how.take(stream, self.scope)
        if self.plan.drawing:
            self._family_draw(self.plan.drawing, stream)
        for step in self.plan.steps:
            if expression.spent() > self.limit:
                raise _Overworked
            match step:
                case Judge():
                    self._test(step)
                case Derive(name, formula):
                    self.scope[name] = formula.value(self.scope)
                case Solve(family):
                    self._solve(family, step)
                case _:
                    assert_never(step)

    def draft(self, tries: int, rejected: Counter[_Verdict]) -> Draft:
        """Return what the try has drawn and solved."""
        family = self.plan.family
        counts: Counter[str] = Counter()
        for verdict, times in rejected.items():
            counts[verdict.sentence] += times
        instance = Instance(
            template=self.template,
            scope=self.scope,
            params=Record({**self.knobs, **self.drawn, **self.pinned}),
            effort=Record(family.effort(self.params, self.solution) if family else {}),
            skipped=self.plan.skipped,
            tries=tries,
            rejected=Record(counts),
            solved=(self.params, self.solution) if family else None,
        )
        return Draft(instance, self.params, self.solution, self.plan.chance)

    def _family_draw(self, family: DrawingFamily, stream: Stream) -> None:
        try:
            drawn = self._made(lambda: family.draw(stream, Record(self.knobs)), self.knobs, fixed=False)
        except NotWellPosed as verdict:
            raise self._refused(verdict, fixed=False) from None
        fields = [field.name for field in dataclasses.fields(drawn)]
        replaced = {name: value for name, value in self.pinned.items() if name in fields}
        self.params = drawn
        if replaced:
            self.params = self._made(lambda: dataclasses.replace(drawn, **replaced), replaced, fixed=False)
        made = {name: getattr(self.params, name) for name in fields}
        self.scope.update(made)
        self.drawn.update(made)

    def _test(self, step: Judge) -> None:
        verdict = step.condition.test.value(self.scope)
        if not isinstance(verdict, bool):
            what = f"a condition must be true or false, found {verdict}"
            raise ProbgenError.of(what, where=step.condition.test.where, hint="compare it with something: `... != 0`")
        if not verdict:
            raise _Rejected(step.condition.sentence, step.condition.test.where, fixed=step.fixed)

    def _solve(self, family: Family, step: Solve) -> None:
        if self.params is None:
            values = {name: self.scope[name] for name in step.fields}
            self.params = self._made(lambda: family.Params(**values), values, fixed=step.fixed)
        taken = (getattr(self.params, field.name) for field in dataclasses.fields(self.params))
        expression.charge(_WORK_OF_AN_ENTRY * sum(size(value) for value in taken if isinstance(value, tuple)))
        try:
            self.solution = family.solve(self.params)
        except NotWellPosed as verdict:
            raise self._refused(verdict, fixed=step.fixed or self._inevitable(step, str(verdict))) from None
        self.scope.update(self.solution._asdict())

    def _inevitable(self, step: Solve, sentence: str) -> bool:
        """Tell whether the family has refused before it looked at anything that another try would change."""
        if not self.pinned or sentence in self.judged:
            return False
        self.judged.add(sentence)
        return not step.free & families.looked_at(self.params, step.family.solve)

    def _made(self, make: Callable[[], Any], values: Mapping[str, Value], *, fixed: bool) -> Any:
        """Return what a family makes of values; those that it cannot even look at are the fault of who wrote them."""
        try:
            return make()
        except ValueError as verdict:
            raise self._refused(verdict, fixed=fixed) from None
        except (TypeError, AttributeError, LookupError, ArithmeticError) as fault:
            written = ", ".join(f"{name} = {shown(value)}" for name, value in values.items())
            what = f"{'given: ' * bool(self.pinned)}the family '{self.template.family}' cannot take {written}"
            where = None if self.pinned else self.template.where
            raise ProbgenError.of(what, where=where, hint=f"it says: {fault}") from fault

    def _refused(self, verdict: Exception, *, fixed: bool) -> _Rejected:
        where = self.template.where.at(f"family {self.template.family}")
        return _Rejected(str(verdict), where, fixed=fixed)


class _Same:
    """A template as a key: the same object, whatever it holds."""

    def __init__(self, template: Template) -> None:
        self.template = template

    def __hash__(self) -> int:
        return id(self.template)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.template is other.template


@lru_cache(maxsize=256)
def _plan(same: _Same, given: frozenset[str]) -> Plan:
    template = same.template
    known = planning.pinnable(template)
    for name in sorted(given - known):
        computed = template.family and name in families.gives(families.find(template.family))
        what = f"given: '{name}' is computed and cannot be pinned" if computed else f"given: unknown name '{name}'"
        raise ProbgenError.of(what, hint=nearest(name, known) or f"it takes {', '.join(sorted(known))}")
    return planning.plan(template, given)


def _exact(value: Value) -> Value:
    """Return a pinned value as plain values, ratios written as text ("5/2") as numbers."""
    match value:
        case str() if "/" in value:
            return literal(value)
        case list() | tuple() if not hasattr(value, "_fields"):
            return tuple(map(_exact, value))
        case Mapping():
            return Record({str(key): _exact(entry) for key, entry in value.items()})
        case _:
            return plain(value)


def _row(template: Template, name: str, value: Value) -> Value:
    """Return a pinned value in which the names of rows that are drawn from a pool have become these rows."""
    drawn = {**template.params, **template.plant}.get(name)
    pools = (template.pools[pool] for pool in drawn.names if pool in template.pools) if drawn else ()
    rows = {row["name"]: row for pool in pools for row in pool if isinstance(row, Record) and "name" in row}
    if isinstance(value, tuple):
        return tuple(rows.get(entry, entry) if isinstance(entry, str) else entry for entry in value)
    return rows.get(value, value) if isinstance(value, str) else value


def settings(template: Template, chosen: Mapping[str, Value]) -> dict[str, Value]:
    """Return the value of each knob; a choice may be text, as on the command line.

    Raises:
        ProbgenError: there is no such knob, or it does not take the value.
    """
    for name in chosen:
        if name not in template.knobs:
            hint = nearest(name, template.knobs) or (f"it has {', '.join(template.knobs)}" if template.knobs else "")
            raise ProbgenError.of(f"'{template.id}' has no knob '{name}'", hint=hint)
    return {name: _setting(name, values, chosen.get(name, values[0])) for name, values in template.knobs.items()}


def _setting(name: str, values: tuple[Value, ...], chosen: Value) -> Value:
    for value in values:
        if value == chosen or str(value) == str(chosen):
            return value
    found = "nothing" if chosen is None else chosen
    raise ProbgenError.of(f"knob '{name}' takes {', '.join(map(str, values))}, found {found}")


def _check_shapes(template: Template, pinned: Mapping[str, Value], scope: Mapping[str, Value]) -> None:
    for name, how in (*template.params.items(), *template.plant.items()):
        if name in pinned and (wrong := how.misfit(pinned[name], scope)):
            raise ProbgenError.of(f"given: '{name}' {wrong}", hint=f"it is drawn as `{how.source}`")


def _hopeless(verdict: _Verdict, *, chance: bool, given: bool) -> ProbgenError:
    if given:
        what = f"given: the pinned values violate '{verdict.sentence}'"
        return ProbgenError.of(what, hint=f"demanded at {verdict.where}")
    drawn = "nothing that it names is drawn" if chance else "nothing is drawn"
    return Undrawable.of(f"'{verdict.sentence}' fails, and {drawn}", where=verdict.where)


def _exhausted(rejected: Counter[_Verdict], *, given: bool) -> ProbgenError:
    verdict, times = rejected.most_common(1)[0]
    tries = rejected.total()
    this = "this one" if verdict.where.path.endswith(verdict.sentence) else f"'{verdict.sentence}'"
    drawn = "with the values given, no draw" if given else "no draw"
    what = f"{drawn} in {tries} tries met every condition; {this} failed {times} times"
    hint = "give other values" if given else "ease it, or widen the ranges of what it names"
    return Undrawable.of(what, where=verdict.where, hint=hint)
