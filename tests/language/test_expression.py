"""The expression language: what it computes, what it refuses, and how fast it refuses."""

from __future__ import annotations

import pickle
import time
from collections import namedtuple
from collections.abc import Mapping
from fractions import Fraction
from threading import Thread

import pytest
from hypothesis import given
from hypothesis import strategies as st

from probgen.errors import Fault, ProbgenError, Where
from probgen.exact import Dec, Record, Value
from probgen.language import expression
from probgen.language.expression import FUNCTIONS, parse

WHERE = Where("bank.yaml", 17, 20, "require > one solution")


Row = namedtuple("Row", ["taps", "count"])  # a step of a solution, with a field named as a method of tuples

SCOPE: Mapping[str, Value] = {
    "n": 7,
    "k": 3,
    "half": Dec("0.50"),
    "xs": (1, 2, -3),
    "keys": ((1, 2), (3, 4)),
    "row": Row((1, 2), 5),
    "record": Record({"item": "pen", "keys": 4}),
}


def value(source: object) -> Value:
    return parse(source, WHERE).value(SCOPE)


def fault(source: object) -> str:
    with pytest.raises(ProbgenError) as caught:
        value(source)
    return str(caught.value)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("(n + 2*1 - k)/2 + 1", 4),
        ("n/k", Fraction(7, 3)),
        ("6/k", 2),
        ("-n//2", -4),
        ("-n % 3", 2),
        ("2**10", 1024),
        ("2**-2", Fraction(1, 4)),
        ("-2**2", -4),
        ("2**3**2", 512),
        ("9**(1/2)", 3),
        ("1 < k < n", True),
        ("1 < k < 3", False),
        ("k == 3 and not n == 3", True),
        ("n if k > 5 else 'small'", "small"),
        ("2 in xs", True),
        ("2 not in xs", False),
        ("xs[-1]", -3),
        ("xs[1:]", (2, -3)),
        ("xs[::-1]", (-3, 2, 1)),
        ("xs[6/3]", -3),
        ("'abc'[1:]", "bc"),
        ("xs[1:] + [xs[0]]", (2, -3, 1)),
        ("[0]*3", (0, 0, 0)),
        ("[1, 2] == (1, 2)", True),
        ("[x**2 for x in xs if x > 0]", (1, 4)),
        ("list(a*b for a, b in keys)", (2, 12)),
        ("[[x*y for y in xs] for x in [1, 2]]", ((1, 2, -3), (2, 4, -6))),
        ("[x for row in keys for x in row]", (1, 2, 3, 4)),
        ("[k for k in xs] + [k]", (1, 2, -3, 3)),
        ("row.taps", (1, 2)),
        ("row.count", 5),
        ("record.item + '!'", "pen!"),
        ("record['keys']", 4),
        ("any(x < 0 for x in xs) and all(x != 0 for x in xs)", True),
    ],
)
def test_expressions_have_the_values_of_mathematics(source: str, expected: Value) -> None:
    found = value(source)
    assert found == expected
    assert type(found) is type(expected)


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("0.50", "0.50"),
        ("-1.0", "-1.0"),
        ("+0.60", "0.60"),
        ("half + 1", "1.50"),
        ("half*4 + 0.0", "2.0"),
        ("0.1 + 0.2", "0.3"),
        ("1e-3", "0.001"),
        ("'ü' + 'x' if k < 0 else 0.70", "0.70"),
        ("[0.10, 0.2][0]", "0.10"),
    ],
)
def test_decimals_keep_the_places_they_are_written_with(source: str, text: str) -> None:
    found = value(source)
    assert isinstance(found, Dec)
    assert str(found) == text


def test_numbers_are_equal_by_value_whatever_their_type() -> None:
    assert value("half == 1/2 and 2 == 4/2 and 0.30 == 0.3") is True


@pytest.mark.parametrize(
    ("source", "expected"),
    [(5, 5), (True, True), (Dec("0.50"), Dec("0.50")), (["n", 1, ["k"]], (7, 1, (3,))), ("n +\n  k", 10)],
)
def test_what_yaml_gives_is_taken_as_it_comes(source: object, expected: Value) -> None:
    assert value(source) == expected


@pytest.mark.parametrize(
    ("source", "what"), [(None, "nothing"), ({"a": 1}, "fields"), ("", "nothing"), ([None], "[None]")]
)
def test_what_is_no_expression_is_named(source: object, what: str) -> None:
    assert f"an expression is needed, found {what}" in fault(source)


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("dot(xs, w) + k", {"xs", "w", "k"}),
        ("list(x + a for x in xs)", {"xs", "a"}),
        ("[x for x in x]", {"x"}),
        ("[y for x in xs for y in x if y > z]", {"xs", "z"}),
        ("[a for a in xs] + [a]", {"xs", "a"}),
        ("row.taps", {"row"}),
        ("sum + sum([1])", {"sum"}),
        ("1 + 2", set()),
    ],
)
def test_free_names_are_neither_functions_nor_loop_variables(source: str, names: set[str]) -> None:
    assert parse(source, WHERE).names == names


ESCAPES = [
    "2**2**40",
    "2**(2**40)",
    "9**9**9",
    "(10**200)**200",
    "'a'*10**10",
    "10**10*'a'",
    "[0]*10**10",
    "[[0]*100]*1000",
    "[[[[[[[[n]*9]*9]*9]*9]*9]*9]*9]*9",
    "range(10**9)",
    "range(-10**30, 10**30)",
    "().__class__",
    "xs.__class__.__mro__",
    "row._fields",
    "row.index",
    "row.__class__",
    "record.items",
    "record._entries",
    "xs.count(1)",
    "''.join(xs)",
    "'%1000000000d' % 1",
    "[x for x in range(1000) for y in range(1000) for z in range(1000)]",
    "[[y for y in range(1000)] for x in range(1000)]",
    "[sum(range(1000)) for x in range(1000)]",
    "[range(1000) == range(1000) for x in range(1000)]",
    "comb(10**6, 5*10**5)",
    "factorial(10**6)",
    "digits(10**4000)",
    "1e999999999",
    "1e-999999999",
    "9" * 5000,
    "-" * 5000 + "1",
    "(" * 150 + ")" * 149,
    "+".join(["n"] * 4000),
    "not " * 2000 + "n",
    "exp(10**6)",
    "prod(range(1, 1000))",
    "round(1/3, 10**9)",
    "lambda: 1",
    "(lambda: 1)()",
    "f'{n}'",
    "(n := 5)",
    "[*xs]",
    "sum(*xs)",
    "{1: 2}",
    "{1, 2}",
    "n is k",
    "~n",
    "n << 10**9",
    "1j",
    "b'a'",
    "...",
    "await n",
    "(yield)",
    "__import__('os')",
    "eval('1')",
    "getattr(n, 'real')",
    "open('/etc/passwd')",
    "sum",
    "import os",
    "n; k",
    "[n for n.x in xs]",
    "keys()",
    "dot(xs, xs, xs)",
    "round(n, places=1)",
]


@pytest.mark.parametrize("source", ESCAPES, ids=range(len(ESCAPES)))
def test_escapes_and_exhaustion_end_soon_in_a_located_error(source: str) -> None:
    start = time.process_time()
    message = fault(source)
    assert message.startswith("bank.yaml:17")
    assert time.process_time() - start < 2


@pytest.mark.parametrize(
    ("source", "column", "message"),
    [
        ("det ^ 2", 24, "`^` is no operator here\n  hint: a power is written `**`"),
        ("'ü' ^ 2", 24, "`^` is no operator here\n  hint: a power is written `**`"),
        ("sun(xs)", 20, "unknown function 'sun'\n  hint: did you mean `sum`?"),
        ("2k", 20, "cannot read `2k`: invalid decimal literal\n  hint: a product is written with `*`: `2*k`"),
        ("n = 3", 22, "cannot read `n = 3`: invalid syntax\n  hint: equality is written `==`"),
        ("n && k", 23, "cannot read `n && k`: invalid syntax\n  hint: write `and`, `or`, `not`"),
        ("1_000", 20, "the number 1_000 has a `_`\n  hint: did you mean `1000`?"),
        ("xs.sum()", 20, "the call `.sum(...)` is not allowed\n  hint: write `sum(...)`"),
        ("dot(xs)", 20, "`dot(a, b)`: missing a required argument: 'b'"),
        ("xs @ xs", 23, "`@` is no operator here\n  hint: write `dot(x, y)`, `matvec(A, x)` or `matmul(A, B)`"),
    ],
)
def test_what_is_wrong_with_the_text_has_its_column_and_a_remedy(source: str, column: int, message: str) -> None:
    assert fault(source) == f"bank.yaml:17:{column}: require > one solution: {message}"


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("n/(k - 3)", "division by zero (with k = 3, n = 7)"),
        ("1/0", "division by zero"),
        ("xs[5]", "position 5 is outside a list of 3 (with xs = [1, 2, -3])"),
        ("record.price", "{item: 'pen', keys: 4} has no field 'price' (with record = {item: 'pen', keys: 4})"),
        ("'a' < 1", "values of different kinds cannot be compared"),
        ("[a for a, b in xs]", "`for` has 2 names for 1 (with xs = [1, 2, -3])"),
        ("zip(xs, [1])", "lists of 1 and 3 entries do not match (with xs = [1, 2, -3])"),
        ("True + 1", "the truth value True is no number; `count(...)` counts the true ones"),
    ],
)
def test_what_fails_with_these_values_is_shown_with_them(source: str, message: str) -> None:
    assert fault(source) == f"bank.yaml:17:20: require > one solution: cannot compute `{source}`: {message}"


def test_all_faults_of_an_expression_come_together() -> None:
    with pytest.raises(ProbgenError) as caught:
        parse("sun(xs) + cuont(xs) ^ 2", WHERE)
    assert [f.where.column for f in caught.value.faults] == [20, 30, 40]


def test_an_unknown_column_stays_unknown() -> None:
    with pytest.raises(ProbgenError) as caught:
        parse("n ^ 2", Where("bank.yaml", 3))
    assert caught.value.faults[0].where == Where("bank.yaml", 3)


def test_the_scope_is_left_as_it_was() -> None:
    scope: dict[str, Value] = {"xs": (1, 2)}
    parse("[x for x in xs]", WHERE).value(scope)
    assert scope == {"xs": (1, 2)}


def test_a_failed_loop_leaves_no_variable_behind() -> None:
    fault("[1/(x - 2) for x in xs]")
    assert "nothing is called 'x'" in fault("x")


def test_an_expression_survives_pickling() -> None:
    expression = parse("half + n", WHERE)
    assert pickle.loads(pickle.dumps(expression)) == expression


def test_threads_do_not_share_an_evaluation() -> None:
    expression = parse("sum(list(a*x for x in range(100)))", WHERE)
    found: dict[int, Value] = {}

    def run(a: int) -> None:
        found[a] = [expression.value({"a": a}) for _ in range(20)]

    threads = [Thread(target=run, args=(a,)) for a in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == {a: [a * 4950] * 20 for a in range(4)}


def test_every_function_has_a_one_line_description() -> None:
    for name, function in FUNCTIONS.items():
        lines = (function.__doc__ or "").splitlines()
        assert len(lines) == 1, name
        assert lines[0].startswith(("Return ", "Tell ")), name
        assert lines[0].endswith("."), name


numbers = st.one_of(st.integers(-99, 99), st.fractions(-9, 9, max_denominator=12))


@given(numbers, numbers, st.sampled_from(["+", "-", "*"]))
def test_arithmetic_is_that_of_fractions(a: Fraction | int, b: Fraction | int, sign: str) -> None:
    expected = {"+": Fraction(a) + Fraction(b), "-": Fraction(a) - Fraction(b), "*": Fraction(a) * Fraction(b)}[sign]
    found = parse(f"a {sign} b", WHERE).value({"a": a, "b": b})
    assert found == expected
    assert type(found) is (int if expected.denominator == 1 else Fraction)


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused_with_a_place(source: str) -> None:
    faults: tuple[Fault, ...] = ()
    try:
        parse(source, WHERE)
    except ProbgenError as caught:
        faults = caught.faults
    assert all(fault.where.line == 17 and fault.what for fault in faults)


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("len(list(1 for x in range(100) for y in range(99) if comb(4096, 2048) == x))", "too many steps"),
        ("[[[[[[[[[[[1]]]]]]]]]]]", "lists are nested deeper than 10"),
        ("1 in 5", "5 is no list"),
        ("'a' + '\\x1b[31m'", "the character U+001B cannot stand in a text"),
    ],
)
def test_a_hostile_expression_ends_in_a_sentence(source: str, message: str) -> None:
    with pytest.raises(ProbgenError) as caught:
        expression.parse(source, Where("f")).value({})
    assert message in str(caught.value)


def test_work_is_counted_for_the_whole_thread() -> None:
    before = expression.spent()
    expression.parse("sum(range(100))", Where("f")).value({})
    assert expression.spent() - before > 100
