"""Tasks in processes: in order, a few at a time, and never outliving the process that started them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from probgen.errors import ExitCode, ProbgenError
from probgen.executor import AHEAD, Local, batches

FORKS = pytest.mark.skipif(sys.platform == "win32", reason="processes of POSIX")


def slow_first(task: int) -> int:
    time.sleep(0.2 if task == 0 else 0)
    return task * task


def process(_: int) -> int:
    return os.getpid()


def refuse(task: int) -> int:
    if task == 2:
        raise ProbgenError.of("no two", code=ExitCode.TEX)
    return task


def test_results_come_in_the_order_of_their_tasks() -> None:
    with Local(2) as executor:
        assert list(executor.run(slow_first, range(6))) == [0, 1, 4, 9, 16, 25]


def test_one_worker_is_this_process() -> None:
    with Local(1) as executor:
        assert set(executor.run(process, range(3))) == {os.getpid()}


def test_a_lone_task_needs_no_other_process() -> None:
    with Local(2) as executor:
        assert list(executor.run(process, [0])) == [os.getpid()]


def test_several_tasks_run_in_other_processes_which_serve_again() -> None:
    with Local(2) as executor:
        first, second = (set(executor.run(process, range(8))) for _ in range(2))
    assert os.getpid() not in first
    assert len(first | second) <= 2


def test_tasks_are_taken_as_workers_become_free() -> None:
    taken: list[int] = []

    def tasks() -> Iterator[int]:
        for task in range(50):
            taken.append(task)
            yield task

    with Local(2) as executor:
        next(executor.run(slow_first, tasks()))
    assert len(taken) <= 2 * AHEAD + 1


def test_an_error_of_a_task_arrives_whole() -> None:
    with pytest.raises(ProbgenError, match="no two") as caught, Local(2) as executor:
        list(executor.run(refuse, range(4)))
    assert caught.value.code is ExitCode.TEX


def killed(task: int) -> int:
    if task == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    return task


@FORKS
def test_a_process_that_the_system_ends_is_told_with_the_remedy() -> None:
    with pytest.raises(ProbgenError, match="fewer with --jobs") as caught, Local(2) as executor:
        list(executor.run(killed, range(6)))
    assert caught.value.code is ExitCode.CLUSTER


def test_batches_hold_all_items() -> None:
    assert list(batches(range(5), 2)) == [(0, 1), (2, 3), (4,)]


SLEEPER = """
import signal, sys, tempfile, time
from probgen.executor import Local

signal.signal(signal.SIGINT, signal.default_int_handler)  # which a shell's background job would ignore

def sleep(task):
    with tempfile.NamedTemporaryFile(dir=sys.argv[1]):
        time.sleep(600)

with Local(2) as executor:
    list(executor.run(sleep, range(4)))
"""


@FORKS
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_workers_end_with_the_process_that_started_them_and_clear_up(how: signal.Signals, tmp_path: Path) -> None:
    words = [sys.executable, "-c", SLEEPER, str(tmp_path)]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as parent:
        while len(list(tmp_path.iterdir())) < 2:
            time.sleep(0.01)
        os.kill(parent.pid, how)
        assert parent.stdout
        parent.stdout.read()  # which ends when nobody is left who could write to it
    assert list(tmp_path.iterdir()) == []
