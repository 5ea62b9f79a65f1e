"""Circular shifts: changes of the network tried on images, planted errors, and what the draw promises."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from probgen import bank, sampling, shelf
from probgen.exact import Record
from probgen.family import Disagreement
from probgen.stream import Stream

from .cases import Case, all_cases, module

NAME = "circular_shift_invariance"
CASE: Case = next(case for case in all_cases() if case.family == NAME and not case.refused)
PLANTED: list[tuple[str, Callable[[Any], Any]]] = [
    ("the other known image", lambda s: s._replace(first=s.exchanged[0])),
    ("a shifted vector of features", lambda s: s._replace(first=s.rotated[0])),
    ("an average", lambda s: s._replace(second=s.average)),
    ("a shift too far", lambda s: s._replace(matches=(s.matches[0]._replace(right=5), *s.matches[1:]))),
    ("a stranger said to be known", lambda s: s._replace(verdicts=(s.verdicts[0]._replace(known=2), *s.verdicts[1:]))),
    ("a stranger left out", lambda s: s._replace(unknown=())),
    ("another picture", lambda s: s._replace(query_images=s.known_images)),
]


@pytest.mark.parametrize(("error", "change"), PLANTED, ids=[error for error, _ in PLANTED])
def test_verify_refuses_a_planted_error(error: str, change: Callable[[Any], Any]) -> None:
    params = CASE.params()
    with pytest.raises(Disagreement):
        module(NAME).verify(params, change(module(NAME).solve(params)))


def drawn(seed: int, more: int = 3) -> Any:
    return module(NAME).draw(Stream(NAME, seed), Record({"more": more}))


def test_images_differ_and_one_of_them_lies_over_a_border() -> None:
    for seed in range(40):
        params = drawn(seed, 3 + seed % 2)
        images = (*params.known, *params.queries, *params.others)
        assert len(set(images)) == len(images) == 7 + seed % 2
        solution = module(NAME).solve(params)
        assert 1 <= len(solution.unknown) < len(params.others)
        assert params.features[0] != params.features[1]


def convolve(image: NDArray[Any], kernel: NDArray[Any], padding: int, mode: Any, stride: int = 1) -> NDArray[Any]:
    padded = np.pad(image, padding, mode=mode)
    windows = np.lib.stride_tricks.sliding_window_view(padded, kernel.shape)[::stride, ::stride]
    return np.asarray(np.maximum((windows * kernel).sum(axis=(2, 3)), 0))


ODD, LARGE, EVEN = (np.arange(size * size).reshape(size, size) % 7 - 2 for size in (3, 5, 2))
NETWORKS: dict[str, Callable[[NDArray[Any]], Any]] = {
    "maximum": lambda x: convolve(x, ODD, 1, "wrap").max(),
    "sum": lambda x: convolve(x, ODD, 1, "wrap").sum(),
    r"5 \times 5": lambda x: convolve(x, LARGE, 2, "wrap").sum(),
    r"2 \times 2": lambda x: convolve(x, EVEN, 1, "wrap").sum(),
    "padded with zeros": lambda x: convolve(x, ODD, 1, "constant").sum(),
    "one long vector": lambda x: tuple(convolve(x, ODD, 1, "wrap").ravel()),
    "stride 2": lambda x: convolve(x, ODD, 1, "wrap", 2).sum(),
    "filters of its own": lambda x: (convolve(x, ODD, 1, "wrap") * np.arange(x.size).reshape(x.shape)).sum(),
    "row number": lambda x: convolve(x + np.arange(len(x))[:, None] * (x + 1), ODD, 1, "wrap").sum(),
    "upper half": lambda x: convolve(x, ODD, 1, "wrap")[: len(x) // 2].sum(),
}


@pytest.mark.parametrize("words", NETWORKS)
def test_a_change_of_the_network_is_harmless_exactly_where_the_pool_says_so(words: str) -> None:
    (row,) = [row for row in bank.find(NAME, [shelf.shipped()]).pools["changes"] if words in row.item]
    image = np.zeros((6, 6), dtype=np.int64)
    image[1, 1:4] = image[2, 2] = image[3, 2] = 1
    outputs = {NETWORKS[words](np.roll(image, (down, right), axis=(0, 1))) for down in range(6) for right in range(6)}
    assert (len(outputs) == 1) == (row.right == "yes")


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"queries": (((1, 0), (0, 0)),)}, "the same height and width"),
        ({"queries": (((2, 0, 0), (0, 0, 0), (0, 0, 0)),)}, "0 or 1"),
        ({"features": ((1, 2), (3,))}, "as many features"),
        ({"queries": (((1, 0, 0), (0, 0, 0), (0, 0, 0)),)}, "two to predict"),
    ],
)
def test_senseless_images_are_refused_with_a_sentence(given: dict[str, Any], sentence: str) -> None:
    image = ((1, 0, 0), (0, 0, 0), (0, 0, 0))
    whole = {"known": (image, image), "features": ((1, 0), (0, 1)), "queries": (image, image)}
    with pytest.raises(ValueError, match=sentence):
        module(NAME).Params(**{**whole, **given})


def test_images_smaller_than_the_filters_are_refused() -> None:
    image = ((1, 0), (0, 0))
    with pytest.raises(ValueError, match="at least as large"):
        module(NAME).Params(known=(image, image), features=((1,), (2,)), queries=(image, image))


def test_every_entry_of_the_bank_draws_shifts_and_strangers() -> None:
    template = bank.find(NAME, [shelf.shipped()])
    for seed in range(20):
        scope = sampling.draw(template, Stream(NAME, seed)).scope
        assert {verdict.unknown for verdict in scope["verdicts"]} == {"yes", "no"}
