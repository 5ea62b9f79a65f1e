"""How wide and how tall a label will be, before any TeX has seen it.

Widths are those of Latin Modern Roman in its 8 point cut, in em; its cuts for 9 points and more are
narrower, so that an estimate at those sizes errs to the wide side. Formulas are estimated from the same table.
"""

from __future__ import annotations

import re
from functools import lru_cache, reduce
from typing import NamedTuple, assert_never

from ..document import (
    Blank,
    Code,
    Emph,
    EquationRef,
    FigureRef,
    Footnote,
    Inline,
    Inlines,
    LineBreak,
    Math,
    Str,
    Strong,
)

_CLASSES = {
    0.30: "!',.:;[]`il|‘’",
    0.36: "fj-",
    0.42: 'I"()trs\u00a0 ',
    0.48: "cez",
    0.54: "?$*/0123456789\\agoJ{}“”–",
    0.57: "^~kqvxySbdhnpu",
    0.67: "ZL",
    0.73: "FEP",
    0.78: "BCTwR",
    0.83: "AHNUVXY_D&+<=>@OQK−×≤≥≈→",
    0.89: "G#%m",
    1.10: "MW—…",
}
_WIDTHS = {character: width for width, characters in _CLASSES.items() for character in characters}
_UNKNOWN = 0.83
_ITALIC = 1.04  # text italic against roman
_BOLD = 1.18  # bold extended against roman
_TYPEWRITER = 0.54
_SCRIPT = 0.75  # size of sub- and superscripts
_BLANK = 4.0
_LETTERS = (0.75, 0.25)  # above and below the baseline, brackets included
_FIGURES = (0.65, 0.1)

_NUMBER = re.compile(r"[-−+]?[\d.]+")
_FRACTION = re.compile(r"\\[dt]?frac\{([^{}]*)\}\{([^{}]*)\}")
_MATH_SIGN = re.compile(r"\\[A-Za-z]+|\\.|[_^{}]|[^\\\s]")
_NO_WIDTH = {
    "{", "}", r"\left", r"\right", r"\mathrm", r"\text", r"\mathbf", r"\mathit", r"\textstyle", r"\!",
    r"\mathbb",
}  # fmt: skip
_ACCENTS = frozenset({r"\hat", r"\bar", r"\tilde", r"\vec", r"\dot", r"\overline"})
_MATH_WIDTHS = {
    "-": 0.83, r"\,": 0.18, r"\;": 0.3, r"\quad": 1.1, r"\{": 0.54, r"\}": 0.54, r"\%": 0.89,
    r"\mathcal": 0.2, "f": 0.56, "i": 0.4, "j": 0.46, "l": 0.36, "r": 0.5, "x": 0.6,  # wider than roman
}  # fmt: skip
_SCRIPT_SPACE = 0.06
_RELATIONS = frozenset("=<>+") | {r"\le", r"\ge", r"\approx", r"\cdot", r"\times", r"\to"}


class Extent(NamedTuple):
    """The size of a line of text in bp: its width, and how far it reaches above and below its baseline."""

    width: float
    up: float
    down: float


@lru_cache(maxsize=4096)
def measure(content: Inlines, size: float) -> Extent:
    """Return the estimated extent of `content` set in type of `size` bp."""
    em = _line(content)
    return Extent(em.width * size, em.up * size, em.down * size)


def rise(content: Inlines) -> float:
    """Return how far the middle of the line lies above its baseline, in em.

    Figures stand on the baseline, 0.64 high; words and formulas are centered on the mathematical axis,
    so that words with and without descenders share one baseline.
    """
    tex = content[0].tex if len(content) == 1 and isinstance(content[0], Math) else _words(content)
    return 0.32 if _NUMBER.fullmatch(tex) else 0.25


def _words(content: Inlines) -> str:
    return "".join(node.text for node in content if isinstance(node, Str))


def _beside(left: Extent, right: Extent) -> Extent:
    return Extent(left.width + right.width, max(left.up, right.up), max(left.down, right.down))


def _line(content: Inlines) -> Extent:
    return reduce(_beside, (_inline(node) for node in content), Extent(0, 0.65, 0))


def _inline(node: Inline) -> Extent:
    match node:
        case Str(text):
            return Extent(_string(text), *(_FIGURES if _NUMBER.fullmatch(text) else _LETTERS))
        case Math(tex):
            return _formula(tex)
        case Emph(inner) | Strong(inner):
            line = _line(inner)
            return line._replace(width=line.width * (_ITALIC if isinstance(node, Emph) else _BOLD))
        case Code(text):
            return Extent(_TYPEWRITER * len(text), *_LETTERS)
        case LineBreak():
            return Extent(0, *_LETTERS)
        case Blank():
            return Extent(_BLANK, *_LETTERS)
        case FigureRef(_, number):
            return Extent(_string(f"Figure {number}" if number else "the figure"), *_LETTERS)
        case EquationRef(_, number):
            return Extent(_string(f"({number})" if number else "the equation"), *_LETTERS)
        case Footnote(_, number):
            return Extent(_string(str(number)) * _SCRIPT, *_LETTERS)
        case _:
            assert_never(node)


def _string(text: str) -> float:
    return sum(_WIDTHS.get(character, _UNKNOWN) for character in text)


def _formula(tex: str) -> Extent:
    """Return the extent of a formula: the sum of its signs' widths, more height for fractions and scripts.

    Of a fraction the longer of numerator and denominator counts, in full size, and room beside the bar.
    """
    fraction, tall_fraction = "frac" in tex, r"\dfrac" in tex
    tex = _FRACTION.sub(lambda found: rf"\,{max(found.groups(), key=len)}\,", tex)
    width, scripted, scale, depth = 0.0, False, 1.0, 0
    for sign in _MATH_SIGN.findall(tex):
        if sign in "_^":
            scripted, scale, width = True, _SCRIPT, width + _SCRIPT_SPACE
            continue
        depth += {"{": 1, "}": -1}.get(sign, 0)
        width += scale * _sign(sign)
        if depth == 0:
            scale = 1.0
    if fraction:
        return Extent(width, *((1.45, 0.75) if tall_fraction else (0.95, 0.45)))
    if _NUMBER.fullmatch(tex):
        return Extent(width, *_FIGURES)
    tall = scripted or any(accent in tex for accent in _ACCENTS)
    return Extent(width, 0.95 if tall else 0.75, 0.3 if scripted else 0.25)


def _sign(sign: str) -> float:
    if sign in _NO_WIDTH or sign in _ACCENTS:
        return 0.0
    if sign in _RELATIONS:
        return 1.4
    return _MATH_WIDTHS.get(sign) or _WIDTHS.get(sign, _UNKNOWN)
