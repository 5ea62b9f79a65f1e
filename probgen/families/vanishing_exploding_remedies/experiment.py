"""Gradient norms of deep random networks with and without a remedy, measured by backpropagation.

Weights are random signs times a scale, from a fixed stream. The baseline that vanishes has ReLU layers whose gradient
loses a factor of two in its squared norm at each, the one that explodes gains a factor of four.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from ...stream import Stream

Array: TypeAlias = NDArray[np.float64]
Step: TypeAlias = tuple[Array, Callable[[Array], Array]]  # a layer's output, and its backward pass

_DEPTH, _WIDTH, _BATCH = 24, 32, 32
_EPSILON = 1e-12
_VANISHING, _EXPLODING = 1.0, 8.0  # variance of a weight times the width


class Network(NamedTuple):
    """How a network is made; the defaults are the baseline's."""

    init: float | None = None  # variance times width, None as in the baseline
    orthogonal: bool = False
    activation: str = "relu"
    skip: bool = False
    gate: float = 0.0  # share of the state that is carried on
    norm: int | None = None  # axis of the statistics: 0 for batch norm, 1 for layer norm
    keep: float = 1.0  # of dropout
    batch: int = _BATCH
    tied: bool = False  # the same weights in every layer
    clip: float = math.inf


REMEDIES: Mapping[str, tuple[Network, Network]] = {  # the baseline and the network with the remedy
    "he_vs_xavier": (Network(), Network(init=2.0)),
    "skip_connections": (Network(), Network(skip=True)),
    "batch_norm": (Network(), Network(norm=0)),
    "layer_norm": (Network(), Network(norm=1)),
    "gradient_clipping": (Network(), Network(clip=1.0)),
    "gating": (Network(), Network(gate=0.95)),
    "relu_for_sigmoid": (Network(activation="sigmoid"), Network()),
    "orthogonal": (Network(activation="none"), Network(activation="none", orthogonal=True)),
    "larger_batch": (Network(), Network(batch=2 * _BATCH)),
    "dropout": (Network(), Network(keep=0.9)),
    "weight_sharing": (Network(), Network(tied=True)),
    "shuffling": (Network(), Network()),
    "more_data": (Network(), Network()),
}


@cache
def helps(name: str) -> tuple[bool, bool]:
    """Tell whether the remedy brings a vanishing, and an exploding, gradient at least half the way back, in logarithms.

    A sigmoid's gradient cannot be made to explode by the same scale, so there the baseline is that of the remedy.
    """
    baseline, remedied = REMEDIES[name]
    lost, kept = (_growth(network, _scale(network, vanishing=True)) for network in (baseline, remedied))
    before = baseline if baseline.activation != "sigmoid" else remedied
    gained, left = (_growth(network, _scale(network, vanishing=False)) for network in (before, remedied))
    if lost > -2 or gained < 2:
        raise ArithmeticError(f"the baselines of {name} neither vanish nor explode: {lost}, {gained}")
    return kept > lost / 2, left < gained / 2


def _scale(network: Network, *, vanishing: bool) -> float:
    """Return the variance of the weights times the width; without ReLU half of it has the same effect."""
    if network.init is not None:
        return network.init
    return (_VANISHING if vanishing else _EXPLODING) / (2 if network.activation == "none" else 1)


def _growth(network: Network, scale: float) -> float:
    """Return the decimal logarithm of the gradient's norm at the input over that at the output."""
    x = _signs("input", network.batch, _WIDTH)
    backward = []
    for layer in range(_DEPTH):
        x, back = _layer(network, _weights(network, scale, layer), x, layer)
        backward.append(back)
    gradient = _signs("gradient", network.batch, _WIDTH)
    start = float(np.linalg.norm(gradient))
    for back in reversed(backward):
        gradient = back(gradient)
    return math.log10(min(float(np.linalg.norm(gradient)) / start, network.clip))


def _weights(network: Network, scale: float, layer: int) -> Array:
    signs = _signs(f"weights {0 if network.tied else layer}", _WIDTH, _WIDTH)
    if network.orthogonal:
        return np.asarray(np.linalg.qr(signs)[0])
    return np.asarray(signs * np.sqrt(scale / _WIDTH), dtype=np.float64)


def _layer(network: Network, weights: Array, x: Array, layer: int) -> Step:
    """Return the output of a layer and its backward pass."""
    z = x @ weights
    normalized, unnormalize = (z, _same) if network.norm is None else _normalize(z, network.norm)
    active, slope = _activate(network.activation, normalized)
    mask = _mask(network.keep, z.shape, layer)
    carried = network.gate if network.gate else 1.0 if network.skip else 0.0
    share = 1 - network.gate

    def back(gradient: Array) -> Array:
        inner = unnormalize(gradient * share * mask * slope)
        return np.asarray(inner @ weights.T + carried * gradient)

    return share * active * mask + carried * x, back


def _same(gradient: Array) -> Array:
    return gradient


def _normalize(z: Array, axis: int) -> Step:
    def mean(values: Array) -> Array:
        return np.asarray(values.mean(axis=axis, keepdims=True), dtype=np.float64)

    centered = z - mean(z)
    deviation = np.sqrt(mean(centered**2) + _EPSILON)
    unit = centered / deviation

    def back(gradient: Array) -> Array:
        return np.asarray((gradient - mean(gradient) - unit * mean(gradient * unit)) / deviation, dtype=np.float64)

    return unit, back


def _activate(kind: str, z: Array) -> tuple[Array, Any]:
    """Return the activations and their slopes."""
    if kind == "none":
        return z, 1.0
    if kind == "relu":
        return np.maximum(z, 0), (z > 0).astype(np.float64)
    value = 1 / (1 + np.exp(-z))
    return value, value * (1 - value)


def _mask(keep: float, shape: tuple[int, ...], layer: int) -> Any:
    """Return a mask of dropout that keeps the mean."""
    if keep == 1:
        return 1.0
    stream = Stream("remedies", "mask", layer)
    kept = [stream.below(100) < 100 * keep for _ in range(int(np.prod(shape)))]
    return np.array(kept, dtype=np.float64).reshape(shape) / keep


@cache
def _signs(what: str, rows: int, columns: int) -> Array:
    """Return random signs, the same ones at every call."""
    stream = Stream("remedies", what)
    words = [stream.below(2**32) for _ in range(-(-rows * columns // 32))]
    bits = np.array([word >> bit & 1 for word in words for bit in range(32)], dtype=np.float64)
    return 2 * bits[: rows * columns].reshape(rows, columns) - 1
