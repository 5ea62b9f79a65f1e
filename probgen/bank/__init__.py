"""Bank files to templates: every fault of a file at once, each with its place and remedy."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import chain
from pathlib import Path

from .. import shelf, strict_yaml
from ..errors import Fault, ProbgenError, Where, nearest
from ..model import Template
from ..strict_yaml.document import Document
from . import lint, lint_formulas, lint_parts, lint_reliance, structure
from .assembly import Assembler


def load(path: Path) -> tuple[Template, ...]:
    """Return the problems of a bank file in their order.

    Raises:
        ProbgenError: all faults of the file, sorted by line.
    """
    text = strict_yaml.load_text(path)
    return load_text(text, strict_yaml.shown(path))


def load_text(text: str, name: str) -> tuple[Template, ...]:
    """Return the problems of a bank's text; `name` is the file that messages say.

    Raises:
        ProbgenError: all faults of the text, sorted by line.
    """
    documents = list(strict_yaml.scan(text, name))
    digest = hashlib.sha256(text.encode()).hexdigest()
    faults = list(_repeated_ids(documents))
    templates: list[Template] = []
    for document in documents:
        template, found = _template(document)
        faults.extend(found)
        if template:
            templates.append(replace(template, digest=digest))
    if not documents:
        faults.append(Fault(Where(name), "the file holds no problem", "begin one with `id:`, `title:` and `topic:`"))
    if faults:
        unique = dict.fromkeys(sorted(faults, key=lambda fault: (fault.where.line, fault.where.column)))
        raise ProbgenError(tuple(unique))
    return tuple(templates)


def find(problem: str, banks: Sequence[Path]) -> Template:
    """Return the problem with the id `problem` from the first bank that holds it; other files are not parsed.

    Raises:
        ProbgenError: no bank holds the problem, or its file is at fault.
    """
    known: list[str] = []
    for file in shelf.files(banks):
        found = list(shelf.ids(strict_yaml.load_text(file)))
        if problem in found:
            stamp = file.stat()
            templates = _cached(file, Path.cwd(), stamp.st_mtime_ns, stamp.st_size)
            if named := [template for template in templates if template.id == problem]:
                return named[0]
        known += found
    hint = nearest(problem, known) or "`probgen list` shows what there is"
    raise ProbgenError.of(f"there is no problem '{problem}'", hint=hint)


@lru_cache(maxsize=256)
def _cached(file: Path, here: Path, modified: int, size: int) -> tuple[Template, ...]:  # the last three are its key
    return load(file)


def _template(document: Document) -> tuple[Template | None, list[Fault]]:
    """Return a problem without faults, or None, and the faults; one that YAML caused elsewhere is not said twice."""
    model, faults = structure.model(document)
    template: Template | None = None
    if model is not None:
        assembler = Assembler(document, model)
        entry = lint.Entry(assembler, assembler.template())
        checks = (lint.faults, lint_parts.faults, lint_reliance.faults, lint_formulas.faults)
        faults = [*faults, *assembler.faults, *(fault for check in checks for fault in check(entry))]
        template = entry.template
        if not faults:
            said = _sorted(chain(lint_parts.warnings(entry), lint_reliance.warnings(entry)))
            template = replace(template, warnings=tuple(map(str, said)))
    places = {(fault.where.line, fault.where.column) for fault in document.faults}
    faults = [*document.faults, *(f for f in faults if (f.where.line, f.where.column) not in places)]
    return (None if faults else template), faults


def _sorted(faults: Iterator[Fault]) -> list[Fault]:
    return sorted(faults, key=lambda fault: (fault.where.line, fault.where.column))


def _repeated_ids(documents: list[Document]) -> Iterator[Fault]:
    lines: dict[str, int] = {}
    for document in documents:
        name = document.data.get("id") if isinstance(document.data, dict) else None
        if isinstance(name, str):
            where = document.where("id")
            if name in lines:
                what = f"the id '{name}' stands twice (first on line {lines[name]})"
                yield Fault(where, what, "give each problem its own id")
            lines.setdefault(name, where.line)
