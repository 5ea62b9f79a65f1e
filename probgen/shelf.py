"""Where banks and templates stand, and what a bank holds at a glance: read from YAML alone, nothing heavy imported."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from . import memory
from .errors import ProbgenError, Where, shown
from .exact import Dec, Exact, is_number

KINDS = (
    "number",
    "vector",
    "matrix",
    "sequence",
    "interval",
    "choice",
    "choices",
    "ticks",
    "table",
    "symbolic",
    "derivation",
    "drawing",
    "graph",
    "essay",
    "code",
    "form",
)  # fmt: skip - as in `model.Kind`, which costs numpy to import

_ID = re.compile(r"""^id:[ \t]*(?:"([^"\n]+)"|'([^'\n]+)'|([^\s#]+))""", re.MULTILINE)
_LIMIT = 4_000_000  # bytes of a file that is remembered: as many as a bank may have
_PACKAGE = Path(__file__).resolve().parent


class Summary(NamedTuple):
    """A line of the list of problems."""

    id: str
    title: str
    topic: str
    tags: tuple[str, ...]
    covers: tuple[str, ...]
    parts: int
    kinds: tuple[str, ...]  # of the answers, in order, each once
    points: Exact  # of all parts that are not optional
    family: str
    file: str
    line: int
    unproved: bool = (
        False  # keys, and neither family nor `check:`; a single part without a proof takes a variant to see
    )


def shipped() -> Path:
    """Return the folder of the banks that come with probgen: in the package of a wheel, beside it in a checkout."""
    return _beside("banks")


def templates() -> Path:
    """Return the folder of the document shells and example blueprints that come with probgen."""
    return _beside("templates")


def folders(extra: Sequence[Path] = ()) -> tuple[Path, ...]:
    """Return the banks to search, first to last: `extra` (folders or files), `./banks`, the shipped ones."""
    own = Path("banks")
    here = (own,) if own.is_dir() and own.resolve() != shipped() else ()
    return (*extra, *here, shipped())


def files(banks: Iterable[Path]) -> Iterator[Path]:
    """Yield the bank files of folders and their subfolders by name; a file stands for itself.

    Raises:
        ProbgenError: there is no such folder or file.
    """
    for bank in banks:
        if bank.is_dir():
            yield from sorted(bank.rglob("*.yaml"))
        elif bank.is_file():
            yield bank
        else:
            hint = "name a bank file or a folder of bank files"
            raise ProbgenError.of("there is no such folder or file", where=Where(str(bank)), hint=hint)


def ids(text: str) -> Iterator[str]:
    """Yield the ids of the problems in the text of a bank file, found without parsing it."""
    return (found[1] or found[2] or found[3] for found in _ID.finditer(text))


def summaries(banks: Iterable[Path]) -> Iterator[Summary]:
    """Yield a summary of each problem; of an id that stands in several banks, the first.

    Raises:
        ProbgenError: a file is no YAML, or there is none.
    """
    listed: set[str] = set()
    seen = memory.Seen(Path(__file__))
    for file in files(banks):
        digest = memory.digest(file, _LIMIT)
        found = _remembered(seen.find(digest), shown(file))
        if found is None:
            found = _summaries(file)
            if digest and memory.digest(file, _LIMIT) == digest:  # nobody wrote in between
                seen.add(digest, [_as_row(summary) for summary in found])
        for summary in found:
            if summary.id not in listed:
                listed.add(summary.id)
                yield summary
    seen.save()


def _beside(name: str) -> Path:
    inside = _PACKAGE / name
    return inside if inside.is_dir() else _PACKAGE.parent / name


def _summaries(file: Path) -> list[Summary]:
    from . import strict_yaml  # costs as much as all the rest of `probgen list`

    documents = strict_yaml.scan(strict_yaml.load_text(file), shown(file))
    return [_summary(d.data, d.source.file, d.line) for d in documents if isinstance(d.data, Mapping)]


def _as_row(summary: Summary) -> list[Any]:
    return list(summary._replace(points=str(summary.points), file=""))  # type: ignore[arg-type]


def _remembered(rows: memory.Rows | None, file: str) -> list[Summary] | None:
    with suppress(TypeError, ValueError):
        return None if rows is None else [_from_row(row, file) for row in rows]
    return None


def _from_row(row: list[Any], file: str) -> Summary:
    kept = Summary._make(tuple(entry) if isinstance(entry, list) else entry for entry in row)
    points = str(kept.points)
    return kept._replace(points=Dec(points) if "." in points else int(points), file=file)


def _summary(entry: Mapping[str, Any], file: str, line: int) -> Summary:
    from .document import BY_RUBRIC  # which a list that is remembered does without

    listed = entry.get("parts")
    parts = [part for part in listed if isinstance(part, Mapping)] if isinstance(listed, list) else [entry]
    kinds = tuple(dict.fromkeys(kind for part in parts for kind in _kinds(part)))
    points = [part.get("points", 1) for part in parts if part.get("optional") is not True]
    return Summary(
        id=str(entry.get("id", "")),
        title=str(entry.get("title", "")),
        topic=str(entry.get("topic", "")),
        tags=_words(entry.get("tags")),
        covers=(
            *_words(entry.get("covers")),
            *(word for part in parts if listed for word in _words(part.get("covers"))),
        ),
        parts=len(parts),
        kinds=kinds,
        points=sum((value for value in points if is_number(value) and not isinstance(value, float)), start=0),
        family=str(entry.get("family") or ""),
        file=file,
        line=line,
        unproved=not ({*kinds} <= BY_RUBRIC.keys() or entry.get("family") or any("check" in part for part in parts)),
    )


def _words(value: object) -> tuple[str, ...]:
    if value is None:
        return ()
    return tuple(map(str, value)) if isinstance(value, list) else (str(value),)


def _kinds(part: Mapping[str, Any]) -> Iterator[str]:
    several = part.get("answers")
    single = [part["answer"]] if "answer" in part else []
    for answer in [*single, *(several.values() if isinstance(several, Mapping) else ())]:
        if isinstance(answer, Mapping):
            yield from (kind for kind in KINDS if kind in answer)
        else:
            yield "number"
