"""Audits of sets on disk: leaks that were put there by hand, places that differ, the shipped midterm."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest

from probgen import audit, fairness
from probgen.audit import output
from probgen.commands import audit as command
from probgen.commands import exam
from probgen.errors import ProbgenError
from probgen.sets import manifest

BANK = """\
id: add
title: Add
topic: sums
params: {a: 100000..999999, b: 100000..999999}
prompt: Add $<<a>>$ and $<<b>>$.
answer: a + b
check: {the difference: answer - a == b}
solution: Digits of equal weight are added, and carries go to the left.
"""


def made(folder: Path, variants: int = 2, *, pdf: bool = False, more: str = "", roster: Path | None = None) -> Path:
    """Return the folder of a set of the small bank."""
    (folder / "own").mkdir()
    (folder / "own" / "sums.yaml").write_text(BANK, encoding="utf-8")
    (folder / "quiz.yaml").write_text(f"exam: Quiz\nbanks: [own]\n{more}sections: [{{problems: [use: add]}}]\n")
    blueprint, out = str(folder / "quiz.yaml"), folder / "set"
    request = exam.Request(blueprint, variants=variants, seed="1234567", out=out, pdf=pdf, roster=roster)
    return exam.run(request).folder


def found(folder: Path) -> audit.Report:
    return audit.audit(manifest.read(folder), folder)


def key(folder: Path) -> str:
    record = manifest.read(folder)
    params = record.exams[0].questions[0].problems[0].params
    return str(params.a + params.b)


def test_a_set_without_pdfs_has_no_leak_and_no_places(tmp_path: Path) -> None:
    report = found(made(tmp_path))
    assert (report.scan.files, report.scan.leaks, report.places) == (2, (), None)


def test_a_key_in_an_exams_source_is_found(tmp_path: Path) -> None:
    folder = made(tmp_path)
    file = folder / "tex" / "exam-A.tex"
    file.write_text(file.read_text() + f"% the sum is {key(folder)}\n")
    assert found(folder).scan.leaks == (("tex/exam-A.tex", "text", key(folder)),)


def test_a_sentence_of_the_solution_is_found(tmp_path: Path) -> None:
    folder = made(tmp_path)
    file = folder / "tex" / "exam-B.tex"
    file.write_text(file.read_text() + "Digits of equal weight are added,\nand carries go to the left.")
    assert [(leak.file, leak.where) for leak in found(folder).scan.leaks] == [("tex/exam-B.tex", "text")]


def test_the_seed_in_an_exam_is_found(tmp_path: Path) -> None:
    folder = made(tmp_path)
    file = folder / "tex" / "exam-A.tex"
    file.write_text(file.read_text() + "% 1234567\n")
    assert [leak.what for leak in found(folder).scan.leaks] == ["1234567"]


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A set of three variants with PDFs."""
    return made(tmp_path_factory.mktemp("printed"), 3, pdf=True)


def test_pdfs_share_their_places_and_tell_nothing(printed: Path) -> None:
    report = found(printed)
    assert report.places is not None
    assert (report.places.alike, report.places.others, report.places.broken) == (3, (), ())
    assert (report.scan.files, report.scan.leaks, list(report.objections())) == (6, (), [])


def test_the_papers_of_a_roster_are_audited_copy_by_copy(tmp_path: Path) -> None:
    """Two students share a version, one of them has a file that holds another paper."""
    roster = tmp_path / "students.csv"
    roster.write_text("id,name,version\n7,Ada,A\n8,Bo,A\n9,Cy,B\n")
    folder = made(tmp_path, pdf=True, roster=roster)
    report = found(folder)
    assert report.places is not None
    assert (report.places.broken, report.scan.leaks) == ((), ())
    assert report.scan.files == 5  # three PDFs, two sources
    (folder / "exam-8.pdf").write_bytes((folder / "solution-8.pdf").read_bytes())
    assert {leak.file for leak in found(folder).scan.leaks} == {"exam-8.pdf"}


@pytest.fixture
def altered(printed: Path) -> Iterator[Path]:
    """The first exam's PDF, which is put back afterwards."""
    file = printed / "exam-A.pdf"
    content = file.read_bytes()
    yield file
    file.write_bytes(content)


def test_a_key_in_the_metadata_of_a_pdf_is_found(printed: Path, altered: Path) -> None:
    with pikepdf.open(altered, allow_overwriting_input=True) as paper:
        paper.docinfo["/Subject"] = f"key {key(printed)}"
        paper.save(altered)
    assert found(printed).scan.leaks == (("exam-A.pdf", "metadata", key(printed)),)


def test_an_attachment_is_found(printed: Path, altered: Path) -> None:
    with pikepdf.open(altered, allow_overwriting_input=True) as paper:
        paper.attachments["key.csv"] = b"1"
        paper.save(altered)
    assert found(printed).scan.leaks == (("exam-A.pdf", "attachment", "key.csv"),)


def test_a_solution_in_the_place_of_an_exam_is_found(printed: Path, altered: Path) -> None:
    altered.write_bytes((printed / "solution-A.pdf").read_bytes())
    assert key(printed) in {leak.what for leak in found(printed).scan.leaks}


def test_a_list_of_glyphs_of_its_own_is_found(printed: Path, altered: Path) -> None:
    with pikepdf.open(altered, allow_overwriting_input=True) as paper:
        fonts = [o for o in paper.objects if isinstance(o, pikepdf.Dictionary) and o.get("/Type") == "/FontDescriptor"]
        fonts[0].CharSet = pikepdf.String("/A/B")
        paper.save(altered)
    assert {leak.where for leak in found(printed).scan.leaks} == {"fonts"}


def test_a_page_too_many_is_objected_to(printed: Path, altered: Path) -> None:
    with pikepdf.open(altered, allow_overwriting_input=True) as paper:
        paper.add_blank_page()
        paper.save(altered)
    assert list(found(printed).objections()) == ["pages or places differ from those of the other papers: exam-A.pdf"]


def test_without_pdftotext_the_report_says_what_was_not_read(printed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda name: None)
    assert "the text of PDFs was NOT read" in output.scan(found(printed))


def test_a_lost_file_is_an_error(tmp_path: Path) -> None:
    folder = made(tmp_path)
    (folder / "tex" / "exam-A.tex").unlink()
    with pytest.raises(ProbgenError, match=r"lacks 'tex/exam-A.tex' of the set"):
        command.run(folder, as_json=False, html=None)


def test_the_limits_of_the_blueprint_count(tmp_path: Path) -> None:
    folder = made(tmp_path, more="limits: {copying: 90 %, effort: 5 %}\n")
    assert manifest.read(folder).limits == fairness.Limits(0.9, 0.05)


def test_the_page_stands_alone_and_escapes_what_it_prints(tmp_path: Path) -> None:
    page = tmp_path / "audit.html"
    command.run(made(tmp_path), as_json=False, html=page)
    written = page.read_text(encoding="utf-8")
    assert "<svg" in written
    assert "http" not in written.replace("http-equiv", "")
    assert "<script" not in written


# ---- The shipped midterm ----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def midterm(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Thirty variants without PDFs."""
    folder = tmp_path_factory.mktemp("audit") / "midterm"
    done = exam.run(exam.Request("midterm", variants=30, seed="2027", out=folder, pdf=False))
    assert done.warnings == ()
    return folder


def test_every_effort_of_the_midterm_lies_within_its_band(midterm: Path) -> None:
    spreads = manifest.read(midterm).spreads
    assert len(spreads) == 13
    assert all(spread.missed == {} and len(spread.taken) == 30 for spread in spreads)


def test_without_the_band_efforts_of_the_midterm_would_lie_outside(midterm: Path) -> None:
    wider = [s for s in manifest.read(midterm).spreads if s.pilot[-1] > 1.1 * s.middle or s.pilot[0] < 0.9 * s.middle]
    assert len(wider) >= 6


def test_no_pair_of_the_midterm_lies_past_the_limits(midterm: Path) -> None:
    text, sound = command.run(midterm, as_json=True, html=None)
    content = json.loads(text)
    assert (content["objections"], sound) == ([], True)
    assert content["pairs"]["closest"][0]["copying"] < 0.5
    assert len(content["effort"]["papers"]) == 30
