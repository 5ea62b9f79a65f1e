"""The record of a set: everything that makes the same papers again, without sampling and without the banks."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .. import __version__
from ..document import ChooseMany, ChooseOne, Exam, Problem
from ..errors import ProbgenError, Where
from ..typography import plain
from ..writers import key
from ..writers.text import inlines
from . import codec

FORMAT = 1
NAME = "manifest.json"


@dataclass(frozen=True)
class Manifest:
    """A set of papers. `seed` makes new draws, `exams` are the composed trees, `layout` the places of all boxes."""

    blueprint: str
    seed: str
    exams: tuple[Exam, ...]
    sources: Mapping[str, str]  # file -> SHA-256 of the blueprint and of each bank
    layout: Any = None
    files: Mapping[str, str] = field(default_factory=dict)  # file in the set -> SHA-256
    outputs: tuple[str, ...] = ()  # the writers that wrote them
    versions: Mapping[str, str] = field(default_factory=lambda: {"probgen": __version__})

    @property
    def fingerprint(self) -> str:
        """The digest of what the papers say: equal fingerprints, equal sets."""
        trees = json.dumps([codec.encode(exam) for exam in self.exams], sort_keys=True)
        return hashlib.sha256(f"{__version__}\n{self.seed}\n{trees}".encode()).hexdigest()


def write(manifest: Manifest, folder: Path) -> None:
    """Write `manifest.json` into the folder."""
    content = {
        "format": FORMAT,
        "versions": dict(manifest.versions),
        "blueprint": manifest.blueprint,
        "seed": manifest.seed,
        "fingerprint": manifest.fingerprint,
        "sources": dict(manifest.sources),
        "outputs": list(manifest.outputs),
        "files": dict(manifest.files),
        "variants": [_summary(exam) for exam in manifest.exams],
        "layout": manifest.layout,
        "exams": [codec.encode(exam) for exam in manifest.exams],
    }
    (folder / NAME).write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def read(path: Path) -> Manifest:
    """Return the manifest in a file, or in a set's folder.

    Raises:
        ProbgenError: there is none, it is damaged, or a newer probgen wrote it.
    """
    file = path / NAME if path.is_dir() else path
    where = Where(str(file))
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
        version = content["format"]
    except OSError as fault:
        hint = "`probgen exam` writes one into each set, as manifest.json"
        raise ProbgenError.of(f"cannot be read: {fault.strerror}", where=where, hint=hint) from fault
    except (ValueError, KeyError, TypeError) as fault:
        raise ProbgenError.of("is no manifest of probgen", where=where) from fault
    if version != FORMAT:
        what = f"has format {version}, this probgen reads format {FORMAT}"
        hint = f"replay it with probgen {content.get('versions', {}).get('probgen', 'of that time')}"
        raise ProbgenError.of(what, where=where, hint=hint)
    try:
        exams = codec.decode(content["exams"])
        names = ("blueprint", "seed", "sources", "layout", "files", "versions")
        fields = {name: content[name] for name in names}
        manifest = Manifest(exams=exams, outputs=tuple(content["outputs"]), **fields)
    except KeyError as fault:
        raise ProbgenError.of(f"is damaged: '{fault.args[0]}' is missing", where=where) from fault
    except ProbgenError as fault:
        raise fault.within(where) from fault
    return manifest


@dataclass(frozen=True)
class Standing:
    """What lies in a set's folder: the fingerprint and outputs of a whole set, or nothing that is one."""

    fingerprint: str = ""
    outputs: frozenset[str] = frozenset()


def standing(folder: Path) -> Standing:
    """Return what lies in this folder; a set of which a file is missing or altered is not whole."""
    try:
        content = json.loads((folder / NAME).read_text(encoding="utf-8"))
        whole = all(digest(folder / name) == kept for name, kept in content["files"].items())
        return Standing(content["fingerprint"], frozenset(content["outputs"])) if whole else Standing()
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return Standing()


def digest(file: Path) -> str:
    """Return the SHA-256 of a file, in hex."""
    return hashlib.sha256(file.read_bytes()).hexdigest()


def _summary(exam: Exam) -> dict[str, Any]:
    """Return what a person looks up in a manifest: numbers, keys, orders of options, proofs."""
    return {
        "variant": exam.variant,
        "code": exam.code,
        "points": plain(exam.points),
        "questions": [_problem(question.number, question.problem, exam) for question in exam.questions],
    }


def _problem(number: int, problem: Problem, exam: Exam) -> dict[str, Any]:
    return {
        "number": number,
        "problem": problem.id,
        "params": {name: plain(value) for name, value in problem.params.items()},
        "answers": {
            f"{line.part}.{line.answer}".lstrip("."): line.key
            for line in key.lines([exam])
            if line.question == number and line.key
        },
        "options": {
            f"{part.label}.{answer.name}".lstrip("."): [inlines(option.text) for option in answer.response.options]
            for part in problem.parts
            for answer in part.answers
            if isinstance(answer.response, ChooseOne | ChooseMany)
        },
        "effort": {label or "all": value for label, value in problem.effort.items()},
        "proof": {"state": problem.proof.state, "method": problem.proof.method},
    }
