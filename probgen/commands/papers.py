"""What commands that make papers share: the folder of a set, its outputs, and what is said of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .. import terminal, writers
from ..document import Exam, heads
from ..errors import ExitCode, Fault, ProbgenError, Where
from ..executor import Executor, Local
from ..sets import aside
from ..sets import manifest as record
from ..sets import publish as sets
from ..sets.manifest import Manifest
from ..writers import katex

OUT = Path("out")
_MOST_SHOWN, _FIRST_SHOWN = 40, 3  # lines of files: all of so many, else the first


@dataclass(frozen=True)
class Done:
    """What became of the command."""

    folder: Path
    unchanged: bool
    lines: tuple[str, ...] = ()
    warnings: tuple[Fault, ...] = field(default=())


def folder(name: str) -> Path:
    """Return the folder of a set by its name.

    Raises:
        ProbgenError: the name would lead out of `out`.
    """
    if not record.names_a_file(name):
        what = f"'{name}' cannot be the name of a folder"
        raise ProbgenError.of(what, hint="--out FOLDER names another one", code=ExitCode.USAGE)
    return OUT / name


def publish(
    manifest: Manifest,
    place: Path,
    outputs: Sequence[str],
    *,
    replace: bool,
    resume: bool = False,
    request: Mapping[str, Any] | None = None,
    executor: Executor | None = None,
) -> Done:
    """Write a set, and return what is to be said of it.

    Raises:
        ProbgenError: another set lies there and may not be replaced, KaTeX is missing, or a writer failed.
    """
    if "html" in outputs:
        katex.load()  # before a folder is made
    kept = aside.journal(place.resolve()) if resume else None
    replace = replace or bool(kept and kept.get("request").get("replace"))
    dropped = None if resume else _dropped(place)
    with terminal.progress("papers") as progress:
        context = writers.Context(progress=progress, layout=manifest.layout, executor=executor or Local(1))
        asked = {**(request or {}), "replace": replace}
        done = sets.publish(manifest, place, outputs, context, replace_old=replace, resume=resume, request=asked)
    warnings = (*([dropped] if dropped and not done.unchanged else []), *context.warnings)
    return Done(done.folder, done.unchanged, tuple(_lines(manifest.exams, place, outputs)), warnings)


def _dropped(place: Path) -> Fault | None:
    """Return what is said of files that an unfinished run left aside: another run makes its own in their place."""
    try:
        left = aside.journal(place.resolve())
    except (OSError, ValueError, RuntimeError):  # no set can lie there, which is told when one is to be written
        return None
    if left is None or not left.keeps_work():
        return None
    what = f"what a run that was not finished had made, {left.written()} files, was dropped"
    return Fault(Where(str(place)), what, hint="--resume goes on with it")


def seed_aside(place: Path, request: Mapping[str, Any], seed: str | None) -> str:
    """Return the seed of the set that an unfinished run left aside.

    Raises:
        ProbgenError: there is none, or it was begun with other options.
    """
    kept = aside.journal(place.resolve())
    begun = kept.get("request") if kept else None
    if begun is None:
        what = "there is nothing to resume: no unfinished set lies beside it"
        raise ProbgenError.of(what, where=Where(str(place)), hint="leave --resume out", code=ExitCode.USAGE)
    asked = {**request, **({"seed": seed} if seed else {})}
    other = [f"{name} {begun.get(name)!r}, not {value!r}" for name, value in asked.items() if begun.get(name) != value]
    if other:
        what = f"the unfinished set was begun with {'; '.join(other)}"
        hint = "give the same options, or leave --resume out for a new set"
        raise ProbgenError.of(what, where=Where(str(place)), hint=hint, code=ExitCode.USAGE)
    return str(begun["seed"])


def _lines(made: Sequence[Exam], place: Path, outputs: Sequence[str]) -> Iterator[str]:
    """Yield what the set holds and where it lies."""
    first, made = made[0], list(heads(made))
    students = sum(copy.personal for exam in made for copy in exam.copies)
    counts = [(len(first.questions), "question"), (first.points, "point")]
    counts += [(len({exam.variant for exam in made}), "variant")] if first.style.layout != "practice" else []
    counts += [(students, "student")] if students else []
    yield f"{first.title}: " + ", ".join(f"{count} {noun}{'s' * (count != 1)}" for count, noun in counts)
    files = list(_files(made, place, outputs))
    shown = files if len(files) <= _MOST_SHOWN else files[:_FIRST_SHOWN]
    yield from ("  " + "  ".join(line) for line in shown)
    if len(shown) < len(files):
        yield f"  ... and {len(files) - len(shown)} more like them"
    if "print" in outputs:
        yield "  " + "  ".join(str(file) for file in sorted(place.glob("print-*.pdf")))
    rest = [str(place / "key.csv")] if "key" in outputs else []
    rest += [str(place / "positions.json")] if "pdf" in outputs else []
    rest += [str(place / record.NAME)]
    rest += [f"{place / 'tex'}/"] if "latex" in outputs and {"pdf", "html"} & {*outputs} else []
    yield "  " + "  ".join(rest)


def _files(made: Sequence[Exam], place: Path, outputs: Sequence[str]) -> Iterator[list[str]]:
    """Yield the papers of each copy and the web pages of each variant, or else the sources."""
    for exam in made:
        if "pdf" in outputs:
            for copy in exam.printed:
                yield [str(place / f"{exam.named(name, copy)}.pdf") for name, _ in exam.papers]
        if "html" in outputs:
            yield [str(place / f"{name}.html") for name, _ in exam.papers]
        if not {"pdf", "html"} & {*outputs}:
            yield [str(place / "tex" / f"{name}.tex") for name, _ in exam.papers]


def unproved(ids: Iterable[str], *, allowed: bool) -> tuple[Fault, ...]:
    """Return a warning where keys were found only once; `ids` are the problems of all variants that have such keys.

    Raises:
        ProbgenError: there are some and they are not allowed; it names the problems.
    """
    names = dict.fromkeys(ids)
    if not names:
        return ()
    what = f"no second method proves the key of {', '.join(names)}"
    remedy = "give each computed part a `check:`, or a family that verifies"
    if not allowed:
        raise ProbgenError.of(what, hint=f"{remedy}; or take them with --allow-unproved")
    return (Fault(Where(), what, remedy),)
