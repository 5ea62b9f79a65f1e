"""Binary images: pixels, captions, the width of the page."""

from __future__ import annotations

import pytest

from probgen.document import BinaryImage, BinaryImages
from probgen.errors import ProbgenError
from probgen.figures import layout
from probgen.figures.images import place_images
from probgen.figures.primitives import bounds
from tests.figures.legible import assert_legible, labels, paths
from tests.figures.samples import tex, words


def images(count: int, side: int) -> BinaryImages:
    pixels = tuple(tuple(int(r == c) for c in range(side)) for r in range(side))
    return BinaryImages(tuple(BinaryImage(pixels, tex(f"x_{k}")) for k in range(count)), "diagonals")


def test_ones_are_black_squares_in_reading_order() -> None:
    """The rows 10 and 01: a pixel at the upper left and one at the lower right."""
    black = [path for path in paths(layout(images(1, 2))) if path.stroke is None]
    (first, second) = map(bounds, black)
    assert (first.right, first.bottom) == pytest.approx((second.left, second.top))


def test_captions_stand_on_one_line_though_images_differ_in_height() -> None:
    two = BinaryImages((BinaryImage(((1,),), words("flat")), BinaryImage(((1,), (0,)), tex("y^2"))), "two images")
    one, other = labels(layout(two))
    assert one.baseline == pytest.approx(other.baseline)


@pytest.mark.parametrize(("count", "side"), [(1, 3), (4, 8), (6, 8), (8, 7)])
def test_rows_of_images_are_legible(count: int, side: int) -> None:
    assert_legible(layout(images(count, side)))


def test_pixels_shrink_where_the_page_is_narrow() -> None:
    """Six images of eight pixels: 48 pixels and five gaps of 22 leave 7.4 bp a pixel; steps are 0.5."""
    assert (place_images(images(4, 8)).pixel, place_images(images(6, 8)).pixel) == (9.0, 7.0)


def test_too_many_images_are_the_users_fault() -> None:
    with pytest.raises(ProbgenError, match="20 images do not fit beside one another"):
        layout(images(20, 8))


@pytest.mark.parametrize("pixels", [((1, 2),), ((1, 0), (1,))])
def test_an_image_is_a_rectangle_of_zeros_and_ones(pixels: tuple[tuple[int, ...], ...]) -> None:
    with pytest.raises(ValueError, match="equally long rows of zeros and ones"):
        BinaryImage(pixels)
