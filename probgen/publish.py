"""A set of papers takes its name only when it is whole; until then it lies aside."""

from __future__ import annotations

import shutil
from collections.abc import Collection
from dataclasses import dataclass, replace
from pathlib import Path

from . import manifest as record
from . import writers
from .errors import ProbgenError, Where
from .manifest import Manifest


@dataclass(frozen=True)
class Published:
    """Where the set lies, and whether it lay there already."""

    folder: Path
    unchanged: bool


def publish(
    manifest: Manifest, folder: Path, outputs: Collection[str], job: writers.Job, *, replace_old: bool = False
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
        if not replace_old:
            what = "holds another set" if standing.fingerprint else "exists and holds no whole set of probgen's"
            hint = "--replace puts the new one in its place, --out FOLDER writes elsewhere"
            raise ProbgenError.of(what, where=where, hint=hint)
    aside = folder.with_name(f".{folder.name}.partial")
    try:
        shutil.rmtree(aside, ignore_errors=True)
        aside.mkdir(parents=True)
        _fill(manifest, aside, tuple(outputs), job)
        _swap(aside, folder)
    except OSError as fault:
        what = f"cannot be written: {fault.strerror}"
        raise ProbgenError.of(what, where=where, hint="--out FOLDER writes elsewhere") from fault
    return Published(folder, unchanged=False)


def _fill(manifest: Manifest, folder: Path, outputs: tuple[str, ...], job: writers.Job) -> None:
    for name in outputs:
        writers.find(name).write(manifest.exams, folder, job)
    files = sorted(file for file in folder.rglob("*") if file.is_file())
    digests = {file.relative_to(folder).as_posix(): record.digest(file) for file in files}
    record.write(replace(manifest, layout=job.layout, files=digests, outputs=outputs), folder)


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
