"""After each run: no font may hold a glyph beyond the kit, or it is told of which variant it is."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from probgen import typeset
from probgen.writers import Context, pdf
from probgen.writers.pdf.kit import kit
from tests.papers import changed, para, variants
from tests.writers import reading


def warned(formula: str, folder: Path, *, of: int = 0, count: int = 1) -> list[str]:
    """Return what is warned of where the formula stands in a solution of one variant."""
    exams = list(variants(count))
    exams[of] = changed(exams[of], 3, solution=(para(f"${formula}$"),))
    context = Context()
    pdf.write(exams, folder, context)
    return [warning.what for warning in context.warnings]


def test_the_kit_is_what_a_paper_embeds_of_its_fonts(tmp_path: Path) -> None:
    pdf.make(variants(1), tmp_path)
    known = kit(typeset.format_for(pdf.format_source()))
    embedded = reading.charsets(tmp_path / "exam-A.pdf")
    assert embedded
    assert {name: known[name] for name in embedded} == embedded


@pytest.mark.parametrize(
    "formula",
    [r"\mathfrak{A}_{\mathfrak{b}}", r"\boldsymbol{\mathfrak{A}}", r"\mathit{\Gamma}\mathsf{\Gamma}\mathtt{\Gamma}",
     r"\text{\textbf{é}}", r"\mathbb{Q}", r"\rightleftharpoons\dddot x"],
)  # fmt: skip
def test_the_kit_has(formula: str, tmp_path: Path) -> None:
    assert warned(formula, tmp_path) == []


@pytest.mark.parametrize(
    ("formula", "font", "glyph"),
    [(r"\text{\texttt{é}}", "LMMono10-Regular", "eacute"), (r"\mathbb{k}", "MSBM10", "daleth")],
)
def test_a_glyph_beyond_the_kit_is_named_with_its_variant(formula: str, font: str, glyph: str, tmp_path: Path) -> None:
    (said,) = warned(formula, tmp_path, of=1, count=3)
    assert said.startswith(f"the font {font} has {glyph} beyond the fixed kit of glyphs")
    assert "(variant B)" in said


def test_a_kit_is_kept_beside_its_format_and_made_anew_where_the_file_is_damaged(tmp_path: Path) -> None:
    format_file = Path(shutil.copy(typeset.format_for(pdf.format_source()), tmp_path))
    first = kit(format_file)
    (kept,) = tmp_path.glob("*.kit.json")
    for content in (kept.read_text(), "[]"):
        kept.write_text(content)
        kit.cache_clear()
        assert kit(format_file) == first
