"""The rounding that a prompt asks for, and what a number becomes by it."""

from __future__ import annotations

import math
import re
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from ..exact import Exact, Real, shortest

_COUNTS = {"one": 1, "two": 2, "three": 3, "four": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_ROUNDING = re.compile(
    rf"\b({'|'.join(_COUNTS)})\s+(decimals?|decimal\s+places?|significant\s+digits)\b", re.IGNORECASE
)


class Rounding(NamedTuple):
    """So many decimals, or significant digits."""

    places: int
    significant: bool

    def of(self, number: Real) -> Exact:
        """Return a finite number rounded, a half to the even neighbour."""
        if not number:
            return 0
        unit = Fraction(10) ** ((leading(number) + 1 if self.significant else 0) - self.places)
        rounded: Exact = shortest(round(Fraction(number) / unit) * unit)
        return rounded


@lru_cache(maxsize=1024)
def rounding(prompt: str, blank: str) -> Rounding | None:
    """Return the rounding that a prompt asks for, of a blank (where there are several) in the same paragraph.

    None where it is silent, and where it speaks of two: which of them belongs to which answer is not told.
    """
    paragraphs = prompt.split("\n\n") if blank else [prompt]
    text = next((text for text in paragraphs if f"[[{blank}]]" in text or not blank), "")
    asked = {Rounding(_COUNTS[found[1].lower()], "digits" in found[2]) for found in _ROUNDING.finditer(text)}
    return asked.pop() if len(asked) == 1 else None


def leading(key: Real) -> int:
    """Return the power of ten of the first significant digit."""
    return math.floor(math.log10(abs(float(key))))
