"""Bank entries written in a test, as an author writes them."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from textwrap import dedent
from typing import Any

from probgen import bank, variant
from probgen.document import Problem
from probgen.model import Template
from probgen.stream import Stream


def template(text: str) -> Template:
    """Return the only problem of a bank file with this text; `topic` and `title` are added."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "bank.yaml"
        file.write_text("id: sample\ntitle: Sample\ntopic: tests\n" + dedent(text), encoding="utf-8")
        (loaded,) = bank.load(file)
    return loaded


def problem(text: str, seed: int = 1, **options: Any) -> Problem:
    """Return one variant of it."""
    return variant.make(template(text), Stream(seed), **options).problem
