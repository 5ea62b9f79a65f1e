"""Progress: a bar for a person, nothing for a pipe."""

from __future__ import annotations

import io
import sys
import time

import pytest

from probgen import terminal


class Terminal(io.StringIO):
    """A stream that a person watches."""

    def isatty(self) -> bool:
        return True


def shown(stream: io.StringIO, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "120")
    with terminal.progress("papers") as progress:
        for done in range(5):
            progress("written", done, 8, 23 * done)
            time.sleep(0.15)
    return stream.getvalue()


def test_a_person_sees_stage_count_pages_and_rate(monkeypatch: pytest.MonkeyPatch) -> None:
    said = shown(Terminal(), monkeypatch)
    assert "written" in said
    assert "92 pages" in said
    assert "4/8" in said
    assert "/s" in said


def test_a_pipe_stays_empty(monkeypatch: pytest.MonkeyPatch) -> None:
    assert shown(io.StringIO(), monkeypatch) == ""
