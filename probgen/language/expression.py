"""The expression language of banks: Python's syntax, exact values, a whitelist; simpleeval underneath.

A bank may come from a stranger. What an expression may hold is decided on its syntax tree (syntax.py);
when it runs, names are looked up in the given scope only, fields only in records, and every node and
every list entry touched is charged to a budget.
"""

from __future__ import annotations

import ast
import re
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from simpleeval import EvalWithCompoundTypes

from ..errors import Fault, ProbgenError, Where
from ..exact import Dec, Record, Value
from . import syntax
from .arithmetic import BINARY, COMPARISONS, add, negative, power, shown, size, sized, whole
from .functions import FUNCTIONS

__all__ = ["BINARY", "FUNCTIONS", "Expression", "charge", "parse", "sentence", "spent"]

_Loops = Sequence[ast.comprehension]

_MAX_ROUNDS = 10_000  # of all `for` of an expression together
_MAX_WORK = 500_000  # nodes evaluated and list entries touched: about a second


@dataclass(frozen=True)
class Expression:
    """An expression that was read and found harmless.

    `names` are the free ones: neither functions nor the variables of a `for` inside it.
    """

    source: str
    where: Where
    names: frozenset[str]

    def value(self, scope: Mapping[str, Value]) -> Value:
        """Return the exact value, with names looked up in `scope`.

        Raises:
            ProbgenError: it cannot be computed with these values, or not within its bounds.
        """
        try:
            return _thread.evaluator.run(self.source, scope)
        except (ValueError, TypeError, ArithmeticError, LookupError, RecursionError) as fault:
            known = [f"{name} = {shown(scope[name])}" for name in sorted(self.names) if name in scope]
            values = f" (with {', '.join(known[:6])})" if known else ""
            what = f"cannot compute `{syntax.short(self.source)}`: {sentence(fault)}{values}"
            raise ProbgenError.of(what, where=self.where) from None


def parse(source: object, where: Where) -> Expression:
    """Return the expression written as `source`: text, a number, a truth value, or a list of such.

    Raises:
        ProbgenError: with every fault that can be seen without values, each in its column where
            the column of `where` is known. Unknown names are none: the caller knows what exists.
    """
    text = _text(source)
    if text is None:
        found = "nothing" if source is None else "fields" if isinstance(source, Mapping) else shown(source)
        raise ProbgenError.of(f"an expression is needed, found {found}", where=where)
    try:
        return Expression(text, where, syntax.names(text))
    except syntax.Refused as refused:
        faults = (Fault(_moved(where, offset), what, hint) for offset, what, hint in refused.flaws)
        raise ProbgenError(tuple(faults)) from None


def charge(work: int) -> None:
    """Add work that was done outside of expressions (entries drawn, say) to what this thread has spent."""
    _thread.spent += work


def spent() -> int:
    """Return the work that expressions have done in this thread, in nodes evaluated and entries touched."""
    return _thread.spent


def _moved(where: Where, offset: int) -> Where:
    return replace(where, column=where.column + offset) if where.column else where


def _text(source: object) -> str | None:
    """Return what YAML gave as the text of an expression, None where it cannot be one."""
    match source:
        case str():
            return " ".join(source.strip().splitlines())
        case bool() | int() | Dec():
            return str(source)
        case list() | tuple():
            items = [text for text in map(_text, source) if text is not None]
            return f"[{', '.join(items)}]" if len(items) == len(source) else None
        case _:
            return None


def sentence(fault: Exception) -> str:
    """Return what an evaluation failed of, in words for the author of a bank."""
    match fault:
        case ZeroDivisionError():
            return "division by zero"
        case OverflowError():
            return "a number becomes too large"
        case RecursionError():
            return "it is nested too deeply"
        case TypeError() if re.search("not supported between|unhashable|not iterable", str(fault)):
            return "values of different kinds cannot be compared"
        case _:
            return str(fault.args[0]) if fault.args else type(fault).__name__


class _Evaluator(EvalWithCompoundTypes):  # type: ignore[misc] # simpleeval has no types
    """simpleeval with tuples for lists, fields of records only, and a budget."""

    def __init__(self) -> None:
        super().__init__(functions={}, names={})
        self.functions = dict(FUNCTIONS)  # simpleeval has added its own
        self.operators: dict[object, Callable[..., Value]] = {}
        for table in (BINARY, _OPERATORS):
            self.operators.update(table.items())
        self.operators.update({symbol: partial(self._compared, test) for symbol, test in COMPARISONS.items()})
        self._work = self._rounds = 0

    def run(self, source: str, scope: Mapping[str, Value]) -> Value:
        """Return the value of a source that `syntax.tree` accepts."""
        self._work = self._rounds = 0
        self.names = scope
        try:
            return self._eval(syntax.tree(source))
        finally:
            self.names = {}  # a scope must not outlive its draw
            charge(self._work)

    def _eval(self, node: ast.AST) -> Value:
        self._work += 1  # as `_charge(1)`; half of all time is spent in this method
        if self._work > _MAX_WORK:
            raise ValueError("it takes too many steps")
        if type(node) is ast.Constant:
            return node.value
        return self.nodes[type(node)](node)

    def _charge(self, work: int) -> None:
        self._work += work
        if self._work > _MAX_WORK:
            raise ValueError("it takes too many steps")

    def _compared(self, function: Callable[[Value, Value], bool], left: Value, right: Value) -> bool:
        for side in (left, right):
            if isinstance(side, tuple):
                self._charge(size(side))
        return function(left, right)

    def _eval_name(self, node: ast.Name) -> Value:
        try:
            return self.names[node.id]
        except KeyError:
            raise LookupError(f"nothing is called '{node.id}' here") from None

    def _eval_attribute(self, node: ast.Attribute) -> Value:
        record = self._eval(node.value)
        if isinstance(record, tuple):
            if node.attr in getattr(record, "_fields", ()):
                return getattr(record, node.attr)
        elif isinstance(record, Record) and node.attr in record:
            return record[node.attr]
        raise LookupError(f"{shown(record)} has no field '{node.attr}'")

    def _eval_subscript(self, node: ast.Subscript) -> Value:
        container, key = self._eval(node.value), self._eval(node.slice)
        if type(container) is not tuple and isinstance(container, Record) and isinstance(key, str):
            if key in container:
                return container[key]
            raise LookupError(f"there is no entry '{key}'")
        if not isinstance(container, tuple | str):
            raise TypeError(f"{shown(container)} is no list")
        if isinstance(key, slice):
            self._charge(len(container))
            return tuple(container[key]) if isinstance(container, tuple) else container[key]
        try:
            return container[whole(key)]
        except IndexError:
            raise LookupError(f"position {key} is outside a list of {len(container)}") from None

    def _eval_slice(self, node: ast.Slice) -> slice:
        bounds = (None if bound is None else whole(self._eval(bound)) for bound in (node.lower, node.upper, node.step))
        return slice(*bounds)

    def _eval_call(self, node: ast.Call) -> Value:
        arguments = [self._eval(argument) for argument in node.args]
        for argument in arguments:
            if isinstance(argument, tuple):
                self._charge(size(argument))
        result = self.functions[getattr(node.func, "id", "")](*arguments)
        if type(result) is int:
            self._charge(result.bit_length() // 8)  # `comb` and its like multiply long numbers
        return result

    def _eval_list(self, node: ast.List | ast.Tuple) -> Value:
        return sized(tuple(map(self._eval, node.elts)))

    _eval_tuple = _eval_list

    def _eval_comprehension(self, node: ast.ListComp | ast.GeneratorExp) -> Value:
        outer, inner = self.names, dict(self.names)
        self.names = inner
        try:
            return sized(tuple(self._entries(node, node.generators, inner)))
        finally:
            self.names = outer

    def _entries(
        self, node: ast.ListComp | ast.GeneratorExp, loops: _Loops, scope: dict[str, Value]
    ) -> Iterator[Value]:
        if not loops:
            yield self._eval(node.elt)
            return
        loop = loops[0]
        items = self._eval(loop.iter)
        if not isinstance(items, tuple):
            raise TypeError(f"`for` needs a list, has {shown(items)}")
        for item in items:
            self._rounds += 1
            if self._rounds > _MAX_ROUNDS:
                raise ValueError(f"it takes more than {_MAX_ROUNDS} rounds of `for`")
            _bind(loop.target, item, scope)
            if all(self._eval(test) for test in loop.ifs):
                yield from self._entries(node, loops[1:], scope)


def _bind(target: ast.expr, item: Value, scope: dict[str, Value]) -> None:
    match target:
        case ast.Tuple(elts=parts):
            if not isinstance(item, tuple) or len(item) != len(parts):
                raise ValueError(f"`for` has {len(parts)} names for {shown(item)}")
            for part, value in zip(parts, item, strict=True):
                _bind(part, value, scope)
        case ast.Name(id=name):
            scope[name] = item


_OPERATORS: Mapping[type[ast.AST], Callable[..., Value]] = {
    ast.Pow: power,
    ast.USub: negative,
    ast.UAdd: partial(add, 0),
    ast.Not: lambda value: not value,
}


class _Thread(threading.local):
    """An evaluator for each thread, since one holds the state of the evaluation under way, and the work it has done."""

    def __init__(self) -> None:
        self.evaluator = _Evaluator()
        self.spent = 0


_thread = _Thread()
