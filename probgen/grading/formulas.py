"""Formulas as students write them, in the syntax of banks."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterable, Mapping

from ..exact import Formula
from ..symbolic import NoFormula, domains, syntax
from ..symbolic.shapes import shape
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
    source = _inverted(_sized(_spelled(cleaned(text), listed), key.source, listed), key.source, listed)
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
        shape(syntax.tree(source), domains.of(read))
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


def _sized(source: str, key: str, listed: Collection[str]) -> str:
    """Return a formula in which I_m, and I alone where the key has one identity, is an identity matrix as in banks."""
    sizes = set(re.findall(r"\bI\((\w+)\)", key))
    if not sizes or "I" in listed:
        return source
    source = re.sub(r"\bI_\{?(\w+)\}?(?!\w)", r"I(\1)", source)
    return re.sub(r"\bI\b(?!\s*\()", f"I({min(sizes)})", source) if len(sizes) == 1 else source


def _inverted(source: str, key: str, listed: Mapping[str, str]) -> str:
    """Return a formula in which matrices have the powers -1 and 2, where the key has an inverse at all."""
    if "inv(" not in key or "**" not in source:
        return source
    try:
        return ast.unparse(_Powers(name for name, domain in listed.items() if "[" in domain).visit(ast.parse(source)))
    except (SyntaxError, ValueError, RecursionError):
        return source  # refused where it is read as a formula


class _Powers(ast.NodeTransformer):
    """Writes M**-1 as inv(M) and M**2 as M @ M where M holds one of some matrices."""

    def __init__(self, matrices: Iterable[str]) -> None:
        self._matrices = frozenset(matrices)

    def visit_BinOp(self, node: ast.BinOp) -> ast.AST:
        """Replace a power of a matrix; powers of entries are asked for nowhere."""
        self.generic_visit(node)
        inside = {child.id for child in ast.walk(node.left) if isinstance(child, ast.Name)}
        if not isinstance(node.op, ast.Pow) or isinstance(node.left, ast.Call) or not inside & self._matrices:
            return node  # a number, or a norm, say
        match ast.unparse(node.right):
            case "-1":
                return ast.Call(ast.Name("inv", ast.Load()), [node.left], [])
            case "2":
                return ast.BinOp(node.left, ast.MatMult(), node.left)
            case _:
                return node
