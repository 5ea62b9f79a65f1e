"""The network: its layers as they are printed, and what may follow what."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, NamedTuple

_LAYER = re.compile(
    r"(?P<kind>CONV)(?P<size>\d+)-(?P<units>\d+)|(?P<pool>POOL2)|(?P<flat>FLATTEN)|(?P<fc>FC)-(?P<m>\d+)"
)


class Layer(NamedTuple):
    """A layer as it is printed, and what the print means; `size` is the kernel's side, `units` filters or units."""

    text: str
    kind: Literal["conv", "pool", "flatten", "fc"]
    size: int = 0
    units: int = 0


@dataclass(frozen=True, slots=True)
class Params:
    """The network: `image` (height, width, channels), `layers` as printed, and which cells are left open.

    A blank is (row, "params" or "shape") with the input in row 0; without blanks every cell below the input is open.
    """

    image: tuple[int, int, int]
    layers: tuple[str, ...]
    bias: int = 1
    blanks: tuple[tuple[int, str], ...] = ()

    def __post_init__(self) -> None:
        if len(self.image) != 3 or min(self.image) < 1:
            raise ValueError("the image must have a height, a width and a number of channels")
        if self.bias not in (0, 1):
            raise ValueError(f"bias is 1 (biases everywhere) or 0 (none), found {self.bias}")
        _check_network(self.image, [parse(text) for text in self.layers])
        for row, column in self.blanks:
            if not 1 <= row <= len(self.layers) or column not in ("params", "shape"):
                raise ValueError(f"a blank is [row, params or shape] with a row in 1..{len(self.layers)}")


def parse(text: str) -> Layer:
    """Return the layer that is printed as `text`; ValueError, with a sentence, where there is none."""
    match = _LAYER.fullmatch(str(text))
    if match is None:
        raise ValueError(f"'{text}' is no layer; known are CONV3-10, POOL2, FLATTEN and FC-3 with other numbers")
    if match["pool"]:
        return Layer(text, "pool")
    if match["flat"]:
        return Layer(text, "flatten")
    if match["fc"]:
        return Layer(text, "fc", units=int(match["m"]))
    return Layer(text, "conv", int(match["size"]), int(match["units"]))


def _check_network(image: tuple[int, ...], layers: list[Layer]) -> None:
    """Raise ValueError where a layer cannot follow the ones before it."""
    height, width, flat = image[0], image[1], False
    for layer in layers:
        if layer.kind in ("conv", "fc") and not layer.units:
            raise ValueError(f"{layer.text} has no filters or units")
        if flat != (layer.kind == "fc"):
            raise ValueError(f"{layer.text} must stand {'after' if layer.kind == 'fc' else 'before'} FLATTEN")
        if layer.kind == "conv" and layer.size % 2 == 0:
            raise ValueError(f"{layer.text} cannot keep the size: the side of its filters must be odd")
        if layer.kind == "pool":
            if height % 2 or width % 2:
                raise ValueError(f"POOL2 cannot halve {height} by {width}")
            height, width = height // 2, width // 2
        flat = flat or layer.kind == "flatten"
    if sum(layer.units > 0 for layer in layers) < 2:
        raise ValueError("the network needs two layers with parameters, for one to have most")
