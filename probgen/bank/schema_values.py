"""The single values of a bank entry: each function returns a value as the model wants it, or says what is needed."""

from __future__ import annotations

import keyword
import re
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Annotated, Any, NamedTuple, NoReturn, TypeVar

from pydantic import PlainValidator
from pydantic_core import PydanticCustomError

from ..errors import nearest
from ..exact import Dec, Exact, is_number
from ..model import Room, ToleranceRule

RESERVED = frozenset({"answer", "answers", "loop", "true", "false", "none", "not", "and", "or", "if", "else", "in"})
LENGTHS = {"cm": 72 / 2.54, "mm": 72 / 25.4, "line": 24.0, "lines": 24.0}  # in bp
MAX_ENTRIES = 200  # of one section, list or pool; what a stranger wrote is read within seconds
_MAX_LINE = 500  # characters
T = TypeVar("T")
MISTAKE_FIELDS = ("credit", "blank", "name")


def found(value: object) -> str:
    """Return a value as messages name it."""
    match value:
        case None:
            return "nothing"
        case bool():
            return "true" if value else "false"
        case str():
            return f"'{value if len(value) <= 40 else value[:37] + '...'}'"
        case list() | tuple():
            return "a list" if value else "an empty list"
        case Mapping():
            return "fields"
        case _:
            return str(value)


def needs(what: str, value: object, hint: str = "") -> NoReturn:
    """Raise pydantic's error that the value is not what a field takes."""
    raise PydanticCustomError(
        "needs", "needs {what}, found {found}", {"what": what, "found": found(value), "hint": hint}
    )


def _text(value: object) -> str:
    if isinstance(value, str) or (is_number(value) and not isinstance(value, float)):
        return str(value)
    needs("text", value, "put the word in quotes" if isinstance(value, bool) else "")


def _line(value: object) -> str:
    text = _text(value).strip()
    if len(text) > _MAX_LINE:
        needs(f"a line of at most {_MAX_LINE} characters", value)
    return text if text and "\n" not in text else needs("a line of text", value)


def _identifier(value: object) -> str:
    text = _line(value)
    return (
        text if re.fullmatch(r"[A-Za-z][\w-]*", text, re.ASCII) else needs("a word of letters, digits, _ and -", value)
    )


def _name(value: object) -> str:
    if not isinstance(value, str) or not re.fullmatch(r"[A-Za-z][A-Za-z0-9_]*", value):
        needs("a name of letters, digits and _", value, "names are used in formulas and text")
    if keyword.iskeyword(value) or value in RESERVED:
        needs("another name", value, f"`{value}` is a word of the language")
    return value


def _sentence(value: object) -> str:
    return value if isinstance(value, str) and value.strip() else needs("a sentence as the key", value)


def _expression(value: object) -> object:
    return value if isinstance(value, str | list | bool) or is_number(value) else needs("an expression", value)


def _draw(value: object) -> object:
    if isinstance(value, list):
        _few(value)
    return value if isinstance(value, str | list | Mapping) or is_number(value) else needs("a draw", value)


def _list_of(item: Callable[[object], T], what: str) -> Callable[[object], tuple[T, ...]]:
    def read(value: object) -> tuple[T, ...]:
        if value is None or isinstance(value, Mapping):
            needs(what, value)
        return tuple(item(entry) for entry in _few(value if isinstance(value, list) else [value]))

    return read


def _part_group(value: object) -> str | tuple[str, ...]:
    return tuple(_line(entry) for entry in _few(value)) if isinstance(value, list) and value else _line(value)


def _few(values: list[object]) -> list[object]:
    return values if len(values) <= MAX_ENTRIES else needs(f"at most {MAX_ENTRIES} entries", values)


def _values(value: object) -> list[object]:
    values = value if isinstance(value, list) else [value]
    if not values or any(entry is None or isinstance(entry, Mapping) for entry in values):
        needs("its values, the default first", value, "write `[default, other, ...]`")
    return _few(values)


class KnobValues(NamedTuple):
    """The values of a knob, the default first, and what it changes."""

    values: list[object]
    doc: str = ""


def _knob(value: object) -> KnobValues:
    """Read `[default, other, ...]`, or `{values: [...], doc: what it changes}`."""
    if not isinstance(value, Mapping):
        return KnobValues(_values(value))
    for key in value:
        if key not in ("values", "doc"):
            hint = nearest(str(key), ("values", "doc")) or "a knob has `values:` and `doc:`"
            raise PydanticCustomError("field", "unknown field '{key}' in a knob", {"key": str(key), "hint": hint})
    if "values" not in value:
        needs("`values:`, the default first", value)
    return KnobValues(_values(value["values"]), _line(value["doc"]) if "doc" in value else "")


def _rows(value: object) -> list[object]:
    if not isinstance(value, list) or not value:
        needs("a list of words or of `{field: value}` rows", value)
    _few(value)
    fields = [set(row) for row in value if isinstance(row, Mapping)]
    if fields and len(fields) != len(value):
        needs("rows of one kind", value, "write each row as `{field: value}`")
    for place, row in enumerate(fields, 1):
        if row != fields[0]:
            names = ", ".join(sorted(map(str, row ^ fields[0])))
            raise PydanticCustomError(
                "rows", "row {place} and row 1 differ in {names}", {"place": place, "names": names}
            )
    return value


def _points(value: object) -> Exact:
    if not is_number(value) or isinstance(value, float) or value < 0 or Fraction(2 * value).denominator != 1:
        needs("points in halves, such as 3 or 2.5", value)
    return value


def _share(value: object) -> Fraction:
    if isinstance(value, str) and re.fullmatch(r"\d{1,3}/[1-9]\d{0,2}", value):
        value = Fraction(value)
    if not is_number(value) or isinstance(value, float) or not 0 <= value <= 1:
        needs("a share of the points from 0 to 1, such as 0.5 or 2/3", value)
    return Fraction(value)


def _space(value: object) -> Room:
    read = re.fullmatch(r"(exactly )?(\d+(?:\.\d+)?) ?(cm|mm|lines?)", value) if isinstance(value, str) else None
    if not read:
        needs("a height, such as `4 cm`, `30 mm`, `6 lines` or `exactly 4 cm`", value)
    return Room(float(read[2]) * LENGTHS[read[3]], exact=bool(read[1]))


def _tolerance(value: object) -> ToleranceRule:
    if is_number(value) and not isinstance(value, float) and value >= 0:
        return ToleranceRule("absolute", value)
    if value == "exact":
        return ToleranceRule("absolute", 0)
    read = re.fullmatch(r"(\d+(?:\.\d+)?) ?(%|decimals?|digits?)", value) if isinstance(value, str) else None
    if read and read[2] == "%":
        return ToleranceRule("relative", Dec(Fraction(read[1]) / 100))
    if read and read[1].isdigit() and int(read[1]) <= 30:
        return ToleranceRule("decimals" if read[2].startswith("decimal") else "digits", int(read[1]))
    needs("a tolerance", value, "write `exact`, 0.01, `1 %`, `2 decimals` or `3 digits`")


def _percentage(value: object) -> Fraction:
    read = re.fullmatch(r"(\d{1,3}(?:\.\d{1,6})?) ?%", value) if isinstance(value, str) else None
    share = Fraction(read[1]) / 100 if read else Fraction(2)
    return share if share <= 1 else needs("a percentage", value, "such as `10 %`")


def _band(value: object) -> Fraction | None:
    return None if value == "none" else _percentage(value)


def _whole_up_to(limit: int) -> Callable[[object], int]:
    def read(value: object) -> int:
        return value if type(value) is int and 0 <= value <= limit else needs(f"a whole number up to {limit}", value)

    return read


def mistake(value: object) -> dict[str, object]:
    """Return `wrong`, `feedback` and the fields beside them of a one-line mistake."""
    if not isinstance(value, Mapping):
        needs("`wrong value: feedback`", value)
    wrong = [key for key in value if key not in MISTAKE_FIELDS]
    for key in wrong[1:]:
        hint = nearest(str(key), MISTAKE_FIELDS) or "begin each mistake with its own `-`"
        what = "unknown field '{key}' beside '{first}' in a mistake"
        raise PydanticCustomError("field", what, {"key": str(key), "first": str(wrong[0]), "hint": hint})
    if not wrong:
        needs("`wrong value: feedback`", value)
    return {"wrong": wrong[0], "feedback": value[wrong[0]], **{key: value[key] for key in value if key != wrong[0]}}


Text = Annotated[str, PlainValidator(_text)]
Line = Annotated[str, PlainValidator(_line)]
Name = Annotated[str, PlainValidator(_name)]
Sentence = Annotated[str, PlainValidator(_sentence)]
Expr = Annotated[Any, PlainValidator(_expression)]
DrawSource = Annotated[Any, PlainValidator(_draw)]
PartGroups = Annotated[tuple[str | tuple[str, ...], ...], PlainValidator(_list_of(_part_group, "a list of parts"))]
Lines = Annotated[tuple[str, ...], PlainValidator(_list_of(_line, "a list of words"))]
Points = Annotated[Any, PlainValidator(_points)]
Whole = Annotated[int, PlainValidator(_whole_up_to(200))]
Minutes = Annotated[int, PlainValidator(_whole_up_to(20_000))]
Share = Annotated[Fraction, PlainValidator(_share)]
Percentage = Annotated[Fraction, PlainValidator(_percentage)]
BandWidth = Annotated[Any, PlainValidator(_band)]  # a percentage, or none
Space = Annotated[Room, PlainValidator(_space)]
Tolerance = Annotated[ToleranceRule, PlainValidator(_tolerance)]
Id = Annotated[str, PlainValidator(_identifier)]
Knob = Annotated[KnobValues, PlainValidator(_knob)]
Values = Annotated[list[Any], PlainValidator(_values)]
Rows = Annotated[list[Any], PlainValidator(_rows)]
