"""Graders side by side: one in a course at a time, one of a name, and none with lost work."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from officina_hub.errors import StartError
from officina_hub.grader.heartbeat import Heartbeat
from officina_hub.grader.turns import CourseTurns, only_one
from officina_widgets.errors import Conflict
from officina_widgets.import_wire import ProofProgress
from officina_widgets.wire import Job

TURNS = 300
WORKS = f"""
import os, sys
from pathlib import Path
from officina_hub.grader.turns import CourseTurns

turns, diary = CourseTurns(Path(sys.argv[1])), os.open(sys.argv[2], os.O_WRONLY | os.O_APPEND)
for _ in range({TURNS}):
    with turns.take("tea"):
        os.write(diary, f"in {{os.getpid()}}\\n".encode())
        os.sched_yield()
        os.write(diary, f"out {{os.getpid()}}\\n".encode())
"""
HOLDS = """
import signal, sys
from pathlib import Path
from officina_hub.grader.turns import CourseTurns

with CourseTurns(Path(sys.argv[1])).take("tea"):
    print("in", flush=True)
    signal.pause()
"""


class LostLease:
    def make_sure(self) -> None:
        raise Conflict("gone", code="lost-lease")


@contextmanager
def a_holder(folder: Path) -> Iterator[subprocess.Popen[str]]:
    argv = [sys.executable, "-c", HOLDS, str(folder)]
    with subprocess.Popen(argv, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "in\n"
        yield process
        process.kill()


def test_two_processes_are_never_in_one_course_at_once(tmp_path: Path) -> None:
    diary = tmp_path / "diary"
    diary.touch()
    argv = [sys.executable, "-c", WORKS, str(tmp_path / "locks"), str(diary)]
    for worker in [subprocess.Popen(argv) for _ in range(2)]:
        assert worker.wait(60) == 0

    lines = [line.split() for line in diary.read_text().splitlines()]
    assert len(lines) == 4 * TURNS
    pairs = list(zip(lines[::2], lines[1::2], strict=True))
    assert all((a, b, one == other) == ("in", "out", True) for (a, one), (b, other) in pairs)
    assert len({pid for _, pid in lines}) == 2


def test_another_course_need_not_wait(tmp_path: Path) -> None:
    with a_holder(tmp_path), CourseTurns(tmp_path).take("coffee"):
        pass


def test_a_killed_grader_leaves_the_course_at_once(tmp_path: Path) -> None:
    with a_holder(tmp_path) as holder:
        holder.kill()
        holder.wait()
        with CourseTurns(tmp_path).take("tea"):
            pass


def test_who_lost_the_work_may_not_write_and_holds_nobody_up(tmp_path: Path) -> None:
    turns = CourseTurns(tmp_path)
    turns.work_under(LostLease())
    with pytest.raises(Conflict), turns.take("tea"):
        raise AssertionError("nobody may get here")

    with CourseTurns(tmp_path).take("tea"):
        pass


def test_a_second_grader_of_one_name_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "run" / "grader-1.lock"
    with only_one(path), pytest.raises(StartError, match="--number 2"), only_one(path):
        pass
    with only_one(path):
        pass


class AskedPortal:
    """Counts how often the lease was prolonged; where it is lost it says so."""

    def __init__(self, *, is_lost: bool = False) -> None:
        self.asked = 0
        self.is_lost = is_lost

    def heartbeat(self, job: Job, *, progress: ProofProgress | None = None) -> None:
        self.asked += 1
        if self.is_lost:
            raise Conflict("gone", code="lost-lease")


def job(lease_seconds: int) -> Job:
    return Job(id=7, kind="grade", lease="x", lease_seconds=lease_seconds, tries=1, course_id="tea")


def test_a_fresh_lease_is_sure_without_asking() -> None:
    portal = AskedPortal()
    Heartbeat(portal, job(60)).make_sure()
    assert portal.asked == 0


def test_after_a_silence_the_portal_is_asked_before_anything_is_written() -> None:
    portal = AskedPortal(is_lost=True)
    beat = Heartbeat(portal, job(0))
    os.sched_yield()
    with pytest.raises(Conflict):
        beat.make_sure()
    assert portal.asked == 1
