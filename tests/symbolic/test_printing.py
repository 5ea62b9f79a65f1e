"""Formulas as TeX: single cases by hand, and a reader of TeX that finds the value again."""

from __future__ import annotations

import re
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from probgen import typography
from probgen.exact import Formula
from probgen.language import tex_check
from probgen.symbolic.printing import symbol

CASES = [
    ("u3 + w*u2 + w**2*u1", "u_3 + w u_2 + w^2 u_1"),
    ("x*2*w", "2 x w"),
    ("x*2**n*3", r"3 \cdot 2^n x"),
    ("1/2*x", r"\frac{1}{2} x"),
    ("x*(1/2)*3", r"3 \cdot \frac{1}{2} x"),
    ("1*x*-1", "-x"),
    ("-1*(a + b)", "-(a + b)"),
    ("a + -3*b", "a - 3 b"),
    ("a - (-3*b)", "a + 3 b"),
    ("a - (b - c)", "a - (b - c)"),
    ("a + (-b + c)", "a - b + c"),
    ("-(a + b)/c", r"-\frac{a + b}{c}"),
    ("(1 - p)/p", r"\frac{1 - p}{p}"),
    ("sqrt((1 - p)/p)", r"\sqrt{\frac{1 - p}{p}}"),
    ("(a/b)**2", r"\left(\frac{a}{b}\right)^2"),
    ("x**(1/2)", "x^{1/2}"),
    ("x**(a/b*c)", "x^{(a/b) c}"),
    ("x**(a/(b*c))", "x^{a/(b c)}"),
    ("(-x)**2 - x**2", "(-x)^2 - x^2"),
    ("2**-n", "2^{-n}"),
    ("N**(T + 1)", "N^{T + 1}"),
    ("(x**2)**3", "(x^2)^3"),
    ("x**12", "x^{12}"),
    ("0.50*x + 12345", r"0.50 x + 12\,345"),
    ("exp(-delta**2/(2*sigma**2))", r"\exp\left(-\frac{\delta^2}{2 \sigma^2}\right)"),
    ("tanh(x)**2 + log(N)**2", r"\tanh^2(x) + \log^2(N)"),
    ("tanh(x)**-1", r"(\tanh(x))^{-1}"),
    ("sigma(w*x)*(1 - sigma(w*x))", r"\sigma(w x) (1 - \sigma(w x))"),
    ("relu(x)", r"\operatorname{ReLU}(x)"),
    ("norm(v)**2/2", r"\frac{\lVert v\rVert^2}{2}"),
    ("abs(a/b)", r"\left\lvert \frac{a}{b}\right\rvert"),
    ("O(N**2*max(D, M))", r"O(N^2 \max(D, M))"),
    ("phi(Q1)*V1", r"\phi(Q_1) V_1"),
    ("2*V_f.T @ (y - z)", r"2 V_f^\top (y - z)"),
    ("X @ (2*w)", "X (2 w)"),
    ("inv(X.T @ X + lam*I(d)) @ X.T @ y", r"(X^\top X + \lambda I_d)^{-1} X^\top y"),
    ("inv(X.T @ X + lam*D @ D) @ X.T @ y", r"(X^\top X + \lambda D^2)^{-1} X^\top y"),
    ("(A @ B).T @ inv(A).T", r"(A B)^\top (A^{-1})^\top"),
    ("ones(n).T @ y/n", r"\frac{\mathbf{1}_n^\top y}{n}"),
]


@pytest.mark.parametrize(("source", "tex"), CASES)
def test_a_formula_is_set_as_a_person_writes_it(source: str, tex: str) -> None:
    assert typography.formula(source) == tex


def test_products_entry_by_entry_have_a_sign_of_their_own() -> None:
    shapes = (("h", "[n]"), ("g", "[n]"), ("U", "[n, n]"))
    assert typography.tex(Formula("diag(h*(1 - h)) @ U", shapes)) == r"\operatorname{diag}(h \odot (1 - h)) U"
    assert typography.tex(Formula("2*c*h*g - (U @ h)*g", shapes)) == r"2 c (h \odot g) - (U h) \odot g"
    assert typography.tex(Formula("U @ (h*g)", shapes)) == r"U (h \odot g)"


@pytest.mark.parametrize(
    ("name", "tex"),
    [
        ("w", "w"), ("u1", "u_1"), ("x12", "x_{12}"), ("x_i", "x_i"), ("x1_2", "x_{1,2}"), ("alpha", r"\alpha"),
        ("lam", r"\lambda"), ("eps", r"\varepsilon"), ("Gamma_k", r"\Gamma_k"), ("x_mu", r"x_{\mu}"),
        ("w_new", r"w_{\mathrm{new}}"), ("w_hat", r"\hat{w}"), ("V_i_prime", "V_i'"), ("gain", r"\mathrm{gain}"),
    ],
)  # fmt: skip
def test_a_name_is_a_letter_with_what_hangs_on_it(name: str, tex: str) -> None:
    assert symbol(name) == tex


@pytest.mark.parametrize("source", [source for source, _ in CASES])
def test_formulas_use_only_the_tex_that_banks_may_use(source: str) -> None:
    assert list(tex_check.faults(f"${typography.formula(source)}$")) == []


def test_numbers_and_words_pass_the_filter_as_they_are() -> None:
    assert typography.formula(Fraction(1, 2)) == r"\frac{1}{2}"
    assert typography.formula(typography.Tex("w^2")) == "w^2"


class Reader:
    """Reads the TeX of a formula of numbers and one-letter symbols, and computes its value on the way."""

    def __init__(self, tex: str, point: dict[str, Fraction]) -> None:
        self.tokens = re.findall(r"\\frac|\\cdot|\\left\(|\\right\)|\d+\.\d+|\d+|[a-z]|[-+/^(){}]", tex)
        self.point = point

    def ahead(self) -> str:
        return self.tokens[0] if self.tokens else ""

    def total(self) -> Fraction:
        value = Fraction(0)
        sign = self.tokens.pop(0) if self.ahead() == "-" else "+"
        while True:
            value += -self.product() if sign == "-" else self.product()
            if self.ahead() not in ("+", "-"):
                return value
            sign = self.tokens.pop(0)

    def product(self) -> Fraction:
        value = self.factor()
        while self.ahead() not in ("", "+", "-", ")", r"\right)", "}"):
            if self.ahead() == "/":
                self.tokens.pop(0)
                value /= self.factor()
            else:
                value *= self.factor()
        return value

    def factor(self) -> Fraction:
        value = self.atom()
        if self.ahead() == "^":
            self.tokens.pop(0)
            value **= self.group()  # type: ignore[assignment]
            assert self.ahead() != "^", "TeX knows no double superscript"
        return value

    def group(self) -> Fraction:
        if self.ahead() != "{":
            return self.atom()
        self.tokens.pop(0)
        value = self.total()
        self.tokens.pop(0)
        return value

    def atom(self) -> Fraction:
        token = self.tokens.pop(0)
        if token == r"\cdot":
            return self.atom()
        if token == r"\frac":
            upper = self.group()
            return upper / self.group()
        if token in ("(", r"\left("):
            value = self.total()
            self.tokens.pop(0)
            return value
        return self.point[token] if token.isalpha() else Fraction(token)


def joined(parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    pairs = st.tuples(parts, st.sampled_from("+-*/"), parts).map(lambda p: f"({p[0]}){p[1]}({p[2]})")
    powers = st.tuples(parts, st.sampled_from(["2", "-1", "(c - 1)", "(4/c)"])).map(lambda p: f"({p[0]})**{p[1]}")
    return pairs | powers | parts.map(lambda part: f"-({part})")


@given(st.recursive(st.sampled_from(["a", "b", "c", "1", "2", "0.5", "10"]), joined, max_leaves=8))
def test_the_value_can_be_read_back_from_the_tex(source: str) -> None:
    point = {"a": Fraction(3, 7), "b": Fraction(-2, 5), "c": Fraction(2)}
    try:
        exact = re.sub(r"(\d+\.\d+|\d+)", r"F('\1')", source)
        expected = eval(exact, {"F": Fraction, **point})
    except (ZeroDivisionError, OverflowError):
        assume(False)
    assert Reader(typography.formula(source), point).total() == expected
