"""Networks drawn so that every number is short and every side whole."""

from __future__ import annotations

from ...exact import Record
from ...stream import Stream
from .network import Layer, Params, parse
from .solving import counts_of, shapes_of

_SIDES, _CHANNELS = (16, 24, 28, 32, 48, 64), (1, 3)
_KERNELS, _FILTERS, _CLASSES = (1, 3, 3, 3, 5), (4, 6, 8, 10, 12, 16, 32), (2, 3, 5, 10)
_LARGEST = 99_999  # a count of at most five digits


def draw(stream: Stream, knobs: Record) -> Params:
    """Return a network of `knobs.blocks` blocks, the first `knobs.double` of them with a second convolution.

    Five cells are open: the counts of two convolutions and of the fully connected layer, the shape after
    a pooling, and one cell more.
    """
    while True:
        sides = [side for side in _SIDES if side % 2**knobs.blocks == 0 and side >> knobs.blocks >= 2]
        side = stream.pick(sides)
        layers: list[str] = []
        for block in range(knobs.blocks):
            convolutions = 2 if block < knobs.double else 1
            layers += [f"CONV{stream.pick(_KERNELS)}-{stream.pick(_FILTERS)}" for _ in range(convolutions)]
            layers.append("POOL2")
        layers += ["FLATTEN", f"FC-{stream.pick(_CLASSES)}"]
        image = (side, side, stream.pick(_CHANNELS))
        parsed = [parse(text) for text in layers]
        counts = list(counts_of(Params(image, tuple(layers), knobs.bias), parsed, shapes_of(image, parsed)))
        if all(count.params <= _LARGEST for count in counts) and sum(count.params for count in counts) <= _LARGEST:
            return Params(image, tuple(layers), knobs.bias, _blanks(stream, parsed))


def _blanks(stream: Stream, layers: list[Layer]) -> tuple[tuple[int, str], ...]:
    """Return five open cells in reading order."""
    of_kind = {kind: [i for i, layer in enumerate(layers, start=1) if layer.kind == kind] for kind in ("conv", "pool")}
    chosen = [(row, "params") for row in stream.sample(of_kind["conv"], 2)]
    chosen += [(len(layers), "params"), (stream.pick(of_kind["pool"]), "shape")]
    others = [(row, "params") for row in of_kind["pool"]] + [
        (row, "shape") for row, layer in enumerate(layers, start=1) if layer.kind != "fc"
    ]
    chosen.append(stream.pick([cell for cell in others if cell not in chosen]))
    return tuple(sorted(chosen))
