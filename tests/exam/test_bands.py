"""Variants of one problem take about the same hand work."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from probgen import exam
from probgen.commands import exam as command
from probgen.errors import ProbgenError
from probgen.exam import blueprint
from probgen.exam.bands import Bands
from probgen.exam.bands import efforts as pilot_efforts
from probgen.exam.plan import Plan
from probgen.fairness import Band, Limits, Spread
from probgen.sets import manifest

NAMES = exam.variant_names(12)


def plan(folder: Path, problem: str = "{use: argmax_attention, parts: [a]}", head: str = "") -> Plan:
    file = folder / "one.yaml"
    file.write_text(f"exam: One\n{head}sections: [{{problems: [{problem}]}}]\n")
    return blueprint.load(str(file))


def efforts(loaded: Plan, names: tuple[str, ...] = NAMES, wishes: exam.Wishes = exam.Wishes()) -> Bands:
    bands = Bands("7", loaded.blueprint.band)
    for name in names:
        exam.assemble(loaded, "7", name, wishes, bands)
    return bands


def test_all_variants_lie_within_a_tenth_of_the_pilots_median(tmp_path: Path) -> None:
    (spread,) = efforts(plan(tmp_path)).spreads
    assert all(0.9 * spread.middle <= effort <= 1.1 * spread.middle for effort in spread.taken.values())
    assert spread.pilot[0] < 0.9 * spread.middle


def test_a_wider_band_takes_more(tmp_path: Path) -> None:
    (narrow,) = efforts(plan(tmp_path)).spreads
    (wide,) = efforts(plan(tmp_path, head="band: 30 %\n")).spreads
    assert max(wide.taken.values()) - min(wide.taken.values()) > max(narrow.taken.values()) - min(narrow.taken.values())


def test_none_turns_the_band_off(tmp_path: Path) -> None:
    loaded = plan(tmp_path, head="band: none\n")
    assert (loaded.blueprint.band, efforts(loaded, NAMES[:1]).spreads) == (None, ())


def test_a_draw_within_the_band_is_the_one_without(tmp_path: Path) -> None:
    free, held = plan(tmp_path, head="band: none\n"), plan(tmp_path)
    same = [exam.assemble(free, "7", n).sections == exam.assemble(held, "7", n).sections for n in NAMES[:8]]
    assert True in same
    assert False in same


def test_a_variant_is_the_same_alone_and_among_others(tmp_path: Path) -> None:
    loaded = plan(tmp_path)
    bands = Bands("7", loaded.blueprint.band)
    among = [exam.assemble(loaded, "7", name, bands=bands) for name in NAMES[:4]]
    assert exam.assemble(loaded, "7", "D") == among[3]


def test_pinned_values_are_left_alone(tmp_path: Path) -> None:
    pinned = plan(tmp_path, "{use: argmax_attention, given: {query: [1, 1, 2]}}")
    assert efforts(pinned, NAMES[:2]).spreads == ()


def test_published_values_are_left_alone(tmp_path: Path) -> None:
    given = "{use: argmax_attention, published: {given: {query: [1, 1, 2]}}}"
    assert efforts(plan(tmp_path, given), NAMES[:2], exam.Wishes(published=True)).spreads == ()


def test_without_a_draw_in_the_band_the_nearest_is_taken_and_warned_of(tmp_path: Path) -> None:
    plan(tmp_path, head="band: 0 %\n")
    blueprint, out = str(tmp_path / "one.yaml"), tmp_path / "set"
    done = command.run(command.Request(blueprint, variants=3, seed="7", out=out, pdf=False))
    (warning,) = done.warnings
    assert warning.what.startswith("the effort of 'argmax_attention' lies up to ")
    (spread,) = manifest.read(tmp_path / "set").spreads
    assert 0 < max(spread.missed.values()) < 0.05


def test_a_replay_keeps_spreads_and_limits(tmp_path: Path) -> None:
    plan(tmp_path, head="limits: {copying: 70 %}\n")
    flags: dict[str, Any] = {"pdf": False, "replace": False}
    blueprint, out = str(tmp_path / "one.yaml"), tmp_path / "set"
    command.run(command.Request(blueprint, variants=2, seed="7", out=out, pdf=False))
    command.replay(tmp_path / "set", out=tmp_path / "again", **flags)
    one, other = (manifest.read(tmp_path / name) for name in ("set", "again"))
    assert (one.spreads, one.limits) == (other.spreads, other.limits)
    assert other.limits == Limits(copying=0.7)


@pytest.mark.parametrize("wrong", ["10", "0.1", "110 %", "wide"])
def test_a_band_is_a_percentage_or_none(tmp_path: Path, wrong: str) -> None:
    with pytest.raises(ProbgenError, match=r"band: needs a percentage, found .*\n.*such as `10 %`"):
        plan(tmp_path, head=f"band: {wrong}\n")


def test_the_middle_is_the_effort_of_a_draw() -> None:
    assert Band((), (6, 6, 8, 8), 0.1).middle == 6


def test_what_lies_outside_is_told_with_its_deviation() -> None:
    spread = Spread("x", (9, 10, 12), 0.1, {"A": 11, "B": 12, "C": 8.5})
    assert spread.missed == {"B": pytest.approx(0.2), "C": pytest.approx(0.15)}


def test_an_effort_of_nothing_is_within_a_band_around_nothing() -> None:
    assert Spread("x", (0, 0, 0), 0.1, {"A": 0}).missed == {}


def test_pilots_drawn_before_the_variants_are_those_that_a_variant_draws(tmp_path: Path) -> None:
    loaded = plan(tmp_path)
    bands = Bands("7", loaded.blueprint.band)
    for pilot in bands.unknown(exam.pilots(loaded, "7", NAMES, exam.Wishes())):
        bands.learn(pilot, pilot_efforts(pilot))
    assert bands.pilots == efforts(loaded, NAMES[:1]).pilots


def test_a_pick_of_each_variants_own_needs_the_pilots_of_all_that_are_picked(tmp_path: Path) -> None:
    loaded = plan(tmp_path, "{pick: 1, topic: attention, per: variant, points: 4}")
    wanted = {pilot.template.id for pilot in exam.pilots(loaded, "7", NAMES, exam.Wishes())}
    chosen = {exam.assemble(loaded, "7", name).questions[0].problems[0].id for name in NAMES}
    assert wanted == chosen
    assert len(wanted) > 1
