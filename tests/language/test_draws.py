"""The grammar of draws, what it draws, and which pinned values fit."""

from __future__ import annotations

import pickle
import re
from collections import Counter
from collections.abc import Mapping
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from probgen.errors import Fault, ProbgenError, Where
from probgen.exact import Dec, Record, Value
from probgen.language.draws import PATTERN, Draw, literal, parse
from probgen.stream import Stream

WHERE = Where("bank.yaml", 10, 5, "params > x")
ROWS = tuple(Record({"item": item, "helps": helps}) for item, helps in (("a", "yes"), ("b", "no"), ("c", "yes")))
SCOPE: Mapping[str, Value] = {"k": 3, "rows": 2, "remedies": ROWS}

GRAMMAR: list[tuple[str, set[Value]]] = [
    ("2..5", {2, 3, 4, 5}),
    ("-1..1", {-1, 0, 1}),
    ("4..4", {4}),
    ("1..k-1", {1, 2}),
    ("0..3*k step k", {0, 3, 6, 9}),
    ("-2..2 nonzero", {-2, -1, 1, 2}),
    ("0..5 except 0,1", {2, 3, 4, 5}),
    ("0..5 except 0, k nonzero", {1, 2, 4, 5}),
    ("0.1..0.4 step 0.1", {Dec("0.1"), Dec("0.2"), Dec("0.3"), Dec("0.4")}),
    ("0..1 step 0.5", {Dec("0.0"), Dec("0.5"), Dec("1.0")}),
    ("1/4..1 step 1/4", {Fraction(1, 4), Fraction(1, 2), Fraction(3, 4), 1}),
    ("one of remedies", set(ROWS)),
    ("one of {red, 1/2, -0.50}", {"red", Fraction(1, 2), Dec("-0.50")}),
    ("2 of {1, 2, 3} decreasing", {(2, 1), (3, 1), (3, 2)}),
    ("2 of 1..3 increasing", {(1, 2), (1, 3), (2, 3)}),
    ("2 of {red, blue}", {("red", "blue"), ("blue", "red")}),
    ("rows of remedies", {(a, b) for a in ROWS for b in ROWS if a != b}),
    ("int[2] in 0..1", {(0, 0), (0, 1), (1, 0), (1, 1)}),
    ("int[2] in 0..1 distinct", {(0, 1), (1, 0)}),
    ("int[1, 2] in {0, 7}", {((0, 0),), ((0, 7),), ((7, 0),), ((7, 7),)}),
    ("int[2] in 0..2 increasing nonzero", {(1, 2)}),
    ("int[k] in 0..1 ends nonzero", {(1, 0, 1), (1, 1, 1)}),
    ("int[2] in 0..2 ends nonzero distinct", {(1, 2), (2, 1)}),
    ("dec[1] in 0.1..0.2 step 0.1", {(Dec("0.1"),), (Dec("0.2"),)}),
    ("frac[1] in 1/2..1 step 1/2", {(Fraction(1, 2),), (1,)}),
]


def fault(source: object) -> str:
    with pytest.raises(ProbgenError) as caught:
        parse(source, WHERE).take(Stream("x"), SCOPE)
    return str(caught.value)


@pytest.mark.parametrize(("source", "possible"), GRAMMAR)
def test_exactly_the_values_that_are_written_are_drawn(source: str, possible: set[Value]) -> None:
    """With at most 9 equally likely values, 200 draws miss one with a chance below 1e-9."""
    stream = Stream("grammar", source)
    draw = parse(source, WHERE)
    assert {draw.take(stream, SCOPE) for _ in range(200)} == possible


@pytest.mark.parametrize(("source", "possible"), GRAMMAR)
def test_drawn_values_are_equally_likely(source: str, possible: set[Value]) -> None:
    """For d degrees of freedom the statistic has mean d and variance 2d; five deviations are allowed."""
    stream = Stream("likely", source)
    draw = parse(source, WHERE)
    counts = Counter(draw.take(stream, SCOPE) for _ in range(100 * len(possible)))
    statistic = sum((counts[value] - 100) ** 2 / 100 for value in possible)
    assert statistic <= len(possible) - 1 + 5 * (2 * (len(possible) - 1)) ** 0.5


@pytest.mark.parametrize(("source", "possible"), GRAMMAR)
def test_every_drawn_value_would_fit_when_pinned(source: str, possible: set[Value]) -> None:
    draw = parse(source, WHERE)
    assert [draw.misfit(value, SCOPE) for value in possible] == [""] * len(possible)


@pytest.mark.parametrize("source", [source for source, _ in GRAMMAR])
def test_the_schema_pattern_accepts_the_grammar(source: str) -> None:
    assert re.search(PATTERN, source)


@pytest.mark.parametrize(
    "source",
    ["4 to 5", "int[5] in -4 to 4", "int[5] in -4..4 nonzro", "1...5", "5", "red", "int 5", "{1, 2", "6 of", ""],
)
def test_the_schema_pattern_flags_slips(source: str) -> None:
    assert not re.search(PATTERN, source)


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("0.5..0.5 step 0.10", "0.50"),
        ("0.50..0.50 step 0.1", "0.50"),
        ("1..1 step 0.5", "1.0"),
        ("one of {0.60}", "0.60"),
    ],
)
def test_decimals_are_drawn_with_the_places_as_written(source: str, text: str) -> None:
    drawn = parse(source, WHERE).take(Stream(1), SCOPE)
    assert isinstance(drawn, Dec)
    assert str(drawn) == text


def test_a_list_means_one_of_it() -> None:
    draw = parse([3, Dec("0.50"), "red", "3/4", [1, 2]], WHERE)
    stream = Stream("list")
    assert {draw.take(stream, {}) for _ in range(100)} == {3, Dec("0.50"), "red", Fraction(3, 4), (1, 2)}


def test_the_long_form_adds_a_description() -> None:
    draw = parse({"draw": "2..5", "doc": "kernel width"}, WHERE)
    assert (draw.doc, draw.source) == ("kernel width", "2..5")
    assert draw.take(Stream(1), {}) in range(2, 6)


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("int[2*k - 1, d] in lo..hi", {"k", "d", "lo", "hi"}),
        ("rows of remedies", {"rows", "remedies"}),
        ("one of remedies", {"remedies"}),
        ("0..9 step s except a,b", {"s", "a", "b"}),
        ("3 of {red, blue, green}", set()),
    ],
)
def test_names_are_those_of_bounds_shapes_counts_and_pools(source: str, names: set[str]) -> None:
    assert parse(source, WHERE).names == names


@pytest.mark.parametrize(
    ("source", "rest"),
    [
        ("int[5] in -4 to 4", "'-4' is not a range\n  hint: did you mean `int[5] in -4..4`?"),
        ("4 to 5", "'4' is not a range\n  hint: did you mean `4..5`?"),
        ("1-5", "'1-5' is not a range\n  hint: did you mean `1..5`?"),
        ("1...5", "'1...5' is not a range\n  hint: did you mean `1..5`?"),
        ("1 .. k nonzero", "'1' is not a range\n  hint: did you mean `1..k nonzero`?"),
        ("5", "'5' is not a range\n  hint: a constant belongs under `derive:`"),
        (5, "it is no range\n  hint: a constant belongs under `derive:`"),
        ("int[5] in -4..4 nonzro", "unknown word 'nonzro'\n  hint: did you mean `nonzero`?"),
        ("2..5 increasng", "unknown word 'increasng'\n  hint: did you mean `increasing`?"),
        ("intt[5] in 1..2", "unknown type 'intt'\n  hint: did you mean `int`?"),
        ("0.1..0.9", "between decimals a step is required\n  hint: did you mean `0.1..0.9 step 0.1`?"),
        ("0.15..0.9", "between decimals a step is required\n  hint: did you mean `0.15..0.9 step 0.01`?"),
        ("1/4..3/4", "between fractions a step is required\n  hint: did you mean `1/4..3/4 step 1/4`?"),
        ("5..2", "the range is empty, since 5 is above 2\n  hint: write the smaller number first"),
        ("0.1..0.95 step 0.1", "steps of 0.1 from 0.1 do not reach 0.95"),
        ("1..5 step 0", "the step 0 is not positive"),
        ("7 of {1, 2, 3, 4, 5, 6}", "7 different ones cannot be drawn from 6 values"),
        ("int[3] in 1..2 distinct", "3 different ones cannot be drawn from 2 values"),
        ("0 of {1, 2}", "a shape or count of 0 is not positive"),
        ("int[1/2] in 1..2", "1/2 is no whole number"),
        ("int[200, 200] in 1..2", "a shape of 40000 entries is too large"),
        ("0..0 nonzero", "no value is left"),
        ("2..5 distinct", "`distinct` needs several values\n"
                          "  hint: write a shape, `int[3] in ...`, or a count, `3 of ...`"),
        ("int[2, 2] in 1..9 increasing", "`increasing` needs a shape of one number, such as `[3]`"),
        ("int[2] in 0.1..0.5 step 0.1", "0.1 is no value of the type `int`"),
        ("{1, 2", "the braces are not closed"),
        ("2 of {}", "the braces are empty"),
        ("", "the values are missing\n  hint: write a range, `0..9`"),
        ([], "the list is empty"),
        ("0..10**9 step 0.5", "a range of more than 10000 values that are not whole is too long"),
        ("3 of 0..10**9", "more than 10000 values are too many for a draw without repetition"),
    ],
)  # fmt: skip
def test_unreadable_draws_are_explained(source: object, rest: str) -> None:
    shown = "[]" if source == [] else source
    assert fault(source) == f"bank.yaml:10:5: params > x: cannot read '{shown}' as a draw: {rest}"


def test_a_fault_in_a_bound_has_its_own_column() -> None:
    assert fault("int[3] in 0..k^2").startswith("bank.yaml:10:19: params > x: `^` is no operator here")


@pytest.mark.parametrize(
    ("source", "what"),
    [
        ("k..2", "the range is empty, since 3 is above 2\n  hint: write the smaller number first"),
        ("int[k - 3] in 0..1", "a shape or count of 0 is not positive"),
        ("4 of remedies", "4 different ones cannot be drawn from 3 values"),
        ("2 of cures", "there is no pool 'cures'"),
        ("2 of remedies increasing", "values of this kind have no order"),
    ],
)
def test_contradictions_that_only_knobs_bring_are_found_when_drawing(source: str, what: str) -> None:
    assert fault(source) == f"bank.yaml:10:5: params > x: cannot draw from `{source}`: {what}"


def test_an_impossible_end_is_given_up() -> None:
    assert "none of 1000 draws ends nonzero" in fault("2 of {0, 1}  ends nonzero")


def test_an_unknown_field_of_the_long_form_is_named() -> None:
    assert "unknown field 'dok' in a draw\n  hint: did you mean `doc`?" in fault({"draw": "1..2", "dok": "x"})
    assert "needs the field 'draw'" in fault({"doc": "x"})


@pytest.mark.parametrize(
    ("source", "value", "misfit"),
    [
        ("int[5] in -4..4", (1, 2, 3, 4), "needs 5 whole numbers, has 4"),
        ("int[5] in -4..4", 7, "needs 5 whole numbers, has 7"),
        ("int[2] in -4..4", (1, Dec("0.5")), "needs 2 whole numbers, has 0.5"),
        ("int[k, 2] in 0..1", ((1, 2), (3, 4)), "needs 3 rows of 2 whole numbers, has 2"),
        ("int[k, 2] in 0..1", ((1, 2), (3, 4), (5,)), "needs 3 rows of 2 whole numbers, has 1 in row 3"),
        ("2..5", Dec("2.0"), "needs a whole number, has 2.0"),
        ("2..5", (3,), "needs a whole number, has [3]"),
        ("2..5", True, "needs a whole number, has True"),
        ("0.1..0.9 step 0.1", "red", "needs a number, has 'red'"),
        ("0.1..0.9 step 0.1", 0.5, "needs a number, has 0.5"),
        ("one of {red, blue}", 3, "needs a word, has 3"),
        ("rows of remedies", (ROWS[0],), "needs 2 rows with helps, item, has 1"),
        ("one of remedies", Record({"item": "x"}), "needs a row with helps, item, has {item: 'x'}"),
    ],
)
def test_pinned_values_of_another_shape_or_type_are_refused(source: str, value: Value, misfit: str) -> None:
    assert parse(source, WHERE).misfit(value, SCOPE) == misfit


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("int[3] in -4..4 increasing", (99, 0, -99)),
        ("2..5", 1000),
        ("0.1..0.9 step 0.1", Fraction(1, 3)),
        ("one of {red, blue}", "green"),
        ("one of remedies", Record({"item": "new", "helps": "no"})),
        ([[1, 0], [0, 1]], (2, 2)),
    ],
)
def test_the_range_does_not_bind_pinned_values(source: object, value: Value) -> None:
    assert parse(source, WHERE).misfit(value, SCOPE) == ""


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("5", 5),
        ("-0.50", Dec("-0.50")),
        ("3/4", Fraction(3, 4)),
        ("4/2", 2),
        ("red", "red"),
        ("1/0", "1/0"),
        ("1.5.2", "1.5.2"),
    ],
)
def test_literals_are_numbers_or_words(text: str, value: Value) -> None:
    assert literal(text) == value
    assert type(literal(text)) is type(value)


def test_a_draw_survives_pickling() -> None:
    draw = parse("int[k] in -4..4 nonzero", WHERE)
    draw.take(Stream(1), SCOPE)
    again = pickle.loads(pickle.dumps(draw))
    assert again == draw
    assert again.take(Stream(2), SCOPE) == draw.take(Stream(2), SCOPE)


@given(
    seed=st.integers(0, 10**6),
    low=st.integers(-50, 50),
    width=st.integers(0, 60),
    rows=st.integers(1, 4),
    columns=st.integers(1, 4),
)
def test_matrices_have_their_shape_and_range(seed: int, low: int, width: int, rows: int, columns: int) -> None:
    draw: Draw = parse(f"int[{rows}, {columns}] in {low}..{low + width}", WHERE)
    drawn = draw.take(Stream(seed), {})
    assert [len(row) for row in drawn] == [columns] * rows
    assert all(type(x) is int and low <= x <= low + width for row in drawn for x in row)
    assert draw.misfit(drawn, {}) == ""


@given(seed=st.integers(0, 10**6), places=st.integers(1, 4), first=st.integers(-99, 99), steps=st.integers(0, 50))
def test_decimals_lie_on_their_grid(seed: int, places: int, first: int, steps: int) -> None:
    unit = Dec(Fraction(1, 10**places))
    low, high = Dec(first * Fraction(unit), places), Dec((first + steps) * Fraction(unit), places)
    drawn = parse(f"{low}..{high} step {unit}", WHERE).take(Stream(seed), {})
    assert low <= drawn <= high
    assert drawn.places == places


@given(seed=st.integers(0, 10**6), count=st.integers(1, 6), order=st.sampled_from(["increasing", "decreasing"]))
def test_ordered_draws_are_strictly_ordered(seed: int, count: int, order: str) -> None:
    drawn = parse(f"int[{count}] in -9..9 {order} nonzero", WHERE).take(Stream(seed), {})
    steps = [b - a for a, b in pairwise(drawn)]
    assert all(step > 0 if order == "increasing" else step < 0 for step in steps)
    assert 0 not in drawn


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused_with_a_place(source: str) -> None:
    faults: tuple[Fault, ...] = ()
    try:
        parse(source, WHERE)
    except ProbgenError as caught:
        faults = caught.faults
    assert all(fault.where.line == 10 and fault.what for fault in faults)
