"""The experiment: logistic regression on few examples with many features, most of which say nothing."""

from __future__ import annotations

from fractions import Fraction
from math import prod
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...exact import Dec, Exact, Record
from ...stream import Stream
from .solving import Params

Array = NDArray[np.float64]

_RATES = {"moderate": (0, Dec("0.5"), Dec("0.9")), "mild": (0, Dec("0.4"), Dec("0.9"))}
_TRAINING, _VALIDATION = 60, 400  # examples
_FEATURES, _TELLING = 30, 6
_AGREEING = 7  # tenths of the examples whose telling feature has the sign of the class
_FLIPPED = 1  # tenth of the training examples that carry the wrong class
_STEPS, _EVERY = 100, 5
_LEARNING_RATE = 0.5


class Data(NamedTuple):
    """Features of sign -1 or 1, (examples, features), and classes 0 or 1."""

    features: Array
    classes: Array


def draw(stream: Stream, knobs: Record) -> Params:
    """Return the curves of one experiment with the dropout rates of the knob `rates`."""
    rates = _RATES[knobs["rates"]]
    training, validation = _data(stream, _TRAINING), _data(stream, _VALIDATION)
    wrong = stream.digits(10, _TRAINING) < _FLIPPED
    training = training._replace(classes=np.where(wrong, 1 - training.classes, training.classes))
    runs = [_run(stream.child(str(rate)), training, validation, rate) for rate in rates]
    return Params(rates, tuple(run[0] for run in runs), tuple(run[1] for run in runs), _EVERY)


def _data(stream: Stream, count: int) -> Data:
    classes = stream.digits(2, count)
    features = 2 * stream.digits(2, count * _FEATURES).reshape(count, _FEATURES) - 1
    agree = stream.digits(10, count * _TELLING).reshape(count, _TELLING) < _AGREEING
    features[:, :_TELLING] = np.where(agree, 1, -1) * (2 * classes[:, None] - 1)
    return Data(features.astype(float), classes.astype(float))


def _run(stream: Stream, training: Data, validation: Data, rate: Exact) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Train by gradient descent with dropout of the inputs; return both accuracies in whole percent."""
    masks = _masks(stream, Fraction(rate), (_STEPS, *training.features.shape))
    weights, bias = np.zeros(_FEATURES), 0.0
    curves: tuple[list[int], list[int]] = ([], [])
    for step in range(_STEPS + 1):
        if step % _EVERY == 0:
            for curve, data in zip(curves, (training, validation), strict=True):
                right = (data.features @ weights + bias > 0) == data.classes
                curve.append(round(100 * float(right.mean())))
        if step < _STEPS:
            seen = training.features * masks[step]
            errors = (np.tanh((seen @ weights + bias) / 2) + 1) / 2 - training.classes  # the logistic function
            weights -= _LEARNING_RATE * seen.T @ errors / len(errors)
            bias -= _LEARNING_RATE * float(errors.mean())
    return tuple(curves[0]), tuple(curves[1])


def _masks(stream: Stream, rate: Fraction, shape: tuple[int, ...]) -> Array:
    """Return 0 where an input is dropped and 1/(1 - rate) elsewhere."""
    if rate == 0:
        return np.ones(shape)
    digits = stream.digits(rate.denominator, prod(shape)).reshape(shape)
    masks: Array = (digits >= rate.numerator) / float(1 - rate)
    return masks
