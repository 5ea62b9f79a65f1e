"""Kept sets of each release, replayed: their values and texts for ever, their bytes where all versions are equal.

`make keep` keeps the sets of the version at hand; it writes over none unless it is `make keep REPLACE=--replace`.
"""

from __future__ import annotations

import hashlib
import json
import lzma
import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from probgen import __version__
from probgen.commands import exam as command
from probgen.sets import codec, manifest
from tests.writers import reading

FOLDER = Path(__file__).parent / "kept"
SETS = {"midterm": 2, "homework-5": 1, "sequence-models": 1}  # blueprint -> variants
SEED = "kept"
STYLES = ("latex.ltx", "amsmath.sty", "booktabs.sty", "lmr10.pfb")  # what bytes depend on, besides programs


class Kept(NamedTuple):
    """What is kept of a set."""

    manifest: str  # the file, as it was written
    key: str  # the file
    texts: dict[str, str]  # of each PDF, without blanks and hyphens: lines may break elsewhere
    styles: str  # digest of STYLES


def kept(folder: Path) -> Kept:
    """Return what is to keep of a set in a folder."""
    return Kept(
        manifest=(folder / manifest.NAME).read_text(encoding="utf-8"),
        key=(folder / "key.csv").read_text(encoding="utf-8"),
        texts={file.stem: re.sub(r"[\s\u00ad-]", "", reading.text(file)) for file in sorted(folder.glob("*.pdf"))},
        styles=_styles(),
    )


def _styles() -> str:
    """Return the digest of the TeX files that TeX's own version does not tell."""
    found = subprocess.run(["kpsewhich", *STYLES], capture_output=True, text=True, check=True).stdout.splitlines()
    return hashlib.sha256(b"".join(Path(file).read_bytes() for file in found)).hexdigest()


def keep(*, replace: bool) -> None:
    """Keep the sets of this version.

    Raises:
        SystemExit: they are kept already.
    """
    for name, variants in SETS.items():
        file = FOLDER / f"{__version__}-{name}.json.xz"
        if file.exists() and not replace:
            sys.exit(f"{file} is kept already; --replace writes over it")
        with tempfile.TemporaryDirectory() as place:
            folder = Path(place) / "set"
            command.run(command.Request(name, variants=variants, seed=SEED, out=folder))
            content = json.dumps(kept(folder)._asdict(), ensure_ascii=False, indent=1)
        FOLDER.mkdir(exist_ok=True)
        file.write_bytes(lzma.compress(content.encode(), preset=9))


@dataclass(frozen=True)
class Replayed:
    """A kept set, and what its replay is."""

    old: Kept
    new: Kept

    def content(self, which: Kept) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(which.manifest)
        return found


@pytest.fixture(scope="module", params=sorted(FOLDER.glob("*.json.xz")), ids=lambda file: file.name.split(".json")[0])
def replayed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Replayed:
    old = Kept(**json.loads(lzma.decompress(request.param.read_bytes())))
    folder = tmp_path_factory.mktemp("kept")
    (folder / "manifest.json").write_text(old.manifest, encoding="utf-8")
    command.replay(folder / "manifest.json", out=folder / "again", pdf=True, replace=False)
    return Replayed(old, kept(folder / "again"))


def test_the_values_are_those_that_were_kept(replayed: Replayed) -> None:
    assert replayed.new.key.splitlines() == replayed.old.key.splitlines()


def test_the_trees_are_those_that_were_kept(replayed: Replayed) -> None:
    old, new = (codec.decode(replayed.content(which)["exams"]) for which in (replayed.old, replayed.new))
    assert new == old


def test_the_papers_say_what_they_said(replayed: Replayed) -> None:
    assert replayed.new.texts == replayed.old.texts


def test_the_bytes_are_those_that_were_kept_where_versions_are_equal(replayed: Replayed) -> None:
    old, new = replayed.content(replayed.old), replayed.content(replayed.new)
    if (old["versions"], replayed.old.styles) != (new["versions"], replayed.new.styles):
        pytest.skip("another version of probgen, numpy, TeX or its styles, or pikepdf")
    assert new["files"] == old["files"]


def test_sets_are_kept() -> None:
    assert sorted(FOLDER.glob("*.json.xz"))


if __name__ == "__main__":
    keep(replace="--replace" in sys.argv[1:])
