"""Estimated widths against those that TeX finds."""

from __future__ import annotations

import re

import pytest

from probgen.document import Code, Emph, Inlines, Math, Str, Strong
from probgen.figures.metrics import measure
from tests.figures.compiled import compiled

SAMPLES: list[tuple[Inlines, str]] = [
    ((Str("learn"),), "learn"),
    ((Str("communicated"),), "communicated"),
    ((Str("MAXPOOL"),), "MAXPOOL"),
    ((Str("W, (x)"),), "W, (x)"),
    ((Emph((Str("sos"),)),), r"\emph{sos}"),
    ((Strong((Str("deep"),)),), r"\textbf{deep}"),
    ((Code("x[0]"),), r"\texttt{x[0]}"),
    ((Math("-0.45"),), "$-0.45$"),
    ((Math("-12.30"),), "$-12.30$"),
    ((Math("x_1 + 2y^{10}"),), "$x_1 + 2y^{10}$"),
    ((Math(r"\frac{13}{4}"),), r"$\frac{13}{4}$"),
    ((Math(r"\dfrac{13}{4}"),), r"$\dfrac{13}{4}$"),
    ((Math(r"\alpha \le 0"),), r"$\alpha \le 0$"),
    ((Math(r"\hat{x}_i"),), r"$\hat{x}_i$"),
    ((Math(r"\mathcal{N}(4.0, 0.16)"),), r"$\mathcal{N}(4.0, 0.16)$"),
    ((Math(r"h^f_2"),), r"$h^f_2$"),
]


@pytest.fixture(scope="module")
def extents(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[float, float, float]]:
    """Width, height and depth in pt of each sample in Latin Modern at 9 points, by pdfTeX."""
    shows = "\n".join(
        rf"\setbox0\hbox{{\fontsize{{9}}{{9}}\selectfont {tex}}}\typeout{{BOX \the\wd0,\the\ht0,\the\dp0}}"
        for _, tex in SAMPLES
    )
    log = compiled(tmp_path_factory.mktemp("widths"), r"\usepackage{amsmath}", shows)
    found = re.findall(r"^BOX ([\d.]+)pt,([\d.]+)pt,([\d.]+)pt", log, flags=re.MULTILINE)
    return [(float(width), float(height), float(depth)) for width, height, depth in found]


@pytest.mark.parametrize("place", range(len(SAMPLES)), ids=[tex for _, tex in SAMPLES])
def test_an_estimate_holds_the_text_and_wastes_at_most_two_fifths(
    extents: list[tuple[float, float, float]], place: int
) -> None:
    width, height, depth = extents[place]
    estimate = measure(SAMPLES[place][0], 9)
    assert width <= estimate.width <= 1.4 * width + 2
    assert height <= estimate.up + 0.01
    assert depth <= estimate.down + 0.01
