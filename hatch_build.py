"""The build hook: brings KaTeX, which HTML pages set their formulas with, into the package.

It is taken from npm at one version, checked against its digest, and never committed. Without npm the package is built
without it: then everything but HTML works.
"""

from __future__ import annotations

import base64
import hashlib
import io
import shutil
import subprocess
import tarfile
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

VERSION = "0.19.1"
INTEGRITY = "sha512-jG8uKntjSEcm2EpQOh0XturpPuuC9r3Sq5HLHdsFdWZT27E672SF19QEi+of0/YeOy15lDgRhKvr5614uRrEfA=="
_FILES = ("LICENSE", "dist/katex.min.js", "dist/katex.min.css")
_FONTS = "dist/fonts/"
_SECONDS = 120


class KatexHook(BuildHookInterface[Any]):
    """Fills `probgen/katex` before a wheel, also an editable one, is made."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Bring KaTeX, or say why the package is built without it."""
        folder = Path(self.root) / "probgen" / "katex"
        if _version(folder) == VERSION:
            return
        shutil.rmtree(folder, ignore_errors=True)
        try:
            archive = _packed()
        except (OSError, subprocess.SubprocessError) as fault:
            self.app.display_warning(f"built without KaTeX, which HTML pages need: {fault}")
            return
        _unpack(archive, folder)


def _version(folder: Path) -> str:
    """Return which version of KaTeX lies in the folder, "" for none; the file is written last."""
    file = folder / "VERSION"
    return file.read_text(encoding="utf-8").strip() if file.is_file() else ""


def _packed() -> bytes:
    """Return the archive of KaTeX as npm gives it.

    Raises:
        OSError: npm is missing or cannot be started.
        subprocess.SubprocessError: npm cannot get the archive, or takes too long.
        ValueError: the archive is not the one whose digest stands here.
    """
    npm = shutil.which("npm")
    if npm is None:
        raise FileNotFoundError("there is no npm")
    with tempfile.TemporaryDirectory() as place:
        words = [npm, "pack", f"katex@{VERSION}", "--ignore-scripts", "--pack-destination", place]
        subprocess.run(words, cwd=place, capture_output=True, timeout=_SECONDS, check=True)  # noqa: S603 - fixed words
        archive = (Path(place) / f"katex-{VERSION}.tgz").read_bytes()
    found = "sha512-" + base64.b64encode(hashlib.sha512(archive).digest()).decode()
    if found != INTEGRITY:
        raise ValueError(f"npm's katex {VERSION} has the digest {found}, not {INTEGRITY}")
    return archive


def _unpack(archive: bytes, folder: Path) -> None:
    """Write what pages need of the archive into the folder: script, style, license, fonts in one format."""
    (folder / "fonts").mkdir(parents=True)
    with tarfile.open(fileobj=io.BytesIO(archive)) as packed:
        for member in packed.getmembers():
            name = member.name.removeprefix("package/")
            is_font = name.startswith(_FONTS) and name.endswith(".woff2")
            content = packed.extractfile(member) if is_font or name in _FILES else None
            if content is not None:
                (folder / ("fonts" if is_font else "") / Path(name).name).write_bytes(content.read())
    (folder / "VERSION").write_text(f"{VERSION}\n", encoding="utf-8")
