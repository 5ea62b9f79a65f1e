"""The record of a set: everything that makes the same papers again, without sampling and without the banks."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import takewhile
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any, NamedTuple

from .. import __version__
from ..document import Copy, Exam, Packed, heads, packed
from ..errors import ProbgenError, Where
from ..executor import Executor, batches
from ..fairness import Limits, Spread
from . import codec, summary

FORMAT = 2
NAME = "manifest.json"
_BATCH = 8  # exams in one task
_TREES = ' "exams": [\n'  # a line; each tree is a line behind it
_END = " ]\n}\n"


@dataclass(frozen=True)
class Manifest:
    """A set of papers. `seed` makes new draws, `exams` are the composed trees, `layout` the places of all boxes.

    `spreads` tell what the band of effort did to each problem, `limits` what an audit objects to.
    """

    blueprint: str
    seed: str
    exams: Sequence[Exam]
    sources: Mapping[str, str]  # file -> SHA-256 of the blueprint and of each bank
    layout: Any = None
    files: Mapping[str, str] = field(default_factory=dict)  # file in the set -> SHA-256
    outputs: tuple[str, ...] = ()  # the writers that wrote them
    versions: Mapping[str, str] = field(default_factory=lambda: {"probgen": __version__})
    spreads: tuple[Spread, ...] = ()
    limits: Limits = Limits()

    @property
    def fingerprint(self) -> str:
        """The digest of what the papers say: equal fingerprints, equal sets."""
        return _fingerprint(self.seed, map(_tree, self.exams))


def _tree(exam: Exam) -> str:
    return codec.dumps(exam)  # in the order of the author, which a replay keeps


def _fingerprint(seed: str, trees: Iterable[str]) -> str:
    """Return the SHA-256 of a set's trees, each as its JSON."""
    total = hashlib.sha256(f"{__version__}\n{seed}\n".encode())
    for tree in trees:
        total.update(f"{tree}\n".encode())
    return total.hexdigest()


def write(manifest: Manifest, folder: Path, executor: Executor) -> None:
    """Write `manifest.json` into the folder."""
    with TemporaryFile("w+", encoding="utf-8") as trees:  # hundreds of kB each, so each is made once, and is a line
        variants: list[dict[str, Any]] = []
        for found in executor.run(_recorded, batches(packed(manifest.exams), _BATCH)):
            trees.writelines(f"{tree}\n" for tree, _ in found)
            variants += (variant for _, variant in found)
        _write(manifest, folder, variants, trees)


def _recorded(batch: Sequence[Packed]) -> list[tuple[str, dict[str, Any]]]:
    return [(_tree(exam), summary.variant(exam)) for exam in (one.exam for one in batch)]


def _write(manifest: Manifest, folder: Path, variants: Sequence[dict[str, Any]], trees: IO[str]) -> None:
    content = {
        "format": FORMAT,
        "versions": dict(manifest.versions),
        "blueprint": manifest.blueprint,
        "seed": manifest.seed,
        "fingerprint": _fingerprint(manifest.seed, _lines(trees)),
        "sources": dict(manifest.sources),
        "outputs": list(manifest.outputs),
        "files": dict(manifest.files),
        "limits": manifest.limits._asdict(),
        "effort": [spread.plain() for spread in manifest.spreads],
        "variants": variants,
        "papers": [summary.paper(exam, copy) for exam in heads(manifest.exams) for copy in exam.printed],
        "layout": manifest.layout,
    }
    content["digest"] = _digest(content, _lines(trees))
    said = json.dumps(content, indent=1, ensure_ascii=False).removesuffix("\n}")
    with (folder / NAME).open("w", encoding="utf-8") as file:
        file.write(f"{said},\n{_TREES}  ")
        file.writelines(f",\n  {tree}" if place else tree for place, tree in enumerate(_lines(trees)))
        file.write(f"\n{_END}")


def _lines(file: IO[str]) -> Iterator[str]:
    file.seek(0)
    return (line.removesuffix("\n") for line in file)


def read(path: Path) -> Manifest:
    """Return the manifest in a file, or in a set's folder.

    Raises:
        ProbgenError: there is none, it is damaged or was altered, or another version of probgen wrote it.
    """
    file = path / NAME if path.is_dir() else path
    where = Where(str(file))
    try:
        content = _content(file)
        version = content["format"]
    except OSError as fault:
        hint = "`probgen exam` writes one into each set, as manifest.json"
        raise ProbgenError.of(f"cannot be read: {fault.strerror}", where=where, hint=hint) from fault
    except (ValueError, KeyError, RecursionError) as fault:
        raise ProbgenError.of("is no manifest of probgen", where=where) from fault
    if version != FORMAT:
        what = f"has format {version}, this probgen reads format {FORMAT}"
        raise ProbgenError.of(what, where=where, hint=f"replay it with probgen {_writer(content)}")
    try:
        return _manifest(content)
    except KeyError as fault:
        raise ProbgenError.of(f"is damaged: '{fault.args[0]}' is missing", where=where) from fault
    except ProbgenError as fault:
        raise fault.within(where) from fault


def _content(file: Path) -> dict[str, Any]:
    """Return what a manifest's file holds; ValueError where it is no JSON object."""
    content = json.loads(file.read_text(encoding="utf-8"))
    if not isinstance(content, dict):
        raise ValueError("no object")
    return content


def _manifest(content: dict[str, Any]) -> Manifest:
    if content["digest"] != _digest(content):
        hint = "bring the file as it was written; what a paper says is changed in its bank or blueprint"
        raise ProbgenError.of("was altered or damaged after it was written", hint=hint)
    exams = codec.decode(content["exams"])
    parts = [part for exam in exams for part in (exam.variant, *(copy.file for copy in exam.copies))]
    if strange := [part for part in parts if not names_a_file(part)]:
        raise ProbgenError.of(f"'{strange[0]}' cannot be a part of a file's name")
    fields = {name: content[name] for name in ("blueprint", "seed", "sources", "layout", "files", "versions")}
    return Manifest(
        exams=exams,
        outputs=tuple(content["outputs"]),
        spreads=tuple(map(Spread.read, content.get("effort", ()))),  # older sets have none
        limits=Limits(**content.get("limits", {})),
        **fields,
    )


def names_a_file(name: str) -> bool:
    """Tell whether a name stays in the folder where it is put."""
    return re.fullmatch(r"[^/\\\x00-\x1f\x7f\ud800-\udfff]{1,200}", name) is not None and name.strip(".") != ""


def _digest(content: Mapping[str, Any], trees: Iterable[str] | None = None) -> str:
    """Return the SHA-256 of all that a manifest holds, but for itself: it tells damage, not a forger.

    `trees` are the exams as JSON, where it is known; else they are among the content.
    """
    rest = {name: value for name, value in content.items() if name not in ("digest", "exams")}
    total = hashlib.sha256(json.dumps(rest, sort_keys=True).encode())
    for tree in trees if trees is not None else (json.dumps(exam) for exam in content["exams"]):
        total.update(f"\n{tree}".encode())
    return total.hexdigest()


def _judged(file: Path) -> tuple[dict[str, Any], bool]:
    """Return what a manifest holds, and whether its digest is right; trees of one that `write` has written stay text.

    Raises:
        OSError, ValueError, KeyError: there is no manifest.
    """
    try:
        with file.open(encoding="utf-8") as lines:
            head = "".join(takewhile(lambda line: line != _TREES, lines))
            content = json.loads(head.removesuffix(",\n") + "}")
            trees = (line[2:].removesuffix("\n").removesuffix(",") for line in takewhile(lambda x: x != " ]\n", lines))
            found = _digest(content, trees)
            if lines.read() == "}\n":
                return content, content["digest"] == found
    except ValueError:
        pass  # laid out in another way
    content = _content(file)
    return content, content["digest"] == _digest(content)


def _writer(content: dict[str, Any]) -> str:
    versions = content.get("versions")
    return str(versions.get("probgen", "")) if isinstance(versions, dict) else "of that time"


@dataclass(frozen=True)
class Standing:
    """What lies in a folder: seed, fingerprint and outputs of a whole set, or of none.

    `strangers` are files that probgen did not put there; what TeX leaves beside a source is no stranger.
    """

    is_set: bool = False
    seed: str = ""
    fingerprint: str = ""  # "" where a file of the set was altered or lost
    outputs: frozenset[str] = frozenset()
    strangers: tuple[str, ...] = ()


def standing(folder: Path) -> Standing:
    """Return what lies in this folder."""
    try:
        content, whole = _judged(folder / NAME)
        kept = dict(content["files"])
        seed, fingerprint, outputs = str(content["seed"]), str(content["fingerprint"]), frozenset(content["outputs"])
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return Standing()
    found = (file.relative_to(folder).as_posix() for file in folder.rglob("*") if not file.is_dir())
    beside = (NAME, *(name.removesuffix("tex") if name.endswith(".tex") else name for name in kept))
    strangers = tuple(sorted(name for name in found if not name.startswith(beside)))
    if not whole or any(not (folder / name).is_file() or digest(folder / name) != kept[name] for name in kept):
        return Standing(is_set=True, strangers=strangers)
    return Standing(is_set=True, seed=seed, fingerprint=fingerprint, outputs=outputs, strangers=strangers)


def digest(file: Path) -> str:
    """Return the SHA-256 of a file, in hex."""
    return hashlib.sha256(file.read_bytes()).hexdigest()


class Found(NamedTuple):
    """What the code on a page stands for."""

    exam: Exam
    copy: Copy
    page: int


def look_up(manifest: Manifest, code: str) -> Found | None:
    """Return the paper and page that a code was printed on, None if the set has no such paper."""
    token, _, page = code.strip().upper().partition(".")
    for exam in manifest.exams:
        for copy in exam.copies:
            if token and copy.token == token and page.isdecimal():
                return Found(exam, copy, int(page))
    return None
