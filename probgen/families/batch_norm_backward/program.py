"""The backward pass as a program of four lines, right or with one planted fault."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from numpy.typing import NDArray

RIGHT = "none"
FAULTS: Mapping[str, int] = {  # name -> line of the program, from 1
    "unscaled": 1,
    "lost_deviation": 2,
    "wrong_power": 2,
    "variance_sign": 2,
    "lost_half": 2,
    "mean_sign": 3,
    "averaged_mean": 3,
    "lost_factor": 4,
    "lost_variance": 4,
    "lost_mean": 4,
    "undivided_mean": 4,
    "lost_two": 4,
}


class Run(NamedTuple):
    """What each line of the program computes."""

    dz: Any
    dv: Any
    dmu: Any
    dx: Any


def run(deviations: NDArray[Any], root: Any, gamma: Any, dy: NDArray[Any], fault: str = RIGHT) -> Run:
    """Run the program on the deviations x - mu, root = sqrt(v + eps) and the upstream gradients."""
    n = len(dy)
    dz = dy if fault == "unscaled" else gamma * dy
    total = dz.sum() if fault == "lost_deviation" else (dz * deviations).sum()
    dv = -total / (2 * (root if fault == "wrong_power" else root**3))
    dv = {"variance_sign": -dv, "lost_half": 2 * dv}.get(fault, dv)
    dmu = -dz.sum() / root
    dmu = {"mean_sign": -dmu, "averaged_mean": dmu / n}.get(fault, dmu)
    by_variance = 2 * deviations * dv / n
    by_variance = {
        "lost_factor": 2 * dv / n,
        "lost_variance": 0,
        "lost_two": by_variance / 2,
    }.get(fault, by_variance)
    by_mean = {"lost_mean": 0, "undivided_mean": dmu}.get(fault, dmu / n)
    return Run(dz, dv, dmu, dz / root + by_variance + by_mean)
