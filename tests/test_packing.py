"""Exams in little room."""

from __future__ import annotations

from dataclasses import replace

from probgen.document import Exams, Figure, Heatmap, Packed, Proof, heads, once, packed
from probgen.exact import Dec
from tests import papers


def test_a_packed_exam_is_the_exam() -> None:
    exam = papers.exam(3)
    assert Packed.of(exam).exam == exam


def test_packed_exams_are_a_sequence_of_exams() -> None:
    exams = papers.variants(3)
    small = Exams(list(packed(exams)))
    assert tuple(small) == exams
    assert (len(small), small[2], tuple(small[1:])) == (3, exams[2], exams[1:])


def test_packed_exams_are_sent_as_they_are() -> None:
    small = Exams(list(packed(papers.variants(2))))
    assert all(one is other for one, other in zip(packed(small), small.packed, strict=True))


def test_heads_are_all_but_the_questions() -> None:
    exams = papers.variants(2)
    small = list(heads(Exams(list(packed(exams)))))
    assert small == list(heads(exams))
    assert [(head.variant, head.copies, head.sections) for head in small] == [(e.variant, e.copies, ()) for e in exams]


def test_a_figure_is_drawn_once_and_apart_from_one_of_equal_values_that_shows_other_digits() -> None:
    drawn: list[Figure] = []

    @once
    def draw(figure: Figure) -> str:
        drawn.append(figure)
        return repr([[str(value) for value in row] for row in figure.values]) if isinstance(figure, Heatmap) else ""

    short, long = (Heatmap(((Dec(value),),), "a cell") for value in ("0.5", "0.50"))
    assert short == long
    assert (draw(short), draw(long), draw(short)) == ("[['0.5']]", "[['0.50']]", "[['0.5']]")
    assert len(drawn) == 2


def test_a_packed_exam_names_its_problems_with_unproved_keys() -> None:
    exam = papers.exam(2)
    section = exam.sections[0]
    question = section.questions[0]
    problem = replace(question.problems[0], id="guess", proof=Proof("unproved"))
    asked = replace(question, problems=(problem, *question.problems[1:]))
    guessed = replace(exam, sections=(replace(section, questions=(asked, *section.questions[1:])), *exam.sections[1:]))
    assert (Packed.of(exam).unproved, Packed.of(guessed).unproved) == ((), ("guess",))
