"""Streams of chance: the only place where chance is touched.

A stream is PCG64's raw 64-bit integers (numpy guarantees them across versions, not the methods of
its Generator), mapped to draws by the rules written at each method. State and increment are the
SHA-256 of the key, so streams of different keys have nothing in common, and adding a problem to an
exam changes no other. `tests/golden/stream.txt` pins all of it: a change here is a new major version.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from math import ceil, log2
from typing import TypeVar

import numpy as np
from numpy.random import PCG64
from numpy.typing import NDArray

T = TypeVar("T")

_DIGITS = 62  # bits of one drawn number that holds several digits
_BATCH = 32  # raw integers fetched at once; no effect on what is drawn


class Stream:
    """A keyed stream of uniform draws."""

    def __init__(self, *key: int | str) -> None:
        self.key = tuple(str(step) for step in key)
        self._source: PCG64 | None = None  # made for the first draw: most children never draw
        self._raw: list[int] = []

    def child(self, *key: int | str) -> Stream:
        """Return the independent stream whose key is this stream's key and `key`."""
        return Stream(*self.key, *key)

    def below(self, bound: int) -> int:
        """Return a whole number in 0..bound-1: the highest bits of a raw integer, drawn anew while too large."""
        if bound < 1:
            raise ValueError(f"no number lies in 0..{bound - 1}")
        bits = (bound - 1).bit_length()
        if bits > 64:
            raise ValueError(f"{bound} possibilities are more than a raw integer holds")
        while bits:
            drawn = self._next() >> (64 - bits)
            if drawn < bound:
                return drawn
        return 0

    def digits(self, base: int, count: int) -> NDArray[np.int64]:
        """Return `count` whole numbers in 0..base-1: digits of larger draws, lowest first, as many as 62 bits hold."""
        width = int(_DIGITS / log2(base))
        drawn = np.array([self.below(base**width) for _ in range(ceil(count / width))], dtype=np.int64)
        found: NDArray[np.int64] = drawn[:, None] // base ** np.arange(width) % base
        return found.ravel()[:count]

    def between(self, low: int, high: int) -> int:
        """Return a whole number in low..high, both included."""
        return low + self.below(high - low + 1)

    def pick(self, items: Sequence[T]) -> T:
        """Return one of the items."""
        return items[self.below(len(items))]

    def sample(self, items: Sequence[T], count: int) -> tuple[T, ...]:
        """Return `count` of the items without replacement, in random order: the first steps of Fisher and Yates."""
        pool = list(items)
        if count > len(pool):
            raise ValueError(f"{count} of {len(pool)} items cannot be drawn without replacement")
        for place in range(count):
            chosen = self.between(place, len(pool) - 1)
            pool[place], pool[chosen] = pool[chosen], pool[place]
        return tuple(pool[:count])

    def shuffled(self, items: Sequence[T]) -> tuple[T, ...]:
        """Return all items in random order."""
        return self.sample(items, len(items))

    def _next(self) -> int:
        if not self._raw:
            if self._source is None:
                self._source = _source(self.key)
            self._raw = self._source.random_raw(_BATCH).tolist()[::-1]
        return self._raw.pop()


def _source(key: tuple[str, ...]) -> PCG64:
    digest = hashlib.sha256(b"".join(_netstring(step) for step in key)).digest()
    source = PCG64(0)
    source.state = {
        "bit_generator": "PCG64",
        "state": {"state": int.from_bytes(digest[:16], "big"), "inc": int.from_bytes(digest[16:], "big") | 1},
        "has_uint32": 0,
        "uinteger": 0,
    }
    return source


def _netstring(text: str) -> bytes:
    data = text.encode()
    return b"%d:%b," % (len(data), data)
