"""Which problems a command line means: bank files, topics, tags or ids."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from .. import shelf
from ..errors import ExitCode, ProbgenError, nearest
from ..shelf import Summary


def problems(words: Sequence[str], banks: Sequence[Path]) -> list[Summary]:
    """Return the problems that the words name, all of them without a word.

    A word that is a file or folder stands for its problems, another one for an id, a topic or a tag.

    Raises:
        ProbgenError: a word names nothing.
    """
    paths = [Path(word) for word in words if word.endswith(".yaml") or Path(word).is_dir()]
    names = [word for word in words if Path(word) not in paths]
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


def _unknown(name: str, everything: Sequence[Summary]) -> ProbgenError:
    known = {word for problem in everything for word in (problem.id, problem.topic, *problem.tags)}
    hint = nearest(name, known) or "`probgen list` shows what there is"
    return ProbgenError.of(f"no problem, topic or tag is called '{name}'", hint=hint, code=ExitCode.USAGE)
