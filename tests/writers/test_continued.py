"""Solutions that are longer than their boxes: the box grows for all, or the rest stands behind the last page."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest

from probgen.document import DataTable, Exam
from probgen.writers import Context, pdf
from probgen.writers.pdf.layout import Layout, places
from tests.papers import changed, para, text, variants
from tests.writers import reading

LONG = tuple(
    para(f"Step {number} of many, said in some words so that it fills a line of the box.") for number in range(20)
)


def write(exams: tuple[Exam, ...], folder: Path) -> Context:
    context = Context()
    pdf.write(exams, folder, context)
    return context


def length(path: Path) -> int:
    with pikepdf.open(path) as paper:
        return len(paper.pages)


def pages(path: Path) -> list[str]:
    return reading.text(path).split("\f")


class Set:
    """Variant A keeps its short solution; that of question 3 (a) in B is twenty steps long, and its box fixed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        a, b = (changed(exam, 3, exact=True) for exam in variants(2))
        self.exams = (a, changed(b, 3, solution=LONG))
        self.context = write(self.exams, folder)
        self.layout = Layout.read(self.context.layout or {})
        (self.positions,) = json.loads((folder / "positions.json").read_text())["layouts"]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Set:
    return Set(tmp_path_factory.mktemp("continued"))


def test_a_box_that_is_not_fixed_grows_in_all_variants(tmp_path: Path) -> None:
    a, b = variants(2)
    write((a, changed(b, 3, solution=LONG)), tmp_path)
    (layout,) = json.loads((tmp_path / "positions.json").read_text())["layouts"]
    (box,) = [place for place in layout["places"] if place["slot"] == "3a work"]
    assert box["asked"] == 60.0
    assert box["height"] > 200
    assert reading.frames(tmp_path / "exam-A.pdf") == reading.frames(tmp_path / "exam-B.pdf")


def test_a_fixed_box_is_as_high_as_was_asked_for(made: Set) -> None:
    assert places(made.layout.papers[0])["3a work"].height == 60.0


def test_the_exam_of_a_long_solution_is_that_of_a_short_one(made: Set, tmp_path: Path) -> None:
    write(tuple(changed(exam, 3, exact=True) for exam in variants(2)), tmp_path)
    assert (made.folder / "exam-B.pdf").read_bytes() == (tmp_path / "exam-B.pdf").read_bytes()


@pytest.mark.parametrize(("name", "count"), [("exam-A", 7), ("exam-B", 7), ("solution-A", 7), ("solution-B", 8)])
def test_only_the_solution_that_continues_has_a_further_page(made: Set, name: str, count: int) -> None:
    assert length(made.folder / f"{name}.pdf") == count


@pytest.mark.parametrize(("name", "count"), [("exam-B", 7), ("solution-A", 7), ("solution-B", 8)])
def test_every_foot_tells_the_pages_of_its_own_paper(made: Set, name: str, count: int) -> None:
    found = re.findall(r"page (\d+) of (\d+)", reading.text(made.folder / f"{name}.pdf"))
    assert found == [(str(page), str(count)) for page in range(1, count + 1)]


def test_the_box_names_the_page_of_the_rest_and_the_rest_its_part(made: Set) -> None:
    *_, last, _ = said = pages(made.folder / "solution-B.pdf")
    (box,) = [page for page, text in enumerate(said, 1) if "continued on page 8" in text]
    assert re.search(rf"SOLUTION +of question 3, part a, continued from page {box}", last)


def test_no_line_of_a_solution_that_continues_is_lost_or_said_twice(made: Set) -> None:
    steps = re.findall(r"Step (\d+) of many", reading.text(made.folder / "solution-B.pdf"))
    assert steps == [str(number) for number in range(20)]


def test_what_stands_in_a_fixed_box_ends_above_its_lower_edge(made: Set) -> None:
    place = next(place for place in made.positions["places"] if place["slot"] == "3a work")
    words = reading.words(made.folder / "solution-B.pdf")
    (note,) = [word for word in words if word.text == "continued" and word.page == place["page"]]
    assert note.y + 9 < place["y"] + place["height"]


def test_positions_tell_what_continues_and_where(made: Set) -> None:
    assert made.positions["appended"] == {"solution-B": {"pages": 1, "continued": {"3a work": 8}}}


def test_a_solution_that_continues_is_warned_of(made: Set) -> None:
    assert [warning.what for warning in made.context.warnings] == [
        "the solution of question 3, part a is longer than its box and continues on an appended page (variant B)"
    ]


def test_a_variant_that_continues_has_the_same_bytes_alone(made: Set, tmp_path: Path) -> None:
    pdf.write(made.exams[1:], tmp_path, Context(layout=made.context.layout))
    assert (tmp_path / "solution-B.pdf").read_bytes() == (made.folder / "solution-B.pdf").read_bytes()


def test_a_blueprint_fixes_all_boxes(tmp_path: Path) -> None:
    exams = tuple(
        replace(changed(exam, 3, solution=LONG), style=replace(exam.style, exact=True)) for exam in variants(1)
    )
    context = write(exams, tmp_path)
    heights = {name: place.height for name, place in places(Layout.read(context.layout or {}).papers[0]).items()}
    assert (heights["3a work"], heights["3b work"], heights["2b work"]) == (60.0, 110.0, 96.0)


def test_a_solution_taller_than_a_page_fills_its_box_and_continues_on_several_pages(tmp_path: Path) -> None:
    """Ninety paragraphs of 14 bp are 1250 bp: the box takes some 500 of them, two pages the rest."""
    long = tuple(para(f"Step {number} of many.") for number in range(120))
    write((changed(variants(1)[0], 3, solution=long),), tmp_path)
    solution = tmp_path / "solution-A.pdf"
    assert re.findall(r"Step (\d+) of many", reading.text(solution)) == [str(number) for number in range(120)]
    assert length(solution) == length(tmp_path / "exam-A.pdf") + 2


def test_rests_of_several_parts_share_an_appended_page(tmp_path: Path) -> None:
    exam = changed(changed(variants(1)[0], 3, exact=True, solution=LONG), 5, exact=True, solution=LONG)
    write((exam,), tmp_path)
    *_, last, _ = pages(tmp_path / "solution-A.pdf")
    assert "of question 3, part a" in last
    assert "of question 5, part a" in last


def test_a_table_taller_than_its_fixed_box_continues_whole(tmp_path: Path) -> None:
    rows = tuple((text(f"row{number}"), text("x")) for number in range(12))
    table = DataTable((text("head"), text("x")), rows, ("left", "left"))
    write((changed(variants(1)[0], 3, exact=True, solution=(table,)),), tmp_path)
    *_, last, _ = pages(tmp_path / "solution-A.pdf")
    assert all(f"row{number}" in last for number in range(12))
