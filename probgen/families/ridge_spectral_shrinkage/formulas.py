"""The minimizer in closed form, and its proof at random matrices."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from ...exact import Formula
from ...family import Disagreement
from ...symbolic import equivalence, formula

_SYMBOLS = {"X": "[m, n]", "U": "[m, m, orthogonal]", "lam": "positive", "sigma": "positive"}
_SVD = "(U @ S @ V.T)"  # of a square X


class Forms(NamedTuple):
    """The minimizer of |X - W X|^2 + lambda |W|^2, as a whole and by its factors."""

    minimizer: Formula
    left: Formula
    right: Formula
    gain: Formula  # the entry between them that belongs to the singular value sigma


def forms() -> Forms:
    """Return the closed forms; they do not depend on any numbers."""
    return Forms(
        minimizer=_form("X @ X.T @ inv(X @ X.T + lam*I(m))", "X", "lam"),
        left=_form("U", "U"),
        right=_form("U.T", "U"),
        gain=_form("sigma**2/(sigma**2 + lam)", "sigma", "lam"),
    )


@cache
def verify_forms(found: Forms) -> None:
    """Put the minimizer into the equation of a vanishing gradient, and singular factors into the minimizer.

    Raises:
        Disagreement: a formula is not what it stands for.
    """
    whole = re.sub(r"\bX\b", _SVD, str(found.minimizer))
    square = {**_SYMBOLS, "S": "[m, m, diagonal]", "V": "[m, m, orthogonal]"}
    same = (
        (f"({found.minimizer}) @ (X @ X.T + lam*I(m))", "X @ X.T", _SYMBOLS),
        (whole, f"({found.left}) @ S @ S @ inv(S @ S + lam*I(m)) @ ({found.right})", square),
        (f"(sigma - ({found.gain})*sigma)*sigma", f"lam*({found.gain})", _SYMBOLS),
    )
    for left, right, symbols in same:
        if not equivalence.equivalent(left, right, symbols):
            raise Disagreement(f"{left} is not {right}")


def _form(source: str, *names: str) -> Formula:
    return formula(source, {name: _SYMBOLS[name] for name in names})
