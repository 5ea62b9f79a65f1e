"""The example exam, made once by the commands: what its papers share, what they keep to themselves."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path

import pikepdf
import pytest

from probgen.commands import exam as command
from probgen.commands import page
from probgen.commands.papers import Done
from probgen.document import (
    Blocks,
    ChooseMany,
    ChooseOne,
    Emph,
    Exam,
    Inlines,
    ItemList,
    Paragraph,
    Str,
    Strong,
    Ticks,
    View,
)
from probgen.errors import ProbgenError
from probgen.sets import manifest
from probgen.writers import latex, pdf
from probgen.writers.pdf.layout import Layout
from tests.writers import reading
from tests.writers.sentinels import WORDS, with_other_keys

NAMES = ("exam-A", "exam-B", "solution-A", "solution-B")
_BODY = 50.0  # bp from the top: what stands higher is the name line, or the word SOLUTIONS in its place


@dataclass(frozen=True)
class Midterm:
    """A set of two variants with all that was said of it."""

    done: Done
    exams: Sequence[Exam]
    layout: Layout

    def path(self, name: str) -> Path:
        return self.done.folder / f"{name}.pdf"


@pytest.fixture(scope="module")
def midterm(tmp_path_factory: pytest.TempPathFactory) -> Midterm:
    folder = tmp_path_factory.mktemp("midterm") / "set"
    done = command.run(command.Request("midterm", variants=2, seed="2026", out=folder))
    record = manifest.read(folder)
    return Midterm(done, record.exams, Layout.read(record.layout))


def test_nothing_is_warned_of(midterm: Midterm) -> None:
    assert midterm.done.warnings == ()


@pytest.mark.parametrize("name", NAMES)
def test_all_papers_have_the_pages_of_one_layout(midterm: Midterm, name: str) -> None:
    with pikepdf.open(midterm.path(name)) as paper:
        assert len(paper.pages) == len(midterm.layout.papers[0])


def test_the_code_on_a_page_leads_to_variant_and_page(midterm: Midterm) -> None:
    token = midterm.exams[1].copies[0].token
    last = len(midterm.layout.papers[0])
    said = page.run(midterm.done.folder, f" {token.lower()}.{last}", as_json=False)
    assert said == f"midterm, variant B, page {last}: exam-B.pdf"
    asked = json.loads(page.run(midterm.done.folder, f"{token}.1", as_json=True))
    assert asked == {"blueprint": "midterm", "variant": "B", "page": 1, "file": "exam-B.pdf"}
    for code in (f"{token}.0", f"{token}.{last + 1}", f"{token}.x", token, "AAAAAAAAAA.1", ".1", ""):
        with pytest.raises(ProbgenError, match="no page of this set has the code"):
            page.run(midterm.done.folder, code, as_json=False)


# ---- One layout -------------------------------------------------------------------------------------------------


def said(content: Blocks) -> Iterator[str]:
    """Yield the pieces of text of some blocks that stand without a formula or a blank between them."""
    for block in content:
        match block:
            case Paragraph(inner):
                yield from _pieces(inner)
            case ItemList(items):
                for item in items:
                    yield from said(item)
            case _:
                pass


def _pieces(content: Inlines) -> Iterator[str]:
    for node in content:
        match node:
            case Str(words):
                yield words
            case Emph(inner) | Strong(inner):
                yield from _pieces(inner)
            case _:
                pass


def statements(exam: Exam) -> list[Blocks]:
    """Return all stems and prompts in the order of the paper."""
    problems = [problem for question in exam.questions for problem in question.problems]
    return [blocks for problem in problems for blocks in (problem.stem, *(part.prompt for part in problem.parts))]


def common(one: Blocks, other: Blocks) -> Iterator[str]:
    """Yield what two statements say alike, up to the first paragraph in which they differ."""
    for block, _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)):
        yield from said((block,))


def places(words: list[reading.Word], sentence: list[str]) -> list[reading.Word]:
    """Return the words of a sentence with their places, wherever they follow one another."""
    texts = [word.text for word in words]
    starts = (n for n in range(len(texts)) if texts[n : n + len(sentence)] == sentence)
    return [word for start in starts for word in words[start : start + len(sentence)]]


def test_every_sentence_that_does_not_depend_on_the_draw_has_one_place_in_all_papers(midterm: Midterm) -> None:
    """It stands in a statement where the variants say the same so far; its first four words are looked for.

    A solution may say them once more, somewhere else.
    """
    pairs = zip(*map(statements, midterm.exams), strict=True)
    alike = [words[:4] for pair in pairs for words in map(str.split, common(*pair)) if len(words) >= 4]
    papers = {name: reading.words(midterm.path(name)) for name in NAMES}
    found = {name: [places(papers[name], words) for words in alike] for name in NAMES}
    assert sum(map(bool, found["exam-A"])) >= 30
    assert found["exam-B"] == found["exam-A"]
    for name in ("solution-A", "solution-B"):
        assert all(set(exam) <= set(solution) for exam, solution in zip(found["exam-A"], found[name], strict=True))


@pytest.mark.parametrize("variant", "AB")
def test_every_word_of_an_exam_has_the_same_place_in_its_solution(midterm: Midterm, variant: str) -> None:
    """Up to a hundredth of a bp, to which pdftotext rounds differently."""
    solved: dict[tuple[int, str], list[reading.Word]] = {}
    for word in reading.words(midterm.path(f"solution-{variant}")):
        solved.setdefault((word.page, word.text), []).append(word)
    exam = [word for word in reading.words(midterm.path(f"exam-{variant}")) if word.y > _BODY]
    moved = [word for word in exam if not any(near(word, other) for other in solved.get((word.page, word.text), []))]
    assert moved == []


def near(one: reading.Word, other: reading.Word) -> bool:
    """Tell whether two words stand at the same place."""
    return abs(one.x - other.x) < 0.01 and abs(one.y - other.y) < 0.01


@pytest.mark.parametrize("view", ["exam", "solution"])
def test_every_box_has_one_place_and_size_in_all_variants(midterm: Midterm, view: str) -> None:
    assert reading.frames(midterm.path(f"{view}-B")) == reading.frames(midterm.path(f"{view}-A"))


def test_every_box_of_the_exam_has_the_same_place_and_size_in_the_solution(midterm: Midterm) -> None:
    exam, solution = (reading.frames(midterm.path(f"{view}-A")) for view in ("exam", "solution"))
    assert len(exam) >= 12
    assert set(exam) < set(solution)


def test_variants_differ(midterm: Midterm) -> None:
    one, other = (reading.text(midterm.path(f"exam-{name}")) for name in "AB")
    assert one != other


# ---- The exam never contains its key ----------------------------------------------------------------------------


def test_the_exam_does_not_change_by_a_byte_when_all_keys_do(midterm: Midterm, tmp_path: Path) -> None:
    pdf.make([with_other_keys(exam) for exam in midterm.exams], tmp_path, layout=midterm.layout)
    for name in NAMES:
        same = (tmp_path / f"{name}.pdf").read_bytes() == midterm.path(name).read_bytes()
        assert same == name.startswith("exam")


def test_the_exams_source_does_not_change_when_all_keys_do(midterm: Midterm) -> None:
    for exam in midterm.exams:
        other = with_other_keys(exam)
        assert latex.render(other, View.EXAM) == latex.render(exam, View.EXAM)
        assert WORDS in latex.render(other, View.SOLUTION)


@pytest.mark.parametrize("variant", "AB")
def test_an_exam_says_nothing_of_what_its_solution_explains(midterm: Midterm, variant: str) -> None:
    """But for what a solution repeats of the question: no statement and no option says it."""
    exam = next(exam for exam in midterm.exams if exam.variant == variant)
    parts = [part for question in exam.questions for part in question.parts]
    asked = " ".join(piece for blocks in statements(exam) for piece in said(blocks))
    asked += " ".join(
        piece
        for part in parts
        for answer in part.answers
        if isinstance(answer.response, ChooseOne | ChooseMany)
        for option in answer.response.options
        for piece in _pieces(option.text)
    )
    ticks = (a.response for part in parts for a in part.answers if isinstance(a.response, Ticks))
    asked += " ".join(piece for response in ticks for row in response.rows for piece in _pieces(row.item))
    told = [piece for part in parts for piece in said(part.solution)]
    told += [piece for part in parts for line in part.rubric for piece in _pieces(line.text)]
    told = [piece.strip() for piece in told if len(piece.split()) >= 4 and piece.strip() not in asked]
    paper = " ".join(word.text for word in reading.words(midterm.path(f"exam-{variant}")))
    assert len(told) > 20
    assert [piece for piece in told if piece in paper] == []


def test_an_exam_carries_its_title_and_nothing_else(midterm: Midterm) -> None:
    with pikepdf.open(midterm.path("exam-A")) as paper:
        assert {key: str(value) for key, value in paper.docinfo.items()} == {"/Title": "Midterm Exam, version A"}
        assert set(paper.Root.keys()) == {"/Type", "/Pages"}
        assert not paper.attachments


def test_an_exam_s_fonts_hold_the_glyphs_of_the_kit_whatever_is_printed(midterm: Midterm) -> None:
    """Exam and solution use different glyphs; were a font made from those, its lists would differ."""
    exam, solution = (reading.charsets(midterm.path(f"{view}-A")) for view in ("exam", "solution"))
    assert exam == {font: solution[font] for font in exam}


# ---- The same again, and elsewhere ------------------------------------------------------------------------------


def test_a_replay_has_the_same_bytes(midterm: Midterm, tmp_path: Path) -> None:
    old = midterm.done.folder
    new = command.replay(old, out=tmp_path / "again", pdf=True, replace=False).folder
    names = sorted(file.relative_to(old) for file in old.rglob("*") if file.is_file())
    assert len(names) > 2 * len(NAMES)
    assert [name for name in names if (new / name).read_bytes() != (old / name).read_bytes()] == []


@pytest.fixture(scope="module", params=["exam-A", "solution-A"])
def exported(request: pytest.FixtureRequest, midterm: Midterm, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One of the exported sources, compiled in another folder than it was written to."""
    folder = tmp_path_factory.mktemp("elsewhere") / "tex"
    shutil.copytree(midterm.done.folder / "tex", folder)
    reading.compiled(folder, request.param)
    return folder / f"{request.param}.pdf"


def test_an_exported_source_has_no_line_over_the_margin(exported: Path) -> None:
    assert "Overfull" not in exported.with_suffix(".log").read_text(errors="replace")


def test_an_exported_source_says_what_our_own_pdf_says(midterm: Midterm, exported: Path) -> None:
    ours, theirs = reading.body(midterm.path(exported.stem)), reading.body(exported)
    assert (ours - theirs, theirs - ours) == ({}, {})
