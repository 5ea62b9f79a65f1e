"""Exam and solution PDFs of two variants: made once, looked at from all sides."""

from __future__ import annotations

import hashlib
import re
import subprocess
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pikepdf
import pytest

from probgen.document import (
    Answer,
    Blank,
    LineBreak,
    Math,
    Number,
    PageStyle,
    Paragraph,
    RubricLine,
    Sequence,
)
from probgen.errors import ExitCode, ProbgenError
from probgen.writers import Context, pdf
from probgen.writers.pdf import press
from probgen.writers.pdf.layout import Layout
from tests.papers import changed, para, text, variants
from tests.writers import reading
from tests.writers.sentinels import with_other_keys

NAMES = ("exam-A", "solution-A", "exam-B", "solution-B")


class Papers:
    """A written set and its layout."""

    def __init__(self, folder: Path, layout: Layout) -> None:
        self.folder = folder
        self.layout = layout

    def path(self, name: str) -> Path:
        return self.folder / f"{name}.pdf"

    def text(self, name: str) -> str:
        return reading.text(self.path(name))


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Papers:
    folder = tmp_path_factory.mktemp("papers")
    return Papers(folder, pdf.make(variants(2), folder))


def test_nothing_is_warned_of(papers: Papers) -> None:
    assert papers.layout.warnings == ()


@pytest.mark.parametrize("name", NAMES)
def test_every_paper_has_the_pages_of_the_layout(papers: Papers, name: str) -> None:
    with pikepdf.open(papers.path(name)) as paper:
        assert len(paper.pages) == len(papers.layout.papers[0])


@pytest.mark.parametrize("view", ["exam", "solution"])
def test_every_answer_box_has_one_place_and_size_in_all_variants(papers: Papers, view: str) -> None:
    assert reading.frames(papers.path(f"{view}-B")) == reading.frames(papers.path(f"{view}-A"))


def test_every_answer_box_of_the_exam_has_the_same_place_and_size_in_its_solution(papers: Papers) -> None:
    assert set(reading.frames(papers.path("exam-A"))) < set(reading.frames(papers.path("solution-A")))


def test_there_is_a_box_for_every_place_that_has_a_frame(papers: Papers) -> None:
    framed = [place for page in papers.layout.papers[0] for place in page.places if place.frame]
    assert len(reading.frames(papers.path("solution-A"))) == len(framed) == 9


def test_only_the_solution_draws_a_box_under_what_is_answered_by_ticks(papers: Papers) -> None:
    (page,) = [page for page in papers.layout.papers[0] if any(place.slot == "4a work" for place in page.places)]
    (place,) = [place for place in page.places if place.slot == "4a work"]
    assert place.frame == "solution"
    assert len(reading.frames(papers.path("exam-A"))) == len(reading.frames(papers.path("solution-A"))) - 1


@pytest.mark.parametrize("other", ["exam-B", "solution-A", "solution-B"])
def test_headings_and_labels_stand_at_one_place_in_all_papers(papers: Papers, other: str) -> None:
    marks = {"(a)", "(b)", "Counting", "Beam", "Gradients", "linear", "normalization", "Figure"}

    def places(name: str) -> list[reading.Word]:
        return [word for word in reading.words(papers.path(name)) if word.text in marks]

    expected = places("exam-A")
    assert len(expected) > 10
    assert set(expected) <= set(places(other))


def test_every_statement_of_the_exam_stands_in_its_solution_too(papers: Papers) -> None:
    """All words of the exam but those of the name line stand at the same place in the solution."""
    exam = {word for word in reading.words(papers.path("exam-A")) if word.y > 50}
    assert exam <= set(reading.words(papers.path("solution-A")))


def test_the_exam_shows_no_solution(papers: Papers) -> None:
    said = papers.text("exam-A")
    assert not any(word in said for word in ("SOLUTION", "RUBRIC", "chain rule", "deep deep deep", "1960"))


@pytest.mark.parametrize("word", ["SOLUTION", "RUBRIC", "COMMON SLIPS", "chain rule", "deep deep deep", "1960"])
def test_the_solution_shows(papers: Papers, word: str) -> None:
    assert word in papers.text("solution-A")


@pytest.mark.parametrize(
    "words",
    ["Midterm Exam", "80 minutes", "41 points", "A-K7Q0", "Discussion section", "In front", "page 2 of 7", "(1 point)",
     "8 pts", "2.5 pts", "Figure 1: log-probability", "(mark all that apply)", "(about 30 words)", "(optional) Is the",
     "(Hint: go through the layers one by one.)", "(Note: the targets are zero.)", " ms.", "Doodle page"],
)  # fmt: skip
def test_the_exam_shows(papers: Papers, words: str) -> None:
    assert words in papers.text("exam-A")


@pytest.fixture(scope="module")
def sentinels(papers: Papers, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A set with other keys, at the places of the first one."""
    folder = tmp_path_factory.mktemp("sentinels")
    pdf.make([with_other_keys(exam) for exam in variants(2)], folder, layout=papers.layout)
    return folder


def test_the_exam_does_not_change_by_a_byte_when_all_keys_do(papers: Papers, sentinels: Path) -> None:
    """Text, metadata, fonts and positions of the exam are free of its key."""
    assert (sentinels / "exam-A.pdf").read_bytes() == papers.path("exam-A").read_bytes()


def test_the_solution_changes_when_all_keys_do(papers: Papers, sentinels: Path) -> None:
    assert (sentinels / "solution-A.pdf").read_bytes() != papers.path("solution-A").read_bytes()


def test_the_same_set_again_has_the_same_bytes(papers: Papers, tmp_path: Path) -> None:
    pdf.make(variants(2), tmp_path)
    digests = {name: hashlib.sha256(papers.path(name).read_bytes()).hexdigest() for name in NAMES}
    assert {name: hashlib.sha256((tmp_path / f"{name}.pdf").read_bytes()).hexdigest() for name in NAMES} == digests


def test_one_variant_alone_with_the_layout_of_its_set_has_the_same_bytes(papers: Papers, tmp_path: Path) -> None:
    pdf.make(variants(2)[1:], tmp_path, layout=Layout.read(papers.layout.plain()))
    assert [(tmp_path / f"{name}.pdf").read_bytes() for name in NAMES[2:]] == [
        papers.path(name).read_bytes() for name in NAMES[2:]
    ]


def test_no_font_holds_a_glyph_that_the_kit_does_not_name(papers: Papers, tmp_path: Path) -> None:
    """A solution full of signs of every font adds none to what any paper embeds of these fonts."""
    signs = r"\alpha\Omega\leq\partial\int\bigoplus\mathcal{Z}\mathbb{Q}\mathbf{Q}\sqrt{\frac{7}{8}}\hat y\vec v\infty"
    rich = changed(variants(1)[0], 3, solution=(Paragraph((*text("ÄQß (fi) ", f"${signs}$"), Math(signs))),))
    pdf.make([rich], tmp_path)
    common = reading.charsets(papers.path("solution-B"))
    assert {name: common.get(name) for name in reading.charsets(tmp_path / "solution-A.pdf")} == reading.charsets(
        tmp_path / "solution-A.pdf"
    )


@pytest.mark.parametrize("name", NAMES)
def test_all_fonts_are_type_1_and_embedded(papers: Papers, name: str) -> None:
    run = subprocess.run(["pdffonts", papers.path(name)], capture_output=True, text=True, check=True)
    rows = run.stdout.splitlines()[2:]
    assert rows
    assert all(re.search(r"Type 1 +\w+ +yes yes", row) for row in rows)


def test_metadata_are_the_title_alone(papers: Papers) -> None:
    with pikepdf.open(papers.path("exam-A")) as paper:
        assert {key: str(value) for key, value in paper.docinfo.items()} == {"/Title": "Midterm Exam, version A"}
        assert "/Metadata" not in paper.Root


@pytest.mark.parametrize(("paper", "size"), [("letter", [612.0, 792.0]), ("a4", [595.276, 841.89])])
def test_the_pages_have_the_size_of_the_paper(tmp_path: Path, paper: str, size: list[float]) -> None:
    style = PageStyle(paper="a4" if paper == "a4" else "letter")
    pdf.make([replace(variants(1)[0], style=style, cover=None)], tmp_path)
    with pikepdf.open(tmp_path / "exam-A.pdf") as made:
        assert [float(x) for x in made.pages[0].MediaBox][2:] == pytest.approx(size, abs=0.01)


def test_both_sizes_of_paper_have_the_same_breaks(papers: Papers, tmp_path: Path) -> None:
    style = replace(variants(1)[0].style, paper="a4")
    assert pdf.make([replace(exam, style=style) for exam in variants(2)], tmp_path).papers == papers.layout.papers


def test_on_a4_too_every_answer_box_has_one_place_in_all_variants(tmp_path: Path) -> None:
    style = replace(variants(1)[0].style, paper="a4")
    pdf.make([replace(exam, style=style) for exam in variants(2)], tmp_path)
    exam_a, solution_a, exam_b, solution_b = (reading.frames(tmp_path / f"{name}.pdf") for name in NAMES)
    assert exam_a == exam_b
    assert solution_a == solution_b
    assert set(exam_a) < set(solution_a)


def test_a_variant_out_of_twenty_has_the_same_bytes_alone_and_in_runs_of_any_size(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    layout = pdf.make(variants(20), tmp_path / "all")
    pdf.make(variants(20)[2:3], tmp_path / "alone", layout=layout)
    monkeypatch.setattr(press, "_MOST", 3)
    pdf.make(variants(20), tmp_path / "runs")
    for name in ("exam-C.pdf", "solution-C.pdf"):
        assert (tmp_path / "alone" / name).read_bytes() == (tmp_path / "all" / name).read_bytes()
        assert (tmp_path / "runs" / name).read_bytes() == (tmp_path / "all" / name).read_bytes()


def test_rows_of_a_rubric_are_as_far_apart_behind_a_long_row_as_behind_a_short_one(tmp_path: Path) -> None:
    long = RubricLine(text("a row " * 30, "ends"), 2)
    rows = (RubricLine(text("primo"), 1), RubricLine(text("secondo"), 1), long, RubricLine(text("ultimo"), 1))
    pdf.make([changed(variants(1)[0], 3, rubric=rows, mistakes=())], tmp_path)
    path = tmp_path / "solution-A.pdf"
    (first,), (second,), (ends,), (last,) = (_at(path, word) for word in ("primo", "secondo", "ends", "ultimo"))
    assert last - ends == pytest.approx(second - first, abs=0.3)


def test_a_paper_without_a_cover_begins_with_its_title(tmp_path: Path) -> None:
    pdf.make([replace(variants(1)[0], cover=None)], tmp_path)
    first = reading.text(tmp_path / "exam-A.pdf").partition("\f")[0]
    assert first.index("Midterm Exam") < first.index("Before we begin")


def test_variants_of_different_structure_have_layouts_of_their_own(tmp_path: Path) -> None:
    one, two = variants(2)
    shorter = replace(two, sections=two.sections[:2])
    layout = pdf.make([one, shorter], tmp_path)
    assert [len(pages) for pages in layout.papers] == [7, 5]


def test_a_layout_of_another_structure_is_refused(papers: Papers, tmp_path: Path) -> None:
    (exam,) = variants(1)
    with pytest.raises(ProbgenError, match="no place for variant A"):
        pdf.make([replace(exam, sections=exam.sections[:2])], tmp_path, layout=papers.layout)


def test_what_has_grown_beyond_its_place_is_warned_of(papers: Papers, tmp_path: Path) -> None:
    exam = variants(1)[0]
    long = changed(exam, 3, prompt=(*exam.questions[2].parts[0].prompt, *(para("More.") for _ in range(3))))
    layout = pdf.make([long], tmp_path, layout=papers.layout)
    assert any("3a prompt" in warning and "taller than its place" in warning for warning in layout.warnings)


def test_a_solution_that_has_grown_beyond_the_box_of_an_earlier_layout_continues(
    papers: Papers, tmp_path: Path
) -> None:
    long = changed(variants(1)[0], 3, solution=tuple(para("More.") for _ in range(12)))
    layout = pdf.make([long], tmp_path, layout=papers.layout)
    assert any("question 3, part a is longer than its box" in warning for warning in layout.warnings)


def test_a_tex_error_names_bank_line_problem_part_and_variant(tmp_path: Path) -> None:
    good, bad = variants(2)
    bad = changed(bad, 3, solution=(Paragraph((Math(r"\frobnicate"),)),))
    with pytest.raises(pdf.TexError) as caught:
        pdf.make([good, bad], tmp_path)
    assert str(caught.value).splitlines()[0] == (
        "banks/beam.yaml:31: beam > part a: TeX cannot set the solution of question 3, part a: "
        r"Undefined control sequence \frobnicate (variant B)"
    )
    assert (caught.value.code, caught.value.variants) == (ExitCode.TEX, ("B",))


def test_no_paper_is_written_when_a_text_is_refused(tmp_path: Path) -> None:
    bad = changed(variants(1)[0], 3, solution=(Paragraph((Math(r"\frobnicate"),)),))
    with pytest.raises(pdf.TexError):
        pdf.make([bad], tmp_path / "set")
    assert not (tmp_path / "set").exists()


@pytest.mark.parametrize("fault", ["{a", "a}b", r"\begin{matrix}1", r"\left(1", r"\input{/etc/passwd}", "x^"])
def test_broken_formulas_are_named_by_their_place(tmp_path: Path, fault: str) -> None:
    bad = changed(variants(1)[0], 3, solution=(Paragraph((Math(fault),)),))
    with pytest.raises(pdf.TexError, match=r"banks/beam\.yaml:31: beam > part a"):
        pdf.make([bad], tmp_path)


def test_an_answer_wider_than_its_blank_is_warned_of_by_name(tmp_path: Path) -> None:
    (exam,) = variants(1)
    wide = Answer("seq", Sequence(("a",) * 60), shown=text("deep " * 20))
    logp = Answer("logp", Number(1), shown=text("$1$"))
    layout = pdf.make([changed(exam, 3, answers=(wide, logp))], tmp_path)
    assert re.fullmatch(
        r"banks/beam\.yaml:31: question 3, part a: the answer `seq` is \d+ pt wider than its blank \(variant A\)",
        "\n".join(layout.warnings),
    )


def test_an_answer_taller_than_its_blank_moves_nothing(papers: Papers, tmp_path: Path) -> None:
    seq, logp = variants(1)[0].questions[2].parts[0].answers
    tall = replace(logp, shown=text(r"$\dfrac{\dfrac12}{\dfrac34}$"))
    layout = pdf.make([changed(exam, 3, answers=(seq, tall)) for exam in variants(2)], tmp_path)
    assert layout.papers == papers.layout.papers


def test_text_over_the_margin_is_warned_of(tmp_path: Path) -> None:
    bad = changed(variants(1)[0], 3, solution=(Paragraph((Math("a" * 200),)),))
    layout = pdf.make([bad], tmp_path)
    assert [warning.partition(" a line is ")[0] for warning in layout.warnings] == [
        "banks/beam.yaml:31: the solution of question 3, part a:"
    ]


def test_a_part_taller_than_a_page_is_refused_with_a_remedy(tmp_path: Path) -> None:
    with pytest.raises(ProbgenError, match=r"question 3, part a is .* cm taller than a page\n.*less `space:`"):
        pdf.make([changed(variants(1)[0], 3, space=700.0)], tmp_path)


def _at(path: Path, sign: str) -> list[float]:
    """Return how far down its page each word `sign` stands."""
    return [word.y for word in reading.words(path) if word.text == sign]


def test_rows_of_fractions_in_a_matrix_do_not_touch(tmp_path: Path) -> None:
    """In text of 10 pt a fraction is 12.5 bp high, so rows that are 16 bp apart leave 3.5 of them."""
    rows = r"\begin{bmatrix}\frac{81}{91}\\\frac{82}{92}\end{bmatrix}"
    pdf.make([changed(variants(1)[0], 3, solution=(para(f"${rows}$"),))], tmp_path)
    path = tmp_path / "solution-A.pdf"
    assert _at(path, "82")[0] - _at(path, "81")[0] >= 16


def test_fractions_in_neighboring_lines_do_not_touch(tmp_path: Path) -> None:
    """Lines of 11.7 pt give way to a denominator over a numerator: 12.5 bp and 2 of them between."""
    lines = Paragraph((*text(r"$\frac{81}{91}$"), LineBreak(), *text(r"$\frac{82}{92}$")))
    pdf.make([changed(variants(1)[0], 3, solution=(lines,))], tmp_path)
    path = tmp_path / "solution-A.pdf"
    assert _at(path, "82")[0] - _at(path, "81")[0] > 14


def test_short_rubric_and_known_slipsstand_side_by_side(tmp_path: Path) -> None:
    pdf.make([changed(variants(1)[0], 3, rubric=(RubricLine(text("the path"), 5),))], tmp_path)
    path = tmp_path / "solution-A.pdf"
    (slips,) = _at(path, "SLIPS")
    assert slips in _at(path, "RUBRIC")


def test_a_long_list_of_known_slipsstands_below_its_rubric(tmp_path: Path) -> None:
    """At half the width eight slips of one line and a half take 24 lines, more than 16 and the rubric's two."""
    exam = variants(1)[0]
    known = exam.questions[2].parts[0].mistakes[0]
    known_slips = tuple(replace(known, feedback=(para(f"{n}. " + "the whole path counts. " * 5),)) for n in range(8))
    pdf.make([changed(exam, 3, rubric=(RubricLine(text("the path"), 5),), mistakes=known_slips)], tmp_path)
    path = tmp_path / "solution-A.pdf"
    (slips,) = _at(path, "SLIPS")
    assert slips not in _at(path, "RUBRIC")


def test_a_slip_of_two_answers_is_printed_once(tmp_path: Path) -> None:
    exam = variants(1)[0]
    known = exam.questions[2].parts[0].mistakes[0]
    slip = replace(known, feedback=(para("an unheard of slip"),), credit=Fraction(1, 2))
    pdf.make([changed(exam, 3, mistakes=(slip, slip))], tmp_path)
    assert reading.text(tmp_path / "solution-A.pdf").count("unheard of") == 1


def test_a_line_with_blanks_keeps_its_neighbors_justified(tmp_path: Path) -> None:
    """What is said before a blank of its own line ends at the margin, 540 bp from the left."""
    said = para("These words go on over the margin, so that they fill the whole of their first line, ", "and a second.")
    asks = changed(variants(1)[0], 3, prompt=(said, para("Sequence: ", Blank("seq"), " ", Blank("logp"))))
    pdf.make([asks], tmp_path)
    run = subprocess.run(["pdftotext", "-bbox", tmp_path / "exam-A.pdf", "-"], capture_output=True, text=True)
    found = re.findall(r'yMin="([\d.]+)" xMax="([\d.]+)"[^>]*>([^<]*)</word>', run.stdout)
    (line,) = (y for y, _, word in found if word == "These")
    assert max(float(x) for y, x, _ in found if y == line) == pytest.approx(540, abs=3)


def test_progress_counts_variants_of_both_runs(tmp_path: Path) -> None:
    seen: list[tuple[str, int, int, int]] = []
    pdf.make(variants(2), tmp_path, progress=lambda *step: seen.append(step))
    assert seen == [("measured", 0, 2, 0), ("measured", 2, 2, 0), ("written", 0, 2, 0), ("written", 2, 2, 28)]


def test_the_context_keeps_the_layout_and_takes_the_warnings(papers: Papers, tmp_path: Path) -> None:
    bad = changed(variants(1)[0], 3, solution=(Paragraph((Math("a" * 200),)),))
    context = Context()
    pdf.write([bad], tmp_path, context)
    assert Layout.read(context.layout).pages([place.slot for page in papers.layout.papers[0] for place in page.places])
    assert [str(warning).partition(" a line is ")[0] for warning in context.warnings] == [
        "banks/beam.yaml:31: the solution of question 3, part a:"
    ]


def test_a_layout_in_the_context_is_used_again(papers: Papers, tmp_path: Path) -> None:
    pdf.write(variants(2)[1:], tmp_path, Context(layout=papers.layout.plain()))
    assert (tmp_path / "exam-B.pdf").read_bytes() == papers.path("exam-B").read_bytes()
