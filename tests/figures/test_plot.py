"""Plots: numbers at the axes, curves through the right points, labels clear of the curves."""

from __future__ import annotations

from fractions import Fraction
from math import exp, hypot, pi, sqrt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from probgen.document import Axis, Contours, Gaussian, LineStyle, Plot, Polyline
from probgen.exact import Dec
from probgen.figures import layout
from probgen.figures.plot import Frame, numbered, place, ticks
from probgen.figures.primitives import Path, bounds
from tests.figures.legible import assert_legible, followed, labels, paths, word
from tests.figures.samples import AFTER, BEFORE, DENSITY, ELLIPSES, LOSSES, NUMBERS, PLANE, STEPS, tex, words

MEANS = st.integers(-3, 3)
VARIANCES = st.sampled_from([Dec("0.16"), Dec("0.25"), 1, Dec("2.25")])
STYLES: list[LineStyle] = ["solid", "dashed", "dotted"]


def test_ticks_are_the_multiples_of_the_step() -> None:
    assert ticks(Axis(Dec("-0.5"), 1, Dec("0.4"))) == [Fraction(-2, 5), 0, Fraction(2, 5), Fraction(4, 5)]


def test_numbers_have_the_places_of_the_step() -> None:
    axis = Axis(0, 1, Dec("0.25"))
    assert [word(label) for label in labels(layout(Plot(axis, DENSITY, "grid")))] == [
        "0.00", "0.25", "0.50", "0.75", "1.00"
    ]  # fmt: skip


def test_where_numbers_would_collide_only_every_fifth_is_printed() -> None:
    """Lines 2.4 bp apart; "100" in 8 points is 13 bp wide, so every tenth has room, and every fifth has not."""
    assert [at for at, _ in numbered(Axis(0, 100, 1), upright=False)] == pytest.approx([24.0 * k for k in range(11)])


@pytest.mark.parametrize("count", [7, 12, 40, 120])
def test_numbers_never_touch(count: int) -> None:
    assert_legible(layout(Plot(Axis(-count, count, 1), Axis(0, 9, Fraction(1, 3), length=90), "grid")))


def test_a_density_passes_its_values_at_mean_and_one_deviation() -> None:
    """sd 0.4: the peak is 1 / (0.4 sqrt(2 pi)), and at 4.4 it is exp(-1/2) of that."""
    frame, (drawn,) = Frame(Plot(NUMBERS, DENSITY, "d", (BEFORE,))), place(Plot(NUMBERS, DENSITY, "d", (BEFORE,)))
    peak = 1 / (0.4 * sqrt(2 * pi))
    for x, y in ((4.0, peak), (4.4, peak * exp(-0.5)), (3.6, peak * exp(-0.5)), (4.8, peak * exp(-2))):
        at = frame.at(x, y)
        assert min(hypot(p.x - at.x, p.y - at.y) for p in followed(drawn.paths[0])) < 0.15


def test_a_polyline_passes_its_points() -> None:
    """The axis from 0 to 1000 is 300 bp long, that from 0 to 2.5 is 110 bp high."""
    line = Polyline(((0, Dec("2.5")), (500, 0), (1000, 1)))
    path = place(Plot(*STEPS, "p", (line,)))[0].paths[0]
    assert [tuple(s.to) for s in path.segments if hasattr(s, "to")] == [
        pytest.approx(place_) for place_ in ((0, 110), (150, 0), (300, 44))
    ]


def test_an_ellipse_satisfies_its_quadratic_form() -> None:
    """Covariance [[1, 0.8], [0.8, 1]] has the inverse [[1, -0.8], [-0.8, 1]] / 0.36."""
    plot = Plot(*PLANE, "e", (ELLIPSES[0],))
    outer, inner = place(plot)[0].paths
    for path, radius in ((outer, 2), (inner, 1)):
        for point in followed(path):
            x, y = point.x / 22.5 - 4 - 1, point.y / 22.5 - 4 - 0.5
            assert (x * x - 1.6 * x * y + y * y) / 0.36 == pytest.approx(radius**2, rel=5e-3)


def test_curves_are_told_apart_by_their_dashes() -> None:
    drawn = place(Plot(*STEPS, "losses", LOSSES))
    assert len({one.paths[0].dash for one in drawn}) == 3


def gap(path: Path, label: object) -> float:
    """The distance between a curve and a label's box."""
    box = bounds(label)  # type: ignore[arg-type]
    return min(
        hypot(max(box.left - p.x, 0, p.x - box.right), max(box.bottom - p.y, 0, p.y - box.top)) for p in followed(path)
    )


def test_a_label_is_nearest_to_its_own_curve() -> None:
    drawn = place(Plot(*STEPS, "losses", LOSSES))
    for one in drawn:
        assert one.label
        assert min(drawn, key=lambda other: gap(other.paths[0], one.label)) is one


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(MEANS, VARIANCES), min_size=1, max_size=3))
def test_densities_anywhere_are_legible(laws: list[tuple[int, int]]) -> None:
    axis = Axis(-8, 8, 1, tex("x"), 300)
    curves = tuple(
        Gaussian(m, v, words(f"density {k}"), style) for k, (m, v), style in zip(range(3), laws, STYLES, strict=False)
    )
    assert_legible(layout(Plot(axis, Axis(0, Dec("1.2"), Dec("0.2"), length=90), "densities", curves)))


@settings(max_examples=30, deadline=None)
@given(MEANS, MEANS, VARIANCES, VARIANCES, st.sampled_from([0, Dec("0.6"), Dec("-0.8")]))
def test_contours_anywhere_are_legible(x: int, y: int, one: Fraction, two: Fraction, rho: Fraction) -> None:
    covariance = float(rho) * sqrt(one * two)
    before = Contours((x, y), ((one, covariance), (covariance, two)), words("inputs"))
    after = Contours((0, 0), ((1, rho), (rho, 1)), words("outputs"), style="dashed")
    plane = (Axis(-8, 8, 2, tex("x_1"), 200), Axis(-8, 8, 2, tex("x_2"), 200))
    assert_legible(layout(Plot(*plane, "ellipses", (before, after))))


@settings(max_examples=30, deadline=None)
@given(st.lists(st.lists(st.integers(0, 25), min_size=30, max_size=30), min_size=1, max_size=3))
def test_jagged_curves_are_legible(heights: list[list[int]]) -> None:
    curves = tuple(
        Polyline(tuple((34 * i, Fraction(y, 10)) for i, y in enumerate(run)), words(f"run {k}"), style)
        for k, run, style in zip(range(3), heights, STYLES, strict=False)
    )
    assert_legible(layout(Plot(*STEPS, "runs", curves)))


def test_a_curve_whose_label_has_no_room_inside_is_named_to_the_right() -> None:
    comb = Polyline(tuple((10 * i, Dec("2.5") if i % 2 else 0) for i in range(101)), words("comb"))
    (label,) = (one.label for one in place(Plot(*STEPS, "comb", (comb,))))
    assert label
    assert label.x > 300


def test_the_blank_grid_and_its_overlay_have_the_same_grid() -> None:
    def grid(plot: Plot) -> list[Path]:
        return [path for path in paths(layout(plot)) if path.stroke and path.stroke > 0.4]

    assert grid(Plot(NUMBERS, DENSITY, "blank")) == grid(Plot(NUMBERS, DENSITY, "overlay", (AFTER,)))


@pytest.mark.parametrize(
    ("curve", "place_"),
    [
        (Gaussian(4, Dec("0.01")), r"\(4, 3.98"), (Polyline(((0, 0), (7, 1))), r"\(7, 1\)"),
        (Contours((0, 0), ((1, 0), (0, 1))), r"\(-2, -2\)"),
    ],
)  # fmt: skip
def test_a_curve_outside_the_axes_is_refused(curve: Gaussian, place_: str) -> None:
    with pytest.raises(ValueError, match=rf"a curve reaches {place_}"):
        Plot(NUMBERS, DENSITY, "too far", (curve,))


def test_an_axis_runs_upwards() -> None:
    with pytest.raises(ValueError, match="an axis runs upwards"):
        Axis(1, 1)


@pytest.mark.parametrize("covariance", [((1, 2), (2, 1)), ((1, 0.5), (0.4, 1)), ((0, 0), (0, 1))])
def test_what_is_no_covariance_is_refused(covariance: tuple[tuple[int, int], tuple[int, int]]) -> None:
    with pytest.raises(ValueError, match="a covariance is symmetric"):
        Contours((0, 0), covariance)


def test_a_variance_is_positive() -> None:
    with pytest.raises(ValueError, match="a variance is positive"):
        Gaussian(0, 0)
