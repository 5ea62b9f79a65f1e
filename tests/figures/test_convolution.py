"""Diagrams of convolutions: how many slabs, how large, what stands below."""

from __future__ import annotations

import pytest

from probgen.document import ConvDiagram
from probgen.figures import layout
from probgen.figures.convolution import place
from tests.figures.legible import assert_legible, labels, paths, word


def slabs(diagram: ConvDiagram) -> list[int]:
    return [len(column.slabs) for column in place(diagram).columns]


def below(diagram: ConvDiagram) -> list[str]:
    return [word(label) for label in labels(layout(diagram)) if word(label) != "*"]


def test_an_ordinary_convolution_has_a_kernel_for_each_output_channel() -> None:
    assert slabs(ConvDiagram("ordinary", 32, 3, "two kernels", channels_out=2, kernel=3)) == [1, 2, 1]


def test_of_many_kernels_three_and_dots_are_drawn() -> None:
    many = ConvDiagram("ordinary", 32, 3, "64 kernels", channels_out=64, kernel=3)
    assert slabs(many) == [1, 3, 1]
    assert len([path for path in paths(layout(many)) if path.fill == 0.0 and path.stroke is None]) == 3


def test_a_depthwise_convolution_treats_each_channel_apart() -> None:
    assert slabs(ConvDiagram("depthwise", 32, 3, "three channels", kernel=3)) == [3, 3, 3]


def test_sizes_of_input_kernels_and_output_stand_below() -> None:
    assert below(ConvDiagram("ordinary", 32, 3, "c", channels_out=64, kernel=5, side_out=28)) == [
        "input", r"32 \times 32 \times 3", "64 kernels", r"5 \times 5 \times 3", "output", r"28 \times 28 \times 64"
    ]  # fmt: skip


def test_a_depthwise_kernel_has_one_channel() -> None:
    assert below(ConvDiagram("depthwise", 32, 3, "c", kernel=3))[3] == r"3 \times 3 \times 1"


def test_sizes_can_be_left_to_the_student() -> None:
    assert below(ConvDiagram("pointwise", 32, 3, "c", channels_out=64, sizes=False)) == ["input", "kernels", "output"]


def test_a_slab_is_deeper_for_more_channels_and_never_thinner_than_one_that_shows() -> None:
    depths = [
        place(ConvDiagram("pointwise", 8, c, "c", channels_out=1)).columns[0].slabs[0].depth for c in (1, 3, 64, 512)
    ]
    assert depths == sorted(depths)
    assert depths[0] == 5


@pytest.mark.parametrize("channels", [1, 2, 3, 32, 512])
@pytest.mark.parametrize("kernel", [1, 3, 7, 11])
def test_diagrams_of_any_size_are_legible(channels: int, kernel: int) -> None:
    assert_legible(layout(ConvDiagram("depthwise", 224, channels, "c", kernel=kernel, side_out=112)))
    assert_legible(layout(ConvDiagram("ordinary", 224, channels, "c", channels_out=512, kernel=kernel)))
    assert_legible(layout(ConvDiagram("pointwise", 8, channels, "c", channels_out=1024)))


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"kind": "pointwise", "kernel": 3, "channels_out": 4}, "is 1 by 1"),
        ({"kind": "ordinary"}, "channels_out is needed"),
        ({"kind": "depthwise", "channels_out": 4}, "channels_out is needed, except"),
        ({"kind": "depthwise", "kernel": 0}, "sizes are positive"),
    ],
)
def test_a_convolution_that_cannot_be_is_refused(fields: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        ConvDiagram(side=8, channels=3, alt="wrong", **fields)  # type: ignore[arg-type]
