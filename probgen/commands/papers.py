"""What commands that make papers share: the folder of a set, its outputs, and what is said of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from .. import terminal, writers
from ..document import Exam
from ..errors import ExitCode, Fault, ProbgenError
from ..sets import manifest as record
from ..sets import publish as sets
from ..sets.manifest import Manifest
from ..writers import katex

OUT = Path("out")


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


def publish(manifest: Manifest, place: Path, outputs: Sequence[str], *, replace: bool) -> Done:
    """Write a set, and return what is to be said of it.

    Raises:
        ProbgenError: another set lies there and may not be replaced, KaTeX is missing, or a writer failed.
    """
    if "html" in outputs:
        katex.load()  # before a folder is made
    with terminal.progress("papers") as progress:
        context = writers.Context(progress=progress, layout=manifest.layout)
        done = sets.publish(manifest, place, outputs, context, replace_old=replace)
    return Done(done.folder, done.unchanged, tuple(_lines(manifest.exams, place, outputs)), tuple(context.warnings))


def _lines(made: Sequence[Exam], place: Path, outputs: Sequence[str]) -> Iterator[str]:
    """Yield what the set holds and where it lies."""
    first = made[0]
    counts = [(len(first.questions), "question"), (first.points, "point")]
    counts += [(len(made), "variant")] if first.style.layout != "practice" else []
    yield f"{first.title}: " + ", ".join(f"{count} {noun}{'s' * (count != 1)}" for count, noun in counts)
    kinds = [(place, f".{output}") for output in outputs if output in ("pdf", "html")]
    for exam in made:
        for where, end in kinds or [(place / "tex", ".tex")]:
            yield "  " + "  ".join(str(where / f"{name}{end}") for name, _ in exam.papers)
    rest = [str(place / "key.csv")] if "key" in outputs else []
    rest += [str(place / record.NAME)]
    rest += [f"{place / 'tex'}/"] if "latex" in outputs and kinds else []
    yield "  " + "  ".join(rest)


def refuse_unproved(exam: Exam) -> None:
    """Refuse problems whose key was found only once.

    Raises:
        ProbgenError: there are some; it names them.
    """
    problems = (problem for question in exam.questions for problem in question.problems)
    unproved = dict.fromkeys(problem.id for problem in problems if problem.proof.state == "unproved")
    if unproved:
        hint = "give each computed part a `check:`, or a family that verifies; or take them with --allow-unproved"
        raise ProbgenError.of(f"no second method proves the key of {', '.join(unproved)}", hint=hint)
