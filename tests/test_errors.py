"""Every faulty file in `errors/` beside the exact message that it deserves.

`python -m tests.test_errors --accept` writes the messages anew; read each of them before you keep it.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import chdir
from pathlib import Path

import pytest

from probgen import bank, compose, exam, sampling, shelf
from probgen.errors import ProbgenError
from probgen.exam import blueprint
from probgen.stream import Stream

FOLDER = Path(__file__).parent / "errors"
FILES = sorted(FOLDER.glob("*.yaml"))


def use_bank(file: Path) -> tuple[str, ...]:
    """Load a bank; where that succeeds, make one variant of each problem, and return what is only warned of."""
    templates = bank.load(file)
    for template in templates:
        compose.problem(sampling.draw(template, Stream(1)), Stream(1, "compose"))
    return tuple(warning for template in templates for warning in template.warnings)


def use_blueprint(file: Path) -> tuple[str, ...]:
    """Load a blueprint; where that succeeds, make one variant of the exam."""
    exam.assemble(blueprint.load(str(file)), "1", "A")
    return ()


READERS: Mapping[str, Callable[[Path], tuple[str, ...]]] = {
    "exam": use_blueprint
}  # by a file's first key; others are banks


def message(file: Path) -> str:
    """Return what probgen says of a faulty file, "" if it finds neither a fault nor anything to warn of."""
    first = re.search(r"^(\w+):", file.read_text(encoding="utf-8"), re.MULTILINE)
    reader = READERS.get(first[1] if first else "", use_bank)
    with chdir(file.parent):
        try:
            found = "".join(f"{warning}\n" for warning in reader(Path(file.name)))
        except ProbgenError as error:
            found = f"{error}\n"
    return found.replace(str(shelf.shipped()), "BANKS")


def unread() -> Iterator[Path]:
    """Yield the messages whose faulty file is gone."""
    return (text for text in FOLDER.glob("*.txt") if not text.with_suffix(".yaml").is_file())


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_the_message_is_the_one_that_was_read(file: Path) -> None:
    assert message(file) == file.with_suffix(".txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_fault_says_its_line(file: Path) -> None:
    first_lines = [line for line in message(file).splitlines() if not line.startswith("  hint: ")]
    assert first_lines
    assert all(re.match(rf"{re.escape(file.name)}(:\d+|: the file)", line) for line in first_lines)


def test_no_message_is_left_without_its_file() -> None:
    assert list(unread()) == []


def accept() -> None:
    """Write all messages anew."""
    for stale in unread():
        stale.unlink()
    for faulty in FILES:
        faulty.with_suffix(".txt").write_text(message(faulty), encoding="utf-8")


if __name__ == "__main__" and "--accept" in sys.argv:
    accept()
