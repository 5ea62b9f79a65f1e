"""`probgen page`: whose page it is that a code was printed on."""

from __future__ import annotations

import json
from pathlib import Path

from ..errors import ExitCode, ProbgenError, Where
from ..sets import manifest as record


def run(path: Path, code: str, *, as_json: bool) -> str:
    """Return set, variant, page and student of a code, as text or JSON.

    Raises:
        ProbgenError: the set has no such page, or there is no manifest.
    """
    manifest = record.read(path)
    found = record.look_up(manifest, code)
    if found is None or not 1 <= found.page <= _pages(manifest):
        what = f"no page of this set has the code '{code.strip()}'"
        hint = "a code reads like `3Y8PLG7NP8.3`; try the manifests of other sets, also of the ones that it replaced"
        raise ProbgenError.of(what, where=Where(str(path)), hint=hint, code=ExitCode.USAGE)
    exam, copy, page = found
    student = {name: text for name in ("id", "name", "section", "room", "seat") if (text := getattr(copy, name))}
    if as_json:
        said = {"blueprint": manifest.blueprint, "variant": exam.variant, "page": page, "file": _file(found)}
        return json.dumps({**said, **({"student": student} if copy.personal else {})}, indent=1, ensure_ascii=False)
    owner = f", of {copy.name or copy.id} ({copy.id})" if copy.personal else ""
    return f"{manifest.blueprint}, variant {exam.variant}, page {page}{owner}: {_file(found)}"


def _pages(manifest: record.Manifest) -> int:
    """Return how many pages the longest paper has: a code of a later one was not printed by us."""
    papers = (manifest.layout or {}).get("papers", ())
    return max(map(len, papers), default=0)


def _file(found: record.Found) -> str:
    """Return the file that the page was printed from."""
    return f"{found.exam.named(found.exam.papers[0][0], found.copy)}.pdf"
