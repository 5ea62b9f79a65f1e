"""A set of papers takes its name only when it is whole; until then it lies aside."""

from __future__ import annotations

import shutil
from collections.abc import Collection
from dataclasses import dataclass, replace
from pathlib import Path

from .. import writers
from ..errors import ProbgenError, Where
from . import manifest as record
from .manifest import Manifest


@dataclass(frozen=True)
class Published:
    """Where the set lies, and whether it lay there already."""

    folder: Path
    unchanged: bool


def publish(
    manifest: Manifest, folder: Path, outputs: Collection[str], context: writers.Context, *, replace_old: bool = False
) -> Published:
    """Write the outputs and the manifest into `folder`; the old set stands until the new one is whole.

    Raises:
        ProbgenError: another set lies there and may not be replaced, the folder cannot be written, or a writer failed.
    """
    where = Where(str(folder))
    if folder.exists():
        standing = record.standing(folder)
        if standing.fingerprint == manifest.fingerprint and standing.outputs >= {*outputs}:
            return Published(folder, unchanged=True)
        _refuse_to_replace(folder, standing, replace_old=replace_old)
    aside = folder.with_name(f".{folder.name}.partial")
    try:
        shutil.rmtree(aside, ignore_errors=True)
        aside.mkdir(parents=True)
        _fill(manifest, aside, tuple(outputs), context)
        _swap(aside, folder)
    except OSError as fault:
        what = f"cannot be written: {fault.strerror}"
        raise ProbgenError.of(what, where=where, hint="--out FOLDER writes elsewhere") from fault
    return Published(folder, unchanged=False)


def _refuse_to_replace(folder: Path, standing: record.Standing, *, replace_old: bool) -> None:
    """Refuse to put a set in the place of another one without leave, or of anything else at all."""
    where = Where(str(folder))
    if not (folder / record.NAME).is_file():
        what = "exists and is no set of probgen's, so it is not replaced"
        raise ProbgenError.of(what, where=where, hint="--out FOLDER writes elsewhere")
    if not replace_old:
        what = "holds another set" if standing.fingerprint else "holds a set of which a file was altered or lost"
        hint = "--replace puts the new one in its place, --out FOLDER writes elsewhere"
        raise ProbgenError.of(what, where=where, hint=hint)


def _fill(manifest: Manifest, folder: Path, outputs: tuple[str, ...], context: writers.Context) -> None:
    for name in outputs:
        writers.find(name).write(manifest.exams, folder, context)
    files = sorted(file for file in folder.rglob("*") if file.is_file())
    digests = {file.relative_to(folder).as_posix(): record.digest(file) for file in files}
    record.write(replace(manifest, layout=context.layout, files=digests, outputs=outputs), folder)


def _swap(new: Path, folder: Path) -> None:
    """Give the new set its name; the old one is put back if that fails."""
    old = folder.with_name(f".{folder.name}.old")
    if folder.exists():
        shutil.rmtree(old, ignore_errors=True)
        folder.rename(old)
    try:
        new.rename(folder)
    except OSError:
        if old.exists():
            old.rename(folder)
        raise
    shutil.rmtree(old, ignore_errors=True)
