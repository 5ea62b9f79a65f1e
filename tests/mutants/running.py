"""Twenty variants of a family, and whether `verify` notices on one of them that `solve` was changed."""

from __future__ import annotations

import inspect
import math
import signal
import sys
import time
import warnings
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from types import FrameType, FunctionType, ModuleType
from typing import Any, NamedTuple, cast

import numpy as np

from probgen import checking, family, sampling
from probgen.exact import is_number
from tests.families.cases import Case, all_cases, look

from .mutations import Mutant, Reach
from .roles import templates

VARIANTS = 20
_PATIENCE = 20  # times what solving and proving took at first, and a second: more is a hang


class Hang(BaseException):
    """The changed code does not end."""


class Subject(NamedTuple):
    """A family with what it is tried on."""

    family: ModuleType
    variants: Sequence[tuple[Any, Any]]  # parameters, solution
    reached: dict[ModuleType, Reach]
    seconds: float  # that solving and proving takes
    cases: Sequence[Case]  # worked by hand


def subject(name: str) -> Subject:
    """Draw the variants, over all entries and settings of their knobs in turn, and find the code that solves them."""
    chosen = cast("ModuleType", family.find(name))
    settings = [(template, knobs) for template in templates(name) for knobs in checking.settings(template)]
    variants = []
    for seed in range(VARIANTS):
        place = seed * len(settings) // VARIANTS if len(settings) > VARIANTS else seed % len(settings)
        template, knobs = settings[place]
        draft = sampling.draft(template, checking.stream(str(seed), template.id), knobs=knobs)
        variants.append((draft.params, draft.solution))
    started = time.process_time()
    for params, solution in variants:
        chosen.verify(params, solution)
    seconds = time.process_time() - started
    cases = [case for case in all_cases() if case.family == name]
    made = Subject(chosen, variants, _reached(chosen, variants), seconds, cases)
    assert all(_as_expected(made, case, ()) for case in cases), "a case fails of itself"
    return made


def unnoticed(subject: Subject, mutant: Mutant) -> list[str] | None:
    """Return the fields in which an unnoticed mutant solves otherwise, if any; None once it is noticed."""
    fields: dict[str, None] = {}
    with suppress(Exception, Hang), _patience(subject.seconds), warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        replacements = list(_replacements(subject, mutant, mutant.value()))
        for params, right in subject.variants:
            with _replaced(subject, replacements):
                solution = subject.family.solve(params)
            if repr(solution) != repr(right):
                subject.family.verify(params, solution)
                pairs = zip(right._fields, right, solution, strict=True)
                fields |= {field: None for field, old, new in pairs if not _alike(old, new)}
        return list(fields)
    return None


def noticed(subject: Subject, mutant: Mutant) -> bool:
    """Tell whether a case worked by hand comes out otherwise."""
    try:
        with _patience(subject.seconds), warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("ignore")
            replacements = list(_replacements(subject, mutant, mutant.value()))
            return not all(_as_expected(subject, case, replacements) for case in subject.cases)
    except (Exception, Hang):
        return True


def _as_expected(subject: Subject, case: Case, replacements: Sequence[tuple[Any, str, Any]]) -> bool:
    params = case.params()
    try:
        with _replaced(subject, replacements):
            solution = subject.family.solve(params)
    except family.NotWellPosed as refusal:
        return str(refusal) == case.refused
    return not case.refused and {path: look(solution, path) for path in case.expect} == dict(case.expect)


def _alike(old: Any, new: Any) -> bool:
    """Tell whether values are the same, however their numbers are written; roots are so within rounding."""
    if is_number(old) and is_number(new):
        return math.isclose(old, new, rel_tol=1e-9, abs_tol=1e-12)
    if isinstance(old, tuple) and isinstance(new, tuple):
        return len(old) == len(new) and all(map(_alike, old, new))
    return repr(old) == repr(new)


@contextmanager
def _patience(seconds: float) -> Iterator[None]:
    def end(number: int, frame: FrameType | None) -> None:
        raise Hang

    old = signal.signal(signal.SIGVTALRM, end)
    signal.setitimer(signal.ITIMER_VIRTUAL, 1 + _PATIENCE * seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, old)


@contextmanager
def _replaced(subject: Subject, replacements: Sequence[tuple[Any, str, Any]]) -> Iterator[None]:
    """Set attributes for a while; what was remembered of other code is forgotten."""
    kept = [(owner, name, getattr(owner, name)) for owner, name, _ in replacements]
    try:
        for owner, name, value in replacements:
            setattr(owner, name, value)
        _forget(subject.reached)
        yield
    finally:
        for owner, name, value in kept:
            setattr(owner, name, value)
        _forget(subject.reached)


def _replacements(subject: Subject, mutant: Mutant, new: Any) -> Iterator[tuple[Any, str, Any]]:
    """Yield what to set: functions change their code, so that whoever holds one runs the changed one."""
    old = getattr(mutant.module, mutant.name)
    functions = list(_functions(old, new))
    for before, after in functions:
        yield from ((before, name, getattr(after, name)) for name in ("__code__", "__defaults__", "__kwdefaults__"))
    if not functions:
        for module in subject.reached:
            if getattr(module, mutant.name, None) is old:
                yield module, mutant.name, new


def _functions(old: Any, new: Any) -> Iterator[tuple[FunctionType, FunctionType]]:
    old, new = (inspect.unwrap(getattr(getattr(f, "fget", f), "__func__", getattr(f, "fget", f))) for f in (old, new))
    if isinstance(old, FunctionType) and isinstance(new, FunctionType):
        if old.__code__.co_filename.endswith(".py"):  # not what dataclasses and tuples with names are given
            yield old, new
    elif isinstance(old, type):
        for name, member in vars(new).items():
            if name in vars(old):
                yield from _functions(vars(old)[name], member)


def _forget(modules: dict[ModuleType, Reach]) -> None:
    for module in modules:
        for thing in vars(module).values():
            if hasattr(thing, "cache_clear") and inspect.unwrap(thing).__code__.co_firstlineno in modules[module].lines:
                thing.cache_clear()


def _reached(chosen: ModuleType, variants: Sequence[tuple[Any, Any]]) -> dict[ModuleType, Reach]:
    """Return the modules of the family with what `solve` runs of them."""
    own = [m for name, m in sys.modules.items() if f"{name}.".startswith(f"{chosen.__name__}.")]
    files = {m.__file__: m for m in own}
    lines: dict[str, set[int]] = defaultdict(set)
    names: set[str] = set()
    for module in own:
        for thing in vars(module).values():
            getattr(thing, "cache_clear", lambda: None)()

    def watch(frame: FrameType, event: str, arg: object) -> Callable[..., Any] | None:
        if frame.f_code.co_filename not in files:
            return None
        lines[frame.f_code.co_filename] |= {frame.f_lineno}
        if event == "call":
            names.update(frame.f_code.co_names)
        return watch

    sys.settrace(watch)
    try:
        for params, _ in variants:
            chosen.solve(params)
    finally:
        sys.settrace(None)
    return {m: Reach(frozenset(lines[str(file)]), frozenset(names)) for file, m in files.items()}
