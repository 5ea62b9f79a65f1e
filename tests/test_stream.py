"""Streams: pinned by a golden file, independent of each other, uniform.

`python -m tests.test_stream` writes the golden file anew; a difference is a new major version.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from probgen import stream as module
from probgen.stream import Stream

GOLDEN = Path(__file__).parent / "golden" / "stream.txt"
KEYS: tuple[tuple[int | str, ...], ...] = ((), (1,), ("1",), (0,), ("seed", "A", "conv"), ("straße", 7), (2**128 - 1,))
METHODS: dict[str, Callable[[Stream], object]] = {
    "below(6)": lambda stream: [stream.below(6) for _ in range(12)],
    "below(2**64)": lambda stream: [stream.below(2**64) for _ in range(2)],
    "between(-4, 4)": lambda stream: [stream.between(-4, 4) for _ in range(12)],
    "pick": lambda stream: "".join(stream.pick("abcdefgh") for _ in range(12)),
    "sample": lambda stream: "".join(stream.sample("abcdefgh", 5)),
    "shuffled": lambda stream: "".join(stream.shuffled("abcdefgh")),
    "digits(3)": lambda stream: stream.digits(3, 45).tolist(),
    "child": lambda stream: stream.child("x", 1).below(10**6),
}


def golden() -> str:
    """Return the first draws of each method for each key."""
    lines = (f"{key!r} {name}: {first(Stream(*key))}" for key in KEYS for name, first in METHODS.items())
    return "\n".join(lines) + "\n"


def chi_square(counts: Counter[object], cells: int) -> float:
    """Return Pearson's statistic against the uniform distribution."""
    expected = counts.total() / cells
    return sum((n - expected) ** 2 for n in counts.values()) / expected + (cells - len(counts)) * expected


def test_the_first_draws_are_those_of_the_golden_file() -> None:
    assert golden().splitlines() == GOLDEN.read_text("utf-8").splitlines()


@pytest.mark.parametrize("base", [2, 3, 10, 1000])
def test_digits_are_those_of_larger_draws(base: int) -> None:
    """62 bits hold 62 binary digits, 39 ternary, 18 decimal ones and 6 of base 1000."""
    width = {2: 62, 3: 39, 10: 18, 1000: 6}[base]
    numbers = [Stream("digits").child(base), Stream("digits").child(base)]
    one, two = (numbers[1].below(base**width) for _ in range(2))
    found = numbers[0].digits(base, width + 1).tolist()
    assert sum(digit * base**place for place, digit in enumerate(found[:width])) == one
    assert found[width] == two % base


def test_digits_are_uniform() -> None:
    counts: Counter[object] = Counter(Stream("digits").digits(5, 5000).tolist())
    assert chi_square(counts, 5) < 18.5  # exceeded with probability 0.001


def test_numbers_and_their_texts_are_the_same_key() -> None:
    assert Stream(1).below(2**64) == Stream("1").below(2**64)


def test_steps_of_a_key_cannot_run_into_each_other() -> None:
    firsts = {Stream(*key).below(2**64) for key in (("a", "b"), ("ab",), ("a,b",), ("a", "", "b"), ("1:a,", "b"))}
    assert len(firsts) == 5


def test_a_child_does_not_depend_on_what_its_parent_drew() -> None:
    used = Stream("a")
    used.below(10)
    assert used.child("b").below(2**64) == Stream("a").child("b").below(2**64) == Stream("a", "b").below(2**64)


@pytest.mark.parametrize("batch", [1, 2, 7, 1000])
def test_the_size_of_a_batch_does_not_change_what_is_drawn(batch: int, monkeypatch: pytest.MonkeyPatch) -> None:
    usual = Stream("batch")
    expected = [usual.below(1000) for _ in range(100)]
    monkeypatch.setattr(module, "_BATCH", batch)
    other = Stream("batch")
    assert [other.below(1000) for _ in range(100)] == expected


@pytest.mark.parametrize("bound", [2, 6, 7, 10, 64, 100])
def test_below_is_uniform(bound: int) -> None:
    """For d degrees of freedom the statistic has mean d and variance 2d; five deviations are allowed."""
    stream = Stream("uniform", bound)
    counts: Counter[object] = Counter(stream.below(bound) for _ in range(200 * bound))
    assert chi_square(counts, bound) < bound - 1 + 5 * (2 * (bound - 1)) ** 0.5


def test_all_orders_are_equally_likely() -> None:
    stream = Stream("orders")
    counts: Counter[object] = Counter(stream.shuffled("abcd") for _ in range(4800))
    assert set(counts) == set(permutations("abcd"))
    assert chi_square(counts, 24) < 23 + 5 * 46**0.5


def test_neighboring_seeds_have_nothing_in_common() -> None:
    """Of 1000 pairs of draws below 10, about 100 agree, with a deviation of 9.5."""
    one, two = Stream(1), Stream(2)
    assert 50 < sum(one.below(10) == two.below(10) for _ in range(1000)) < 150


@given(st.integers(0, 2**32), st.lists(st.integers(), max_size=12), st.data())
def test_a_sample_takes_each_item_at_most_once(seed: int, items: list[int], data: st.DataObject) -> None:
    count = data.draw(st.integers(0, len(items)))
    taken = Stream(seed).sample(items, count)
    assert len(taken) == count
    assert not Counter(taken) - Counter(items)


@given(st.integers(0, 2**32), st.integers(-(10**9), 10**9), st.integers(0, 10**9))
def test_between_includes_both_bounds_and_nothing_else(seed: int, low: int, width: int) -> None:
    assert low <= Stream(seed).between(low, low + width) <= low + width


def test_one_possibility_uses_no_chance() -> None:
    stream = Stream("one")
    assert stream.below(1) == 0
    assert stream.below(2**64) == Stream("one").below(2**64)


@pytest.mark.parametrize("bound", [0, -3, 2**64 + 1])
def test_an_impossible_bound_is_refused(bound: int) -> None:
    with pytest.raises(ValueError, match=r"no number lies|more than a raw integer"):
        Stream("x").below(bound)


def test_more_items_than_there_are_cannot_be_sampled() -> None:
    with pytest.raises(ValueError, match="3 of 2 items"):
        Stream("x").sample("ab", 3)


def accept() -> None:
    """Write the first draws anew; a difference is a new major version."""
    GOLDEN.write_text(golden(), "utf-8")


if __name__ == "__main__":
    accept()
