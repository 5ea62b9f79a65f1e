"""What two papers have in common, on papers small enough to count by hand."""

from __future__ import annotations

from typing import Any

import pytest

from probgen import audit
from probgen.audit import agreement
from probgen.document import (
    Answer,
    ChooseOne,
    Course,
    Derivation,
    Exam,
    Form,
    Number,
    Option,
    PageStyle,
    Paragraph,
    Part,
    Problem,
    Proof,
    Question,
    Section,
    Str,
)
from probgen.exact import Record
from probgen.sets.manifest import Manifest


def number(key: int, points: int = 2) -> Part:
    return Part("a", (), (Answer("answer", Number(key)),), points)


def choice(options: str, right: str, points: int = 2) -> Part:
    found = tuple(Option((Str(letter),), letter == right) for letter in options)
    return Part("b", (), (Answer("answer", ChooseOne(found)),), points)


def derivation(solution: str, points: int = 2) -> Part:
    text = (Paragraph((Str(solution),)),) if solution else ()
    return Part("c", (), (Answer("answer", Derivation()),), points, solution=text)


def paper(name: str, *parts: Part, effort: float = 10, problem: str = "sums", **params: Any) -> Exam:
    """Return an exam of one problem."""
    points = sum(part.points for part in parts)
    asked = Problem(problem, "", "", (), parts, Proof("checked"), Record(params), Record({"a": effort}))
    section = Section("", (), (Question(1, "", (asked,), points),))
    return Exam("Quiz", Course(), 0, name, f"{name}-AAAA", None, PageStyle(), (section,))


def copying(*exams: Exam) -> Any:
    return agreement.shares(exams).copying.round(3).tolist()


def test_an_equal_key_earns_its_points() -> None:
    pair = paper("A", number(3, points=3), derivation("x")), paper("B", number(3, points=3), derivation("y"))
    assert copying(*pair) == [[1, 0.6], [0.6, 1]]


def test_another_key_earns_nothing() -> None:
    assert copying(paper("A", number(3)), paper("B", number(4))) == [[1, 0], [0, 1]]


@pytest.mark.parametrize(
    ("options", "right", "earned"), [("pqr", "p", 1), ("qpr", "p", 1), ("qpr", "q", 1), ("qpr", "r", 0)]
)
def test_a_choice_is_copied_by_its_words_or_by_its_place(options: str, right: str, earned: float) -> None:
    assert copying(paper("A", choice("pqr", "p")), paper("B", choice(options, right)))[0][1] == earned


def test_letters_agree_by_place_alone() -> None:
    found = agreement.shares([paper("A", choice("pqr", "p")), paper("B", choice("qpr", "p"))])
    assert (found.letters[0, 1], found.answers[0, 1]) == (0, 1)


def test_work_with_the_same_solution_can_be_copied() -> None:
    same, other = paper("B", derivation("by induction")), paper("C", derivation("by contradiction"))
    assert copying(paper("A", derivation("by induction")), same, other)[0] == [1, 1, 0]


def test_what_has_no_solution_is_the_students_own() -> None:
    own = Part("a", (), (Answer("answer", Form(1)),), 2)
    assert copying(paper("A", own, number(1)), paper("B", own, number(1)))[0][1] == 0.5


def test_entries_of_a_part_share_its_points() -> None:
    def two(first: int, second: int) -> Part:
        return Part("a", (), (Answer("x", Number(first)), Answer("y", Number(second))), 4)

    assert copying(paper("A", two(1, 2)), paper("B", two(1, 3)))[0][1] == 0.5


def test_parameters_are_compared_one_by_one() -> None:
    found = agreement.shares([paper("A", number(1), a=1, b=2, c=3), paper("B", number(2), a=1, b=2, c=4)])
    assert found.params[0, 1] == pytest.approx(2 / 3)


def test_another_problem_in_its_place_has_nothing_in_common() -> None:
    pair = paper("A", number(1), problem="sums", a=1), paper("B", number(1), problem="products", a=1)
    found = agreement.shares(pair)
    assert (found.copying[0, 1], found.params[0, 1]) == (0, 0)


def report(*exams: Exam, **fields: Any) -> audit.Report:
    return audit.audit(Manifest("quiz", "1", exams, {}, **fields), None)  # type: ignore[arg-type]  # no files to read


def test_the_closest_pair_comes_first() -> None:
    found = report(paper("A", number(1), number(2)), paper("B", number(1), number(3)), paper("C", number(4), number(5)))
    assert [(pair.variant, pair.neighbor, pair.copying) for pair in found.closest[:2]] == [
        ("A", "B", 0.5),
        ("A", "C", 0),
    ]


def test_a_pair_past_the_limit_is_objected_to() -> None:
    found = report(paper("A", number(1)), paper("B", number(1)))
    assert list(found.objections()) == ["copying B earns 100% on A, the limit is 50% (`limits: {copying: ...}`)"]


def test_a_single_paper_has_no_pairs() -> None:
    found = report(paper("A", number(1)))
    assert (found.means, found.closest, list(found.objections())) == (None, (), [])


def test_the_easiest_and_the_hardest_paper_are_named_with_their_reason() -> None:
    found = report(
        *(paper(name, number(ord(name)), effort=e) for name, e in (("A", 10), ("B", 8), ("C", 10), ("D", 13)))
    )
    assert (found.easiest.variant, found.easiest.reasons) == ("B", (("sums", 8, 10),))
    assert (found.hardest.variant, round(found.hardest.deviation, 3)) == ("D", 0.3)


def test_papers_past_the_limit_of_effort_are_objected_to() -> None:
    found = report(*(paper(name, number(ord(name)), effort=e) for name, e in (("A", 10), ("B", 10), ("C", 12))))
    assert list(found.objections()) == [
        "the effort of C lies +20% from the median, the limit is 10% (`limits: {effort: ...}`)"
    ]


def test_three_hundred_papers_are_compared_within_seconds() -> None:
    exams = [paper(str(n), *(number(n % (p + 2)) for p in range(40)), a=n) for n in range(300)]
    assert agreement.shares(exams).copying.shape == (300, 300)
