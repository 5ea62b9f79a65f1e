"""The one place where a number becomes text.

`tex` sets any value as TeX for a formula; the filters of bank text (`FILTERS`) are its variations.
A filter returns `Tex`, a piece of a formula, or `Prose`, a piece of Markdown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction
from typing import Any, TypeAlias

from .exact import Dec, Exact, Formula, Real, Value, is_number
from .symbolic import printing

Vector: TypeAlias = tuple[Real, ...]


class Tex(str):
    """A piece of a formula, in TeX."""

    __slots__ = ()


class Prose(str):
    """A piece of text, in the bank's Markdown."""

    __slots__ = ()


PRINTED_DIGITS = 4  # significant ones, of an irrational number

_SMALL = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


def tex(value: Value) -> Tex:
    """Return a number, a tuple of them, a tuple of tuples, a formula or a word as a piece of a formula.

    Raises:
        ValueError: the value is none of these, or a formula that cannot be read.
    """
    if isinstance(value, Tex):
        return value
    if isinstance(value, bool):
        return Tex(r"\text{yes}" if value else r"\text{no}")
    if is_number(value):
        return Tex(_number(value))
    if isinstance(value, Formula):
        return Tex(printing.tex(value, tex))
    if isinstance(value, str):
        return Tex(rf"\text{{{escape(value)}}}")
    if isinstance(value, tuple) and value and isinstance(value[0], tuple):
        return matrix(value)
    if isinstance(value, tuple):
        return row(value)
    raise ValueError(f"a value of type {type(value).__name__} cannot be printed")


def plain(value: Value) -> str:
    """Return a value as plain text for key files and messages: -2, 0.60, 31/12, (1, 4, 0)."""
    if isinstance(value, float):
        return significant(value, 6)
    if isinstance(value, tuple):
        if all(isinstance(item, str) for item in value):
            return " ".join(value)
        return f"({', '.join(plain(item) for item in value)})"
    if isinstance(value, Mapping):
        return f"{{{', '.join(f'{key}: {plain(item)}' for key, item in value.items())}}}"
    return str(value)


def describe(value: Value) -> str:
    """Return a value for a message, cut short where it is long."""
    text = "nothing" if value is None else f"'{value}'" if isinstance(value, str) else plain(value)
    return text if len(text) <= 60 else text[:57] + "..."


def significant(value: Real, digits: int) -> str:
    """Return a number rounded half to even to so many significant digits, without an exponent."""
    exact = Decimal(repr(value)) if isinstance(value, float) else _decimal(value)
    if not exact.is_finite() or exact == 0:
        return str(exact)
    return f"{exact:.{digits}g}" if abs(exact.adjusted()) > 12 else f"{_round(exact, digits - 1 - exact.adjusted()):f}"


def escape(text: str) -> str:
    r"""Return literal text as it is written inside a formula's `\text{...}`."""
    special = {"\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$"}
    special |= {"^": r"\textasciicircum{}", "~": r"\textasciitilde{}"}
    return "".join(special.get(char, "\\" + char if char in "&#%_" else char) for char in text)


def formula(value: Value) -> Tex:
    """Set a closed form, also one that is written as text: "w**2*u1 + 1/2"."""
    return tex(Formula(value) if isinstance(value, str) and not isinstance(value, Tex) else value)


def num(value: Real) -> Tex:
    """Set a number: -3, 12 000, 0.60, 5/2 as a fraction, an irrational number to four significant digits."""
    return tex(value)


def coef(value: Real) -> Tex:
    """Set a factor before a symbol: 1 vanishes, -1 leaves its sign."""
    if value == 1:
        return Tex("")
    return Tex("-" if value == -1 else tex(value))


def signed(value: Real) -> Tex:
    """Set a further summand with its sign: + 3, - 3."""
    return Tex(f"- {tex(-value)}" if value < 0 else f"+ {tex(value)}")


def paren(value: Real) -> Tex:
    """Set a factor: in brackets where it is negative."""
    return Tex(f"({tex(value)})" if value < 0 else tex(value))


def linear(values: Vector, symbol: str) -> Tex:
    """Set a linear form: (1, 0, -4) with "w" is w_1 - 4 w_3."""
    terms: list[tuple[Real, str]] = [
        (value, rf"{symbol}_{{{place}}}") for place, value in enumerate(values, 1) if value != 0
    ]
    if not terms:
        return Tex("0")
    text = "".join(f" - {coef(-value)}{name}" if value < 0 else f" + {coef(value)}{name}" for value, name in terms)
    return Tex(text.removeprefix(" + ") if terms[0][0] > 0 else "-" + text.removeprefix(" - "))


def sumprod(left: Vector, right: Vector) -> Tex:
    """Set a dot product written out: 1 · 2 + 4 · (-1)."""
    if len(left) != len(right):
        raise ValueError(f"sumprod needs two vectors of one length, has {len(left)} and {len(right)}")
    products = [rf"{paren(a)} \cdot {paren(b)}" for a, b in zip(left, right, strict=True)]
    return Tex(" + ".join(products) or "0")


def sumof(values: Vector) -> Tex:
    """Set a sum written out: 1 + 4 - 2."""
    if not values:
        return Tex("0")
    return Tex(" ".join([tex(values[0]), *(signed(value) for value in values[1:])]))


def frac(value: Exact) -> Tex:
    """Set a ratio as a fraction, also where a decimal would be printed."""
    return Tex(_fraction(Fraction(value)))


def dec(value: Real, places: int) -> Tex:
    """Set a number rounded half to even to so many decimal places."""
    return Tex(f"{_round(_decimal(value), places):f}")


def percent(value: Real) -> Tex:
    """Set a share in per cent: 0.8 is 80 %."""
    return Tex(rf"{tex(value * 100)}\,\%")


def vec(values: Vector) -> Tex:
    """Set a column vector."""
    return _bracketed([[value] for value in values])


def row(values: tuple[Value, ...]) -> Tex:
    """Set a vector in round brackets: (1, 4, 0)."""
    return Tex(printing.between("(", ", ".join(tex(value) for value in values), ")"))


def matrix(rows: tuple[Vector, ...]) -> Tex:
    """Set a matrix in square brackets."""
    return _bracketed(rows)


def seq(values: tuple[Value, ...]) -> Tex | Prose:
    """Set a list with commas; words stay text, numbers are a formula."""
    if any(isinstance(value, str) for value in values):
        return Prose(", ".join(values))
    return Tex(", ".join(tex(value) for value in values))


def words(values: tuple[str, ...] | str) -> Prose:
    """Set words in italics."""
    return Prose(f"*{values if isinstance(values, str) else ' '.join(values)}*")


def shape(sizes: tuple[int, ...] | int) -> Tex:
    """Set the shape of a tensor: 28 × 28 × 10."""
    return Tex(r" \times ".join(_number(size) for size in (sizes if isinstance(sizes, tuple) else (sizes,))))


def ordinal(value: int) -> Prose:
    """Set a rank: 1st, 2nd, 3rd, 4th."""
    ending = "th" if value % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(value % 10, "th")
    return Prose(f"{value}{ending}")


def many(count: int, noun: str, plural: str = "") -> Prose:
    """Set a count with its noun: one zero, two zeros, 13 entries."""
    if not plural:
        plural = noun[:-1] + "ies" if noun.endswith("y") and noun[-2] not in "aeiou" else noun + "s"
    number = _SMALL[count] if 0 <= count < len(_SMALL) else str(count)
    return Prose(f"{number} {noun if count == 1 else plural}")


def length(values: tuple[Value, ...]) -> int:
    """Return the number of entries."""
    return len(values)


FILTERS: Mapping[str, Callable[..., Any]] = {
    "num": num, "coef": coef, "signed": signed, "paren": paren, "linear": linear, "sumprod": sumprod, "sumof": sumof,
    "frac": frac, "dec": dec, "percent": percent, "vec": vec, "row": row, "matrix": matrix, "seq": seq, "words": words,
    "shape": shape, "ordinal": ordinal, "many": many, "len": length,
    "tex": formula,
}  # fmt: skip


def _number(value: Real) -> str:
    match value:
        case float():
            return significant(value, PRINTED_DIGITS).replace("Infinity", r"\infty")
        case Dec() if value.places:
            return str(value)
        case Fraction() if value.denominator != 1:
            return _fraction(value)
        case _:
            return _grouped(int(value))


def _grouped(value: int) -> str:
    """Set thin spaces between thousands from five digits on."""
    return f"{value:,}".replace(",", r"\,") if abs(value) >= 10_000 else str(value)


def _fraction(value: Fraction) -> str:
    if value.denominator == 1:
        return _grouped(value.numerator)
    sign = "-" if value < 0 else ""
    return rf"{sign}\frac{{{_grouped(abs(value.numerator))}}}{{{_grouped(value.denominator)}}}"


def _bracketed(rows: Iterable[Iterable[Real]]) -> Tex:
    body = r" \\ ".join(" & ".join(tex(value) for value in line) for line in rows)
    return Tex(rf"\begin{{bmatrix}} {body} \end{{bmatrix}}")


def _decimal(value: Real) -> Decimal:
    """Return a Decimal within 10**-27 of the value, relatively: enough for every rounding that is printed."""
    if isinstance(value, float):
        return Decimal(value)
    return Decimal(value.numerator) / Decimal(value.denominator)


def _round(value: Decimal, places: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_EVEN)
