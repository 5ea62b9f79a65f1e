r"""What must follow a TeX command: arguments, a delimiter, columns; TeX itself finds their lack only pages later."""

from __future__ import annotations

import re

_ONE = """
sqrt overline underline overbrace underbrace overrightarrow overleftarrow substack boxed phantom hphantom vphantom smash
hat widehat bar tilde widetilde vec dot ddot dddot acute grave check breve mathring
mathrm mathbf mathit mathsf mathtt mathcal mathbb mathfrak mathnormal boldsymbol pmb operatorname
xleftarrow xrightarrow pmod mod not
"""
_TWO = "frac dfrac tfrac cfrac binom dbinom tbinom overset underset stackrel"
_ARGUMENTS = dict.fromkeys(_ONE.split(), 1) | dict.fromkeys(_TWO.split(), 2)
_OPTIONAL = frozenset({"sqrt", "cfrac", "smash", "xleftarrow", "xrightarrow"})  # may have one in [ ] before
_FENCE = re.compile("left|right|middle|[bB]igg?[lrm]?")
_DELIMITER = re.compile(
    r"\s*(?:[()\[\]|/.<>\x01]|\\[{}|]|\\(?:[lr]?[vV]ert|[lr](?:angle|floor|ceil|brace|brack)|backslash"
    r"|(?:[Uu]p|[Dd]own|[Uu]pdown)arrow)(?![A-Za-z]))"
)
_COLUMNS = {  # a tag of the text, \x01 here, may write them
    "array": r"\s*\{[|\s\x01]*(?:[lcr][|\s\x01]*){1,40}\}",
    "alignedat": r"\s*(?:\[[tbc]\])?\{[\s\x01]*[0-9]{1,2}[\s\x01]*\}",
}
_BREAK = re.compile(r"\*?\[(?![0-9]{1,2}(?:\.[0-9]+)?(?:pt|ex|em|mm)\])")
_TOKEN = re.compile(r"\\(?:[A-Za-z]+|[\s\S])|[^\\]")
_ENDS = ("}", "&", "\\\\", "\\right", "\\end")  # of the group or cell in which an argument is looked for


def lacking(word: str, rest: str) -> tuple[str, str] | None:
    """Return what is missing behind a command, and the remedy; `rest` is what follows it in the formula."""
    if _FENCE.fullmatch(word) and not _DELIMITER.match(rest):
        return f"`\\{word}` needs a delimiter", f"such as `\\{word}(`, or a dot for none"
    needed = _ARGUMENTS.get(word, 0)
    place = 0
    if word in _OPTIONAL and (bracket := re.match(r"\s*\[[^\]]*(\]?)", rest)):
        if not bracket[1]:
            return f"the `[` of `\\{word}` is never closed", "add a `]`"
        place = bracket.end()
    for count in range(needed):
        place = _behind_argument(rest, place)
        if place < 0:
            wanted = "an argument" if needed == 1 else f"{needed} arguments, has {count}"
            return f"`\\{word}` needs {wanted}", f"write `\\{word}{'{...}' * needed}`"
    return None


def without_columns(name: str, rest: str) -> str:
    r"""Return the remedy if an environment's `\begin` is not followed by columns that it needs, "" if it is."""
    if name not in _COLUMNS or re.match(_COLUMNS[name], rest):
        return ""
    example = "{lcr}" if name == "array" else "{2}"
    return rf"write `\begin{{{name}}}{example}`; other columns are not read"


def leaps(rest: str) -> bool:
    r"""Tell whether `\\` is followed by a height that is none, or that would leave the line's place."""
    return bool(_BREAK.match(rest))


def _behind_argument(rest: str, place: int) -> int:
    """Return the place behind a group or a token, -1 where there is none."""
    while rest[place : place + 1].isspace():
        place += 1
    if place >= len(rest) or rest.startswith(_ENDS, place):
        return -1
    depth = 0
    for token in _TOKEN.finditer(rest, place):
        depth += {"{": 1, "}": -1}.get(token[0], 0)
        if not depth:
            return token.end()
    return len(rest)  # the open brace is a fault of its own
