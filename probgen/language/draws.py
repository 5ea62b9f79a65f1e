"""The grammar of draws: how an author writes what a parameter may be.

    2..5                       0.1..0.9 step 0.1           1/4..3/4 step 1/4
    int[k, 2] in -4..4         int[3] in {1, 2, 4}         dec[2] in 0.1..0.9 step 0.1
    6 of {10, 8, 5}            rows of remedies            one of remedies
    [3, 5, 7]                  {draw: 2..5, doc: kernel width}

At the end of the text: `nonzero`, `ends nonzero`, `distinct`, `increasing`, `decreasing`, `except 0,1`.
Bounds, steps, shapes and counts are expressions, written without spaces.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction

from ..errors import ProbgenError, Where, nearest
from ..exact import Dec, Value, plain
from ..stream import Stream
from . import expression, syntax
from .choosing import Choice, Items, Kind, Pool, Span, Values
from .expression import Expression

_MAX_LENGTH = 1000  # characters of a draw that is written as text
_NUMBER = r"[-+]?\d+(?:\.\d+|/\d+)?"
_VALUES = r"(?:\{[^{}]*\}|\S*[^\s.]\.\.[^\s.]\S*( step \S+)?)"
_CLOSING = r"(?: (?:nonzero|ends nonzero|distinct|increasing|decreasing|except [^\s,]+(?:, ?[^\s,]+)*))*"
PATTERN = rf"^(?:(?:(?:int|dec|frac)\[[^\]]+\] in )?{_VALUES}|\S+ of (?:{_VALUES}|[A-Za-z]\w*)){_CLOSING}$"

_TYPED = re.compile(r"(?P<kind>\w+)\s*\[(?P<shape>[^\]]*)\]\s+in\s+(?P<rest>.*)", re.DOTALL)
_COUNTED = re.compile(r"(?P<count>\S+)\s+of\s+(?P<rest>.*)", re.DOTALL)
_RANGE = re.compile(r"(?P<low>\S*?[^\s.])\.\.(?P<high>[^\s.]\S*)(?:\s+step\s+(?P<by>\S+))?(?!\S)")
_NEAR_RANGE = re.compile(
    r"(?P<low>[-+]?[\w.*/]*\w)(?:\s+(?:to|until|through|and)\s+|\s*(?:\.{2,3}|…|–|-|:)\s*)(?P<high>[^\s.]\S*)(?P<after>.*)"
)
_EXCEPT = re.compile(r"except\s+(?P<values>[^\s,]+(?:\s*,\s*[^\s,]+)*)")
_KINDS: Mapping[str, Kind] = {"int": "int", "dec": "dec", "frac": "frac"}
_DEMANDS: Mapping[str, Callable[[Choice], Choice]] = {
    "nonzero": lambda choice: replace(choice, nonzero=True),
    "ends nonzero": lambda choice: replace(choice, ends_nonzero=True),
    "distinct": lambda choice: replace(choice, distinct=True),
    "increasing": lambda choice: replace(choice, order="increasing"),
    "decreasing": lambda choice: replace(choice, order="decreasing"),
}


@dataclass(frozen=True)
class Draw:
    """How a parameter is drawn; `names` are the knobs and pools in its bounds, shape, count and rows."""

    source: str
    where: Where
    names: frozenset[str]
    doc: str = ""
    choice: Choice = field(kw_only=True, repr=False)

    def take(self, stream: Stream, scope: Mapping[str, Value]) -> Value:
        """Return one draw: exact, a tuple (of tuples) where a shape or a count is given.

        Raises:
            ProbgenError: the bounds, the shape or the closing words make no sense with this scope.
        """
        try:
            return self.choice.take(stream, scope)
        except ValueError as fault:
            raise self._impossible(fault) from None

    def misfit(self, value: Value, scope: Mapping[str, Value]) -> str:
        """Return "" if a pinned value has this draw's shape and type, whatever its range, else what is wrong."""
        try:
            return self.choice.misfit(value, scope)
        except ValueError as fault:
            raise self._impossible(fault) from None

    def _impossible(self, fault: ValueError) -> ProbgenError:
        what, hint = (*fault.args, "")[:2]
        return ProbgenError.of(f"cannot draw from `{self.source}`: {what}", where=self.where, hint=hint)


class _Unreadable(Exception):  # noqa: N818 - becomes a ProbgenError where the whole draw is known
    """What is wrong with a draw: what, hint."""


def parse(source: object, where: Where) -> Draw:
    """Return the draw that YAML gave: text, a list (one of it), or a mapping with `draw` and `doc`.

    Raises:
        ProbgenError: it cannot be read, or its bounds without names contradict each other.
    """
    doc = ""
    if isinstance(source, Mapping):
        source, doc = _long_form(source, where)
    text = _shown(source)
    try:
        choice = _read(source, where)
        draw = Draw(text, where, choice.names, doc, choice=choice)
        choice.check()
    except (_Unreadable, ValueError) as fault:
        what, hint = (*fault.args, "")[:2]
        raise ProbgenError.of(f"cannot read '{text}' as a draw: {what}", where=where, hint=hint) from None
    return draw


def literal(text: str) -> Value:
    """Return the number that a text is (`5`, `-0.50`, `3/4`), or the text itself."""
    text = text.strip()
    if not re.fullmatch(_NUMBER, text) or len(text) > 300:
        return text
    if "." in text:
        return Dec(text)
    if text.endswith("/0"):
        return text
    ratio = Fraction(text)
    return int(ratio) if ratio.denominator == 1 else ratio


def _long_form(source: Mapping[object, object], where: Where) -> tuple[object, str]:
    for key in source:
        if key not in ("draw", "doc"):
            raise ProbgenError.of(
                f"unknown field '{key}' in a draw", where=where, hint=nearest(str(key), ("draw", "doc"))
            )
    if "draw" not in source:
        raise ProbgenError.of("a draw needs the field 'draw'", where=where, hint="write `{draw: 2..5, doc: ...}`")
    return source["draw"], str(source.get("doc", ""))


def _shown(source: object) -> str:
    if isinstance(source, list | tuple):
        return "[" + ", ".join(map(_shown, source)) + "]"
    return "nothing" if source is None else syntax.short(str(source).strip())


def _read(source: object, where: Where) -> Choice:
    if isinstance(source, list | tuple):
        if not source:
            raise _Unreadable("the list is empty")
        return Choice(Items(tuple(literal(item) if isinstance(item, str) else plain(item) for item in source)))
    if not isinstance(source, str):
        raise _Unreadable("it is no range", "a constant belongs under `derive:`")
    text = source.strip()
    if len(text) > _MAX_LENGTH:
        raise _Unreadable(f"it has more than {_MAX_LENGTH} characters", "put long lists of values under `pools:`")
    if typed := _TYPED.fullmatch(text):
        kind = typed["kind"]
        if kind not in _KINDS:
            raise _Unreadable(f"unknown type '{kind}'", nearest(kind, _KINDS) or "write `int[...]`")
        values, closing = _values(typed["rest"], text, where)
        shape = _expression(f"[{typed['shape']}]", text, where)
        return _closing(closing, Choice(values, shape=shape, kind=_KINDS[kind]), where)
    if counted := _COUNTED.fullmatch(text):
        values, closing = _values(counted["rest"], text, where, pools=True)
        count = None if counted["count"] == "one" else _expression(counted["count"], text, where)
        return _closing(closing, Choice(values, count=count), where)
    values, closing = _values(text, text, where)
    return _closing(closing, Choice(values), where)


def _expression(source: str, text: str, where: Where) -> Expression:
    """Return the expression that stands in the text of a draw, its faults in their column."""
    column = where.column and where.column + max(0, text.find(source))
    return expression.parse(source, replace(where, column=column))


def _values(rest: str, text: str, where: Where, *, pools: bool = False) -> tuple[Values, str]:
    """Return the values named at the start of `rest`, and what follows them."""
    if rest.startswith("{"):
        inside, closed, after = rest[1:].partition("}")
        if not closed or not inside.strip():
            raise _Unreadable("the braces are not closed" if not closed else "the braces are empty")
        return Items(tuple(literal(item) for item in inside.split(","))), after
    if ranged := _RANGE.match(rest):
        low, high = (_expression(ranged[bound], text, where) for bound in ("low", "high"))
        step = _expression(ranged["by"], text, where) if ranged["by"] else None
        return Span(low, high, step), rest[ranged.end() :]
    first = rest.split(maxsplit=1)[0] if rest.strip() else ""
    if pools and first.isidentifier():
        return Pool(first), rest[len(first) :]
    if not first:
        raise _Unreadable("the values are missing", "write a range, `0..9`")
    raise _Unreadable(f"'{first}' is not a range", _range_hint(rest, text))


def _range_hint(rest: str, text: str) -> str:
    if meant := _NEAR_RANGE.fullmatch(rest):
        return f"did you mean `{text[: len(text) - len(rest)]}{meant['low']}..{meant['high']}{meant['after']}`?"
    if re.fullmatch(_NUMBER, rest):
        return "a constant belongs under `derive:`"
    if called := re.match(r"(\w+)\s*[\[(]", rest):
        return nearest(called[1], _KINDS) and "write a shape with its values: `int[5] in -4..4`"
    return "write a range, `0..9`, or a list of values, `[3, 5, 7]`"


def _closing(rest: str, choice: Choice, where: Where) -> Choice:
    """Return the choice with the demands of the closing words."""
    while rest := rest.strip():
        if barred := _EXCEPT.match(rest):
            choice = replace(choice, excluded=expression.parse(f"[{barred['values']}]", where))
            rest = rest[barred.end() :]
            continue
        word = next((word for word in _DEMANDS if re.match(rf"{word}(?!\S)", rest)), "")
        if not word:
            unknown = rest.split(maxsplit=1)[0]
            raise _Unreadable(f"unknown word '{unknown}'", nearest(unknown, [*_DEMANDS, "except", "step"]))
        choice = _DEMANDS[word](choice)
        rest = rest[len(word) :]
    return choice
