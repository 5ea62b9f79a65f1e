"""What an expression may hold: Python's syntax trees, read, checked and made exact, before anything runs."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache, lru_cache
from inspect import Parameter, Signature, signature

from ..errors import nearest
from ..exact import Dec
from .arithmetic import BINARY, COMPARISONS
from .characters import strange
from .functions import FUNCTIONS

Flaw = tuple[int, str, str]  # offset in characters, what, hint

_MAX_LENGTH = 10_000  # characters of an expression
_MAX_DIGITS = 300  # of a number, and its decimal exponent

_ALLOWED = (
    ast.BinOp, ast.UnaryOp, ast.BoolOp, ast.Compare, ast.IfExp, ast.Call, ast.Name, ast.Attribute, ast.Subscript,
    ast.Slice, ast.Tuple, ast.List, ast.ListComp, ast.GeneratorExp, ast.Constant, ast.comprehension,
    ast.expr_context, ast.boolop,
)  # fmt: skip
_OPERATORS = (*BINARY, *COMPARISONS, ast.Pow, ast.Not, ast.USub, ast.UAdd)
_TARGET = {ast.Name, ast.Tuple, ast.Store}
_BRACES = ("braces are not allowed", "write a list, `[...]`")
_INSTEAD: dict[type[ast.AST], tuple[str, str]] = {
    ast.BitXor: ("`^` is no operator here", "a power is written `**`"),
    ast.BitAnd: ("`&` is no operator here", "write `and`"),
    ast.BitOr: ("`|` is no operator here", "write `or`; a filter belongs into a text"),
    ast.MatMult: ("`@` is no operator here", "write `dot(x, y)`, `matvec(A, x)` or `matmul(A, B)`"),
    ast.LShift: ("`<<` is no operator here", ""),
    ast.RShift: ("`>>` is no operator here", ""),
    ast.Invert: ("`~` is no operator here", "write `not`"),
    ast.Is: ("`is` is no operator here", "write `==`"),
    ast.IsNot: ("`is not` is no operator here", "write `!=`"),
    ast.Lambda: ("`lambda` is not allowed", ""),
    ast.JoinedStr: ("an f-string is not allowed", "values are filled into a text with `<< >>`"),
    ast.NamedExpr: ("`:=` is not allowed", "give the value a name under `derive:`"),
    ast.Starred: ("`*` before a list is not allowed", "lists are joined with `+`"),
    ast.keyword: ("`name=value` is not allowed in a call", "functions take plain arguments"),
    ast.Dict: _BRACES,
    ast.Set: _BRACES,
    ast.DictComp: _BRACES,
    ast.SetComp: _BRACES,
}


class Refused(Exception):  # noqa: N818 - carries flaws, is none
    """A source that is no expression of the language."""

    def __init__(self, *flaws: Flaw) -> None:
        super().__init__(*flaws)
        self.flaws = flaws


@lru_cache(maxsize=4096)
def tree(source: str) -> ast.expr:
    """Return the checked syntax tree of one line of text, its decimals exact; the caller must not change it.

    Raises:
        Refused: with every flaw that can be seen without values.
    """
    if not source:
        raise Refused((0, "an expression is needed, found nothing", ""))
    if len(source) > _MAX_LENGTH:
        raise Refused((0, f"an expression of more than {_MAX_LENGTH} characters is too long", ""))
    try:
        parsed = ast.parse(source, mode="eval").body
    except SyntaxError as fault:
        raise Refused(_misread(fault, source)) from None
    except (ValueError, RecursionError, MemoryError):
        raise Refused((0, f"cannot read `{short(source)}`", "")) from None
    if flaws := dict.fromkeys(flaw for node in ast.walk(parsed) for flaw in _flaws(node, source)):
        raise Refused(*sorted(flaws))
    return parsed


@lru_cache(maxsize=4096)
def names(source: str) -> frozenset[str]:
    """Return the free names: neither functions nor the variables of a `for`. Raises what `tree` does."""
    try:
        return frozenset(_free(tree(source), frozenset()))
    except RecursionError:
        raise Refused((0, f"`{short(source)}` is nested too deeply", "")) from None


@lru_cache(maxsize=4096)
def picks(source: str, rows: frozenset[str]) -> bool:
    """Tell whether an expression takes values as they stand: without arithmetic, functions but `list`, or other tests.

    `if ... else` may test values of the names `rows` alone. Raises what `tree` does.
    """
    for node in ast.walk(tree(source)):
        match node:
            case ast.BinOp():
                return False
            case ast.Call(func=ast.Name(id=name)) if name != "list":
                return False
            case ast.IfExp(test=test) if not rows.issuperset(_free(test, frozenset())):
                return False
    return True


def short(source: str) -> str:
    """Return the source, cut where it is long."""
    return source if len(source) <= 60 else source[:57] + "..."


@cache
def parameters(name: str) -> Signature:
    """Return the parameters of a function of the language, without their types."""
    found = signature(FUNCTIONS[name]).parameters.values()
    return Signature([parameter.replace(annotation=Parameter.empty) for parameter in found])


def _free(node: ast.AST, bound: frozenset[str]) -> Iterator[str]:
    match node:
        case ast.Name(id=name):
            if name not in bound:
                yield name
        case ast.Call(args=arguments):
            for argument in arguments:
                yield from _free(argument, bound)
        case ast.ListComp(elt=result, generators=loops) | ast.GeneratorExp(elt=result, generators=loops):
            for loop in loops:
                yield from _free(loop.iter, bound)
                bound |= {name.id for name in ast.walk(loop.target) if isinstance(name, ast.Name)}
                for test in loop.ifs:
                    yield from _free(test, bound)
            yield from _free(result, bound)
        case _:
            for child in ast.iter_child_nodes(node):
                yield from _free(child, bound)


def _misread(fault: SyntaxError, source: str) -> Flaw:
    hint = ""
    if re.search(r"&&|\|\||!(?!=)", source):
        hint = "write `and`, `or`, `not`"
    elif re.search(r"(?<![=<>!:])=(?!=)", source):
        hint = "equality is written `==`"
    elif product := re.search(r"(?<![\w.])(\d[\d.]*)([A-Za-z]\w*|\s*\()", source):
        hint = f"a product is written with `*`: `{product[1]}*{product[2]}`"
    reason = fault.msg.partition(". ")[0]
    return max(0, (fault.offset or 1) - 1), f"cannot read `{short(source)}`: {reason}", hint


def _flaws(node: ast.AST, source: str) -> Iterator[Flaw]:
    """Yield what is wrong with one node by itself; put its exact value into a decimal literal."""
    match node:
        case ast.Constant():
            yield from _constant_flaws(node, source)
        case ast.Call():
            yield from _call_flaws(node, source)
        case ast.BinOp(left=left, op=operator) if not isinstance(operator, _OPERATORS):
            yield _after(left, source), *_INSTEAD[type(operator)]
        case ast.Compare(left=left, ops=operators):
            wrong = [_INSTEAD[type(operator)] for operator in operators if not isinstance(operator, _OPERATORS)]
            yield from ((_after(left, source), *flaw) for flaw in wrong)
        case ast.UnaryOp(op=operator) if not isinstance(operator, _OPERATORS):
            yield _start(node, source), *_INSTEAD[type(operator)]
        case ast.Attribute(attr=name) if name.startswith("_"):
            yield _start(node, source), f"the field `.{name}` is not allowed", ""
        case ast.comprehension(target=target) if not set(map(type, ast.walk(target))) <= _TARGET:
            yield _start(target, source), "`for` needs a name, or names between commas", ""
        case ast.operator() | ast.unaryop() | ast.cmpop() | ast.arguments() | ast.FormattedValue():
            pass  # judged with the node around it
        case _ if not isinstance(node, _ALLOWED):
            yield _start(node, source), *_INSTEAD.get(type(node), (f"{type(node).__name__} is not allowed", ""))


def _constant_flaws(node: ast.Constant, source: str) -> Iterator[Flaw]:
    text = source.encode()[node.col_offset : node.end_col_offset].decode(errors="ignore")
    match node.value:
        case None | bool():
            return
        case str() as word:
            if what := strange(word):
                yield _start(node, source), what, "delete it"
        case int() | float() if "_" in text:
            hint = f"did you mean `{short(text.replace('_', ''))}`?"
            yield _start(node, source), f"the number {short(text)} has a `_`", hint
        case int() | float() if len(text) > _MAX_DIGITS:
            yield _start(node, source), f"the number {short(text)} is out of range", ""
        case float() if abs(int(text.lower().partition("e")[2] or 0)) > _MAX_DIGITS:
            yield _start(node, source), f"the number {short(text)} is out of range", ""
        case float():
            setattr(node, "value", Dec(text))  # noqa: B010 - the tree's type knows no Dec
        case int():
            return
        case _:
            yield _start(node, source), f"`{short(text)}` is neither a number nor a text", ""


def _call_flaws(node: ast.Call, source: str) -> Iterator[Flaw]:
    start = _start(node, source)
    match node.func:
        case ast.Name(id=name) if name in FUNCTIONS:
            try:
                parameters(name).bind(*node.args)
            except TypeError as fault:
                yield start, f"`{name}{parameters(name)}`: {fault}", ""
        case ast.Name(id=name):
            yield start, f"unknown function '{name}'", nearest(name, FUNCTIONS)
        case ast.Attribute(attr=name):
            yield start, f"the call `.{name}(...)` is not allowed", f"write `{name}(...)`" if name in FUNCTIONS else ""
        case _:
            yield start, "only the name of a function can stand before `(`", "a product is written with `*`"


def _start(node: ast.AST, source: str) -> int:
    return len(source.encode()[: getattr(node, "col_offset", 0)].decode(errors="ignore"))


def _after(node: ast.expr, source: str) -> int:
    """Return the offset of the operator behind an operand."""
    end = len(source.encode()[: node.end_col_offset or 0].decode(errors="ignore"))
    return end + len(source[end:]) - len(source[end:].lstrip(" )"))
