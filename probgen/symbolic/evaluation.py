"""The value of a formula at a point: exact where it is rational, else within a few units of the last place of a float.

A number is a Fraction throughout, so that sizes may be huge; a matrix is a float64 array of two axes.
"""

from __future__ import annotations

import ast
import math
import operator as operators
from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import lru_cache
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from .syntax import body, callee, tree

Array: TypeAlias = NDArray[np.float64]
Quantity: TypeAlias = Fraction | Array
Point: TypeAlias = Mapping[str, Any]  # Quantity, or a function of floats and arrays

_MAX_BITS = 50_000  # of a number
_MAX_WORK = 500_000  # bits of all numbers together: a formula of a stranger is evaluated in milliseconds
_MAX_CONDITION = 1e7  # of a matrix that is inverted: beyond it the tolerance of a comparison is lost


class Undefined(ArithmeticError):  # noqa: N818 - a verdict on a point
    """The formula has no value at a point, or one that is too large to compare."""


class Evaluation:
    """The value of one formula at one point; its shapes must fit.

    `exact` tells whether no number was rounded on the way.
    """

    def __init__(self, source: str, point: Point) -> None:
        self.exact = True
        self._passed: list[Quantity] = []
        self._point = point
        self._work = 0
        self.value = self._of(body(tree(source)))

    @property
    def scale(self) -> Fraction:
        """The largest size of a number on the way."""
        return max(abs(v) if isinstance(v, Fraction) else Fraction(float(np.abs(v).max())) for v in self._passed)

    def _of(self, node: ast.expr) -> Quantity:
        value = self._raw(node)
        if isinstance(value, Fraction):
            bits = value.numerator.bit_length() + value.denominator.bit_length()
            self._work += bits
            if bits > _MAX_BITS or self._work > _MAX_WORK:
                raise Undefined
        else:
            self.exact = False
            if not np.isfinite(value).all():
                raise Undefined
        self._passed.append(value)
        return value

    def _raw(self, node: ast.expr) -> Quantity:
        match node:
            case ast.Constant(value=number):
                return _constant(number)  # `syntax` lets numbers pass alone
            case ast.Name(id="pi") if "pi" not in self._point:
                return self._rounded(math.pi)
            case ast.Name(id=name):
                value: Quantity = self._point[name]
                return value
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                return -self._of(operand)
            case ast.UnaryOp(operand=operand):
                return self._of(operand)
            case ast.Attribute(value=inner):
                turned: Array = np.asarray(self._of(inner)).T
                return turned
            case ast.BinOp(left=left, op=operator, right=right):
                return self._operation(operator, self._of(left), self._of(right))
            case ast.Call():
                return self._call(callee(node), [self._of(argument) for argument in node.args])
            case _:
                raise AssertionError(node)  # `syntax.tree` lets nothing else pass

    def _operation(self, operator: ast.operator, left: Quantity, right: Quantity) -> Quantity:
        if isinstance(left, Fraction) and isinstance(right, Fraction):
            return self._of_numbers(operator, left, right)
        if isinstance(operator, ast.Div):
            if right == 0:
                raise Undefined
            return np.asarray(left / _floats(right))
        if isinstance(operator, ast.MatMult):
            product = np.asarray(left) @ np.asarray(right)
            return self._rounded(float(product[0, 0])) if product.shape == (1, 1) else product
        return np.asarray(_EXACT[type(operator)](_floats(left), _floats(right)))

    def _of_numbers(self, operator: ast.operator, left: Fraction, right: Fraction) -> Fraction:
        if isinstance(operator, ast.Pow):
            return self._power(left, right)
        if isinstance(operator, ast.Div):
            if not right:
                raise Undefined
            return left / right
        value: Fraction = _EXACT[type(operator)](left, right)
        return value

    def _power(self, base: Fraction, exponent: Fraction) -> Fraction:
        if exponent.denominator == 1:
            return self._whole_power(base, exponent.numerator)
        if exponent.denominator == 2 and exponent != Fraction(1, 2):
            return self._power(self._root(base), Fraction(exponent.numerator))
        if exponent.denominator == 2:
            return self._root(base)
        if base <= 0:
            raise Undefined
        return self._function(lambda x: x ** float(exponent), base)

    def _whole_power(self, base: Fraction, exponent: int) -> Fraction:
        bits = base.numerator.bit_length() + base.denominator.bit_length()
        if (not base and exponent < 0) or bits * abs(exponent) > _MAX_BITS:
            raise Undefined
        return Fraction(base**exponent)

    def _root(self, value: Fraction) -> Fraction:
        """Return the square root, exact where it is rational."""
        if value < 0:
            raise Undefined
        above, below = math.isqrt(value.numerator), math.isqrt(value.denominator)
        if above**2 == value.numerator and below**2 == value.denominator:
            return Fraction(above, below)
        self.exact = False
        shift = 64 + value.denominator.bit_length()  # digits enough for any size of value
        return Fraction(math.isqrt((value.numerator << 2 * shift) // value.denominator), 1 << shift)

    def _log(self, value: Fraction) -> Fraction:
        if value <= 0:
            raise Undefined
        if value == 1:
            return Fraction(0)
        if Fraction(1, 2) < value < 2:  # the difference of two logarithms would lose digits
            return self._rounded(math.log1p(float(value - 1)))
        return self._rounded(math.log(value.numerator) - math.log(value.denominator))

    def _call(self, name: str, arguments: list[Quantity]) -> Quantity:
        first = arguments[0]
        if name in ("min", "max"):
            return Fraction((min if name == "min" else max)(arguments))  # type: ignore[arg-type]
        if isinstance(first, Fraction):
            return self._of_number(name, first)
        if name == "norm":
            return self._rounded(float(np.linalg.norm(first)))
        if name == "inv" and np.linalg.cond(first) > _MAX_CONDITION:
            raise Undefined
        with np.errstate(all="ignore"):
            return np.asarray((self._point.get(name) or _OF_MATRIX[name])(first))

    def _of_number(self, name: str, number: Fraction) -> Quantity:
        match name:
            case "I":
                return np.eye(int(number))
            case "ones":
                return np.ones((int(number), 1))
            case "norm" | "abs":
                return abs(number)
            case "relu":
                return max(number, Fraction(0))
            case "sqrt":
                return self._root(number)
            case "log":
                return self._log(number)
            case _:
                return self._function(self._point.get(name) or _OF_MATRIX[name], number)

    def _function(self, function: Callable[[Any], Any], argument: Fraction) -> Fraction:
        try:
            return self._rounded(float(function(float(argument))))
        except (OverflowError, ValueError):
            raise Undefined from None

    def _rounded(self, value: float) -> Fraction:
        if not math.isfinite(value):
            raise Undefined
        self.exact = False
        return Fraction(value)


_EXACT: Mapping[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operators.add, ast.Sub: operators.sub, ast.Mult: operators.mul,
}  # fmt: skip
_OF_MATRIX: Mapping[str, Callable[[Any], Any]] = {
    "sqrt": np.sqrt, "exp": np.exp, "log": np.log, "sin": np.sin, "cos": np.cos, "tanh": np.tanh, "abs": np.abs,
    "sigma": lambda x: (1 + np.tanh(x / 2)) / 2, "relu": lambda x: np.maximum(x, 0), "inv": np.linalg.inv,
    "diag": lambda x: np.diag(x[:, 0]),
}  # fmt: skip


@lru_cache(maxsize=1024)  # a formula is evaluated at 20 points
def _constant(number: int | float) -> Fraction:
    return Fraction(number)


def _floats(value: Quantity) -> Any:
    if not isinstance(value, Fraction):
        return value
    try:
        return float(value)
    except OverflowError:
        raise Undefined from None
