"""Given numbers that make no sense are refused with a sentence."""

from __future__ import annotations

import re
from typing import Any

import pytest

from probgen.exact import Dec, Record

from .cases import module

SENSELESS: list[tuple[str, dict[str, Any], str]] = [
    ("conv1d_filter_recovery", {"signal": (1, 2, 3), "output": (1, 2, 3)}, "need 5 signal values, found 3"),
    ("conv1d_filter_recovery", {"signal": (), "output": ()}, "at least one output"),
    ("conv1d_filter_recovery", {"signal": (1, 2, 1), "output": (1, 2), "stride": 3}, "a stride of 3 skips values"),
    ("conv1d_filter_recovery", {"signal": (1, 2, 1), "output": (1, 2), "further": (1, 2)}, "must go on with 1 values"),
    ("conv_shape_param_table", {"image": (8, 8), "layers": ("CONV3-2",)}, "a height, a width and a number of channels"),
    ("conv_shape_param_table", {"image": (8, 8, 1), "layers": ("CONV3",)}, "'CONV3' is no layer"),
    ("conv_shape_param_table", {"image": (8, 8, 1), "layers": ("CONV2-4",)}, "must be odd"),
    ("conv_shape_param_table", {"image": (8, 8, 1), "layers": ("CONV3-0",)}, "no filters or units"),
    ("conv_shape_param_table", {"image": (7, 8, 1), "layers": ("CONV3-4", "POOL2")}, "cannot halve 7 by 8"),
    ("conv_shape_param_table", {"image": (8, 8, 1), "layers": ("FC-3",)}, "must stand after FLATTEN"),
    ("conv_shape_param_table", {"image": (8, 8, 1), "layers": ("FLATTEN", "CONV3-4")}, "must stand before FLATTEN"),
    ("conv_shape_param_table", {"image": (8, 8, 1), "layers": ("POOL2",)}, "needs two layers with parameters"),
    ("conv_shape_param_table", {"image": (8, 8, 1), "layers": ("CONV3-4",), "bias": 2}, "bias is 1"),
    (
        "conv_shape_param_table",
        {"image": (8, 8, 1), "layers": ("CONV3-4", "CONV3-8"), "blanks": ((0, "shape"),)},
        "a row in 1..2",
    ),
    ("argmax_attention", {"keys": ((1, 2),), "values": ((1,),), "query": (1, 2)}, "at least two keys"),
    ("argmax_attention", {"keys": ((1,), (2,)), "values": ((1,),), "query": (1,)}, "2 keys and 1 values"),
    (
        "argmax_attention",
        {"keys": ((1,), (2, 3)), "values": ((1,), (2,)), "query": (1,)},
        "every key must have as many",
    ),
    (
        "argmax_attention",
        {"keys": ((1,), (2,)), "values": ((1,), (2, 3)), "query": (1,)},
        "every value must have as many",
    ),
    ("decoding_tree_search", {"words": ("a",), "depth": 0, "logp": Record({})}, "must be at least 1"),
    ("decoding_tree_search", {"words": ("a",), "depth": 1, "logp": Record({})}, "the prefix '' needs"),
    (
        "decoding_tree_search",
        {"words": ("a",), "depth": 1, "logp": Record({"": Record({"b": Dec("-0.5")})})},
        "the word 'b' after '' is none of a",
    ),
    (
        "decoding_tree_search",
        {"words": ("a",), "depth": 1, "logp": Record({"": Record({"a": Dec("0.5")})})},
        "must be a decimal of at most 0",
    ),
    (
        "decoding_tree_search",
        {"words": ("a",), "depth": 1, "logp": Record({"": Record({"a": -1}), "a": Record({"a": -1})})},
        "no branch leads there before the end",
    ),
    (
        "decoding_tree_search",
        {"words": ("a",), "depth": 1, "logp": Record({"": Record({"a": Dec("-0.5")})})},
        "one sequence only",
    ),
    ("normalization_statistics", {"tensor": (((1, 2), (3,)),)}, "the same length"),
    ("normalization_statistics", {"tensor": (((1, 2),), ((1, 2), (3, 4)))}, "the same number of channels"),
    ("normalization_statistics", {"tensor": ()}, "the same number of channels"),
    ("normalization_statistics", {"tensor": (((1,), (2,)),)}, "at least two entries"),
]


@pytest.mark.parametrize(("name", "given", "sentence"), SENSELESS, ids=[s for _, _, s in SENSELESS])
def test_senseless_numbers_are_refused_with_a_sentence(name: str, given: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ValueError, match=re.escape(sentence)):
        module(name).Params(**given)
