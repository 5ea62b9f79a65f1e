"""Copies of a variant: codes, names, larger paper, and that they share everything else."""

from __future__ import annotations

import re
import subprocess
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
import zxingcpp
from PIL import Image

from probgen import fonts
from probgen.document import Copy, Exam, View
from probgen.errors import ExitCode, ProbgenError
from probgen.writers import Context, key, pdf
from probgen.writers import print as printing
from probgen.writers.pdf import lettering, positions
from probgen.writers.pdf.layout import Layout, places
from probgen.writers.pdf.pages import Boxes
from probgen.writers.pdf.positions import Shipped, Spot
from probgen.writers.pdf.sheets import sheets
from tests.papers import variants
from tests.writers import reading

ADA = Copy("1", "TOKENOFADA", "1", "Ada Łuczak-Müller", "101", "155", "B 2", rank=2)
ANNA = Copy("2", "TOKENOFANN", "2", "Анна Петрова", rank=1)
LARGE = Copy("3", "TOKENOFLAR", "3", "Zoë", large=True, rank=3)


def given_out() -> tuple[Exam, ...]:
    """Return a version of two students, and another one whose student has all accommodations."""
    one, two = variants(2)
    roomy = replace(two, style=replace(two.style, extra_space=True), copies=(LARGE,))
    return replace(one, copies=(ADA, ANNA)), roomy


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Layout]:
    place = tmp_path_factory.mktemp("copies")
    context = Context()
    pdf.write(given_out(), place, context)
    printing.write(given_out(), place, context)
    assert context.warnings == []
    return place, Layout.read(context.layout)


@pytest.fixture
def folder(made: tuple[Path, Layout]) -> Path:
    return made[0]


@pytest.fixture
def layout(made: tuple[Path, Layout]) -> Layout:
    return made[1]


def pages(path: Path) -> int:
    with pikepdf.open(path) as paper:
        return len(paper.pages)


def image(path: Path, page: int, folder: Path) -> Image.Image:
    choice = ["-f", str(page), "-l", str(page), "-singlefile"]
    subprocess.run(["pdftoppm", "-r", "200", "-gray", *choice, "-png", str(path), str(folder / "page")], check=True)
    with Image.open(folder / "page.png") as found:
        return found.copy()


def test_there_is_a_paper_for_each_student_and_kind(folder: Path) -> None:
    papers = sorted(file.stem for file in folder.glob("[es]*.pdf"))
    assert papers == ["exam-1", "exam-2", "exam-3", "solution-1", "solution-2", "solution-3"]


@pytest.mark.parametrize("name", ["exam-1", "solution-1"])
def test_name_and_id_stand_on_every_page_with_questions(folder: Path, name: str) -> None:
    said = reading.text(folder / f"{name}.pdf").split("\f")[:-1]
    assert all("Ada Łuczak-Müller" in page and re.search(r"\b1\b", page) for page in said)


def test_the_cover_says_where_the_student_sits(folder: Path) -> None:
    assert "Section 101, Room 155, Seat B 2" in reading.text(folder / "exam-1.pdf").partition("\f")[0]


def test_a_name_in_latin_letters_brings_no_font(folder: Path) -> None:
    assert reading.charsets(folder / "exam-1.pdf") == reading.charsets(folder / "exam-2.pdf")


@pytest.mark.skipif(fonts.outline("Анна") is None, reason="no font here has Cyrillic letters")
def test_a_name_in_other_letters_is_one_outline_on_all_pages(folder: Path) -> None:
    with pikepdf.open(folder / "exam-2.pdf") as paper:
        forms = [page.Resources.XObject[lettering.outlined(ANNA.name)].objgen for page in paper.pages]
    assert len(forms) == 7
    assert len(set(forms)) == 1


@pytest.mark.parametrize(
    ("name", "token"), [("exam-1", ADA.token), ("solution-2", ANNA.token), ("exam-3", LARGE.token)]
)
def test_the_code_of_a_page_says_paper_and_page(folder: Path, tmp_path: Path, name: str, token: str) -> None:
    for page in (1, 3):
        found = zxingcpp.read_barcodes(image(folder / f"{name}.pdf", page, tmp_path))
        assert [code.text for code in found] == [f"{token}.{page}"]


def test_a_paper_hangs_on_no_other_student(folder: Path, layout: Layout, tmp_path: Path) -> None:
    one, roomy = given_out()
    others = (Copy("9", "TOKENOFNEW", "9", "王小明"), ADA)
    pdf.make([replace(one, copies=others), roomy], tmp_path, layout=layout)
    assert (tmp_path / "exam-1.pdf").read_bytes() == (folder / "exam-1.pdf").read_bytes()


def test_large_print_is_the_same_pages_on_larger_paper(folder: Path) -> None:
    with pikepdf.open(folder / "exam-3.pdf") as paper:
        assert {tuple(float(x) for x in page.MediaBox.as_list()) for page in paper.pages} == {(0, 0, 792, 1224)}
    large = {word.text: word.x for word in reading.words(folder / "exam-3.pdf") if word.page == 1}
    small = {word.text: word.x for word in reading.words(folder / "exam-1.pdf") if word.page == 1}
    assert large["Midterm"] == pytest.approx(small["Midterm"] * 792 / 612, abs=0.1)


def test_extra_space_makes_every_box_half_as_high_again(layout: Layout) -> None:
    common, roomy = (places(pages) for pages in layout.papers)
    boxes = {name: place.height for name, place in common.items() if place.frame in ("plain", "ruled")}
    ratios = {name: roomy[f"extra space {name}"].height / high for name, high in boxes.items()}
    assert len(ratios) > 5
    assert list(ratios.values()) == pytest.approx([1.5] * len(ratios), rel=0.001)


def test_a_file_to_print_has_all_papers_in_their_order_each_on_a_sheet_of_its_own(folder: Path) -> None:
    joined = reading.text(folder / "print-exams.pdf").split("\f")[:-1]
    assert pages(folder / "exam-1.pdf") == 7
    assert len(joined) == 16
    assert (joined[7].strip(), joined[15].strip()) == ("", "")
    assert "Ada" in joined[8]


def test_large_print_has_a_file_to_print_of_its_own(folder: Path) -> None:
    assert pages(folder / "print-exams-large.pdf") == pages(folder / "exam-3.pdf") + pages(folder / "exam-3.pdf") % 2


def test_a_file_to_print_has_each_font_once(folder: Path) -> None:
    alone, joined = (folder / f"{name}.pdf" for name in ("solution-1", "print-solutions"))
    with pikepdf.open(alone) as one, pikepdf.open(joined) as all_:
        counts = [
            sum("/FontFile" in thing for thing in paper.objects if isinstance(thing, pikepdf.Dictionary))
            for paper in (one, all_)
        ]
    assert counts[0] == counts[1]


def test_a_file_to_print_shows_what_its_papers_show(folder: Path, tmp_path: Path) -> None:
    assert image(folder / "print-exams.pdf", 9, tmp_path) == image(folder / "exam-1.pdf", 1, tmp_path)


def test_a_name_that_no_font_has_is_told_and_its_id_printed(tmp_path: Path) -> None:
    one = replace(variants(1)[0], copies=(replace(ADA, name="\U000f0000"),))
    context = Context()
    pdf.write([one], tmp_path, context)
    assert [str(fault).partition("\n")[0] for fault in context.warnings] == [
        "student 1: no font here has all letters of '\U000f0000', so the id is printed in its place"
    ]
    assert re.search(r"Name \(print[^)]*\) *1\b", reading.text(tmp_path / "exam-1.pdf"))


def test_the_key_names_the_student() -> None:
    lines = list(key.lines(given_out()))
    assert {(line.variant, line.student, line.name) for line in lines} == {
        ("A", "1", ADA.name), ("A", "2", ANNA.name), ("B", "3", "Zoë"),
    }  # fmt: skip


# ---- Places -----------------------------------------------------------------------------------------------------


def test_positions_name_every_place_of_every_paper(folder: Path) -> None:
    import json

    told = json.loads((folder / "positions.json").read_text())["layouts"]
    assert [sorted(layout["papers"]) for layout in told] == [
        ["exam-A", "solution-A"], ["exam-B+extra-space", "solution-B+extra-space"],
    ]  # fmt: skip
    assert all(count > 2 * len(layout["places"]) * 0.8 for layout in told for count in layout["papers"].values())
    (box,) = [place for place in told[0]["places"] if place["slot"] == "3a work"]
    frames = {(frame.page, round(frame.x), round(792 - frame.y)) for frame in reading.frames(folder / "exam-1.pdf")}
    assert (box["page"], round(box["x"]), round(box["y"])) in frames


def test_a_place_that_is_not_where_the_layout_has_it_is_found() -> None:
    (sheet,) = sheets(variants(1)[0])
    boxes = Boxes([sheet])
    layout = pdf._pages(pdf.Group((sheet,), boxes), {slot.name: max(20.0, slot.space) for slot in sheet.slots})
    wanted = [page for view in View for page in positions.expected(layout, sheet, boxes, view)]
    shipped = Shipped(792.0, pages=wanted)
    assert positions.proved(shipped, layout, sheet, boxes) == sum(map(len, wanted))
    spot = wanted[1][0]
    for moved in ([spot._replace(x=spot.x + 0.1)], [], [spot, Spot("box", 9, 0, 0)]):
        other = Shipped(792.0, pages=[wanted[0], [*moved, *wanted[1][1:]], *wanted[2:]])
        with pytest.raises(ProbgenError, match="page 2 of exam-A is not laid out as its set is") as caught:
            positions.proved(other, layout, sheet, boxes)
        assert caught.value.code is ExitCode.INTERNAL


def test_without_a_lock_each_variant_has_a_layout_of_its_own(tmp_path: Path) -> None:
    free = [replace(exam, style=replace(exam.style, locked=False)) for exam in variants(2)]
    layout = pdf.make(free, tmp_path)
    assert len(layout.papers) == 2
    pdf.make(free, tmp_path / "again", layout=Layout.read(layout.plain()))
    assert (tmp_path / "again" / "exam-B.pdf").read_bytes() == (tmp_path / "exam-B.pdf").read_bytes()
