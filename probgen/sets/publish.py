"""A set of papers takes its name only when it is whole; until then it lies aside."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from importlib import metadata
from pathlib import Path
from typing import Any

from .. import __version__, typeset, writers
from ..errors import ExitCode, Fault, ProbgenError, Stopped, Where
from ..writers.journal import Journal
from . import aside
from . import manifest as record
from .manifest import Manifest

_ELSEWHERE = "--out FOLDER writes elsewhere"


@dataclass(frozen=True)
class Published:
    """Where the set lies, and whether it lay there already."""

    folder: Path
    unchanged: bool


def publish(
    manifest: Manifest,
    folder: Path,
    outputs: Collection[str],
    context: writers.Context,
    *,
    replace_old: bool = False,
    resume: bool = False,
    request: Mapping[str, Any] | None = None,
) -> Published:
    """Write the outputs and the manifest into `folder`; the old set stands until the new one is whole.

    What TeX has made stays aside where TeX refused a variant or the run was stopped, with the `request` that made it;
    with `resume` it is not made again.

    Raises:
        ProbgenError: another set lies there and may not be replaced, the folder cannot be written, or a writer failed.
        Stopped: the user stopped the command; what was made stays aside.
    """
    where = Where(str(folder))
    try:
        target = resolved(folder)
        stands = any(target.iterdir()) if target.is_dir() else target.exists()
        if stands:
            standing = record.standing(target)
            same = standing.seed == manifest.seed and standing.fingerprint == manifest.fingerprint
            if same and standing.outputs >= {*outputs}:
                return Published(folder, unchanged=True)
            _refuse_to_replace(standing, where, replace_old=replace_old or same)
            outputs = dict.fromkeys((*outputs, *sorted(standing.outputs))) if same else outputs  # it loses none
        with aside.held(target) as place:
            asked = {**(request or {}), "seed": manifest.seed}
            _make(manifest, place, tuple(outputs), context, request=asked, resume=resume)
            _swap(place, target, replace_old=stands)
    except OSError as fault:
        raise ProbgenError.of(f"cannot be written: {fault.strerror}", where=where, hint=_ELSEWHERE) from fault
    return Published(folder, unchanged=False)


def whole(target: Path, fill: Callable[[Path], None], *, replace_old: bool) -> None:
    """Let `fill` write a folder aside, and give it its name when it is whole.

    Raises:
        OSError: it cannot be written.
    """
    place = target.with_name(f".{target.name}.{os.getpid()}.partial")
    try:
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir(parents=True)
        fill(place)
        _swap(place, target, replace_old=replace_old)
    finally:
        shutil.rmtree(place, ignore_errors=True)  # of a folder that did not become whole


def _make(
    manifest: Manifest,
    place: Path,
    outputs: tuple[str, ...],
    context: writers.Context,
    *,
    request: dict[str, Any],
    resume: bool,
) -> None:
    """Fill the folder aside; if that fails, it stays only where another run can go on from it."""
    kept = False
    try:
        if not resume:
            aside.clear(place)
        context.journal = Journal(place / aside.JOURNAL)
        context.journal.put("request", request)
        _fill(manifest, place, outputs, context)
        context.journal.end()
        kept = True
    except ProbgenError as error:
        kept = error.code in (ExitCode.TEX, ExitCode.CLUSTER) and context.journal.keeps_work()
        if not kept:
            raise
        lost = error.code is ExitCode.CLUSTER
        whose = "what was made is" if lost else "the papers of all other variants are"
        hint = f"{'' if lost else 'mend the bank, then '}the same command with --resume makes what is missing"
        fault = Fault(Where(str(place)), f"{whose} kept here: {context.journal.written()} files", hint)
        raise ProbgenError((*error.faults, fault), code=error.code) from error
    except OSError:  # the disk is full, say
        kept = context.journal.keeps_work()
        raise
    except (KeyboardInterrupt, SystemExit) as stop:
        kept = context.journal.keeps_work()
        if kept and isinstance(stop, KeyboardInterrupt):
            said = f"interrupted; {context.journal.written()} files are kept in {place}"
            raise Stopped(f"{said}, and the same command with --resume makes the rest") from stop
        raise
    finally:
        if not kept:
            aside.drop(place)


def resolved(folder: Path) -> Path:
    """Return the folder behind links, which stay links.

    Raises:
        OSError: a link leads to itself.
    """
    try:
        return folder.resolve()
    except RuntimeError as fault:
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP)) from fault


def _refuse_to_replace(standing: record.Standing, where: Where, *, replace_old: bool) -> None:
    """Refuse to put a set in the place of another one without leave, or of anything else at all."""
    if not standing.is_set:
        what = "exists and is no set of probgen's, so it is not replaced"
        raise ProbgenError.of(what, where=where, hint=_ELSEWHERE)
    if not replace_old:
        what = "holds another set" if standing.fingerprint else "holds a set of which a file was altered or lost"
        raise ProbgenError.of(what, where=where, hint=f"--replace puts the new one in its place, {_ELSEWHERE}")
    if standing.strangers:
        what = f"holds files that are not of the set, such as {standing.strangers[0]}, so it is not replaced"
        raise ProbgenError.of(what, where=where, hint=f"move them away; {_ELSEWHERE}")


def _fill(manifest: Manifest, folder: Path, outputs: tuple[str, ...], context: writers.Context) -> None:
    for name in outputs:
        writers.find(name).write(manifest.exams, folder, context)
    files = sorted(file for file in folder.rglob("*") if file.is_file() and file.name != aside.JOURNAL)
    digests = {file.relative_to(folder).as_posix(): record.digest(file) for file in files}
    versions = _versions("pdf" in outputs)
    whole = replace(manifest, layout=context.layout, files=digests, outputs=outputs, versions=versions)
    record.write(whole, folder, context.executor)


def _versions(pdf: bool) -> dict[str, str]:  # noqa: FBT001
    """Return the versions of what the bytes of a set depend on; a replay with equal ones makes equal bytes."""
    of_pdf = {"pikepdf": metadata.version("pikepdf"), "TeX": typeset.engine().version} if pdf else {}
    return {"probgen": __version__, "numpy": metadata.version("numpy"), **of_pdf}


def _swap(new: Path, folder: Path, *, replace_old: bool) -> None:
    """Give the new set its name; the old one is put back if that fails."""
    old = folder.with_name(f".{folder.name}.{os.getpid()}.old")
    try:
        if replace_old:
            folder.rename(old)
        new.rename(folder)
    except BaseException as fault:
        if replace_old and not folder.exists():
            old.rename(folder)
        aside.drop(new)
        if isinstance(fault, OSError) and fault.errno in (errno.ENOTEMPTY, errno.EEXIST):
            what = "another run has put a set there meanwhile"
            raise ProbgenError.of(what, where=Where(str(folder)), hint=_ELSEWHERE) from None
        raise
    shutil.rmtree(old, ignore_errors=True)
