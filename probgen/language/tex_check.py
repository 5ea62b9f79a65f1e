r"""The TeX that a bank may use: a whitelist of amsmath's formulas, checked before any TeX runs.

A bank is data. A command that is not listed here never reaches TeX, so no bank can read a file, write one or
redefine a macro of the paper; and an open brace is found here, with its line, since TeX cannot locate it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TypeAlias

from ..errors import nearest
from .tex_arguments import lacking, leaps, without_columns

TexFault: TypeAlias = tuple[int, str, str]  # offset, what, hint

_COMMANDS = """
alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau upsilon phi chi psi omega
varepsilon vartheta varpi varrho varsigma varphi Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega
partial nabla infty ell hbar imath jmath Re Im aleph wp prime emptyset forall exists neg lnot angle triangle top bot
sum prod coprod int iint iiint oint bigcap bigcup bigvee bigwedge bigoplus bigotimes bigodot bigsqcup biguplus
pm mp times div cdot ast star circ bullet cap cup sqcap sqcup vee lor wedge land oplus ominus otimes oslash odot
setminus diamond dagger ddagger amalg wr
leq le geq ge neq ne equiv sim simeq approx cong doteq propto ll gg prec succ preceq succeq subset supset subseteq
supseteq in ni notin not mid parallel perp vdash dashv models asymp bowtie smile frown
to gets leftarrow rightarrow uparrow downarrow leftrightarrow updownarrow Leftarrow Rightarrow Uparrow Downarrow
Leftrightarrow Updownarrow longleftarrow longrightarrow longleftrightarrow Longleftarrow Longrightarrow
Longleftrightarrow mapsto longmapsto iff implies impliedby hookleftarrow hookrightarrow nearrow searrow swarrow
nwarrow rightharpoonup rightharpoondown leftharpoonup leftharpoondown rightleftharpoons xleftarrow xrightarrow
dots ldots cdots vdots ddots dotsc dotsb dotsm dotsi dotso
lvert rvert lVert rVert vert Vert langle rangle lfloor rfloor lceil rceil lbrace rbrace lbrack rbrack backslash
left right middle big Big bigg Bigg bigl Bigl biggl Biggl bigr Bigr biggr Biggr bigm Bigm biggm Biggm
frac dfrac tfrac cfrac binom dbinom tbinom sqrt overline underline overbrace underbrace overset underset stackrel
overrightarrow overleftarrow substack boxed phantom hphantom vphantom smash
hat widehat bar tilde widetilde vec dot ddot dddot acute grave check breve mathring
mathrm mathbf mathit mathsf mathtt mathcal mathbb mathfrak mathnormal boldsymbol pmb text textrm textbf textit
textsf texttt operatorname
displaystyle textstyle scriptstyle scriptscriptstyle limits nolimits
arccos arcsin arctan arg cos cosh cot coth csc deg det dim exp gcd hom inf ker lg lim liminf limsup ln log max min
Pr sec sin sinh sup tan tanh bmod pmod mod
quad qquad thinspace medspace thickspace negthinspace enspace hline
"""
COMMANDS = frozenset(_COMMANDS.split())
ENVIRONMENTS = frozenset({
    "aligned", "alignedat", "gathered", "split", "cases", "array", "matrix", "pmatrix", "bmatrix", "Bmatrix", "vmatrix",
    "Vmatrix", "smallmatrix",
})  # fmt: skip
_SIGNS = frozenset(" ,;:!>{}|\\%#&_$/\n")  # what may follow a backslash besides letters
_TEXTS = frozenset({"text", "textrm", "textbf", "textit", "textsf", "texttt"})
_IN_TEXT = _TEXTS | {"dots", "ldots", "quad", "qquad", "textbackslash", "textasciitilde", "textasciicircum"}
_DEPTH = 30  # levels of braces, brackets that grow, and environments
_PROGRAMMING = """
input include openin openout read write immediate special catcode csname endcsname def gdef edef xdef let global
long outer newcommand renewcommand providecommand newenvironment usepackage documentclass loop repeat expandafter
noexpand the jobname shipout output everymath everypar directlua pdfliteral pdfobj includegraphics
verbatiminput lstinputlisting scantokens string meaning afterassignment aftergroup begingroup endgroup bgroup egroup
futurelet mathcode char chardef mathchardef newread newwrite closein closeout advance count dimen toks skip hsize
vsize end par label ref tag rule hspace vspace kern raise lower hbox vbox mbox fbox parbox halign valign
"""
_FORBIDDEN = frozenset(_PROGRAMMING.split())
_INSTEAD = {
    "align": "aligned", "equation": "$$ ... $$", "gather": "gathered", "eqnarray": "aligned",
    "argmax": r"\operatorname*{arg\,max}", "argmin": r"\operatorname*{arg\,min}", "bm": r"\boldsymbol",
    "over": r"\frac{...}{...}", "choose": r"\binom{...}{...}", "mathbbm": r"\mathbb",
    "leqslant": r"\leq", "geqslant": r"\geq", "softmax": r"\operatorname{softmax}",
}  # fmt: skip

_TAG = "\x01"  # fills the place of `<% %>`: neither a blank nor an end of line
_INSERTED = re.compile(r"<<.*?>>|<%.*?%>\n?|<#.*?#>\n?", re.DOTALL)  # a tag takes the end of its line along
_SCAN = re.compile(
    r"""
    (?P<fence> ^[ \t]*``` .*? (?: ^[ \t]*```[ \t]*$ | \Z ) )
    | (?<!`) (?P<ticks> `+ ) (?!`) .*? (?<!`) (?P=ticks) (?!`)
    | \\ (?P<word> [A-Za-z]+ )
    | \\ [\s\S]
    | \$\$ (?P<display> (?: \\[\s\S] | [^$\\\n] | \n (?![ \t]*\n) )+ ) \$\$
    | \$ (?P<inline> (?: \\[\s\S] | [^$\\\n] | \n (?![ \t]*\n) )+ ) \$
    | (?P<lone> \$+ )
    """,
    re.VERBOSE | re.MULTILINE | re.DOTALL,
)
_TOKEN = re.compile(
    r"""
    \\ (?P<edge> begin | end ) \s* \{ (?P<name> [^{}]* ) \}
    | \\ (?P<word> [A-Za-z]+ )
    | \\ (?P<sign> [\s\S] )
    | (?P<brace> [{}] )
    | (?P<script> [_^] (?!\^) )
    | (?P<other> \^\^ | [&\#%] | [^\x00-\x7f] )
    """,
    re.VERBOSE,
)


def faults(text: str) -> Iterator[TexFault]:
    """Yield what is wrong with the formulas of a bank text: offset in the text, what, and the remedy.

    The text is Markdown as an author wrote it: `<< >>` counts as one token, `<% %>` as nothing, program text in
    backticks is left alone.
    """
    masked = _INSERTED.sub(_filled, text)
    for found in _SCAN.finditer(masked):
        kind = found.lastgroup
        if kind == "word":
            what = f"`\\{found['word']}` stands outside of a formula and would be printed as it is"
            yield found.start(), what, "put formulas between dollars, program text between backticks"
        elif kind == "lone":
            what = "this `$` has no partner in its paragraph"
            yield found.start(), what, r"a formula stands between two dollars; a dollar sign is written `\$`"
        elif kind in ("display", "inline"):
            yield from _neighbors(text, found)
            yield from formula(found[kind], found.start(kind))


def formula(tex: str, offset: int = 0) -> Iterator[TexFault]:
    """Yield what is wrong with a formula (without its dollars) that begins at `offset`."""
    open_: list[tuple[str, int]] = []  # "{", "{text", "left" or an environment's name, with the place
    for found in _TOKEN.finditer(tex):
        place = offset + found.start()
        rest = tex[found.end() :]
        if found["edge"]:
            yield from _edge(found["edge"], found["name"], place, open_, rest)
        elif found["word"]:
            yield from _command(found["word"], place, open_, rest)
        elif found["sign"] is not None:
            yield from _sign(found["sign"], place, rest)
        elif found["brace"]:
            yield from _brace(found["brace"], place, open_, tex[max(0, found.start() - 20) : found.start()])
        elif found["script"]:
            yield from _script(found["script"], place, open_, rest)
        else:
            yield from _character(found["other"], place, [name for name, _ in open_])
        if len(open_) > _DEPTH:
            yield place, f"the formula is nested deeper than {_DEPTH}", ""
            return
    for name, place in open_:
        what = {"{": "this `{`", "{text": "this `{`", "left": r"this `\left`"}.get(name, rf"`\begin{{{name}}}`")
        yield place, f"{what} is never closed", _closing(name)


def _filled(found: re.Match[str]) -> str:
    """Return a mask of the same length: a value is one digit, a tag is nothing."""
    if found[0].startswith("<<"):
        return "0" + re.sub(r"[^\n]", " ", found[0][1:])
    return _TAG * len(found[0])


def _neighbors(text: str, found: re.Match[str]) -> Iterator[TexFault]:
    before, after = text[: found.start()][-1:], text[found.end() :][:1]
    if found.lastgroup == "inline" and (before.isdigit() or after.isdigit()):
        hint = "put the digit into the formula, or a blank between them"
        yield found.start(), "a formula that touches a digit is read as an amount of dollars", hint
    line = text[text.rfind("\n", 0, found.start()) + 1 : found.start()]
    if "|" in found[0] and line.lstrip().startswith("|"):
        hint = r"write `\lvert x \rvert` or `\mid`"
        yield found.start() + found[0].index("|"), "`|` in a formula ends the table cell", hint


def _edge(edge: str, name: str, place: int, open_: list[tuple[str, int]], rest: str) -> Iterator[TexFault]:
    if name.rstrip("*") not in ENVIRONMENTS or name.endswith("*"):
        yield place, f"`\\{edge}{{{name}}}` is not allowed in a formula", _instead(name.rstrip("*"), ENVIRONMENTS)
    elif edge == "begin":
        open_.append((name, place))
        if remedy := without_columns(name, rest):
            yield place, rf"`\begin{{{name}}}` needs its columns", remedy
    elif open_ and open_[-1][0] == name:
        open_.pop()
    else:
        yield place, rf"`\end{{{name}}}` closes nothing here", _expected(open_)


def _command(word: str, place: int, open_: list[tuple[str, int]], rest: str) -> Iterator[TexFault]:
    if word == "left":
        open_.append(("left", place))
    elif word == "right":
        if open_ and open_[-1][0] == "left":
            open_.pop()
        else:
            yield place, r"this `\right` has no `\left`", _expected(open_)
    elif any(name == "{text" for name, _ in open_):
        if word not in _IN_TEXT:
            yield place, f"`\\{word}` cannot stand inside of a text", "close the brace of the text before it"
    elif word in _FORBIDDEN:
        yield place, f"`\\{word}` is not allowed: a bank is data", "formulas may use what amsmath sets, no programming"
    elif word not in COMMANDS:
        yield place, f"unknown TeX command `\\{word}`", _instead(word, COMMANDS, "\\")
    if word in _TEXTS and not rest.lstrip().startswith("{"):
        yield place, f"`\\{word}` needs its text in braces", f"write `\\{word}{{...}}`"
    if lack := lacking(word, rest):
        yield place, *lack


def _sign(sign: str, place: int, rest: str) -> Iterator[TexFault]:
    if sign not in _SIGNS:
        yield place, f"`\\{sign}` is no TeX that a formula may use", ""
    elif sign == "\\" and leaps(rest):
        yield place, r"`\\[` needs a small height", r"such as `\\[4pt]`; a bracket of its own is written `\\{}[`"


def _script(sign: str, place: int, open_: list[tuple[str, int]], rest: str) -> Iterator[TexFault]:
    if any(name == "{text" for name, _ in open_):
        yield (
            place,
            f"`{sign}` cannot stand inside of a text",
            r"write `\_`, or close the brace of the text before it",
        )
    elif not re.match(r"\s*[^\s_^&}]", rest):
        yield place, f"nothing follows the `{sign}`", "write what is raised or lowered in braces"


def _brace(brace: str, place: int, open_: list[tuple[str, int]], before: str) -> Iterator[TexFault]:
    if brace == "{":
        command = re.search(r"\\([A-Za-z]+)\s*\Z", before)
        open_.append(("{text" if command and command[1] in _TEXTS else "{", place))
    elif open_ and open_[-1][0] in ("{", "{text"):
        open_.pop()
    else:
        yield place, "this `}` closes nothing", _expected(open_)


def _character(char: str, place: int, open_: list[str]) -> Iterator[TexFault]:
    if char == "^^":
        yield place, "`^^` is not allowed in a formula", "a power of a power needs braces: `{x^2}^3`"
    elif char == "&" and not any(name in ENVIRONMENTS for name in open_):
        yield place, "`&` stands outside of an environment", r"put the lines between `\begin{aligned}` and its `\end`"
    elif char in "#%":
        yield place, f"`{char}` means something else to TeX", f"write `\\{char}`"
    elif not char.isascii() and "{text" not in open_:
        yield (
            place,
            f"the sign '{char}' cannot stand in a formula",
            r"write its TeX command, or put words in `\text{...}`",
        )


def _closing(name: str) -> str:
    return {"{": "add a `}`", "{text": "add a `}`", "left": r"add `\right`"}.get(name, rf"add `\end{{{name}}}`")


def _expected(open_: list[tuple[str, int]]) -> str:
    return f"{_closing(open_[-1][0])} first" if open_ else ""


def _instead(word: str, known: frozenset[str], mark: str = "") -> str:
    if word in _INSTEAD:
        return f"write `{_INSTEAD[word]}`"
    return nearest(mark + word, [mark + other for other in known])
