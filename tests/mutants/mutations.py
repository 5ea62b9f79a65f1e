"""All mutants of the code of a family that `solve` runs, each with the line that it changes."""

from __future__ import annotations
import __future__

import ast
import inspect
import re
from collections.abc import Iterator, Mapping, Set
from types import ModuleType
from typing import Any, NamedTuple

from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import mutate_code

from .operators import ALL


class Reach(NamedTuple):
    """What runs in a module: the lines, and the names that are read."""

    lines: Set[int]
    names: Set[str]


class Mutant(NamedTuple):
    """A definition at the top of a module with one change; `value` makes it anew."""

    module: ModuleType
    name: str  # of what is defined: a function, a class or a constant
    line: str
    becomes: str
    source: str

    def value(self) -> Any:
        """Return what the changed definition defines."""
        scope = dict(vars(self.module))
        exec(compile(self.source, str(self.module.__file__), "exec", __future__.annotations.compiler_flag), scope)
        return scope[self.name]


def mutants(reached: Mapping[ModuleType, Reach]) -> Iterator[Mutant]:
    """Yield the mutants of what was reached, module by module."""
    for module, reach in reached.items():
        text = inspect.getsource(module)
        lines = text.splitlines(keepends=True)
        tree = ast.parse(text)
        headers = {line: header for node in ast.walk(tree) for line, header in _lines(node)}
        for node in tree.body:
            name = _name(node)
            if name and (isinstance(node, ast.FunctionDef | ast.ClassDef) or name in reach.names):
                start = min(getattr(node, "decorator_list", []), key=lambda d: d.lineno, default=node).lineno
                unit = "".join(lines[start - 1 : node.end_lineno])
                yield from _of_unit(module, name, start, unit, headers, reach.lines)


def _of_unit(
    module: ModuleType, name: str, start: int, unit: str, headers: Mapping[int, ast.stmt], ran: Set[int]
) -> Iterator[Mutant]:
    tree = get_ast(unit)
    constant = tree.children[0].type == "simple_stmt"
    for operator in ALL:
        occurrence = 0
        for node in ast_nodes(tree):
            for place, _ in operator.mutation_positions(node):
                statement = headers.get(start + place[0] - 1)  # None: a decorator
                if statement and _counts(node) and (constant or (ran & set(_header(statement)) and _in_function(node))):
                    source = mutate_code(unit, operator, occurrence)
                    if source is not None and _compiles(source):
                        old, new = _changed(unit, source)
                        padded = "\n" * (start - 1) + source
                        yield Mutant(module, name, old, new, padded)
                occurrence += 1


def _name(node: ast.stmt) -> str:
    match node:
        case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
            return name
        case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
            return name
        case _:
            return ""


def _lines(node: ast.AST) -> Iterator[tuple[int, ast.stmt]]:
    """Yield each line of a statement with it; `ast.walk` comes to the innermost last."""
    if isinstance(node, ast.stmt):
        yield from ((line, node) for line in range(node.lineno, (node.end_lineno or node.lineno) + 1))


def _header(node: ast.stmt) -> range:
    """Return the lines of a statement without those of its body."""
    body = getattr(node, "body", None)
    end = max(node.lineno, body[0].lineno - 1) if body else node.end_lineno or node.lineno
    return range(node.lineno, end + 1)


def _counts(node: Any) -> bool:
    """Tell whether a node is no part of a text, a type, a decorator, the form of a signature or what `zip` asserts."""
    while node.parent is not None:
        parent = node.parent
        if parent.type == "argument" and getattr(parent.children[0], "value", "") == "strict":
            return False
        if parent.type in ("fstring", "decorator", "decorators"):
            return False
        if parent.type in ("param", "parameters") and node.type == "operator":  # the star before names
            return False
        if parent.type == "annassign" and parent.children[1] is node:
            return False
        if parent.type == "tfpdef" and parent.children[2] is node:
            return False
        if parent.type == "funcdef" and parent.annotation is node:
            return False
        node = parent
    return True


def _in_function(node: Any) -> bool:
    while node is not None and node.type not in ("funcdef", "lambdef"):
        node = node.parent
    return node is not None


def _compiles(source: str) -> bool:
    try:
        ast.parse(source)
    except SyntaxError:
        return False
    return True


def _changed(old: str, new: str) -> tuple[str, str]:
    """Return the line that differs, before and after, without needless blanks."""
    pairs = zip(old.splitlines(), new.splitlines(), strict=False)
    before, after = next((a, b) for a, b in pairs if a != b)
    return before.strip(), re.sub(r"(?<=\S) +", " ", after.strip())
