"""Bank text: Markdown with `$TeX$`, filled by a restricted Jinja with `<< >>` and `<% %>`.

A text is checked when it is parsed: names, filters, `if`, `for`, fields, items and the six bounded
operators of the expressions; nothing else is Jinja here, so a bank stays data. What is inserted is
made opaque (`conceal`), so that Markdown cannot misread it; `probgen.markup` reveals it by context.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from jinja2 import StrictUndefined, Template, TemplateError, nodes
from jinja2.meta import find_undeclared_variables
from jinja2.runtime import LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment

from ..errors import Fault, ProbgenError, Where, nearest
from ..exact import Record, Value
from ..typography import FILTERS, Prose, Tex, tex
from .expression import BINARY

_SIGNS = {"+": ast.Add, "-": ast.Sub, "*": ast.Mult, "/": ast.Div, "//": ast.FloorDiv, "%": ast.Mod}

OUTPUT_LIMIT = 200_000  # characters of one filled text
NESTING_LIMIT = 3

_VEIL = 0xF0000  # a private plane: no character there means anything to Markdown
_OPEN, _CLOSE = chr(_VEIL + 0x100), chr(_VEIL + 0x101)
CONCEALED = re.compile(f"{_OPEN}(.)([^{_CLOSE}]*){_CLOSE}")
_BLANK = re.compile(r"\[\[(\w+)\]\]")
_FIGURE = re.compile(r"!\[[^\]]*\]\((\w+)\)")

_ALLOWED = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Const, nodes.Filter, nodes.If, nodes.For,
    nodes.Getattr, nodes.Getitem, nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not, nodes.Neg, nodes.Pos,
    nodes.CondExpr, nodes.Tuple, nodes.Add, nodes.Sub, nodes.Mul, nodes.Div, nodes.FloorDiv, nodes.Mod,
)  # fmt: skip
_REFUSED = {
    nodes.Call: "a call is not allowed in text",
    nodes.Slice: "a slice is not allowed in text",
    nodes.Pow: "`**` is not allowed in text",
    nodes.Concat: "`~` is not allowed in text",
    nodes.Test: "`is` is not allowed in text",
    nodes.Assign: "`set` is not allowed in text",
    nodes.Include: "`include` is not allowed in text",
    nodes.Macro: "`macro` is not allowed in text",
}
_REMEDY = "compute it under `derive:` and print the name"
_LOOP_FIELDS = {"index", "index0", "first", "last", "length"}


def conceal(value: Value) -> str:
    """Return a value as text that Markdown passes through untouched.

    Raises:
        ValueError: the value is no number, word, or tuple of them.
    """
    if isinstance(value, Prose | StrictUndefined):
        return str(value)  # of an undefined name: raises
    kind, text = ("w", value) if isinstance(value, str) and not isinstance(value, Tex) else ("t", tex(value))
    return f"{_OPEN}{kind}{''.join(chr(_VEIL + byte) for byte in text.encode())}{_CLOSE}"


def reveal(concealed: str) -> str:
    """Return the text of the second group of a `CONCEALED` match."""
    return bytes(ord(char) - _VEIL for char in concealed).decode()


class _Environment(ImmutableSandboxedEnvironment):
    """Jinja without anything that a bank does not need."""

    intercepted_binops = frozenset(_SIGNS)

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        return BINARY[_SIGNS[operator]](left, right)

    def getattr(self, obj: Any, attribute: str) -> Any:
        fields = obj if isinstance(obj, Record) else getattr(obj, "_fields", ())
        if attribute in fields or (isinstance(obj, LoopContext) and attribute in _LOOP_FIELDS):
            return getattr(obj, attribute)
        return self.undefined(obj=obj, name=attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        if isinstance(obj, tuple) and isinstance(argument, int) and -len(obj) <= argument < len(obj):
            return obj[argument]
        if isinstance(obj, Record) and argument in obj:
            return obj[str(argument)]
        return self.undefined(obj=obj, name=argument)


def _environment() -> _Environment:
    environment = _Environment(
        variable_start_string="<<", variable_end_string=">>",
        block_start_string="<%", block_end_string="%>", comment_start_string="<#", comment_end_string="#>",
        trim_blocks=True, lstrip_blocks=True, undefined=StrictUndefined, finalize=conceal, autoescape=False,
    )  # fmt: skip
    environment.globals.clear()
    environment.tests.clear()
    environment.filters.clear()
    environment.filters.update({name: _refusing_undefined(call) for name, call in FILTERS.items()})
    return environment


def _refusing_undefined(call: Callable[..., Any]) -> Callable[..., Any]:
    def filtered(*args: Any) -> Any:
        for argument in args:
            if isinstance(argument, StrictUndefined):
                str(argument)  # raises, with the name
        return call(*args)

    return filtered


_ENVIRONMENT = _environment()


@dataclass(frozen=True)
class Text:
    """A checked text of a bank: `names` are the values that it prints, `blanks` and `figures` what it places."""

    source: str
    where: Where
    names: frozenset[str]
    blanks: tuple[str, ...]
    figures: tuple[str, ...]

    def fill(self, scope: Mapping[str, Value]) -> str:
        """Return the Markdown with all values inserted and concealed.

        Raises:
            ProbgenError: a value is missing or cannot be printed so; located at this text.
        """
        pieces: list[str] = []
        size = 0
        try:
            for piece in self._compiled().generate({name: scope[name] for name in self.names if name in scope}):
                pieces.append(piece)
                size += len(piece)
                if size > OUTPUT_LIMIT:
                    raise ProbgenError.of(f"the text grows beyond {OUTPUT_LIMIT} characters", where=self.where)
        except (TemplateError, ValueError, TypeError, ArithmeticError, AttributeError) as fault:
            raise ProbgenError.of(f"cannot be filled: {fault}", where=self.where) from fault
        except ProbgenError as fault:
            raise fault.within(self.where) from fault
        return "".join(pieces)

    def _compiled(self) -> Template:
        return _compile(self.source)


def _compile(source: str, cache: dict[str, Template] = {}) -> Template:  # noqa: B006 - the cache is meant to last
    if source not in cache:
        cache[source] = _ENVIRONMENT.from_string(source)
    return cache[source]


def parse(source: str, where: Where) -> Text:
    """Return the text, checked; `where.line` is the line on which `source` begins.

    Raises:
        ProbgenError: all that is not allowed in text, each with its line and remedy.
    """
    source = source.replace("<<-", "<< -")  # a sign, not Jinja's mark for trimming blanks, which would swallow it
    try:
        tree = _ENVIRONMENT.parse(source)
    except TemplateError as fault:
        line = getattr(fault, "lineno", 1) or 1
        what = str(fault.message or fault)
        raise ProbgenError.of(f"cannot be read: {what}", where=_on_line(where, source, line)) from fault
    faults = list(_faults(tree, source, where))
    if faults:
        raise ProbgenError(tuple(faults))
    return Text(
        source,
        where,
        frozenset(find_undeclared_variables(tree)),
        tuple(_BLANK.findall(source)),
        tuple(_FIGURE.findall(source)),
    )


def _on_line(where: Where, source: str, line: int, word: str = "") -> Where:
    """Return the place of `word` in line `line` (from 1) of a text that begins at `where`."""
    lines = source.splitlines() or [""]
    found = lines[min(line, len(lines)) - 1].find(word) if word else -1
    return Where(where.file, where.line + line - 1 if where.line else 0, found + 1, where.path)


def _faults(tree: nodes.Template, source: str, where: Where) -> Iterator[Fault]:
    place = partial(_on_line, where, source)
    for node, depth in _walk(tree, 0):
        line = getattr(node, "lineno", None) or 1
        if isinstance(node, nodes.Filter):
            if node.name not in FILTERS:
                hint = nearest(node.name, FILTERS) or f"filters are {', '.join(sorted(FILTERS))}"
                yield Fault(place(line, node.name), f"unknown filter '{node.name}'", hint)
        elif isinstance(node, nodes.BinExpr) and any(
            isinstance(side, nodes.Filter) for side in (node.left, node.right)
        ):
            hint = "put the calculation in brackets before the filter: `<<(a + b) | signed>>`"
            yield Fault(place(line), "a filter applies to one operand of a calculation", hint)
        elif isinstance(node, nodes.Call):
            name = getattr(node.node, "name", getattr(node.node, "attr", "?"))
            yield Fault(place(line, name), f"the call '{name}(...)' is not allowed in text", _REMEDY)
        elif isinstance(node, nodes.Getattr) and node.attr.startswith("_"):
            yield Fault(place(line, node.attr), f"the field '{node.attr}' is not allowed in text", _REMEDY)
        elif isinstance(node, nodes.Const) and isinstance(node.value, float):
            yield Fault(place(line), f"the decimal {node.value} is not exact in text", _REMEDY)
        elif not isinstance(node, _ALLOWED):
            what = next((text for kind, text in _REFUSED.items() if isinstance(node, kind)), None)
            yield Fault(place(line), what or f"`{type(node).__name__.lower()}` is not allowed in text", _REMEDY)
        if depth == NESTING_LIMIT and isinstance(node, nodes.For | nodes.If):
            yield Fault(place(line), f"loops and conditions are nested deeper than {NESTING_LIMIT}", _REMEDY)


def _walk(node: nodes.Node, depth: int) -> Iterator[tuple[nodes.Node, int]]:
    yield node, depth
    inner = depth + isinstance(node, nodes.For | nodes.If)
    if not isinstance(node, nodes.Call):
        for child in node.iter_child_nodes():
            further = isinstance(node, nodes.If) and child in node.elif_  # stands beside its `if`, not in it
            yield from _walk(child, depth if further else inner)
