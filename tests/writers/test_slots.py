"""An exam cut into slots."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction

import pytest

from probgen.document import Cover, Exam, Section
from probgen.exact import Dec, Exact
from probgen.writers import cover
from probgen.writers.pdf.layout import Unit
from probgen.writers.pdf.pieces import points_text
from probgen.writers.pdf.sheets import sheets
from probgen.writers.pdf.slots import Sheet, Slot
from tests.papers import changed, exam


def sheet(paper: Exam) -> Sheet:
    (one,) = sheets(paper)
    return one


def units() -> tuple[Unit, ...]:
    (body,) = sheet(exam()).bodies
    return body


def slot(name: str) -> Slot:
    return next(one for one in sheet(exam()).slots if one.name == name)


@pytest.mark.parametrize(
    ("points", "expected"), [(1, "1 pt"), (4, "4 pts"), (Fraction(5, 2), "2.5 pts"), (Dec("0.5"), "0.5 pts")]
)
def test_points_have_their_unit_in_the_right_number(points: Exact, expected: str) -> None:
    assert points_text(points) == expected


def test_a_statement_is_the_same_text_in_both_views() -> None:
    assert slot("3 stem").exam == slot("3 stem").solution


def test_a_box_has_no_text_in_the_exam() -> None:
    assert slot("3a work").exam == ""


def test_a_filled_prompt_differs_between_the_views_only_in_its_blanks() -> None:
    filled = slot("3a prompt").solution.replace(r"\textbf{", "").replace(r"\emph{deep deep deep}", "")
    assert r"\pgfill{logp}{68}{$-0.96$}" in filled
    assert r"\pgblank{68}{}" in slot("3a prompt").exam


def test_a_fault_in_a_part_is_looked_for_at_the_part() -> None:
    where = slot("3b prompt").where
    assert (where.file, where.line, where.path) == ("banks/beam.yaml", 40, "beam > part b")


def test_a_lone_part_fills_the_width_and_has_no_label() -> None:
    assert (slot("6 prompt").width, r"\pghang" in slot("6 prompt").exam) == (468.0, False)


def test_a_part_without_room_or_solution_has_no_box() -> None:
    assert "4b work" not in sheet(exam()).names


def test_a_heading_stays_with_its_stem_and_a_prompt_with_its_box() -> None:
    place = next(place for place, unit in enumerate(units()) if unit.items[0].slot == "3 heading")
    together = [[item.slot for item in unit.items] for unit in units()[place : place + 2]]
    assert together == [["3 heading", "3 stem"], ["3a prompt", "3a work"]]


def test_a_heading_without_a_stem_stays_with_its_first_part() -> None:
    (unit,) = [unit for unit in units() if unit.items[0].slot == "6 heading"]
    assert [item.slot for item in unit.items] == ["6 heading", "6 prompt", "6 work"]


def test_a_section_s_title_stays_with_its_first_question() -> None:
    (unit,) = [unit for unit in units() if unit.items[0].slot == "section 2"]
    assert unit.items[1].slot == "2 heading"


def test_a_later_part_overleaf_from_the_figure_of_its_stem_costs_more_than_a_page() -> None:
    prices = {unit.name: unit.overleaf for unit in units()}
    assert prices["question 3, part b"] > 0.6 > prices["question 2, part b"]


def test_a_later_part_that_shows_a_figure_of_its_own_may_stand_overleaf() -> None:
    (problem,) = exam().questions[2].problems
    first, later = problem.parts
    own = replace(problem, parts=(first, replace(later, prompt=(*later.prompt, problem.stem[1]))))
    paper = replace(exam(), sections=(Section("", (), (replace(exam().questions[2], problems=(own,)),)),))
    assert [unit.overleaf for unit in sheet(paper).bodies[0]][2:] == [0.1]


def test_only_boxes_with_room_to_work_grow() -> None:
    growing = {item.slot: item.growth for unit in units() for item in unit.items if item.growth}
    assert growing == {"1 work": 1, "2b work": 4, "3a work": 5, "3b work": 6, "5a work": 6, "5b work": 2.5, "6 work": 4}


def test_a_slip_that_earns_nothing_is_not_listed() -> None:
    part = exam().questions[2].parts[0]
    paper = changed(exam(), 3, mistakes=(replace(part.mistakes[0], credit=Fraction(0)),))
    (work,) = [one for one in sheet(paper).slots if one.name == "3a work"]
    assert "COMMON SLIPS" not in work.solution


def test_text_of_the_blueprint_is_escaped() -> None:
    paper = replace(exam(), title="R&D 100%", cover=Cover(fields=("ID #",)))
    head = dict(cover.pieces(paper))["head"][0]
    assert r"R\&D 100\%" in head
    assert r"ID \#" in head


def test_short_fields_share_a_line_and_names_do_not() -> None:
    paper = replace(exam(), cover=Cover(fields=("ID", "Name", "Section", "Room", "Signature")))
    counts = [
        len(re.findall(r"\\pg(field|person)", line)) for line in dict(cover.pieces(paper))["head"][0].splitlines()
    ]
    assert [count for count in counts if count] == [1, 1, 2, 1]


def test_the_foot_names_course_term_and_title() -> None:
    assert cover.footer(exam()).replace("\u00a0", " ").split() == ["CS", "482,", "Spring", "2027", "Midterm", "Exam"]
