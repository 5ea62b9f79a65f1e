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
from functools import lru_cache
from inspect import signature
from typing import Any

from jinja2 import StrictUndefined, Template, TemplateError, nodes, pass_context
from jinja2.meta import find_undeclared_variables
from jinja2.runtime import Context, LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment

from ..errors import Fault, ProbgenError, Where, nearest
from ..exact import Record, Value, is_number
from ..typography import FILTERS, Prose, Tex, tex
from . import branches
from .arithmetic import shown
from .branches import Branch, Watch
from .characters import CLOSE, OPEN, VEIL, strange
from .expression import BINARY, sentence

_SIGNS = {"+": ast.Add, "-": ast.Sub, "*": ast.Mult, "/": ast.Div, "//": ast.FloorDiv, "%": ast.Mod}

SOURCE_LIMIT = 20_000  # characters of one text as it is written; a page has 3000
OUTPUT_LIMIT = 100_000  # characters of one filled text
ROUNDS_LIMIT = 10_000  # of all `for` in one text together
NESTING_LIMIT = 3

CONCEALED = re.compile(f"{OPEN}([wt])([{chr(VEIL)}-{chr(VEIL + 0xFF)}]*){CLOSE}")
_TAG = re.compile("<[<%#]")
_LINE_BREAK = re.compile(r"\r\n?")
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
Flaw = tuple[str, str, str]  # what, the word in the text, hint
_REMEDY = "compute it under `derive:` and print the name"
_OF_WHOLE = {"ordinal", "many"}
_OF_NUMBER = {"coef", "signed", "paren", "frac", "dec", "percent"}
_LOOP_FIELDS = {"index", "index0", "first", "last", "length"}


def conceal(value: Value) -> str:
    """Return a value as text that Markdown passes through untouched.

    Raises:
        ValueError: the value is no number, word, or tuple of them.
    """
    if isinstance(value, Prose | StrictUndefined):
        return str(value)  # of an undefined name: raises
    kind, text = ("w", value) if isinstance(value, str) and not isinstance(value, Tex) else ("t", tex(value))
    if len(text) > OUTPUT_LIMIT:
        raise ValueError(f"a value of more than {OUTPUT_LIMIT} characters is too long")
    return f"{OPEN}{kind}{''.join(chr(VEIL + byte) for byte in text.encode())}{CLOSE}"


def reveal(concealed: str) -> str:
    """Return the text of the second group of a `CONCEALED` match."""
    return bytes(ord(char) - VEIL for char in concealed).decode()


class _Environment(ImmutableSandboxedEnvironment):
    """Jinja without anything that a bank does not need."""

    intercepted_binops = frozenset(_SIGNS)

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        return BINARY[_SIGNS[operator]](left, right)

    def getattr(self, obj: Any, attribute: str) -> Any:
        fields = obj if isinstance(obj, Record) else getattr(obj, "_fields", ())
        if attribute in fields or (isinstance(obj, LoopContext) and attribute in _LOOP_FIELDS):
            return getattr(obj, attribute)
        owner = "`loop`" if isinstance(obj, LoopContext) else shown(obj)
        return self.undefined(f"{owner} has no field '{attribute}'", name=attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        if isinstance(obj, tuple) and isinstance(argument, int) and -len(obj) <= argument < len(obj):
            return obj[argument]
        if isinstance(obj, Record) and argument in obj:
            return obj[str(argument)]
        return self.undefined(f"{shown(obj)} has no entry {shown(argument)}", name=argument)


def _environment() -> _Environment:
    environment = _Environment(
        variable_start_string="<<", variable_end_string=">>",
        block_start_string="<%", block_end_string="%>", comment_start_string="<#", comment_end_string="#>",
        trim_blocks=True, lstrip_blocks=True, undefined=StrictUndefined, finalize=conceal, autoescape=False,
    )  # fmt: skip
    environment.globals.clear()
    environment.tests.clear()
    environment.filters.clear()
    environment.filters.update({name: _guarded(name, call) for name, call in FILTERS.items()})
    environment.filters[_ROUNDS] = _counted
    environment.filters[_TAKEN] = branches.mark
    return environment


def _guarded(name: str, call: Callable[..., Any]) -> Callable[..., Any]:
    """Return the filter with errors that speak to the author of a bank, whatever is put into it."""
    parameters = signature(call)

    def filtered(*args: Any) -> Any:
        for argument in args:
            if isinstance(argument, StrictUndefined):
                str(argument)  # raises, with the name
        try:
            parameters.bind(*args)
        except TypeError as fault:
            raise ValueError(f"`{name}`: {fault}") from None
        if name in _OF_WHOLE and type(args[0]) is not int:
            raise ValueError(f"`{name}` needs a whole number, has {shown(args[0])}")
        if name in _OF_NUMBER and not is_number(args[0]):
            raise ValueError(f"`{name}` needs a number, has {shown(args[0])}")
        try:
            return call(*args)
        except (TypeError, ValueError, LookupError, ArithmeticError, AttributeError):
            given = f" with {', '.join(map(shown, args[1:]))}" if args[1:] else ""
            raise ValueError(f"`{name}` cannot set {shown(args[0])}{given}") from None

    return filtered


@pass_context
def _counted(context: Context, items: Any) -> tuple[Value, ...]:
    """Return what a `for` goes through, its rounds counted: an empty loop over long lists would last for minutes."""
    if isinstance(items, StrictUndefined):
        str(items)  # raises, with the name
    if not isinstance(items, tuple):
        raise ValueError(f"`for` needs a list, has {shown(items)}")
    rounds = context[_ROUNDS]
    rounds.append(rounds.pop() + len(items))
    if rounds[0] > ROUNDS_LIMIT:
        raise ValueError(f"it takes more than {ROUNDS_LIMIT} rounds of `for`")
    return items


_ROUNDS = " rounds"  # a name that no text can write
_TAKEN = "_taken"  # a filter that no text may name
_ENVIRONMENT = _environment()


@dataclass(frozen=True)
class Text:
    """A checked text of a bank: `names` are the values that it prints, `blanks` and `figures` what it places."""

    source: str
    where: Where
    names: frozenset[str]
    blanks: tuple[str, ...]
    figures: tuple[str, ...]
    branches: tuple[Branch, ...] = ()

    def fill(self, scope: Mapping[str, Value]) -> str:
        """Return the Markdown with all values inserted and concealed.

        Raises:
            ProbgenError: a value is missing or cannot be printed so; located at this text.
        """
        watch = branches.watch()
        text = self._filled(scope, watch) if _TAG.search(self.source) else _as_it_stands(self.source)
        return watch.note(self.where, self.branches, text) if watch else text

    def _filled(self, scope: Mapping[str, Value], watch: Watch | None) -> str:
        pieces: list[str] = []
        size = 0
        names = {name: scope[name] for name in self.names if name in scope}
        try:
            program = _compiled(self.source, marked=watch is not None and branches.marks(self.source))
            for piece in program.generate({**names, _ROUNDS: [0]}):
                pieces.append(piece)
                size += len(piece)
                if size > OUTPUT_LIMIT:
                    raise ProbgenError.of(f"the text grows beyond {OUTPUT_LIMIT} characters", where=self.where)
        except (TemplateError, ValueError, TypeError, LookupError, ArithmeticError, RecursionError) as fault:
            raise ProbgenError.of(f"cannot be filled: {sentence(fault)}", where=self.where) from fault
        except ProbgenError as fault:
            raise fault.within(self.where) from fault
        return "".join(pieces)


def _as_it_stands(source: str) -> str:
    """Return what Jinja makes of a source without tags."""
    return _LINE_BREAK.sub("\n", source).removesuffix("\n")


@lru_cache(maxsize=4096)
def _compiled(source: str, *, marked: bool) -> Template:
    """Return the program of a text; its loops are counted by a filter that is put into them."""
    tree = _ENVIRONMENT.parse(branches.marked(source, _TAKEN) if marked else source)
    for loop in tree.find_all(nodes.For):
        loop.iter = nodes.Filter(loop.iter, _ROUNDS, [], [], None, None, lineno=loop.lineno)
    tree.set_environment(_ENVIRONMENT)
    return Template.from_code(_ENVIRONMENT, _ENVIRONMENT.compile(tree), {})


def parse(source: str, where: Where) -> Text:
    """Return the text, checked; `where.line` is the line on which `source` begins.

    Raises:
        ProbgenError: all that is not allowed in text, each with its line and remedy.
    """
    if len(source) > SOURCE_LIMIT:
        raise ProbgenError.of(f"a text of more than {SOURCE_LIMIT} characters is too long", where=where)
    places = tuple(_BLANK.findall(source)), tuple(_FIGURE.findall(source))
    if not _TAG.search(source):
        return Text(source, where, frozenset(), *places)
    written = source
    source = source.replace("<<-", "<< -")  # a sign, not Jinja's mark for trimming blanks, which would swallow it
    try:
        tree = _ENVIRONMENT.parse(source)
        faults = list(_faults(tree, source, where))
        names = set() if faults else find_undeclared_variables(tree)
    except TemplateError as fault:
        line = getattr(fault, "lineno", 1) or 1
        what = str(fault.message or fault)
        raise ProbgenError.of(f"cannot be read: {what}", where=_on_line(where, source, line)) from fault
    except (RecursionError, ValueError):  # the latter of a number of thousands of digits
        what = "cannot be read: what is inserted is nested too deeply, or too long"
        raise ProbgenError.of(what, where=where) from None
    if faults:
        raise ProbgenError(tuple(faults))
    opened = branches.opened(
        written, lambda offset, tag: _on_line(where, written, written.count("\n", 0, offset) + 1, tag)
    )
    return Text(source, where, frozenset(names), *places, opened)


def _on_line(where: Where, source: str, line: int, word: str = "") -> Where:
    """Return the place of `word` in line `line` (from 1) of a text that begins at `where`."""
    lines = source.splitlines() or [""]
    found = lines[min(line, len(lines)) - 1].find(word) if word else -1
    return Where(where.file, where.line + line - 1 if where.line else 0, found + 1, where.path)


def _faults(tree: nodes.Template, source: str, where: Where) -> Iterator[Fault]:
    for node, depth in _walk(tree, 0):
        line = getattr(node, "lineno", None) or 1
        for what, word, hint in _flaws(node):
            yield Fault(_on_line(where, source, line, word), what, hint)
        if depth == NESTING_LIMIT and isinstance(node, nodes.For | nodes.If):
            what = f"loops and conditions are nested deeper than {NESTING_LIMIT}"
            yield Fault(_on_line(where, source, line), what, _REMEDY)


def _flaws(node: nodes.Node) -> Iterator[Flaw]:
    """Yield what is wrong with a node by itself."""
    match node:
        case nodes.Filter():
            yield from _filter_flaws(node)
        case nodes.BinExpr(left=left, right=right) if isinstance(left, nodes.Filter) or isinstance(right, nodes.Filter):
            hint = "put the calculation in brackets before the filter: `<<(a + b) | signed>>`"
            yield "a filter applies to one operand of a calculation", "", hint
        case nodes.Call(node=called):
            name = getattr(called, "name", getattr(called, "attr", "?"))
            yield f"the call '{name}(...)' is not allowed in text", name, _REMEDY
        case nodes.Getattr(attr=name) if name.startswith("_"):
            yield f"the field '{name}' is not allowed in text", name, _REMEDY
        case nodes.Const(value=float() as value):
            yield f"the decimal {value} is not exact in text", "", _REMEDY
        case nodes.Const(value=str() as value) if strange(value):
            yield strange(value), "", "delete it"
        case nodes.For(test=nodes.Expr()):
            yield "`for ... if` is not allowed in text", "", "write `<% if %>` inside of the loop"
        case _ if not isinstance(node, _ALLOWED):
            what = next((text for kind, text in _REFUSED.items() if isinstance(node, kind)), None)
            yield what or f"`{type(node).__name__.lower()}` is not allowed in text", "", _REMEDY


def _filter_flaws(node: nodes.Filter) -> Iterator[Flaw]:
    if node.name not in FILTERS:
        hint = nearest(node.name, FILTERS) or f"filters are {', '.join(sorted(FILTERS))}"
        yield f"unknown filter '{node.name}'", node.name, hint
    elif isinstance(node.node, nodes.Filter):
        yield "a filter cannot follow another one", node.name, _REMEDY
    if node.dyn_args is not None or node.dyn_kwargs is not None:
        yield f"`*` is not allowed in the arguments of '{node.name}'", node.name, _REMEDY


def _walk(node: nodes.Node, depth: int) -> Iterator[tuple[nodes.Node, int]]:
    yield node, depth
    inner = depth + isinstance(node, nodes.For | nodes.If)
    if not isinstance(node, nodes.Call):
        for child in node.iter_child_nodes():
            further = isinstance(node, nodes.If) and child in node.elif_  # stands beside its `if`, not in it
            yield from _walk(child, depth if further else inner)
