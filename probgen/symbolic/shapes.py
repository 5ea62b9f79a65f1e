"""The shape of every part of a formula, found from the shapes of its symbols alone.

A vector is a column, (n, 1). A product of shape (1, 1) is a number, so `q.T @ k` is one.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from typing import TypeAlias

from . import substitution, syntax
from .domains import Dimension, Domain
from .syntax import NoFormula, callee

Shape: TypeAlias = tuple[()] | tuple[Dimension, Dimension]

_OF_NUMBERS = ("min", "max", "O")


class Misfit(NoFormula):
    """A formula that can be read, but whose parts do not fit together."""


def shape(node: ast.expr, domains: Mapping[str, Domain]) -> Shape:
    """Return the shape of a formula's part; () is a number.

    Raises:
        Misfit: the shapes do not fit, or a function is unknown.
    """
    match node:
        case ast.Constant():
            return ()
        case ast.Name(id=name):
            if name in domains and domains[name].word == "function":
                raise Misfit(f"'{name}' is a function: write `{name}(...)`")
            return domains[name].shape if name in domains else ()
        case ast.UnaryOp(operand=operand):
            return shape(operand, domains)
        case ast.Attribute(value=value):
            inner = _matrix(value, domains, "`.T`")
            return inner[1], inner[0]
        case ast.BinOp(left=left, op=operator, right=right):
            return _of_operation(node, operator, shape(left, domains), shape(right, domains))
        case ast.Call():
            return _of_call(node, domains)
        case _:
            raise AssertionError(node)  # `syntax.tree` lets nothing else pass


def _of_operation(node: ast.expr, operator: ast.operator, left: Shape, right: Shape) -> Shape:
    match operator:
        case ast.MatMult():
            return _of_matrix_product(node, left, right)
        case ast.Mult() if not (left and right):
            return left or right
        case ast.Mult():
            return _same(node, left, right, "`*` is entry by entry, a product of matrices is `@`")
        case ast.Div() if right:
            raise Misfit(f"`{_text(node)}` divides by {_shown(right)}: write `inv(...)`")
        case ast.Div():
            return left
        case ast.Pow():
            if left or right:
                raise Misfit(f"`{_text(node)}` is a power of {_shown(left or right)}: write products or `inv(...)`")
            return ()
        case _:
            return _of_sum(node, left, right)


def _of_matrix_product(node: ast.expr, left: Shape, right: Shape) -> Shape:
    if not left or not right:
        raise Misfit(f"`@` in `{_text(node)}` needs two matrices or vectors: give their shapes as symbols")
    if left[1] != right[0]:
        raise Misfit(f"`{_text(node)}` multiplies {_shown(left)} by {_shown(right)}")
    return () if (left[0], right[1]) == ("1", "1") else (left[0], right[1])


def _of_sum(node: ast.expr, left: Shape, right: Shape) -> Shape:
    if left and right:
        return _same(node, left, right, "")
    one = left or right
    if one and "1" not in one:
        raise Misfit(f"`{_text(node)}` adds a number to {_shown(one)}: write `I(...)`")
    return one


def _of_call(node: ast.Call, domains: Mapping[str, Domain]) -> Shape:
    name, first = callee(node), node.args[0]
    if name in syntax.SIZED:
        size = _size(first)
        return size, size if name == "I" else "1"
    if name in ("inv", "diag"):
        return _of_square(node, _matrix(first, domains, f"`{name}`"))
    if name in _OF_NUMBERS:
        for argument in node.args:
            if inner := shape(argument, domains):
                raise Misfit(f"`{_text(node)}` needs numbers, has {_shown(inner)}")
        return ()
    if name not in syntax.FUNCTIONS and (name not in domains or domains[name].word != "function"):
        raise Misfit(syntax.misspelled(name, syntax.FUNCTIONS))
    if len(node.args) != 1:
        raise Misfit(f"`{name}(...)` takes one argument, has {len(node.args)}")
    inner = shape(first, domains)
    return () if name == "norm" else inner  # all others work entry by entry


def _of_square(node: ast.Call, inner: tuple[Dimension, Dimension]) -> Shape:
    if callee(node) == "inv" and inner[0] != inner[1]:
        raise Misfit(f"`{_text(node)}` needs a square matrix, has {_shown(inner)}")
    if callee(node) == "diag" and inner[1] != "1":
        raise Misfit(f"`{_text(node)}` needs a vector, has {_shown(inner)}")
    return inner[0], inner[0]


def _size(node: ast.expr) -> Dimension:
    match node:
        case ast.Name(id=name):
            return name
        case ast.Constant(value=int(number)) if 1 <= number <= 20:
            return str(number)
        case _:
            raise Misfit(f"`{_text(node)}` is no size: `I(...)` and `ones(...)` take a name or a number up to 20")


def _matrix(node: ast.expr, domains: Mapping[str, Domain], what: str) -> tuple[Dimension, Dimension]:
    inner = shape(node, domains)
    if not inner:
        raise Misfit(f"{what} needs a matrix or vector, `{_text(node)}` is a number: give its shape as a symbol")
    return inner


def _same(node: ast.expr, left: Shape, right: Shape, hint: str) -> Shape:
    if left != right:
        what = f"`{_text(node)}` joins {_shown(left)} and {_shown(right)}"
        raise Misfit(f"{what}: {hint}" if hint else what)
    return left


def _shown(found: Shape) -> str:
    if not found:
        return "a number"
    rows, columns = found
    return f"a vector of {rows}" if columns == "1" else f"a matrix {rows} x {columns}"


def _text(node: ast.expr) -> str:
    return syntax.short(substitution.written(node))
