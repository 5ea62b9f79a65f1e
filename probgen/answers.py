"""What an author wrote as answers, with numbers: AnswerTemplate -> Answer, one builder per response kind."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from . import typography
from .comparison import alike, equal, tolerance
from .document import (
    FIGURE_TYPES,
    Answer,
    Cell,
    CellKind,
    ChooseMany,
    ChooseOne,
    Derivation,
    Drawing,
    Emph,
    Essay,
    Figure,
    Form,
    GraphLabeling,
    Inlines,
    Interval,
    Math,
    Matrix,
    Number,
    Option,
    Program,
    Response,
    Sequence,
    Str,
    Symbolic,
    Table,
    TickRow,
    Ticks,
    Tolerance,
    Vector,
)
from .errors import ProbgenError
from .exact import Formula, Real, Record, Value, is_number
from .language import markup
from .model import AnswerTemplate, MistakeTemplate
from .stream import Stream
from .symbolic import equivalence, printing

PLACED = (ChooseOne, ChooseMany, Ticks, Table, Drawing, GraphLabeling)  # with a place of their own size


class Coincidence(Exception):  # noqa: N818 - a verdict on a draw
    """Options that must differ are equal as values on this draw."""


def keys(templates: Iterable[AnswerTemplate], scope: Mapping[str, Value]) -> dict[str, Value]:
    """Return the key of each answer that is one expression, by the answer's name."""
    rows = ("table", "ticks", "choices", "drawing", "graph")
    return {t.name: _key(t, scope) for t in templates if t.value is not None and t.kind not in rows}


def known(templates: Iterable[AnswerTemplate], scope: Mapping[str, Value]) -> tuple[dict[str, Value], dict[str, Value]]:
    """Return the keys as `keys` does, and the scope of solution, rubric, check and mistakes that names them."""
    found = keys(templates, scope)
    return found, {**scope, "answers": Record(found), "answer": found.get("answer")}


def build(
    template: AnswerTemplate, scope: Mapping[str, Value], mistakes: Iterable[MistakeTemplate], stream: Stream
) -> Answer:
    """Return the answer with its key; `stream` orders the options of a choice.

    Raises:
        Coincidence: too few options differ from one another.
        ProbgenError: the key is not of its kind.
    """
    if template.kind != "choice" and template.kind not in _BUILDERS:
        what = f"'{template.kind}' cannot be laid out yet"
        raise ProbgenError.of(what, where=template.where, hint=f"kinds are {', '.join(_BUILDERS)}, choice")
    key = _key(template, scope)
    try:
        if template.kind == "choice":
            response: Response = _choice(template, key, scope, mistakes, stream)
        else:
            response = _BUILDERS[template.kind](template, key, scope)
    except KeyError as fault:
        fields = ", ".join(key[0]) if isinstance(key, tuple) and key and isinstance(key[0], Mapping) else ""
        raise ProbgenError.of(
            f"a row has no field {fault}", where=template.where, hint=fields and f"it has {fields}"
        ) from None
    except (TypeError, ValueError, AttributeError) as fault:
        noun = "formula" if template.kind == "symbolic" else template.kind
        what = f"the key {typography.describe(key)} is no {noun}: {fault}"
        raise ProbgenError.of(what, where=template.where) from fault
    _check_tolerance(template, response)
    label = markup.inlines(template.label.fill(scope)) if template.label else ()
    return Answer(template.name, response, label, shown(response), template.credit_each, template.points)


def shown(response: Response) -> Inlines:
    """Return the key as it is printed on a line; () where the kind is printed in its own place."""
    match response:
        case Number(key, _, unit):
            return (Math(typography.tex(key) + (rf"\,\text{{{typography.escape(unit)}}}" if unit else "")),)
        case Vector(key):
            return (Math(typography.row(key)),)
        case Matrix(key):
            return (Math(typography.matrix(key)),)
        case Symbolic(formula):
            return (Math(typography.tex(formula)),)
        case Sequence(key):
            return (Emph((Str(" ".join(key)),)),)
        case Interval(low, high, low_closed, high_closed):
            left = "[" if low_closed and low is not None else "("
            right = "]" if high_closed and high is not None else ")"
            start = r"-\infty" if low is None else typography.tex(low)
            end = r"\infty" if high is None else typography.tex(high)
            return (Math(printing.between(left, f"{start}, {end}", right)),)
        case _:
            return ()


def printed(value: Value) -> Inlines:
    """Return any value as it stands on a line: words as text, all else as a formula."""
    if isinstance(value, str):
        return markup.inlines(value)
    if isinstance(value, tuple) and value and all(isinstance(item, str) for item in value):
        return (Emph((Str(" ".join(value)),)),)
    return (Math(typography.tex(value)),)


def _check_tolerance(template: AnswerTemplate, response: Response) -> None:
    """Refuse an irrational key that must be met exactly."""
    match response:
        case Number(key, Tolerance(0)):
            numbers: tuple[Any, ...] = (key,)
        case Vector(numbers, Tolerance(0)):
            pass
        case Matrix(rows, Tolerance(0)):
            numbers = tuple(key for row in rows for key in row)
        case Interval(low, high, _, _, Tolerance(0)):
            numbers = (low, high)
        case _:
            return
    for key in numbers:
        if isinstance(key, float):
            what = f"the key {typography.describe(key)} is no exact number, and its tolerance is none"
            raise ProbgenError.of(what, where=template.where, hint="give it `tolerance: 3 digits`, or leave it out")


def _number(template: AnswerTemplate, key: Value, scope: Mapping[str, Value]) -> Number:
    accept = tuple(_real(other.value(scope)) for other in template.accept)
    return Number(_real(key), tolerance(template.tolerance, [_real(key)]), template.unit, accept)


def _vector(template: AnswerTemplate, key: Value, _: Mapping[str, Value]) -> Vector:
    numbers = tuple(_real(item) for item in _tuple(key))
    return Vector(numbers, tolerance(template.tolerance, numbers))


def _matrix(template: AnswerTemplate, key: Value, _: Mapping[str, Value]) -> Matrix:
    rows = tuple(tuple(_real(item) for item in _tuple(line)) for line in _tuple(key))
    if len({len(line) for line in rows}) != 1:
        raise ValueError("its rows differ in length")
    return Matrix(rows, tolerance(template.tolerance, [item for line in rows for item in line]))


def _sequence(_: AnswerTemplate, key: Value, __: Mapping[str, Value]) -> Sequence:
    return Sequence(tuple(str(item) for item in _tuple(key)))


def _interval(template: AnswerTemplate, key: Value, _: Mapping[str, Value]) -> Interval:
    low, high = _tuple(key)
    ends = tuple(_real(end) for end in (low, high) if end is not None)
    if len(ends) == 2 and ends[0] > ends[1]:
        raise ValueError("its ends are the wrong way round")
    is_open = template.fields.get("open", ())
    return Interval(low, high, "low" not in is_open, "high" not in is_open, tolerance(template.tolerance, ends))


def _symbolic(_: AnswerTemplate, key: Value, __: Mapping[str, Value]) -> Symbolic:
    equivalence.check(key)
    return Symbolic(key)


def _drawing(template: AnswerTemplate, key: Value, scope: Mapping[str, Value]) -> Drawing:
    return Drawing(_figure(key, scope), _figure(template.fields["overlay"], scope))


def _graph(template: AnswerTemplate, key: Value, scope: Mapping[str, Value]) -> GraphLabeling:
    pairs = (_tuple(pair) for pair in _tuple(template.fields["blanks"].value(scope)))
    places = tuple((str(place), content) for place, content in pairs)
    return GraphLabeling(_figure(key, scope), _figure(template.fields["labeled"], scope), places)


def _figure(name: Value, scope: Mapping[str, Value]) -> Figure:
    figure = scope.get(name)
    if not isinstance(figure, FIGURE_TYPES):
        raise TypeError(f"there is no figure '{name}'")
    return figure


def _choices(template: AnswerTemplate, key: Value, _: Mapping[str, Value]) -> ChooseMany:
    item, right = template.fields["item"], template.fields["right"]
    options = (Option(printed(row[item]), _tick(row[right]) == "yes", None) for row in map(_mapping, _tuple(key)))
    return ChooseMany(tuple(options))


def _ticks(template: AnswerTemplate, key: Value, scope: Mapping[str, Value]) -> Ticks:
    columns = template.fields["columns"]
    rows = (
        TickRow(printed(row[template.fields["item"]]), tuple(_tick(row[name]) for name in columns))
        for row in map(_mapping, _tuple(key))
    )
    return Ticks(tuple(markup.inlines(text.fill(scope)) for text in columns.values()), tuple(rows))


def _table(template: AnswerTemplate, key: Value, scope: Mapping[str, Value]) -> Table:
    columns, kinds = template.fields["columns"], template.fields["cells"]
    blanks = {(int(row), str(name)) for row, name in template.fields["blanks"].value(scope)}
    rows = tuple(
        tuple(_cell(row[name], kinds.get(name, "text"), blank=(place, name) in blanks) for name in columns)
        for place, row in enumerate(map(_mapping, _tuple(key)))
    )
    heads = tuple(markup.inlines(text.fill(scope)) for text in columns.values())
    return Table(heads, tuple(kinds.get(name, "text") for name in columns), rows)


def _cell(value: Value, kind: CellKind, *, blank: bool) -> Cell:
    if kind == "formula":
        value = alike(value, Formula(""))
    content = (Math(typography.shape(value)),) if kind == "shape" else printed(value)
    return Cell(content, value if blank else None, blank)


def _choice(
    template: AnswerTemplate,
    key: Value,
    scope: Mapping[str, Value],
    mistakes: Iterable[MistakeTemplate],
    stream: Stream,
) -> ChooseOne:
    """Return the right option among distractors: known mistakes first, then the values of `among`."""
    options = [Option(printed(key), right=True, value=key)]
    for mistake in mistakes:
        if mistake.answer == template.name:
            feedback = markup.inlines(mistake.feedback.fill(scope))
            value = alike(mistake.value.value(scope), key)
            options.append(Option(printed(value), right=False, value=value, feedback=feedback))
    if "among" in template.fields:
        others = stream.shuffled([alike(value, key) for value in _tuple(template.fields["among"].value(scope))])
        options += [Option(printed(value), right=False, value=value) for value in others]
    within = tolerance(template.tolerance, [key] if is_number(key) else [])
    distinct: list[Option] = []
    for option in options:
        if not any(equal(option.value, other.value, within) for other in distinct):
            distinct.append(option)
    count = template.fields.get("options", len(options) if "among" not in template.fields else len(distinct))
    if len(distinct) < count:
        raise Coincidence(f"only {len(distinct)} of {count} options differ")
    shuffled = stream.shuffled(distinct[:count])
    if all(isinstance(option.value, str) and len(option.value) == 1 for option in shuffled):
        # letters name things in a figure: in another order they would be hard to find, in this one they tell nothing
        return ChooseOne(tuple(sorted(shuffled, key=lambda option: str(option.value))))
    return ChooseOne(shuffled)


def _key(template: AnswerTemplate, scope: Mapping[str, Value]) -> Value:
    """Return the value of the key's expression, for a symbolic answer the formula with the symbols of both."""
    key = template.value.value(scope) if template.value is not None else None
    if template.kind != "symbolic":
        return key
    formula = alike(key, Formula(""))
    if not isinstance(formula, Formula):
        what = f"the key {typography.describe(key)} is no formula"
        raise ProbgenError.of(what, where=template.where, hint="write it as text: `symbolic: \"'w**2*u'\"`")
    symbols = {**dict(formula.symbols), **dict(template.fields["symbols"])}
    return Formula(formula.source, tuple(symbols.items()), formula.up_to_constant or template.fields["up_to_constant"])


def _real(value: Value) -> Real:
    if not is_number(value):
        raise TypeError(f"{typography.describe(value)} is no number")
    return value


def _tuple(value: Value) -> tuple[Value, ...]:
    if not isinstance(value, tuple):
        raise TypeError(f"{typography.describe(value)} is no list")
    return value


def _mapping(row: Value) -> Mapping[str, Value]:
    return row if isinstance(row, Mapping) else row._asdict()


def _tick(value: Value) -> Any:
    word = {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value
    if word not in ("yes", "no", "either"):
        raise ValueError(f"{typography.describe(value)} is none of yes, no, either")
    return word


_BUILDERS: Mapping[str, Callable[[AnswerTemplate, Value, Mapping[str, Value]], Response]] = {
    "number": _number,
    "vector": _vector,
    "matrix": _matrix,
    "sequence": _sequence,
    "interval": _interval,
    "symbolic": _symbolic,
    "drawing": _drawing,
    "graph": _graph,
    "choices": _choices,
    "ticks": _ticks,
    "table": _table,
    "derivation": lambda template, key, scope: Derivation(),
    "essay": lambda template, key, scope: Essay(template.fields["lines"], template.fields.get("words", 0)),
    "code": lambda template, key, scope: Program(template.fields["lines"], template.fields.get("language", "python")),
    "form": lambda template, key, scope: Form(template.fields["lines"]),
}
