"""A formula as TeX: brackets by precedence, products without dots, numbers first, Greek and subscripts from names."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from ..exact import Formula
from . import domains
from .domains import Domain
from .shapes import Misfit, shape
from .syntax import callee, tree

_SUM, _LOOSE, _PRODUCT, _POWER, _ATOM = range(5)  # how tightly a piece holds together; a slash or a dot is loose

_GREEK = """
alpha beta gamma delta epsilon zeta eta theta iota kappa mu nu xi pi rho sigma tau upsilon phi chi psi omega
varepsilon vartheta varphi Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega ell
"""
_SPELLED = {"lam": r"\lambda", "eps": r"\varepsilon", **{name: f"\\{name}" for name in _GREEK.split()}}
_ACCENTS = ("hat", "bar", "tilde")
_NAMED = {name: f"\\{name}" for name in ("sin", "cos", "tanh", "log")}  # an exponent stands behind their name
_BEFORE_BRACKET = {
    "exp": r"\exp", "sigma": r"\sigma", "relu": r"\operatorname{ReLU}", "diag": r"\operatorname{diag}", "O": "O",
    "min": r"\min", "max": r"\max", **_NAMED,
}  # fmt: skip
_BARS = {"abs": "vert", "norm": "Vert"}


class Piece(NamedTuple):
    """A part of a formula, set: its sign, its TeX without the sign, and how tightly it holds together."""

    negative: bool
    tex: str
    level: int

    @property
    def full(self) -> str:
        """The TeX with its sign."""
        return f"-{self.tex}" if self.negative else self.tex


def tex(formula: Formula, number: Callable[[Any], str]) -> str:
    """Return the formula as TeX for amsmath and KaTeX; `number` sets a number.

    Raises:
        NoFormula: it cannot be read.
    """
    return _Printer(domains.of(formula), number).piece(tree(formula.source)).full


def symbol(name: str) -> str:
    r"""Return the name of a symbol as TeX: u1 is u_1, lam_new is \lambda_{\mathrm{new}}, W_i_prime is W_i'."""
    first, *rest = name.split("_")
    read = re.fullmatch(r"([A-Za-z]+)(\d*)", first)
    base, digits = (read[1], read[2]) if read else (first, "")
    below = [digits] if digits else []
    set_, primes = _word(base), ""
    for word in filter(None, rest):
        if word in _ACCENTS:
            set_ = rf"\{word}{{{set_}}}"
        elif word == "prime":
            primes += "'"
        else:
            below.append(_word(word))
    return set_ + (f"_{_grouped(','.join(below))}" if below else "") + primes


def _word(word: str) -> str:
    if word in _SPELLED:
        return _SPELLED[word]
    return word if len(word) == 1 or not word.isalpha() else rf"\mathrm{{{word}}}"


def _grouped(script: str) -> str:
    return script if len(script) == 1 else f"{{{script}}}"


class _Printer:
    """Sets the parts of one formula; `inline` writes a fraction with a slash, as in exponents."""

    def __init__(self, known: Mapping[str, Domain], number: Callable[[Any], str], *, inline: bool = False) -> None:
        self.known = known
        self.number = number
        self.inline = inline

    def piece(self, node: ast.expr) -> Piece:
        match node:
            case ast.Constant(value=value):
                return Piece(False, self.number(value), _ATOM)  # noqa: FBT003 - a field
            case ast.Name(id=name):
                return _plain(symbol(name), _ATOM)
            case ast.UnaryOp(op=operator, operand=operand):
                inner = self.piece(operand)
                if not isinstance(operator, ast.USub):
                    return inner
                return _minus(inner) if inner.level == _SUM else inner._replace(negative=not inner.negative)
            case ast.Attribute(value=value):
                return _plain(rf"{self.at_least(value, _ATOM)}^\top", _POWER)
            case ast.BinOp():
                return self.operation(node)
            case ast.Call():
                return self.call(node)
            case _:
                raise AssertionError(node)  # `syntax.tree` lets nothing else pass

    def operation(self, node: ast.BinOp) -> Piece:
        match node.op:
            case ast.Mult():
                return self.product(list(_factors(node)))
            case ast.MatMult():
                return self.matrix_product(node)
            case ast.Div():
                return self.quotient(node)
            case ast.Pow():
                return self.power(node.left, node.right)
            case _:
                return self.sum(node)

    def at_least(self, node: ast.expr, level: int) -> str:
        """Return a part with its sign, in brackets where it holds together less than `level`."""
        piece = self.piece(node)
        return _bracketed(piece.full) if piece.negative or piece.level < level else piece.tex

    def sum(self, node: ast.BinOp) -> Piece:
        left, right = self.piece(node.left).full, self.piece(node.right)
        minus = isinstance(node.op, ast.Sub)
        text = _bracketed(right.full) if minus and right.level == _SUM else right.full
        if text.startswith("-"):
            minus, text = not minus, text[1:]
        return _plain(f"{left} {'-' if minus else '+'} {text}", _SUM)

    def product(self, factors: list[ast.expr]) -> Piece:
        matrices = [factor for factor in factors if self.is_matrix(factor)] if self.known else []
        if len(matrices) < 2:
            return self.juxtaposed(factors)
        by_entry = [self.piece(factor) for factor in matrices]
        negative = sum(piece.negative for piece in by_entry) % 2 == 1
        joined = r" \odot ".join(p.tex if p.level >= _POWER else _bracketed(p.tex) for p in by_entry)
        numbers = [factor for factor in factors if factor not in matrices]
        if not numbers:
            return Piece(negative, joined, _LOOSE)
        before = self.juxtaposed(numbers)
        text = before.tex if before.level > _SUM else _bracketed(before.tex)
        return Piece(before.negative != negative, f"{text} ({joined})", _PRODUCT)

    def juxtaposed(self, factors: list[ast.expr]) -> Piece:
        """Return a product of factors side by side, numbers first, factors 1 left out."""
        ordered = sorted(factors, key=lambda factor: (not _is_number(factor), not _is_numeric(factor)))
        pieces = [(self.piece(factor), _is_numeric(factor)) for factor in ordered]
        negative = sum(piece.negative for piece, _ in pieces) % 2 == 1
        kept = [pair for pair, factor in zip(pieces, ordered, strict=True) if not _is_one(factor)] or pieces[:1]
        if len(kept) == 1:
            alone = kept[0][0]
            return _minus(alone) if negative and alone.level == _SUM else alone._replace(negative=negative)
        text, numeric_before = "", False
        for piece, numeric in kept:
            factor = piece.tex if piece.level >= _PRODUCT else _bracketed(piece.tex)
            dot = r" \cdot " if (numeric and numeric_before) or factor[0].isdigit() else " "
            text += (dot if text else "") + factor
            numeric_before = numeric
        return Piece(negative, text, _PRODUCT)

    def matrix_product(self, node: ast.BinOp) -> Piece:
        left, right = self.piece(node.left), self.piece(node.right)
        before, after = (p.tex if p.level >= _PRODUCT else _bracketed(p.tex) for p in (left, right))
        after = _bracketed(after) if after[0].isdigit() else after
        if right.level == _ATOM and (before == after or before.endswith(f" {after}")):  # D D is the square of D
            return Piece(left.negative != right.negative, f"{before}^2", _PRODUCT)
        return Piece(left.negative != right.negative, f"{before} {after}", _PRODUCT)

    def quotient(self, node: ast.BinOp) -> Piece:
        minus = isinstance(node.left, ast.UnaryOp) and isinstance(node.left.op, ast.USub)
        upper = self.piece(node.left.operand if isinstance(node.left, ast.UnaryOp) else node.left)
        lower = self.piece(node.right)
        negative = (upper.negative != lower.negative) != minus  # a sum above the line needs no bracket behind its sign
        if not self.inline:
            return Piece(negative, rf"\frac{{{upper.tex}}}{{{lower.tex}}}", _PRODUCT)
        above = upper.tex if upper.level >= _PRODUCT else _bracketed(upper.tex)
        below = lower.tex if lower.level >= _POWER else _bracketed(lower.tex)
        return Piece(negative, f"{above}/{below}", _LOOSE)

    def power(self, base: ast.expr, exponent: ast.expr) -> Piece:
        if isinstance(exponent, ast.Constant) and _is_one(exponent):
            return self.piece(base)
        raised = _grouped(_Printer(self.known, self.number, inline=True).piece(exponent).full)
        if isinstance(base, ast.Call) and callee(base) in _NAMED:
            if not isinstance(exponent, ast.Constant):  # \tanh^{-1} would be the inverse function
                return _plain(f"{_bracketed(self.piece(base).tex)}^{raised}", _POWER)
            return _plain(f"{_NAMED[callee(base)]}^{raised}{self.arguments(base)}", _POWER)
        return _plain(f"{self.at_least(base, _ATOM)}^{raised}", _POWER)

    def call(self, node: ast.Call) -> Piece:
        name, first = callee(node), node.args[0]
        match name:
            case "sqrt":
                return _plain(rf"\sqrt{{{self.piece(first).full}}}", _ATOM)
            case "abs" | "norm":
                return _plain(between(rf"\l{_BARS[name]} ", self.piece(first).full, rf"\r{_BARS[name]}"), _ATOM)
            case "inv":
                return _plain(f"{self.at_least(first, _ATOM)}^{{-1}}", _POWER)
            case "I" | "ones":
                letter = "I" if name == "I" else r"\mathbf{1}"
                return _plain(f"{letter}_{_grouped(self.piece(first).full)}", _ATOM)
            case _:
                return _plain(_BEFORE_BRACKET.get(name, symbol(name)) + self.arguments(node), _ATOM)

    def arguments(self, node: ast.Call) -> str:
        return _bracketed(", ".join(self.piece(argument).full for argument in node.args))

    def is_matrix(self, node: ast.expr) -> bool:
        try:
            return shape(node, self.known) != ()
        except Misfit:
            return False


def _factors(node: ast.expr) -> Iterator[ast.expr]:
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult):
        yield from _factors(node.left)
        yield from _factors(node.right)
    else:
        yield node


def _plain(text: str, level: int) -> Piece:
    return Piece(negative=False, tex=text, level=level)


def _minus(piece: Piece) -> Piece:
    return Piece(negative=True, tex=_bracketed(piece.tex), level=_PRODUCT)


def _bracketed(text: str) -> str:
    return between("(", text, ")")


def between(left: str, text: str, right: str) -> str:
    """Return the text between delimiters, which grow where it is tall."""
    tall = r"\frac" in text
    return rf"\left{left}{text}\right{right.strip()}" if tall else f"{left}{text}{right}"


def _is_number(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) or (isinstance(node, ast.UnaryOp) and _is_number(node.operand))


def _is_numeric(node: ast.expr) -> bool:
    """Tell whether a part holds no symbol and needs no bracket: 3, 1/2, 2**10; also 2**n."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Pow):
        return _is_number(node.left)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div):
        return _is_number(node.left) and _is_number(node.right)
    return _is_number(node)


def _is_one(node: ast.expr) -> bool:
    """Tell whether a part is 1 or -1."""
    inner = node.operand if isinstance(node, ast.UnaryOp) else node
    return isinstance(inner, ast.Constant) and type(inner.value) is int and inner.value == 1
