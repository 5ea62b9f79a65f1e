"""Formulas as values: read, compared, and set as TeX. Nothing here runs what a bank or a student wrote."""

from __future__ import annotations

from collections.abc import Mapping

from ..exact import Formula
from .syntax import NoFormula

__all__ = ["Formula", "NoFormula", "formula"]


def formula(source: str, symbols: Mapping[str, str] | None = None, *, up_to_constant: bool = False) -> Formula:
    """Return the formula, its symbols with their domains: `formula("X.T @ y", {"X": "[n, d]", "y": "[n]"})`."""
    return Formula(source, tuple((symbols or {}).items()), up_to_constant)
