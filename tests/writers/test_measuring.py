"""Texts that slots, views and variants share: each is measured and set once, and what is wrong with it names all."""

from __future__ import annotations

from pathlib import Path

import pytest

from probgen.document import Exam, Math, Paragraph
from probgen.errors import Where
from probgen.writers import pdf
from probgen.writers.pdf import press
from probgen.writers.pdf.measuring import Batch, measure
from probgen.writers.pdf.sheets import sheets
from probgen.writers.pdf.texts import Size, Text
from tests.papers import changed, para, variants

NAMES = ("exam-A", "solution-A", "exam-B", "solution-B")
COVER = r"\pgfield{270}{\strut Name}"  # four times on a cover
STATED = "Before we begin"


def solved(tex: str, *, of: int = 0, count: int = 1) -> Exam:
    """Return a variant with a formula in the solution of question 3, part a, on line 31 of its bank."""
    return changed(variants(count)[of], 3, solution=(Paragraph((Math(tex),)),))


def faults(*exams: Exam, folder: Path) -> list[tuple[Where, str]]:
    with pytest.raises(pdf.TexError) as caught:
        pdf.make(exams, folder)
    return [(fault.where, fault.what) for fault in caught.value.faults]


def test_what_variants_and_views_have_in_common_is_set_once_in_each_run(sources: list[str], tmp_path: Path) -> None:
    pdf.make(variants(3), tmp_path)
    assert [source.count(STATED) for source in sources] == [1, 1]


def test_what_is_measured_in_one_run_is_not_in_another(
    sources: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(press, "_MOST", 1)
    pdf.make(variants(3), tmp_path)
    assert [source.count(STATED) for source in sources] == [1, 0, 0, 1, 1, 1]


def test_what_differs_is_set_for_each_variant_and_view(sources: list[str], tmp_path: Path) -> None:
    pdf.make(variants(3), tmp_path)
    assert [source.count(COVER) for source in sources] == [3 * 2 * 4, 3 * 2 * 4]


def test_a_formula_at_fault_is_told_once_and_names_all_variants_that_have_it(tmp_path: Path) -> None:
    good, *bad = (solved(r"\frobnicate" if of else "1", of=of, count=3) for of in range(3))
    (fault,) = faults(good, *bad, folder=tmp_path)
    assert fault[1].endswith(r"Undefined control sequence \frobnicate (variants B, C)")
    assert sorted(file.stem for file in tmp_path.glob("*.pdf")) == ["exam-A", "solution-A"]


def test_a_formula_at_fault_names_the_variants_of_all_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(press, "_MOST", 1)
    (fault,) = faults(*(solved(r"\frobnicate", of=of, count=3) for of in (0, 2)), folder=tmp_path)
    assert fault[1].endswith("(variants A, C)")


def test_a_text_at_fault_in_two_parts_is_told_of_both(tmp_path: Path) -> None:
    bad = (Paragraph((Math(r"\frobnicate"),)),)
    exam = changed(changed(variants(1)[0], 3, solution=bad), 2, solution=bad)
    assert [what.partition(":")[0] for _, what in faults(exam, folder=tmp_path)] == [
        "TeX cannot set the solution of question 2, part a",
        "TeX cannot set the solution of question 3, part a",
    ]


def test_a_text_over_the_margin_is_warned_of_with_all_variants_that_have_it(tmp_path: Path) -> None:
    layout = pdf.make([solved("a" * 200, of=of, count=2) for of in range(2)], tmp_path)
    assert [warning.rpartition(" (")[2] for warning in layout.warnings] == ["variants A, B)"]


@pytest.mark.parametrize(
    ("tex", "said"),
    [
        (r"\endinput", "TeX stopped with code 1"),
        (r"\immediate\closeout\pgrecords", "TeX has come to an end before its time"),
    ],
)
def test_a_text_that_tex_does_not_name_is_found_all_the_same(tex: str, said: str, tmp_path: Path) -> None:
    good, bad = variants(1)[0], solved(tex, of=1, count=2)
    ((where, what),) = faults(good, bad, folder=tmp_path)
    assert str(where) == "banks/beam.yaml:31: beam > part a"
    assert what.startswith("TeX cannot set the solution of question 3, part a: ")
    assert said in what
    assert sorted(file.stem for file in tmp_path.glob("*.pdf")) == ["exam-A", "solution-A"]


@pytest.mark.parametrize("most", [1, 25])
def test_a_fixed_box_that_two_variants_share_is_cut_in_each_as_it_is_alone(
    most: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In B an earlier solution goes on too, so that the shared one says another page."""
    monkeypatch.setattr(press, "_MOST", most)
    long = tuple(para(f"Step {number} of many, which fills a line.") for number in range(20))
    a, b = (changed(changed(exam, 3, solution=long, exact=True), 2, exact=True, space=40) for exam in variants(2))
    exams = (a, changed(b, 2, solution=long * 4))
    layout = pdf.make(exams, tmp_path / "both")
    for exam in exams:
        pdf.make([exam], tmp_path / "alone", layout=layout)
    for name in NAMES:
        alone, both = (tmp_path / folder / f"{name}.pdf" for folder in ("alone", "both"))
        assert alone.read_bytes() == both.read_bytes()


@pytest.mark.parametrize("of", [0, 3])
def test_what_is_filled_in_takes_no_room(of: int) -> None:
    """The size of a prompt that is alike in both views is that of its solution, so one of them is measured."""
    slots = [slot for sheet in sheets(variants(4)[of]) for slot in sheet.slots if slot.alike and slot.exam]
    asked, filled = (
        measure(Batch(pdf.format_source(), [Text(slot.width, tex) for slot, tex in zip(slots, view, strict=True)]))
        for view in ([slot.exam for slot in slots], [slot.solution for slot in slots])
    )
    assert [size[:3] for size in asked if isinstance(size, Size)] == [
        size[:3] for size in filled if isinstance(size, Size)
    ]
    assert len([slot for slot in slots if slot.exam != slot.solution]) > 3
