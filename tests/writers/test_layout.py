"""Pages from heights."""

from __future__ import annotations

import json
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from probgen.errors import ProbgenError
from probgen.writers.pdf.layout import BLOCK_HEIGHT, BLOCK_WIDTH, Item, Layout, Pages, Unit, places
from probgen.writers.pdf.paging import body, cover, note

H = BLOCK_HEIGHT


def unit(
    name: str, *, price: float = 0.0, overleaf: float = 0.0, gap: float = 10.0, growth: float = 0.0, notes: int = 0
) -> Unit:
    feet = tuple(f"note {name} {number}" for number in range(notes))
    item = Item(name, gap=gap, growth=growth, notes=feet)
    return Unit((item,), price, f"question {name}", overleaf=overleaf)


def slots(pages: Pages) -> list[list[str]]:
    return [[place.slot for place in page.places] for page in pages]


def test_the_first_gap_of_a_page_is_left_out_and_the_others_count() -> None:
    (page,) = body([unit("1"), unit("2")], {"1": 100.0, "2": 50.0})
    assert [place.y for place in page.places] == [0.0, 110.0]


def test_an_indented_item_is_narrower_by_its_indent() -> None:
    (page,) = body([Unit((Item("1", indent=20.0),), 0.0, "")], {"1": 10.0})
    assert (page.places[0].x, page.places[0].width) == (20.0, BLOCK_WIDTH - 20.0)


def test_units_that_fill_a_page_to_the_last_bp_share_it() -> None:
    assert slots(body([unit("1"), unit("2")], {"1": H - 60, "2": 50.0})) == [["1", "2"]]


def test_a_unit_that_does_not_fit_begins_the_next_page() -> None:
    assert slots(body([unit("1"), unit("2")], {"1": H - 60, "2": 51.0})) == [["1"], ["2"]]


def test_a_page_rather_begins_with_a_question_than_with_a_part() -> None:
    """Cut before 3: unused 0.7 and 0.1 of a page. Cut before 2: 0.3 and 0.5, but question 1 is torn."""
    units = [unit("1", gap=0), unit("2", price=0.35, gap=0), unit("3", gap=0)]
    heights = {"1": 0.5 * H, "2": 0.2 * H, "3": 0.5 * H}
    assert slots(body(units, heights)) == [["1", "2"], ["3"]]


def test_a_part_may_be_cut_from_its_stem_where_the_next_page_faces_it_and_not_where_it_is_overleaf() -> None:
    """Two full pages are cheapest. Behind a cover their first is a left-hand page, else the part would be overleaf."""
    part = unit("2a", price=0.1, overleaf=1.0, gap=0)
    units = [unit("1", gap=0), unit("2 stem", gap=0), part, unit("3", gap=0)]
    heights = {"1": 0.8 * H, "2 stem": 0.2 * H, "2a": 0.6 * H, "3": 0.4 * H}
    assert slots(body(units, heights, before=1)) == [["1", "2 stem"], ["2a", "3"]]
    assert slots(body(units, heights)) == [["1"], ["2 stem", "2a"], ["3"]]


UNITS = st.tuples(
    st.floats(20, 600), st.sampled_from([0.0, 0.04, 0.35]), st.integers(0, 2), st.sampled_from([0.0, 0.2, 0.7])
)


@given(st.lists(UNITS, min_size=1, max_size=8), st.booleans(), st.integers(0, 1))
def test_no_other_breaks_cost_less(drawn: list[tuple[float, float, int, float]], flowing: bool, before: int) -> None:
    """Against the cost of every way to cut, counted from the rule as written down."""
    units = [
        unit(str(place), price=price, notes=notes, overleaf=overleaf)
        for place, (_, price, notes, overleaf) in enumerate(drawn)
    ]
    heights = {str(place): height for place, (height, *_) in enumerate(drawn)}
    heights |= {slot: 15.0 for one in units for slot in one.items[0].notes}

    def cost(cuts: tuple[int, ...]) -> float:
        total = 0.0
        for number, (first, last) in enumerate(zip((0, *cuts), (*cuts, len(units)), strict=True), before + 1):
            used = sum(heights[str(place)] for place in range(first, last)) + 10.0 * (last - first - 1)
            notes = sum(drawn[place][2] for place in range(first, last))
            used += 17.0 * notes + 12.0 if notes else 0.0
            if used > H:
                return float("inf")
            empty = (1 - used / H) ** (1 if flowing else 2)
            total += 0.0 if flowing and last == len(units) else empty
            total += 0.6 + units[first].price + (units[first].overleaf if number > 1 and number % 2 == 0 else 0.0)
        return total

    ways = [cuts for count in range(len(units)) for cuts in combinations(range(1, len(units)), count)]
    made = slots(body(units, heights, before=before, flowing=flowing))
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


def test_footnotes_stand_at_the_foot_of_the_page_of_their_marks() -> None:
    """Two notes of 15 bp, each with 2 bp above it, end where the block of 676 bp ends."""
    heights = {"1": 400.0, "2": 300.0, "note 1 0": 15.0, "note 1 1": 15.0}
    first, second = body([unit("1", notes=2), unit("2")], heights)
    assert [(place.slot, place.y) for place in first.places] == [("1", 0.0), ("note 1 0", 644.0), ("note 1 1", 661.0)]
    assert [place.slot for place in second.places] == ["2"]


def test_what_does_not_fit_above_the_footnotes_begins_the_next_page() -> None:
    """Of 676 bp a note of 15 bp leaves 647: 2 bp are above it, and 12 above all notes."""
    heights = {"1": 500.0, "2": 137.0, "note 1 0": 15.0}
    assert len(body([unit("1", notes=1), unit("2")], heights)) == 1
    assert len(body([unit("1", notes=1), unit("2")], heights | {"2": 137.5})) == 2


def test_a_unit_taller_than_a_page_is_refused_by_name() -> None:
    tall = Unit((Item("prompt"), Item("box")), 0.0, "question 1, part b")
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
