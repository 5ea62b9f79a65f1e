"""What is a formula, and what is refused with which words."""

from __future__ import annotations

import pytest

from probgen.exact import Dec, Formula
from probgen.symbolic import NoFormula, equivalence, formula, syntax


def test_the_symbols_are_the_names_without_the_functions() -> None:
    assert syntax.names("sqrt(w)*phi(u1) + pi") == {"w", "phi", "u1", "pi"}


def test_a_decimal_is_exact_and_keeps_its_places() -> None:
    value = getattr(syntax.tree("0.60"), "value", None)
    assert isinstance(value, Dec)
    assert str(value) == "0.60"


def test_a_formula_is_made_with_its_domains() -> None:
    assert formula("X @ w", {"X": "[n, d]", "w": "[d]"}) == Formula("X @ w", (("X", "[n, d]"), ("w", "[d]")))


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("2w", r"a product is written `2\*w`"),
        ("3(a + b)", r"a product is written with `\*`"),
        ("w^2", r"a power is written `\*\*`"),
        ("lambda*w", "write `lam`"),
        ("lambda w: w", "write `lam`"),
        ("x[1]", "an index is part of a name"),
        ("a == b", "compares nothing"),
        ("x.real", "a formula holds numbers"),
        ("__import__('os')", "letters, digits"),
        ("'a'", "is no number"),
        ("True", "is no number"),
        ("1e9", "plain digits"),
        ("1_000", "plain digits"),
        ("(w, u)", "a formula holds numbers"),
        ("[w for w in u]", "a formula holds numbers"),
        ("sqrt(a, b)", "takes one argument, has 2"),
        ("sqrt(x=2)", "a call is a name with plain arguments"),
        ("max(*a)", "takes arguments between commas"),
        ("(a + b)(c)", "a call is a name with plain arguments"),
        ("O(n) + 1", "the whole formula or nothing"),
        ("α + 1", "letters, digits"),
        ("a +", "cannot read"),
        ("", "cannot read"),
        ("a*" * 1500 + "a", "too long"),
        ("-" * 300 + "a", "nested too deeply"),
    ],
)
def test_what_is_no_formula_is_refused(source: str, message: str) -> None:
    with pytest.raises(NoFormula, match=message):
        syntax.tree(source)


@pytest.mark.parametrize(
    ("source", "symbols", "message"),
    [
        ("foo(x)", {}, "unknown function 'foo'"),
        ("tanhh(x)", {}, "did you mean `tanh`"),
        ("X @ w", {}, "give their shapes"),
        ("X @ X", {"X": "[n, d]"}, "multiplies a matrix n x d by a matrix n x d"),
        ("X * w", {"X": "[n, d]", "w": "[d]"}, "entry by entry"),
        ("X + y", {"X": "[n, d]", "y": "[n]"}, "joins a matrix n x d and a vector of n"),
        ("X.T @ X + lam", {"X": "[n, d]", "lam": "positive"}, r"write `I\(...\)`"),
        ("1/A", {"A": "[n, n]"}, r"write `inv\(...\)`"),
        ("A**2", {"A": "[n, n]"}, "is a power of a matrix"),
        ("inv(X)", {"X": "[n, d]"}, "needs a square matrix"),
        ("diag(X)", {"X": "[n, d]"}, "needs a vector"),
        ("max(v, 1)", {"v": "[n]"}, "needs numbers"),
        ("w.T", {}, "is a number"),
        ("I(n + 1)", {}, "is no size"),
        ("I(d) @ w", {"w": "[d]", "d": "real"}, "cannot be anything else"),
        ("w + v", {"w": "real"}, "the symbol 'v' is not listed"),
        ("w", {"w": "whole"}, "is no domain"),
        ("w", {"w": "probabilty"}, "did you mean `probability`"),
        ("X", {"X": "[n, d, symmetric]"}, "a square matrix can be"),
        ("X", {"X": "[1]"}, "a number has no shape"),
        ("X", {"X": "[99]"}, "a size is 1 to 20"),
        ("phi + 1", {"phi": "function"}, "is a function"),
        ("phi(a, b)", {"phi": "function", "a": "real", "b": "real"}, "takes one argument"),
        ("log(-x)", {}, "has no value"),
        ("1/(x - x)", {}, "has no value"),
        ("9**9**9", {}, "has no value"),
        ("O(-N)", {}, "does not grow"),
    ],
)
def test_a_formula_without_sense_is_refused(source: str, symbols: dict[str, str], message: str) -> None:
    with pytest.raises(NoFormula, match=message):
        equivalence.check(formula(source, symbols))


@pytest.mark.parametrize(
    ("source", "symbols", "shape"),
    [
        ("w**2", {}, ()),
        ("q.T @ k", {"q": "[d]", "k": "[d]"}, ()),
        ("X @ w", {"X": "[n, d]", "w": "[d]"}, ("n", "1")),
        ("X.T", {"X": "[n, d]"}, ("d", "n")),
        ("1 - h", {"h": "[n]"}, ("n", "1")),
        ("diag(h*(1 - h)) @ U", {"h": "[n]", "U": "[n, m]"}, ("n", "m")),
        ("ones(3)", {}, ("3", "1")),
        ("norm(X)", {"X": "[n, d]"}, ()),
    ],
)
def test_the_shape_follows_from_the_symbols(source: str, symbols: dict[str, str], shape: tuple[str, ...]) -> None:
    assert equivalence.check(formula(source, symbols)) == shape


def test_a_strangers_formula_costs_little() -> None:
    tower = "*".join(["9**5000"] * 90)
    assert not equivalence.equivalent(f"{tower} + a", f"{tower} + b")
