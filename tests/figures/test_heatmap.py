"""Heat maps: grays, cells, labels."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from probgen.document import Heatmap
from probgen.exact import Dec
from probgen.figures import layout
from probgen.figures.heatmap import place_heatmap
from probgen.figures.primitives import bounds
from tests.figures.legible import assert_legible, labels, paths, word
from tests.figures.samples import ATTENTION, words

VALUES = st.one_of(
    st.integers(-99, 99),
    st.fractions(-2, 2, max_denominator=9),
    st.integers(0, 100).map(lambda n: Dec(Fraction(n, 100))),
)


def test_gray_runs_from_white_for_the_smallest_to_a_half_for_the_largest() -> None:
    fills = [path.fill for path in paths(layout(Heatmap(((0, 1), (2, 4)), "two by two")))]
    assert fills == [1.0, 0.875, 0.75, 0.5]


def test_gray_keeps_to_a_given_scale() -> None:
    """On a scale from 0 to 10 the value 5 is halfway between white and 0.5."""
    (path,) = paths(layout(Heatmap(((5,),), "one", scale=(0, 10))))
    assert path.fill == 0.75


def test_equal_values_are_white() -> None:
    assert {path.fill for path in paths(layout(Heatmap(((3, 3),), "equal")))} == {1.0}


def test_the_first_row_is_on_top_and_the_first_column_on_the_left() -> None:
    numbers = {word(label): label for label in labels(layout(Heatmap(((1, 2), (3, 4)), "four")))}
    assert numbers["1"].y > numbers["3"].y
    assert numbers["1"].x < numbers["2"].x


def test_targets_are_outlined_over_all_cells() -> None:
    """A third row and column: targets (0, 2) and (1, 1) of a 3 by 3 matrix."""
    placed, drawn = place_heatmap(ATTENTION), paths(layout(ATTENTION))
    left = min(bounds(path).left for path in drawn) + 0.2
    assert [path.width for path in drawn[-2:]] == [1.8, 1.8]
    assert [round((bounds(path).left + 0.9 - left) / placed.cell, 1) for path in drawn[-2:]] == [2, 1]


def test_a_heat_map_without_numbers_has_none() -> None:
    assert labels(layout(Heatmap(((1, 2),), "bare", numbers=False))) == []


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 5).flatmap(lambda n: st.lists(st.lists(VALUES, min_size=n, max_size=n), min_size=1, max_size=5)))
def test_any_small_matrix_is_legible(rows: list[list[Fraction]]) -> None:
    names = tuple(words(word) for word in ("I", "see", "gray", "dogs", "yelping"))
    figure = Heatmap(
        tuple(map(tuple, rows)), "any", rows=names[: len(rows)], columns=names[: len(rows[0])],
        row_title=words("query"), column_title=words("key"),
    )  # fmt: skip
    assert_legible(layout(figure))


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"values": ((1, 2), (3,))}, "equally long"),
        ({"values": ((1, 2),), "rows": (words("a"), words("b"))}, "1 by 2 needs as many"),
        ({"values": ((1, 2),), "targets": ((0, 2),)}, "a target lies outside"),
    ],
)  # fmt: skip
def test_a_heat_map_that_does_not_fit_together_is_refused(fields: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Heatmap(alt="wrong", **fields)  # type: ignore[arg-type]
