"""What the documents say is true: their examples run, their lists are complete."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from probgen import bank, checking, families, family, strict_yaml, writers
from probgen.cli import cli
from probgen.exam import assemble, blueprint
from probgen.writers import WRITERS, Context
from tests import papers, reference

ROOT = Path(__file__).parent.parent
README, CONTRIBUTING = ((ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "CONTRIBUTING.md"))


def blocks(text: str, language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)


def test_the_readmes_problem_can_be_drawn_and_proved() -> None:
    (template,) = bank.load_text(blocks(README, "yaml")[0], "mine.yaml")
    report = checking.stress(template, range(50))
    assert (report.failures, dict(report.proofs)) == ({}, {"checked": 50})


def test_the_readmes_blueprint_makes_an_exam(tmp_path: Path) -> None:
    file = tmp_path / "quiz3.yaml"
    file.write_text(blocks(README, "yaml")[1], encoding="utf-8")
    assert assemble(blueprint.load(str(file)), "1", "A").points == 14


@pytest.mark.parametrize("name", sorted(cli.commands))
def test_the_readme_lists_every_command(name: str) -> None:
    assert re.search(rf"^\| `probgen {name}\b", README, re.MULTILINE)


def test_the_readme_lists_no_command_that_is_not_there() -> None:
    assert set(re.findall(r"^\| `probgen (\w+)", README, re.MULTILINE)) == set(cli.commands)


@pytest.mark.parametrize(
    "document", ["README.md", "CONTRIBUTING.md", *(f"docs/guide/{p.name}" for p in (ROOT / "docs/guide").glob("*.md"))]
)
def test_links_lead_somewhere(document: str) -> None:
    place = ROOT / document
    targets = re.findall(
        r"\]\((?!http)([^)#]+)\)",
        re.sub(r"```.*?```|`[^`\n]*`", "", place.read_text(encoding="utf-8"), flags=re.DOTALL),
    )
    assert all((place.parent / target).exists() for target in targets), targets


def test_the_guide_lists_every_filter_and_function() -> None:
    assert reference.GUIDE.read_text(encoding="utf-8") == reference.guide()


@pytest.fixture
def contributed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Return a folder in which CONTRIBUTING's files lie, found like those of the package."""
    for language in ("python", "yaml"):
        for block in blocks(CONTRIBUTING, language):
            name = block.partition("\n")[0].removeprefix("# ")
            file = tmp_path / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(block, encoding="utf-8")
    monkeypatch.setattr(families, "__path__", [*families.__path__, str(tmp_path / "probgen" / "families")])
    monkeypatch.setattr(writers, "__path__", [*writers.__path__, str(tmp_path / "probgen" / "writers")])
    family.names.cache_clear()
    yield tmp_path
    family.names.cache_clear()
    for module in ("probgen.families.conv_output_length", "probgen.writers.titles"):
        sys.modules.pop(module, None)


def test_the_contributed_family_is_found_solved_and_verified(contributed: Path) -> None:
    (template,) = bank.load(contributed / "banks" / "conv_output_length.yaml")
    report = checking.stress(template, range(50))
    assert (report.failures, dict(report.proofs)) == ({}, {"verified": 50})


def test_the_contributed_case_holds(contributed: Path) -> None:
    module: Any = family.find("conv_output_length")
    ((case,),) = (
        document.data for document in strict_yaml.read(contributed / "tests" / "cases" / "conv_output_length.yaml")
    )
    assert module.solve(module.Params(**case["given"]))._asdict() == case["expect"]


def test_the_contributed_writer_writes(contributed: Path) -> None:
    writers.find("titles").write(papers.variants(2), contributed, Context())
    assert (contributed / "titles.txt").read_text().startswith("A1 ")


def test_every_writer_of_the_table_is_a_module() -> None:
    assert all(callable(writers.find(name).write) for name in WRITERS)
