"""The runner that changes solvers: what it notices and what not; its reasons; one family in full."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from functools import cache
from pathlib import Path

import pytest

from probgen import family

from . import report
from .__main__ import run
from .mutations import Mutant, mutants
from .running import Subject, subject, unnoticed

SMALL = "depthwise_separable_conv_params"


@cache
def small() -> Subject:
    return subject(SMALL)


def changed(old: str, new: str) -> Mutant:
    """Return the small family's solver with one line changed by hand."""
    module = small().family
    source = inspect.getsource(module.solve)
    assert source.count(old) == 1
    return Mutant(module, "solve", old, new, source.replace(old, new))


def test_a_wrong_solver_is_noticed() -> None:
    assert unnoticed(small(), changed("separable=depthwise + pointwise", "separable=depthwise + 2 * pointwise")) is None


def test_a_solver_that_fails_is_noticed() -> None:
    assert unnoticed(small(), changed("separable=depthwise + pointwise", "separable=depthwise // 0")) is None


def test_a_solver_that_does_not_end_is_noticed() -> None:
    endless = "separable=next(n for n in iter(int, 1) if n)"
    assert unnoticed(small(), changed("separable=depthwise + pointwise", endless)) is None


def test_the_same_solver_written_otherwise_is_not() -> None:
    assert unnoticed(small(), changed("separable=depthwise + pointwise", "separable=pointwise + depthwise")) == []


def test_a_wrong_slip_is_told_by_its_name() -> None:
    assert unnoticed(small(), changed("one_channel=area * f", "one_channel=area + f")) == ["one_channel"]


def test_everything_is_as_it_was_afterwards() -> None:
    unnoticed(small(), changed("separable=depthwise + pointwise", "separable=0"))
    for params, solution in small().variants:
        assert small().family.solve(params) == solution


def test_signs_numbers_and_indices_are_changed_and_texts_are_not() -> None:
    found = {(mutant.line, mutant.becomes) for mutant in mutants(small().reached)}
    assert ("middle=c * m,", "middle=c + m,") in found
    assert not [line for line, becomes in found if line.startswith('"""') or "f'" in becomes]


def test_a_small_family_has_nothing_unexplained(capsys: pytest.CaptureFixture[str]) -> None:
    count = run(SMALL)
    assert not count.unexplained
    assert f"{SMALL}: {count.mutants} mutants" in capsys.readouterr().out


REASONS = [(name, reason) for name, found in report.reasons().items() for reason in found]


@pytest.mark.parametrize(("name", "reason"), REASONS, ids=[f"{n}: {r.line or r.within}" for n, r in REASONS])
def test_a_reason_still_has_its_line(name: str, reason: report.Reason) -> None:
    module = family.find(name)
    paths = getattr(module, "__path__", ())
    parts = [importlib.import_module(f"{module.__name__}.{part.name}") for part in pkgutil.iter_modules(paths)]  # type: ignore[attr-defined]
    texts = [inspect.getsource(part) for part in parts or [module]]  # type: ignore[list-item]
    lines = {line.strip() for text in texts for line in text.splitlines()}
    assert not reason.line or reason.line in lines
    assert all(any(f"def {within}(" in text for text in texts) for within in reason.within)


def test_the_page_tells_of_every_family() -> None:
    text = Path(report.PAGE).read_text(encoding="utf-8")
    assert [name for name in family.names() if f"| {name} |" not in text] == []


def test_the_page_has_no_survivor_without_a_reason() -> None:
    assert "Unexplained" not in report.PAGE.read_text(encoding="utf-8")
