"""Formulas as students write them, in the syntax of banks."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ..exact import Formula
from ..symbolic import NoFormula, domains, syntax
from .numerals import Unreadable, cleaned, shown

Symbols = tuple[tuple[str, str], ...]  # name and domain

_GREEK = {
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "eps", "ζ": "zeta", "η": "eta", "θ": "theta",
    "κ": "kappa", "μ": "mu", "ν": "nu", "ξ": "xi", "ρ": "rho", "σ": "sigma", "τ": "tau", "φ": "phi", "χ": "chi",
    "ψ": "psi", "ω": "omega",
}  # fmt: skip
_POWERS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")


def formula(text: str, key: Formula, further: Symbols = ()) -> Formula:
    """Return the formula with the symbols of the key and further ones: `^` and raised digits are powers, 2w a product.

    Raises:
        Unreadable: it is no formula, uses symbols that the question does not have, or its shapes do not fit.
    """
    listed = {**dict(further), **dict(key.symbols)}
    source = _spelled(cleaned(text), listed)
    if re.search(r"/\s*[0-9.]+\*(?=[^\W\d(])", source) and not re.search(r"/\s*[0-9.]+\s*\*", cleaned(text)):
        raise Unreadable(f"'{shown(text)}' can be read in two ways", "write 1/(2*w) or 1/2*w")
    try:
        strangers = syntax.names(source) - syntax.CONSTANTS - syntax.names(key.source) - listed.keys()
        if strangers := strangers - {size for domain in listed.values() for size in re.findall(r"\w+", domain)}:
            known = ", ".join(sorted({*listed, *syntax.names(key.source)}))
            raise Unreadable(f"'{shown(text)}' has the symbol '{min(strangers)}'", f"the symbols are {known}")
        if syntax.is_order(source) and not (key.up_to_constant or syntax.is_order(key.source)):
            raise Unreadable(f"'{shown(text)}' is a growth, the formula itself is asked for")
        read = Formula(source, tuple(listed.items()), key.up_to_constant)
        domains.of(read)
    except NoFormula as fault:
        hint = "write it like 2*w**2*u1, sqrt(d), X.T @ y"
        raise Unreadable(f"'{shown(text)}' is no formula: {fault}", hint) from None
    return read


def _spelled(source: str, listed: Iterable[str]) -> str:
    """Return a formula in the syntax of banks."""
    names = set(listed)
    for letter, name in _GREEK.items():
        source = source.replace(letter, name)
    source = source.replace("λ", "lam" if "lam" in names or "lambda" not in names else "lambda")
    source = re.sub(r"\blambda\b", "lam", source).replace("^T", ".T").replace("ᵀ", ".T")
    source = re.sub(r"[⁰¹²³⁴⁵⁶⁷⁸⁹]+", lambda found: f"**{found[0].translate(_POWERS)}", source)
    source = source.replace("^", "**").replace("[", "(").replace("]", ")")
    source = re.sub(r"(?<![\w.])([0-9]+(?:\.[0-9]+)?)\s*(?=[^\W\d_](?!\w*[0-9]*e[+-]?[0-9])|\()", r"\1*", source)
    return re.sub(r"\)\s*(?=[^\W_]|\()", ")*", source)
