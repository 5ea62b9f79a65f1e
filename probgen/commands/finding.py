"""Which problems a command line means, by bank files, topics, tags or ids, and which of their knobs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from .. import shelf
from ..errors import ExitCode, ProbgenError, nearest
from ..exact import Value
from ..shelf import Summary

if TYPE_CHECKING:  # `list` starts without numpy
    from ..model import Template


def problems(words: Sequence[str], banks: Sequence[Path]) -> list[Summary]:
    """Return the problems that the words name, all of them without a word.

    A word that is a file or folder stands for its problems, another one for an id, a topic or a tag.

    Raises:
        ProbgenError: a word names nothing.
    """
    files = {word for word in words if word and (word.endswith(".yaml") or Path(word).is_dir())}
    paths = [Path(word) for word in words if word in files]
    names = [word for word in words if word not in files]
    found = list(shelf.summaries(paths)) if paths else []
    if names or not words:
        everything = list(shelf.summaries(shelf.folders(banks)))
        for name in names:
            named = [problem for problem in everything if name in (problem.id, problem.topic, *problem.tags)]
            if not named:
                raise _unknown(name, everything)
            found += named
        found += [] if words else everything
    return list(dict.fromkeys(found))


def template(id: str, banks: Sequence[Path]) -> Template:
    """Return the problem with this id.

    Raises:
        ProbgenError: there is none, or its bank is at fault.
    """
    from .. import bank

    try:
        return bank.find(id, shelf.folders(banks))
    except ProbgenError as fault:
        unknown = not fault.faults[0].where.file
        raise ProbgenError(fault.faults, code=ExitCode.USAGE if unknown else fault.code) from None


def knobs(template: Template, pairs: Mapping[str, str], shown: str = "--set {knob}={value}") -> dict[str, Value]:
    """Return the knob values that a command line chooses, each of a kind that the knob takes.

    Raises:
        ProbgenError: there is no such knob, or it does not take the value.
    """
    from .. import sampling, strict_yaml

    chosen: dict[str, Value] = {}
    for knob, value in pairs.items():
        try:
            chosen[knob] = sampling.settings(template, {knob: strict_yaml.typed(value)})[knob]
        except ProbgenError as fault:
            (flaw,) = fault.faults
            what = f"{shown.format(knob=knob, value=value)}: {flaw.what}"
            raise ProbgenError.of(what, hint=flaw.hint, code=ExitCode.USAGE) from None
    return chosen


def knobs_by_id(known: Mapping[str, Template], pairs: Mapping[str, str]) -> dict[str, dict[str, Value]]:
    """Return knob values by problem id from `ID.KNOB=VALUE`; `known` are the problems of the set.

    Raises:
        ProbgenError: there is no such problem or knob, or the knob does not take the value.
    """
    chosen: dict[str, dict[str, Value]] = {}
    for pair, value in pairs.items():
        id, _, knob = pair.partition(".")
        if id not in known or not knob:
            what = f"--set {pair}={value}: no problem of this set is called '{id}'"
            raise ProbgenError.of(what, hint=f"it has {', '.join(sorted(known))}", code=ExitCode.USAGE)
        shown = f"--set {id}.{{knob}}={{value}}"
        chosen.setdefault(id, {}).update(knobs(known[id], {knob: value}, shown))
    return chosen


def _unknown(name: str, everything: Sequence[Summary]) -> ProbgenError:
    known = {word for problem in everything for word in (problem.id, problem.topic, *problem.tags)}
    hint = nearest(name, known) or "`probgen list` shows what there is"
    return ProbgenError.of(f"no problem, topic or tag is called '{name}'", hint=hint, code=ExitCode.USAGE)
