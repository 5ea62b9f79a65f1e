"""What a formula may hold: a small part of Python's expressions, read and checked before anything is computed.

A formula comes from a bank, hence perhaps from a stranger, or from a student: it is walked, never run.
"""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Collection, Iterator, Mapping
from functools import lru_cache

from ..errors import nearest
from ..exact import Dec

ANY = (1, 99)
FUNCTIONS: Mapping[str, tuple[int, int]] = {  # how many arguments each takes, at least and at most
    "sqrt": (1, 1), "exp": (1, 1), "log": (1, 1), "sin": (1, 1), "cos": (1, 1), "tanh": (1, 1), "sigma": (1, 1),
    "relu": (1, 1), "abs": (1, 1), "norm": (1, 1), "min": ANY, "max": ANY, "inv": (1, 1), "diag": (1, 1), "I": (1, 1),
    "ones": (1, 1), "O": (1, 1),
}  # fmt: skip
SIZED = ("I", "ones")  # functions of a size
CONSTANTS = frozenset({"pi"})  # unless a symbol is called so

_MAX_LENGTH = 2000  # characters
_MAX_DEPTH = 100
_MAX_DIGITS = 60
_OPERATORS = (ast.Add, ast.Sub, ast.Mult, ast.Div, ast.Pow, ast.MatMult, ast.USub, ast.UAdd)
_INSTEAD: Mapping[type[ast.AST], str] = {
    ast.BitXor: "`^` is no operator here: a power is written `**`",
    ast.FloorDiv: "`//` is no operator of a formula",
    ast.Mod: "`%` is no operator of a formula",
    ast.Lambda: "`lambda` is a word of the language: write `lam`",
    ast.Compare: "a formula compares nothing",
    ast.Call: "a call is a name with plain arguments, a product is written with `*`",
    ast.Subscript: "an index is part of a name: `x_i` or `u1`",
}


class NoFormula(ValueError):  # noqa: N818 - a verdict on a text
    """A text that is no formula, or one that makes no sense with its symbols; the message is a sentence."""


@lru_cache(maxsize=4096)
def tree(source: str) -> ast.expr:
    """Return the checked syntax tree of a formula, its decimals exact; the caller must not change it.

    Raises:
        NoFormula: the text holds something else than numbers, names, operators and calls.
    """
    text = " ".join(source.split())
    if len(text) > _MAX_LENGTH:
        raise NoFormula(f"a formula of more than {_MAX_LENGTH} characters is too long")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Python warns of `1if x`, which is refused below
            parsed = ast.parse(text, mode="eval").body
    except SyntaxError as fault:
        raise NoFormula(_misread(text, fault)) from None
    except (ValueError, RecursionError, MemoryError):
        raise NoFormula(f"cannot read `{short(text)}`") from None
    _check(parsed, text, 0)
    return parsed


@lru_cache(maxsize=4096)
def names(source: str) -> frozenset[str]:
    """Return the names of the symbols, those of undefined functions included. Raises what `tree` does."""
    return frozenset(_names(tree(source)))


@lru_cache(maxsize=4096)
def sizes(source: str) -> frozenset[str]:
    """Return the names of the symbols that are sizes: n in `I(n)` and `ones(n)`."""
    calls = (node for node in ast.walk(tree(source)) if isinstance(node, ast.Call) and callee(node) in SIZED)
    return frozenset(argument.id for call in calls for argument in call.args if isinstance(argument, ast.Name))


def callee(node: ast.Call) -> str:
    """Return the name of the function of a checked call."""
    assert isinstance(node.func, ast.Name)
    return node.func.id


def body(node: ast.expr) -> ast.expr:
    """Return what stands in O(...), all other formulas as they are."""
    return node.args[0] if isinstance(node, ast.Call) and callee(node) == "O" else node


def is_order(source: str) -> bool:
    """Tell whether a formula is O(...)."""
    return body(tree(source)) is not tree(source)


@lru_cache(maxsize=4096)
def in_exponents(source: str) -> frozenset[str]:
    """Return the names of the symbols that stand in an exponent."""
    found: set[str] = set()
    for node in ast.walk(tree(source)):
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Pow):
            found.update(_names(node.right))
        elif isinstance(node, ast.Call) and callee(node) == "exp":
            found.update(_names(node))
    return frozenset(found)


def misspelled(name: str, known: Collection[str]) -> str:
    """Return the sentence that nothing has this name, with the nearest known one."""
    hint = nearest(name, known)
    return f"unknown function '{name}'" + (f", {hint}" if hint else "")


def short(source: str) -> str:
    """Return the source, cut where it is long."""
    return source if len(source) <= 60 else source[:57] + "..."


def _names(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.Name(id=name):
            yield name
        case ast.Call(args=arguments):
            assert isinstance(node, ast.Call)
            if callee(node) not in FUNCTIONS:
                yield callee(node)
            for argument in arguments:
                yield from _names(argument)
        case _:
            for child in ast.iter_child_nodes(node):
                yield from _names(child)


def _misread(text: str, fault: SyntaxError) -> str:
    if re.search(r"\blambda\b", text):
        return "`lambda` is a word of the language: write `lam`"
    if product := re.search(r"(?<![\w.])(\d[\d.]*)([A-Za-z]\w*|\s*\()", text):
        return f"cannot read `{short(text)}`: a product is written `{product[1]}*{product[2]}`"
    return f"cannot read `{short(text)}`: {fault.msg.partition('. ')[0]}"


def _check(node: ast.expr, text: str, depth: int) -> None:
    if depth > _MAX_DEPTH:
        raise NoFormula(f"`{short(text)}` is nested too deeply")
    match node:
        case ast.BinOp(left=left, op=operator, right=right):
            if not isinstance(operator, _OPERATORS):
                raise _refused(operator, text)
            children = [left, right]
        case ast.UnaryOp(op=operator, operand=operand) if isinstance(operator, _OPERATORS):
            children = [operand]
        case ast.Attribute(value=value, attr="T"):
            children = [value]
        case ast.Call(func=ast.Name(id=name), args=arguments, keywords=[]):
            _check_name(name)
            _check_call(name, arguments, depth)
            children = arguments
        case ast.Name(id=name):
            _check_name(name)
            children = []
        case ast.Constant():
            _check_number(node, text)
            children = []
        case _:
            raise _refused(node, text)
    for child in children:
        _check(child, text, depth + 1)


def _check_name(name: str) -> None:
    if not re.fullmatch(r"[A-Za-z]\w*", name, re.ASCII):
        raise NoFormula(f"the name `{short(name)}` is not written in letters, digits and `_`")


def _check_call(name: str, arguments: list[ast.expr], depth: int) -> None:
    least, most = FUNCTIONS.get(name, (1, 99))
    if not least <= len(arguments) <= most or any(isinstance(argument, ast.Starred) for argument in arguments):
        wanted = "one argument" if most == 1 else "arguments between commas"
        raise NoFormula(f"`{name}(...)` takes {wanted}, has {len(arguments)}")
    if name == "O" and depth:
        raise NoFormula("`O(...)` holds the whole formula or nothing")


def _check_number(node: ast.Constant, text: str) -> None:
    """Refuse what is no number, and put the exact value of a decimal into the tree."""
    written = ast.get_source_segment(text, node) or ""
    if isinstance(node.value, bool) or not isinstance(node.value, int | float):
        raise NoFormula(f"`{short(written)}` is no number")
    if len(written) > _MAX_DIGITS or "_" in written or "e" in written.lower():
        raise NoFormula(f"the number {short(written)} is written in plain digits, at most {_MAX_DIGITS}")
    if isinstance(node.value, float):
        setattr(node, "value", Dec(written))  # noqa: B010 - the tree's type knows no Dec


def _refused(node: ast.AST, text: str) -> NoFormula:
    reason = _INSTEAD.get(type(node), "a formula holds numbers, names, functions and `+ - * / ** @`")
    return NoFormula(f"cannot read `{short(text)}`: {reason}")
