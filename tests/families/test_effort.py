"""The effort orders variants as a person does: pairs in `tests/effort`, one file for each family."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple, cast

import pytest

from probgen import family
from probgen.strict_yaml.source import read

from .cases import exact, module

FOLDER = Path(__file__).parent.parent / "effort"


class Pair(NamedTuple):
    """Two variants, the first of which is less work; `part` "" compares all parts together."""

    family: str
    reason: str
    part: str
    easier: dict[str, Any]
    harder: dict[str, Any]


def pairs() -> list[Pair]:
    """Return the pairs of all families."""
    found = []
    for path in sorted(FOLDER.glob("*.yaml")):
        (document,) = read(path)
        content = cast("dict[str, Any]", document.data)
        base = content.get("base", {})
        for entry in content["pairs"]:
            sides = ({**base, **(entry[side] or {})} for side in ("easier", "harder"))
            found.append(Pair(path.stem, entry["reason"], entry.get("part", ""), *sides))
    return found


PAIRS = pairs()


def work(pair: Pair, given: dict[str, Any]) -> float:
    chosen = module(pair.family)
    params = chosen.Params(**exact(given))
    efforts = chosen.effort(params, chosen.solve(params))
    return float(efforts[pair.part] if pair.part else sum(efforts.values()))


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: f"{pair.family}: {pair.reason}")
def test_the_harder_variant_has_more_effort(pair: Pair) -> None:
    assert work(pair, pair.easier) < work(pair, pair.harder)


@pytest.mark.parametrize("name", family.names())
def test_a_family_has_ten_pairs(name: str) -> None:
    assert len({pair.reason for pair in PAIRS if pair.family == name}) >= 10
