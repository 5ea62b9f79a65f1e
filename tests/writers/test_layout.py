"""Pages from heights."""

from __future__ import annotations

import json
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from probgen.errors import ProbgenError
from probgen.writers.pdf.layout import BLOCK_HEIGHT, BLOCK_WIDTH, Item, Layout, Pages, Unit, body, cover, note, places

H = BLOCK_HEIGHT


def unit(name: str, *, inside: bool = False, gap: float = 10.0, growth: float = 0.0) -> Unit:
    return Unit((Item(name, gap=gap, growth=growth),), inside=inside, name=f"question {name}")


def slots(pages: Pages) -> list[list[str]]:
    return [[place.slot for place in page.places] for page in pages]


def test_the_first_gap_of_a_page_is_left_out_and_the_others_count() -> None:
    (page,) = body([unit("1"), unit("2")], {"1": 100.0, "2": 50.0})
    assert [place.y for place in page.places] == [0.0, 110.0]


def test_an_indented_item_is_narrower_by_its_indent() -> None:
    (page,) = body([Unit((Item("1", indent=20.0),), inside=False, name="")], {"1": 10.0})
    assert (page.places[0].x, page.places[0].width) == (20.0, BLOCK_WIDTH - 20.0)


def test_units_that_fill_a_page_to_the_last_bp_share_it() -> None:
    assert slots(body([unit("1"), unit("2")], {"1": H - 60, "2": 50.0})) == [["1", "2"]]


def test_a_unit_that_does_not_fit_begins_the_next_page() -> None:
    assert slots(body([unit("1"), unit("2")], {"1": H - 60, "2": 51.0})) == [["1"], ["2"]]


def test_a_page_rather_begins_with_a_question_than_with_a_part() -> None:
    """Cut before 3: unused 0.7 and 0.1 of a page. Cut before 2: 0.3 and 0.5, but question 1 is torn."""
    units = [unit("1", gap=0), unit("2", inside=True, gap=0), unit("3", gap=0)]
    heights = {"1": 0.5 * H, "2": 0.2 * H, "3": 0.5 * H}
    assert slots(body(units, heights)) == [["1", "2"], ["3"]]


@given(st.lists(st.tuples(st.floats(20, 600), st.booleans()), min_size=1, max_size=8))
def test_no_other_breaks_cost_less(drawn: list[tuple[float, bool]]) -> None:
    """Against the cost of every way to cut, counted from the rule as written down."""
    units = [unit(str(place), inside=inside) for place, (_, inside) in enumerate(drawn)]
    heights = {str(place): height for place, (height, _) in enumerate(drawn)}

    def cost(cuts: tuple[int, ...]) -> float:
        total = 0.0
        for first, last in zip((0, *cuts), (*cuts, len(units)), strict=True):
            used = sum(heights[str(place)] for place in range(first, last)) + 10.0 * (last - first - 1)
            if used > H:
                return float("inf")
            total += (1 - used / H) ** 2 + 0.6 + (0.35 if units[first].inside else 0.0)
        return total

    ways = [cuts for count in range(len(units)) for cuts in combinations(range(1, len(units)), count)]
    made = slots(body(units, heights))
    assert cost(tuple(int(page[0]) for page in made[1:])) == pytest.approx(min(map(cost, ways)))


def test_left_over_height_goes_to_boxes_by_their_points() -> None:
    """Left are 676 - 560 = 116 bp, of which 85 % are 98.6: one and three quarters of it."""
    (page,) = body([unit("1", gap=0, growth=2), unit("2", gap=0, growth=6)], {"1": 280.0, "2": 280.0})
    assert [place.height for place in page.places] == pytest.approx([280 + 98.6 / 4, 280 + 98.6 * 3 / 4], abs=0.01)


def test_no_box_becomes_higher_than_1_7_times_its_height() -> None:
    (page,) = body([unit("1", growth=2)], {"1": 100.0})
    assert page.places[0].height == pytest.approx(170.0, abs=0.02)


def test_what_one_box_cannot_take_the_others_may() -> None:
    """Left are 246 bp, 85 % of it 209.1: box 1 takes its 70, box 2 the other 139.1."""
    (page,) = body([unit("1", gap=0, growth=9), unit("2", gap=0, growth=1)], {"1": 100.0, "2": 330.0})
    assert [place.height for place in page.places] == pytest.approx([170.0, 469.1], abs=0.02)


def test_what_has_no_share_does_not_grow() -> None:
    (page,) = body([unit("1")], {"1": 100.0})
    assert page.places[0].height == 100.0


def test_a_unit_taller_than_a_page_is_cut_where_it_may_be() -> None:
    tall = Unit(
        (Item("head", joined=True), Item("stem"), Item("prompt", joined=True), Item("box")), False, "question 1"
    )
    heights = {"head": 30.0, "stem": 400.0, "prompt": 30.0, "box": 300.0}
    assert slots(body([tall], heights)) == [["head", "stem"], ["prompt", "box"]]


def test_what_cannot_be_cut_is_refused_by_name() -> None:
    tall = Unit((Item("prompt", joined=True), Item("box")), False, "question 1, part b")
    with pytest.raises(ProbgenError, match=r"question 1, part b is 0\.8 cm taller than a page"):
        body([tall], {"prompt": 100.0, "box": 600.0})


def test_the_pieces_of_a_cover_stand_at_equal_distances_from_top_to_foot() -> None:
    page = cover(["a", "b", "c"], {"a": 300.0, "b": 100.0, "c": 76.0})
    assert [place.y for place in page.places] == [0.0, 400.0, 600.0]


def test_a_cover_taller_than_a_page_is_refused() -> None:
    with pytest.raises(ProbgenError, match="the cover"):
        cover(["a", "b"], {"a": 600.0, "b": 100.0})


def test_a_layout_survives_json() -> None:
    layout = Layout(((note("1", {"1": 20.0}), *body([unit("2")], {"2": 30.5})),), ("look",))
    assert Layout.read(json.loads(json.dumps(layout.plain()))) == layout


def test_pages_are_found_by_the_slots_that_they_place() -> None:
    one, two = body([unit("1")], {"1": 5.0}), body([unit("2")], {"2": 5.0})
    assert Layout((one, two)).pages(["2"]) == two


def test_no_pages_are_found_for_slots_that_have_no_place() -> None:
    assert Layout((body([unit("1")], {"1": 5.0}),)).pages(["1", "2"]) is None


def test_places_are_listed_by_slot() -> None:
    assert places((note("1", {"1": 20.0}),))["1"].height == 20.0
