"""What the tests of the writers share."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from probgen import typeset
from probgen.typeset import Outcome
from probgen.writers.pdf import format_source, kit


@pytest.fixture
def sources(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return a list that takes the source of each run of TeX from now on; the kit is known before."""
    kit.kit(typeset.format_for(format_source()))
    found: list[str] = []
    real = typeset.run

    @contextmanager
    def run(source: str, format_file: Path, *, seconds: float) -> Iterator[Outcome]:
        found.append(source)
        with real(source, format_file, seconds=seconds) as done:
            yield done

    monkeypatch.setattr(typeset, "run", run)
    return found
