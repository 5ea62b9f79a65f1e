"""The whitelist of TeX: what passes, what is refused, and at which character."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from probgen.language import tex_check

ARGUMENTS = {"frac": 2, "dfrac": 2, "tfrac": 2, "cfrac": 2, "binom": 2, "dbinom": 2, "tbinom": 2, "overset": 2,
             "underset": 2, "stackrel": 2}  # fmt: skip
ALONE = {"left", "right", "middle", "limits", "nolimits", "hline", "not"}  # need a neighbor, tried by hand


@pytest.mark.parametrize(
    "text",
    [
        r"Plain text, 5 %, a_b & c.",
        r"$x^2$ and $\frac{a}{b} \le \left( \tfrac12 \right)$",
        r"$\operatorname{softmax}(q^\top k) \in \mathbb{R}^{n \times m}$",
        "$$\n\\begin{aligned}\n  x &= <<x>> \\\\\n  y &= <<y>>\n\\end{aligned}\n$$",
        r"$\frac<<a>><<b>>$ with $x^{<<n + 1>>}$",
        r"A price of \$5 and one of \$6.",
        r"The macro `\def` and `$x` in program text.",
        "```\n$ echo \\input\n```\n",
        r"$\text{größer als } \alpha$",
        r"$10\,\%$ and $\{1, 2\}$ and $\|x\|$",
        "$a <% if b %>+ <<b>><% endif %>$",
        "$$x <% if not loop.last %>,<% endif %>\n\n<% endfor %>$$",
        "$$\n<% for r in rows %>\n<<r>>\n<% endfor %>\n$$",
    ],
)
def test_what_formulas_need_passes(text: str) -> None:
    assert list(tex_check.faults(text)) == []


@pytest.mark.parametrize(
    ("text", "offset", "what"),
    [
        (r"see $\input{key}$", 5, r"`\input` is not allowed: a bank is data"),
        (r"$\gdef\a{b}$", 1, r"`\gdef` is not allowed: a bank is data"),
        (r"$x \csname input\endcsname$", 3, r"`\csname` is not allowed: a bank is data"),
        (r"$^^5cinput$", 1, "`^^` is not allowed in a formula"),
        (r"$\end{document}$", 1, r"`\end{document}` is not allowed in a formula"),
        (r"$\aplha$", 1, r"unknown TeX command `\aplha`"),
        (r"a $x^{2$ b", 5, "this `{` is never closed"),
        (r"$x}$", 2, "this `}` closes nothing"),
        (r"$\left( x$", 1, r"this `\left` is never closed"),
        (r"${\left( x}\right)$", 10, "this `}` closes nothing"),
        (r"$x \right)$", 3, r"this `\right` has no `\left`"),
        (r"$\begin{aligned} x$", 1, r"`\begin{aligned}` is never closed"),
        (r"$a & b$", 3, "`&` stands outside of an environment"),
        (r"$50 % of$", 4, "`%` means something else to TeX"),
        (r"$α$", 1, "the sign 'α' cannot stand in a formula"),
        (r"cost $5 and", 5, "this `$` has no partner in its paragraph"),
        ("$x\n\ny$", 0, "this `$` has no partner in its paragraph"),
        (r"so \alpha", 3, r"`\alpha` stands outside of a formula and would be printed as it is"),
        (r"2$x$", 1, "a formula that touches a digit is read as an amount of dollars"),
        ("| $|x|$ |", 3, "`|` in a formula ends the table cell"),
        (r"$\text x$", 1, r"`\text` needs its text in braces"),
        (r"$\(x$", 1, r"`\(` is no TeX that a formula may use"),
    ],
)
def test_what_may_not_reach_tex_is_placed(text: str, offset: int, what: str) -> None:
    assert next(tex_check.faults(text))[:2] == (offset, what)


def test_an_inserted_value_cannot_close_a_brace() -> None:
    assert [fault[1] for fault in tex_check.faults("$x^{<<a | dec(2)>>$")] == ["this `{` is never closed"]


def test_a_formula_alone_is_checked_from_its_offset() -> None:
    assert [fault[0] for fault in tex_check.formula(r"x + \write18{ls}", 100)] == [104]


def test_every_command_of_the_whitelist_is_known_to_tex(tmp_path: Path) -> None:
    """amsmath and amssymb alone set each command in a formula."""
    lines = []
    for command in sorted(tex_check.COMMANDS - ALONE):
        arguments = "{x}" * ARGUMENTS.get(command, 1)
        delimiter = "(" if command.lower().rstrip("lrm") in ("big", "bigg") else arguments
        lines.append(rf"$x \{command}{delimiter}$")
    preamble = "\\documentclass{article}\\usepackage{amsmath,amssymb}\\begin{document}\n"
    (tmp_path / "all.tex").write_text(preamble + "\n\n".join(lines) + "\n\\end{document}\n", encoding="utf-8")
    command_line = ["pdflatex", "-interaction=batchmode", "-no-shell-escape", "-draftmode", "all.tex"]
    subprocess.run(command_line, cwd=tmp_path, capture_output=True, timeout=60)
    log = (tmp_path / "all.log").read_text(encoding="latin-1")
    assert [line for line in log.splitlines() if line.startswith("!")] == []


@pytest.mark.parametrize(
    ("text", "what"),
    [
        (r"$\frac{1}$", r"`\frac` needs 2 arguments, has 1"),
        (r"$\frac 1$", r"`\frac` needs 2 arguments, has 1"),
        (r"$\sqrt[3$", r"the `[` of `\sqrt` is never closed"),
        (r"${\overline}$", r"`\overline` needs an argument"),
        (r"$\left a \right)$", r"`\left` needs a delimiter"),
        (r"$x_$", "nothing follows the `_`"),
        (r"$\begin{array}{*{1000000}{c}} a \end{array}$", r"`\begin{array}` needs its columns"),
        (r"$\begin{array} a \end{array}$", r"`\begin{array}` needs its columns"),
        (r"$\begin{alignedat}{999} a \end{alignedat}$", r"`\begin{alignedat}` needs its columns"),
        (r"$\begin{aligned} a \\[9999pt] b \end{aligned}$", r"`\\[` needs a small height"),
        (r"$\begin{aligned} a \\[-50pt] b \end{aligned}$", r"`\\[` needs a small height"),
        (r"$\text{a_b}$", "`_` cannot stand inside of a text"),
        (r"$\text{a \alpha}$", r"`\alpha` cannot stand inside of a text"),
        (r"$\textbackslash$", r"unknown TeX command `\textbackslash`"),
        ("$" + "{" * 40 + "}" * 40 + "$", "the formula is nested deeper than 30"),
    ],
)
def test_what_tex_would_find_only_pages_later_is_found_here(text: str, what: str) -> None:
    assert next(tex_check.faults(text))[1] == what


@pytest.mark.parametrize(
    "text",
    [
        r"$\frac12 \sqrt[3]{x} \sqrt 2 \frac\alpha\beta \hat x \overline{\frac{a}{b}} \xrightarrow[a]{b} \not\in$",
        r"$\left( \middle| \right. \bigl\{ \Bigr\rangle \left\lfloor x \right\rfloor \left[ y \right]$",
        r"$\begin{array}{r|rr} a \\[4pt] b \\ [x] \end{array}$",
        r"$\begin{array}{<% for x in xs %>c<% endfor %>} a \end{array} \begin{alignedat}{2} a \end{alignedat}$",
        r"$\frac{<% if a %>1<% endif %>}{2} \frac<<a>><<b>> x_{<<n>>} x^<<n>> x'^2$",
        r"$\text{a\_b \textbackslash{} \textasciitilde{} \textbf{c}}$",
    ],
)
def test_whole_arguments_pass(text: str) -> None:
    assert list(tex_check.faults(text)) == []
