"""Papers by the workers of a real Dask scheduler: the same bytes, whatever becomes of a worker."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from distributed import Client, LocalCluster

from probgen import cluster
from probgen.cli import cli
from probgen.commands import exam as command
from probgen.errors import ExitCode, ProbgenError
from tests.test_resume import QUIZ

VARIANTS = 40
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")


@contextmanager
def two_workers(make: Callable[[str], Path]) -> Iterator[LocalCluster]:
    """Yield a scheduler with two worker processes, which have no cache of formats."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(make("cache")))
        started = LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, dashboard_address=":0",
            local_directory=str(make("workers")),
        )  # fmt: skip
    with started:
        yield started


@pytest.fixture(scope="module")
def scheduler(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalCluster]:
    with two_workers(tmp_path_factory.mktemp) as started:
        yield started


@pytest.fixture
def mortal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalCluster]:
    """Yield a scheduler of whose workers one may be killed: whether Dask starts another one is not our matter."""
    with two_workers(tmp_path_factory.mktemp) as started:
        yield started


@pytest.fixture
def client(scheduler: LocalCluster) -> Iterator[Client]:
    """Yield somebody who watches the workers and meddles with them."""
    with Client(scheduler.scheduler_address, set_as_default=False) as watching:
        yield watching


@pytest.fixture(autouse=True)
def quiz(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("quiz.yaml").write_text(QUIZ)


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Return the files that this process makes without any other."""
    folder = tmp_path_factory.mktemp("alone")
    (folder / "quiz.yaml").write_text(QUIZ)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        made("set", jobs=1)
    return files(folder / "set")


def made(out: str, variants: int = VARIANTS, **where: Any) -> None:
    command.run(command.Request("quiz.yaml", variants=variants, seed="7", out=Path(out), **where))


def files(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def refused(address: str) -> str:
    with pytest.raises(ProbgenError) as caught:
        made("set", cluster=address)
    assert caught.value.code is ExitCode.CLUSTER
    assert not list(Path().glob("*set*"))
    return str(caught.value)


def test_a_cluster_makes_the_same_bytes(scheduler: LocalCluster, alone: dict[str, bytes]) -> None:
    made("set", cluster=scheduler.scheduler_address)
    assert files(Path("set")) == alone


def test_a_worker_that_is_killed_costs_no_paper(mortal: LocalCluster, alone: dict[str, bytes]) -> None:
    address = mortal.scheduler_address
    words = (sys.executable, "-m", "probgen", "exam", "quiz.yaml", "--variants", str(VARIANTS), "--seed", "7")
    with Client(address, set_as_default=False) as client:
        before = client.run(os.getpid)
        with subprocess.Popen([*words, "--out", "set", "--cluster", address]) as process:
            while not (busy := [worker for worker, tasks in client.processing().items() if tasks]):
                assert process.poll() is None
                time.sleep(0.005)
            os.kill(before[busy[0]], signal.SIGKILL)
    assert process.returncode == 0
    assert files(Path("set")) == alone


def end(marks: Path) -> int:
    """End the first worker that does this."""
    count = len(list(marks.iterdir()))
    if count < 1:
        (marks / str(count)).touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return count


def test_work_that_dask_gives_up_is_given_out_again(mortal: LocalCluster, tmp_path: Path) -> None:
    mortal.scheduler.allowed_failures = 0  # workers that may end before Dask gives up, by default 3
    (tmp_path / "marks").mkdir()
    with cluster.connect(mortal.scheduler_address, tex=False) as executor:
        assert list(executor.run(end, [tmp_path / "marks"])) == [1]


def test_after_ctrl_c_the_workers_are_free(client: Client) -> None:
    words = (sys.executable, "-m", "probgen", "exam", "quiz.yaml", "--variants", "200", "--out", "set")
    with subprocess.Popen(
        [*words, "--cluster", client.scheduler.address], stderr=subprocess.PIPE, text=True
    ) as process:
        while not any(client.processing().values()):
            assert process.poll() is None
            time.sleep(0.005)
        process.send_signal(signal.SIGINT)
        assert "interrupted" in process.communicate()[1]
    assert process.returncode == ExitCode.INTERRUPTED
    while any(client.processing().values()):
        time.sleep(0.01)
    assert not Path("set").exists()


def told(client: Client, name: str, value: str) -> str:
    """Return what is said where all workers have another version of one thing."""
    true = client.run(lambda: cluster.versions(tex=True))

    def say(versions: Any) -> None:
        setattr(cluster, "versions", lambda tex: versions)  # noqa: B010

    (its, *_) = true.values()
    client.run(say, its._replace(**{name: value}))
    try:
        return refused(client.scheduler.address)
    finally:
        client.run(say, its)


@pytest.mark.parametrize(
    ("name", "shown"), [("probgen", "probgen 0.0.1"), ("python", "Python 0.0.1"), ("tex", "TeX 0.0.1")]
)
def test_a_worker_with_another_version_is_refused(client: Client, name: str, shown: str) -> None:
    said = told(client, name, "0.0.1")
    assert f"runs {shown}, this is " in said
    assert "install the same version everywhere" in said


@pytest.fixture
def lonely() -> Iterator[LocalCluster]:
    """Yield a scheduler without workers."""
    with LocalCluster(n_workers=0, threads_per_worker=1, dashboard_address=":0") as started:
        yield started


@pytest.fixture
def spoilt(lonely: LocalCluster) -> Iterator[Client]:
    """Yield a client of one worker that may be spoilt."""
    lonely.scale(1)
    with Client(lonely.scheduler_address, set_as_default=False) as meddling:
        meddling.wait_for_workers(1)
        yield meddling


def test_a_worker_without_tex_is_named_with_the_remedy(spoilt: Client) -> None:
    def lose() -> None:
        os.environ["PATH"] = ""

    spoilt.run(lose)
    said = refused(spoilt.scheduler.address)
    assert "worker tcp://" in said
    assert "PDFs need pdfTeX" in said


def test_a_worker_without_probgen_is_told_how_to_get_it(spoilt: Client) -> None:
    def lose() -> None:
        import sys

        sys.modules["probgen.cluster"] = None  # type: ignore[assignment]

    spoilt.run(lose)
    said = refused(spoilt.scheduler.address)
    assert "cannot run probgen" in said
    assert "pip install 'probgen[dask]'" in said


def test_a_scheduler_that_does_not_answer_is_an_error() -> None:
    assert "no scheduler answers at tcp://127.0.0.1:9\n  hint: start one with" in refused("tcp://127.0.0.1:9")


@pytest.mark.parametrize("address", ["nonsense://x", "host:port", "tcp://"])
def test_what_is_no_address_is_an_error(address: str) -> None:
    assert f"no scheduler answers at {address}" in refused(address)


def test_a_scheduler_without_workers_is_an_error(lonely: LocalCluster) -> None:
    assert "has no workers\n  hint: start some with `dask worker" in refused(lonely.scheduler_address)


def test_without_dask_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    assert "pip install 'probgen[dask]'" in refused("tcp://127.0.0.1:9")


def test_jobs_and_a_cluster_exclude_each_other() -> None:
    found = CliRunner().invoke(cli, ["exam", "quiz.yaml", "--jobs", "2", "--cluster", "tcp://127.0.0.1:9"])
    assert found.exit_code == ExitCode.USAGE
