"""The published answers, and ours where the published one is missing or wrong, come out of `probgen solve`.

A file of `tests/published` belongs to the bank of its name. Its entries hold `rows` (what the entry reproduces), `id`
where the bank has several problems, `given` and `knobs` for the command, `symbols` with domains where formulas are
compared, and `expect`: dotted paths into the JSON that the command prints. A formula is right if it is equivalent.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from click.testing import CliRunner

from probgen.cli import cli
from probgen.strict_yaml.source import read
from probgen.symbolic import NoFormula, equivalence

FOLDER = Path(__file__).parent.parent / "published"


class Published(NamedTuple):
    """One entry of a file."""

    rows: tuple[str, ...]
    id: str
    given: Mapping[str, Any]
    knobs: Mapping[str, Any]
    symbols: Mapping[str, str]
    expect: Mapping[str, Any]


def published() -> Iterator[Published]:
    """Yield all entries of all files."""
    for path in sorted(FOLDER.glob("*.yaml")):
        (document,) = read(path)
        for entry in document.data:
            rest = (entry.get(name, {}) for name in ("given", "knobs", "symbols", "expect"))
            yield Published(tuple(entry["rows"]), entry.get("id", path.stem), *rest)


def solved(case: Published) -> Any:
    """Return what `probgen solve` prints for the numbers of a case."""
    given = json.dumps(case.given, default=float)  # a decimal stays a number
    knobs = [word for name, value in case.knobs.items() for word in ("--set", f"{name}={value}")]
    done = CliRunner().invoke(cli, ["solve", case.id, "--given", "-", "--seed", "1", "--json", *knobs], input=given)
    if done.exception:
        raise done.exception
    return json.loads(done.stdout)


def look(data: Any, path: str) -> Any:
    """Return what stands at a dotted path; lists are looked through entry by entry, a number takes one of them."""
    if not path:
        return data
    if isinstance(data, dict):
        name = max((name for name in data if f"{path}.".startswith(f"{name}.")), key=len, default="")
        if not name:
            raise LookupError(f"there is no '{path}' among {', '.join(data)}")
        return look(data[name], path[len(name) + 1 :])
    step, _, rest = path.partition(".")
    return look(data[int(step)], rest) if step.isdigit() else [look(item, path) for item in data]


def agree(expected: Any, found: Any, symbols: Mapping[str, str]) -> bool:
    """Tell whether the value found is the expected one."""
    if isinstance(expected, list):
        return (
            isinstance(found, list)
            and len(found) == len(expected)
            and all(agree(one, other, symbols) for one, other in zip(expected, found, strict=True))
        )
    if isinstance(expected, dict):
        return all(agree(value, found[name], symbols) for name, value in expected.items())
    if str(expected) == str(found):
        return True
    numbers = _number(expected), _number(found)
    if None not in numbers:
        return numbers[1] == pytest.approx(numbers[0], rel=1e-9, abs=1e-9)
    try:
        return equivalence.equivalent(str(expected), str(found), symbols)
    except NoFormula:
        return False


def _number(data: Any) -> float | None:
    try:
        return float(Fraction(str(data)))
    except ValueError:
        return None


@pytest.mark.parametrize("case", list(published()), ids=lambda case: " ".join(case.rows))
def test_solve_gives_the_published_answer(case: Published) -> None:
    data = solved(case)
    wrong = {
        path: found
        for path, expected in case.expect.items()
        if not agree(expected, found := look(data, path), case.symbols)
    }
    assert not wrong
