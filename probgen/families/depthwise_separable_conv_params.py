"""Weights of an ordinary convolution against those of a depthwise separable one.

With a kernel of k x k, c input and f output channels, the ordinary layer has k k c f weights. The separable one
has k k c m depthwise weights (m filters for each input channel, each over this channel alone) and c m f pointwise
ones (filters of 1 x 1 over all c m channels): m (1/f + 1/k^2) of the ordinary number (Howard et al., MobileNets).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from .. import handwork
from ..document import ConvDiagram
from ..exact import Exact, Value, plain
from ..family import Disagreement, Effort


@dataclass(frozen=True, slots=True)
class Params:
    """Channels, side of the kernel, side of the image (which does not matter), depthwise filters per channel."""

    in_channels: int
    out_channels: int
    kernel: int
    side: int
    multiplier: int = 1

    def __post_init__(self) -> None:
        if min(self.in_channels, self.out_channels, self.kernel, self.side, self.multiplier) < 1:
            raise ValueError("channels, kernel, image and multiplier must be at least 1")


class Solution(NamedTuple):
    """The counts, and what known mistakes lead to."""

    middle: int  # channels between the two stages
    ordinary: int
    depthwise: int
    pointwise: int
    separable: int
    ratio: Exact  # separable / ordinary
    ordinary_biased: int
    depthwise_biased: int
    pointwise_biased: int
    separable_biased: int
    half_biased: int  # biases of the pointwise stage alone
    one_channel: int  # every filter taken to cover one channel only
    unshared: int  # a filter of its own at every position
    all_channels: int  # depthwise filters taken to cover all channels and to make all outputs
    one_filter: int  # one depthwise filter for all channels
    wide_pointwise: int  # pointwise filters taken to be as wide as the kernel
    single_pointwise: int  # one pointwise filter only
    only_kernel: Exact  # one summand of the ratio left out
    only_channels: Exact
    ordinary_diagram: ConvDiagram
    depthwise_diagram: ConvDiagram
    pointwise_diagram: ConvDiagram


def solve(params: Params) -> Solution:
    """Return all counts by the formulas."""
    c, f, m, area = params.in_channels, params.out_channels, params.multiplier, params.kernel**2
    ordinary, depthwise, pointwise = (
        int(np.prod(sizes, dtype=np.int64)) for sizes in ((area, c, f), (area, c, m), (c * m, f))
    )
    return Solution(
        middle=c * m,
        ordinary=ordinary,
        depthwise=depthwise,
        pointwise=pointwise,
        separable=depthwise + pointwise,
        ratio=plain(Fraction(depthwise + pointwise, ordinary)),
        ordinary_biased=ordinary + f,
        depthwise_biased=depthwise + c * m,
        pointwise_biased=pointwise + f,
        separable_biased=depthwise + c * m + pointwise + f,
        half_biased=depthwise + pointwise + f,
        one_channel=area * f,
        unshared=ordinary * params.side**2,
        all_channels=ordinary * m,
        one_filter=area * m,
        wide_pointwise=pointwise * area,
        single_pointwise=c * m,
        only_kernel=plain(Fraction(m, area)),
        only_channels=plain(Fraction(m, f)),
        ordinary_diagram=_diagram("ordinary", params, c, params.kernel),
        depthwise_diagram=_depthwise(params),
        pointwise_diagram=_diagram("pointwise", params, c * m, 1),
    )


def verify(params: Params, solution: Solution) -> None:
    """Run layers whose weights and inputs are all one at one position, and add up the outputs.

    Each output is then the number of weights, and of biases, that act on it.

    Raises:
        Disagreement: a count or the ratio differs.
    """
    patch = np.ones((params.kernel, params.kernel, params.in_channels), dtype=np.int64)
    filters = np.ones((*patch.shape, params.out_channels), dtype=np.int64)
    own = np.ones((*patch.shape, params.multiplier), dtype=np.int64)
    mixing = np.ones((params.in_channels * params.multiplier, params.out_channels), dtype=np.int64)
    outputs = {
        "ordinary": np.einsum("ijc,ijcf->f", patch, filters),
        "depthwise": np.einsum("ijc,ijcm->cm", patch, own),
        "pointwise": np.einsum("c,cf->f", np.ones(len(mixing), dtype=np.int64), mixing),
    }
    counted = {name: int(values.sum()) for name, values in outputs.items()}
    counted |= {f"{name}_biased": _biased(values) for name, values in outputs.items()}
    for suffix in ("", "_biased"):
        counted[f"separable{suffix}"] = counted[f"depthwise{suffix}"] + counted[f"pointwise{suffix}"]
    for name, expected in counted.items():
        if getattr(solution, name) != expected:
            raise Disagreement(f"the layers count {name} as {expected}, the formula as {getattr(solution, name)}")
    if solution.middle != outputs["depthwise"].size:
        raise Disagreement(f"between the stages are {outputs['depthwise'].size} channels, not {solution.middle}")
    if solution.ratio * counted["ordinary"] != counted["separable"]:
        raise Disagreement(f"{solution.ratio} of {counted['ordinary']} is not {counted['separable']}")


def follow(params: Params, solution: Solution, wanted: str, earlier: Mapping[str, Value]) -> Value | None:
    """Return the ratio, or a count with its biases, from own counts; a missing sum is that of its stages."""
    own = {**solution._asdict(), **earlier}
    ordinary, separable = own["ordinary"], earlier.get("separable", own["depthwise"] + own["pointwise"])
    match wanted:
        case "ratio":
            return plain(Fraction(separable) / Fraction(ordinary))
        case "ordinary_biased":
            return ordinary + params.out_channels
        case "separable_biased":
            return separable + solution.middle + params.out_channels
        case _:
            return None


def effort(params: Params, solution: Solution) -> Effort:
    """Return the work of each part: the products of the counts, their sum, the quotient, the biases."""
    square = handwork.product(params.kernel, params.kernel)
    ordinary = square + handwork.product(params.kernel**2, params.in_channels, params.out_channels)
    depthwise = square + handwork.product(params.kernel**2, solution.middle)
    pointwise = handwork.product(solution.middle, params.out_channels)
    biases = handwork.total((solution.separable, solution.middle, params.out_channels))
    ratio = Fraction(solution.separable, solution.ordinary)
    return {
        "a": ordinary,
        "b": depthwise + pointwise + handwork.total((solution.depthwise, solution.pointwise)),
        "c": handwork.weight(solution.separable) + handwork.weight(solution.ordinary) + handwork.weight(ratio),
        "d": handwork.total((solution.ordinary, params.out_channels)) + biases,
    }


def _diagram(kind: Literal["ordinary", "pointwise"], params: Params, channels: int, kernel: int) -> ConvDiagram:
    """Return the diagram of a convolution over all channels; sizes are left out, since they are asked for."""
    alt = (
        f"A box, the image with all its channels, is convolved with kernels of {kernel} by {kernel}, as deep as the "
        "image. Each kernel makes one channel of the resulting box."
    )
    return ConvDiagram(kind, params.side, channels, alt, params.out_channels, kernel, sizes=False)


def _depthwise(params: Params) -> ConvDiagram:
    """Return the diagram of the depthwise stage; with several filters for each channel, of one of them."""
    alt = f"Each channel of the image is convolved with a kernel of its own, {params.kernel} by {params.kernel}."
    return ConvDiagram("depthwise", params.side, params.in_channels, alt, kernel=params.kernel, sizes=False)


def _biased(outputs: NDArray[Any]) -> int:
    """Return the sum of the outputs after a bias of one for each of them."""
    return int((outputs + 1).sum())
