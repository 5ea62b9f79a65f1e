"""What holds for figures of every kind: they can be read, set as PDF paths and as TikZ, and written as SVG."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from probgen.document import FIGURE_TYPES
from probgen.figures import layout
from probgen.figures.literal import MACROS, literal
from probgen.figures.tikz import tikz
from probgen.figures.unicode import text
from probgen.sets import codec
from probgen.shelf import templates
from probgen.writers.text import inlines
from tests.figures.compiled import compiled, words
from tests.figures.legible import assert_legible
from tests.figures.samples import ALL, GRAPHS
from tests.figures.trees import full


@pytest.mark.parametrize("name", ALL)
def test_no_label_meets_another_or_a_line_that_is_not_its_own(name: str) -> None:
    assert_legible(layout(ALL[name]), on_lines=name in GRAPHS)


def test_there_is_a_sample_of_every_kind() -> None:
    assert {type(figure) for figure in ALL.values()} | {type(full(1, 2))} == set(FIGURE_TYPES)


@pytest.fixture(scope="module")
def sizes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[float, float]]:
    """Width and height in bp of each sample as TikZ, by pdfTeX."""
    folder = tmp_path_factory.mktemp("tikz")
    (folder / "probgen-common.sty").write_text((templates() / "latex" / "probgen-common.sty").read_text())
    report = r"\typeout{BOX \the\wd0,\the\dimexpr\ht0+\dp0\relax}"
    shows = "\n".join(f"\\setbox0\\hbox{{{tikz(figure, words)}}}{report}\n\\box0\n" for figure in ALL.values())
    log = compiled(folder, r"\usepackage{probgen-common}", shows)
    found = re.findall(r"^BOX ([\d.]+)pt,([\d.]+)pt", log, flags=re.MULTILINE)
    return {name: (float(w) / 1.00375, float(h) / 1.00375) for name, (w, h) in zip(ALL, found, strict=True)}


@pytest.mark.parametrize("name", ALL)
def test_the_tikz_picture_is_as_large_as_the_drawing(name: str, sizes: dict[str, tuple[float, float]]) -> None:
    """Labels at the border are estimated for the one and measured for the other, and arrows end a little apart."""
    drawn = layout(ALL[name])
    assert sizes[name] == pytest.approx((drawn.width, drawn.height), abs=6)


def test_literal_paths_of_all_kinds_compile(tmp_path: Path) -> None:
    body = "\\par\n".join(literal(layout(figure), words) for figure in ALL.values())
    assert "Overfull" not in compiled(
        tmp_path, rf"\usepackage{{amsmath}}\textwidth468bp\oddsidemargin0pt\parindent0pt {MACROS}", body
    )


@pytest.mark.parametrize("name", ALL)
def test_a_figure_is_kept_in_a_manifest(name: str) -> None:
    assert codec.decode(codec.encode(ALL[name])) == ALL[name]


@pytest.mark.parametrize("name", ALL)
def test_the_terminal_shows_a_figure_within_its_width(name: str) -> None:
    lines = text(ALL[name], inlines).splitlines()
    assert lines
    assert max(map(len, lines)) <= 120
