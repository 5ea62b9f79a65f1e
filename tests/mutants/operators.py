"""What is changed: operators of cosmic-ray, one change for each sign, and two of our own that it has not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import parso
from cosmic_ray.operators import binary_operator_replacement as binary
from cosmic_ray.operators import boolean_replacer as boolean
from cosmic_ray.operators import comparison_operator_replacement as comparison
from cosmic_ray.operators import number_replacer as number
from cosmic_ray.operators import unary_operator_replacement as unary
from cosmic_ray.operators.operator import Operator

# Powers and shifts are put nowhere: of large numbers they run for hours inside of one instruction.
_BINARY = (
    ("Add", "Sub"), ("Add", "Mul"), ("Sub", "Add"), ("Mul", "Add"), ("Mul", "Div"), ("Div", "Mul"), ("Div", "FloorDiv"),
    ("FloorDiv", "Mul"), ("FloorDiv", "Div"), ("Mod", "FloorDiv"), ("Pow", "Mul"), ("LShift", "Mul"), ("RShift", "Mul"),
    ("BitOr", "BitAnd"), ("BitAnd", "BitOr"), ("BitXor", "BitOr"),
)  # fmt: skip
_COMPARISON = (
    ("Eq", "NotEq"), ("NotEq", "Eq"), ("Lt", "LtE"), ("Lt", "GtE"), ("LtE", "Lt"), ("LtE", "Gt"), ("Gt", "GtE"),
    ("Gt", "LtE"), ("GtE", "Gt"), ("GtE", "Lt"), ("Is", "IsNot"), ("IsNot", "Is"),
)  # fmt: skip


class Indices(Operator):  # type: ignore[misc] # cosmic-ray has no types
    """Takes one from an index, or from an end of a slice, that is no literal."""

    def mutation_positions(self, node: Any) -> Iterator[Any]:
        """Yield the place of each index in brackets behind a value."""
        if node.type == "trailer" and node.children[0].value == "[":
            yield from ((index.start_pos, index.end_pos) for index in _indices(node.children[1]))

    def mutate(self, node: Any, index: int) -> Any:
        """Return the node with one index changed."""
        old = _indices(node.children[1])[index]
        siblings = old.parent.children
        parse: Any = parso.parse  # untyped
        siblings[siblings.index(old)] = parse(f"({old.get_code()}) - 1")
        return node

    @classmethod
    def examples(cls) -> tuple[()]:
        """Return none."""
        return ()


class MatrixProducts(Operator):  # type: ignore[misc]
    """Multiplies entry by entry instead."""

    def mutation_positions(self, node: Any) -> Iterator[Any]:
        """Yield the place of a sign of a matrix product."""
        if node.type == "operator" and node.value == "@" and node.parent.type != "decorator":
            yield (node.start_pos, node.end_pos)

    def mutate(self, node: Any, index: int) -> Any:
        """Return the sign of a product."""
        node.value = "*"
        return node

    @classmethod
    def examples(cls) -> tuple[()]:
        """Return none."""
        return ()


def _indices(node: Any) -> Sequence[Any]:
    if node.type in ("subscript", "subscriptlist"):
        return [index for child in node.children for index in _indices(child)]
    return [] if node.type in ("operator", "number", "string", "fstring", "factor") else [node]


ALL: tuple[Operator, ...] = (
    *(getattr(binary, f"ReplaceBinaryOperator_{old}_{new}")() for old, new in _BINARY),
    *(getattr(comparison, f"ReplaceComparisonOperator_{old}_{new}")() for old, new in _COMPARISON),
    number.NumberReplacer(),
    unary.ReplaceUnaryOperator_USub_UAdd(),
    unary.ReplaceUnaryOperator_Delete_Not(),
    unary.ReplaceUnaryOperator_Delete_Invert(),
    boolean.ReplaceTrueWithFalse(),
    boolean.ReplaceFalseWithTrue(),
    boolean.ReplaceAndWithOr(),
    boolean.ReplaceOrWithAnd(),
    boolean.AddNot(),
    Indices(),
    MatrixProducts(),
)
