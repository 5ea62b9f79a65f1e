"""Statistics of items, by hand."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from itertools import permutations
from math import sqrt

import pytest

from probgen.document import Exam
from probgen.grading.grades import Grades, grade
from probgen.grading.items import Item, _p, _Score, items, tail
from tests.grading import made


@cache
def both() -> tuple[Exam, Exam]:
    one, other = (made.problem("going_on", {"x": x}, labels={"a": "a", "c": "b"}) for x in ([3, 4, 8], [2, 4, 6]))
    return made.exam(one), made.exam(other, name="B")


def graded(answers: list[tuple[str, str, str]]) -> Grades:
    """Grade students by variant, mean (2 points) and sum (1 point)."""
    rows = [{"student": str(n), "variant": v, "1a": a, "1b": b} for n, (v, a, b) in enumerate(answers)]
    return grade(both(), made.sheet(rows), made.follower("going_on"))


def found(answers: list[tuple[str, str, str]], part: str = "1a", variant: str = "") -> Item:
    return next(item for item in items(graded(answers)) if (item.part, item.variant) == (part, variant))


def test_facility_is_the_mean_share() -> None:
    answers = [("A", "5", "15"), ("A", "5", "0"), ("A", "0", "15"), ("B", "4", "12")]
    assert found(answers).facility == Fraction(3, 4)


def test_facility_of_a_variant() -> None:
    answers = [("A", "5", "15"), ("A", "5", "0"), ("A", "0", "15"), ("B", "4", "12")]
    assert found(answers, variant="A").facility == pytest.approx(2 / 3)


def test_discrimination_is_the_correlation_with_the_rest() -> None:
    # shares of a: 1, 1, 0, 0; the rest, part b: 1, 0, 0, 0. Means 1/2 and 1/4; products of deviations
    # 1/2*3/4 + 1/2*(-1/4) + 2*(-1/2)*(-1/4) = 1/2; squares 1 and 3/4; 1/2 / sqrt(3/4)
    answers = [("A", "5", "15"), ("A", "5", "0"), ("A", "0", "0"), ("A", "0", "0")]
    assert found(answers).discrimination == pytest.approx(0.5 / sqrt(0.75))


def test_there_is_no_discrimination_where_nothing_varies() -> None:
    assert found([("A", "5", "15"), ("A", "5", "0"), ("A", "5", "0")]).discrimination is None


def test_the_test_of_variants() -> None:
    # 8 of 10 right in A, 2 of 10 in B: mean 1/2, total 20/4 = 5, between 2*10*0.3^2 = 1.8, 19*1.8/5 = 6.84;
    # with one degree of freedom p = erfc(sqrt(3.42)) = 0.00891
    answers = [("A", "5" if n < 8 else "0", "0") for n in range(10)] + [
        ("B", "4" if n < 2 else "0", "0") for n in range(10)
    ]
    assert found(answers).p == pytest.approx(0.00891, abs=5e-6)


def test_variants_that_differ_are_warned_of() -> None:
    answers = [("A", "5", "0")] * 10 + [("B", "0", "0")] * 10
    assert found(answers).warning == "variants differ by more than chance: B has 0%, A 100%"


def test_variants_that_differ_a_little_are_not() -> None:
    # 6 and 4 of 10: 19*0.2/5 = 0.76, p = 0.38
    answers = [("A", "5" if n < 6 else "0", "0") for n in range(10)] + [
        ("B", "4" if n < 4 else "0", "0") for n in range(10)
    ]
    assert found(answers).p == pytest.approx(0.383, abs=1e-3)
    assert found(answers).warning == ""


def test_few_students_are_not_tested() -> None:
    assert found([("A", "5", "0")] * 4 + [("B", "0", "0")] * 10).p is None


def test_a_part_that_waits_for_its_mark_does_not_count() -> None:
    paper = made.exam(made.problem("every_kind"))
    _, done = made.marked(paper, {"1a.half": "5/2"})
    assert "1l" not in {item.part for item in items(done)}


@pytest.mark.parametrize(
    ("statistic", "degrees"),
    [(3.841459, 1), (5.991465, 2), (7.814728, 3), (9.487729, 4), (18.307038, 10), (19.675138, 11)],
)
def test_the_chi_square_law_has_its_tabled_quantiles(statistic: float, degrees: int) -> None:
    assert tail(statistic, degrees) == pytest.approx(0.05, abs=1e-7)


def test_the_statistic_has_the_mean_of_the_law_over_all_permutations() -> None:
    # exactly k - 1 = 1 for two groups of 2 and 3 students, whatever their shares are
    shares, groups = (0.0, 0.25, 0.5, 1.0, 1.0), "AABBB"
    mean = sum(shares) / 5
    total = sum((share - mean) ** 2 for share in shares)
    statistics = []
    for order in permutations(shares):
        means = {g: [s for s, of in zip(order, groups, strict=True) if of == g] for g in "AB"}
        between = sum(len(its) * (sum(its) / len(its) - mean) ** 2 for its in means.values())
        statistics.append(4 * between / total)
    assert sum(statistics) / len(statistics) == pytest.approx(1)


def test_the_p_value_is_that_of_the_statistic() -> None:
    shares, groups = (0.0, 0.25, 0.5, 1.0, 1.0, 0.0, 0.5, 0.75, 1.0, 1.0), "AAAAABBBBB"
    scores = [_Score(group, share, 0.0) for share, group in zip(shares, groups, strict=True)]
    # means 0.55 and 0.65 about 0.6: 10*0.05^2 = 0.025 of 1.525; 9*0.025/1.525 = 0.14754
    assert _p(scores) == pytest.approx(tail(0.147541, 1), rel=1e-5)


def test_a_variant_that_one_student_has_is_no_line_of_its_own() -> None:
    with pytest.raises(StopIteration):
        found([("A", "5", "15"), ("A", "5", "0"), ("B", "4", "12")], variant="B")
