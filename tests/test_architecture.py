"""The arrows of the design: read from the imports of every module."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import probgen

ROOT = Path(probgen.__file__).parent


def modules() -> dict[str, ast.Module]:
    """Return the syntax tree of every module by its dotted name below `probgen`."""
    found = {}
    for file in ROOT.rglob("*.py"):
        name = ".".join(file.relative_to(ROOT).with_suffix("").parts)
        found[name.removesuffix(".__init__").removesuffix("__init__")] = ast.parse(file.read_text(encoding="utf-8"))
    return found


TREES = modules()


def imports(name: str) -> Iterator[str]:
    """Yield what a module imports: ours as dotted names below `probgen`, others with a leading `:`."""
    packages = {other.rpartition(".")[0] for other in TREES}
    for node in ast.walk(TREES[name]):
        if isinstance(node, ast.Import):
            yield from (f":{alias.name}" for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield f":{node.module}"
        elif isinstance(node, ast.ImportFrom):
            steps = name.split(".") if name in packages else name.split(".")[:-1]
            base = steps[: len(steps) - node.level + 1]
            target = ".".join([*base, *((node.module or "").split(".") if node.module else [])])
            for alias in node.names:
                yield f"{target}.{alias.name}".lstrip(".") if f"{target}.{alias.name}".lstrip(".") in TREES else target


def under(*names: str) -> list[str]:
    return sorted(m for m in TREES if any(m == name or m.startswith(f"{name}.") for name in names))


def ours(name: str) -> set[str]:
    return {target for target in imports(name) if not target.startswith(":") and target in TREES and target}


@pytest.mark.parametrize("name", under("document"))
def test_the_tree_knows_exact_numbers_and_nothing_else_of_ours(name: str) -> None:
    assert {target for target in ours(name) if not target.startswith("document")} <= {"exact"}


SOURCES = under(
    "bank",
    "families",
    "sampling",
    "language",
    "strict_yaml",
    "exam",
    "compose",
    "variant",
    "model",
    "fairness",
    "handwork",
)


@pytest.mark.parametrize("name", under("writers", "figures"))
def test_writers_know_no_bank_and_no_family(name: str) -> None:
    assert not ours(name) & set(SOURCES)


@pytest.mark.parametrize("name", SOURCES)
def test_what_makes_problems_knows_no_output(name: str) -> None:
    assert not ours(name) & set(under("writers", "sets", "typeset", "commands", "terminal", "grading"))


@pytest.mark.parametrize("name", under("grading"))
def test_grading_shows_text_and_keys_and_makes_no_papers(name: str) -> None:
    assert ours(name) & set(under("writers", "typeset", "exam", "figures")) <= {"writers.key", "writers.text"}


@pytest.mark.parametrize("name", under("audit"))
def test_an_audit_needs_the_set_alone(name: str) -> None:
    assert not ours(name) & set(under("bank", "families", "sampling", "language", "exam", "shelf"))


@pytest.mark.parametrize("name", under("families"))
def test_a_family_knows_values_figures_and_the_contract(name: str) -> None:
    allowed = set(
        under("document", "errors", "exact", "families", "family", "handwork", "stream", "symbolic", "typography")
    )
    assert ours(name) <= allowed


def test_only_one_module_starts_tex() -> None:
    """The audit starts pdftotext, and `doctor` asks programs for their version."""
    starting = {name for name in TREES if ":subprocess" in set(imports(name))}
    assert starting == {"typeset", "commands.doctor", "fonts", "audit.reading"}


def test_only_one_module_touches_chance() -> None:
    drawing = {name for name in TREES if {":numpy.random", ":random"} & set(imports(name))}
    assert drawing == {"stream"}
    assert {name for name in TREES if ":secrets" in set(imports(name))} <= {"commands.exam", "commands.show"}


def test_click_is_known_to_the_command_line_alone() -> None:
    assert {name for name in TREES if ":click" in set(imports(name))} == {*under("cli")}


def test_dask_is_known_to_one_module() -> None:
    assert {name for name in TREES if ":distributed" in set(imports(name))} == {"cluster"}
