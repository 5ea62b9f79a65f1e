"""Numbers put in for symbols."""

from __future__ import annotations

import ast
import copy
import re
from collections.abc import Mapping
from fractions import Fraction

from ..exact import Dec, Exact, Formula
from . import syntax


def put(formula: Formula, values: Mapping[str, Exact]) -> Formula:
    """Return the formula with numbers in place of symbols: c*q**n with c = -2 and n = 3 is -2*q**3.

    Raises:
        NoFormula: it cannot be read, or has no symbol of one of the names.
    """
    for name in sorted(values.keys() - syntax.names(formula.source)):
        raise syntax.NoFormula(f"`{syntax.short(formula.source)}` has no symbol '{name}'")
    filled = _Filling(values).visit(copy.deepcopy(syntax.tree(formula.source)))
    symbols = tuple((name, domain) for name, domain in formula.symbols if name not in values)
    return Formula(written(filled), symbols, formula.up_to_constant)


def written(node: ast.expr) -> str:
    """Return a syntax tree as an author would write it, decimals with their places."""
    return re.sub(r"Dec\('([^']*)'\)", r"\1", ast.unparse(node))


class _Filling(ast.NodeTransformer):
    def __init__(self, values: Mapping[str, Exact]) -> None:
        self.values = values

    def visit_Name(self, node: ast.Name) -> ast.expr:
        return _number(self.values[node.id]) if node.id in self.values else node

    def visit_Call(self, node: ast.Call) -> ast.expr:
        node.args = [self.visit(argument) for argument in node.args]
        return node


def _number(value: Exact) -> ast.expr:
    if value < 0:
        return ast.UnaryOp(ast.USub(), _number(-value))
    if isinstance(value, Fraction) and not isinstance(value, Dec) and value.denominator > 1:
        return ast.BinOp(ast.Constant(value.numerator), ast.Div(), ast.Constant(value.denominator))
    return ast.Constant(value if isinstance(value, Dec) else int(value))  # type: ignore[arg-type] # as in `syntax`
