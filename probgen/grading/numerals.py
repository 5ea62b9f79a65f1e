"""Numbers as students write them. What has two readings is refused, not guessed."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import lru_cache

from ..exact import Dec, Exact, Real
from ..symbolic import NoFormula, syntax
from ..symbolic.evaluation import Evaluation, Undefined

_MAX_LENGTH = 2000
_MAX_EXPONENT = 300
_SIGNS = str.maketrans(
    {
        **dict.fromkeys("−–—‐‑﹣－", "-"),
        **dict.fromkeys("\u00a0\u202f\u2009\u2007\t", " "),
        **dict.fromkeys("⁄∕÷", "/"),
        **dict.fromkeys("×·∙⋅✕", "*"),
        **dict.fromkeys("’ʼ", "'"),
        "√": "sqrt",
        "∞": "inf",
        "＝": "=",
        "π": "pi",
    }
)
_LEAD = re.compile(r"(?:[^\W\d]\w*(?:\s*\([\w, ]*\))?\s*)?[=≈∈]\s*(?!=)")  # "w =", "f(3) ="
_DIGITS = r"(?:[0-9]+)"
_DECIMAL = rf"(?:{_DIGITS}(?:[.,][0-9]*)?|[.,][0-9]+)"
_GROUPED = (
    r"[0-9]{1,3}(?: [0-9]{3})+(?:[.,][0-9]+)?"
    r"|[0-9]{1,3}(?:'[0-9]{3})+(?:[.,][0-9]+)?"
    r"|[0-9]{1,3}(?:,[0-9]{3})+\.[0-9]+"
    r"|[0-9]{1,3}(?:,[0-9]{3}){2,}"
    r"|[0-9]{1,3}(?:\.[0-9]{3})+,[0-9]+"
    r"|[0-9]{1,3}(?:\.[0-9]{3}){2,}"
)
_MANTISSA = rf"(?:{_GROUPED}|{_DECIMAL})"
_POWER = r"(?:[eE](?P<e>[+-]?[0-9]+)|\s*[*xX]\s*10\s*(?:\^|\*\*)\s*(?P<ten>\(?[+-]?[0-9]+\)?))"
_NUMBER = re.compile(
    rf"(?P<sign>[+-]?)\s*(?:(?P<whole>{_DIGITS}) +(?P<up>[1-9][0-9]?) */ *(?P<down>{_DIGITS})"
    rf"|(?P<over>{_MANTISSA}) */ *(?P<below>-?{_MANTISSA})"
    rf"|(?P<number>{_MANTISSA}){_POWER}?)(?P<rest>(?![0-9.,/]).*)?$",
    re.DOTALL,
)
_TWO_READINGS = re.compile(r"[1-9][0-9]{0,2},[0-9]{3}")
_DATE = re.compile(r"\d{1,4}[-./]\d{1,2}[-./]\d{1,4}|\d{1,2}[-. ]?[A-Za-z]{3}([-. ]?\d{2,4})?")
_CLOSED_FORM = re.compile(r"[a-z(]|\*|\^")


class Unreadable(ValueError):  # noqa: N818 - a verdict on what somebody wrote
    """What was written cannot be read, or in two ways; the message is a sentence, `hint` the remedy."""

    def __init__(self, what: str, hint: str = "") -> None:
        super().__init__(what)
        self.hint = hint


def cleaned(text: str) -> str:
    """Return the text with plain minus signs, blanks, slashes and points, without a lead such as `w =`.

    Raises:
        Unreadable: it is too long for an answer.
    """
    if len(text) > _MAX_LENGTH:
        raise Unreadable(f"an answer of {len(text)} characters is too long", f"at most {_MAX_LENGTH} are read")
    source = text.translate(_SIGNS).strip()
    lead = _LEAD.match(source)
    return source[lead.end() :] if lead else source


@lru_cache(maxsize=65536)
def number(text: str, unit: str = "") -> Real:
    """Return the number written as `text`, with or without its unit behind it.

    Read are -3, −3, 2.5, 2,5, 5/2, 2 1/2, 12 000, 1.2e3, 1,2·10^3, and closed forms such as sqrt(2)/2. A per cent sign
    is read where the unit is %. `1,234` has two readings.

    Raises:
        Unreadable: it is no number, has another unit, or two readings.
    """
    source = cleaned(text)
    found = _NUMBER.match(source)
    if found is None:
        return _closed_form(source, text)
    rest = (found["rest"] or "").strip()
    if rest and rest.casefold() != unit.casefold():
        if not (re.match(r"[*(^+/-]", rest) or rest.startswith("sqrt")):
            raise Unreadable(*_odd_unit(text, rest, unit))
        return _closed_form(source, text)
    sign = -1 if found["sign"] == "-" else 1
    if found["whole"]:
        part = _ratio(Fraction(found["up"]), Fraction(found["down"]), text)
        if part >= 1:
            raise Unreadable(f"'{shown(text)}' is no mixed number", "write 7/2 or 3 1/2")
        value = int(found["whole"]) + part
    elif found["over"]:
        value = _ratio(_plain(found["over"], text), _plain(found["below"].lstrip("-"), text), text)
        sign *= -1 if found["below"].startswith("-") else 1
    else:
        exponent = int((found["e"] or found["ten"] or "0").strip("()"))
        if abs(exponent) > _MAX_EXPONENT:
            raise Unreadable(f"'{shown(text)}' is beyond all bounds")
        value = _plain(found["number"], text) * Fraction(10) ** exponent
    if abs(value) >= 10**_MAX_EXPONENT:
        raise Unreadable(f"'{shown(text)}' is beyond all bounds")
    return _exact(sign * value)


def shown(text: str) -> str:
    """Return what somebody wrote for a message, cut short where it is long."""
    line = " ".join(text.split())
    return line if len(line) <= 40 else line[:37] + "..."


def _exact(value: Fraction) -> Exact:
    return value.numerator if value.denominator == 1 else value


def _ratio(over: Fraction, below: Fraction, text: str) -> Fraction:
    if not below:
        raise Unreadable(f"'{shown(text)}' divides by zero")
    return over / below


def _plain(digits: str, text: str) -> Fraction:
    """Return the value of digits with a decimal point or comma and groups of thousands."""
    if _TWO_READINGS.fullmatch(digits):
        whole, _, rest = digits.partition(",")
        what = f"'{shown(text)}' can be {whole}.{rest} or {whole}{rest}"
        raise Unreadable(what, f"write {whole}.{rest} or {whole} {rest}")
    bare = digits.replace(" ", "").replace("'", "")
    points = [sign for sign in bare if sign in ".,"]
    if len(points) > 1:  # the first sign is that of thousands; a last one that differs is the decimal
        bare = bare.replace(points[0], "")
    return Fraction(bare.replace(",", ".").rstrip(".") or "0")


def _odd_unit(text: str, rest: str, unit: str) -> tuple[str, str]:
    if _DATE.fullmatch(text.strip()):
        return _date(text)
    expected = f"the unit is {unit}, it may be left out" if unit else "write the number alone"
    return f"'{shown(text)}' has '{shown(rest)}' behind its number", expected


def _date(text: str) -> tuple[str, str]:
    return f"'{shown(text)}' looks like a date", "a spreadsheet has made it of a fraction: format the column as text"


def _closed_form(source: str, text: str) -> Real:
    """Return the value of a formula without symbols."""
    if _DATE.fullmatch(text.strip()):
        raise Unreadable(*_date(text))
    failed = Unreadable(f"'{shown(text)}' is no number", "write it as -3, 2.5 or 5/2")
    if not _CLOSED_FORM.search(source):
        raise failed
    try:
        formula = source.replace("^", "**")
        if syntax.names(formula) - syntax.CONSTANTS:
            raise failed
        found = Evaluation(formula, {})
    except (NoFormula, Undefined, KeyError, TypeError, ValueError, ArithmeticError):
        raise failed from None
    if not isinstance(found.value, Fraction):
        raise failed
    return _exact(found.value) if found.exact else float(found.value)


@lru_cache(maxsize=65536)
def decimal(value: Exact, places: int = 4) -> str:
    """Return a number for a spreadsheet: whole numbers and short decimals exactly, others rounded to some places."""
    rounded = Dec(round(Fraction(value), places))
    return str(rounded)
