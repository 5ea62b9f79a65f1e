"""Every formula that our banks can print is one that KaTeX sets."""

from __future__ import annotations

import dataclasses
import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from probgen import bank, checking, shelf, variant
from probgen.document import DisplayMath, Math
from probgen.language.tex_check import COMMANDS, ENVIRONMENTS
from probgen.model import Template
from probgen.writers import katex
from probgen.writers.html.nodes import formula

ROOT = Path(__file__).parent.parent.parent
SEEDS = range(8)  # they take the settings of the knobs in turn

# Prints why KaTeX refuses a formula of the list on standard input, or null, one after the other.
_SCRIPT = """
const katex = require(process.argv[1]);
const formulas = JSON.parse(require("fs").readFileSync(0, "utf-8"));
console.log(JSON.stringify(formulas.map(([tex, displayMode]) => {
  try {
    katex.renderToString(tex, {displayMode, throwOnError: true, strict: "error"});
    return null;
  } catch (fault) {
    return fault.message;
  }
})));
"""

pytestmark = [
    pytest.mark.skipif(not katex.version(), reason="probgen was built without KaTeX, since there is no npm"),
    pytest.mark.skipif(not shutil.which("node"), reason="there is no node to run KaTeX"),
]


class Formula(NamedTuple):
    """A formula as KaTeX gets it, and whether it is displayed."""

    tex: str
    display: bool


def refused(formulas: list[Formula]) -> dict[Formula, str]:
    """Return what KaTeX refuses of these formulas, each with its reason, in one process."""
    script = str(katex.FOLDER / "katex.min.js")
    done = subprocess.run(
        ["node", "-e", _SCRIPT, script], input=json.dumps(formulas), capture_output=True, text=True, check=True
    )
    return {one: reason for one, reason in zip(formulas, json.loads(done.stdout), strict=True) if reason}


def formulas_in(value: Any) -> Iterator[Formula]:
    """Yield the formulas of a document, wherever they stand: texts, tables, options, feedback, labels of figures."""
    match value:
        case Math(tex):
            yield Formula(formula(tex), display=False)
        case DisplayMath(tex):
            yield Formula(formula(tex) + r" \tag{1}", display=True)
        case tuple():
            for item in value:
                yield from formulas_in(item)
        case _ if dataclasses.is_dataclass(value):
            for field in dataclasses.fields(value):
                yield from formulas_in(getattr(value, field.name))


def templates() -> Iterator[Template]:
    for line in shelf.summaries([shelf.shipped()]):
        yield bank.find(line.id, [shelf.shipped()])


def test_every_formula_of_every_bank_is_set() -> None:
    found: dict[Formula, str] = {}
    for template in templates():
        settings = checking.settings(template)
        for seed in SEEDS:
            knobs = settings[seed % len(settings)]
            made = variant.make(template, checking.stream(str(seed), template.id), knobs=knobs)
            for one in formulas_in(made.problem):
                found.setdefault(one, f"{template.where.file}, {template.id}, seed {seed}, {knobs}")
    faults = [f"{found[one]}: {one.tex}\n  {reason}" for one, reason in refused(list(found)).items()]
    assert len(found) > 1000
    assert not faults, "\n".join(faults)


_TWO = {"frac", "dfrac", "tfrac", "cfrac", "binom", "dbinom", "tbinom", "overset", "underset", "stackrel"}
_SPECIAL = {
    "left": r"\left( a \middle| b \right)", "middle": r"\left( a \middle| b \right)", "right": r"\left[ a \right]",
    "limits": r"\sum\limits_a", "nolimits": r"\sum\nolimits_a", "hline": r"\begin{array}{c} \hline a \end{array}",
}  # fmt: skip


def used(command: str) -> str:
    """Return a formula that uses a command."""
    if re.fullmatch("[bB]igg?[lrm]?", command):
        return rf"\{command}( a"
    return _SPECIAL.get(command, rf"\{command}{{a}}" + "{b}" * (command in _TWO))


def test_every_command_that_a_bank_may_use_is_known() -> None:
    formulas = [Formula(formula(used(command)), display=True) for command in sorted(COMMANDS)]
    assert refused(formulas) == {}


def test_every_environment_that_a_bank_may_use_is_known() -> None:
    columns = {"array": "{cc}", "alignedat": "{1}"}
    one_column, two_columns = r"a \\ b", r"a & b \\ c & d"
    formulas = [
        Formula(rf"\begin{{{name}}}{columns.get(name, '')} {body} \end{{{name}}}", display=True)
        for name in sorted(ENVIRONMENTS)
        for body in (one_column if name == "gathered" else two_columns,)
    ]
    assert refused(formulas) == {}


def test_every_sign_after_a_backslash_that_a_bank_may_use_is_known() -> None:
    assert refused([Formula(formula(rf"a\{sign} b"), display=True) for sign in ",;:!>{}|%#&_$/ \n"]) == {}


def test_a_formula_that_katex_does_not_know_is_told() -> None:
    assert list(refused([Formula(r"\nothing", display=False), Formula("x", display=False)])) == [
        Formula(r"\nothing", display=False)
    ]


def test_the_version_in_the_package_is_the_one_that_the_build_pins() -> None:
    build = (ROOT / "hatch_build.py").read_text(encoding="utf-8")
    assert re.findall(r'^VERSION = "(.+)"$', build, re.MULTILINE) == [katex.version()]
