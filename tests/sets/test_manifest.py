"""The record of a set, and the swap that gives a set its name."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from probgen.errors import ProbgenError
from probgen.executor import Local
from probgen.sets import manifest, publish
from probgen.sets.manifest import Manifest
from probgen.writers import Context
from tests import papers


def record(seed: str = "7", count: int = 2) -> Manifest:
    return Manifest("midterm", seed, papers.variants(count), {"bank.yaml": "0" * 64})


def publish_to(folder: Path, kept: Manifest, *, replace: bool = False) -> publish.Published:
    return publish.publish(kept, folder, ("key", "latex"), Context(), replace_old=replace)


def test_a_manifest_comes_back_as_it_was_written(tmp_path: Path) -> None:
    manifest.write(record(), tmp_path, Local(1))
    assert manifest.read(tmp_path) == record()
    assert manifest.read(tmp_path / "manifest.json") == record()


def test_the_fingerprint_follows_seed_and_content() -> None:
    assert record().fingerprint == record().fingerprint
    assert len({record().fingerprint, record("8").fingerprint, record(count=1).fingerprint}) == 3


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"format": 2}', '{"format": 99, "versions": {"probgen": "9.0"}}'])
def test_what_is_no_manifest_is_an_error_that_names_the_file(tmp_path: Path, content: str) -> None:
    (tmp_path / "manifest.json").write_text(content)
    with pytest.raises(ProbgenError, match=r"manifest\.json: (is|has|can)"):
        manifest.read(tmp_path)


def test_a_set_records_the_digest_of_each_of_its_files(tmp_path: Path) -> None:
    publish_to(tmp_path / "set", record())
    content = json.loads((tmp_path / "set" / "manifest.json").read_text())
    on_disk = {f.relative_to(tmp_path / "set").as_posix() for f in (tmp_path / "set").rglob("*") if f.is_file()}
    assert set(content["files"]) == on_disk - {"manifest.json"}


def test_the_same_set_again_is_unchanged(tmp_path: Path) -> None:
    assert not publish_to(tmp_path / "set", record()).unchanged
    assert publish_to(tmp_path / "set", record()).unchanged


def test_further_outputs_of_the_same_set_need_no_leave(tmp_path: Path) -> None:
    publish.publish(record(), tmp_path / "set", ("key",), Context())
    assert not publish_to(tmp_path / "set", record()).unchanged
    assert (tmp_path / "set" / "tex" / "exam-A.tex").is_file()


def test_an_altered_file_makes_the_set_another_one(tmp_path: Path) -> None:
    publish_to(tmp_path / "set", record())
    (tmp_path / "set" / "key.csv").write_text("tampered")
    with pytest.raises(ProbgenError, match="a file was altered or lost"):
        publish_to(tmp_path / "set", record())


def test_another_set_under_the_name_is_refused_and_stays(tmp_path: Path) -> None:
    publish_to(tmp_path / "set", record())
    before = (tmp_path / "set" / "manifest.json").read_bytes()
    with pytest.raises(ProbgenError, match=r"holds another set\n  hint: --replace"):
        publish_to(tmp_path / "set", record("8"))
    assert (tmp_path / "set" / "manifest.json").read_bytes() == before


def test_a_replaced_set_leaves_nothing_beside_it(tmp_path: Path) -> None:
    publish_to(tmp_path / "set", record())
    publish_to(tmp_path / "set", record("8"), replace=True)
    assert manifest.read(tmp_path / "set").seed == "8"
    assert [entry.name for entry in tmp_path.iterdir()] == ["set"]


def test_a_failing_writer_leaves_the_old_set_under_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    publish_to(tmp_path / "set", record())
    monkeypatch.setattr("probgen.writers.latex.render", lambda exam, view: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        publish_to(tmp_path / "set", record("8"), replace=True)
    assert manifest.standing(tmp_path / "set").fingerprint == record().fingerprint


def test_a_failing_writer_leaves_nothing_beside_the_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("probgen.writers.latex.render", lambda exam, view: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        publish_to(tmp_path / "set", record())
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("replace", [False, True])
def test_a_folder_that_is_no_set_is_never_overwritten(tmp_path: Path, *, replace: bool) -> None:
    (tmp_path / "set").mkdir()
    (tmp_path / "set" / "thesis.tex").write_text("years of work")
    with pytest.raises(ProbgenError, match="is no set of probgen's"):
        publish_to(tmp_path / "set", record(), replace=replace)
    assert (tmp_path / "set" / "thesis.tex").read_text() == "years of work"


def test_a_place_that_cannot_be_written_is_an_error_that_names_it(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(ProbgenError, match=r"file/set: cannot be written: Not a directory\n  hint: --out"):
        publish_to(tmp_path / "file" / "set", record())


def altered(folder: Path, **fields: object) -> None:
    """Change fields of a manifest, with the digest that belongs to them."""
    file = folder / "manifest.json"
    content = json.loads(file.read_text()) | fields
    content["digest"] = manifest._digest(content)
    file.write_text(json.dumps(content))


def test_an_edited_manifest_is_told(tmp_path: Path) -> None:
    manifest.write(record(), tmp_path, Local(1))
    file = tmp_path / "manifest.json"
    file.write_text(file.read_text().replace('"seed": "7"', '"seed": "8"'))
    with pytest.raises(ProbgenError, match="was altered or damaged after it was written"):
        manifest.read(tmp_path)


@pytest.mark.parametrize(
    "content", ["[" * 100_000, '{"format": ' + "9" * 5000 + "}", "\x00", '{"format": 2, "exams": 5}']
)
def test_a_damaged_manifest_is_an_error_that_names_the_file(tmp_path: Path, content: str) -> None:
    (tmp_path / "manifest.json").write_text(content)
    with pytest.raises(ProbgenError, match=r"manifest\.json: is (no manifest|damaged)"):
        manifest.read(tmp_path)


def test_a_variant_cannot_lead_out_of_its_folder(tmp_path: Path) -> None:
    manifest.write(record(), tmp_path, Local(1))
    exams = json.loads((tmp_path / "manifest.json").read_text())["exams"]
    exams[0]["variant"] = "../../elsewhere"
    altered(tmp_path, exams=exams)
    with pytest.raises(ProbgenError, match=r"'\.\./\.\./elsewhere' cannot be a part of a file's name"):
        manifest.read(tmp_path)


@pytest.mark.parametrize("name", ["", ".", "..", "a/b", "a\\b", "a\nb", "\udcff", "x" * 300])
def test_a_name_of_a_set_stays_in_its_folder(name: str) -> None:
    assert not manifest.names_a_file(name)


def test_files_of_somebody_else_are_never_replaced(tmp_path: Path) -> None:
    publish_to(tmp_path / "set", record())
    (tmp_path / "set" / "notes.txt").write_text("who asked what")
    with pytest.raises(ProbgenError, match=r"holds files that are not of the set, such as notes\.txt"):
        publish_to(tmp_path / "set", record("8"), replace=True)
    assert (tmp_path / "set" / "notes.txt").read_text() == "who asked what"


def test_what_tex_leaves_beside_a_source_may_go(tmp_path: Path) -> None:
    publish_to(tmp_path / "set", record())
    (tmp_path / "set" / "tex" / "exam-A.aux").write_text("")
    publish_to(tmp_path / "set", record("8"), replace=True)
    assert manifest.read(tmp_path / "set").seed == "8"


def test_an_empty_folder_is_taken(tmp_path: Path) -> None:
    (tmp_path / "set").mkdir()
    assert not publish_to(tmp_path / "set", record()).unchanged


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "set").symlink_to(tmp_path / "real")
    publish_to(tmp_path / "set", record())
    publish_to(tmp_path / "set", record("8"), replace=True)
    assert (tmp_path / "set").is_symlink()
    assert manifest.read(tmp_path / "real").seed == "8"


def test_a_circle_of_links_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "set").symlink_to(tmp_path / "set")
    with pytest.raises(ProbgenError, match="cannot be written"):
        publish_to(tmp_path / "set", record())


def test_of_two_runs_at_once_the_second_is_refused_and_the_first_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While the first set is written, another run begins one of the same name."""
    from probgen.writers import latex

    write = latex.write

    def slow(exams: object, folder: Path, context: Context) -> None:
        monkeypatch.setattr(latex, "write", write)
        with pytest.raises(ProbgenError, match="another run is making this set"):
            publish_to(tmp_path / "set", record("8"))
        write(exams, folder, context)  # type: ignore[arg-type]

    monkeypatch.setattr(latex, "write", slow)
    publish_to(tmp_path / "set", record())
    assert manifest.read(tmp_path / "set").seed == "7"


def test_a_set_stands_as_it_was_written(tmp_path: Path) -> None:
    manifest.write(record(), tmp_path, Local(1))
    assert manifest.standing(tmp_path).fingerprint == record().fingerprint


def test_a_set_whose_manifest_was_laid_out_anew_is_the_same_set(tmp_path: Path) -> None:
    manifest.write(record(), tmp_path, Local(1))
    altered(tmp_path)
    assert manifest.standing(tmp_path).fingerprint == record().fingerprint


@pytest.mark.parametrize(("old", "new"), [('"variant": "A"', '"variant": "Z"'), ('  {"', '  {"x": 1, "')])
def test_a_set_with_an_altered_tree_is_not_whole(tmp_path: Path, old: str, new: str) -> None:
    manifest.write(record(), tmp_path, Local(1))
    file = tmp_path / "manifest.json"
    head, line, trees = file.read_text(encoding="utf-8").partition(' "exams": [\n')
    assert old in trees
    file.write_text(head + line + trees.replace(old, new, 1), encoding="utf-8")
    standing = manifest.standing(tmp_path)
    assert (standing.is_set, standing.fingerprint) == (True, "")


def test_half_a_manifest_is_no_set(tmp_path: Path) -> None:
    manifest.write(record(), tmp_path, Local(1))
    file = tmp_path / "manifest.json"
    file.write_text(file.read_text(encoding="utf-8")[:-20], encoding="utf-8")
    assert not manifest.standing(tmp_path).is_set
